// The messages of a channel in its database: asked for once, limited, claimed, followed. Pure but for the
// transaction.
import Foundation
package import Store

/// Tables and statements of the messages; times are microseconds since 1970.
package enum MessageTable {
    /// The tables of a channel that sends.
    package static let schema = Schema(
        name: "messages",
        migrations: [
            [
                """
                CREATE TABLE message (seq {autoid}, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL,
                    recipient TEXT NOT NULL, subject TEXT, text TEXT, kind TEXT NOT NULL,
                    complaint TEXT, created_at BIGINT NOT NULL, state TEXT NOT NULL, why TEXT,
                    attempts BIGINT NOT NULL DEFAULT 0, due BIGINT NOT NULL, reference TEXT,
                    answered_at BIGINT, claim BIGINT NOT NULL DEFAULT 0,
                    claim_until BIGINT NOT NULL DEFAULT 0)
                """,
                "CREATE INDEX message_due ON message (account, due) WHERE state = 'queued'",
                "CREATE INDEX message_recipient ON message (recipient, created_at)",
                "CREATE INDEX message_account ON message (account, created_at)",
                """
                CREATE INDEX message_reference ON message (account, reference)
                    WHERE reference IS NOT NULL
                """,
                "CREATE TABLE quiet (recipient TEXT PRIMARY KEY, since BIGINT NOT NULL)",
            ],
            [
                "ALTER TABLE message ADD COLUMN in_reply_to TEXT",
                "ALTER TABLE message ADD COLUMN counted TEXT",
                "UPDATE message SET counted = recipient",
                "CREATE INDEX message_counted ON message (counted, created_at)",
            ],
        ])

    /// Wakes who sends.
    package static let notice = "message"

    private static let lockName = "messages"

    /// Ends the reason of a refusal that holds for a day: the same message may be asked for again.
    package static let tomorrow = "messages in a day"

    private static let day: Int64 = 24 * 3600 * 1_000_000

    /// Takes a message once, unless its recipient wants none or has had enough for a day.
    ///
    /// - Parameter state: `sent` for one that leaves with the answer to the provider's own call.
    package static func submit(
        _ message: Message, _ limits: MessageLimits, now: Int64, state: MessageState = .queued,
        in transaction: any Transaction
    ) throws(StoreError) -> Submission {
        // Two processes must not both see room for one more.
        try transaction.lock(lockName)
        let now = try transaction.now(now)
        if let known = try known(message.id, in: transaction) { return known }
        if try isQuiet(message.recipient, in: transaction) {
            return .refused("the recipient has asked for no more messages")
        }
        let alike =
            limits.countsReceiptsApart
            ? message.kind == .receipt ? " AND kind = 'receipt'" : " AND kind <> 'receipt'" : ""
        let counted = message.countedAs ?? message.recipient
        let recent = try transaction.first(
            "SELECT COUNT(*) AS n FROM message WHERE counted = ? AND created_at > ?" + alike,
            [.text(counted), .integer(now - day)])
        if (recent?.int("n") ?? 0) >= Int64(limits.perRecipientPerDay) {
            return .refused("the recipient has had \(limits.perRecipientPerDay) \(tomorrow)")
        }
        let all = try transaction.first(
            "SELECT COUNT(*) AS n FROM message WHERE account = ? AND created_at > ?" + alike,
            [.text(message.account), .integer(now - day)])
        if (all?.int("n") ?? 0) >= Int64(limits.perAccountPerDay) {
            return .refused("the account has sent \(limits.perAccountPerDay) \(tomorrow)")
        }
        let inserted = try transaction.execute(
            """
            INSERT INTO message (id, account, recipient, subject, text, kind, complaint, in_reply_to,
                counted, created_at, state, due)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(message.id), .text(message.account), .text(message.recipient),
                SQLValue(message.subject), SQLValue(message.text), .text(message.kind.rawValue),
                SQLValue(message.complaint), SQLValue(message.inReplyTo),
                .text(counted), .integer(now),
                .text(state.rawValue), .integer(now),
            ])
        // Another account's worker was first.
        if inserted == 0, let known = try known(message.id, in: transaction) { return known }
        if state == .queued { try transaction.notify(notice) }
        return .queued
    }

    /// Does what a message that came in asks for.
    package static func perform(
        _ correspondence: [Correspondence], now: Int64, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.lock(lockName)
        for one in correspondence {
            switch one {
            case .send(let message, let limits):
                _ = try submit(message, limits, now: now, in: transaction)
            case .stop(let recipient):
                try transaction.execute(
                    "INSERT INTO quiet (recipient, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [.text(recipient), .integer(now)])
                try transaction.execute(
                    """
                    UPDATE message SET state = 'failed', why = 'the recipient wants no more messages'
                    WHERE recipient = ? AND state = 'queued'
                    """, [.text(recipient)])
            case .resume(let recipient):
                try transaction.execute(
                    "DELETE FROM quiet WHERE recipient = ?", [.text(recipient)])
            case .answered(let question):
                try transaction.execute(
                    "UPDATE message SET answered_at = ? WHERE id = ? AND answered_at IS NULL",
                    [.integer(now), .text(question)])
            case .returned(let reference, let account, let why):
                try transaction.execute(
                    """
                    UPDATE message SET state = 'failed', why = ?
                    WHERE account = ? AND reference = ? AND state = 'sent'
                    """, [.text(why), .text(account), .text(reference)])
            }
        }
    }

    static func isQuiet(
        _ recipient: String, in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        try transaction.first(
            "SELECT since FROM quiet WHERE recipient = ?", [.text(recipient)]) != nil
    }

    private static func known(
        _ id: String, in transaction: any Transaction
    ) throws(StoreError) -> Submission? {
        try transaction.first("SELECT state, recipient FROM message WHERE id = ?", [.text(id)])
            .flatMap { row in
                MessageState(rawValue: row.text("state")).map {
                    .known($0, recipient: row.text("recipient"))
                }
            }
    }

    /// Where a message stands, and why.
    static func state(
        of id: String, in transaction: any Transaction
    ) throws(StoreError) -> (state: MessageState, why: String?)? {
        try transaction.first("SELECT state, why FROM message WHERE id = ?", [.text(id)])
            .flatMap { row in
                MessageState(rawValue: row.text("state")).map { ($0, row.optionalText("why")) }
            }
    }

    /// A message is not sent later than this after it was asked for: an answer of yesterday confuses.
    static let hoursMax: Int64 = 24

    /// Claims the oldest messages of an account that are due, in order. What has waited too long is
    /// given up.
    static func claim(
        _ claim: Claim, account: String, limit: Int, in transaction: any Transaction
    ) throws(StoreError) -> [(seq: Int64, message: Message)] {
        let claim = try claim.onSharedClock(transaction)
        while true {
            let rows = try transaction.query(
                """
                SELECT * FROM message WHERE account = ? AND state = 'queued' AND due <= ?
                    AND \(Claim.isFree)
                    AND NOT EXISTS (SELECT 1 FROM quiet WHERE recipient = message.recipient)
                ORDER BY due, seq LIMIT ?
                """ + transaction.dialect.skipLocked,
                [.text(account), .integer(claim.now)] + claim.freeArguments + [SQLValue(limit)])
            let old = rows.filter { $0.int("created_at") < claim.now - hoursMax * 3_600_000_000 }
            guard old.isEmpty else {
                try transaction.execute(
                    "UPDATE message SET state = 'failed', why = ? WHERE",
                    [.text("not sent within \(hoursMax) hours")], where: "seq",
                    in: old.map { $0.int("seq") })
                continue
            }
            try claim.hold(rows.map { $0.int("seq") }, of: "message", in: transaction)
            return rows.map { ($0.int("seq"), Message($0)) }
        }
    }

    /// Records what became of messages that are still ours.
    static func settle(
        _ settlements: [(seq: Int64, settlement: Settlement)], _ claim: Claim,
        in transaction: any Transaction
    ) throws(StoreError) {
        let held = try claim.held(settlements.map(\.seq), of: "message", in: transaction)
        for (seq, settlement) in settlements where held.contains(seq) {
            let (state, why, reference): (MessageState, String?, String?) =
                switch settlement {
                case .delivered(let reference): (.sent, nil, reference)
                case .refused(let why): (.failed, why, nil)
                }
            // A report may have been faster than the answer.
            try transaction.execute(
                """
                UPDATE message SET state = CASE WHEN state = 'queued' THEN ? ELSE state END,
                    why = COALESCE(?, why), reference = COALESCE(?, reference) WHERE seq = ?
                """, [.text(state.rawValue), SQLValue(why), SQLValue(reference), .integer(seq)])
        }
    }

    /// Gives messages back that could not be sent now; each waits longer the oftener it was tried.
    static func postpone(
        _ seqs: [Int64], _ claim: Claim, _ backoff: Backoff, random: Double,
        in transaction: any Transaction
    ) throws(StoreError) {
        let now = try transaction.now(claim.now)
        let held = try claim.held(seqs, of: "message", in: transaction)
        let rows = try transaction.find(
            "SELECT seq, attempts FROM message", ["seq"], in: held.sorted().map { [.integer($0)] })
        for row in rows {
            let attempts = Int(row.int("attempts")) + 1
            let wait = backoff.delay(failures: attempts, random: random)
            try transaction.execute(
                "UPDATE message SET attempts = ?, due = ?, claim_until = 0 WHERE seq = ?",
                [
                    SQLValue(attempts), .integer(now + Int64(wait.milliseconds) * 1000),
                    row["seq"],
                ])
        }
    }

    /// Takes what a provider reports. Reports come late, twice and out of order: what arrived has
    /// arrived.
    ///
    /// - Returns: whether a message of this account has the name.
    static func report(
        _ report: DeliveryReport, account: String, in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        let names: [SQLValue] = [.text(account), .text(report.name), .text(report.name)]
        let isNamed = "account = ? AND (id = ? OR reference = ?)"
        guard let state = report.state else {
            return try transaction.first("SELECT seq FROM message WHERE \(isNamed)", names) != nil
        }
        return try transaction.execute(
            """
            UPDATE message SET state = CASE WHEN state = 'delivered' THEN state ELSE ? END,
                why = CASE WHEN state = 'delivered' THEN why ELSE ? END
            WHERE \(isNamed)
            """, [.text(state.rawValue), SQLValue(report.why)] + names) > 0
    }

    /// The message that the other side knows by `reference`.
    static func named(
        _ reference: String, account: String, in transaction: any Transaction
    ) throws(StoreError) -> Message? {
        try transaction.first(
            "SELECT * FROM message WHERE account = ? AND reference = ?",
            [.text(account), .text(reference)]
        ).map { Message($0) }
    }

    /// The first message to a recipient about a complaint.
    static func first(
        to recipient: String, about complaint: String, in transaction: any Transaction
    ) throws(StoreError) -> Message? {
        try transaction.first(
            "SELECT * FROM message WHERE recipient = ? AND complaint = ? ORDER BY created_at LIMIT 1",
            [.text(recipient), .text(complaint)]
        ).map { Message($0) }
    }

    /// A citizen answers in more than one message, but soon.
    private static let answerMicroseconds: Int64 = 3_600_000_000

    /// The last question that a message can be meant as an answer to.
    ///
    /// - Parameters:
    ///   - times: between which it was asked.
    static func lastQuestion(
        to recipient: String, account: String, _ times: Range<Int64>, in transaction: any Transaction
    ) throws(StoreError) -> (id: String, complaint: String)? {
        try transaction.first(
            """
            SELECT id, complaint FROM message
            WHERE recipient = ? AND created_at >= ? AND created_at < ? AND account = ?
                AND kind = 'question' AND state IN ('sent', 'delivered') AND complaint IS NOT NULL
                AND (answered_at IS NULL OR answered_at > ?)
            ORDER BY created_at DESC LIMIT 1
            """,
            [
                .text(recipient), .integer(times.lowerBound), .integer(times.upperBound),
                .text(account), .integer(times.upperBound - answerMicroseconds),
            ]
        ).map { ($0.text("id"), $0.text("complaint")) }
    }
}

extension Message {
    fileprivate init(_ row: Row) {
        self.init(
            id: row.text("id"), account: row.text("account"), recipient: row.text("recipient"),
            subject: row.optionalText("subject"), text: row.optionalText("text"),
            kind: Kind(rawValue: row.text("kind")) ?? .status,
            complaint: row.optionalText("complaint"), inReplyTo: row.optionalText("in_reply_to"))
    }
}
