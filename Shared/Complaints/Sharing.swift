// What may be passed on of a complaint to an agency outside of the region's authority, and by which paper.

/// How the agreement with an agency stands on a day.
package enum AgreementState: String, Codable, Sendable, Hashable, CaseIterable {
    case inForce = "in_force"
    case expired
    case notYet = "not_yet"
    /// There is none.
    case missing
}

/// What may be passed on to an agency outside of the region's authority.
package struct Sharing: Codable, Sendable, Hashable {
    /// The agency.
    package var with: String
    /// `text`, `attachments`, `position`, `reporter`, `history`; personal data only with `reporter`.
    package var data: [String]
    /// Numbers or ids of the agreements in force.
    @ExplicitNull package var agreement: String?
    /// `nil` in what was stored before it was kept.
    package var state: AgreementState?
    /// In Bahasa Indonesia: what is not passed on, and why; `nil` where everything is.
    package var why: String?

    package init(
        with agency: String, data: [String], agreement: String?, state: AgreementState? = nil,
        why: String? = nil
    ) {
        with = agency
        self.data = data
        self.agreement = agreement
        self.state = state
        self.why = why
    }
}
