// What each receiver of webhooks has got: a cursor into the feed, and the letters that are exceptions to it.
import Complaints
import Foundation
import ServiceKit
import Store

enum PushTable {
    /// Where a receiver stands.
    struct Standing: Sendable {
        var taken: Int64
        var isDisabled: Bool
        var pausedUntil: Int64
    }

    /// Makes the rows of new receivers, and begins anew with those whose url or secrets have changed.
    ///
    /// - Throws: ``ConfigurationError`` when one is to begin beyond the end of the feed.
    static func register(
        _ receivers: [PushReceiver], now: Int64, in transaction: any Transaction
    ) throws {
        for receiver in receivers {
            let known = try transaction.first(
                "SELECT settings FROM push_receiver WHERE name = ?", [.text(receiver.name)])
            guard let known else {
                let head = try head(in: transaction)
                guard receiver.after ?? 0 <= head else {
                    throw ConfigurationError(
                        file: "routing.push.\(receiver.name)",
                        "after: \(receiver.after ?? 0) lies beyond the end of the feed (\(head))")
                }
                try transaction.execute(
                    """
                    INSERT INTO push_receiver (name, address, settings, taken) VALUES (?, ?, ?, ?)
                    """,
                    [
                        .text(receiver.name), .text(receiver.url.shown), .text(receiver.settings),
                        .integer(receiver.after ?? head),
                    ])
                continue
            }
            guard known.text("settings") != receiver.settings else { continue }
            try transaction.execute(
                "UPDATE push_receiver SET address = ?, settings = ? WHERE name = ?",
                [.text(receiver.url.shown), .text(receiver.settings), .text(receiver.name)])
            try enable(receiver.name, now: now, in: transaction)
        }
    }

    /// The end of the feed.
    static func head(in transaction: any Transaction) throws(StoreError) -> Int64 {
        try transaction.first("SELECT cursor FROM feed_head")?.int("cursor") ?? 0
    }

    static func standing(
        _ name: String, in transaction: any Transaction
    ) throws(StoreError) -> Standing? {
        try transaction.first(
            "SELECT taken, disabled_at, paused_until FROM push_receiver WHERE name = ?", [.text(name)]
        ).map { row in
            Standing(
                taken: row.int("taken"), isDisabled: row.optionalInt("disabled_at") != nil,
                pausedUntil: row.int("paused_until"))
        }
    }

    /// The entries behind a cursor, in order; at least one, however long.
    static func tail(
        after cursor: Int64, limit: Int, bytesMax: Int, in transaction: any Transaction
    ) throws -> [PushEntry] {
        let sizes = try transaction.query(
            "SELECT cursor, LENGTH(body) AS size FROM feed WHERE cursor > ? ORDER BY cursor LIMIT ?",
            [.integer(cursor), SQLValue(limit)])
        return try sizes[...].page(bytesMax: bytesMax).compactMap {
            try entry($0.int("cursor"), in: transaction)
        }
    }

    /// The letters whose time has come, in the order of the feed.
    static func due(
        _ name: String, now: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [PushEntry] {
        try transaction.query(
            """
            SELECT cursor, attempts, first_at FROM push_letter
            WHERE receiver = ? AND state = 'waiting' AND due_at <= ? ORDER BY cursor LIMIT ?
            """, [.text(name), .integer(now), SQLValue(limit)]
        ).compactMap { row in
            var found = try entry(row.int("cursor"), in: transaction)
            let count = Int(row.int("attempts"))
            if count > 0 { found?.tried = (count, row.int("first_at")) }
            return found
        }
    }

    /// When the next letter's time comes; `nil` when none waits.
    static func nextDue(_ name: String, in transaction: any Transaction) throws(StoreError) -> Int64? {
        try transaction.first(
            "SELECT MIN(due_at) AS due FROM push_letter WHERE receiver = ? AND state = 'waiting'",
            [.text(name)])?.optionalInt("due")
    }

    static func entry(
        _ cursor: Int64, in transaction: any Transaction
    ) throws -> PushEntry? {
        let row = try transaction.first(
            "SELECT cursor, assignment_id, body, at, again FROM feed WHERE cursor = ?", [.integer(cursor)])
        return try row.map { row in
            let body = try AssignmentTable.fed(row, in: transaction).body
            return PushEntry(
                cursor: cursor, assignment: row.text("assignment_id"),
                at: try row.optionalInt("at").map(Date.init(microseconds:)) ?? made(body),
                isChange: row.int("again") != 0, body: body)
        }
    }

    /// Of an entry from before its time was kept.
    private static func made(_ body: String) throws -> Date {
        struct Made: Decodable { var created_at: Date }
        return try Wire.decode(Made.self, from: Data(body.utf8)).created_at
    }
}
