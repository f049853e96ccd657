// How fast to send to one destination: one parcel after a failure, doubling while it goes well, so that a
// destination that has just come back is not met by a stampede. A pure state machine.

/// The pace of one sender.
package struct DeliveryPace: Sendable, Hashable {
    /// Tries that failed in a row.
    package private(set) var failures = 0
    /// Parcels in the next try.
    package private(set) var limit: Int
    private let limitMax: Int
    private let backoff: Backoff

    /// Parcels in one try at most.
    package static let limitMaxDefault = 128

    package init(backoff: Backoff = Backoff(), limitMax: Int = limitMaxDefault) {
        self.backoff = backoff
        self.limitMax = limitMax
        // A start is like a return: how the other side is, nobody knows yet.
        limit = 1
    }

    /// The try went through: the next may be twice as large.
    package mutating func succeeded() {
        failures = 0
        limit = min(limit * 2, limitMax)
    }

    /// - Parameters:
    ///   - retryAfter: what the other side asked for; never tried before that.
    ///   - random: 0 ..< 1, spreads many waiting senders apart.
    /// - Returns: how long to wait before the next try.
    package mutating func failed(retryAfter: Duration?, random: Double) -> Duration {
        failures += 1
        limit = 1
        return max(backoff.delay(failures: failures, random: random), retryAfter ?? .zero)
    }
}
