// Back-off, the bell, and the outbox worker against a destination that fails.
import Delivery
import Foundation
import Logging
import Synchronization
import Testing

@Suite struct BackoffTests {
    @Test func growsIsCappedAndJittered() {
        let backoff = Backoff()
        #expect(backoff.delay(failures: 1, random: 0) == .milliseconds(500))
        #expect(backoff.delay(failures: 1, random: 1) == .seconds(1))
        #expect(backoff.delay(failures: 5, random: 0) == .seconds(8))
        #expect(backoff.delay(failures: 9, random: 0) == .seconds(30))
        #expect(backoff.delay(failures: 1_000_000, random: 1) == .seconds(60))
        #expect(backoff.delay(failures: 0, random: 0.5) == .milliseconds(750))
    }
}

@Suite struct DeliveryPaceTests {
    @Test func startsWithOneDoublesAndFallsBackToOne() {
        var pace = DeliveryPace(limitMax: 10)
        var limits: [Int] = []
        for _ in 0..<6 {
            limits.append(pace.limit)
            pace.succeeded()
        }
        #expect(limits == [1, 2, 4, 8, 10, 10])
        let pauses = (0..<3).map { _ in pace.failed(retryAfter: nil, random: 1) }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(pace.limit == 1 && pace.failures == 3)
        #expect(pace.failed(retryAfter: .seconds(600), random: 0) == .seconds(600))
        pace.succeeded()
        #expect(pace.failures == 0 && pace.limit == 2)
    }
}

@Suite struct BellTests {
    /// A lost ring would make this wait for a day.
    @Test(.timeLimit(.minutes(3))) func aRingBeforeTheWaitIsKept() async {
        let bell = Bell()
        bell.ring()
        await bell.wait(atMost: .seconds(86_400))
    }

    @Test func ringsAcrossTasksNeverGetLost() async {
        let bell = Bell()
        let count = Mutex(0)
        let counter = Counter(count)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while counter.value.withLock({ $0 }) < 500 {
                    await bell.wait(atMost: .seconds(60))
                }
            }
            group.addTask {
                for _ in 0..<500 {
                    counter.value.withLock { $0 += 1 }
                    bell.ring()
                    await Task.yield()
                }
            }
        }
        #expect(counter.value.withLock { $0 } == 500)
    }
}

private final class Counter: Sendable {
    let value: Mutex<Int>
    init(_ value: consuming Mutex<Int>) { self.value = value }
}

/// An outbox in memory: the worker's contract, not the database's.
private final class MemoryOutbox: Outbox {
    private let state: Mutex<(waiting: [Parcel], settled: [Int64])>

    init(_ count: Int64) {
        state = Mutex(((1...count).map { Parcel(id: $0, body: Data()) }, []))
    }

    var settled: [Int64] { state.withLock { $0.settled } }

    func claim(limit: Int) async throws -> [Parcel] {
        state.withLock { Array($0.waiting.prefix(min(limit, 7))) }
    }

    func release(_ parcels: [Parcel]) async throws {}

    func recover() async throws {}

    func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws {
        let ids = settlements.map(\.parcel.id)
        state.withLock { state in
            state.waiting.removeAll { ids.contains($0.id) }
            state.settled += ids
        }
    }
}

@Suite struct OutboxWorkerTests {
    /// Every third try fails; nothing is lost, doubled or reordered.
    @Test func drainsInOrderThroughFailures() async throws {
        let outbox = MemoryOutbox(50)
        let tries = Counter(Mutex(0))
        let quick = Backoff(first: .microseconds(1), longest: .microseconds(10))
        let worker = OutboxWorker(
            outbox: outbox, bell: Bell(), backoff: quick,
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        ) { parcels in
            let attempt = tries.value.withLock { value in
                value += 1
                return value
            }
            return attempt % 3 == 0
                ? .postponed("away", retryAfter: nil)
                : .settled(parcels.map { _ in .delivered() })
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            group.addTask {
                while outbox.settled.count < 50 { await Task.yield() }
            }
            try await group.next()
            group.cancelAll()
        }
        #expect(outbox.settled == Array(1...50))
    }
}

@Suite struct FetcherTests {
    @Test func nobodyThereIsAnErrorNotACrash() async {
        await #expect(throws: FetchError.self) {
            try await Fetcher().fetch(FetchRequest("GET", "http://127.0.0.1:1/"))
        }
        await #expect(throws: FetchError.self) {
            try await Fetcher().fetch(FetchRequest("GET", "file:///etc/passwd"))
        }
        await #expect(throws: FetchError.self) {
            try await Fetcher().fetch(
                FetchRequest("GET", "http://127.0.0.1:1/", headers: [("X", "a\r\nInjected: b")]))
        }
    }
}

@Suite struct OutboxStepsTests {
    private let parcels = (1...3).map { Parcel(id: $0, body: Data()) }

    /// Up to what was sent.
    private func sent(_ steps: inout OutboxSteps) -> OutboxSteps.Action {
        _ = steps.next(after: .done, random: 0)
        _ = steps.next(after: .claimed(parcels), random: 0)
        return steps.next(after: .answered(.settled([.delivered(), .delivered()])), random: 0)
    }

    private func settled(_ action: OutboxSteps.Action) -> [Int64]? {
        if case .settle(let some) = action { some.map(\.parcel.id) } else { nil }
    }

    /// Sent again, it would reach the citizen twice.
    @Test func whatWasSentIsRecordedBeforeAnythingElse() {
        var steps = OutboxSteps()
        #expect(settled(sent(&steps)) == [1, 2])
        for _ in 0..<3 {
            guard case .pause = steps.next(after: .failed("no disk"), random: 0) else {
                Issue.record("no pause after a failure")
                return
            }
            #expect(settled(steps.next(after: .done, random: 0)) == [1, 2])
        }
        guard case .claim(let limit) = steps.next(after: .done, random: 0) else {
            Issue.record("no claim after all is recorded")
            return
        }
        #expect(limit == 1)
    }

    @Test func oneThatMustWaitHoldsUpNoOther() {
        var steps = OutboxSteps()
        _ = steps.next(after: .done, random: 0)
        _ = steps.next(after: .claimed([parcels[0]]), random: 0)
        guard case .release(let back) = steps.next(after: .answered(.settled([])), random: 0),
            case .claim = steps.next(after: .done, random: 0)
        else {
            Issue.record("a pause for one parcel")
            return
        }
        #expect(back.map(\.id) == [1])
    }

    @Test func anEndingProcessRecordsWhatItSentAndGivesBackTheRest() {
        var steps = OutboxSteps()
        #expect(OutboxSteps.ending(sent(&steps)).flatMap(settled) == [1, 2])
        #expect(OutboxSteps.ending(.claim(limit: 1)) == nil)
        guard case .release(let back) = OutboxSteps.ending(.send(parcels)) else {
            Issue.record("what was only claimed is kept")
            return
        }
        #expect(back == parcels)
    }
}
