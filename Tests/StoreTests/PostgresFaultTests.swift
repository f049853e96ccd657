// PostgreSQL crashes, hangs up or is held up: nothing acknowledged is lost, and the store recovers
// by itself.
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct PostgresFaultTests {
    /// What writers were told.
    private final class Told: Sendable {
        private let words = Mutex<(stored: Set<String>, failures: Int)>(([], 0))
        private let ended = Mutex(false)
        var stored: Set<String> { words.withLock { $0.stored } }
        var failures: Int { words.withLock { $0.failures } }
        var isOver: Bool { ended.withLock { $0 } }
        func end() { ended.withLock { $0 = true } }
        func store(_ word: String) { words.withLock { _ = $0.stored.insert(word) } }
        func fail() { words.withLock { $0.failures += 1 } }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func everyAcknowledgedWriteSurvivesCrashes(syncsBeside: Bool) async throws {
        let server = try PostgreSQL()
        defer { server.stop() }
        var limits = StoreLimits()
        limits.syncsBeside = syncsBeside
        let store = try await Store.open(
            try DatabaseURL(server.url("postgres", "?schema=uji")), schemas: [StoreTests.notes],
            limits: limits)
        defer { store.close() }
        let told = Told()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { try await self.write(writer, store, told) }
            }
            for signal in [SIGQUIT, SIGKILL, SIGINT] {
                let stored = told.stored.count
                let failures = told.failures
                _ = try await eventually("writes") { told.stored.count >= stored + 40 ? true : nil }
                server.crash(signal)
                _ = try await eventually("refused writes") { told.failures > failures ? true : nil }
                // What stood before a crash can be read only when the server is back.
                await #expect(throws: StoreError.self) { try await store.read { _ in } }
                try server.start()
            }
            let stored = told.stored.count
            _ = try await eventually("recovery") { told.stored.count >= stored + 40 ? true : nil }
            told.end()
            try await group.waitForAll()
        }
        let found = try await eventually("reading again") {
            try? await store.read { transaction in
                Set(try transaction.query("SELECT word FROM note").map { $0.text("word") })
            }
        }
        #expect(told.stored.subtracting(found).isEmpty)
        #expect(told.stored.count >= 160)
        #expect(told.failures >= 3)
        // The same server with settings that could lose commits.
        for setting in ["fsync", "full_page_writes"] {
            server.crash(SIGINT)
            try server.start(["\(setting)=off"])
            await PostgresTests.expectRefusal(
                setting, try DatabaseURL(server.url("postgres", "?schema=uji")))
        }
    }

    private func write(_ writer: Int, _ store: Store, _ told: Told) async throws {
        var number = 0
        while !told.isOver {
            number += 1
            let word = "\(writer)-\(number)"
            do {
                try await store.write { transaction in
                    try transaction.execute("INSERT INTO note (word) VALUES (?)", [.text(word)])
                }
                told.store(word)
            } catch let error as StoreError where error.code == .unavailable {
                told.fail()
                await Task.yield()
            }
        }
    }

    /// A new connection would sync a log in which it is missing.
    @Test func commitThatACrashMayHaveUndoneIsNeverSynced() async throws {
        let server = try PostgreSQL()
        defer { server.stop() }
        let url = try DatabaseURL(server.url("postgres", "?schema=uji"))
        let driver = try PostgresDriver(try PostgresTests.address(url), syncsBeside: true)
        defer { driver.close() }
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        func write(_ word: String) throws {
            try driver.commit { transaction throws(StoreError) in
                try transaction.execute("INSERT INTO note (word) VALUES (?)", [.text(word)])
            }
        }
        for isWrittenAfter in [false, true] {
            try write("before \(isWrittenAfter)")
            server.crash(SIGQUIT)
            try server.start()
            if isWrittenAfter {
                _ = try await eventually("a write") { try? write("after") }
            }
            #expect(throws: StoreError.self) { try driver.sync() }
            _ = try await eventually("a new connection") { try? write("again \(isWrittenAfter)") }
            try driver.sync()
        }
    }

    @Test func connectionLostInTheMiddleUndoesTheWhole() async throws {
        let (server, name, url) = try PostgresTests.database()
        let store = try await Store.open(url, schemas: [StoreTests.notes])
        defer { store.close() }
        await #expect {
            try await store.write { transaction in
                try transaction.execute("INSERT INTO note (word) VALUES ('lost')")
                try server.psql(Self.terminate(name))
                try transaction.execute("INSERT INTO note (word) VALUES ('never')")
            }
        } throws: { error in
            (error as? StoreError)?.code == .unavailable
        }
        // Between transactions a lost connection is noticed before it is used.
        for word in ["one", "two"] {
            try await store.write {
                try $0.execute("INSERT INTO note (word) VALUES (?)", [.text(word)])
            }
            try server.psql(Self.terminate(name))
        }
        let rows = try await store.read { try $0.query("SELECT word FROM note ORDER BY id") }
        #expect(rows.map { $0.text("word") } == ["one", "two"])
    }

    private static func terminate(_ database: String) -> String {
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(database)'"
    }

    private func driver(
        _ url: DatabaseURL, _ change: (inout PostgresTimes) -> Void
    ) throws -> PostgresDriver {
        var times = PostgresTimes()
        change(&times)
        let driver = try PostgresDriver(try PostgresTests.address(url), times)
        try driver.migrate { transaction throws(StoreError) in
            try Migrator.migrate([StoreTests.notes], transaction)
        }
        return driver
    }

    /// Runs a write on a driver and gives what became of it.
    private func outcome(
        _ driver: PostgresDriver, _ body: (any BatchTransaction) throws(StoreError) -> Void
    ) -> StoreError.Code? {
        do {
            try driver.commit(body)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func pausedProcessLosesItsLocks() throws {
        let (_, _, url) = try PostgresTests.database()
        let paused = try driver(url) { $0.idleInTransaction = .milliseconds(300) }
        defer { paused.close() }
        let waiter = try driver(url) { _ in }
        defer { waiter.close() }
        let insert = "INSERT INTO note (word) VALUES ('one')"
        let second = Mutex<StoreError.Code?>(.invalid)
        let code = outcome(paused) { transaction throws(StoreError) in
            try transaction.execute(insert)
            // The same unique key: waits until the paused one is gone, far less than 30 s.
            second.withLock {
                $0 = outcome(waiter) { t throws(StoreError) in try t.execute(insert) }
            }
            try transaction.execute("INSERT INTO note (word) VALUES ('late')")
        }
        #expect(code == .unavailable)
        #expect(second.withLock { $0 } == nil)
        #expect(
            outcome(paused) { t throws(StoreError) in try t.execute("DELETE FROM note") } == nil)
    }

    @Test func lockThatIsNeverReleasedEndsTheStatement() throws {
        let (_, _, url) = try PostgresTests.database()
        let holder = try driver(url) { _ in }
        defer { holder.close() }
        let waiter = try driver(url) { $0.statement = .milliseconds(200) }
        defer { waiter.close() }
        let insert = "INSERT INTO note (word) VALUES ('one')"
        _ = outcome(holder) { transaction throws(StoreError) in
            try transaction.execute(insert)
            #expect(
                outcome(waiter) { t throws(StoreError) in try t.execute(insert) } == .unavailable)
        }
        #expect(outcome(waiter) { t throws(StoreError) in try t.execute(insert) } == .constraint)
    }

    @Test func serverThatSaysNothingIsGivenUp() throws {
        let (server, name, url) = try PostgresTests.database()
        let driver = try driver(url) {
            $0.statement = .milliseconds(200)
            $0.silence = .milliseconds(200)
        }
        defer { driver.close() }
        let pid = try server.psql("SELECT pid FROM pg_stat_activity WHERE datname = '\(name)'")
        let session = try #require(Int32(pid.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(session, SIGSTOP)
        defer { kill(session, SIGCONT) }
        let begun = ContinuousClock.now
        let code = outcome(driver) { t throws(StoreError) in
            try t.execute("INSERT INTO note (word) VALUES ('one')")
        }
        #expect(code == .unavailable)
        #expect(ContinuousClock.now - begun < .seconds(20))
        let again = outcome(driver) { t throws(StoreError) in try t.execute("DELETE FROM note") }
        #expect(again == nil)
    }

    @Test func lostAnswerToCommitIsSaid() throws {
        let driver = try driver(try PostgresTests.database().url) { _ in }
        defer { driver.close() }
        try driver.commit { t throws(StoreError) in
            // Runs inside COMMIT and ends the session there.
            try t.execute(
                """
                CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
                """)
            try t.execute(
                """
                CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON note
                INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()
                """)
        }
        #expect {
            try driver.commit { t throws(StoreError) in
                try t.execute("INSERT INTO note (word) VALUES ('one')")
            }
        } throws: { error in
            (error as? StoreError)?.code == .unavailable && "\(error)".contains("may or may not")
        }
    }
}
