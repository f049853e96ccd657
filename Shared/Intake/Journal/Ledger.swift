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
}

extension JournalState {
    /// The name of its running count.
    var counter: String { "state:" + rawValue }
}
