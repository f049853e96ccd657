// The life of an assignment: which step may follow which. A pure table.
import Complaints

/// A step somebody asks for.
enum LifeStep: Sendable, Hashable {
    case acknowledge
    case returnBack
    case refer
    case report(Status)
    case assign

    /// The status after the step.
    var result: Status {
        switch self {
        case .acknowledge: .acknowledged
        // A returned assignment goes to triage, where a person names the next agency.
        case .returnBack: .triage
        case .refer: .referred
        case .report(let status): status
        case .assign: .assigned
        }
    }
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
        next(after: status).contains(step.result)
    }
}
