// The letters: entries that a receiver has not taken yet, or never will unless a person sends them again.
import Complaints
import Foundation
import Store

/// What became of a batch that was sent: some taken, and at most one that was not.
struct PushResult: Sendable {
    var taken: [PushEntry] = []
    var failed: (entry: PushEntry, outcome: PushOutcome)?
    /// How long the receiver is left alone.
    var pause = Duration.zero
    /// It has failed several times in a row before this, or may have before this process began.
    var endsOutage = false
}

extension PushTable {
    /// After an outage what failed in it is tried at the latest so long after its last try.
    static let comebackSeconds: Int64 = 300

    /// Records a batch.
    ///
    /// - Parameters:
    ///   - areLetters: whether they had failed before; else the receiver's cursor moves on.
    ///   - random: 0 ..< 1.
    /// - Returns: whether the failed one is dead now.
    @discardableResult
    static func settle(
        _ result: PushResult, of receiver: PushReceiver, areLetters: Bool, now: Int64, random: Double,
        in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        let name = SQLValue.text(receiver.name)
        var reached = result.taken.last?.cursor
        if !result.taken.isEmpty {
            try transaction.execute(
                """
                UPDATE push_receiver SET delivered = delivered + ?, delivered_at = ?, paused_until = 0
                WHERE name = ?
                """, [SQLValue(result.taken.count), .integer(now), name])
        }
        if areLetters {
            for entry in result.taken {
                try transaction.execute(
                    "DELETE FROM push_letter WHERE receiver = ? AND cursor = ?",
                    [name, .integer(entry.cursor)])
            }
        }
        if result.endsOutage { try comeBack(receiver.name, in: transaction) }
        var isDead = false
        switch result.failed {
        case (_, .gone)?:
            try transaction.execute(
                "UPDATE push_receiver SET disabled_at = ?, why = ? WHERE name = ?",
                [.integer(now), .text("answered 410: it wants nothing any more"), name])
        case (let entry, .failed(let why, let status, let isAway, let retryAfter))?:
            let first = entry.tried?.first ?? now
            let tries = (entry.tried?.count ?? 0) + 1
            let wait = receiver.schedule.wait(
                afterTries: tries, passed: .microseconds(now - first), retryAfter: retryAfter,
                random: random)
            isDead = wait == nil
            try keep(
                Letter(
                    cursor: entry.cursor, state: isDead ? .dead : .waiting, attempts: tries, firstAt: first,
                    lastAt: now, dueAt: now + (wait.map(microseconds) ?? 0),
                    isAway: isAway && retryAfter == nil, status: status, why: why),
                for: name, in: transaction)
            reached = entry.cursor
        default: break
        }
        if let reached, !areLetters {
            try transaction.execute(
                "UPDATE push_receiver SET taken = ? WHERE name = ? AND taken < ?",
                [.integer(reached), name, .integer(reached)])
        }
        if result.pause > .zero {
            try transaction.execute(
                "UPDATE push_receiver SET paused_until = ? WHERE name = ?",
                [.integer(now + microseconds(result.pause)), name])
        }
        return isDead
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        Int64(duration / .microseconds(1))
    }

    /// What failed while the receiver was away need not wait for hours now that it is back.
    private static func comeBack(_ name: String, in transaction: any Transaction) throws(StoreError) {
        try transaction.execute(
            """
            UPDATE push_letter SET due_at = last_at + ?
            WHERE receiver = ? AND state = 'waiting' AND away = 1 AND due_at > last_at + ?
            """,
            [
                .integer(comebackSeconds * 1_000_000), .text(name),
                .integer(comebackSeconds * 1_000_000),
            ])
    }

    /// A letter as it is stored.
    struct Letter: Sendable {
        enum State: String, Sendable, CaseIterable { case waiting, dead }
        var cursor: Int64
        var state: State
        var attempts: Int
        var firstAt: Int64
        var lastAt: Int64
        var dueAt: Int64
        /// The receiver as a whole did not answer.
        var isAway: Bool
        var status: Int?
        var why: String
    }

    private static func keep(
        _ letter: Letter, for name: SQLValue, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO push_letter (receiver, cursor, state, attempts, first_at, last_at, due_at, away,
                status, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (receiver, cursor) DO UPDATE SET state = excluded.state,
                attempts = excluded.attempts, first_at = excluded.first_at, last_at = excluded.last_at,
                due_at = excluded.due_at, away = excluded.away, status = excluded.status,
                why = excluded.why
            """,
            [
                name, .integer(letter.cursor), .text(letter.state.rawValue), SQLValue(letter.attempts),
                .integer(letter.firstAt), .integer(letter.lastAt), .integer(letter.dueAt),
                .integer(letter.isAway ? 1 : 0), SQLValue(letter.status.map(Int64.init)), .text(letter.why),
            ])
    }

    // MARK: What a person does

    /// Begins to send again, what waits at once.
    ///
    /// - Returns: whether there is such a receiver.
    @discardableResult
    static func enable(
        _ name: String, now: Int64, in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        let changed = try transaction.execute(
            "UPDATE push_receiver SET disabled_at = NULL, why = NULL, paused_until = 0 WHERE name = ?",
            [.text(name)])
        try transaction.execute(
            "UPDATE push_letter SET due_at = ? WHERE receiver = ? AND state = 'waiting'",
            [.integer(now), .text(name)])
        try transaction.notify(RoutingTables.pushNotice)
        return changed > 0
    }

    /// Puts letters on their way as if they had never been tried.
    ///
    /// - Parameter cursors: entries of the feed, delivered ones too; `nil`: all that are dead.
    /// - Returns: how many; entries that the receiver has not reached yet come to it anyway.
    static func resend(
        _ name: String, _ cursors: [Int64]?, now: Int64, in transaction: any Transaction
    ) throws(StoreError) -> Int {
        defer { try? transaction.notify(RoutingTables.pushNotice) }
        guard let cursors else {
            return try transaction.execute(
                """
                UPDATE push_letter SET state = 'waiting', attempts = 0, due_at = ?, away = 0
                WHERE receiver = ? AND state = 'dead'
                """, [.integer(now), .text(name)])
        }
        let taken = try standing(name, in: transaction)?.taken ?? 0
        let wanted = Set(cursors).filter { $0 <= taken }.sorted()
        let there = try transaction.find(
            "SELECT cursor FROM feed", ["cursor"], in: wanted.map { [.integer($0)] })
        for row in there {
            try keep(
                Letter(
                    cursor: row.int("cursor"), state: .waiting, attempts: 0, firstAt: now, lastAt: now,
                    dueAt: now, isAway: false, status: nil, why: "sent again by a person"),
                for: .text(name), in: transaction)
        }
        return there.count
    }
}
