// What can be done with programmes, whoever asks: take in, look up, correct, publish. The API and the
// pages are two doors to this desk.
import Complaints
import Foundation
import HTTPTypes
import Intake
import Language
import ServiceKit
import Store

/// The radio desk.
struct Desk: Sendable {
    let intake: Intake
    let table: ProgrammeTable
    let memory: OperatorTable
    let segmenter: Segmenter
    let cutter: Cutter
    let gazetteer: Gazetteer
    let stations: [RadioPart.Station]
    var limits: TranscriptLimits

    /// An upload as it came.
    struct Upload: Sendable {
        var file: TranscriptFile
        var filename: String
        var station: String
        var title: String?
        var airedOn: String
        var kind: Gathering
        var by: String
    }

    /// Why an upload or a request is refused; messages are for the operator, in Indonesian.
    enum Refusal: Error, Sendable {
        case transcript(TranscriptError)
        case field(String, String)
    }

    /// Attempts to lay a new reading over a programme that operators change meanwhile.
    static let replacingAttempts = 5

    /// Reads, cuts and keeps a transcript. The same file again gives the programme kept first; another
    /// transcript of the same show becomes a new reading of it, so that nothing is published twice.
    func take(_ upload: Upload, now: Date = .now) async throws -> (StoredProgramme, isNew: Bool) {
        guard let station = stations.first(where: { $0.name == upload.station }) else {
            let known = stations.map(\.name).joined(separator: ", ")
            throw Refusal.field("station", "Stasiun tidak dikenal; yang ada: \(known).")
        }
        guard let airedOn = LocalDate(upload.airedOn) else {
            throw Refusal.field("aired_on", "Tanggal siaran ditulis seperti 2026-11-18.")
        }
        let id = ProgrammeDraft.id(
            station: station.name, airedOn: airedOn, file: upload.file.transcript,
            companion: upload.file.companion)
        if let known = try await table.find(reading: id) { return (known, false) }
        let speakers = try await memory.speakers(of: station.name)
        let draft = try await cut(upload.file, station.name, airedOn, speakers)
        let reading = ProgrammeTable.Reading(
            id: id, file: upload.file, filename: upload.filename, by: upload.by)
        let day = try await table.find(
            station: station.name, airedOn: airedOn.description, kind: upload.kind)
        for old in day {
            let share = await cutter.run { TurnAlignment(old: old.turns, new: draft.turns).share }
            guard share >= Carrying.sameShowShare else { continue }
            return (try await replace(old.id, draft, reading, by: upload.by, now: now), false)
        }
        let title = upload.title.map { String($0.foldingWhiteSpace().prefix(200)) } ?? ""
        let labels = Set(draft.turns.compactMap(\.speaker))
        let programme = StoredProgramme(
            id: id, station: station.name, title: title.isEmpty ? station.title : title,
            airedOn: airedOn.description, kind: upload.kind, version: 1, turns: draft.turns,
            items: draft.items, warnings: draft.warnings, nextItem: draft.items.count + 1,
            receipts: [:], speakers: speakers.filter { labels.contains($0.key) })
        let isNew = try await table.insert(programme, reading, now: now)
        if !isNew, let known = try await table.find(reading: id) { return (known, false) }
        return (programme, true)
    }

    private func cut(
        _ file: TranscriptFile, _ station: String, _ airedOn: LocalDate, _ speakers: [String: SpeakerChoice]
    ) async throws -> ProgrammeDraft {
        do {
            return try await cutter.cut(
                file, station: station, airedOn: airedOn, speakers: speakers.compactMapValues(\.role))
        } catch let error as TranscriptError {
            throw Refusal.transcript(error)
        }
    }

    private func replace(
        _ id: String, _ draft: ProgrammeDraft, _ reading: ProgrammeTable.Reading?,
        speakers: [String: SpeakerChoice]? = nil, by: String, now: Date
    ) async throws -> StoredProgramme {
        for _ in 0..<Self.replacingAttempts {
            guard let old = try await table.find(id) else { throw Problem.notFound("no such programme") }
            var new = await cutter.run { Carrying.carry(old, into: draft, segmenter: segmenter) }
            if let speakers { new.speakers = speakers }
            if try await table.replace(old, by: new, reading, editor: by, now: now) { return new }
        }
        throw Problem(
            .serviceUnavailable, "too-busy",
            "Siaran ini sedang banyak diubah. Coba lagi sebentar lagi.", retryAfter: 5)
    }

    /// Reads the newest file of a programme again, with the speakers as an operator named them. Labels that
    /// mean the same person in every programme are remembered for the station.
    func readAgain(
        _ programme: StoredProgramme, speakers: [String: SpeakerChoice]? = nil, by: String,
        now: Date = .now
    ) async throws -> StoredProgramme {
        guard let file = try await table.newestFile(of: programme.id),
            let airedOn = LocalDate(programme.airedOn)
        else { throw Problem.notFound("no such programme") }
        let chosen = speakers ?? programme.speakers ?? [:]
        let draft = try await cut(file, programme.station, airedOn, chosen)
        if let speakers {
            let lasting = speakers.filter { SpeakerChoice.isLasting($0.key) && $0.value.role != .caller }
            try await memory.remember(lasting, of: programme.station, by: by, now: now)
        }
        return try await replace(programme.id, draft, nil, speakers: chosen, by: by, now: now)
    }

    func change(
        _ id: String, version: Int, edits: [Edit], by: String, now: Date = .now,
        besideOthers: Bool = false
    ) async throws -> ProgrammeTable.Change {
        try await table.change(
            id, version: version, edits: edits, editor: Editor(segmenter: segmenter), by: by,
            now: now, besideOthers: besideOthers)
    }

    /// One item's line in the answer to a publication.
    struct Published: Codable, Sendable, Hashable {
        var item: String
        var kind: Kind
        /// `published`, `known` (published before), `skipped` (praise, greetings and the rest).
        var status: String
        @ExplicitNull var id: String?
        @ExplicitNull var tracking: String?
    }

    /// Sends each complaint to the journal. Repeating it changes nothing and gives the same numbers.
    func publish(_ programme: StoredProgramme, now: Date = .now) async throws -> [Published] {
        var lines: [Published] = []
        var receipts: [String: ItemReceipt] = [:]
        let publishable = Set(programme.publishable.map(\.id))
        for item in programme.items {
            if let old = programme.receipts[item.id] {
                lines.append(
                    Published(
                        item: item.id, kind: item.kind, status: "known", id: old.id,
                        tracking: old.tracking))
                continue
            }
            guard publishable.contains(item.id) else {
                lines.append(
                    Published(
                        item: item.id, kind: item.kind, status: "skipped", id: nil, tracking: nil))
                continue
            }
            let receipt = try await intake.receive(
                PublishedItem(programme: programme, item: item).arrival(now: now))
            let id = receipt.id.text
            receipts[item.id] = ItemReceipt(id: id, tracking: receipt.tracking)
            lines.append(
                Published(
                    item: item.id, kind: item.kind, status: receipt.isNew ? "published" : "known",
                    id: id, tracking: receipt.tracking))
        }
        if !receipts.isEmpty { try await table.noteReceipts(programme.id, receipts) }
        return lines
    }
}
