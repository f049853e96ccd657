// "Ditindaklanjuti sesuai prosedur", the figure by which SP4N-LAPOR! judges an office: verified in time and
// answered in time, by the clocks of the report's kind (PermenPANRB 62/2018), less the days the citizen was
// waited for. Pure.
import Complaints
import Foundation

enum Procedure: String, Sendable, CaseIterable, Encodable {
    /// Verified and answered within their deadlines, or withdrawn by who did not complete his report.
    case followed
    case missed
    /// Nothing is late yet.
    case running
    /// Ended in the system it was imported from: our clocks say nothing of it.
    case elsewhere

    /// In the column of an export.
    var text: String {
        switch self {
        case .followed: "Ya"
        case .missed: "Tidak"
        case .running: "Berjalan"
        case .elsewhere: ""
        }
    }

    /// - Parameter history: the steps of the assignment in their order.
    init(_ assignment: Assignment, _ history: [HistoryEntry], at now: Date) {
        guard !OldCases.isOver(assignment.complaint), let due = assignment.due else {
            self = OldCases.isOver(assignment.complaint) ? .elsewhere : .running
            return
        }
        // A move gives the next office its own time to verify.
        let held =
            history.lastIndex { Self.moves.contains($0.action) }.map { history[($0 + 1)...] }
            ?? history[...]
        let verified = held.first {
            Self.looks.contains($0.action) && $0.actor != AssignmentTable.machine
        }?.at
        let isLate = (verified ?? now) > due.verifyBy
        let isWithdrawn =
            assignment.status == .closed
            && history.last { $0.action == Passed.Action.withdrawn } != nil
        if isLate {
            self = .missed
        } else if isWithdrawn {
            self = .followed
        } else if [.answered, .closed].contains(assignment.status) {
            let answers = history.filter { $0.action == Self.answered || $0.action == Self.closed }
            // The answer counts, not that the case was closed ten days later.
            let answer = answers.last { $0.action == Self.answered } ?? answers.last
            self = (answer?.at ?? now) > due.respondBy ? .missed : .followed
        } else {
            self = assignment.awaiting == nil && now > due.respondBy ? .missed : .running
        }
    }

    private static let moves = Set([LifeStep.returnBack, .refer, .assign].map(\.action))
    private static let looks = Set(LifeStep.all.map(\.action)).subtracting(moves)
    private static let answered = LifeStep.report(.answered).action
    private static let closed = LifeStep.report(.closed).action

    /// Counts of one office, or of all.
    struct Count: Encodable, Sendable, Hashable {
        var total = 0
        var followed = 0
        var missed = 0
        var running = 0
        var elsewhere = 0

        /// Share of those that are decided one way or the other; `nil` while there are none.
        var share: Double? {
            followed + missed > 0 ? Double(followed) / Double(followed + missed) : nil
        }

        mutating func add(_ procedure: Procedure) {
            total += 1
            switch procedure {
            case .followed: followed += 1
            case .missed: missed += 1
            case .running: running += 1
            case .elsewhere: elsewhere += 1
            }
        }
    }
}
