// Where the receivers of webhooks stand and what they have not taken, as people see it.
import Complaints
import Foundation
import Store

/// A receiver on the wire.
struct PushSummary: Codable, Sendable {
    enum State: String, Codable, CaseIterable, Sendable {
        case active
        /// It answered 410; it waits for a new configuration or a person.
        case disabled
        /// No longer in the configuration; should it come back, it goes on where it was.
        case removed
    }

    var name: String
    /// Without the path, which may hold a secret.
    var url: String
    var state: State
    @ExplicitNull var why: String?
    /// Everything up to here is delivered, but for its letters.
    var cursor: Int64
    /// Entries of the feed behind the cursor.
    var behind: Int64
    /// Letters that wait for their next try.
    var waiting: Int64
    var dead: Int64
    var delivered: Int64
    @ExplicitNull var delivered_at: Date?
    /// It is left alone until then, because it failed or asked for it.
    @ExplicitNull var paused_until: Date?
}

/// A letter on the wire.
struct PushLetter: Codable, Sendable {
    var cursor: Int64
    var assignment: String
    /// `waiting`, `dead`
    var state: String
    var attempts: Int64
    var first_at: Date
    var last_at: Date
    /// Of the next try; null for a dead one.
    @ExplicitNull var due_at: Date?
    @ExplicitNull var status: Int64?
    var why: String
}

extension PushTable {
    /// - Parameter names: of the receivers in the configuration.
    static func summaries(
        named names: Set<String>, in transaction: any Transaction
    ) throws -> [PushSummary] {
        let end = try head(in: transaction)
        var counts: [String: [String: Int64]] = [:]
        for row in try transaction.query(
            "SELECT receiver, state, COUNT(*) AS n FROM push_letter GROUP BY receiver, state")
        {
            counts[row.text("receiver"), default: [:]][row.text("state")] = row.int("n")
        }
        return try transaction.query(
            """
            SELECT name, address, taken, why, disabled_at, paused_until, delivered, delivered_at
            FROM push_receiver ORDER BY name
            """
        ).map { row in
            let name = row.text("name")
            let isDisabled = row.optionalInt("disabled_at") != nil
            let paused = Date(microseconds: row.int("paused_until"))
            return PushSummary(
                name: name, url: row.text("address"),
                state: !names.contains(name) ? .removed : isDisabled ? .disabled : .active,
                why: row.optionalText("why"), cursor: row.int("taken"), behind: end - row.int("taken"),
                waiting: counts[name]?[Letter.State.waiting.rawValue] ?? 0,
                dead: counts[name]?[Letter.State.dead.rawValue] ?? 0, delivered: row.int("delivered"),
                delivered_at: row.optionalInt("delivered_at").map(Date.init(microseconds:)),
                paused_until: paused > .now ? paused : nil)
        }
    }

    /// A page of a receiver's letters, in the order of the feed; `nil` when there is no such receiver.
    static func letters(
        _ name: String, after cursor: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [PushLetter]? {
        guard try standing(name, in: transaction) != nil else { return nil }
        return try transaction.query(
            """
            SELECT push_letter.cursor AS cursor, state, attempts, first_at, last_at, due_at, status, why,
                feed.assignment_id AS assignment
            FROM push_letter JOIN feed ON feed.cursor = push_letter.cursor
            WHERE receiver = ? AND push_letter.cursor > ? ORDER BY push_letter.cursor LIMIT ?
            """, [.text(name), .integer(cursor), SQLValue(limit)]
        ).map { row in
            return PushLetter(
                cursor: row.int("cursor"), assignment: row.text("assignment"), state: row.text("state"),
                attempts: row.int("attempts"), first_at: Date(microseconds: row.int("first_at")),
                last_at: Date(microseconds: row.int("last_at")),
                due_at: row.text("state") == Letter.State.dead.rawValue
                    ? nil : Date(microseconds: row.int("due_at")),
                status: row.optionalInt("status"), why: row.text("why"))
        }
    }
}
