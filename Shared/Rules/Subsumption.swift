// Whether one condition holds whenever another does: how an unreachable rule is found.

extension Condition {
    /// Whether it surely holds wherever `other` holds. `false` means only "not proven".
    package func covers(_ other: Condition) -> Bool { covers(other, other.conjuncts) }

    /// - Parameter parts: the ``conjuncts`` of the other, which are asked for again and again.
    func covers(_ other: Condition, _ parts: [Condition]) -> Bool {
        if case .any(let branches) = other, !branches.isEmpty {
            return self == other || branches.allSatisfy { covers($0) }
        }
        switch self {
        case .always: return true
        case .all(let mine): return mine.allSatisfy { $0.covers(other, parts) }
        case .any(let mine):
            return parts.contains(self) || mine.contains { $0.covers(other, parts) }
        default: return parts.contains { coversLeaf($0) }
        }
    }

    private func coversLeaf(_ other: Condition) -> Bool {
        switch (self, other) {
        case (.words(let mine), .words(let theirs)): mine.isSuperset(of: theirs)
        case (.words(let mine), .near(let first, let second, _)):
            mine.isSuperset(of: first) || mine.isSuperset(of: second)
        case (.near(let first, let second, let words), .near(let other, let another, let fewer)):
            fewer <= words
                && (first.isSuperset(of: other) && second.isSuperset(of: another)
                    || first.isSuperset(of: another) && second.isSuperset(of: other))
        case (.topics(let mine, let least), .topics(let theirs, let most)):
            mine.isSuperset(of: theirs) && least <= most
        case (.mentions(let mine), .mentions(let theirs)): mine.isSuperset(of: theirs)
        case (.mentions(let mine), .topics(let theirs, _)): mine.isSuperset(of: theirs)
        case (.places(let mine), .places(let theirs)):
            theirs.allSatisfy { code in mine.contains { isInside(code, $0) } }
        case (.level(let mine), .level(let theirs)): mine.isSuperset(of: theirs)
        case (.placeFlag(let mine), .placeFlag(let theirs)): mine.isSuperset(of: theirs)
        case (.pledge(let mine), .pledge(let theirs)):
            mine.isEmpty || !theirs.isEmpty && mine.isSuperset(of: theirs)
        case (.channel(let mine), .channel(let theirs)): mine.isSuperset(of: theirs)
        case (.kind(let mine), .kind(let theirs)): mine.isSuperset(of: theirs)
        case (.flag(let mine), .flag(let theirs)): mine.isSuperset(of: theirs)
        case (.account(let mine), .account(let theirs)): mine.isSuperset(of: theirs)
        case (.sender(let mine), .sender(let theirs)): mine.isSuperset(of: theirs)
        case (.programme(let mine), .programme(let theirs)):
            mine.isEmpty || !theirs.isEmpty && mine.isSuperset(of: theirs)
        case (.commitment(let mine, let dated), .commitment(let theirs, let isDated)):
            (dated == nil || dated == isDated)
                && (mine.isEmpty || !theirs.isEmpty && mine.isSuperset(of: theirs))
        case (.latePromise(let mine), .latePromise(let theirs)): mine.isSuperset(of: theirs)
        case (.agreement(let mine, let few), .agreement(let theirs, let most)):
            (mine.isEmpty || !theirs.isEmpty && mine.isSuperset(of: theirs)) && few.isSubset(of: most)
        case (.time(let mine), .time(let theirs)): mine.covers(theirs)
        case (.duplicate(let mine, let least), .duplicate(let theirs, let most)):
            mine.isSuperset(of: theirs) && least <= most
        case (.agency(let mine), .agency(let theirs)): mine.isSuperset(of: theirs)
        case (.agencyFlag(let mine), .agencyFlag(let theirs)): mine.isSuperset(of: theirs)
        case (.not(let mine), .not(let theirs)): theirs.covers(mine)
        default: self == other
        }
    }
}

extension RuleBook {
    /// Deciding rules that can never decide, each with the earlier rule that takes all its cases.
    package func unreachable() -> [(rule: Rule, because: Rule)] {
        let conditions = deciding.map(\.conditionWhenValid)
        let lookup = CoverLookup(conditions)
        return deciding.indices.compactMap { index in
            let parts = conditions[index].conjuncts
            let earlier = lookup.possibleCovers(of: conditions[index], parts).filter { $0 < index }
            return earlier.sorted().first { conditions[$0].covers(conditions[index], parts) }
                .map { (deciding[index], deciding[$0]) }
        }
    }
}

/// Which conditions may cover one: of ten thousand rules, all pairs would take minutes.
struct CoverLookup {
    /// A value that a part of a condition asks for.
    private enum Key: Hashable {
        case phrase(Int)
        case leadingTopic(String)
        case mention(String)
        case place(String)
    }

    private var byKey: [Key: [Int]] = [:]
    /// Conditions without such a part: they may cover any.
    private var others: [Int] = []

    init(_ conditions: [Condition]) {
        let asked = conditions.map { $0.conjuncts.map(CoverLookup.keys).filter { !$0.isEmpty } }
        var uses: [Key: Int] = [:]
        for keys in asked.lazy.joined().joined() { uses[keys, default: 0] += 1 }
        for (index, parts) in asked.enumerated() {
            // It is listed by its rarest part, under each value of it.
            let rarest = parts.min { a, b in
                CoverLookup.cost(a, uses) < CoverLookup.cost(b, uses)
            }
            guard let rarest else {
                others.append(index)
                continue
            }
            for key in rarest { byKey[key, default: []].append(index) }
        }
    }

    private static func cost(_ keys: [Key], _ uses: [Key: Int]) -> Int {
        keys.reduce(0) { $0 + (uses[$1] ?? 0) }
    }

    private static func keys(_ part: Condition) -> [Key] {
        switch part {
        case .words(let phrases): phrases.map(Key.phrase)
        case .topics(let topics, _): topics.map(Key.leadingTopic)
        case .mentions(let topics): topics.map(Key.mention)
        case .places(let codes): codes.map(Key.place)
        default: []
        }
    }

    /// To cover a part is to ask for each of its values: one of them is enough to look under.
    func possibleCovers(of condition: Condition, _ parts: [Condition]) -> [Int] {
        if case .any(let branches) = condition, let first = branches.first {
            return possibleCovers(of: first, first.conjuncts)
        }
        var found = others
        func look(_ key: Key) { found += byKey[key] ?? [] }
        for part in parts {
            switch part {
            case .words(let phrases): if let phrase = phrases.first { look(.phrase(phrase)) }
            case .near(let first, let second, _):
                for phrase in [first.first, second.first] { if let phrase { look(.phrase(phrase)) } }
            case .topics(let topics, _):
                guard let topic = topics.first else { continue }
                look(.leadingTopic(topic))
                look(.mention(topic))
            case .mentions(let topics): if let topic = topics.first { look(.mention(topic)) }
            case .places(let codes):
                if let code = codes.first { RuleIndex.forEachArea(of: code) { look(.place($0)) } }
            default: break
            }
        }
        return found
    }
}
