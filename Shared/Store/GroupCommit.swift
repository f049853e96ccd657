// The one writer of a database: whatever waits is committed together, so a disk sync is shared by all
// who wait for it. There is no timer: a batch is what gathered while the last one was being synced.
import Foundation

/// A write that waits for its turn.
struct WriteJob: Sendable {
    /// Rough size of what it writes, for the queue's bound.
    let bytes: Int
    /// Runs inside the transaction; keeps its own result until the commit.
    let run: @Sendable (any Transaction) throws -> Void
    /// Called once, after the commit (`nil`) or with what prevented it.
    let finish: @Sendable (StoreError?) -> Void
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
        condition.signal()
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
        while let batch = nextBatch() { commit(batch) }
        condition.lock()
        hasStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func nextBatch() -> [WriteJob]? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isStopping { return nil }
            condition.wait()
        }
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
        return batch
    }

    private func commit(_ batch: [WriteJob]) {
        var failure: StoreError?
        do {
            try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
                for job in batch {
                    do {
                        try transaction.savepoint { try job.run(transaction) }
                    } catch let error as StoreError where error.isFatal {
                        throw error
                    } catch {
                        // The job keeps its own error and reports it after the commit of the others.
                    }
                }
            }
        } catch {
            failure = error
        }
        for job in batch { job.finish(failure) }
    }
}
