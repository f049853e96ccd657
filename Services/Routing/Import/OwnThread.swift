// Reading a file row by row is synchronous, the database is not: the reading gets a thread of its own, which
// may wait for it. On one of Swift's few threads it would stand in the way of others.
import Foundation
import Synchronization

enum OwnThread {
    /// Runs `body` on a thread of its own.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Waits for what is asynchronous. Only within ``run(_:)``.
    static func wait<Value: Sendable>(
        for body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let (outcome, isDone) = (Outcome<Value>(), DispatchSemaphore(value: 0))
        Task {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            outcome.result.withLock { $0 = result }
            isDone.signal()
        }
        isDone.wait()
        guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
