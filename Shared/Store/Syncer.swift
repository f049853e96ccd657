// Makes commits durable beside the writer: while the disk syncs one batch, the statements of the next
// already run. Whoever waits for a write, or has read what was written, is told when the disk has it.
import Foundation
import Synchronization

/// Owns the syncing thread of a database.
///
/// A commit can be read at once and is on the disk a sync later. Between the two nobody outside may
/// learn of it: a cursor given out, or a message passed on, could be gone after a power cut. Therefore
/// the writer's callers wait for the sync, and so does every read that ran beside a commit
/// (``read(_:)``).
final class Syncer: Sendable {
    typealias Outcome = Result<any Sendable, any Error>

    /// Somebody who waits for his write, and what became of it in the transaction.
    struct Waiter: Sendable {
        let continuation: UnsafeContinuation<any Sendable, any Error>
        let outcome: Outcome

        var isKept: Bool { if case .success = outcome { true } else { false } }

        /// - Parameter failure: of the sync.
        func tell(_ failure: StoreError?) {
            if isKept, let failure {
                continuation.resume(throwing: failure)
            } else {
                continuation.resume(with: outcome)
            }
        }
    }

    private struct Reader {
        /// The batch that it may have seen.
        let batch: Int
        let continuation: UnsafeContinuation<Void, any Error>
    }

    private struct State {
        var waiters: [Waiter] = []
        var readers: [Reader] = []
        /// Batches, counted: begun by the writer, ended by it, and settled, which is durable or refused.
        var begun = 0
        var ended = 0
        var settled = 0
        /// Syncs that failed: what was read before such a one may be gone.
        var failures = 0
        var isStopping = false
    }

    private let driver: any Driver
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(driver: any Driver) { self.driver = driver }

    /// Starts the thread, once.
    ///
    /// - Parameter onSettled: told how many waiters are settled; says whether a batch follows at once, for
    ///   which the next sync is worth waiting.
    func start(_ onSettled: @escaping @Sendable (Int) -> Bool) {
        let thread = Thread { self.loop(onSettled) }
        thread.name = "store-syncer"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The writer begins a batch.
    func began() { state.withLock { $0.begun += 1 } }

    /// The writer has committed the batch it began last, or undone it: then no outcome is a success.
    func ended(_ waiters: [Waiter]) {
        state.withLock { state in
            state.ended = state.begun
            state.waiters += waiters
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
                guard state.settled < state.begun else { return .success(()) }
                state.readers.append(Reader(batch: state.begun, continuation: continuation))
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

    private func loop(_ onSettled: (Int) -> Bool) {
        /// The batch without which the next sync does not begin.
        var wanted = 0
        while true {
            work.wait()
            let (waiters, ended, isStopping) = state.withLock { state in
                guard state.ended >= wanted || state.isStopping else { return ([Waiter](), 0, false) }
                defer { state.waiters = [] }
                return (state.waiters, state.ended, state.isStopping)
            }
            if !waiters.isEmpty { wanted = settle(waiters, ended, onSettled) }
            if isStopping, waiters.isEmpty { break }
        }
        hasEnded.signal()
    }

    private func settle(_ waiters: [Waiter], _ ended: Int, _ onSettled: (Int) -> Bool) -> Int {
        var failure: StoreError?
        if waiters.contains(where: \.isKept) {
            do throws(StoreError) { try driver.sync() } catch { failure = error }
        }
        let (readers, last) = state.withLock { state in
            state.settled = ended
            if failure != nil { state.failures += 1 }
            let end = state.readers.partition { $0.batch <= ended }
            defer { state.readers.removeSubrange(end...) }
            return (Array(state.readers[end...]), state.ended)
        }
        // First of all the writer: it commits what has gathered meanwhile while the others are told.
        let isMoreComing = onSettled(waiters.count)
        for waiter in waiters { waiter.tell(failure) }
        for reader in readers {
            reader.continuation.resume(with: failure == nil ? .success(()) : .failure(Self.refused))
        }
        return isMoreComing ? last + 1 : 0
    }
}
