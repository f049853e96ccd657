// What only PostgreSQL promises: settings that keep commits, few round trips, bounded reads.
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct PostgresTests {
    /// How many reads run at the same time.
    private final class Running: Sendable {
        let counts = Mutex((now: 0, most: 0))
    }

    /// A database of one's own on the shared server, and its address.
    static func database(
        _ parameters: String = "?schema=uji"
    ) throws -> (server: PostgreSQL, name: String, url: DatabaseURL) {
        let server = try PostgreSQL.shared()
        let name = try server.makeDatabase()
        return (server, name, try DatabaseURL(server.url(name, parameters)))
    }

    static func address(_ url: DatabaseURL) throws -> PostgresAddress {
        guard case .postgres(let address) = url else { throw StoreError(.invalid, "\(url)") }
        return address
    }

    @Test func batchOfManyRowsIsTwoRoundTrips() throws {
        let driver = try PostgresDriver(try Self.address(try Self.database().url))
        defer { driver.close() }
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        try driver.listen("note") {}
        func trips(_ number: Int) throws -> Int {
            let before = try driver.writer.open().roundTrips
            try driver.commit { transaction throws(StoreError) in
                try transaction.insert(
                    Insertion(
                        into: "note", ["word": .text], "ON CONFLICT (word) DO NOTHING RETURNING id"),
                    rows: (0..<64).map { [.text("\(number)-\($0)")] })
                try transaction.notify("note")
            }
            return try driver.writer.open().roundTrips - before
        }
        // Twice more the first time: the INSERT and the NOTIFY are prepared.
        #expect(try trips(1) == 4)
        // BEGIN + INSERT, NOTIFY + COMMIT.
        #expect(try trips(2) == 2)
        #expect(try trips(3) == 2)
    }

    @Test func savepointsCostNoRoundTripOfTheirOwn() throws {
        let driver = try PostgresDriver(try Self.address(try Self.database().url))
        defer { driver.close() }
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        func trips(_ batch: Int) throws -> Int {
            let before = try driver.writer.open().roundTrips
            try driver.commit { transaction throws(StoreError) in
                for number in 0..<5 {
                    do {
                        try transaction.savepoint {
                            try transaction.execute(
                                "INSERT INTO note (word) VALUES (?)", [.text("\(batch)-\(number)")])
                        }
                    } catch { throw StoreError(.invalid, "\(error)") }
                }
            }
            return try driver.writer.open().roundTrips - before
        }
        _ = try trips(1)
        #expect(try trips(2) == 6)
    }

    @Test func everyCommitIsSyncedToTheLog() throws {
        let (server, _, url) = try Self.database()
        let driver = try PostgresDriver(try Self.address(url))
        defer { driver.close() }
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        func syncs() throws -> Int {
            try driver.commit { transaction throws(StoreError) in
                _ = try transaction.query("SELECT pg_stat_force_next_flush()")
            }
            let text = try server.psql("SELECT wal_sync FROM pg_stat_wal")
            return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
        let before = try syncs()
        for number in 0..<50 {
            try driver.commit { transaction throws(StoreError) in
                try transaction.execute("INSERT INTO note (word) VALUES (?)", [.text("\(number)")])
            }
        }
        #expect(try syncs() - before >= 50)
    }

    @Test func syncBesideTheWriterReachesTheLog() throws {
        // A server of its own: a commit of anybody else would sync the log as well.
        let server = try PostgreSQL()
        defer { server.stop() }
        let url = try DatabaseURL(server.url("postgres", "?schema=uji"))
        let driver = try PostgresDriver(try Self.address(url), syncsBeside: true)
        defer { driver.close() }
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        for number in 0..<20 {
            try driver.commit { transaction throws(StoreError) in
                try transaction.execute("INSERT INTO note (word) VALUES (?)", [.text("\(number)")])
            }
            let end = try server.psql("SELECT pg_current_wal_insert_lsn()")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try driver.sync()
            let isThere = try server.psql("SELECT pg_current_wal_flush_lsn() >= '\(end)'")
            #expect(isThere.trimmingCharacters(in: .whitespacesAndNewlines) == "t")
        }
    }

    @Test func lazyCommitsAreRefused() async throws {
        let (server, name, url) = try Self.database()
        try server.psql("ALTER DATABASE \(name) SET synchronous_commit = off")
        await Self.expectRefusal("synchronous_commit", url)
        let given = try Self.database("?options=-c%20synchronous_commit%3Doff").url
        await Self.expectRefusal("synchronous_commit", given)
    }

    /// Expects that a server whose `setting` is off is refused with words that help.
    static func expectRefusal(_ setting: String, _ url: DatabaseURL) async {
        await #expect {
            _ = try await Store.open(url, schemas: [])
        } throws: { error in
            (error as? StoreError)?.code == .unavailable
                && "\(error)".contains("\(setting)=off") && "\(error)".contains("set \(setting)=on")
        }
    }

    @Test func settingsHoldForTheSession() async throws {
        let (server, name, url) = try Self.database()
        let store = try await Store.open(url, schemas: [])
        defer { store.close() }
        try await store.read { _ = try $0.query("SELECT 1") }
        // For later sessions, not for those that are open.
        try server.psql("ALTER DATABASE \(name) SET synchronous_commit = off")
        let values = try await store.write { transaction in
            try [
                "synchronous_commit", "statement_timeout", "idle_in_transaction_session_timeout",
                "transaction_isolation", "search_path", "application_name",
            ].map {
                try transaction.first("SELECT current_setting(?) AS v", [.text($0)])?.text("v")
            }
        }
        #expect(values == ["on", "30s", "10s", "read committed", "uji", "mendengar"])
        let read = try await store.read { transaction in
            try ["transaction_isolation", "transaction_read_only"].map {
                try transaction.first("SELECT current_setting(?) AS v", [.text($0)])?.text("v")
            }
        }
        #expect(read == ["repeatable read", "on"])
    }

    @Test func readsAreBoundedAndCloseLetsThemEnd() async throws {
        let (_, _, url) = try Self.database()
        let store = try await Store.open(url, schemas: [StoreTests.notes])
        let gate = DispatchSemaphore(value: 0)
        let running = Running()
        let threads = PostgresReaders.threadsMax
        let reads = threads + PostgresReaders.waitingMax
        let read: @Sendable () async -> StoreError.Code? = {
            do {
                try await store.read { transaction in
                    running.counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    _ = try transaction.query("SELECT word FROM note")
                    gate.wait()
                    running.counts.withLock { $0.now -= 1 }
                }
                return nil
            } catch {
                return (error as? StoreError)?.code
            }
        }
        let codes = await withTaskGroup(of: StoreError.Code?.self) { group in
            for _ in 0..<threads { group.addTask { await read() } }
            while running.counts.withLock({ $0.now }) < threads { await Task.yield() }
            for _ in threads..<(reads + 10) { group.addTask { await read() } }
            var codes: [StoreError.Code?] = []
            while codes.count < 10, let code = await group.next() { codes.append(code) }
            for _ in 0..<reads { gate.signal() }
            for await code in group { codes.append(code) }
            return codes
        }
        #expect(codes.prefix(10).allSatisfy { $0 == .busy })
        #expect(codes.count { $0 == nil } == reads)
        #expect(running.counts.withLock { $0.most } == threads)

        // One read runs and one waits for its turn while the store closes.
        async let slow: Int = store.read { transaction in
            running.counts.withLock { $0.now = 100 }
            gate.wait()
            return try transaction.query("SELECT 1 AS one").count
        }
        while running.counts.withLock({ $0.now }) != 100 { await Task.yield() }
        Thread.detachNewThread { store.close() }
        _ = try await eventually("the store refuses reads") { () -> Bool? in
            gate.signal()
            do {
                _ = try await store.read { _ in }
                return nil
            } catch {
                return (error as? StoreError)?.code == .unavailable ? true : nil
            }
        }
        #expect(try await slow == 1)
        await #expect(throws: StoreError.self) { try await store.write { _ in } }
    }

    @Test func columnsOfOtherTypesTakeAndGiveNumbers() async throws {
        let (_, _, url) = try Self.database()
        let store = try await Store.open(url, schemas: [])
        defer { store.close() }
        let row = try await store.write { transaction in
            try transaction.execute(
                "CREATE TABLE odd (a SMALLINT, b INTEGER, c BOOLEAN, d NUMERIC, e REAL, f VARCHAR(9))"
            )
            for value: [SQLValue] in [
                [.null, .null, .null, .null, .null, .null], [1, 2, 1, 3, 4, "x"],
            ] {
                try transaction.execute("INSERT INTO odd VALUES (?, ?, ?, ?, ?, ?)", value)
            }
            return try transaction.first(
                "SELECT *, d / 8 AS part, 0.0001 AS small, 123456789012345678901 AS huge, "
                    + "-d AS minus, 20000 * d AS myriads FROM odd WHERE a = ?", [1])
        }
        #expect(row?.int("a") == 1 && row?.int("b") == 2 && row?.int("c") == 1)
        #expect(row?.int("d") == 3 && row?.double("e") == 4 && row?.text("f") == "x")
        #expect(row?.double("part") == 0.375)
        #expect(row?.double("small") == 0.0001)
        #expect(row?.double("huge") == 123_456_789_012_345_683_968)
        #expect(row?.int("minus") == -3)
        #expect(row?.int("myriads") == 60_000)
        await #expect {
            _ = try await store.read { try $0.query("SELECT now() AS moment") }
        } throws: { error in
            "\(error)".contains("'moment'") && "\(error)".contains("CAST")
        }
        await #expect {
            _ = try await store.read { try $0.query("SELECT a FROM odd WHERE a = ?", [.blob([1])]) }
        } throws: { error in
            (error as? StoreError)?.code == .invalid
        }
    }

    @Test func statementsAreForgottenBeyondTheBound() async throws {
        let (_, _, url) = try Self.database()
        let store = try await Store.open(url, schemas: [])
        defer { store.close() }
        try await store.write { transaction in
            for number in 0..<(PostgresStatementCache.capacity + 50) {
                _ = try transaction.query("SELECT CAST(? AS BIGINT) AS n\(number)", [1])
            }
        }
        let count = try await store.write {
            try $0.first("SELECT COUNT(*) AS n FROM pg_prepared_statements")?.int("n") ?? 0
        }
        // The server forgets between two transactions; this one's BEGIN and its query have come since.
        #expect(
            (PostgresStatementCache.capacity - 1...PostgresStatementCache.capacity + 2).contains(
                Int(count)))
    }

    @Test func wrongPlacesAreNamed() async throws {
        let (server, _, _) = try Self.database()
        for url in [
            server.url("absent"), "postgres://m:x@127.0.0.1:1/d", "postgres://m@/d?host=/absent",
        ] {
            await #expect {
                _ = try await Store.open(try DatabaseURL(url), schemas: [])
            } throws: { error in
                (error as? StoreError)?.code == .unavailable && "\(error)".contains("postgres://m")
                    && !"\(error)".contains(PostgreSQL.password)
            }
        }
    }
}
