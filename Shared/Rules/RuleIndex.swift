// Finds, of thousands of rules, the few that can hold: for each kind of condition a bit set of rules by
// value, joined by AND. What it finds is asked in full; what it leaves out cannot hold. (As the decision
// tables of gorules/zen do it.)
import Complaints
import Language

/// A set of rules by their place in a book.
struct RuleSet: Sendable {
    fileprivate(set) var bits: [UInt64]

    /// In order, until the body says `false`.
    func forEach(while body: (Int) -> Bool) {
        for (place, word) in bits.enumerated() where word != 0 {
            var left = word
            while left != 0 {
                guard body(place << 6 + left.trailingZeroBitCount) else { return }
                left &= left - 1
            }
        }
    }
}

/// The conditions of one list of rules, by what they ask for.
struct RuleIndex: Sendable {
    /// What a column is about. A rule is listed by the first of its parts of that kind.
    private enum Kind: CaseIterable {
        case leadingTopic, place, level, placeFlag, channel, kind, flag, account, sender, programme
        case agency, agencyFlag
    }

    /// A run of words of ``bits``, and the word of a set it begins at.
    private struct Run {
        var first: Int
        var bits: Range<Int>
    }

    /// The rules that ask for something of one kind.
    private struct Column {
        var kind: Kind
        /// Rules that ask for nothing of the kind.
        var open: Run
        var values: [String: Run] = [:]
    }

    private let wordCount: Int
    /// All sets, one behind the other; of a small one only the words that are not zero.
    private var bits: [UInt64] = []
    private var columns: [Column] = []
    /// Rules by a phrase or topic that one of their parts about the text asks for.
    private var phrases: [PhraseID: Run] = [:]
    private var topics: [String: Run] = [:]
    /// Rules that may hold whatever the text says, and of those the ones that look at it all the same.
    private var deaf = Run(first: 0, bits: 0..<0)
    private var mixed = Run(first: 0, bits: 0..<0)

    init(_ conditions: [Condition]) {
        wordCount = (conditions.count + 63) / 64
        let parts = conditions.map(\.conjuncts)
        indexText(parts)
        for kind in Kind.allCases { indexColumn(kind, parts) }
    }

    private mutating func indexText(_ rules: [[Condition]]) {
        var byPhrase: [PhraseID: [Int]] = [:]
        var byTopic: [String: [Int]] = [:]
        var (deaf, mixed): ([Int], [Int]) = ([], [])
        for (index, parts) in rules.enumerated() {
            let heard = parts.filter(\.isAboutText)
            guard !heard.isEmpty, heard.allSatisfy(\.isOnlyAboutText) else {
                deaf.append(index)
                if !heard.isEmpty { mixed.append(index) }
                continue
            }
            for part in heard {
                for phrase in part.phrasesAskedFor { byPhrase[phrase, default: []].append(index) }
                for topic in part.topicsAskedFor { byTopic[topic, default: []].append(index) }
            }
        }
        self.deaf = run(deaf)
        self.mixed = run(mixed)
        for (phrase, rules) in byPhrase { phrases[phrase] = run(rules) }
        for (topic, rules) in byTopic { topics[topic] = run(rules) }
    }

    private mutating func indexColumn(_ kind: Kind, _ rules: [[Condition]]) {
        var byValue: [String: [Int]] = [:]
        var open: [Int] = []
        for (index, parts) in rules.enumerated() {
            let values = parts.lazy.compactMap { RuleIndex.values(of: $0, kind) }.first
            guard let values else {
                open.append(index)
                continue
            }
            for value in values { byValue[value, default: []].append(index) }
        }
        guard open.count < rules.count else { return }
        var column = Column(kind: kind, open: run(open))
        for (value, rules) in byValue { column.values[value] = run(rules) }
        columns.append(column)
    }

    /// Keeps a set of rules.
    private mutating func run(_ rules: [Int]) -> Run {
        guard let low = rules.min(), let high = rules.max() else { return Run(first: 0, bits: 0..<0) }
        let first = low >> 6
        var words = [UInt64](repeating: 0, count: high >> 6 - first + 1)
        for rule in rules { words[rule >> 6 - first] |= 1 << UInt64(rule & 63) }
        let start = bits.count
        bits += words
        return Run(first: first, bits: start..<bits.count)
    }

    /// What a part asks for in a column; `nil` when it is about something else.
    private static func values(of part: Condition, _ kind: Kind) -> [String]? {
        switch (kind, part) {
        case (.leadingTopic, .topics(let topics, _)): Array(topics)
        case (.place, .places(let codes)): Array(codes)
        case (.level, .level(let levels)): levels.map(\.rawValue)
        case (.placeFlag, .placeFlag(let flags)): Array(flags)
        case (.channel, .channel(let channels)): channels.map(\.rawValue)
        case (.kind, .kind(let kinds)): kinds.map(\.rawValue)
        case (.flag, .flag(let flags)): Array(flags)
        case (.account, .account(let accounts)): Array(accounts)
        case (.sender, .sender(let traits)): traits.map(\.rawValue)
        case (.programme, .programme(let names)) where !names.isEmpty: Array(names)
        case (.agency, .agency(let agencies)): Array(agencies)
        case (.agencyFlag, .agencyFlag(let flags)): Array(flags)
        default: nil
        }
    }

    /// What a complaint has in a column.
    private static func forEachValue(
        of facts: Facts, _ kind: Kind, _ body: (String) -> Void
    ) {
        switch kind {
        case .leadingTopic:
            guard let top = facts.topics.first else { return }
            for hit in facts.topics {
                guard hit.weight == top.weight else { return }
                body(hit.topic)
            }
        case .place:
            for place in facts.knownPlaces { forEachArea(of: place.code, body) }
        case .level: for place in facts.knownPlaces { body(place.level) }
        case .placeFlag: for flag in facts.placeFlags { body(flag) }
        case .channel: body(facts.channel.rawValue)
        case .kind: body(facts.kind.rawValue)
        case .flag: for flag in facts.flags { body(flag) }
        case .account: body(facts.account)
        case .sender: for trait in facts.sender { body(trait.rawValue) }
        case .programme: for name in facts.programme { body(name) }
        case .agency: if let agency = facts.agency { body(agency) }
        case .agencyFlag: for flag in facts.agencyFlags { body(flag) }
        }
    }

    /// The code of a place and those of all it lies in.
    static func forEachArea(of code: String, _ body: (String) -> Void) {
        body(code)
        for index in code.utf8.indices where code.utf8[index] == UInt8(ascii: ".") {
            body(String(code[..<index]))
        }
    }

    /// The rules that can hold, and those of which a part about the text can.
    func candidates(for facts: Facts) -> (holding: RuleSet, speaking: RuleSet) {
        guard wordCount > 0 else { return (RuleSet(bits: []), RuleSet(bits: [])) }
        var holding = [UInt64](repeating: 0, count: wordCount)
        var speaking = holding
        bits.withUnsafeBufferPointer { bits in
            speaking.withUnsafeMutableBufferPointer { speaking in
                add(mixed, bits, to: speaking)
                for phrase in facts.phrases.keys {
                    if let run = phrases[phrase] { add(run, bits, to: speaking) }
                }
                for hit in facts.topics {
                    if let run = topics[hit.topic] { add(run, bits, to: speaking) }
                }
            }
            holding.withUnsafeMutableBufferPointer { holding in
                speaking.withUnsafeBufferPointer { speaking in
                    for word in 0..<wordCount { holding[word] = speaking[word] }
                }
                add(deaf, bits, to: holding)
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { column in
                    for one in columns { narrow(holding, by: one, of: facts, bits, column) }
                }
            }
        }
        return (RuleSet(bits: holding), RuleSet(bits: speaking))
    }

    /// - Parameter asked: room for one set.
    private func narrow(
        _ holding: UnsafeMutableBufferPointer<UInt64>, by column: Column, of facts: Facts,
        _ bits: UnsafeBufferPointer<UInt64>, _ asked: UnsafeMutableBufferPointer<UInt64>
    ) {
        asked.initialize(repeating: 0)
        add(column.open, bits, to: asked)
        RuleIndex.forEachValue(of: facts, column.kind) { value in
            if let run = column.values[value] { add(run, bits, to: asked) }
        }
        for word in 0..<wordCount { holding[word] &= asked[word] }
    }

    private func add(
        _ run: Run, _ bits: UnsafeBufferPointer<UInt64>, to set: UnsafeMutableBufferPointer<UInt64>
    ) {
        for (offset, place) in run.bits.enumerated() { set[run.first + offset] |= bits[place] }
    }
}
