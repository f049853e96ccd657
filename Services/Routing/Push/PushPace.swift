// How hard one receiver is pressed: more at once while it takes everything, and left alone while it fails.
// A pure state machine.
import Delivery

struct PushPace: Sendable {
    /// Messages between two commits at most: so many come twice when the process is killed.
    static let batchMax = 16
    /// So many failures in a row, of whatever kind, are the receiver's and not the message's.
    static let failuresOfReceiver = 5
    /// So many are an outage; see ``PushTable/comebackSeconds``.
    static let failuresOfOutage = 3
    /// Between tries at a receiver that is away.
    private static let backoff = Backoff(first: .seconds(1), longest: .seconds(60))

    private(set) var limit = 1
    private var failures = 0
    private var hasTaken = false

    /// Adds what follows from this batch and those before it: whether to pause, whether an outage is over.
    mutating func judge(_ result: PushResult, random: Double) -> PushResult {
        var result = result
        if !result.taken.isEmpty {
            // What an earlier process met with, this one does not know.
            result.endsOutage = failures >= Self.failuresOfOutage || !hasTaken
            hasTaken = true
            failures = 0
        }
        switch result.failed?.outcome {
        case .failed(let why, let status, let isAway, let retryAfter)?:
            failures += 1
            limit = 1
            let isReceiver = isAway || failures >= Self.failuresOfReceiver
            guard isReceiver else { return result }
            result.failed?.outcome = .failed(
                why: why, status: status, isAway: true, retryAfter: retryAfter)
            let asked = min(retryAfter ?? .zero, PushSchedule.retryAfterMax)
            result.pause = max(Self.backoff.delay(failures: failures, random: random), asked)
        case .gone?, .taken?: limit = 1
        case nil: limit = min(limit * 2, Self.batchMax)
        }
        return result
    }
}
