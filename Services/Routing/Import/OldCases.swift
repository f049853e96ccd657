// What makes an old case different from a new complaint: elsewhere it is over.
import Complaints

enum OldCases {
    /// Whether it was closed where it comes from: it is understood, linked and given to an agency as any
    /// other, and begins no clock, no message and no question.
    static func isOver(_ complaint: Complaint) -> Bool {
        complaint.channel == .import && complaint.flags.contains(FlagName.closedThere)
    }

    /// The assignment of one that is over.
    static func ended(_ assignment: Assignment) -> Assignment {
        guard isOver(assignment.complaint) else { return assignment }
        var ended = assignment
        ended.status = .closed
        (ended.due, ended.question) = (nil, nil)
        return ended
    }
}
