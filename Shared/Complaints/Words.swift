// The closed vocabularies of the contract: channel, kind, status, relation, decision mode.

/// Where a complaint came from.
package enum Channel: String, Codable, Sendable, Hashable, CaseIterable {
    case sms, chat, email, radio, forum, open311, counter
    case `import`

    /// The digit that opens the serial part of a tracking number: which service allotted it.
    package var trackingDigit: Int {
        switch self {
        case .sms, .chat: 1
        case .email: 2
        case .radio, .forum: 3
        case .open311, .counter, .import: 4
        }
    }
}

/// What the citizen wants. Spam is a flag, not a kind.
package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
    case complaint, aspiration, question, praise, info, other
}

/// The life of an assignment.
package enum Status: String, Codable, Sendable, Hashable, CaseIterable {
    case triage, assigned, acknowledged
    case inProgress = "in_progress"
    case answered, closed, returned, referred, reopened
}

/// How two complaints belong together.
package enum Relation: String, Codable, Sendable, Hashable, CaseIterable {
    case resend
    case sameReporter = "same_reporter"
    case sameIncident = "same_incident"
    case recurrence
}

/// Who or what named the agency.
package enum DecisionMode: String, Codable, Sendable, Hashable, CaseIterable {
    case rule, evidence, manual, triage
}

/// How soon somebody must look, besides the clocks that run in working days.
package enum Urgency: String, Codable, Sendable, Hashable, CaseIterable {
    /// Somebody's life or house is in danger: now, at any hour.
    case immediate
    /// Within the same working day.
    case high
    /// As the clocks say.
    case normal
    /// After everything else of the same day.
    case low
}
