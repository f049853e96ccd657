// The rule books of a pack: the folder `rules`, and `rules-*` for other times, each with a header that says
// from when to when it decides.
import Language
import Rules
import ServiceKit

/// Reads the books and puts them in the order of their days.
struct BookShelf {
    private(set) var books: [RuleBook] = []
    private(set) var sources: [RuleSource] = []
    private var begins: [(day: Day?, header: YAMLValue?)] = []
    private let known: KnownNames
    private let clocks: Clocks
    private let places: [String: String]
    private let topics: [String: String]

    /// - Parameters:
    ///   - places: names by code, for traces.
    ///   - topics: names by id.
    init(_ known: KnownNames, _ clocks: Clocks, places: [String: String], topics: [String: String]) {
        self.known = known
        self.clocks = clocks
        (self.places, self.topics) = (places, topics)
    }

    /// Reads one book.
    mutating func read(
        _ folder: String, _ header: YAMLValue?, _ roots: [YAMLValue], id: String, _ phrases: inout Phrases
    ) {
        var rules = RulesFile(folder, known, clocks)
        for root in roots { rules.read(root, &phrases) }
        var said = header.map(Self.header) ?? BookHeader()
        said.folder = folder
        begins.append((said.validity.from, header ?? roots.first))
        let names = SpokenNames(places: places, topics: topics, phrases: phrases.texts)
        books.append(RuleBook(id: id, header: said, rules: rules.rules, names: names))
        sources += rules.sources
    }

    private static func header(_ value: YAMLValue) -> BookHeader {
        let map = value.map()
        defer { map.finish() }
        return BookHeader(
            version: map.optionalString("version"),
            validity: map.validity("effective_from", "effective_to"),
            owner: map.optionalString("owner"), legalBasis: map.optionalString("legal_basis"))
    }

    /// Two books that begin on the same day would both decide.
    mutating func finish() {
        for (index, begin) in begins.enumerated()
        where begins[..<index].contains(where: { $0.day == begin.day }) {
            let when = begin.day.map { "on \($0.text)" } ?? "at the beginning of time"
            begin.header?.fail(
                "another rule book begins \(when) too: give this one its own `effective_from` in book.yaml")
        }
        books.sort { a, b in
            guard let day = b.header.validity.from else { return false }
            return a.header.validity.from.map { $0 < day } ?? true
        }
    }
}
