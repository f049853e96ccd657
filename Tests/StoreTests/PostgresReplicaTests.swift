// Several processes on one PostgreSQL: they hear of each other, wait for each other and never lose
// a change.
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct PostgresReplicaTests {
    /// Counts what a listener hears.
    private final class Ear: Sendable {
        private let count = Mutex(0)
        var heard: Int { count.withLock { $0 } }
        func hear() { count.withLock { $0 += 1 } }

        func hears(_ number: Int) async throws {
            _ = try await eventually("\(number) notifications") { heard >= number ? true : nil }
        }
    }

    private static let counter = Schema(
        name: "counter",
        migrations: [
            [
                "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
                "INSERT INTO counter (name, value) VALUES ('a', 0)",
                "INSERT INTO counter (name, value) VALUES ('b', 0)",
            ]
        ])

    private func withTwoStores(
        _ body: (Store, Store, (server: PostgreSQL, name: String)) async throws -> Void
    ) async throws {
        let (server, name, url) = try PostgresTests.database()
        let one = try await Store.open(url, schemas: [Self.counter])
        defer { one.close() }
        let two = try await Store.open(url, schemas: [Self.counter])
        defer { two.close() }
        try await body(one, two, (server, name))
    }

    private func raise(_ name: String, _ store: Store) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE counter SET value = value + 1 WHERE name = ?", [.text(name)])
        }
    }

    private func value(_ name: String, _ store: Store) async throws -> Int64? {
        try await store.read {
            try $0.first("SELECT value FROM counter WHERE name = ?", [.text(name)])?.int("value")
        }
    }

    @Test func oneProcessHearsOfTheOthersCommit() async throws {
        try await withTwoStores { one, two, _ in
            let ear = Ear()
            try one.listen("arrival") { ear.hear() }
            try await ear.hears(1)
            try await two.write { transaction in
                try transaction.notify("arrival")
                try transaction.notify("arrival")
            }
            try await ear.hears(2)
            try await one.write { try $0.notify("arrival") }
            try await ear.hears(3)
        }
    }

    /// Of what its own worker takes up, the server is not told.
    @Test func whatIsForThisProcessIsHeardHereAlone() async throws {
        try await withTwoStores { one, two, _ in
            let (here, there, end) = (Ear(), Ear(), Ear())
            try one.listen("journal") { here.hear() }
            try two.listen("journal") { there.hear() }
            try two.listen("end") { end.hear() }
            for ear in [here, there, end] { try await ear.hears(1) }
            let before = here.heard
            try await one.write { try $0.notifyHere("journal") }
            // Told before the write returns, and not by way of the server.
            #expect(here.heard > before)
            // Notifications come in the order of the commits, so this one is the last of them.
            try await one.write { try $0.notify("end") }
            try await end.hears(2)
            #expect(there.heard == 1)
        }
    }

    @Test func onlyTheSameNameInTheSameSchemaIsHeard() async throws {
        let (server, name, url) = try PostgresTests.database()
        let other = try DatabaseURL(server.url(name, "?schema=lain"))
        let here = try await Store.open(url, schemas: [])
        defer { here.close() }
        let there = try await Store.open(other, schemas: [])
        defer { there.close() }
        let ear = Ear()
        let last = Ear()
        try here.listen("a \"name\"; of any kind") { ear.hear() }
        try here.listen("last") { last.hear() }
        try await ear.hears(1)
        try await last.hears(1)
        struct Refused: Error {}
        try await there.write { try $0.notify("a \"name\"; of any kind") }
        try await here.write { try $0.notify("another") }
        await #expect(throws: Refused.self) {
            try await here.write { transaction in
                try transaction.notify("a \"name\"; of any kind")
                throw Refused()
            }
        }
        // Notifications come in the order of the commits, so this one is the last of them.
        try await here.write { try $0.notify("last") }
        try await last.hears(2)
        #expect(ear.heard == 1)
        try await here.write { try $0.notify("a \"name\"; of any kind") }
        try await ear.hears(2)
    }

    @Test func listenerComesBackAndAsksEverybodyToLook() async throws {
        try await withTwoStores { one, two, place in
            let ear = Ear()
            try one.listen("arrival") { ear.hear() }
            try await ear.hears(1)
            try place.server.psql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    + "WHERE datname = '\(place.name)' AND query LIKE 'LISTEN%'")
            try await ear.hears(2)
            try await two.write { try $0.notify("arrival") }
            try await ear.hears(3)
        }
    }

    @Test func twoProcessesThatChangeOneRowLoseNoChange() async throws {
        try await withTwoStores { one, two, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask { try await self.raise("a", number % 2 == 0 ? one : two) }
                }
                try await group.waitForAll()
            }
            #expect(try await value("a", one) == 200)
        }
    }

    @Test func deadlockIsSolvedByRepetition() async throws {
        try await withTwoStores { one, two, _ in
            let met = Meeting()
            @Sendable func both(_ store: Store, _ first: String, _ second: String) async throws {
                try await store.write { transaction in
                    try transaction.execute(
                        "UPDATE counter SET value = value + 1 WHERE name = ?", [.text(first)])
                    met.wait()
                    try transaction.execute(
                        "UPDATE counter SET value = value + 1 WHERE name = ?", [.text(second)])
                }
            }
            async let left: Void = both(one, "a", "b")
            async let right: Void = both(two, "b", "a")
            _ = try await (left, right)
            #expect(try await value("a", one) == 2)
            #expect(try await value("b", one) == 2)
            // Twice together, and at least once again.
            #expect(met.visits >= 3)
        }
    }

    /// Two threads wait for each other the first time each comes.
    private final class Meeting: Sendable {
        private let arrived = Mutex(0)
        private let door = DispatchSemaphore(value: 0)
        var visits: Int { arrived.withLock { $0 } }

        func wait() {
            let number = arrived.withLock { count in
                count += 1
                return count
            }
            if number == 2 { door.signal() }
            if number == 1 { door.wait() }
        }
    }

    @Test func oneOfManyTakesTheLeaseOver() async throws {
        try await withTwoStores { one, two, _ in
            let old = try #require(try await take("old", at: 0, one))
            let holders = try await withThrowingTaskGroup(of: Lease?.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await self.take("new-\(number)", at: 100, number % 2 == 0 ? one : two)
                    }
                }
                return try await group.reduce(into: [Lease]()) {
                    if let lease = $1 { $0.append(lease) }
                }
            }
            #expect(holders.count == 1)
            #expect(holders.first?.epoch == 2)
            await #expect {
                try await one.write { try old.verify(in: $0) }
            } throws: { error in
                (error as? StoreError)?.code == .leaseLost
            }
        }
    }

    private func take(_ holder: String, at now: Int64, _ store: Store) async throws -> Lease? {
        try await store.write { transaction in
            try Lease.acquire(
                "decider", holder: holder, now: now, microseconds: 50, in: transaction)
        }
    }

    @Test func claimsOfTwoProcessesNeverOverlap() async throws {
        try await withTwoStores { one, two, _ in
            try await one.write { transaction in
                try transaction.execute(
                    "CREATE TABLE job (n BIGINT PRIMARY KEY, taken BIGINT NOT NULL)")
                try transaction.insert(
                    Insertion(into: "job", ["n": .integer, "taken": .integer]),
                    rows: (0..<100).map { [SQLValue($0), 0] })
            }
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for number in 0..<20 {
                    group.addTask { try await self.claim(number % 2 == 0 ? one : two) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.sorted() == Array(0..<100))
        }
    }

    private func claim(_ store: Store) async throws -> [Int64] {
        var all: [Int64] = []
        while true {
            let some = try await store.write { transaction in
                let rows = try transaction.query(
                    "SELECT n FROM job WHERE taken = 0 ORDER BY n LIMIT 3"
                        + transaction.dialect.skipLocked)
                for row in rows {
                    try transaction.execute("UPDATE job SET taken = 1 WHERE n = ?", [row["n"]])
                }
                return rows.map { $0.int("n") }
            }
            if some.isEmpty { return all }
            all += some
        }
    }
}
