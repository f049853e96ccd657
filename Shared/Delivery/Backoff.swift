// How long to wait before the next try: exponential, with jitter, capped. A pure function of its inputs.

/// Waiting times between tries to the same destination.
///
/// | tries that failed | wait with the defaults |
/// |---|---|
/// | 1 | 0.5 … 1 s |
/// | 2 | 1 … 2 s |
/// | 5 | 8 … 16 s |
/// | 9 and more | 30 … 60 s |
package struct Backoff: Sendable, Hashable {
    package var first: Duration
    package var longest: Duration

    package init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
    }

    /// - Parameters:
    ///   - failures: how many tries failed in a row, from 1.
    ///   - random: 0 ..< 1; spreads many waiting senders apart.
    package func delay(failures: Int, random: Double) -> Duration {
        let doublings = min(max(failures, 1) - 1, 30)
        let full = min(longest, first * (1 << doublings))
        return full * (0.5 + 0.5 * min(max(random, 0), 1))
    }
}
