// Wakes a worker that waits for work, without polling and without losing a ring between two waits.
import Synchronization

/// A bell with one listener. A ring while nobody listens is kept for the next wait.
package final class Bell: Sendable {
    private struct State {
        var rung = false
        var listener: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    package init() {}

    /// Wakes the listener, now or at its next wait.
    package func ring() {
        let listener = state.withLock { state in
            let listener = state.listener
            state.listener = nil
            state.rung = listener == nil
            return listener
        }
        listener?.resume()
    }

    /// Returns at the next ring, after `duration`, or when the task is cancelled.
    package func wait(atMost duration: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { await self.listen() }
            await group.next()
            group.cancelAll()
        }
    }

    private func listen() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let already = state.withLock { state in
                    if state.rung || Task.isCancelled {
                        state.rung = false
                        return true
                    }
                    state.listener = continuation
                    return false
                }
                if already { continuation.resume() }
            }
        } onCancel: {
            let listener = state.withLock { state in
                let listener = state.listener
                state.listener = nil
                return listener
            }
            listener?.resume()
        }
    }
}
