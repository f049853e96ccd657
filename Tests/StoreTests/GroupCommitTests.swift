// When those who wait are told: never before the disk has it, and never later than the next commit's
// statements take.
import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct GroupCommitTests {
    /// Does nothing; each commit ends when the test lets it.
    private final class GatedDriver: Driver {
        let dialect = Dialect.sqlite
        let events = Mutex<[String]>([])
        private let gate = DispatchSemaphore(value: 0)

        func note(_ event: String) { events.withLock { $0.append(event) } }

        func letOneEnd() { gate.signal() }

        func commit(
            _ body: (any BatchTransaction) throws(StoreError) -> Void
        ) throws(StoreError) {
            try body(NoTransaction())
            note("sync")
            gate.wait()
            note("synced")
        }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any Transaction) throws -> Value
        ) async throws -> Value { try body(NoTransaction()) }

        func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) {}

        func close() {}
    }

    private struct NoTransaction: BatchTransaction {
        let dialect = Dialect.sqlite
        func execute(_ sql: String, _ arguments: [SQLValue]) -> Int { 0 }
        func execute(
            _ sql: String, _ arguments: [SQLValue], where column: String, in numbers: [Int64]
        ) -> Int { 0 }
        func query(_ sql: String, _ arguments: [SQLValue]) -> [Row] { [] }
        func insert(_ insertion: Insertion, rows: [[SQLValue]]) -> Inserted { Inserted() }
        func find(
            _ select: String, _ columns: [String], in keys: [[SQLValue]], _ suffix: String
        ) -> [Row] { [] }
        func notify(_ name: String) {}
        func savepoint(_ body: () throws -> Void) throws { try body() }
    }

    private static func write(
        _ name: String, _ group: GroupCommit, _ driver: GatedDriver, bytes: Int = 1,
        _ body: @escaping @Sendable () -> Void = {}
    ) async throws {
        _ = try await withUnsafeThrowingContinuation {
            (waiter: UnsafeContinuation<any Sendable, any Error>) in
            do {
                try group.submit(
                    WriteJob(
                        work: .alone { _ in
                            driver.note("run \(name)")
                            body()
                            return name
                        }, bytes: bytes, latest: nil, waiter: waiter))
            } catch {
                waiter.resume(throwing: error)
            }
        }
        driver.note("told \(name)")
    }

    private static func wait(_ driver: GatedDriver, for events: Int) async {
        while driver.events.withLock({ $0.count }) < events { await Task.yield() }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoIsDurableIsToldWhileTheNextIsSynced() async throws {
        let driver = GatedDriver()
        let group = GroupCommit(driver: driver, limits: StoreLimits())
        async let first: Void = Self.write("a", group, driver)
        await Self.wait(driver, for: 2)
        async let second: Void = Self.write("b", group, driver)
        while group.waitingCount < 1 { await Task.yield() }
        driver.letOneEnd()
        // The second is not durable yet, and the first does not wait for that.
        try await first
        let events = driver.events.withLock { $0 }
        #expect(events.prefix(4) == ["run a", "sync", "synced", "run b"])
        #expect(events.contains("told a") && !events.contains("told b"))
        driver.letOneEnd()
        try await second
        group.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func whoIsDurableWaitsForNobodyElse() async throws {
        let driver = GatedDriver()
        let group = GroupCommit(driver: driver, limits: StoreLimits())
        driver.letOneEnd()
        try await Self.write("alone", group, driver)
        #expect(driver.events.withLock { $0 } == ["run alone", "sync", "synced", "told alone"])
        group.stop()
    }

    /// What takes long holds up nobody: it is not begun before the others are told.
    @Test(.timeLimit(.minutes(1)))
    func nobodyWaitsForALargeWrite() async throws {
        let driver = GatedDriver()
        var limits = StoreLimits()
        limits.batchBytesMax = 4
        let group = GroupCommit(driver: driver, limits: limits)
        async let first: Void = Self.write("a", group, driver)
        await Self.wait(driver, for: 2)
        let release = DispatchSemaphore(value: 0)
        async let large: Void = Self.write("large", group, driver, bytes: 100) { release.wait() }
        while group.waitingCount < 1 { await Task.yield() }
        driver.letOneEnd()
        try await first
        release.signal()
        driver.letOneEnd()
        try await large
        group.stop()
    }
}
