// Whether one condition holds whenever another does: how an unreachable rule is found.

extension Condition {
    /// Whether it surely holds wherever `other` holds. `false` means only "not proven".
    package func covers(_ other: Condition) -> Bool {
        if self == other { return true }
        if case .any(let branches) = other, !branches.isEmpty {
            return branches.allSatisfy { covers($0) }
        }
        switch self {
        case .always: return true
        case .all(let parts): return parts.allSatisfy { $0.covers(other) }
        case .any(let parts): return parts.contains { $0.covers(other) }
        default: return other.conjuncts.contains { coversLeaf($0) }
        }
    }

    private func coversLeaf(_ other: Condition) -> Bool {
        switch (self, other) {
        case (.words(let mine), .words(let theirs)): mine.isSuperset(of: theirs)
        case (.topics(let mine, let least), .topics(let theirs, let most)):
            mine.isSuperset(of: theirs) && least <= most
        case (.mentions(let mine), .mentions(let theirs)): mine.isSuperset(of: theirs)
        case (.mentions(let mine), .topics(let theirs, _)): mine.isSuperset(of: theirs)
        case (.places(let mine), .places(let theirs)):
            theirs.allSatisfy { code in mine.contains { isInside(code, $0) } }
        case (.level(let mine), .level(let theirs)): mine.isSuperset(of: theirs)
        case (.placeFlag(let mine), .placeFlag(let theirs)): mine.isSuperset(of: theirs)
        case (.channel(let mine), .channel(let theirs)): mine.isSuperset(of: theirs)
        case (.kind(let mine), .kind(let theirs)): mine.isSuperset(of: theirs)
        case (.flag(let mine), .flag(let theirs)): mine.isSuperset(of: theirs)
        case (.account(let mine), .account(let theirs)): mine.isSuperset(of: theirs)
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
        deciding.enumerated().compactMap { index, rule in
            deciding[..<index].first { $0.condition.covers(rule.condition) }.map { (rule, $0) }
        }
    }
}
