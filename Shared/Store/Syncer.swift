// Makes commits durable beside the writer: while the disk syncs one batch, the statements of the next
// already run. Whoever waits for a write, or has read what was written, is told when the disk has it.
import Foundation
import Synchronization

/// Owns the syncing thread of a database.
///
/// A commit can be read at once and is on the disk a sync later. Between the two nobody outside this process
/// may learn of it: a cursor given out, or a message passed on, could be gone after a power cut. Therefore
/// the writer's callers wait for the sync, and so does every read that ran beside a commit (``read(_:)``).
final class Syncer: Sendable {
    typealias Outcome = Result<any Sendable, any Error>

    /// Somebody who waits for his write, and what became of it in the transaction.
    struct Waiter: Sendable {
        let continuation: UnsafeContinuation<any Sendable, any Error>
        let outcome: Outcome

        var isKept: Bool { if case .success = outcome { true } else { false } }
    }

    /// A batch that has ended: committed, or undone; then no outcome is a success.
    private struct Batch {
        var waiters: [Waiter]
        var bytes: Int
        /// Syncs that had failed when it began: what it read after that may be gone.
        var failures: Int
    }

    private struct Reader {
        /// The batch that it may have seen.
        let batch: Int
        let continuation: UnsafeContinuation<Void, any Error>
    }

    private struct State {
        var batches: [Batch] = []
        var readers: [Reader] = []
        /// Batches, counted: begun by the writer, about to be committed and so perhaps visible, ended, and
        /// settled, which is durable or refused.
        var begun = 0
        var visible = 0
        var ended = 0
        var settled = 0
        /// Syncs that failed.
        var failures = 0
        var failuresAtBegin = 0
        var isStopping = false
    }

    /// So long a sync waits for the few writes that gathered during the one before, in milliseconds: a
    /// writer held up by another process, or by a slow statement, holds up nobody whose commit is done.
    static let patienceMilliseconds = 2

    private let driver: any Driver
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(driver: any Driver) { self.driver = driver }

    /// Starts the thread, once.
    ///
    /// - Parameter onSettled: told how many waiters are settled, and their bytes; says whether a batch
    ///   follows at once, for which the next sync is worth waiting.
    func start(_ onSettled: @escaping @Sendable (Int, Int) -> Bool) {
        let thread = Thread { self.loop(onSettled) }
        thread.name = "store-syncer"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The writer begins a batch.
    func began() {
        state.withLock { state in
            state.begun += 1
            state.failuresAtBegin = state.failures
        }
    }

    /// The batch begun last is about to be committed: from now on readers may see it.
    func commits() { state.withLock { $0.visible = $0.begun } }

    /// The writer has committed the batch it began last, or undone it.
    func ended(_ waiters: [Waiter], bytes: Int) {
        state.withLock { state in
            state.ended = state.begun
            state.batches.append(
                Batch(waiters: waiters, bytes: bytes, failures: state.failuresAtBegin))
        }
        work.signal()
    }

    /// Runs a read, and gives its value when everything it can have seen is on the disk.
    ///
    /// - Throws: what `body` throws; `unavailable` when the disk refused something of it.
    func read<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let before = state.withLock { $0.failures }
        let value = try await body()
        try await withUnsafeThrowingContinuation {
            (continuation: UnsafeContinuation<Void, any Error>) in
            let result: Result<Void, any Error>? = state.withLock { state in
                guard state.failures == before else { return .failure(Self.refused) }
                guard state.settled < state.visible else { return .success(()) }
                state.readers.append(Reader(batch: state.visible, continuation: continuation))
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
        return value
    }

    private static let refused = StoreError(
        .unavailable, "the disk refused what had been written when this was read; try again")

    /// Settles everything and ends the thread. The writer has ended before.
    func stop() {
        state.withLock { $0.isStopping = true }
        work.signal()
        hasEnded.wait()
        // Whoever stops it a second time does not wait.
        hasEnded.signal()
    }

    private func loop(_ onSettled: (Int, Int) -> Bool) {
        while true {
            work.wait()
            let (batches, ended, isStopping) = state.withLock { state in
                defer { state.batches = [] }
                return (state.batches, state.ended, state.isStopping)
            }
            if !batches.isEmpty, let last = settle(batches, ended, onSettled) {
                awaitBatch(after: last)
            }
            if isStopping, batches.isEmpty { break }
        }
        hasEnded.signal()
    }

    /// Lets the writer end one more batch than so many, so that the next sync takes it along.
    private func awaitBatch(after last: Int) {
        let deadline = DispatchTime.now() + .milliseconds(Self.patienceMilliseconds)
        while state.withLock({ $0.ended == last && !$0.isStopping }) {
            guard work.wait(timeout: deadline) == .success else { break }
        }
        // The signals taken here were the loop's.
        work.signal()
    }

    /// - Returns: the last batch that has ended, if another follows at once.
    private func settle(
        _ batches: [Batch], _ ended: Int, _ onSettled: (Int, Int) -> Bool
    ) -> Int? {
        var failure: StoreError?
        if batches.contains(where: { $0.waiters.contains(where: \.isKept) }) {
            do throws(StoreError) { try driver.sync() } catch { failure = error }
        }
        let (readers, failures, last) = state.withLock { state in
            let before = state.failures
            state.settled = ended
            if failure != nil { state.failures += 1 }
            // What a reader saw may be of a batch that is lost now, whatever came after it.
            let end = state.readers.partition { failure != nil || $0.batch <= ended }
            defer { state.readers.removeSubrange(end...) }
            return (Array(state.readers[end...]), before, state.ended)
        }
        // First of all the writer: it commits what has gathered meanwhile while the others are told.
        let isMoreComing = onSettled(
            batches.reduce(0) { $0 + $1.waiters.count }, batches.reduce(0) { $0 + $1.bytes })
        for batch in batches {
            // Also an error may say what was seen of a batch that is lost.
            let refusal = failure ?? (batch.failures == failures ? nil : Self.refused)
            for waiter in batch.waiters {
                waiter.continuation.resume(with: refusal.map { .failure($0) } ?? waiter.outcome)
            }
        }
        for reader in readers {
            reader.continuation.resume(with: failure == nil ? .success(()) : .failure(Self.refused))
        }
        return isMoreComing ? last : nil
    }
}
