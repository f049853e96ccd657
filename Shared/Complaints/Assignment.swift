// The result of routing: which agency must act on a complaint, by which rule, and by when.
package import struct Foundation.Date
package import struct Foundation.UUID

/// One complaint's assignment as the case system reads it from the feed.
package struct Assignment: Codable, Sendable, Hashable {
    /// Position in the feed; rises each time the assignment enters it anew.
    package var cursor: Int64
    package var id: UUID
    package var complaint: Complaint
    /// `nil` while it waits in triage.
    @ExplicitNull package var agency: AgencyRef?
    package var copies: [Copy]
    package var status: Status
    @ExplicitNull package var caseRef: String?
    package var decision: Decision
    @ExplicitNull package var duplicate: Duplicate?
    @ExplicitNull package var due: Due?
    /// What the citizen may be asked where it is not clear at which place it happens; whoever sends it uses
    /// `POST /v1/messages` of the channel. `nil` when the place is clear.
    package var question: String?
    /// In the words of SP4N-LAPOR!; `nil` for what it has no word for, and for assignments made before
    /// it was kept.
    package var classification: Classification?
    /// On whom its clocks wait: `citizen` while he is asked for more; else `nil`.
    package var awaiting: String?
    /// Rises with every step, from 1: for `If-Match`. `nil` in a dry run, and until the next step in what was
    /// made before it was kept.
    package var version: Int?
    /// What became of the promises made on air; `nil` where there were none.
    package var commitments: [Commitment]?
    /// What may be passed on to its agency, where that lies outside of the region's authority.
    package var sharing: Sharing?
    package var createdAt: Date

    package init(
        cursor: Int64, id: UUID, complaint: Complaint, agency: AgencyRef?, copies: [Copy],
        status: Status, caseRef: String?, decision: Decision, duplicate: Duplicate?, due: Due?,
        question: String? = nil, classification: Classification? = nil, createdAt: Date
    ) {
        self.cursor = cursor
        self.id = id
        self.complaint = complaint
        self.agency = agency
        self.copies = copies
        self.status = status
        self.caseRef = caseRef
        self.decision = decision
        self.duplicate = duplicate
        self.due = due
        self.question = question
        self.classification = classification
        self.createdAt = createdAt
    }

    package enum CodingKeys: String, CodingKey {
        case cursor, id, complaint, agency, copies, status, decision, duplicate, due, question, classification
        case awaiting, version, commitments, sharing
        case caseRef = "case_ref"
        case createdAt = "created_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(cursor, forKey: .cursor)
        try fields.encode(id.text, forKey: .id)
        try fields.encode(complaint, forKey: .complaint)
        try fields.encode(agency, forKey: .agency)
        try fields.encode(copies, forKey: .copies)
        try fields.encode(status, forKey: .status)
        try fields.encode(caseRef, forKey: .caseRef)
        try fields.encode(decision, forKey: .decision)
        try fields.encode(duplicate, forKey: .duplicate)
        try fields.encode(due, forKey: .due)
        try fields.encodeIfPresent(question, forKey: .question)
        try fields.encodeIfPresent(classification, forKey: .classification)
        try fields.encodeIfPresent(awaiting, forKey: .awaiting)
        try fields.encodeIfPresent(version, forKey: .version)
        try fields.encodeIfPresent(commitments, forKey: .commitments)
        try fields.encodeIfPresent(sharing, forKey: .sharing)
        try fields.encode(createdAt, forKey: .createdAt)
    }
}

/// An agency, and for offices that exist once per place, which one.
package struct AgencyRef: Codable, Sendable, Hashable {
    package var id: String
    package var name: String
    /// Kemendagri code, for agencies of kind `wilayah`.
    @ExplicitNull package var place: String?

    package init(id: String, name: String, place: String? = nil) {
        self.id = id
        self.name = name
        self.place = place
    }

    /// Which office it is: the id, and behind `@` the place of one that exists once per place.
    package var office: String { place.map { "\(id)@\($0)" } ?? id }
}

/// Somebody who gets a copy, and the rule that says why.
package struct Copy: Codable, Sendable, Hashable {
    package var id: String
    @ExplicitNull package var place: String?
    package var why: String
    /// What the rule says to who gets it, where it says something.
    package var reason: String?

    package init(id: String, place: String?, why: String, reason: String? = nil) {
        self.id = id
        self.place = place
        self.why = why
        self.reason = reason
    }
}

/// The decision with its trace: enough to defend it years later.
package struct Decision: Codable, Sendable, Hashable {
    package var mode: DecisionMode
    @ExplicitNull package var rule: String?
    /// Region id and SHA-256 of the rule book, e.g. `hss sha256:ab12…`.
    package var ruleBook: String
    /// 0 … 1.
    package var confidence: Double
    package var because: [Reason]
    /// Rules that also spoke and lost, or came close, and why they did not decide.
    package var rejected: [RejectedRule]
    /// The agencies that come first when no rule decides, the likeliest first: for who clears the triage
    /// queue, and to defend what learned evidence decided. `nil` where a rule decided.
    package var candidates: [Candidate]?
    /// The version that the rule book gives itself, and the law that the rule, or the book, goes by.
    package var bookVersion: String?
    package var legalBasis: String?
    /// `nil` for decisions made before it was kept.
    package var urgency: Urgency?
    /// `true`: the citizen is told nothing of it until a person says so.
    package var hold: Bool?
    /// `true`: the agency lies outside the region's authority; ``reason`` tells the citizen why.
    package var referred: Bool?
    /// What the rule says to the citizen.
    package var reason: String?

    package init(
        mode: DecisionMode, rule: String?, ruleBook: String, confidence: Double,
        because: [Reason], rejected: [RejectedRule], candidates: [Candidate]? = nil
    ) {
        self.mode = mode
        self.rule = rule
        self.ruleBook = ruleBook
        self.confidence = confidence
        self.because = because
        self.rejected = rejected
        self.candidates = candidates
    }

    package enum CodingKeys: String, CodingKey {
        case mode, rule, confidence, because, rejected, candidates, urgency, hold, referred, reason
        case ruleBook = "rule_book"
        case bookVersion = "book_version"
        case legalBasis = "legal_basis"
    }
}

/// An agency that may be the right one.
package struct Candidate: Codable, Sendable, Hashable {
    package var agency: String
    /// What speaks for it, comparable within one decision only; the first less the second is the margin.
    package var score: Double

    package init(agency: String, score: Double) {
        self.agency = agency
        self.score = score
    }
}

/// The words that made a rule match, or that learned evidence went by.
package struct Reason: Codable, Sendable, Hashable {
    package var rule: String
    package var matched: [MatchedText]

    package init(rule: String, matched: [MatchedText]) {
        self.rule = rule
        self.matched = matched
    }
}

/// A stretch of the complaint's text; offsets are Unicode scalars, end exclusive.
package struct MatchedText: Codable, Sendable, Hashable {
    package var text: String
    package var start: Int
    package var end: Int
    /// What the stretch weighs, where learned evidence decided.
    package var weight: Double?

    package init(text: String, start: Int, end: Int, weight: Double? = nil) {
        self.text = text
        self.start = start
        self.end = end
        self.weight = weight
    }
}

/// A rule that did not decide.
package struct RejectedRule: Codable, Sendable, Hashable {
    package var rule: String
    package var why: String

    package init(rule: String, why: String) {
        self.rule = rule
        self.why = why
    }
}

/// The link to an earlier complaint about the same matter.
package struct Duplicate: Codable, Sendable, Hashable {
    package var cluster: UUID
    package var of: UUID
    package var relation: Relation
    /// 0 … 1.
    package var score: Double
    package var because: [String]

    package init(cluster: UUID, of: UUID, relation: Relation, score: Double, because: [String]) {
        self.cluster = cluster
        self.of = of
        self.relation = relation
        self.score = score
        self.because = because
    }

    package enum CodingKeys: String, CodingKey {
        case cluster, of, relation, score, because
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(cluster.text, forKey: .cluster)
        try fields.encode(of.text, forKey: .of)
        try fields.encode(relation, forKey: .relation)
        try fields.encode(score, forKey: .score)
        try fields.encode(because, forKey: .because)
    }
}

/// The clocks that run: each the end of that working day in the region's zone.
package struct Due: Codable, Sendable, Hashable {
    package var verifyBy: Date
    package var respondBy: Date
    package var closeBy: Date

    package init(verifyBy: Date, respondBy: Date, closeBy: Date) {
        self.verifyBy = verifyBy
        self.respondBy = respondBy
        self.closeBy = closeBy
    }

    package enum CodingKeys: String, CodingKey {
        case verifyBy = "verify_by"
        case respondBy = "respond_by"
        case closeBy = "close_by"
    }
}
