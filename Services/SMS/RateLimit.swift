// How many messages a sender and an account may bring: what is over it is told to come again later.
import Complaints
import ServiceKit
import Synchronization

/// The limits of one account, without a clock.
struct RateLimits: Sendable {
    /// Senders remembered, those who sent within the last minute.
    static let sendersMax = Buckets.namesMax

    private var senders: Buckets?
    private let account: Bucket?
    private var accountFullAt: Int64 = 0

    /// - Parameters: 0 for no limit.
    init(perSenderPerMinute: Int, perMinute: Int) {
        senders = perSenderPerMinute > 0 ? Buckets(perMinute: perSenderPerMinute) : nil
        account = perMinute > 0 ? Bucket(perMinute: perMinute) : nil
    }

    var remembered: Int { senders?.remembered ?? 0 }

    /// Takes the messages of one request, or says how long its provider is to wait. It waits only when every
    /// one is over the limit: no other sender's message waits with a flooder's.
    ///
    /// - Parameter froms: the sender of each message; `nil` of one that cannot be read.
    mutating func wait(_ froms: [String?], now: Int64) -> Int64 {
        if let account {
            let wait = account.wait(fullAt: accountFullAt, now: now)
            if wait > 0 { return wait }
        }
        if senders != nil {
            var shortest: Int64?
            for from in froms {
                let wait = from.flatMap { senders?.take($0, now: now) } ?? 0
                shortest = min(wait, shortest ?? wait)
            }
            if let shortest, shortest > 0 { return shortest }
        }
        if let account {
            accountFullAt = account.taking(froms.count, fullAt: accountFullAt, now: now)
        }
        return 0
    }
}

/// The limits of one account by the machine's clock. Each process counts for itself.
final class RateLimiter: Sendable {
    private let limits: Mutex<RateLimits>
    private let started = ContinuousClock.now

    /// Messages of one sender, where nobody has decided and the provider is patient.
    static let perSenderDefault = 30

    /// `nil` where nothing is limited: both are 0, or the provider does not come again, and what it was
    /// refused would be lost.
    ///
    /// - Parameter perSenderPerMinute: `nil`: nobody has decided. Then only those are told to wait who come
    ///   again for hours; a gateway that gives up after minutes loses a message only by a decision.
    init?(perSenderPerMinute: Int?, perMinute: Int, _ acknowledgements: Acknowledgements) {
        let perSenderPerMinute =
            perSenderPerMinute ?? (acknowledgements.isPatient ? Self.perSenderDefault : 0)
        guard acknowledgements.comesAgain, perSenderPerMinute > 0 || perMinute > 0 else { return nil }
        limits = Mutex(RateLimits(perSenderPerMinute: perSenderPerMinute, perMinute: perMinute))
    }

    /// Seconds for the provider to wait; `nil` when the messages are taken.
    func secondsToWait(_ messages: [Result<Inbound, Unreadable>]) -> Int? {
        let froms = messages.map { message -> String? in
            guard case .success(let inbound) = message else { return nil }
            return Sender(inbound.from).description
        }
        let (seconds, attoseconds) = (ContinuousClock.now - started).components
        let now = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let wait = limits.withLock { $0.wait(froms, now: now) }
        return wait > 0 ? Int((wait + 999_999) / 1_000_000) : nil
    }
}
