// When a webhook is tried again, and what an answer means for it. Pure.
import Complaints
import Delivery
import Foundation

/// The waits between the tries of one message (Standard Webhooks 1.0, "Retry schedule").
struct PushSchedule: Sendable {
    let waits: [Duration]

    /// Each wait is longer by up to this share, so that many messages do not come back at once.
    static let jitter = 0.2
    /// A receiver may ask for no more.
    static let retryAfterMax = Duration.seconds(24 * 3600)

    /// How long to wait for the next try; `nil` when it was the last.
    ///
    /// - Parameters:
    ///   - tries: so far, all of which failed.
    ///   - passed: since the first. Tries between the planned ones, made because the receiver was back,
    ///     take nothing away: no message dies before its time.
    ///   - random: 0 ..< 1.
    func wait(
        afterTries tries: Int, passed: Duration, retryAfter: Duration?, random: Double
    ) -> Duration? {
        guard let last = waits.last else { return nil }
        let isDue = tries > waits.count && passed >= waits.reduce(.zero, +)
        guard !isDue else { return nil }
        let wait = tries <= waits.count ? waits[max(0, tries - 1)] : last
        return max(wait * (1 + Self.jitter * random), min(retryAfter ?? .zero, Self.retryAfterMax))
    }
}

/// What became of one try.
enum PushOutcome: Sendable, Hashable {
    case taken
    /// `isAway`: the receiver as a whole does not answer, or asks to be left alone for a while.
    case failed(why: String, status: Int?, isAway: Bool, retryAfter: Duration? = nil)
    /// 410: it wants nothing any more.
    case gone

    init(_ response: FetchResponse, at now: Date) {
        switch response.status {
        case 200..<300: self = .taken
        case 410: self = .gone
        case let status:
            let wait = response.headers["retry-after"].flatMap { Self.retryAfter($0, at: now) }
            let isRedirect = (300..<400).contains(status)
            self = .failed(
                why: "answered \(status)" + (isRedirect ? "; redirects are not followed" : ""),
                status: status, isAway: [429, 502, 503, 504].contains(status), retryAfter: wait)
        }
    }

    /// - Parameter host: as configured, for people.
    init(_ error: FetchError, host: String) {
        let why = error.refusedAddress.map {
            "\(host) is the address \($0), which is not public; list it in routing.push_hosts if it is meant"
        }
        self = .failed(why: why ?? error.description, status: nil, isAway: true)
    }

    /// Seconds, or a date (RFC 9110 section 10.2.3).
    static func retryAfter(_ text: String, at now: Date) -> Duration? {
        if let seconds = Int64(text) {
            return seconds < 0 ? nil : .seconds(min(seconds, PushSchedule.retryAfterMax.components.seconds))
        }
        guard let date = HTTPDate.parse(text) else { return nil }
        return .seconds(max(0, min(date.timeIntervalSince(now), 86_400)))
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that is still sent (RFC 9110 section 5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func parse(_ text: String) -> Date? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]),
            words[1].count == 2, words[3].count == 4, words[4].count == 8
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp.parse("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
