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
        into: "spam", ["id": .text, "body": .text, "at": .integer], "ON CONFLICT (id) DO NOTHING")

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

    /// Those that still wait, the newest first.
    ///
    /// - Parameter before: the `seq` of the last one seen.
    static func waiting(
        before: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [(seq: Int64, at: Date, entry: SpamEntry)] {
        try transaction.query(
            """
            SELECT seq, id, body, at FROM spam WHERE released_at IS NULL AND seq < ?
            ORDER BY seq DESC LIMIT ?
            """, [.integer(before), SQLValue(limit)]
        ).map { row in
            let body = try transaction.opened(row.text("body"), row: sealRow(row.text("id")))
            return (
                row.int("seq"), Date(microseconds: row.int("at")),
                try Wire.decode(SpamEntry.self, from: Data(body.utf8))
            )
        }
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
        try ComplaintTable.acceptAgain(released, in: transaction)
        return true
    }
}
