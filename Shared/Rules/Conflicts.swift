// Rules of the policy `priority` that both hold and name different agencies, of which neither comes first.
import Language

extension RuleBook {
    /// Conflicts looked for; a table that is wrong throughout is not told row by row.
    package static let maximumConflicts = 20

    /// Pairs of deciding rules of equal priority that surely can hold together. Rules of files with another
    /// policy are ordered as they are written.
    package func conflicts() -> [(rule: Rule, other: Rule)] {
        let rules = deciding.filter { $0.policy == .priority }
        var byTopic: [String: [Int]] = [:]
        var byPhrase: [PhraseID: [Int]] = [:]
        var deaf: [Int] = []
        var found: [(rule: Rule, other: Rule)] = []
        for (index, rule) in rules.enumerated() {
            let condition = rule.conditionWhenValid
            let heard = Condition.all(condition.conjuncts.filter(\.isAboutText))
            let (topics, phrases) = (heard.topicsAskedFor, heard.phrasesAskedFor)
            let isDeaf = topics.isEmpty && phrases.isEmpty
            var earlier = Set(isDeaf ? Array(0..<index) : deaf)
            for topic in topics { earlier.formUnion(byTopic[topic] ?? []) }
            for phrase in phrases { earlier.formUnion(byPhrase[phrase] ?? []) }
            for other in earlier.sorted()
            where rules[other].priority == rule.priority && rules[other].agency != rule.agency
                && condition.surelyMeets(rules[other].conditionWhenValid)
            {
                found.append((rules[other], rule))
                if found.count == RuleBook.maximumConflicts { return found }
            }
            if isDeaf { deaf.append(index) }
            for topic in topics { byTopic[topic, default: []].append(index) }
            for phrase in phrases { byPhrase[phrase, default: []].append(index) }
        }
        return found
    }

    /// Pairs looked at that share no word and no topic: of ten thousand rules, all would take minutes.
    package static let maximumRivals = 2_000

    /// Pairs of deciding rules of equal priority that ask for different words and that nothing keeps from
    /// holding together: whether a text can say both is to be tried.
    package func rivals() -> [(rule: Rule, other: Rule)] {
        let equal = Dictionary(grouping: deciding.filter { $0.policy == .priority }, by: \.priority)
        var found: [(rule: Rule, other: Rule)] = []
        var seen = 0
        for (_, rules) in equal.sorted(by: { $0.key < $1.key }) {
            let asks = rules.map(\.condition.asksForWords)
            for index in rules.indices {
                for place in rules[..<index].indices where asks[index] || asks[place] {
                    seen += 1
                    if seen > RuleBook.maximumRivals { return found }
                    let (rule, other) = (rules[place], rules[index])
                    guard rule.agency != other.agency else { continue }
                    let (mine, theirs) = (rule.conditionWhenValid, other.conditionWhenValid)
                    guard !mine.surelyMeets(theirs), Condition.all([mine, theirs]).contradiction == nil
                    else { continue }
                    found.append((rule, other))
                }
            }
        }
        return found
    }

    /// Two deciding rules that hold for the same complaint although nothing orders them; `nil` in most books
    /// for all complaints.
    package func conflict(on facts: Facts) -> (rule: Rule, other: Rule)? {
        var first: Rule?
        for rule in deciding where rule.policy == .priority {
            if let first, first.priority != rule.priority { return nil }
            var ignored = Evidence(isKept: false)
            guard rule.holds(facts, evidence: &ignored) else { continue }
            if let first, first.agency != rule.agency { return (first, rule) }
            first = first ?? rule
        }
        return nil
    }
}

extension Condition {
    /// Whether some complaint satisfies both. `false` means only "not proven".
    func surelyMeets(_ other: Condition) -> Bool {
        let (mine, theirs) = (conjuncts, other.conjuncts)
        // What one speaks of by words and the other by topics may never stand in one text.
        guard Condition.speakAlike(mine, theirs) else { return false }
        return mine.allSatisfy { part in
            if case .not(let denied) = part, denied.covers(other) { return false }
            return theirs.allSatisfy { theirs in
                if case .not(let denied) = theirs, denied.covers(self) { return false }
                return part.leafMeets(theirs)
            }
        }
    }

    /// It needs certain words in the text.
    fileprivate var asksForWords: Bool {
        conjuncts.contains { part in
            switch part {
            case .words, .near, .mentions: true
            case .any: part.isAboutText
            default: false
            }
        }
    }

    private static func speakAlike(_ mine: [Condition], _ theirs: [Condition]) -> Bool {
        let (heard, others) = (mine.filter(\.isAboutText), theirs.filter(\.isAboutText))
        guard !heard.isEmpty, !others.isEmpty else { return true }
        return heard.allSatisfy { part in others.contains { part.isAlike($0) } }
            && others.allSatisfy { part in heard.contains { part.isAlike($0) } }
    }

    private func isAlike(_ other: Condition) -> Bool {
        switch (self, other) {
        case (.words, .words), (.topics, .topics), (.mentions, .mentions), (.mentions, .topics),
            (.topics, .mentions):
            true
        default: self == other
        }
    }

    private func leafMeets(_ other: Condition) -> Bool {
        switch (self, other) {
        case (.words(let mine), .words(let theirs)): !mine.isDisjoint(with: theirs)
        case (.topics(let mine, _), .topics(let theirs, _)): !mine.isDisjoint(with: theirs)
        case (.mentions(let mine), .mentions(let theirs)): !mine.isDisjoint(with: theirs)
        case (.mentions(let mine), .topics(let theirs, _)): !mine.isDisjoint(with: theirs)
        case (.topics(let mine, _), .mentions(let theirs)): !mine.isDisjoint(with: theirs)
        case (.places(let mine), .places(let theirs)):
            mine.contains { code in theirs.contains { isInside(code, $0) || isInside($0, code) } }
        case (.level(let mine), .level(let theirs)): !mine.isDisjoint(with: theirs)
        case (.channel(let mine), .channel(let theirs)): !mine.isDisjoint(with: theirs)
        case (.kind(let mine), .kind(let theirs)): !mine.isDisjoint(with: theirs)
        case (.account(let mine), .account(let theirs)): !mine.isDisjoint(with: theirs)
        case (.programme(let mine), .programme(let theirs)):
            mine.isEmpty || theirs.isEmpty || !mine.isDisjoint(with: theirs)
        case (.followup(let mine), .followup(let theirs)): mine == theirs
        case (.duplicate(let mine, _), .duplicate(let theirs, _)): !mine.isDisjoint(with: theirs)
        // Two times may not overlap: only the same one is certain.
        case (.time(let mine), .time(let theirs)): mine.covers(theirs) || theirs.covers(mine)
        default: true
        }
    }
}
