// The open LMTP connections: how many there are, and who of them may be ended when the service stops.
import NIOCore
import Synchronization

/// Counts connections, and ends them politely: who waits for a command hears 421, who waits for an answer
/// gets it first.
final class LMTPConnections: Sendable {
    private struct Place {
        var channel: any Channel
        var isAtRest: Bool
    }

    private struct State {
        var places: [Int: Place] = [:]
        var next = 0
        var isStopping = false
        /// Waits until there is none.
        var waiter: CheckedContinuation<Void, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    private let state = Mutex(State())

    static let goodbye = "421 4.3.2 the service stops, try again later\r\n"

    var count: Int { state.withLock { $0.places.count } }

    func enter(_ channel: any Channel) -> Int {
        state.withLock { state in
            state.next += 1
            state.places[state.next] = Place(channel: channel, isAtRest: false)
            return state.next
        }
    }

    func leave(_ place: Int) {
        let waiter = state.withLock { state in
            state.places[place] = nil
            return state.places.isEmpty ? state.takeWaiter() : nil
        }
        waiter?.resume()
    }

    /// Returns when the last one has gone; none may enter any more.
    func allGone() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if !state.places.isEmpty { state.waiter = continuation }
                return state.places.isEmpty
            }
            if isDone { continuation.resume() }
        }
    }

    /// Everything is answered; `false`: the service stops, and the client has been told.
    func rest(_ place: Int) -> Bool {
        let stopping = state.withLock { state -> (any Channel)? in
            state.places[place]?.isAtRest = true
            return state.isStopping ? state.places[place]?.channel : nil
        }
        guard let stopping else { return true }
        Self.end(stopping)
        return false
    }

    func work(_ place: Int) { state.withLock { $0.places[place]?.isAtRest = false } }

    func shutDown() {
        let atRest = state.withLock { state in
            state.isStopping = true
            return state.places.values.filter(\.isAtRest).map(\.channel)
        }
        for channel in atRest { Self.end(channel) }
    }

    private static func end(_ channel: any Channel) {
        channel.writeAndFlush(ByteBuffer(string: goodbye), promise: nil)
        channel.close(promise: nil)
    }
}
