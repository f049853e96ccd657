// Bounds of a service's HTTP connections: how many, how long, how large. Configured under `limits:`.
import NIOCore

/// What a connection may cost us. Each bound has its key in the configuration file.
package struct ConnectionLimits: Sendable, Hashable {
    /// `limits.connections`: open at once in this process. One more takes the place of the connection that
    /// has waited longest without a request; where none waits, it is answered 503.
    package var connections = 1024
    /// `limits.connections_per_address`: of one sender's address; 0 for no bound. Loopback and trusted
    /// proxies are never counted, because they speak for everybody.
    package var connectionsPerAddress = 64
    /// `limits.header_kib`: bytes of the request line and all header fields. The text of a long message in
    /// Kannel's GET needs more than the usual 8 or 16 KiB.
    package var headerBytes = 64 * 1024
    /// `limits.header_fields`: header fields of a request.
    package var headerFields = 100
    /// `limits.header_time`: from the first byte of a request to the end of its header.
    package var headerTime = Duration.seconds(10)
    /// `limits.body_time`: for the body, and one second more for each ``bytesPerSecond`` of it.
    package var bodyTime = Duration.seconds(30)
    /// `limits.bytes_per_second`: the slowest rate of a body, or of the reading of our answer.
    package var bytesPerSecond = 16 * 1024
    /// `limits.idle_time`: between two requests, and before the first.
    package var idleTime = Duration.seconds(30)
    /// `limits.write_time`: how long a client may leave our answer unread. Waiting for a long poll's answer
    /// is not bounded by it.
    package var writeTime = Duration.seconds(60)

    /// `trusted_proxies`: who is believed in what it says of the sender, and not counted by its address.
    package var trustedProxies = AddressRanges.loopback

    package init() {}

    /// How long an answer is left standing for a client that still sends.
    static let lingerTime = TimeAmount.seconds(2)
    /// Requests of one connection that may wait for their answers; nobody honest comes near.
    static let requestsInFlight = 32
    /// A connection is closed for a newcomer only after it waited this long.
    static let evictable = TimeAmount.seconds(1)
    /// Connections being told 503 at the same time; further ones are closed without a word.
    static let refusals = 128
    /// Bytes read from a socket at a time, so that what waits for its handler stays small.
    static let readBytes = 4 * 1024
}

extension ConnectionLimits {
    /// How long so many bytes may take.
    func allowance(_ base: Duration, bytes: Int) -> TimeAmount {
        TimeAmount(base) + .milliseconds(Int64(bytes) * 1000 / Int64(max(1, bytesPerSecond)))
    }

    /// How often the deadlines of a connection are looked at.
    var tick: TimeAmount {
        let least = [headerTime, bodyTime, idleTime, writeTime].min() ?? headerTime
        return max(.milliseconds(20), min(.seconds(1), TimeAmount(least / 4)))
    }
}
