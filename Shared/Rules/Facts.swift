// All a rule may look at: what the text says and how it came.
package import Complaints
package import Language

/// What is known of a complaint when the rules look at it.
package struct Facts: Sendable {
    /// Phrases found, with the tokens of the text they were found in (none when only the subject has them).
    package var phrases: [PhraseID: [Range<Int>]]
    /// The strongest first.
    package var topics: [TopicHit]
    /// The surest first.
    package var places: [Place]
    package var placeFlags: Set<String>
    package var channel: Channel
    package var account: String
    package var kind: Kind
    package var flags: Set<String>
    /// The deciding agency, while copies are collected.
    package var agency: String?
    package var agencyFlags: Set<String>

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

/// The words a condition held by.
package struct Evidence: Sendable {
    /// Token ranges of the text.
    package var words: [Range<Int>] = []

    package init() {}
}
