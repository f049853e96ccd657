// The one writer of a database: whatever waits is committed together, so a disk sync is shared by all
// who wait for it. No timer holds up a caller: a batch is what gathered while the last one was being synced.
// Only work that nobody waits for may say that it is content to go along with the next caller's.
import Foundation

/// A write that waits for its turn.
struct WriteJob: Sendable {
    /// Rough size of what it writes, for the queue's bound.
    let bytes: Int
    /// When it must go at the latest, if nothing urgent takes it along before; `nil`: at once.
    let latest: Date?
    /// What it shares statements with; `nil` for a write of its own.
    let kind: WriteKind?
    /// What a kind works on: its input and the place of its result.
    let slot: any Sendable
    /// Runs inside the transaction; keeps its own result until the commit. May run twice.
    let run: @Sendable (any Transaction) throws -> Void
    /// Called once, after the commit (`nil`) or with what prevented it.
    let finish: @Sendable (StoreError?) -> Void
}

/// Writes that are done together, in statements of many rows.
final class WriteKind: Sendable {
    let runAll: @Sendable (any Transaction, [any Sendable]) throws -> Void

    init(_ runAll: @escaping @Sendable (any Transaction, [any Sendable]) throws -> Void) {
        self.runAll = runAll
    }
}

/// Owns the writing thread.
///
/// Safe because everything mutable is touched only while `condition` is held.
final class GroupCommit: @unchecked Sendable {
    private let driver: any Driver
    private let limits: StoreLimits
    private let condition = NSCondition()
    private var waiting: [WriteJob] = []
    private var waitingBytes = 0
    private var urgentCount = 0
    private var urgentSum = 0
    private var isStopping = false
    private var hasStopped = false

    init(driver: any Driver, limits: StoreLimits) {
        self.driver = driver
        self.limits = limits
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
        if waiting.count == 1 || urgentCount == 1 { condition.signal() }
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

    /// Commits what waits, then ends the thread.
    func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !hasStopped { condition.wait() }
        condition.unlock()
    }

    private func loop() {
        while let batch = nextBatch() {
            let failures = commit(batch)
            for (job, failure) in zip(batch, failures) { job.finish(failure) }
        }
        condition.lock()
        hasStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func nextBatch() -> [WriteJob]? {
        condition.lock()
        defer { condition.unlock() }
        while urgentCount == 0, !isStopping {
            guard let latest = waiting.lazy.compactMap(\.latest).min() else {
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
        return batch
    }

    /// Nearly every batch is faultless, so it is tried as one piece; only when one of its writes
    /// throws is the whole rolled back and repeated with a savepoint for each.
    ///
    /// - Returns: for each write what prevented it, besides what it threw itself.
    private func commit(_ batch: [WriteJob]) -> [StoreError?] {
        var oneThrew = false
        do {
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                oneThrew = false
                do {
                    try Self.runTogether(batch, transaction)
                } catch let error as StoreError where error.isFatal {
                    throw error
                } catch {
                    oneThrew = true
                    throw StoreError(.invalid, "rolled back to be repeated one by one")
                }
            }
            return batch.map { _ in nil }
        } catch {
            // A write that swallowed the failure of a statement shows only in the commit.
            guard oneThrew || !error.isFatal && batch.count > 1 else { return batch.map { _ in error } }
        }
        // Alone in its batch it has undone only itself, and keeps its own error.
        if batch.count == 1, batch[0].kind == nil { return [nil] }
        var failures: [StoreError?] = []
        do {
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                failures = []
                for job in batch { failures.append(try Self.runAlone(job, transaction)) }
            }
            return failures
        } catch {
            return batch.map { _ in error }
        }
    }

    private static func runTogether(
        _ batch: [WriteJob], _ transaction: any BatchTransaction
    ) throws {
        var done = Set<ObjectIdentifier>()
        for job in batch {
            guard let kind = job.kind else {
                try job.run(transaction)
                continue
            }
            guard done.insert(ObjectIdentifier(kind)).inserted else { continue }
            try kind.runAll(transaction, batch.filter { $0.kind === kind }.map(\.slot))
        }
    }

    /// - Returns: why the database undid what the write itself took for done.
    private static func runAlone(
        _ job: WriteJob, _ transaction: any BatchTransaction
    ) throws(StoreError) -> StoreError? {
        var hasRun = false
        do {
            try transaction.savepoint {
                try job.run(transaction)
                hasRun = true
            }
            return nil
        } catch let error as StoreError where error.isFatal {
            throw error
        } catch {
            // The job keeps what it threw itself and reports it after the commit of the others.
            return hasRun ? error as? StoreError ?? StoreError(.invalid, "\(error)") : nil
        }
    }
}
