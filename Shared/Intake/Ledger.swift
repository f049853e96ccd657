// The books of a channel: everything that arrived is somewhere.
import Delivery
package import Store

/// How many messages stand where. `received = stored + redelivered`, and every stored one is in one state.
package struct Ledger: Sendable, Hashable, Codable {
    package var received: Int
    package var stored: Int
    package var redelivered: Int
    package var ignored: Int
    package var quarantined: Int
    package var refused: Int
    package var forwarded: Int
    /// Journalled or normalised, not yet at Routing.
    package var waiting: Int

    /// By the names of the fields, for metrics.
    package var counts: [String: Int] {
        [
            "received": received, "stored": stored, "redelivered": redelivered,
            "ignored": ignored, "quarantined": quarantined, "refused": refused,
            "forwarded": forwarded, "waiting": waiting,
        ]
    }

    package var isBalanced: Bool {
        received == stored + redelivered
            && stored == ignored + quarantined + refused + forwarded + waiting
    }
}

extension Intake {
    /// Reads the books in one consistent state.
    package func ledger() async throws -> Ledger { try await Self.ledger(in: store) }

    /// Reads the books of a channel's database, beside the running service.
    package static func ledger(of database: DatabaseURL) async throws -> Ledger {
        let store = try await Store.open(database, schemas: [schema])
        defer { store.close() }
        return try await ledger(in: store)
    }

    private static func ledger(in store: Store) async throws -> Ledger {
        try await store.read { transaction in
            let rows = try transaction.query("SELECT state, COUNT(*) AS n FROM journal GROUP BY state")
            var counts: [JournalState: Int] = [:]
            for row in rows {
                guard let state = JournalState(rawValue: row.text("state")) else { continue }
                counts[state] = Int(row.int("n"))
            }
            return Ledger(
                received: try Counter.value("received", in: transaction),
                stored: rows.reduce(0) { $0 + Int($1.int("n")) },
                redelivered: try Counter.value("redelivered", in: transaction),
                ignored: counts[.ignored] ?? 0, quarantined: counts[.quarantined] ?? 0,
                refused: counts[.refused] ?? 0, forwarded: counts[.forwarded] ?? 0,
                waiting: (counts[.received] ?? 0) + (counts[.waiting] ?? 0))
        }
    }

    /// A quarantined or refused message, for a person to look at.
    package struct Held: Sendable, Codable {
        package var seq: Int64
        package var tracking: String
        package var account: String
        package var state: String
        package var why: String
    }

    /// What waits for a person, the oldest first.
    package func held(limit: Int = 100) async throws -> [Held] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT seq, tracking, account, state, why FROM journal
                WHERE state IN ('quarantined', 'refused') ORDER BY seq LIMIT ?
                """, [SQLValue(limit)]
            ).map {
                Held(
                    seq: $0.int("seq"), tracking: $0.text("tracking"),
                    account: $0.text("account"), state: $0.text("state"), why: $0.text("why"))
            }
        }
    }

    /// Sends a quarantined or refused message through the normaliser again.
    /// - Returns: `false` when no such message is held.
    package func retry(tracking: String) async throws -> Bool {
        let changed = try await store.write { transaction in
            try transaction.execute(
                """
                UPDATE journal SET state = 'received', why = NULL, attempts = 0
                WHERE tracking = ? AND state IN ('quarantined', 'refused')
                """, [.text(tracking)])
        }
        arrivals.ring()
        return changed > 0
    }
}
