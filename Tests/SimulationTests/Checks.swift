// What must hold of the databases: at any moment, and when everything has come to rest.
import Complaints
import Foundation
import Store

@testable import Intake
@testable import RoutingService

extension House {
    /// At any moment: the running books agree with the rows, and the feed with the assignments.
    func checkBooks() throws {
        for database in databases.prefix(2) {
            try database.store.write { transaction in
                let counters = try Counter.all(in: transaction)
                var counted = counters
                for state in JournalState.allCases { counted[state.counter] = 0 }
                let rows = try transaction.query(
                    "SELECT state, COUNT(*) AS n FROM journal GROUP BY state")
                for row in rows { counted["state:" + row.text("state")] = Int(row.int("n")) }
                let running = Ledger(running: counters)
                guard running == Ledger(running: counted), running.isBalanced else {
                    throw Violation("\(database.name): the books say \(running)")
                }
                let outbox = try transaction.first("SELECT COUNT(*) AS n FROM outbox")?.int("n")
                guard outbox == Int64(counted[JournalState.waiting.counter] ?? 0) else {
                    throw Violation("\(database.name): the outbox does not hold what waits")
                }
            }
        }
        try databases[2].store.write { transaction in
            let row = try transaction.first(
                """
                SELECT (SELECT cursor FROM feed_head) AS head, COUNT(*) AS n,
                    COALESCE(MIN(cursor), 1) AS least, COALESCE(MAX(cursor), 0) AS most,
                    COUNT(DISTINCT assignment_id) AS assignments,
                    (SELECT COUNT(*) FROM assignment) AS rows_,
                    (SELECT COUNT(*) FROM complaint WHERE state = 'decided') AS decided FROM feed
                """)
            guard let row else { throw Violation("no feed") }
            let count = row.int("n")
            let same = ["head", "most", "assignments", "rows_", "decided"].allSatisfy {
                row.int($0) == count
            }
            guard same, row.int("least") == 1 else { throw Violation("the feed has a gap: \(row)") }
        }
    }

    /// At rest: every acknowledged message is in the feed exactly once, or held as it should be.
    func checkAll() throws {
        try checkBooks()
        var fed: [String: Assignment] = [:]
        for (index, item) in caseSystem.items.enumerated() {
            let assignment = try Wire.decode(Assignment.self, from: Data(item.utf8))
            guard assignment.cursor == Int64(index + 1) else {
                throw Violation("cursor \(assignment.cursor) stands at \(index + 1)")
            }
            guard fed.updateValue(assignment, forKey: assignment.complaint.externalId) == nil else {
                throw Violation("\(assignment.complaint.externalId) is in the feed twice")
            }
        }
        var expected = 0
        for (number, provider) in providers.enumerated() {
            let held = try databases[number].store.write { transaction in
                try transaction.query(
                    "SELECT external_id FROM journal WHERE state IN ('quarantined', 'refused')"
                ).map { $0.text("external_id") }
            }
            try channels[number][0].books.check(quarantined: held, provider.messages, world)
            for message in provider.messages where !held.contains(message.id) {
                expected += 1
                guard let assignment = fed[message.id] else {
                    throw Violation("\(message.id) was acknowledged and is not in the feed")
                }
                try checkDelay(message, provider, assignment)
            }
        }
        guard fed.count == expected else { throw Violation("the feed holds what nobody sent") }
        try checkOrder()
    }

    /// Where only one process sends, complaints come to Routing in the order they were taken in.
    private func checkOrder() throws {
        for nodes in channels where nodes.count == 1 {
            let order = decisions.order[nodes[0].channel] ?? []
            let came = Set(order)
            guard order == nodes[0].books.order.filter(came.contains) else {
                throw Violation("\(nodes[0].channel) came out of order: \(order)")
            }
            if order.count > 1 { world.trace.saw("a lone sender kept the order") }
        }
    }

    /// Poison holds up its neighbours no longer than a claim and a few starts of a process.
    static let neighboursWait = 100 * World.second

    private func checkDelay(
        _ message: Message, _ provider: Provider, _ assignment: Assignment
    ) throws {
        guard world.weather.isMild, world.weather.poison > 0, !message.isPoison else { return }
        guard let fedAt = decisions.fedAt[assignment.complaint.id],
            let taken = provider.acknowledged[message.id]
        else { return }
        guard fedAt - taken < Self.neighboursWait else {
            throw Violation("\(message.id) waited \((fedAt - taken) / World.second) s behind poison")
        }
        world.trace.saw("a neighbour of poison came through in time")
    }
}
