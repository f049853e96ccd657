// What is known of each line of minutes before the model looks at it: what the rules of ``Points`` take it
// for, how it is numbered and labelled, what stands above it, and its first words.
import Foundation

enum PointTraits {
    /// The parts that lines of minutes have; the first for what is nobody's matter.
    static let parts: [Part] = [.general, .begins, .citizen, .answer, .resumes, .answersLater]
    /// How a line follows the one before: right below it, after a blank line, with a number.
    static let bridges = ["steps", "steps_apart", "steps_numbered"]

    private static let names = parts.map(\.name)
    private static let edged = names + ["edge"]
    private static let kinds = ["numbered", "labelled", "told"]
    private static let numbers = ["none", "sign", "first", "next", "again", "other"]
    private static let labels = [
        "none", "general", "raises", "answers", "agrees", "official", "caller", "other",
    ]
    private static let sorts = ["general", "raises", "answers", "agrees"]
    private static let voices = ["none", "new", "same", "earlier"]
    private static let habits = ["yes", "no", "unknown"]
    private static let hints = Hint.allCases.map { "\($0)" }
    private static let lengths: [Double] = [3, 6, 11, 21, 41]
    private static let shares: [Double] = [0.01, 0.1, 0.2, 0.35, 0.5]
    private static let nowAndThen = 0.02...0.6
    private static let signs = [
        "raises early", "raises", "answers early", "answers", "agrees early", "office first", "title first",
        "closes", "post first", "name", "place", "person again", "colon", "bracket first", "colon last",
        "remark", "refers", "stroke", "same person", "date", "arrow first",
    ]

    private static let all = TraitTable.numbered([
        Question("always", kinds),
        Question("rule", kinds.flatMap { kind in names.map { kind + " " + $0 } }),
        Question("rule before", edged),
        Question("rule after", edged),
        Question("number", kinds.flatMap { kind in numbers.map { kind + " " + $0 } }),
        Question("number after", numbers),
        Question("label", kinds.flatMap { kind in labels.map { kind + " " + $0 } }),
        Question("label before", labels),
        Question("label after", labels),
        Question("voice", kinds.flatMap { kind in voices.map { kind + " " + $0 } }),
        Question("heading", ["none"] + sorts),
        Question("heading before", ["none"] + sorts),
        Question("section", sorts.flatMap { sort in labels.map { sort + " " + $0 } }),
        Question("section number", sorts.flatMap { sort in numbers.map { sort + " " + $0 } }),
        Question("apart", kinds.flatMap { kind in habits.map { kind + " " + $0 } }),
        Question("apart after", habits),
        Question("sign", signs),
        Question("sign of unlabelled", signs),
        Question("sign before", signs),
        Question("sign after", signs),
        Question("words", Buckets.names(lengths)),
        Question("stands", ["first", "second", "early", "last", "before last", "late"]),
        Question("said lately", Buckets.names(shares)),
        Question("said earlier", Buckets.names(shares)),
        Question("phrase", hints),
        Question("phrase first", hints),
        Question("shape", ["rare", "some", "many"].flatMap { share in names.map { share + " " + $0 } }),
    ])

    static func course(words: [String]) -> Course {
        Course(TraitTable(all, words: words), states: parts.count, bridges: bridges.count)
    }

    /// The part as one that lines of minutes have.
    static func part(_ part: Part) -> Part {
        switch part {
        case .general, .begins, .resumes, .answersLater, .answer, .citizen: part
        case .takes, .reads: .begins
        case .message, .citizenAfter: .citizen
        case .host, .hostAfter, .rings: .answer
        }
    }

    /// Words of a line that may become traits: those at its front, the first ones marked, and its label's.
    static func words(of reading: Reading) -> [String] {
        let head = reading.tokens.prefix(front).map(\.word)
        let label = Tokens.split(reading.turn.speaker ?? "").prefix(edge).map { "@" + $0.word }
        return head + head.prefix(edge).enumerated().map { "^" + ($0 == 0 ? "" : "^") + $1 } + label
    }

    private static let (front, edge) = (10, 3)

    /// - Parameter told: what the rules take each line for; `nil` leaves them unasked.
    static func read(
        _ readings: [Reading], rules told: [Part]?, _ places: PlaceNames, words: [String: Int32]
    ) -> [Evidence] {
        let lines = Lines(readings, places)
        let memory = SaidBefore(readings, places)
        let rules = told?.map { parts.firstIndex(of: part($0)) ?? 0 }
        let kind = lines.kind
        return readings.indices.map { index in
            var evidence = Evidence()
            let isBelow = readings[index].turn.apart != true
            evidence.bridge = readings[index].turn.point != nil ? 2 : isBelow ? 0 : 1
            let (number, label) = (lines.numbers[index], lines.labels[index])
            let (section, apart) = (lines.sections[index], lines.apart[index])
            evidence.traits = [all[0](kind)]
            if let rules {
                let last = index + 1 == readings.count
                evidence.traits.append(all[1](kind * parts.count + rules[index]))
                evidence.traits.append(all[2](index > 0 ? rules[index - 1] : parts.count))
                evidence.traits.append(all[3](last ? parts.count : rules[index + 1]))
                evidence.traits.append(all[26](lines.shapes[index] * parts.count + rules[index]))
            }
            evidence.traits.append(all[4](kind * numbers.count + number))
            evidence.traits.append(all[6](kind * labels.count + label))
            evidence.traits.append(all[9](kind * voices.count + lines.voices[index]))
            evidence.traits.append(all[10](lines.headings[index]))
            evidence.traits.append(all[12](section * labels.count + label))
            evidence.traits.append(all[13](section * numbers.count + number))
            evidence.traits.append(all[14](kind * habits.count + apart))
            evidence.traits.append(all[20](Double(readings[index].tokens.count), lengths))
            evidence.traits.append(all[22](memory.lately[index], shares))
            evidence.traits.append(all[23](memory.earlier[index], shares))
            evidence.traits += lines.signs[index].map { all[16](Int($0)) }
            if label == 0 { evidence.traits += lines.signs[index].map { all[17](Int($0)) } }
            if index > 0 {
                evidence.traits.append(all[7](lines.labels[index - 1]))
                evidence.traits.append(all[11](lines.headings[index - 1]))
                evidence.traits += lines.signs[index - 1].map { all[18](Int($0)) }
            }
            if index + 1 < readings.count {
                evidence.traits.append(all[5](lines.numbers[index + 1]))
                evidence.traits.append(all[8](lines.labels[index + 1]))
                evidence.traits.append(all[15](lines.apart[index + 1]))
                evidence.traits += lines.signs[index + 1].map { all[19](Int($0)) }
            }
            standing(index, readings.count, &evidence.traits)
            for hint in Hint.allCases where readings[index].has(hint) {
                evidence.traits.append(all[24](hint.rawValue))
            }
            for hit in Set(readings[index].hits.filter { $0.first < edge }.map(\.cue.rawValue)).sorted() {
                evidence.traits.append(all[25](hit))
            }
            var known: Set<Int32> = []
            for word in self.words(of: readings[index]) {
                if let row = words[word], known.insert(row).inserted { evidence.traits.append(row) }
            }
            return evidence
        }
    }

    private static func standing(_ index: Int, _ count: Int, _ traits: inout [Int32]) {
        let left = count - 1 - index
        let stands = [index == 0, index == 1, index * 8 < count, left == 0, left == 1, left * 8 < count]
        for (number, isThere) in stands.enumerated() where isThere { traits.append(all[21](number)) }
    }

    /// What each line shows by itself and by those before it.
    private struct Lines {
        /// Of the whole file: ``PointTraits/kinds``.
        var kind = 2
        var labels: [Int] = []
        var numbers: [Int] = []
        var voices: [Int] = []
        var headings: [Int] = []
        var sections: [Int] = []
        var apart: [Int] = []
        var signs: [[Int8]] = []
        /// How many lines of the file look the same.
        var shapes: [Int] = []

        init(_ readings: [Reading], _ places: PlaceNames) {
            let points = readings.count { $0.turn.point != nil }
            let labelled = readings.count { $0.label != nil }
            kind = points >= 2 ? 0 : labelled * 2 > readings.count ? 1 : 2
            let isApart = readings.count { $0.turn.apart == true }
            let share = Double(isApart) / Double(max(1, readings.count))
            let isHabit = PointTraits.nowAndThen.contains(share)
            var (last, seen): (Int, Set<Int>) = (0, [])
            var section = Points.Sort.raises
            var heard: Set<String> = []
            var names: Set<String> = []
            for (index, reading) in readings.enumerated() {
                labels.append(Self.label(reading))
                switch reading.turn.point {
                case nil: numbers.append(0)
                case 0?: numbers.append(1)
                case let number?:
                    numbers.append(number == 1 ? 2 : seen.contains(number) ? 4 : number == last + 1 ? 3 : 5)
                    seen.insert(number)
                    last = number
                }
                let key = reading.labelKey
                let before = index > 0 ? readings[index - 1].labelKey : ""
                voices.append(
                    reading.label == nil ? 0 : key == before ? 2 : heard.insert(key).inserted ? 1 : 3)
                let heading =
                    reading.turn.point == nil ? Points.heading(reading, isInside: kind == 0) : nil
                if let heading { section = heading }
                headings.append(heading.map { $0.rawValue + 1 } ?? 0)
                sections.append(section.rawValue)
                apart.append(isHabit ? (reading.turn.apart == true ? 0 : 1) : 2)
                let found = Points.person(reading, places)
                signs.append(Self.signs(reading, found, names))
                names.formUnion(Points.words(of: found.name))
            }
            let looks = readings.indices.map { [labels[$0], min(1, numbers[$0]), apart[$0]] }
            var counts: [[Int]: Int] = [:]
            for look in looks { counts[look, default: 0] += 1 }
            shapes = looks.map { look in
                let share = Double(counts[look] ?? 0) / Double(readings.count)
                return share < 0.1 ? 0 : share < 0.3 ? 1 : 2
            }
        }

        private static func label(_ reading: Reading) -> Int {
            guard let label = reading.label else { return 0 }
            if let sort = Points.field(reading), !Points.isPerson(reading) { return sort.rawValue + 1 }
            switch label.role {
            case .official, .regent: return 5
            case .caller: return 6
            default: return Points.field(reading).map { $0.rawValue + 1 } ?? 7
            }
        }

        private static func signs(
            _ reading: Reading, _ found: Who.Found, _ names: Set<String>
        ) -> [Int8] {
            let words = reading.tokens.prefix(30).map(\.word)
            let text = reading.turn.text
            let (head, first) = (words.prefix(10), words.prefix(2))
            var signs: [Bool] = [head.contains { Points.raising.contains($0) }]
            signs.append(words.contains { Points.raising.contains($0) })
            signs.append(words.prefix(4).contains { Points.answering.contains($0) })
            signs.append(words.contains { Points.answering.contains($0) })
            signs.append(head.contains { Points.agreeing.contains($0) })
            signs.append(first.contains { Points.offices.contains($0) })
            signs.append(first.contains { CallerName.titles.contains($0) })
            signs.append(Points.closes(reading))
            signs.append(first.first.map { Points.posts.contains($0) } ?? false)
            signs += [found.name != nil, found.place != nil]
            signs.append(words.prefix(6).contains { names.contains($0) })
            signs.append(text.prefix(60).contains(":"))
            signs.append(text.first.map { "([".contains($0) } ?? false)
            signs.append(text.hasSuffix(":"))
            signs.append(Paragraphs.isRemark(text[...]))
            signs.append(Points.reference(reading) != nil)
            signs.append(text.contains(" | ") || text.contains("\t"))
            signs.append(Points.isSamePerson(reading))
            signs.append(DueDate.find(in: reading.tokens, airedOn: LocalDate(days: 0)) != nil)
            signs.append(["->", "=>", "→", ">", "-->", "»"].contains { text.hasPrefix($0) })
            return signs.indices.filter { signs[$0] }.map { Int8($0) }
        }
    }
}
