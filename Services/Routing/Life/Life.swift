// The life of an assignment: which step may follow which, and the limits of what time and people may do. A
// pure table.
import Complaints
import Rules

/// A step somebody asks for.
enum LifeStep: Sendable, Hashable {
    case acknowledge
    case returnBack
    case refer
    case report(Status)
    case assign

    /// The status after the step; a return or a referral may end in triage instead.
    var result: Status {
        switch self {
        case .acknowledge: .acknowledged
        // With the next candidate, as if it had been decided so.
        case .returnBack: .assigned
        case .refer: .referred
        case .report(let status): status
        case .assign: .assigned
        }
    }

    /// Every step somebody may ask for.
    static let all: [LifeStep] =
        [.acknowledge, .returnBack, .refer, .assign] + Life.reportable.map { .report($0) }

    /// Its word in the history: the contract's.
    var action: String { self == .returnBack ? Status.returned.rawValue : result.rawValue }
}

enum Life {
    /// Statuses a case system may report by itself.
    static let reportable: [Status] = [.inProgress, .answered, .closed, .reopened]

    /// The statuses that may follow each status.
    static func next(after status: Status) -> [Status] {
        switch status {
        case .triage: [.assigned]
        case .assigned, .referred, .returned:
            [.acknowledged, .inProgress, .answered, .closed, .triage, .referred]
        case .acknowledged: [.inProgress, .answered, .closed, .triage, .referred]
        case .inProgress: [.answered, .closed, .triage, .referred]
        case .answered: [.closed, .reopened, .inProgress]
        case .closed: [.reopened]
        case .reopened: [.acknowledged, .inProgress, .answered, .closed, .triage, .referred]
        }
    }

    static func allows(_ step: LifeStep, from status: Status) -> Bool {
        switch step {
        // It may end in triage, so it may be done wherever triage may follow.
        case .returnBack: next(after: status).contains(.triage)
        default: next(after: status).contains(step.result)
        }
    }

    /// An agency that has it and has not said so yet.
    static let unverified: Set<Status> = [.assigned, .referred, .returned, .reopened]

    /// Returns and referrals between the same two offices; so many are ping-pong.
    static let movesBetweenMax = 2
    /// Returns and referrals in all since a person decided; so many are ping-pong.
    static let movesMax = 3
    /// Calendar days after an answer until it is closed by itself; in them the citizen's reply reopens it.
    static let closingDays = WorkingCalendar.closingDays
    /// Calendar days the citizen has to complete his report; then it counts as withdrawn (UU 25/2009
    /// article 44).
    static let awaitingDays: Int64 = 30
    /// He is asked again after so many calendar days: a channel takes a reply for an answer for ten.
    static let askAgainDays: Int64 = 9
}
