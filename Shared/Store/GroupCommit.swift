// The one writer of a database: whatever waits is committed together, so a disk sync is shared by all
// who wait for it. No timer holds up a caller: a batch is what gathered while the last one was being synced
// (Syncer.swift), which goes on beside it.
// Only work that nobody waits for may say that it is content to go along with the next caller's.
import Foundation

/// A write that waits for its turn.
struct WriteJob: Sendable {
    enum Work: Sendable {
        /// Runs inside the transaction, by itself. May run twice.
        case alone(@Sendable (any Transaction) throws -> any Sendable)
        /// Is done together with the others of its kind.
        case kind(WriteKind, any Sendable)
    }
    let work: Work
    /// Rough size of what it writes, for the queue's bound.
    let bytes: Int
    /// When it must go at the latest, if nothing urgent takes it along before; `nil`: at once.
    let latest: Date?
    /// Gets the value after the commit, or what prevented it.
    let waiter: UnsafeContinuation<any Sendable, any Error>
}

/// Writes that are done together, in statements of many rows.
final class WriteKind: Sendable {
    /// Gives one output for each input, in their order.
    let run: @Sendable (any Transaction, [any Sendable]) throws -> [any Sendable]

    init(_ run: @escaping @Sendable (any Transaction, [any Sendable]) throws -> [any Sendable]) {
        self.run = run
    }
}

/// Owns the writing thread.
///
/// Safe because everything mutable is touched only while `condition` is held.
final class GroupCommit: @unchecked Sendable {
    private typealias Outcome = Syncer.Outcome

    private let driver: any Driver
    private let limits: StoreLimits
    private let condition = NSCondition()
    private let hasEnded = DispatchSemaphore(value: 0)
    private var waiting: [WriteJob] = []
    private var waitingBytes = 0
    private var urgentCount = 0
    private var urgentSum = 0
    /// Writes in a batch that is not settled yet.
    private var unsettled = 0
    /// Their bytes.
    private var unsettledBytes = 0
    /// The writing thread is at a batch.
    private var isWriting = false
    /// A sync has ended since the last batch was taken.
    private var isAfterSync = false
    private var isStopping = false
    let syncer: Syncer

    init(driver: any Driver, limits: StoreLimits) {
        self.driver = driver
        self.limits = limits
        syncer = Syncer(driver: driver)
        syncer.start { self.settled($0, bytes: $1) }
        let thread = Thread { self.loop() }
        thread.name = "store-writer"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Queues a job; refused at once when too much waits already.
    func submit(_ job: WriteJob) throws(StoreError) {
        condition.lock()
        defer { condition.unlock() }
        guard !isStopping else { throw StoreError(.unavailable, "the store is closed") }
        guard waiting.count < limits.waitingWritesMax,
            waitingBytes + job.bytes <= limits.waitingBytesMax || waiting.isEmpty
        else { throw StoreError(.busy, "\(waiting.count) writes are waiting already") }
        waiting.append(job)
        waitingBytes += job.bytes
        if job.latest == nil {
            urgentCount += 1
            urgentSum += 1
        }
        if isDue || waiting.count == 1 { condition.signal() }
    }

    var waitingCount: Int {
        condition.lock()
        defer { condition.unlock() }
        return waiting.count
    }

    /// Writes so far that somebody waited for.
    var urgentTotal: Int {
        condition.lock()
        defer { condition.unlock() }
        return urgentSum
    }

    /// Commits and settles what waits, then ends the threads.
    func stop() {
        condition.lock()
        isStopping = true
        condition.signal()
        condition.unlock()
        hasEnded.wait()
        // Whoever stops it a second time does not wait.
        hasEnded.signal()
        syncer.stop()
    }

    /// What has gathered during the sync goes now, and into the next one unless it would hold that up.
    private func settled(_ count: Int, bytes: Int) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        unsettled -= count
        unsettledBytes -= bytes
        isAfterSync = urgentCount > 0
        condition.signal()
        return urgentCount > 0 && !isWriting && !driver.commitsDurably
            && waitingBytes <= limits.batchBytesMax / 4
    }

    private func loop() {
        while let batch = nextBatch() {
            syncer.began()
            let outcomes = commit(batch)
            syncer.ended(
                zip(batch, outcomes).map { Syncer.Waiter(continuation: $0.waiter, outcome: $1) },
                bytes: batch.reduce(0) { $0 + $1.bytes })
        }
        hasEnded.signal()
    }

    /// While the disk syncs, what comes is gathered: many small commits would cost more pages than one.
    /// What is enough for a batch of its own goes at once, so that the next sync finds it committed. While
    /// the disk hangs, no more than one full batch lies committed behind it.
    private var isDue: Bool {
        guard urgentCount > 0 else { return false }
        return unsettled == 0 || isAfterSync
            || urgentCount >= limits.batchRowsEnough && unsettled < limits.batchRowsMax
                && unsettledBytes < limits.batchBytesMax
    }

    private func nextBatch() -> [WriteJob]? {
        condition.lock()
        defer { condition.unlock() }
        isWriting = false
        while !isDue, !isStopping {
            guard unsettled == 0, let latest = waiting.lazy.compactMap(\.latest).min() else {
                condition.wait()
                continue
            }
            // A clock set back must not make it wait for longer than it asked for.
            guard condition.wait(until: latest), latest > Date.now else { break }
        }
        guard !waiting.isEmpty else { return nil }
        var bytes = 0
        var count = 0
        for job in waiting.prefix(limits.batchRowsMax) {
            if count > 0, bytes + job.bytes > limits.batchBytesMax { break }
            bytes += job.bytes
            count += 1
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        waitingBytes -= bytes
        urgentCount -= batch.count { $0.latest == nil }
        unsettled += count
        unsettledBytes += bytes
        isAfterSync = false
        isWriting = true
        return batch
    }

    /// Nearly every batch is faultless, so it is tried as one piece; only when one of its writes
    /// throws is the whole rolled back and repeated with a savepoint for each.
    private func commit(_ batch: [WriteJob]) -> [Outcome] {
        var outcomes: [Outcome] = []
        var thrown: (any Error)?
        do {
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                thrown = nil
                do {
                    outcomes = try Self.runTogether(batch, transaction)
                    syncer.commits()
                } catch let error as StoreError where error.isFatal {
                    throw error
                } catch {
                    thrown = error
                    throw StoreError(.invalid, "rolled back to be repeated one by one")
                }
            }
            return outcomes
        } catch {
            // Alone in its batch it has undone only itself, and gets its own error.
            if batch.count == 1 { return [.failure(thrown ?? error)] }
            // A write that swallowed the failure of a statement shows only in the commit.
            guard thrown != nil || !error.isFatal else { return batch.map { _ in .failure(error) } }
        }
        do {
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                outcomes = []
                for job in batch { outcomes.append(try Self.runAlone(job, transaction)) }
                syncer.commits()
            }
            return outcomes
        } catch {
            return batch.map { _ in .failure(error) }
        }
    }

    private static func runTogether(
        _ batch: [WriteJob], _ transaction: any BatchTransaction
    ) throws -> [Outcome] {
        var values = [(any Sendable)?](repeating: nil, count: batch.count)
        for (place, job) in batch.enumerated() where values[place] == nil {
            switch job.work {
            case .alone(let run): values[place] = try run(transaction)
            case .kind(let kind, _):
                var places: [Int] = []
                var inputs: [any Sendable] = []
                for (place, other) in batch.enumerated() {
                    if case .kind(let same, let input) = other.work, same === kind {
                        places.append(place)
                        inputs.append(input)
                    }
                }
                for (place, output) in zip(places, try kind.run(transaction, inputs)) {
                    values[place] = output
                }
            }
        }
        return try values.map { value in
            guard let value else { throw StoreError(.invalid, "a write gave no result") }
            return .success(value)
        }
    }

    private static func runAlone(
        _ job: WriteJob, _ transaction: any BatchTransaction
    ) throws(StoreError) -> Outcome {
        var value: (any Sendable)?
        do {
            try transaction.savepoint {
                switch job.work {
                case .alone(let run): value = try run(transaction)
                case .kind(let kind, let input): value = try kind.run(transaction, [input]).first
                }
            }
            return value.map { .success($0) }
                ?? .failure(StoreError(.invalid, "a write gave no result"))
        } catch let error as StoreError where error.isFatal {
            throw error
        } catch {
            return .failure(error)
        }
    }
}
