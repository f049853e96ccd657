// What the journal knows of earlier messages, for a channel whose messages name each other.
import Complaints
import Store

/// An earlier message of a channel, without its body.
package struct KnownArrival: Sendable, Hashable {
    package var tracking: String
    package var meta: [String: String]
}

extension Intake {
    /// The messages of an account that were journalled with this ``Arrival/fingerprint``, the oldest
    /// first; at most `limit`.
    package func known(
        account: String, fingerprint: String, limit: Int = 10
    ) async throws -> [KnownArrival] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT tracking, meta FROM journal WHERE account = ? AND fingerprint = ?
                ORDER BY received_at, seq LIMIT ?
                """, [.text(account), .text(fingerprint), SQLValue(limit)]
            ).map { KnownArrival(tracking: $0.text("tracking"), meta: JSONText.texts($0.text("meta"))) }
        }
    }
}
