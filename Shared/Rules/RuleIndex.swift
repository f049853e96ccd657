// Finds, of thousands of rules, the few that can hold: for each kind of condition a bit set of rules by
// value, joined by AND. What it finds is asked in full; what it leaves out cannot hold. (As the decision
// tables of gorules/zen do it.)
import Complaints
import Language

/// What one complaint has of what the rules ask for: for each column, the sets of rules that are content.
struct RuleQuery {
    /// Those of the first column, then of the second, and so on.
    fileprivate var runs: [RuleIndex.Run] = []
    /// Where the sets of each column end.
    fileprivate var ends: [Int] = []
}

/// The conditions of one list of rules, by what they ask for.
struct RuleIndex: Sendable {
    /// What a column is about. A rule is listed by the first of its parts of that kind.
    private enum Kind: CaseIterable {
        case leadingTopic, place, level, placeFlag, channel, kind, flag, account, sender, programme
        case agency, agencyFlag
    }

    /// A set of rules in ``bits``: first which of its words are not zero, a bit each, then those words.
    fileprivate struct Run {
        var start = 0
    }

    /// The rules that ask for something of one kind.
    private struct Column {
        var kind: Kind
        /// Rules that ask for nothing of the kind.
        var open: Run
        var values: [String: Run] = [:]
    }

    /// Words that say which words of a set are not zero.
    private let maskCount: Int
    /// All sets, one behind the other; the first is empty.
    private var bits: ContiguousArray<UInt64>
    /// The text is the first column, which has no values of its own: see ``phrases`` and ``topics``.
    private var columns: [Column] = []
    /// Rules by a phrase or topic that one of their parts about the text asks for.
    private var phrases: [PhraseID: Run] = [:]
    private var topics: [String: Run] = [:]
    /// Rules that may hold whatever the text says, and of those the ones that look at it all the same.
    private var deaf = Run()
    private var mixed = Run()

    init(_ conditions: [Condition]) {
        maskCount = (conditions.count + 4095) / 4096
        bits = ContiguousArray(repeating: 0, count: maskCount)
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

    /// Keeps a set of rules, given in order; one may stand there twice.
    private mutating func run(_ rules: [Int]) -> Run {
        guard !rules.isEmpty else { return Run() }
        var masks = [UInt64](repeating: 0, count: maskCount)
        var words: [UInt64] = []
        var last = -1
        for rule in rules {
            let place = rule >> 6
            if place != last { words.append(0) }
            last = place
            masks[place >> 6] |= 1 << UInt64(place & 63)
            words[words.count - 1] |= 1 << UInt64(rule & 63)
        }
        let start = bits.count
        bits += masks
        bits += words
        return Run(start: start)
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

    /// What a complaint has in each column.
    func query(_ facts: Facts) -> RuleQuery {
        var query = RuleQuery()
        query.runs.reserveCapacity(2 * columns.count + facts.phrases.count + facts.topics.count + 2)
        query.ends.reserveCapacity(columns.count + 1)
        query.runs.append(deaf)
        for phrase in facts.phrases.keys { if let run = phrases[phrase] { query.runs.append(run) } }
        for hit in facts.topics { if let run = topics[hit.topic] { query.runs.append(run) } }
        query.ends.append(query.runs.count)
        for column in columns {
            query.runs.append(column.open)
            RuleIndex.forEachValue(of: facts, column.kind) { value in
                if let run = column.values[value] { query.runs.append(run) }
            }
            query.ends.append(query.runs.count)
        }
        return query
    }

    /// Calls one body for the rules that can hold, then the other for those of which a part about the text
    /// can; each in order, until it says `false`.
    func scan(_ query: RuleQuery, candidates: (Int) -> Bool, speaking: (Int) -> Bool) {
        bits.withUnsafeBufferPointer { bits in
            query.runs.withUnsafeBufferPointer { runs in
                let text = query.ends[0]
                // The text leaves few rules of many: those alone are looked at in the other columns.
                each(bits, runs, 0..<text, and: Run()) { place, word in
                    var (word, start) = (word, text)
                    for column in 1..<query.ends.count where word != 0 {
                        word &= self.word(place, bits, runs, start..<query.ends[column])
                        start = query.ends[column]
                    }
                    return Self.forEachRule(of: word, place, candidates)
                }
                each(bits, runs, 1..<text, and: mixed) { Self.forEachRule(of: $1, $0, speaking) }
            }
        }
    }

    /// The words of the sets together that are not zero, in order, until the body says `false`.
    private func each(
        _ bits: UnsafeBufferPointer<UInt64>, _ runs: UnsafeBufferPointer<Run>, _ some: Range<Int>,
        and other: Run, _ body: (_ place: Int, _ word: UInt64) -> Bool
    ) {
        for mask in 0..<maskCount {
            var left = bits[other.start + mask]
            for index in some { left |= bits[runs[index].start + mask] }
            while left != 0 {
                let place = mask << 6 + left.trailingZeroBitCount
                left &= left - 1
                let word = self.word(place, bits, other) | self.word(place, bits, runs, some)
                guard body(place, word) else { return }
            }
        }
    }

    /// Whether a complaint has what a rule asks for in a column.
    func isContent(_ rule: Int, in column: Int, _ query: RuleQuery) -> Bool {
        let some = query.ends[column]..<query.ends[column + 1]
        return bits.withUnsafeBufferPointer { bits in
            query.runs.withUnsafeBufferPointer { word(rule >> 6, bits, $0, some) }
        } & (1 << UInt64(rule & 63)) != 0
    }

    /// The column that says whether a part of a rule holds; of ``Condition/topics(_:minimumWeight:)`` but for
    /// the weight.
    ///
    /// - Parameter earlier: the parts of the rule before it: of several of a kind the first is listed.
    func column(of part: Condition, after earlier: ArraySlice<Condition>) -> Int? {
        columns.firstIndex { column in
            RuleIndex.values(of: part, column.kind) != nil
                && !earlier.contains { RuleIndex.values(of: $0, column.kind) != nil }
        }
    }

    private static func forEachRule(of word: UInt64, _ place: Int, _ body: (Int) -> Bool) -> Bool {
        var left = word
        while left != 0 {
            guard body(place << 6 + left.trailingZeroBitCount) else { return false }
            left &= left - 1
        }
        return true
    }

    private func word(
        _ place: Int, _ bits: UnsafeBufferPointer<UInt64>, _ runs: UnsafeBufferPointer<Run>,
        _ some: Range<Int>
    ) -> UInt64 {
        var word: UInt64 = 0
        for index in some { word |= self.word(place, bits, runs[index]) }
        return word
    }

    private func word(_ place: Int, _ bits: UnsafeBufferPointer<UInt64>, _ run: Run) -> UInt64 {
        let (mask, bit) = (place >> 6, UInt64(1) << UInt64(place & 63))
        let own = bits[run.start + mask]
        guard own & bit != 0 else { return 0 }
        var before = (own & (bit - 1)).nonzeroBitCount
        for earlier in 0..<mask { before += bits[run.start + earlier].nonzeroBitCount }
        return bits[run.start + maskCount + before]
    }
}
