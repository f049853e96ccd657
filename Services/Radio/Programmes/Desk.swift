// What can be done with programmes, whoever asks: take in, look up, correct, publish. The API and the
// pages are two doors to this desk.
import Complaints
import Foundation
import Intake
import Language
import ServiceKit
import Store

/// The radio desk.
struct Desk: Sendable {
    let intake: Intake
    let table: ProgrammeTable
    let segmenter: Segmenter
    let cutter: Cutter
    let gazetteer: Gazetteer
    let stations: [RadioPart.Station]
    var limits: TranscriptLimits

    /// An upload as it came.
    struct Upload: Sendable {
        var file: Data
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

    /// Reads, cuts and keeps a transcript. The same file again gives the programme kept first.
    func take(_ upload: Upload, now: Date = .now) async throws -> (StoredProgramme, isNew: Bool) {
        guard let station = stations.first(where: { $0.name == upload.station }) else {
            let known = stations.map(\.name).joined(separator: ", ")
            throw Refusal.field("station", "Stasiun tidak dikenal; yang ada: \(known).")
        }
        guard let airedOn = LocalDate(upload.airedOn) else {
            throw Refusal.field("aired_on", "Tanggal siaran ditulis seperti 2026-11-18.")
        }
        let id = ProgrammeDraft.id(station: station.name, airedOn: airedOn, file: upload.file)
        if let known = try await table.find(id) { return (known, false) }
        let draft: ProgrammeDraft
        do {
            draft = try await cutter.cut(upload.file, station: station.name, airedOn: airedOn)
        } catch let error as TranscriptError {
            throw Refusal.transcript(error)
        }
        let title = upload.title.map { String($0.foldingWhiteSpace().prefix(200)) } ?? ""
        let programme = StoredProgramme(
            id: id, station: station.name, title: title.isEmpty ? station.title : title,
            airedOn: airedOn.description, kind: upload.kind, version: 1, turns: draft.turns,
            items: draft.items, warnings: draft.warnings, nextItem: draft.items.count + 1,
            receipts: [:])
        let isNew = try await table.insert(
            programme, file: upload.file, filename: upload.filename, by: upload.by, now: now)
        if !isNew, let known = try await table.find(id) { return (known, false) }
        return (programme, true)
    }

    func change(
        _ id: String, version: Int, edits: [Edit], by: String, now: Date = .now
    ) async throws -> ProgrammeTable.Change {
        try await table.change(
            id, version: version, edits: edits, editor: Editor(segmenter: segmenter), by: by,
            now: now)
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
