// Messages to citizens and officers on their way to a channel: an outbox. What is in one is sealed, and gone
// when the channel has it.
import Complaints
import Delivery
import Foundation
import Store

/// The body of `POST /v1/messages` (contract, section Messages out).
struct Notice: Codable, Sendable, Hashable {
    struct Recipient: Codable, Sendable, Hashable {
        var phone: String?
        var email: String?
    }

    /// Of 33 characters: SMS Gate takes ids of 36 at most. The same again is the same message.
    var id: String
    var to: Recipient
    var account: String?
    var subject: String?
    var text: String
    var kind: Message.Kind
    var complaint: String

    /// - Parameter cause: what it is for, which comes about once.
    static func id(_ cause: String) -> String {
        let id = ComplaintID.derive(channel: .import, account: "notice", externalID: cause)
        return "n" + id.text.replacing("-", with: "")
    }
}

enum NoticeTable {
    /// Wakes who sends.
    static let notice = "notice"

    /// What a body is sealed for.
    static func sealRow(_ id: String) -> String { "notice/\(id)" }

    /// Takes a message once.
    ///
    /// - Parameters:
    ///   - channel: the key under `routing.channels`.
    ///   - citizen: who is told, by a number that does not say who it is; `nil` for an officer.
    static func insert(
        _ notice: Notice, channel: String, assignment: UUID, citizen: String?, at now: Date,
        in transaction: any Transaction
    ) throws {
        let body = String(decoding: try Wire.encode(notice), as: UTF8.self)
        let changed = try transaction.execute(
            """
            INSERT INTO notice (id, channel, assignment_id, citizen, body, created_at, state, due)
            VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(notice.id), .text(channel), .text(assignment.text), SQLValue(citizen),
                .text(try transaction.sealed(body, row: sealRow(notice.id))),
                .integer(now.microseconds), .integer(now.microseconds),
            ])
        if changed > 0 { try transaction.notify(Self.notice) }
    }

    /// Messages a citizen has been sent since a moment.
    static func count(
        to citizen: String, since: Date, in transaction: any Transaction
    ) throws -> Int {
        let row = try transaction.first(
            "SELECT COUNT(*) AS n FROM notice WHERE citizen = ? AND created_at >= ?",
            [.text(citizen), .integer(since.microseconds)])
        return Int(row?.int("n") ?? 0)
    }

    /// How many stand where.
    static func counts(in transaction: any Transaction) throws -> [String: Int] {
        try transaction.query("SELECT state, COUNT(*) AS n FROM notice GROUP BY state")
            .reduce(into: [:]) { $0[$1.text("state")] = Int($1.int("n")) }
    }

    /// Claims the oldest that are due, in order.
    static func claim(
        _ claim: Claim, channel: String, limit: Int, in transaction: any Transaction
    ) throws -> [Parcel] {
        let claim = try claim.onSharedClock(transaction)
        let rows = try transaction.query(
            """
            SELECT seq, id, body FROM notice WHERE channel = ? AND state = 'waiting' AND due <= ?
                AND \(Claim.isFree) ORDER BY due, seq LIMIT ?
            """ + transaction.dialect.skipLocked,
            [.text(channel), .integer(claim.now)] + claim.freeArguments + [SQLValue(limit)])
        try claim.hold(rows.map { $0.int("seq") }, of: "notice", in: transaction)
        return try rows.map { row in
            let body = try transaction.opened(row.text("body"), row: sealRow(row.text("id")))
            return Parcel(id: row.int("seq"), body: Data(body.utf8), claim: claim.token)
        }
    }

    /// Records what became of those that are still ours; a refusal stands in the history with its reason.
    static func settle(
        _ settlements: [(seq: Int64, settlement: Settlement)], _ claim: Claim, at now: Date,
        in transaction: any Transaction
    ) throws {
        let held = try claim.held(settlements.map(\.seq), of: "notice", in: transaction)
        for (seq, settlement) in settlements where held.contains(seq) {
            let (state, why): (String, String?) =
                switch settlement {
                case .delivered: ("sent", nil)
                case .refused(let why): ("refused", why)
                }
            let row = try transaction.first(
                """
                UPDATE notice SET state = ?, why = ?, body = '' WHERE seq = ? AND state = 'waiting'
                RETURNING id, assignment_id
                """, [.text(state), SQLValue(why), .integer(seq)])
            if let why, let row, let assignment = UUID(text: row.text("assignment_id")) {
                try AssignmentTable.note(
                    assignment, actor: AssignmentTable.machine, action: Passed.Action.refused,
                    request: JSONLine.text(["id": row.text("id"), "why": why]), at: now,
                    in: transaction)
            }
        }
    }

    /// Gives back what could not be sent now; what has been tried for too long is given up.
    static func postpone(
        _ seqs: [Int64], _ claim: Claim, _ backoff: Backoff, random: Double,
        in transaction: any Transaction
    ) throws {
        let now = try transaction.now(claim.now)
        let held = try claim.held(seqs, of: "notice", in: transaction)
        let rows = try transaction.find(
            "SELECT seq, attempts, created_at FROM notice", ["seq"],
            in: held.sorted().map { [.integer($0)] })
        var old: [Int64] = []
        for row in rows {
            if row.int("created_at") < now - hoursMax * 3_600_000_000 { old.append(row.int("seq")) }
            let attempts = Int(row.int("attempts")) + 1
            let wait = backoff.delay(failures: attempts, random: random)
            try transaction.execute(
                "UPDATE notice SET attempts = ?, due = ?, claim_until = 0 WHERE seq = ?",
                [
                    SQLValue(attempts), .integer(now + Int64(wait.milliseconds) * 1000), row["seq"],
                ])
        }
        try settle(
            old.map { ($0, .refused("not sent within \(hoursMax) hours")) }, claim,
            at: Date(microseconds: now), in: transaction)
    }

    /// A message is not tried for longer: what it says is no news any more.
    static let hoursMax: Int64 = 72
}
