// What waits for a person: messages that could not be read or were refused, and those set aside.
import Complaints
package import Foundation
import Store

extension Intake {
    /// A message for a person to look at.
    package struct Held: Sendable, Codable {
        package var seq: Int64
        package var tracking: String
        package var account: String
        package var state: String
        package var why: String
        package var receivedAt: Date

        enum CodingKeys: String, CodingKey {
            case seq, tracking, account, state, why
            case receivedAt = "received_at"
        }
    }

    /// A tracking number as a person types it.
    package static func trackingNumber(typed text: String) -> String {
        text.uppercased().replacing(" ", with: "-")
    }

    /// Which messages a person may look at.
    package enum Holding: Sendable {
        /// Could not be read, or Routing refused them.
        case waiting
        /// Read, and no complaint.
        case setAside

        fileprivate var states: String {
            switch self {
            case .waiting: "'quarantined', 'refused'"
            case .setAside: "'ignored'"
            }
        }
    }

    /// What waits for a person, or what was set aside, the oldest first.
    package func held(_ holding: Holding = .waiting, limit: Int = 100) async throws -> [Held] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT seq, tracking, account, state, why, received_at FROM journal
                WHERE state IN (\(holding.states)) ORDER BY seq LIMIT ?
                """, [SQLValue(limit)]
            ).map {
                Held(
                    seq: $0.int("seq"), tracking: $0.text("tracking"),
                    account: $0.text("account"), state: $0.text("state"), why: $0.text("why"),
                    receivedAt: Date(microseconds: $0.int("received_at")))
            }
        }
    }

    /// Sends a held message through the normaliser again.
    ///
    /// - Parameter noting: added to what is known of it, e.g. that a person has judged it; with a note,
    ///   what was set aside is read again too.
    /// - Returns: `false` when no such message is held.
    package func retry(tracking: String, noting: [String: String] = [:]) async throws -> Bool {
        let states = Holding.waiting.states + (noting.isEmpty ? "" : ", " + Holding.setAside.states)
        return try await store.write { transaction in
            let row = try transaction.first(
                "SELECT seq, state, meta FROM journal WHERE tracking = ? AND state IN (\(states))"
                    + transaction.dialect.forUpdate, [.text(tracking)])
            guard let row else { return false }
            let meta = JSONText.texts(row.text("meta")).merging(noting) { $1 }
            try transaction.execute(
                """
                UPDATE journal SET state = 'received', why = \(Normalising.whyAgain), attempts = 0,
                    claim_until = 0, meta = ?
                WHERE seq = ?
                """, [.text(JSONText.encode(meta)), row["seq"]])
            try Counter.raise(
                ["state:" + row.text("state"): -1, JournalState.received.counter: 1],
                in: transaction)
            try transaction.notify(Self.journalNotice)
            return true
        }
    }

    /// Sets a held message aside, because another was taken in its place. Its bytes stay.
    ///
    /// - Returns: `false` when no such message is held.
    package func setAside(tracking: String, why: String) async throws -> Bool {
        try await store.write { transaction in
            let row = try transaction.first(
                """
                SELECT seq, state FROM journal
                WHERE tracking = ? AND state IN (\(Holding.waiting.states))
                """ + transaction.dialect.forUpdate, [.text(tracking)])
            guard let row else { return false }
            try transaction.execute(
                "UPDATE journal SET state = 'ignored', why = ? WHERE seq = ?",
                [.text(why), row["seq"]])
            try Counter.raise(
                ["state:" + row.text("state"): -1, JournalState.ignored.counter: 1],
                in: transaction)
            return true
        }
    }
}
