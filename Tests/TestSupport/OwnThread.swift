// Work that blocks or computes for long, kept off the threads that all tests of the process share.
import Dispatch

/// Runs `body` on a thread of its own.
///
/// Swift's tasks share as many threads as the machine has cores. A test that holds one of them for
/// longer than a moment stops the servers of the other tests, and those wait for answers in vain.
@discardableResult
package func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
    }
}
