// What only the SQLite driver promises: each connection synchronous, a bounded log, cheap listeners.
import Foundation
import Synchronization
@testable import Store
import TestSupport
import Testing

@Suite struct SQLiteTests {
    private func withDriver(
        _ limits: SQLiteLimits = SQLiteLimits(),
        _ body: (SQLiteDriver, String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("sqlite")
        let path = folder.file("deep/er/store.sqlite")
        let driver = try SQLiteDriver(path: path, limits: limits)
        defer { driver.close() }
        try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
            try transaction.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB)")
        }
        try await body(driver, path)
    }

    private func insert(_ bytes: Int, _ driver: SQLiteDriver) throws {
        try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
            try transaction.execute(
                "INSERT INTO note (body) VALUES (?)",
                [.blob([UInt8](repeating: 7, count: bytes))])
        }
        try driver.sync()
    }

    private func logBytes(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "-wal")
        return (attributes[.size] as? Int) ?? 0
    }

    @Test func everyConnectionIsSynchronousAndSmall() async throws {
        let folder = try TemporaryFolder("sqlite")
        let handle = try SQLiteHandle(path: folder.file("s.sqlite"), limits: SQLiteLimits())
        defer { handle.close() }
        let all = try await handle.settings()
        #expect(all.count == 3)
        for (name, settings) in zip(["writer", "checkpointer", "reader"], all) {
            // The writer's log is synced beside it, and by everybody else before a checkpoint.
            #expect(settings.synchronous == (name == "writer" ? 1 : 2), "\(name)")
            #expect(settings.autocheckpoint == 0, "\(name)")
            #expect(settings.mapped == 0, "\(name)")
            #expect((1...8 * 1024).contains(settings.cacheKiB), "\(name)")
        }
    }

    @Test func pagesOfANewFileAreAsLargeAsAskedAndAnOlderFileKeepsItsOwn() throws {
        let folder = try TemporaryFolder("sqlite")
        func pageBytes(_ file: String, asking bytes: Int? = nil) throws -> Int64? {
            var limits = SQLiteLimits()
            if let bytes { limits.pageBytes = bytes }
            let driver = try SQLiteDriver(path: folder.file(file), limits: limits)
            defer { driver.close() }
            var rows: [Row] = []
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                try transaction.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY)")
                rows = try transaction.query("PRAGMA page_size")
            }
            return rows.first?.int("page_size")
        }
        #expect(try pageBytes("small.sqlite") == 4096)
        #expect(try pageBytes("large.sqlite", asking: 16 * 1024) == 16 * 1024)
        #expect(try pageBytes("small.sqlite", asking: 16 * 1024) == 4096)
    }

    @Test func logStaysBoundedUnderConstantLoad() async throws {
        var limits = SQLiteLimits()
        limits.checkpointBytes = 256 * 1024
        limits.logBytesMax = 1024 * 1024
        try await withDriver(limits) { driver, path in
            var largest = 0
            for _ in 0..<2500 {
                try insert(8000, driver)
                largest = max(largest, try logBytes(path))
            }
            // 2,500 × 3 pages went through it.
            #expect(largest < 4 * 1024 * 1024, "the log grew to \(largest)")
            #expect(largest > 512 * 1024)
        }
    }

    @Test func aReaderOfAnOldStateHoldsNobodyUp() async throws {
        var limits = SQLiteLimits()
        limits.checkpointBytes = 64 * 1024
        limits.logBytesMax = 256 * 1024
        limits.restartSeconds = 0.02
        try await withDriver(limits) { driver, path in
            let inside = DispatchSemaphore(value: 0)
            let go = DispatchSemaphore(value: 0)
            async let seen = driver.read { transaction in
                let before = try transaction.first("SELECT count(*) AS n FROM note")
                inside.signal()
                go.wait()
                let after = try transaction.first("SELECT count(*) AS n FROM note")
                return [before?.int("n"), after?.int("n")]
            }
            try await onOwnThread { inside.wait() }
            let start = ContinuousClock.now
            for _ in 0..<300 { try insert(8000, driver) }
            let taken = ContinuousClock.now - start
            go.signal()
            #expect(try await seen == [0, 0])
            // At most one try of 20 ms for each 64 KiB: 300 × 12 KiB.
            #expect(taken < .seconds(10))
            for _ in 0..<30 { try insert(8000, driver) }
            let grown = try logBytes(path)
            #expect(grown > 2_000_000)
            for _ in 0..<100 { try insert(8000, driver) }
            #expect(try logBytes(path) == grown, "the log was not begun anew after the reader left")
        }
    }

    @Test func idleLogIsCopiedIntoTheDatabase() async throws {
        var limits = SQLiteLimits()
        limits.idleSeconds = 0.05
        try await withDriver(limits) { driver, path in
            let before = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            try insert(200_000, driver)
            _ = try await eventually("the checkpoint at rest") {
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                return (size ?? 0) >= before + 150_000 ? true : nil
            }
        }
    }

    @Test func closingLeavesNoLog() async throws {
        try await withDriver { driver, path in
            try insert(100_000, driver)
            _ = try await driver.read { try $0.query("SELECT count(*) AS n FROM note") }
            #expect(try logBytes(path) > 100_000)
            driver.close()
            #expect((try? logBytes(path)) ?? 0 == 0)
            #expect(throws: StoreError.self) { try insert(1, driver) }
            await #expect(throws: StoreError.self) {
                try await driver.read { try $0.query("SELECT 1") }
            }
        }
    }

    @Test func listenersHearOfCommitsOnly() async throws {
        struct Refused: Error {}
        try await withDriver { driver, _ in
            let heard = Mutex<[String]>([])
            try driver.listen("outbox") { heard.withLock { $0.append("outbox") } }
            try driver.listen("other") { heard.withLock { $0.append("other") } }
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                try transaction.notify("outbox")
                try transaction.notify("outbox")
                #expect(heard.withLock { $0 } == [])
            }
            #expect(heard.withLock { $0 } == ["outbox"])
            #expect(throws: StoreError.self) {
                try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                    try transaction.notify("other")
                    throw StoreError(.invalid, "no")
                }
            }
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                try? transaction.savepoint {
                    try transaction.notify("other")
                    throw Refused()
                }
            }
            #expect(heard.withLock { $0 } == ["outbox"])
        }
    }

    @Test func columnsFollowAChangedTable() async throws {
        try await withDriver { driver, _ in
            try insert(1, driver)
            let all = "SELECT * FROM note"
            #expect(try await driver.read { try $0.query(all) }.first?["later"] == .null)
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                #expect(try transaction.query(all).count == 1)
                try transaction.execute("ALTER TABLE note ADD COLUMN later TEXT DEFAULT 'x'")
                #expect(try transaction.query(all).first?.text("later") == "x")
            }
            #expect(try await driver.read { try $0.query(all) }.first?.text("later") == "x")
        }
    }

    /// What another process left in the log may not be on the disk; while a reader keeps it from being
    /// emptied, nothing is written behind it, and no sync proves anything.
    @Test func nothingIsWrittenBehindALogThatCannotBeEmptied() async throws {
        var limits = SQLiteLimits()
        // Nothing is copied before the reader comes.
        limits.idleSeconds = 600
        try await withDriver(limits) { first, path in
            try insert(100, first)
            let inside = DispatchSemaphore(value: 0)
            let go = DispatchSemaphore(value: 0)
            async let reading = first.read { transaction in
                let rows = try transaction.query("SELECT count(*) AS n FROM note")
                inside.signal()
                go.wait()
                return rows.count
            }
            try await onOwnThread { inside.wait() }
            var limits = SQLiteLimits()
            limits.busySeconds = 0.05
            limits.reopenSeconds = 0
            let second = try SQLiteDriver(path: path, limits: limits)
            defer { second.close() }
            #expect(throws: StoreError.self) { try second.sync() }
            #expect(throws: StoreError.self) { try insert(1, second) }
            #expect(throws: StoreError.self) { try second.sync() }
            go.signal()
            #expect(try await reading == 1)
            try insert(1, second)
        }
    }

    @Test func wrongStatementsAreNamed() async throws {
        try await withDriver { driver, _ in
            for (sql, values) in [
                ("SELEC 1", []), ("SELECT ?", []), ("SELECT 1", [SQLValue.null]), ("", []),
            ] as [(String, [SQLValue])] {
                await #expect {
                    try await driver.read { try $0.query(sql, values) }
                } throws: { error in
                    (error as? StoreError)?.code == .invalid && "\(error)".hasSuffix(sql)
                }
            }
        }
    }

}
