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

    init(running counters: [String: Int]) {
        func count(_ states: JournalState...) -> Int {
            states.reduce(0) { $0 + (counters[$1.counter] ?? 0) }
        }
        received = counters["received"] ?? 0
        redelivered = counters["redelivered"] ?? 0
        stored = JournalState.allCases.reduce(0) { $0 + (counters[$1.counter] ?? 0) }
        ignored = count(.ignored)
        quarantined = count(.quarantined)
        refused = count(.refused)
        forwarded = count(.forwarded)
        waiting = count(.received, .partial, .fetching, .waiting)
    }

    package var isBalanced: Bool {
        received == stored + redelivered
            && stored == ignored + quarantined + refused + forwarded + waiting
    }
}

extension Intake {
    /// The running books, in one consistent state. Cheap: they are kept as counters.
    package func ledger() async throws -> Ledger {
        try await store.read { try Ledger(running: Counter.all(in: $0)) }
    }

    /// By account, the parts of long messages that wait for the others. Cheap: only open ones are read.
    package func waitingParts() async throws -> [String: Int] {
        try await store.read { try LongMessages.waiting(in: $0) }
    }

    /// Counts every row of a channel's database again, beside the running service.
    ///
    /// - Throws: ``StoreError/Code/invalid`` when the running books say something else than the rows.
    package static func ledger(of database: DatabaseURL) async throws -> Ledger {
        let store = try await Store.open(database, schemas: [schema])
        defer { store.close() }
        return try await store.read { transaction in
            let rows = try transaction.query(
                "SELECT state, COUNT(*) AS n FROM journal GROUP BY state")
            var counters = try Counter.all(in: transaction)
            let running = Ledger(running: counters)
            for state in JournalState.allCases { counters[state.counter] = 0 }
            for row in rows { counters["state:" + row.text("state")] = Int(row.int("n")) }
            let counted = Ledger(running: counters)
            guard counted == running else {
                throw StoreError(
                    .invalid, "the running books and the rows disagree: \(running) and \(counted)")
            }
            return counted
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

    /// A tracking number as a person types it.
    package static func trackingNumber(typed text: String) -> String {
        text.uppercased().replacing(" ", with: "-")
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
        try await store.write { transaction in
            let row = try transaction.first(
                """
                SELECT seq, state FROM journal
                WHERE tracking = ? AND state IN ('quarantined', 'refused')
                """ + transaction.dialect.forUpdate, [.text(tracking)])
            guard let row else { return false }
            try transaction.execute(
                """
                UPDATE journal SET state = 'received', why = \(Normalising.whyAgain), attempts = 0,
                    claim_until = 0
                WHERE seq = ?
                """, [row["seq"]])
            try Counter.raise(
                ["state:" + row.text("state"): -1, JournalState.received.counter: 1],
                in: transaction)
            try transaction.notify(Self.journalNotice)
            return true
        }
    }
}

extension JournalState {
    /// The name of its running count.
    var counter: String { "state:" + rawValue }
}
