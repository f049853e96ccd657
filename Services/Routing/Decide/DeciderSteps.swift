// What a decider does next: take the lease, read its memory back, take complaints, draft, store, sweep, rest.
// A pure state machine, so that the service and a simulation walk the same way.
import Complaints
import Store

/// What was made of a complaint.
struct Drafted: Sendable {
    enum Outcome: Sendable {
        case assigned(Assignment)
        case spam(SpamEntry)
    }

    var complaint: Complaint
    var outcome: Outcome
    /// The report it answers; then it is not linked but joined with that.
    var answering: FollowUps.Answering?

    init(_ complaint: Complaint, _ outcome: Outcome, answering: FollowUps.Answering? = nil) {
        self.complaint = complaint
        self.outcome = outcome
        self.answering = answering
    }

    var assignment: Assignment? {
        if case .assigned(let assignment) = outcome { assignment } else { nil }
    }
    var spam: SpamEntry? { if case .spam(let entry) = outcome { entry } else { nil } }
}

/// The steps of one process that would be the decider.
struct DeciderSteps: Sendable {
    enum Action: Sendable {
        /// Takes the lease, or holds on to it.
        case acquire
        /// Reads the memory of links from the database: what this process remembers is not all.
        case rebuild
        case take(Lease, tried: Set<Int64>)
        case draft(ComplaintTable.Undecided)
        case store(Lease, [Drafted])
        /// Looks at a batch of assignments whose time has come.
        case sweep(Lease)
        /// Until something is accepted, or for so long.
        case rest(Duration)
    }

    enum Event: Sendable {
        case acquired(Lease?)
        case rebuilt
        case taken(ComplaintTable.Undecided)
        case drafted([Drafted])
        case stored
        case swept(isMore: Bool)
        case rested
        case failed
    }

    static let standby = Duration.seconds(1)
    static let pause = Duration.milliseconds(500)
    /// Between two sweeps: reminders and messages to citizens wait no longer.
    static let sweepSecondsDefault = 60

    /// The lease is renewed when a third of it is used up, not with every batch.
    private let renewal: Duration
    private var lease: Lease?
    private var renewAt = Duration.zero
    private let sweepPause: Duration
    /// Complaints go first, but not for ever: from then on a batch is looked at between two of theirs.
    private var sweepAt = Duration.zero
    /// The last sweep left some: they are next when no complaint waits.
    private var hasMore = false
    private var isMemoryWhole = false
    /// What this process has begun to decide and not yet stored. While it lives, a second try is the
    /// database's fault and not the complaint's.
    private var tried: Set<Int64> = []

    init(leaseSeconds: Int, sweepSeconds: Int = sweepSecondsDefault) {
        renewal = .seconds(leaseSeconds) / 3
        sweepPause = .seconds(sweepSeconds)
    }

    /// Where a decider begins.
    static let first = Action.acquire

    /// What a stopping process gives back.
    var held: Lease? { lease }

    /// - Parameter now: of a clock that is never set, from any start.
    mutating func next(after event: Event, now: Duration) -> Action {
        switch event {
        case .failed:
            // It may have failed after linking: what was not stored must be forgotten.
            isMemoryWhole = false
            lease = nil
            // A sweep that fails must not keep complaints from being decided.
            (sweepAt, hasMore) = (now + sweepPause, false)
            return .rest(Self.pause)
        case .acquired(let acquired):
            // Another process may have decided in between: only the database knows.
            isMemoryWhole = isMemoryWhole && acquired == lease
            lease = acquired
            renewAt = now + renewal
            guard let acquired else { return .rest(Self.standby) }
            return isMemoryWhole ? .take(acquired, tried: tried) : .rebuild
        case .taken(let undecided):
            // Poison goes to triage untried: should that fail, it must not pass for harmless.
            if undecided.poison.isEmpty { tried.formUnion(undecided.seqs) }
            guard undecided.seqs.isEmpty else { return .draft(undecided) }
            if undecided.isMore { break }
            if hasMore, let lease { return .sweep(lease) }
            return .rest(min(renewal, max(sweepAt - now, .milliseconds(1))))
        case .drafted(let drafted):
            guard let lease else { return .acquire }
            return .store(lease, drafted)
        case .rebuilt:
            isMemoryWhole = true
        case .stored:
            tried = []
        case .swept(let isMore):
            hasMore = isMore
            sweepAt = now + sweepPause
        case .rested:
            break
        }
        guard let lease, now < renewAt else { return .acquire }
        if now >= sweepAt { return .sweep(lease) }
        return .take(lease, tried: tried)
    }
}
