// Which connections are open, and which one gives way when there is no room.
import NIOCore
import Synchronization

/// One open connection, as other connections may see it.
final class ConnectionEntry: Sendable, Identifiable {
    let channel: any Channel
    /// Uptime in nanoseconds since which nothing but a request is awaited; ``busy``, or ``gone``.
    private let waiting: Atomic<UInt64>

    private static let busy = UInt64.max
    private static let gone = UInt64.max - 1

    init(_ channel: any Channel) {
        self.channel = channel
        waiting = Atomic(NIODeadline.now().uptimeNanoseconds)
    }

    /// Notes that it waits for a request since then, or for ours.
    func waits(since start: NIODeadline?) {
        let value = start?.uptimeNanoseconds ?? Self.busy
        let old = waiting.load(ordering: .relaxed)
        if old != Self.gone, old != value {
            _ = waiting.compareExchange(expected: old, desired: value, ordering: .relaxed)
        }
    }

    /// Since when it waits; `nil` while it is at work.
    var waitingSince: UInt64? {
        let value = waiting.load(ordering: .relaxed)
        return value >= Self.gone ? nil : value
    }

    /// Whether it still waited as seen, and has now been chosen to go.
    func chooseToGo(seen: UInt64) -> Bool {
        waiting.compareExchange(expected: seen, desired: Self.gone, ordering: .relaxed).exchanged
    }
}

/// Counts the connections of a process, in all and by address.
final class ConnectionLedger: Sendable {
    /// Whether a connection may stay.
    enum Admission: Sendable {
        case admitted(ConnectionEntry)
        /// Answered 503; the label of the metric says why.
        case refused(String)
        /// No answer: too many are being answered already.
        case ignored
    }

    private struct State {
        var entries: [ObjectIdentifier: ConnectionEntry] = [:]
        var addresses: [IPAddress: Int] = [:]
        var refusals = 0
    }

    private let limits: ConnectionLimits
    private let metrics: Metrics
    private let state = Mutex(State())

    init(_ limits: ConnectionLimits, _ metrics: Metrics) {
        self.limits = limits
        self.metrics = metrics
    }

    /// Open connections, also those that are being refused.
    var count: Int { state.withLock { $0.entries.count + $0.refusals } }

    /// A connection comes. It leaves by itself when its channel is closed.
    func enter(_ channel: any Channel) -> Admission {
        let address = countedAddress(channel.remoteAddress)
        let entry = ConnectionEntry(channel)
        let (admission, leaving) = state.withLock { state -> (Admission, ConnectionEntry?) in
            let ofAddress = address.map { state.addresses[$0, default: 0] } ?? 0
            var leaving: ConnectionEntry?
            var why: String?
            if limits.connectionsPerAddress > 0, ofAddress >= limits.connectionsPerAddress {
                why = "address"
            } else if state.entries.count >= limits.connections {
                leaving = Self.longestWaiting(state.entries.values)
                if let leaving {
                    state.entries[ObjectIdentifier(leaving)] = nil
                } else {
                    why = "connections"
                }
            }
            if let why {
                guard state.refusals < ConnectionLimits.refusals else { return (.ignored, nil) }
                state.refusals += 1
                return (.refused(why), nil)
            }
            state.entries[ObjectIdentifier(entry)] = entry
            if let address { state.addresses[address] = ofAddress + 1 }
            return (.admitted(entry), leaving)
        }
        if let leaving {
            fault("evicted")
            leaving.channel.close(promise: nil)
        }
        switch admission {
        case .admitted:
            channel.closeFuture.whenComplete { _ in self.leave(entry, address) }
        case .refused(let why):
            fault(why)
            channel.closeFuture.whenComplete { _ in self.state.withLock { $0.refusals -= 1 } }
        case .ignored: fault("ignored")
        }
        return admission
    }

    /// Counts what a client did wrong, or what it was refused for.
    func fault(_ kind: String) { metrics.count("mendengar_http_faults_total", ["kind": kind]) }

    private func leave(_ entry: ConnectionEntry, _ address: IPAddress?) {
        state.withLock { state in
            state.entries[ObjectIdentifier(entry)] = nil
            guard let address, let count = state.addresses[address] else { return }
            state.addresses[address] = count > 1 ? count - 1 : nil
        }
    }

    /// Seldom called, so it looks at all of them.
    private static func longestWaiting(
        _ entries: some Sequence<ConnectionEntry>
    ) -> ConnectionEntry? {
        let latest = (NIODeadline.now() - ConnectionLimits.evictable).uptimeNanoseconds
        let candidates = entries.compactMap { entry in
            entry.waitingSince.flatMap { $0 <= latest ? (entry, $0) : nil }
        }
        // One that has just begun a request is passed over for the next.
        return candidates.sorted { $0.1 < $1.1 }.first { $0.0.chooseToGo(seen: $0.1) }?.0
    }

    /// `nil` for those that are not counted by address.
    private func countedAddress(_ address: SocketAddress?) -> IPAddress? {
        guard let address = IPAddress(address), !AddressRanges.loopback.contains(address),
            !limits.trustedProxies.contains(address)
        else { return nil }
        return address
    }
}
