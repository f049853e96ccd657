// All a rule may look at: what the text says, how and when it came, and what it belongs to.
package import Complaints
package import Language

/// What is known of a complaint when the rules look at it.
package struct Facts: Sendable {
    /// Phrases found, with the tokens of the text they were found in (none when only the subject has them).
    package var phrases: [PhraseID: [Range<Int>]]
    /// The tokens that open a sentence, in order; only where a rule asks which words stand near each other.
    package var sentences: [Int] = []
    /// The strongest first.
    package var topics: [TopicHit]
    /// The surest first.
    package var places: [Place]
    package var placeFlags: Set<String>
    /// Public pledges that bind the known places, or the deciding agency, on the day of reception.
    package var pledges: Set<String> = []
    package var channel: Channel
    package var account: String
    package var kind: Kind
    package var flags: Set<String>
    package var sender: Set<SenderTrait> = []
    /// The title of the programme it was told in and the station, in lower case; empty where there was none.
    package var programme: Set<String> = []
    /// What was promised for it on air.
    package var promises: [OnAirPromise] = []
    /// Promises made on air, about the known places, whose day has passed.
    package var latePromises: [LatePromise] = []
    /// When it was received, in the region; `nil` where that is not known.
    package var received: LocalMoment?
    /// It answers something we asked.
    package var isFollowup = false
    /// The case it belongs to, where it repeats an earlier one.
    package var inCase: CaseFacts?
    /// The deciding agency, while copies are collected.
    package var agency: String?
    package var agencyFlags: Set<String>
    /// With the deciding agency, in force on the day of reception.
    package var agreements: [AgreementFacts] = []

    package init(
        phrases: [PhraseID: [Range<Int>]] = [:], topics: [TopicHit] = [], places: [Place] = [],
        placeFlags: Set<String> = [], channel: Channel = .sms, account: String = "",
        kind: Kind = .complaint, flags: Set<String> = [], agency: String? = nil,
        agencyFlags: Set<String> = []
    ) {
        self.phrases = phrases
        self.topics = topics
        self.places = places
        self.placeFlags = placeFlags
        self.channel = channel
        self.account = account
        self.kind = kind
        self.flags = flags
        self.agency = agency
        self.agencyFlags = agencyFlags
    }

    /// Places sure enough to act on.
    package var knownPlaces: some Sequence<Place> {
        places.lazy.filter { $0.confidence >= Gazetteer.certain }
    }
}

/// What may be said of who sends a complaint.
package enum SenderTrait: String, Sendable, Hashable, CaseIterable {
    /// No name, number or address, or the wish not to be named.
    case anonymous
    /// A number, an address or a name, and no wish to hide it.
    case known
    /// An office: the mail service vouches that the address is one of ours.
    case official
    /// The mail service vouches that the address is the sender's own.
    case verified
}

/// Something promised on air.
package struct OnAirPromise: Sendable, Hashable {
    /// In lower case, between blanks, so that a whole word can be looked for.
    let by: String
    package let due: Day?

    package init(by: String, due: Day?) {
        self.by = " " + by.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber })
            .joined(separator: " ") + " "
        self.due = due
    }
}

/// Who gave a promise that is late.
package enum PromiseGiver: String, Sendable, Hashable, CaseIterable {
    /// It was given in the programme that this complaint was told in.
    case programme
    /// The deciding agency owes it.
    case agency

    /// In Bahasa Indonesia.
    var spoken: String { self == .programme ? "acara yang sama" : "instansi yang sama" }
}

/// A promise made on air for another complaint, whose day has passed.
package struct LatePromise: Sendable, Hashable {
    /// The title of its programme and the station, in lower case.
    package var programme: Set<String>
    /// Who owes it; `nil` while a person looks for the agency.
    package var agency: String?
    /// Codes of the places it is about.
    package var places: [String]

    package init(programme: Set<String>, agency: String?, places: [String]) {
        self.programme = Set(programme.map { $0.lowercased() })
        self.agency = agency
        self.places = places
    }

    /// Whether one of these places lies where it was promised for.
    package func isAbout(_ codes: [String]) -> Bool {
        codes.contains { code in places.contains { isInside(code, $0) } }
    }
}

/// An agreement with the deciding agency.
package struct AgreementFacts: Sendable, Hashable {
    package var id: String
    /// What may be passed on by it, in the words of the pack.
    package var shares: Set<String>

    package init(id: String, shares: Set<String>) {
        self.id = id
        self.shares = shares
    }
}

/// The case a complaint belongs to.
package struct CaseFacts: Sendable, Hashable {
    package var relation: Relation
    /// Complaints in the case, this one included.
    package var count: Int

    package init(relation: Relation, count: Int) {
        self.relation = relation
        self.count = count
    }
}

/// The words a condition held by.
package struct Evidence: Sendable {
    /// Token ranges of the text.
    package private(set) var words: [Range<Int>] = []
    let isKept: Bool

    /// - Parameter isKept: `false` when nobody asks for the words.
    package init(isKept: Bool = true) {
        self.isKept = isKept
    }

    mutating func add(_ ranges: [Range<Int>]) {
        if isKept { words += ranges }
    }
}
