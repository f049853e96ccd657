// Routing's books for `mendengar verify`: every accepted complaint is somewhere.
package import Store

/// How many complaints stand where.
package struct RoutingBooks: Sendable, Hashable, Codable {
    package var accepted: Int
    /// Given to an agency, whatever has become of it since.
    package var assigned: Int
    package var triage: Int
    package var spam: Int
    /// Accepted, not yet decided.
    package var waiting: Int
    /// Open assignments with neither a deadline nor anything else to come: there must be none.
    package var stuck = 0

    package var isBalanced: Bool { accepted == assigned + triage + spam + waiting }

    /// Reads the books in one consistent state.
    package static func read(_ database: DatabaseURL) async throws -> RoutingBooks {
        let store = try await Store.open(database, schemas: [RoutingTables.schema, ImportTable.schema])
        defer { store.close() }
        return try await read(from: store)
    }

    /// Reads the books of an open store.
    static func read(from store: Store) async throws -> RoutingBooks {
        try await store.read { transaction in
            var states: [String: Int] = [:]
            for row in try transaction.query(
                "SELECT state, COUNT(*) AS n FROM complaint GROUP BY state")
            {
                states[row.text("state")] = Int(row.int("n"))
            }
            let statuses = try transaction.query(
                "SELECT status, COUNT(*) AS n FROM assignment GROUP BY status")
            var triage = 0
            var assigned = 0
            for row in statuses {
                if row.text("status") == "triage" {
                    triage += Int(row.int("n"))
                } else {
                    assigned += Int(row.int("n"))
                }
            }
            let imported = try ImportQueue.waitingCount(in: transaction)
            return RoutingBooks(
                accepted: states.values.reduce(imported, +), assigned: assigned, triage: triage,
                spam: states[ComplaintState.spam.rawValue] ?? 0,
                waiting: states[ComplaintState.accepted.rawValue, default: 0] + imported,
                stuck: try LifeTable.stuck(in: transaction))
        }
    }
}
