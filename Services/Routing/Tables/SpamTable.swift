// What was taken for a nuisance, and why, until a person releases it. Nothing here is ever deleted.
import Complaints
import Foundation
import Store

/// A complaint in the side queue as a person sees it.
struct SpamEntry: Codable, Sendable {
    /// As it would have been delivered: masked, its flags and places read.
    var complaint: Complaint
    /// The words that made it a nuisance; none when the channel said so.
    var because: Reason
}

enum SpamTable {
    private static let new = Insertion(
        into: "spam", ["id": .text, "body": .text, "at": .integer],
        """
        ON CONFLICT (id) DO UPDATE SET body = excluded.body, at = excluded.at,
            released_at = NULL, released_by = NULL
        """)

    /// What a body is sealed for.
    static func sealRow(_ id: String) -> String { "spam/\(id)" }

    /// Puts complaints aside.
    static func insert(
        _ entries: [SpamEntry], at now: Date, in transaction: any Transaction
    ) throws {
        guard !entries.isEmpty else { return }
        try transaction.insert(
            new,
            rows: entries.map { entry in
                let id = entry.complaint.id.text
                let body = String(decoding: try Wire.encode(entry), as: UTF8.self)
                return [
                    .text(id), .text(try transaction.sealed(body, row: sealRow(id))),
                    .integer(now.microseconds),
                ]
            })
        try ComplaintTable.set(.spam, entries.map(\.complaint.id), in: transaction)
    }

    /// A page of those that still wait, the newest first; at least one, however long.
    ///
    /// - Parameters:
    ///   - before: the `seq` of the last one seen.
    ///   - bytesMax: the page ends here even below its limit.
    static func waiting(
        before: Int64, limit: Int, bytesMax: Int, in transaction: any Transaction
    ) throws -> [(seq: Int64, at: Date, entry: SpamEntry)] {
        let rows = try transaction.query(
            """
            SELECT spam.seq AS seq, LENGTH(spam.body) + LENGTH(complaint.body) AS size FROM spam
            JOIN complaint ON complaint.id = spam.id
            WHERE released_at IS NULL AND spam.seq < ? ORDER BY spam.seq DESC LIMIT ?
            """, [.integer(before), SQLValue(limit)])
        return try rows[...].page(bytesMax: bytesMax).compactMap { row in
            let found = try transaction.first(
                "SELECT seq, id, body, at FROM spam WHERE seq = ?", [.integer(row.int("seq"))])
            return try found.map {
                ($0.int("seq"), Date(microseconds: $0.int("at")), try entry($0, in: transaction))
            }
        }
    }

    /// What was put aside before this table was kept has no body: it is shown as far as it may be.
    private static func entry(_ row: Row, in transaction: any Transaction) throws -> SpamEntry {
        let id = row.text("id")
        let sealed = row.text("body")
        guard !sealed.isEmpty else {
            let complaint = try ComplaintTable.find(id, in: transaction)
            guard let complaint else { throw StoreError(.invalid, "the complaint \(id) is gone") }
            return SpamEntry(
                complaint: Drafting.withheld(complaint),
                because: Reason(rule: FlagName.spam, matched: []))
        }
        let body = try transaction.opened(sealed, row: sealRow(id))
        return try Wire.decode(SpamEntry.self, from: Data(body.utf8))
    }

    /// How many wait, by how they stand.
    static func counts(in transaction: any Transaction) throws -> [String: Int] {
        let row = try transaction.first("SELECT COUNT(*) AS n FROM spam WHERE released_at IS NULL")
        return ["waiting": Int(row?.int("n") ?? 0)]
    }

    /// What happened to a complaint in this queue: put aside, and released by whom.
    static func history(
        of complaint: UUID, in transaction: any Transaction
    ) throws -> [HistoryEntry] {
        guard
            let row = try transaction.first(
                "SELECT at, released_at, released_by FROM spam WHERE id = ?",
                [.text(complaint.text)])
        else { return [] }
        let aside = HistoryEntry(
            at: Date(microseconds: row.int("at")), actor: "routing", action: "spam", request: "")
        guard let releasedAt = row.optionalInt("released_at") else { return [aside] }
        let released = HistoryEntry(
            at: Date(microseconds: releasedAt), actor: row.text("released_by"), action: "release",
            request: "")
        return [aside, released]
    }

    /// Sends a complaint back to the decider, which believes the person. A second release changes nothing.
    ///
    /// - Returns: whether it is or was in the queue.
    static func release(
        _ complaint: Complaint, actor: String, at now: Date, in transaction: any Transaction
    ) throws -> Bool {
        let changed = try transaction.execute(
            "UPDATE spam SET released_at = ?, released_by = ? WHERE id = ? AND released_at IS NULL",
            [.integer(now.microseconds), .text(actor), .text(complaint.id.text)])
        guard changed > 0 else {
            return try transaction.first(
                "SELECT id FROM spam WHERE id = ?", [.text(complaint.id.text)]) != nil
        }
        var released = complaint
        released.flags.removeAll { $0 == FlagName.spam }
        released.flags.append(FlagName.notSpam)
        try ComplaintTable.acceptAgain(released, at: now, in: transaction)
        return true
    }
}

extension ArraySlice<Row> {
    /// The first rows that together are no longer than a page, by their column `size`; at least one.
    func page(bytesMax: Int) -> ArraySlice<Row> {
        var bytes = 0
        return prefix { row in
            defer { bytes += Int(row.int("size")) }
            return bytes == 0 || bytes + Int(row.int("size")) <= bytesMax
        }
    }
}
