// One rule of a region: when, who, and how fast.
package import Complaints

/// A rule. One with an agency decides (the first that holds); one without adds copies, flags or a kind
/// (all that hold).
package struct Rule: Sendable {
    package var id: String
    /// The lower, the earlier it is asked; equal ones in the order of the pack's files.
    package var priority: Int
    package var condition: Condition
    package var agency: String?
    package var copies: [String]
    package var clock: Clock?
    package var kind: Kind?
    package var flags: Set<String>
    /// The reporter is protected from now on, whatever he asked.
    package var isConfidential: Bool

    package init(
        id: String, priority: Int = Rule.defaultPriority, condition: Condition,
        agency: String? = nil, copies: [String] = [], clock: Clock? = nil, kind: Kind? = nil,
        flags: Set<String> = [], isConfidential: Bool = false
    ) {
        self.id = id
        self.priority = priority
        self.condition = condition
        self.agency = agency
        self.copies = copies
        self.clock = clock
        self.kind = kind
        self.flags = flags
        self.isConfidential = isConfidential
    }

    package static let defaultPriority = 100

    /// What no learned evidence overrules. A rule that asks for the strongest topic and stands where rules
    /// stand of themselves is a guess by keywords; every other is somebody's decision.
    package var isHard: Bool {
        priority < Rule.defaultPriority || !condition.asksForTopic
    }
}

/// How long the agency has, after PermenPANRB 62/2018: working days to verify and to respond.
package struct Clock: Sendable, Hashable {
    package var verifyDays: Int
    package var respondDays: Int

    package init(verifyDays: Int = 3, respondDays: Int) {
        self.verifyDays = verifyDays
        self.respondDays = respondDays
    }

    /// Requests for information: 5 working days.
    package static let information = Clock(respondDays: 5)
    /// Complaints that need no inspection: 14 working days.
    package static let complaint = Clock(respondDays: 14)
    /// Complaints that need an inspection (pungli, korupsi): 60 working days.
    package static let inspection = Clock(respondDays: 60)
}
