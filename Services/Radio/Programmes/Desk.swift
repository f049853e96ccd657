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
    let ways: StationWays
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
        /// The operator wants this file to take the place of what is there, also where it is shorter.
        var replaces = false
    }

    /// Why an upload or a request is refused; messages are for the operator, in Indonesian.
    enum Refusal: Error, Sendable {
        case transcript(TranscriptError)
        case field(String, String)
        /// Far shorter than the transcript it would replace.
        case shorter(StoredProgramme)
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
        let known = try await table.find(reading: id)
        if let known, !upload.replaces { return (known, false) }
        let speakers = try await memory.speakers(of: station.name)
        let draft = try await cut(upload.file, station.name, airedOn, upload.kind, speakers)
        let reading = ProgrammeTable.Reading(
            id: id, file: upload.file, filename: upload.filename, by: upload.by)
        for old in try await table.find(station: station.name, around: airedOn) {
            let alignment = await cutter.run { TurnAlignment(old: old.turns, new: draft.turns) }
            guard alignment.share >= Carrying.sameShowShare else { continue }
            guard upload.replaces || alignment.wordsShare >= Carrying.leastWordsShare else {
                throw Refusal.shorter(old)
            }
            let replaced = try await replace(old.id, by: upload.by, now: now, reading) { old in
                var new = Carrying.carry(old, into: draft, segmenter: ways.segmenter(for: old.station))
                // Another diariser's SPEAKER_01 is somebody else.
                let labels = Set(draft.turns.compactMap(\.speaker))
                new.speakers = speakers.merging(old.speakers ?? [:]) { _, own in own }
                    .filter { labels.contains($0.key) && SpeakerChoice.isLasting($0.key) }
                if !old.isPublished { (new.airedOn, new.kind) = (airedOn.description, upload.kind) }
                return new
            }
            return (replaced, false)
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
        _ file: TranscriptFile, _ station: String, _ airedOn: LocalDate, _ gathering: Gathering,
        _ speakers: [String: SpeakerChoice]
    ) async throws -> ProgrammeDraft {
        do {
            return try await cutter.cut(
                file, station: station, airedOn: airedOn, of: gathering,
                speakers: speakers.compactMapValues(\.role))
        } catch let error as TranscriptError {
            throw Refusal.transcript(error)
        }
    }

    /// Lays a new reading over a programme, as often as somebody else is faster.
    private func replace(
        _ id: String, by: String, now: Date, _ reading: ProgrammeTable.Reading?,
        _ make: @Sendable (StoredProgramme) -> StoredProgramme
    ) async throws -> StoredProgramme {
        for _ in 0..<Self.replacingAttempts {
            guard let old = try await table.find(id) else { throw Problem.notFound("no such programme") }
            let new = await cutter.run { make(old) }
            if try await table.replace(old, by: new, reading, now: now) { return new }
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
        let draft = try await cut(file, programme.station, airedOn, programme.kind, chosen)
        if let speakers {
            let lasting = speakers.filter { SpeakerChoice.isLasting($0.key) && $0.value.role != .caller }
            try await memory.remember(lasting, of: programme.station, by: by, now: now)
        }
        return try await replace(programme.id, by: by, now: now, nil) { old in
            var new = Carrying.carry(old, into: draft, segmenter: ways.segmenter(for: old.station))
            new.speakers = chosen
            return new
        }
    }

    func change(
        _ id: String, version: Int, edits: [Edit], by: String, now: Date = .now,
        besideOthers: Bool = false
    ) async throws -> ProgrammeTable.Change {
        try await table.change(
            id, version: version, edits: edits, editor: Editor(segmenter: ways.standard), by: by,
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
    ///
    /// - Parameter version: what the operator saw; `nil` sends what is there.
    /// - Returns: `nil` when somebody changed the programme since.
    func publish(
        _ id: String, version: Int? = nil, now: Date = .now
    ) async throws -> [Published]? {
        // First the items are marked: from here on nobody changes their turns, whatever becomes of this
        // process.
        guard let programme = try await table.beginSending(id, version: version) else { return nil }
        var lines: [Published] = []
        var receipts: [String: ItemReceipt] = [:]
        for item in programme.items {
            if let old = programme.receipts[item.id] {
                lines.append(
                    Published(
                        item: item.id, kind: item.kind, status: "known", id: old.id,
                        tracking: old.tracking))
                continue
            }
            guard programme.isSent(item.id) else {
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
        if !receipts.isEmpty {
            try await table.noteReceipts(id, receipts)
            ways.note(programme.station)
        }
        return lines
    }
}
