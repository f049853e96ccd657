// How many messages a sender and an account may bring: what is over it is told to come again later.
import Complaints
import ServiceKit
import Synchronization

/// A token bucket: so many at once as in a minute, refilled evenly. It is kept as the moment when it will be
/// full again, so that of a full one there is nothing to remember. Times are microseconds of one clock.
struct Bucket: Sendable {
    /// Between two tokens.
    private let interval: Int64
    private let size: Int64

    /// - Parameter perMinute: 1 and more.
    init(perMinute: Int) {
        interval = 60_000_000 / Int64(perMinute)
        size = Int64(perMinute)
    }

    /// How long until there is a token; zero when there is one.
    func wait(fullAt: Int64, now: Int64) -> Int64 {
        max(0, fullAt - now - (size - 1) * interval)
    }

    /// When it will be full again after `count` were taken; more than all leave it empty, not in debt.
    func taking(_ count: Int, fullAt: Int64, now: Int64) -> Int64 {
        min(max(fullAt, now) + Int64(count) * interval, now + size * interval)
    }
}

/// The limits of one account, without a clock.
struct RateLimits: Sendable {
    /// Senders remembered, those who sent within the last minute.
    static let sendersMax = 20_000

    private let sender: Bucket?
    private let account: Bucket?
    private var accountFullAt: Int64 = 0
    private var senders: [String: Int64] = [:]

    /// - Parameters: 0 for no limit.
    init(perSenderPerMinute: Int, perMinute: Int) {
        sender = perSenderPerMinute > 0 ? Bucket(perMinute: perSenderPerMinute) : nil
        account = perMinute > 0 ? Bucket(perMinute: perMinute) : nil
    }

    var remembered: Int { senders.count }

    /// Takes the messages of one request, or says how long its provider is to wait. It waits only when every
    /// one is over the limit: no other sender's message waits with a flooder's.
    ///
    /// - Parameter froms: the sender of each message; `nil` of one that cannot be read.
    mutating func wait(_ froms: [String?], now: Int64) -> Int64 {
        if let account {
            let wait = account.wait(fullAt: accountFullAt, now: now)
            if wait > 0 { return wait }
        }
        if let sender {
            var shortest: Int64?
            for from in froms {
                let wait = from.map { take($0, sender, now) } ?? 0
                shortest = min(wait, shortest ?? wait)
            }
            if let shortest, shortest > 0 { return shortest }
        }
        if let account {
            accountFullAt = account.taking(froms.count, fullAt: accountFullAt, now: now)
        }
        return 0
    }

    private mutating func take(_ from: String, _ bucket: Bucket, _ now: Int64) -> Int64 {
        let fullAt = senders[from]
        let wait = bucket.wait(fullAt: fullAt ?? now, now: now)
        guard wait == 0 else { return wait }
        if fullAt == nil, senders.count >= Self.sendersMax { forget(now) }
        senders[from] = bucket.taking(1, fullAt: fullAt ?? now, now: now)
        return 0
    }

    /// Makes room: those whose bucket is full lose nothing; where that is not enough, the half that is
    /// nearest to it, so that a flooder is remembered longest.
    private mutating func forget(_ now: Int64) {
        senders = senders.filter { $0.value > now }
        guard senders.count > Self.sendersMax / 2 else { return }
        let kept = senders.sorted { $0.value > $1.value }.prefix(Self.sendersMax / 2)
        senders = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
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
