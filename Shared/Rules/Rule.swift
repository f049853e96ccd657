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
    /// Agencies and units; ``overseer`` stands for the one of the deciding agency.
    package var copies: [String]
    /// What is said to some of them, by id.
    package var copyReasons: [String: String] = [:]
    package var clock: Clock?
    package var kind: Kind?
    package var flags: Set<String>
    /// The reporter is protected from now on, whatever he asked.
    package var isConfidential: Bool
    package var urgency: Urgency?
    /// The citizen is told nothing of it until a person says so.
    package var isHeld = false
    /// The agency lies outside the region's authority.
    package var isReferral = false
    /// What is said to the citizen, or to who gets the copy where the rule only adds copies.
    package var reason: String?
    package var legalBasis: String?
    /// The local days of reception it holds on.
    package var validity = DaySpan()
    /// How its file orders rules of equal priority.
    package var policy = HitPolicy.first

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

    /// In place of a recipient: who oversees the deciding agency.
    package static let overseer = "overseer"

    /// What no learned evidence overrules. A rule that asks for the strongest topic and stands where rules
    /// stand of themselves is a guess by keywords; every other is somebody's decision.
    package var isHard: Bool {
        priority < Rule.defaultPriority || !condition.asksForTopic
    }
}

/// How the rules of one file stand to each other.
package enum HitPolicy: String, Sendable, Hashable, CaseIterable {
    /// By priority; of equal ones the first as written.
    case first
    /// By priority alone: two of equal priority that both hold must name the same agency.
    case priority
    /// All that hold; they name no agency.
    case collect
}

/// What a rule book says of itself.
package struct BookHeader: Sendable, Hashable {
    /// The folder of the pack it stands in.
    package var folder = "rules"
    package var version: String?
    /// The first and the last local day of reception it decides.
    package var validity: DaySpan
    /// Who answers for it.
    package var owner: String?
    /// The regulation it carries out.
    package var legalBasis: String?

    package init(
        version: String? = nil, validity: DaySpan = DaySpan(), owner: String? = nil,
        legalBasis: String? = nil
    ) {
        self.version = version
        self.validity = validity
        self.owner = owner
        self.legalBasis = legalBasis
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
