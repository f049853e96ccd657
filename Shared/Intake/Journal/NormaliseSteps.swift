// What a normaliser does next: claim, normalise one by one, hold on to long work, record. A pure state
// machine, so that the worker and a simulation walk the same way.
import Delivery

/// The steps of one worker; `begun → claim → normalise … → record → finished`, the first time with
/// `recover` before.
struct NormaliseSteps: Sendable {
    enum Action: Sendable {
        /// Frees what an earlier process left claimed: it came before what is claimed now.
        case recover
        case claim(Claim, tried: Set<Int64>)
        case normalise(JournalEntry)
        /// Long mails: what is in hand must not look abandoned.
        case renew(Claim, [Int64])
        case record([(JournalEntry, Normalised)], Claim)
        /// One batch is done; or nothing waits.
        case finished(hadWork: Bool)
    }

    enum Event: Sendable {
        case begun
        case claimed([JournalEntry])
        case normalised(Normalised)
        /// Recovered or renewed.
        case done
        /// So many; the others have been claimed by another worker since.
        case recorded(Int)
        /// The database failed: what is in hand comes again by itself.
        case failed
    }

    /// A claim is renewed when this much of it is used up.
    static let renewalMicroseconds = UInt64(Claim.seconds) * 1_000_000 / 3

    /// Names this worker in its claims.
    private let token: Int64
    private var claim: Claim
    private var waiting: ArraySlice<JournalEntry> = []
    private var results: [(JournalEntry, Normalised)] = []
    private var hasRecovered = false
    /// What this process has begun to handle and not yet recorded. While it lives, a second try is
    /// the database's fault and not the message's.
    private var tried: Set<Int64> = []

    /// Whether the last batch held more than one message: then there is a stream of them, and the
    /// next commits may wait to be shared. A single one, or a suspect after a crash, goes at once:
    /// the shorter it is in hand, the less likely another crash finds it there by chance.
    private(set) var isStream = false

    init(token: Int64) {
        self.token = token
        claim = Claim(token: token, now: 0)
    }

    /// - Parameter now: microseconds since 1970.
    mutating func next(after event: Event, now: Int64) -> Action {
        switch event {
        case .begun where !hasRecovered:
            return .recover
        case .done where !hasRecovered:
            hasRecovered = true
            fallthrough
        case .begun:
            claim = Claim(token: token, now: now)
            return .claim(claim, tried: tried)
        case .claimed(let entries):
            isStream = entries.count > 1
            waiting = entries[...]
            tried.formUnion(entries.map(\.seq))
            guard !entries.isEmpty else { return .finished(hadWork: false) }
        case .normalised(let result):
            if let entry = waiting.popFirst() { results.append((entry, result)) }
            // A clock that was set back makes the claim look as false as a long wait.
            if (now - claim.now).magnitude > Self.renewalMicroseconds {
                claim = Claim(token: token, now: now)
                return .renew(claim, results.map(\.0.seq) + waiting.map(\.seq))
            }
        case .failed:
            putDown()
            return .finished(hadWork: false)
        case .recorded(let count):
            // What another worker has taken may come back to this one.
            if count == results.count { tried.subtract(results.map(\.0.seq)) }
            putDown()
            return .finished(hadWork: true)
        case .done:
            break
        }
        if let entry = waiting.first { return .normalise(entry) }
        return .record(results, claim)
    }

    private mutating func putDown() {
        waiting = []
        results = []
    }
}
