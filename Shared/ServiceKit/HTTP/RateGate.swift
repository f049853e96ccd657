// How many calls somebody may make: what is over it is told to come again later.
import Foundation
import Synchronization

/// A token bucket: so many at once as in a minute, refilled evenly. It is kept as the moment when it will be
/// full again, so that of a full one there is nothing to remember. Times are microseconds of one clock.
package struct Bucket: Sendable {
    /// Between two tokens.
    private let interval: Int64
    private let size: Int64

    /// - Parameter perMinute: 1 and more.
    package init(perMinute: Int) {
        interval = 60_000_000 / Int64(perMinute)
        size = Int64(perMinute)
    }

    /// How long until there is a token; zero when there is one.
    package func wait(fullAt: Int64, now: Int64) -> Int64 {
        max(0, fullAt - now - (size - 1) * interval)
    }

    /// When it will be full again after `count` were taken; more than all leave it empty, not in debt.
    package func taking(_ count: Int, fullAt: Int64, now: Int64) -> Int64 {
        min(max(fullAt, now) + Int64(count) * interval, now + size * interval)
    }
}

/// A bucket for each of many, by name, without a clock.
package struct Buckets: Sendable {
    /// Names remembered, those who came within the last minute.
    package static let namesMax = 20_000

    private let bucket: Bucket
    private var fullAt: [String: Int64] = [:]

    package init(perMinute: Int) { bucket = Bucket(perMinute: perMinute) }

    /// How many are remembered.
    package var remembered: Int { fullAt.count }

    /// Takes one, or says how long to wait.
    package mutating func take(_ name: String, now: Int64) -> Int64 {
        let full = fullAt[name]
        let wait = bucket.wait(fullAt: full ?? now, now: now)
        guard wait == 0 else { return wait }
        if full == nil, fullAt.count >= Self.namesMax { forget(now) }
        fullAt[name] = bucket.taking(1, fullAt: full ?? now, now: now)
        return 0
    }

    /// Makes room: those whose bucket is full lose nothing; where that is not enough, the half that is
    /// nearest to it, so that a flooder is remembered longest.
    private mutating func forget(_ now: Int64) {
        fullAt = fullAt.filter { $0.value > now }
        guard fullAt.count > Self.namesMax / 2 else { return }
        let kept = fullAt.sorted { $0.value > $1.value }.prefix(Self.namesMax / 2)
        fullAt = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}

/// Buckets by the machine's clock. Each process counts for itself.
package final class RateGate: Sendable {
    private let buckets: Mutex<Buckets>
    private let started = ContinuousClock.now

    /// - Parameter perMinute: calls of one name; 0 for any number: then there is no gate.
    package init?(perMinute: Int) {
        guard perMinute > 0 else { return nil }
        buckets = Mutex(Buckets(perMinute: perMinute))
    }

    /// Seconds to wait; `nil` when the call may go on.
    package func secondsToWait(_ name: String) -> Int? {
        let (seconds, attoseconds) = (ContinuousClock.now - started).components
        let now = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let wait = buckets.withLock { $0.take(name, now: now) }
        return wait > 0 ? Int((wait + 999_999) / 1_000_000) : nil
    }
}
