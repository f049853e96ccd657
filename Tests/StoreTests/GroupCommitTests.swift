// When those who wait are told: never before the disk has it; and what runs while the disk syncs.
import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct GroupCommitTests {
    /// Commits at once and keeps nothing; each sync ends when the test lets it.
    private final class GatedDriver: Driver {
        let dialect = Dialect.sqlite
        let commitsDurably = false
        let events = Mutex<[String]>([])
        private let failure = Mutex<StoreError?>(nil)
        private let gate = DispatchSemaphore(value: 0)

        func note(_ event: String) { events.withLock { $0.append(event) } }

        func letOneEnd(_ failure: StoreError? = nil) {
            self.failure.withLock { $0 = failure }
            gate.signal()
        }

        func commit(
            _ body: (any BatchTransaction) throws(StoreError) -> Void
        ) throws(StoreError) { try body(NoTransaction()) }

        func sync() throws(StoreError) {
            note("sync")
            gate.wait()
            if let failure = failure.withLock({ $0 }) { throw failure }
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
        let seal: Seal? = nil
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
        func notifyHere(_ name: String) {}
        func savepoint(_ body: () throws -> Void) throws { try body() }
    }

    /// A group commit on a disk whose syncs the test lets end.
    private struct Bench {
        let driver = GatedDriver()
        let group: GroupCommit

        init(enough: Int = 16, max: Int = 256) {
            var limits = StoreLimits()
            limits.batchRowsEnough = enough
            limits.batchRowsMax = max
            group = GroupCommit(driver: driver, limits: limits)
        }

        func write(
            _ name: String, _ body: @escaping @Sendable () throws -> Void = {}
        ) async throws {
            _ = try await withUnsafeThrowingContinuation {
                (waiter: UnsafeContinuation<any Sendable, any Error>) in
                let job = WriteJob(
                    work: .alone { _ in
                        driver.note("run \(name)")
                        try body()
                        return name
                    }, bytes: 1, latest: nil, waiter: waiter)
                do { try group.submit(job) } catch { waiter.resume(throwing: error) }
            }
            driver.note("told \(name)")
        }

        func read() async throws {
            try await group.syncer.read { driver.note("read") }
            driver.note("told the reader")
        }

        /// Waits for so many events and gives all there are.
        @discardableResult func events(_ count: Int) async -> [String] {
            while driver.events.withLock({ $0.count }) < count { await Task.yield() }
            return driver.events.withLock { $0 }
        }

        func waiting(_ count: Int) async {
            while group.waitingCount < count { await Task.yield() }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func toldWhenTheDiskHasIt() async throws {
        let bench = Bench()
        async let alone: Void = bench.write("alone")
        #expect(await bench.events(2) == ["run alone", "sync"])
        bench.driver.letOneEnd()
        try await alone
        #expect(await bench.events(4) == ["run alone", "sync", "synced", "told alone"])
        bench.group.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func fewWaitForTheSyncAndEnoughDoNot() async throws {
        let bench = Bench(enough: 2)
        async let first: Void = bench.write("a")
        await bench.events(2)
        async let second: Void = bench.write("b")
        await bench.waiting(1)
        #expect(await bench.events(2) == ["run a", "sync"])
        async let third: Void = bench.write("c")
        // They are committed, and told only after a sync that began later.
        var events = await bench.events(4)
        #expect(events.prefix(2) == ["run a", "sync"])
        #expect(Set(events.dropFirst(2)) == ["run b", "run c"])
        bench.driver.letOneEnd()
        try await first
        events = await bench.events(7)
        #expect(events.count { $0 == "sync" } == 2 && !events.contains("told b"))
        bench.driver.letOneEnd()
        try await second
        try await third
        bench.group.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func behindADiskThatHangsLiesNoMoreThanABatch() async throws {
        let bench = Bench(enough: 1, max: 2)
        let writes = Task {
            try await withThrowingTaskGroup { group in
                for number in 1...5 { group.addTask { try await bench.write("\(number)") } }
                try await group.waitForAll()
            }
        }
        // One or two in the sync, at most two behind it.
        while await bench.events(3).count + bench.group.waitingCount < 6 { await Task.yield() }
        let committed = await bench.events(3).count { $0.hasPrefix("run") }
        #expect((2...3).contains(committed) && bench.group.waitingCount == 5 - committed)
        for _ in 1...5 { bench.driver.letOneEnd() }
        try await writes.value
        bench.group.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func aFailedSyncRefusesItsBatchAndWhoReadIt() async throws {
        let bench = Bench()
        let lost = Task { try await bench.write("lost") }
        await bench.events(2)
        let reader = Task { try await bench.read() }
        await bench.events(3)
        bench.driver.letOneEnd(StoreError(.unavailable, "the disk failed"))
        await #expect {
            try await lost.value
        } throws: {
            ($0 as? StoreError)?.message == "the disk failed"
        }
        await #expect(throws: StoreError.self) { try await reader.value }
        async let kept: Void = bench.write("kept")
        bench.driver.letOneEnd()
        try await kept
        try await bench.read()
        bench.group.stop()
    }

    /// What was seen of a batch may be gone, whatever became of the batches behind it.
    @Test(.timeLimit(.minutes(1)))
    func aReaderOfALostBatchIsRefusedWhateverCameLater() async throws {
        let bench = Bench(enough: 1)
        let lost = Task { try await bench.write("lost") }
        await bench.events(2)
        let later = Task { try await bench.write("later") }
        await bench.events(3)
        let reader = Task { try await bench.read() }
        await bench.events(4)
        bench.driver.letOneEnd(StoreError(.unavailable, "the disk failed"))
        await #expect(throws: StoreError.self) { try await lost.value }
        bench.driver.letOneEnd()
        await #expect(throws: StoreError.self) { try await reader.value }
        // Its statements ran beside the batch that is lost; it may have seen it.
        await #expect(throws: StoreError.self) { try await later.value }
        bench.group.stop()
    }

    private struct Seen: Error {}

    /// A write that throws because of what it saw tells nothing of a batch that is lost.
    @Test(.timeLimit(.minutes(1)))
    func anErrorMadeFromALostBatchIsNotTold() async throws {
        let bench = Bench(enough: 1)
        let lost = Task { try await bench.write("lost") }
        await bench.events(2)
        let later = Task { try await bench.write("later") { throw Seen() } }
        await bench.events(3)
        bench.driver.letOneEnd(StoreError(.unavailable, "the disk failed"))
        await #expect(throws: StoreError.self) { try await lost.value }
        await #expect(throws: StoreError.self) { try await later.value }
        await #expect(throws: Seen.self) { try await bench.write("own") { throw Seen() } }
        bench.group.stop()
    }

    /// Neither a reader nor a commit that is done waits for statements that take long.
    @Test(.timeLimit(.minutes(1)))
    func aSlowWriteHoldsUpNobody() async throws {
        let bench = Bench(enough: 1)
        let go = DispatchSemaphore(value: 0)
        async let first: Void = bench.write("first")
        await bench.events(2)
        async let second: Void = bench.write("second")
        await bench.events(3)
        async let slow: Void = bench.write("slow") { go.wait() }
        await bench.events(4)
        async let waiting: Void = bench.write("waiting")
        await bench.waiting(1)
        bench.driver.letOneEnd()
        bench.driver.letOneEnd()
        try await first
        try await second
        try await bench.read()
        go.signal()
        bench.driver.letOneEnd()
        bench.driver.letOneEnd()
        try await slow
        try await waiting
        bench.group.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func whoHasReadWaitsUntilItIsDurable() async throws {
        let bench = Bench()
        async let write: Void = bench.write("a")
        await bench.events(2)
        async let reader: Void = bench.read()
        #expect(await bench.events(3) == ["run a", "sync", "read"])
        bench.driver.letOneEnd()
        try await write
        try await reader
        #expect(await bench.events(6).prefix(4) == ["run a", "sync", "read", "synced"])
        bench.group.stop()
    }
}
