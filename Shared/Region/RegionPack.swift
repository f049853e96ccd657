// A region as a folder: everything local that understanding and deciding need.
package import Complaints
package import Language
package import Rules

/// A region pack, loaded and consistent. Deciding with it is pure: see ``rule(on:at:)``.
package struct RegionPack: Sendable {
    package var id: String
    package var name: String
    /// Kemendagri code of the kabupaten or kota.
    package var code: String
    /// IANA name; Indonesian zones have a fixed offset.
    package var timezone: String
    /// `HSS` in `HSS-26-1000123-5`.
    package var trackingPrefix: String
    /// The desk that clears what no rule decided; `nil` is an error of the pack found by ``check()``.
    package var triageDesk: String?
    /// Agencies that get most complaints anywhere: offered to who clears the triage queue where a text says
    /// too little.
    package var usualAgencies: [String]

    package var agencies: [Agency]
    package var units: [Unit]
    package var contacts: [Contact]
    package var counters: [Counter]
    package var pledges: [Pledge]
    package var agreements: [Agreement]
    package var topics: [Topic]
    package var gazetteer: Gazetteer
    package var calendar: WorkingCalendar
    package var clocks: Clocks
    /// Phrases a radio programme is cut by: `greeting`, `song`, `opening` … as written in the pack.
    package var station: [String: [String]]

    package var tokenizer: Tokenizer
    package var phrases: Phrases
    package var lexicon: TopicLexicon
    package var signals: Signals
    package var blame: BlameWords
    /// The rule books, the earliest first; none is empty of rules, and no two begin on the same day.
    package var books: [RuleBook]
    /// What the office's own past decisions say: evidence.yaml, where there is one.
    package var evidence: LearnedEvidence?
    /// How often a decision by evidence must be right to be made without a person.
    package var evidencePrecision: Double
    /// Where each rule stands and what it promises.
    package var sources: [RuleSource]
    /// The folder it was loaded from, and the folders and files that make it up.
    package var directory: String
    package var watched: [String]

    /// The newest book, whether or not it is in force yet.
    package var ruleBook: RuleBook { books[books.count - 1] }

    /// The book that decides what was received on a local day: of those that have begun the newest, unless it
    /// has ended.
    package func book(on day: Day) -> RuleBook? {
        let begun = books.last { $0.header.validity.from.map { $0 <= day } ?? true }
        return begun.flatMap { $0.header.validity.contains(day) ? $0 : nil }
    }

    /// Whether one of the topics is marked sensitive.
    package func isSensitive(_ topics: some Sequence<String>) -> Bool {
        topics.contains { id in self.topics.contains { $0.id == id && $0.isSensitive } }
    }

    /// What a trace calls places, topics and phrases.
    package var spokenNames: SpokenNames {
        SpokenNames(
            places: PlacesFile.names(of: gazetteer.entries),
            topics: Dictionary(topics.map { ($0.id, $0.name) }) { first, _ in first }, phrases: phrases.texts)
    }

    /// The agency of that id, if the pack knows it.
    package func agency(_ id: String) -> Agency? { agencies.first { $0.id == id } }
    /// The unit of that id, if the pack knows it.
    package func unit(_ id: String) -> Unit? { units.first { $0.id == id } }
}

/// The clocks of a region by kind of matter.
package struct Clocks: Sendable, Hashable {
    package var information: Clock
    package var complaint: Clock
    package var inspection: Clock
}

/// A rule in its file, with the examples that prove it; or a table, whose rows have none of their own.
package struct RuleSource: Sendable {
    /// What a source is.
    package enum Form: Sendable {
        case rule, table, row
    }

    package var id: String
    /// The folder of its book.
    package var book: String
    package var form: Form
    package var file: String
    package var line: Int
    package var examples: [RuleExample]
}

/// A text and what must come out of it.
package struct RuleExample: Sendable {
    package var text: String
    /// `triage` when nobody may be named; `nil` when the example is about something else.
    package var agency: String?
    package var place: String?
    package var copies: [String]
    package var flags: [String]
    package var kind: String?
    package var isConfidential: Bool?
    package var urgency: Urgency?
    /// The row of the table that must decide.
    package var row: String?
    /// How and when it came, where that matters.
    package var given: ExampleCircumstances
    package var line: Int
}
