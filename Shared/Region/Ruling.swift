// What a region pack says about one complaint: where, what, who, and by when.
package import Complaints
package import Rules

/// The result of understanding and deciding one complaint.
package struct Ruling: Sendable {
    /// The surest first; several where the text leaves it open.
    package var places: [Place]
    /// The strongest first.
    package var topics: [TopicWeight]
    package var kind: Kind
    /// The flags of the sender and those the text and the rules set, in order.
    package var flags: [String]
    /// `nil` when it waits in triage.
    package var agency: AgencyRef?
    package var copies: [Copy]
    package var decision: Decision
    package var due: Due
    /// What ``due`` is counted by.
    package var clock: Clock
    /// Why it is put aside instead of going to an agency; `nil` for everything but a nuisance.
    package var nuisance: Reason?
    /// What the citizen may be asked, in Bahasa Indonesia, where a matter happens at a place and it is not
    /// clear at which.
    package var question: String?
    /// `nil` for what SP4N-LAPOR! has no word for.
    package var classification: Classification?
    package var status: Status
    /// The reporter is protected: by his own wish, by his words, or by a rule.
    package var isConfidential: Bool
}
