// Who goes along with a complaint that a person parts from its case, and who stays. Pure.
import Complaints
import Foundation

/// The two cases that a split makes of one.
struct Parting {
    /// The complaint that is parted and who was linked to it, directly or through others of these.
    private(set) var going: [CaseMember] = []
    /// Who was linked to others; never nobody, where there are others.
    private(set) var staying: [CaseMember] = []

    /// Which links take a complaint along, the widest first. All hang from the first complaint of a case:
    /// where that one is parted, only what its own reporter said again goes with it.
    private enum Tie: CaseIterable {
        case anyLink, sameReporter, answer, none

        func takes(_ assignment: Assignment, _ link: Duplicate) -> Bool {
            switch self {
            case .anyLink: true
            case .sameReporter: [.resend, .sameReporter].contains(link.relation)
            case .answer: FollowUps.isFollowUp(assignment)
            case .none: false
            }
        }
    }

    /// - Parameters:
    ///   - members: the whole case, the earliest first.
    ///   - assignments: theirs, by complaint.
    init(_ parted: CaseMember, of members: [CaseMember], _ assignments: [UUID: Assignment]) {
        for tie in Tie.allCases where staying.isEmpty {
            let gone = Self.gone(with: parted, of: members, assignments, tie)
            going = members.filter { gone.contains($0.id) }
            staying = members.filter { !gone.contains($0.id) }
        }
    }

    private static func gone(
        with parted: CaseMember, of members: [CaseMember], _ assignments: [UUID: Assignment], _ tie: Tie
    ) -> Set<UUID> {
        var gone: Set<UUID> = [parted.id]
        var before = 0
        while gone.count > before {
            before = gone.count
            for member in members {
                guard let assignment = assignments[member.id], let link = assignment.duplicate,
                    gone.contains(link.of), tie.takes(assignment, link)
                else { continue }
                gone.insert(member.id)
            }
        }
        return gone
    }
}
