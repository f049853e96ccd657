// What is looked at of each word of a matter, to tell who raises it and where he is from.
import Language

/// A line of a matter: a turn, or a part of one.
struct WhoLine {
    var text: String
    var tokens: [Token]
    /// An index of ``TurnTraits/roles``.
    var role: Int
    /// The caller's, a message's, or nobody knows whose.
    var isCitizens: Bool { role >= 3 }

    init(_ reading: Reading, _ part: Part) {
        (text, tokens) = (reading.turn.text, reading.tokens)
        role = TurnTraits.number(reading.role ?? (part.isAnswer ? .official : part.role))
    }

    /// Some of the words as they were said.
    func said(_ range: Range<Int>) -> String {
        let (first, last) = (tokens[range.lowerBound].range, tokens[range.upperBound - 1].range)
        return String(text[first.lowerBound..<last.upperBound])
    }

    /// Words without a label, as somebody's.
    init(_ text: String, _ role: Role?) {
        (self.text, tokens, self.role) = (text, Tokens.split(text), TurnTraits.number(role))
    }
}

/// What a word says of who raises a matter.
enum Mention: Int, CaseIterable { case nothing, name, place }

enum WhoTraits {
    /// Words of a line that are looked at; who answers at length says little of the caller.
    static let mostWords = 80
    private static let mostOfOffices = 12

    private static let classes = [
        "edge", "place", "in place", "like a place", "number", "title", "ordinary", "unknown",
        "like a name", "name",
    ]
    private static let words: [Double] = [1, 3, 6, 12, 25]
    private static let lines: [Double] = [1, 2, 3, 5, 9]
    private static let times: [Double] = [1, 2, 3, 5]
    private static let sizes = ["first", "inside", "small", "none in file"]
    private static let leads = ["kind of place", "lead", "title", "large", "else"]
    private static let marks = ["none", "comma", "stop"]

    private static let all = TraitTable.numbered([
        Question("always", ["yes"]),
        Question("is", classes),
        Question("before", classes),
        Question("after", classes),
        Question("two before", classes),
        Question("two after", classes),
        Question("is by", TurnTraits.roles.flatMap { role in classes.map { role + " " + $0 } }),
        Question("large", sizes),
        Question("stands", TurnTraits.roles.flatMap { role in
            Buckets.names(words).map { role + " " + $0 }
        }),
        Question("line", Buckets.names(lines)),
        Question("citizen's line", Buckets.names(lines)),
        Question("mark before", marks + ["begins"]),
        Question("mark after", marks + ["ends"]),
        Question("called", Buckets.names(times)),
        Question("in matters", Buckets.names(times)),
        Question("asked", ["siapa", "mana", "else"]),
        Question("is and was", classes.flatMap { one in classes.map { one + " after " + $0 } }),
        Question("is and will be", classes.flatMap { one in classes.map { one + " before " + $0 } }),
        Question("behind", leads.flatMap { lead in sizes.flatMap { size in
            classes.map { "\(lead) \(size) \($0)" }
        } }),
        Question("behind title of", TurnTraits.roles),
    ])
    private static let (always, itself, before, after) = (all[0], all[1], all[2], all[3])
    private static let (twoBefore, twoAfter, byRole, large) = (all[4], all[5], all[6], all[7])
    private static let (stands, line, ownLine) = (all[8], all[9], all[10])
    private static let (markBefore, markAfter, called) = (all[11], all[12], all[13])
    private static let (matters, asked, wasPair, willPair) = (all[14], all[15], all[16], all[17])
    private static let (behind, behindTitle) = (all[18], all[19])

    /// Where a word may stand beside the one that is looked at, as the file of weights marks it.
    private static let sides = [(0, ""), (-1, "<"), (1, ">"), (-2, "<<"), (2, ">>")]

    /// What lies between two words.
    static let bridges = ["steps", "steps_after_mark", "steps_new_line", "steps_both_large"]

    /// Names and places over the words of a matter.
    static func course(words: [String]) -> Course {
        Course(TraitTable(all, words: words), states: Mention.allCases.count, bridges: bridges.count)
    }

    /// Known words by where they stand.
    struct Known {
        fileprivate var bySide: [[String: Int32]]

        init(_ table: TraitTable) {
            bySide = Array(repeating: [:], count: WhoTraits.sides.count)
            for (word, row) in table.words {
                let mark = String(word.prefix { $0 == "<" || $0 == ">" })
                guard let side = WhoTraits.sides.firstIndex(where: { $0.1 == mark }) else { continue }
                bySide[side][String(word.dropFirst(mark.count))] = row
            }
        }
    }

    /// The words looked at of a line.
    static func length(of line: WhoLine) -> Int {
        // 1 and 2 are the offices.
        min(line.tokens.count, line.role == 1 || line.role == 2 ? mostOfOffices : mostWords)
    }

    /// - Parameter matters: in how many matters of the programme a word stands.
    /// - Returns: the evidence of all lines' words, one line after another.
    static func read(
        _ text: [WhoLine], _ places: PlaceNames, _ known: Known, hasCapitals: Bool,
        matters count: [String: Int], memory: WordMemory = WordMemory()
    ) -> [Evidence] {
        let called = called(text)
        var sequence: [Evidence] = []
        var citizens = 0
        for (number, words) in text.enumerated() {
            let kinds = kinds(words, places, memory)
            func kind(_ index: Int) -> Int { kinds.indices.contains(index) ? kinds[index] : 0 }
            let tokens = words.tokens
            let question = number > 0 ? Self.question(text[number - 1]) : 2
            for index in 0..<length(of: words) {
                let token = tokens[index]
                var evidence = Evidence()
                let mine = kinds[index]
                let large = !hasCapitals ? 3 : !token.isCapitalised ? 2
                    : index == 0 || tokens[index - 1].endsSentence ? 0 : 1
                let markBefore = index == 0 ? 3 : mark(tokens[index - 1])
                let wordsIn = Self.words.firstIndex { Double(index) < $0 } ?? Self.words.count
                evidence.traits = [
                    always(0), itself(mine), before(kind(index - 1)), after(kind(index + 1)),
                    twoBefore(kind(index - 2)), twoAfter(kind(index + 2)),
                    byRole(words.role * classes.count + mine), Self.large(large),
                    stands(words.role * (Self.words.count + 1) + wordsIn),
                    line(Double(number), lines), Self.markBefore(markBefore),
                    markAfter(index + 1 == tokens.count ? 3 : mark(token)),
                    Self.called(Double(called[token.word] ?? 0), times),
                    matters(Double(count[token.word] ?? 0), times), asked(question),
                    wasPair(mine * classes.count + kind(index - 1)),
                    willPair(mine * classes.count + kind(index + 1)),
                ]
                let lead = index == 0 || tokens[index - 1].endsSentence ? 4 : Self.lead(
                    tokens[index - 1], kind(index - 1), hasCapitals)
                evidence.traits.append(behind((lead * sizes.count + large) * classes.count + mine))
                if lead == 2 { evidence.traits.append(behindTitle(words.role)) }
                if words.isCitizens { evidence.traits.append(ownLine(Double(citizens), lines)) }
                for (side, place) in sides.enumerated() {
                    let at = index + place.0
                    guard tokens.indices.contains(at) else { continue }
                    if let row = known.bySide[side][tokens[at].word] { evidence.traits.append(row) }
                }
                let areLarge = large < 2 && index > 0 && tokens[index - 1].isCapitalised
                evidence.bridge = index == 0 ? 2 : markBefore > 0 ? 1 : areLarge ? 3 : 0
                sequence.append(evidence)
            }
            if words.isCitizens { citizens += 1 }
        }
        return sequence
    }

    /// Words that may become traits: each with where it stands beside another.
    static func words(of line: WhoLine, at index: Int) -> [String] {
        sides.compactMap { place, mark in
            let at = index + place
            guard line.tokens.indices.contains(at) else { return nil }
            let word = line.tokens[at].word
            return word.hasNumber ? nil : mark + word
        }
    }

    /// What a word may lead to.
    private static func lead(_ token: Token, _ kind: Int, _ hasCapitals: Bool) -> Int {
        if Introduction.placeKinds.contains(token.word) { return 0 }
        if Introduction.placeLeads.contains(token.word) { return 1 }
        if kind == 5 { return 2 }
        return hasCapitals && token.isCapitalised ? 3 : 4
    }

    private static func mark(_ token: Token) -> Int { token.endsSentence ? 2 : token.endsClause ? 1 : 0 }

    private static func kinds(_ line: WhoLine, _ places: PlaceNames, _ memory: WordMemory) -> [Int] {
        var kinds: [Int] = []
        var inside = 0
        for index in 0..<line.tokens.count where index < length(of: line) + 2 {
            let word = line.tokens[index].word
            let length = inside > 0 ? 0 : places.length(line.tokens, at: index)
            if length > 0 {
                kinds.append(1)
                inside = length - 1
            } else if inside > 0 {
                kinds.append(2)
                inside -= 1
            } else if word.hasNumber {
                kinds.append(4)
            } else if CallerName.titles.contains(word) {
                kinds.append(5)
            } else {
                kinds.append(memory.kinds[word] ?? alone(word, places))
            }
        }
        return kinds
    }

    /// What a word is that is no known place, number or title.
    private static func alone(_ word: String, _ places: PlaceNames) -> Int {
        let likeness = NameLikeness(word)
        return likeness != .ordinary && places.soundsKnown(word) ? 3 : 6 + likeness.rawValue
    }

    /// What the words of a programme are alone: each is looked up once.
    struct WordMemory {
        fileprivate var kinds: [String: Int] = [:]

        init() {}

        init(_ words: some Sequence<String>, _ places: PlaceNames) {
            for word in words where kinds[word] == nil { kinds[word] = alone(word, places) }
        }
    }

    /// How often each word stands behind a title: what somebody is called.
    private static func called(_ lines: [WhoLine]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in lines {
            for index in line.tokens.indices.dropFirst()
            where CallerName.titles.contains(line.tokens[index - 1].word) {
                counts[line.tokens[index].word, default: 0] += 1
            }
        }
        return counts
    }

    /// What the line before asked for.
    private static func question(_ line: WhoLine) -> Int {
        let words = line.tokens.suffix(mostOfOffices).map(\.word)
        return words.contains("siapa") ? 0 : words.contains { $0 == "mana" || $0 == "dimana" } ? 1 : 2
    }
}
