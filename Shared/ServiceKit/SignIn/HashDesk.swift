// Checking a password costs 16 MiB and some 50 ms by design: a few at a time, on threads of their own.
import Dispatch
import HTTPTypes
import Synchronization

/// Where passwords are hashed.
final class HashDesk: Sendable {
    /// Hashed at the same time.
    static let atOnce = 2
    /// Waiting for that; further ones are answered 503.
    static let waitingMax = 16

    static let shared = HashDesk()

    private struct State {
        var working = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)

    /// Waiting for their turn now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs `work` when its turn comes.
    ///
    /// - Throws: ``Problem`` 503 when too many wait already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        try await takePlace()
        defer { leavePlace() }
        return await withCheckedContinuation { done in
            queue.async { done.resume(returning: work()) }
        }
    }

    private func takePlace() async throws {
        let isFull = state.withLock { state in
            state.working >= Self.atOnce && state.waiting.count >= Self.waitingMax
        }
        if isFull { throw Problem.tooManySignIns }
        await withCheckedContinuation { turn in
            let isMine = state.withLock { state in
                guard state.working >= Self.atOnce else {
                    state.working += 1
                    return true
                }
                state.waiting.append(turn)
                return false
            }
            if isMine { turn.resume() }
        }
    }

    private func leavePlace() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.working -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

extension Problem {
    fileprivate static let tooManySignIns = Problem(
        .serviceUnavailable, "too-many-sign-ins",
        "Terlalu banyak orang masuk bersamaan. Coba lagi sebentar lagi.", retryAfter: 5)
}
