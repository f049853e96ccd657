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

    func leave(_ place: Int) { state.withLock { _ = $0.places.removeValue(forKey: place) } }

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
