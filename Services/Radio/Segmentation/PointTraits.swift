// What the model of minutes looks at: each line by itself, beside its neighbours, and among all lines of its
// form: where most lines of a form name somebody who asks, a line of that form begins a matter.
import Foundation

/// What a line does in minutes; the states of the chain.
enum PointPart: String, CaseIterable, Sendable {
    case general
    /// Begins a matter; goes on with it; answers it; says something else of it; says what was agreed.
    case begins, citizen, answer, host, agreed
    /// The same of a matter further up: by who raised it, an office, or as an agreement.
    case resumes, answersLater, agreedLater

    /// The state of the chain.
    var state: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    var part: Part {
        switch self {
        case .general: .general
        case .begins: .begins
        case .citizen: .citizen
        case .answer: .answer
        case .host, .agreed: .hostAfter
        case .resumes: .resumes
        case .answersLater, .agreedLater: .answersLater
        }
    }

    /// What each line is by whose matter it is of and who says it, as the truth has them.
    static func of(_ items: [String], _ who: [String]) -> [PointPart] {
        var seen: Set<String> = []
        return items.indices.map { index in
            let (item, who) = (items[index], who[index])
            guard item != "other" else { return .general }
            if seen.insert(item).inserted { return .begins }
            let goesOn = items[index - 1] == item
            switch who {
            case "caller", "read": return goesOn ? .citizen : .resumes
            case "regent", "agency": return goesOn ? .answer : .answersLater
            case "host" where goesOn: return .host
            default: return goesOn ? .agreed : .agreedLater
            }
        }
    }
}

enum PointTraits {
    private static let yes = ["no", "yes"]
    private static let leads = PointLine.Lead.allCases.map(\.rawValue)
    private static let looks = PointLine.Look.allCases.map(\.rawValue)
    private static let signs = LineForm.Sign.allCases.map(\.rawValue)
    private static let lengths: [Double] = [3, 6, 10, 20, 40]
    private static let counts: [Double] = [2, 3, 5, 8, 15]
    private static let shares: [Double] = [0.15, 0.4, 0.7]
    private static let apart: [Double] = [2, 3, 4, 6]
    private static let shared: [Double] = [0.01, 1.5, 3, 5]
    private static let places: [Double] = [0.1, 0.25, 0.5, 0.75, 0.9]
    private static let few: [Double] = [1, 2, 4]
    private static let sections = PointLayout.Section.allCases.map(\.rawValue)
    private static let numbers = ["none", "one", "more"]
    private static let flags = [
        "loud", "ends with colon", "colon", "bracket", "place", "title", "office", "raises", "answers",
        "agrees", "closes", "RT", "section", "warga", "when", "apart", "refers to number", "goes back",
        "about", "lists", "village",
    ]
    /// What is asked of a neighbour.
    private static let beside = [
        "loud", "ends with colon", "section", "office", "answers", "raises", "agrees", "closes", "place",
    ]
    private static let neighbours = ["before", "after"]

    private static func each(_ first: [String], _ second: [String]) -> [String] {
        first.flatMap { one in second.map { one + " " + $0 } }
    }

    private static let all = TraitTable.numbered([
        Question("any", ["line"]),
        Question("lead", leads), Question("sign", signs), Question("depth", ["0", "1", "2", "3"]),
        Question("cells", ["one", "two", "more"]), Question("number", numbers),
        Question("words", Buckets.names(lengths)), Question("capitals", ["0", "1", "2", "3", "4", "5"]),
        Question("label seen", ["none"] + Buckets.names(few)),
        Question("is", flags), Question("is not", flags), Question("phrase", Hint.allCases.map { "\($0)" }),
        Question("of its form", Buckets.names(counts)), Question("form raises", Buckets.names(shares)),
        Question("form names people", Buckets.names(shares)), Question("form answers", Buckets.names(shares)),
        Question("form agrees", Buckets.names(shares)),
        Question("form of matters", yes), Question("form of matters, raises", each(yes, yes)),
        Question("form of matters, person", each(yes, yes)),
        Question("form of matters, office", each(yes, yes)),
        Question("form of matters, two", each(yes, yes)),
        Question("form before", ["another", "the same"]),
        Question("form last seen", ["never"] + Buckets.names(apart)),
        Question("beside", ["first", "last"]),
        Question("beside lead", each(neighbours, leads)), Question("beside sign", each(neighbours, signs)),
        Question("beside words", each(neighbours, Buckets.names(lengths))),
        Question("beside is", each(neighbours, beside)),
        Question("beside, form of matters", each(neighbours, yes)),
        Question("two before lead", leads), Question("two before is", ["loud", "section"]),
        Question("shares before", Buckets.names(shared)), Question("shares far", Buckets.names(shared)),
        Question("shares after", Buckets.names(shared)), Question("shares more far", yes),
        Question("answer shares more far", each(yes, yes)),
        Question("stands", Buckets.names(places)), Question("matters above", Buckets.names(few)),
        Question("matters below", Buckets.names(few)),
        Question("section", sections), Question("section, form of matters", each(sections, yes)),
        Question("looks", looks), Question("looks after", each(looks, looks)),
        Question("leads after", each(leads, leads)), Question("leads before", each(leads, leads)),
        Question("signs after", each(signs, signs)), Question("lead and sign", each(leads, signs)),
    ])
    private static let of = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    static func course(words: [String]) -> Course {
        Course(TraitTable(all, words: words), states: PointPart.allCases.count, bridges: 1)
    }

    /// The words of a line that may be learned: how it begins, and what its label says.
    static func words(of line: PointLine) -> [String] {
        line.head.prefix(2).map { "^" + $0 } + line.leadWords.prefix(2).map { ":" + $0 }
    }

    static func read(_ lines: [PointLine], words: [String: Int32]) -> [Evidence] {
        let layout = PointLayout(lines)
        return lines.indices.map { Evidence(traits: traits($0, lines, layout, words)) }
    }

    private static func trait(_ name: String, _ answer: Int) -> Int32 { all[of[name] ?? 0](answer) }
    private static func trait(_ name: String, _ isSo: Bool) -> Int32 { trait(name, isSo ? 1 : 0) }
    private static func trait(_ name: String, _ first: Bool, _ second: Bool) -> Int32 {
        trait(name, (first ? 2 : 0) + (second ? 1 : 0))
    }
    private static func trait(_ name: String, _ value: Double, _ bounds: [Double]) -> Int32 {
        trait(name, bucket(value, bounds))
    }
    private static func bucket(_ value: Double, _ bounds: [Double]) -> Int {
        bounds.firstIndex { value < $0 } ?? bounds.count
    }
    private static func index<Value: CaseIterable & Equatable>(_ value: Value) -> Int
    where Value.AllCases == [Value] {
        Value.allCases.firstIndex(of: value) ?? 0
    }

    private static func flags(of line: PointLine) -> [Bool] {
        [
            line.isLoud, line.endsWithColon, line.hasColon, line.hasBracket, line.hasPlace, line.hasTitle,
            line.namesOffice, line.raises, line.answers, line.agrees, line.closes, line.saysRT,
            line.namesSection, line.saysWarga, line.saysWhen, line.isApart, line.refersToNumber,
            line.goesBack, line.isAbout, line.lists, line.saysVillage,
        ]
    }

    private static func traits(
        _ at: Int, _ lines: [PointLine], _ layout: PointLayout, _ words: [String: Int32]
    ) -> [Int32] {
        let line = lines[at]
        var traits = [
            trait("any", 0), trait("lead", index(line.lead)), trait("sign", index(line.form.sign)),
            trait("depth", line.depth), trait("cells", min(line.cells, 3) - 1),
            trait("number", line.form.number.map { $0 == 1 ? 1 : 2 } ?? 0),
            trait("words", Double(line.length), lengths), trait("capitals", line.capitals),
            trait("label seen", line.leadWords.isEmpty ? 0 : 1 + bucket(Double(layout.labelSeen[at]), few)),
        ]
        for (number, isSo) in flags(of: line).enumerated() {
            traits.append(trait(isSo ? "is" : "is not", number))
        }
        traits += line.hints.map { trait("phrase", $0.rawValue) }
        traits += Self.words(of: line).compactMap { words[$0] }
        let group = layout.groups[line.shape] ?? PointLayout.Group()
        let isBest = layout.isOfMatters[at]
        traits += [
            trait("of its form", Double(group.count), counts), trait("form raises", group.raises, shares),
            trait("form names people", group.people, shares),
            trait("form answers", group.offices + group.answers, shares),
            trait("form agrees", group.agrees, shares), trait("form of matters", isBest),
            trait("form of matters, raises", isBest, line.raises),
            trait("form of matters, person", isBest, line.hasPlace || line.hasTitle),
            trait("form of matters, office", isBest, line.namesOffice || line.answers),
            trait("form of matters, two", at > 0 && layout.isOfMatters[at - 1], isBest),
            trait("form before", at > 0 && lines[at - 1].shape == line.shape),
            trait("form last seen", layout.since[at].map { 1 + bucket(Double($0), apart) } ?? 0),
            trait("looks", index(line.look)),
        ]
        let (lead, sign) = (index(line.lead), index(line.form.sign))
        traits.append(trait("lead and sign", lead * signs.count + sign))
        if at > 0 {
            let before = lines[at - 1]
            traits += [
                trait("looks after", index(before.look) * looks.count + index(line.look)),
                trait("leads after", index(before.lead) * leads.count + lead),
                trait("signs after", index(before.form.sign) * signs.count + sign),
            ]
        }
        if at + 1 < lines.count {
            traits.append(trait("leads before", lead * leads.count + index(lines[at + 1].lead)))
        }
        for (side, other) in [at - 1, at + 1].enumerated() {
            guard lines.indices.contains(other) else {
                traits.append(trait("beside", side))
                continue
            }
            let next = lines[other]
            traits += [
                trait("beside lead", side * leads.count + index(next.lead)),
                trait("beside sign", side * signs.count + index(next.form.sign)),
                trait("beside words", side * (lengths.count + 1) + bucket(Double(next.length), lengths)),
                trait("beside, form of matters", side * 2 + (layout.isOfMatters[other] ? 1 : 0)),
            ]
            let isSo = [
                next.isLoud, next.endsWithColon, next.namesSection, next.namesOffice, next.answers,
                next.raises, next.agrees, next.closes, next.hasPlace,
            ]
            for number in isSo.indices where isSo[number] {
                traits.append(trait("beside is", side * beside.count + number))
            }
        }
        if at > 1 {
            traits.append(trait("two before lead", index(lines[at - 2].lead)))
            if lines[at - 2].isLoud { traits.append(trait("two before is", 0)) }
            if lines[at - 2].namesSection { traits.append(trait("two before is", 1)) }
        }
        let (near, far) = (layout.near[at], layout.far[at])
        let isFar = far > near + 1
        let section = index(layout.section[at])
        traits += [
            trait("shares before", near, shared), trait("shares far", far, shared),
            trait("shares after", layout.after[at], shared), trait("shares more far", isFar),
            trait("answer shares more far", line.answers || line.agrees || line.namesOffice, isFar),
            trait("stands", Double(at) / Double(lines.count), places),
            trait("matters above", Double(layout.above[at]), few),
            trait("matters below", Double(layout.below[at]), few),
            trait("section", section), trait("section, form of matters", section * 2 + (isBest ? 1 : 0)),
        ]
        return traits
    }
}

/// All lines of some minutes together: which form its matters have, what stands where.
struct PointLayout {
    struct Group {
        var count = 0
        var (raises, people, offices, answers, agrees) = (0.0, 0.0, 0.0, 0.0, 0.0)

        /// How much its lines look like the beginnings of matters.
        var asks: Double { raises + 1.5 * people - offices - answers - agrees }
    }

    private(set) var groups: [String: Group] = [:]
    private(set) var isOfMatters: [Bool] = []
    private(set) var labelSeen: [Int] = []
    private(set) var since: [Int?] = []
    /// Matters' lines above and, with this one, below.
    private(set) var above: [Int] = []
    private(set) var below: [Int] = []
    /// Words shared with the lines just before, with those far above, and with the next.
    private(set) var near: [Double] = []
    private(set) var far: [Double] = []
    private(set) var after: [Double] = []
    /// What the last heading says.
    private(set) var section: [Section] = []

    enum Section: String, CaseIterable { case none, agrees, matters, answers, closes, other }

    /// So many lines make a form.
    private static let fewest = 3
    private static let (nearby, distant) = (3, 6)

    init(_ lines: [PointLine]) {
        for line in lines {
            var group = groups[line.shape] ?? Group()
            group.count += 1
            if line.raises { group.raises += 1 }
            if line.hasPlace || line.hasTitle { group.people += 1 }
            if line.namesOffice { group.offices += 1 }
            if line.answers { group.answers += 1 }
            if line.agrees { group.agrees += 1 }
            groups[line.shape] = group
        }
        groups = groups.mapValues { group in
            let count = Double(group.count)
            return Group(
                count: group.count, raises: group.raises / count, people: group.people / count,
                offices: group.offices / count, answers: group.answers / count, agrees: group.agrees / count)
        }
        // Of forms that ask alike the one that comes first.
        var best: String?
        var seen: Set<String> = []
        for line in lines where seen.insert(line.shape).inserted {
            guard let group = groups[line.shape], group.count >= Self.fewest else { continue }
            if best.flatMap({ groups[$0]?.asks }) ?? -.infinity < group.asks { best = line.shape }
        }
        isOfMatters = lines.map { $0.shape == best }
        follow(lines)
        share(lines)
    }

    private mutating func follow(_ lines: [PointLine]) {
        var labels: [[String]: Int] = [:]
        var last: [String: Int] = [:]
        var count = 0
        section = Self.sections(lines)
        let all = isOfMatters.count { $0 }
        for (index, line) in lines.enumerated() {
            labelSeen.append(labels[line.leadWords, default: 0])
            labels[line.leadWords, default: 0] += 1
            since.append(last[line.shape].map { index - $0 })
            last[line.shape] = index
            above.append(count)
            below.append(all - count)
            if isOfMatters[index] { count += 1 }
        }
    }

    /// What the last heading above each line says.
    static func sections(_ lines: [PointLine]) -> [Section] {
        var heading = Section.none
        return lines.map { line in
            defer { if line.namesSection || line.isLoud { heading = Self.section(line) } }
            return heading
        }
    }

    private static func section(_ line: PointLine) -> Section {
        let words = Set(line.head)
        if !words.isDisjoint(with: matters) { return .matters }
        // The heads of a table name all its columns.
        let isOne = words.isDisjoint(with: PointWords.answering) && words.isDisjoint(with: PointWords.topics)
        if isOne, !words.isDisjoint(with: PointWords.agreeing) { return .agrees }
        if !words.isDisjoint(with: PointWords.answering) { return .answers }
        return words.isDisjoint(with: PointWords.closing) ? .other : .closes
    }

    private static let matters = Set(
        words: "masukan usulan pertanyaan keluhan aspirasi saran diskusi tanya dialog")

    private mutating func share(_ lines: [PointLine]) {
        var counts: [String: Int] = [:]
        for line in lines { for word in line.words { counts[word, default: 0] += 1 } }
        let total = Double(lines.count + 1)
        /// Where each word stood so far.
        var seen: [String: [Int]] = [:]
        for index in lines.indices {
            var weights: [Int: Double] = [:]
            for word in lines[index].words.sorted() {
                let weight = log(total / Double(counts[word] ?? 1))
                for other in (seen[word] ?? []).suffix(Self.mostSeen) { weights[other, default: 0] += weight }
                seen[word, default: []].append(index)
            }
            near.append(weights.filter { $0.key >= index - Self.nearby }.values.max() ?? 0)
            far.append(weights.filter { $0.key < index - Self.distant }.values.max() ?? 0)
            if index > 0 { after.append(weights[index - 1] ?? 0) }
        }
        after.append(0)
    }

    /// Of a word that is everywhere, so many places are looked at.
    private static let mostSeen = 40
}
