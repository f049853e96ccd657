// The rules of a region in the order they are asked, and what they say about one complaint.
package import Complaints
package import Language

/// The rules of a region.
package struct RuleBook: Sendable {
    /// Region id and SHA-256 of what it decides by: `hss sha256:ab12…`.
    package let id: String
    package let header: BookHeader
    /// Rules that name an agency, in the order they are asked.
    package let deciding: [Rule]
    /// Rules that only add something, in the same order.
    package let adding: [Rule]
    /// All phrases that some rule asks for: others need not be told to it.
    package let phrases: Set<PhraseID>
    /// Some rule looks at what a complaint repeats.
    package let asksForCases: Bool
    /// Some rule looks at promises made on air that are late.
    package let asksForPromises: Bool
    /// Some rule looks at which words stand near each other.
    package let asksForSentences: Bool
    private let names: SpokenNames
    private let decidingIndex: RuleIndex
    private let addingIndex: RuleIndex
    /// The parts of each deciding rule that must all hold, with what a trace says when one does not;
    /// empty where no part looks at the text.
    private let parts: RuleParts
    private let ids: [String]
    /// The agency of each deciding rule as a number: rules lie far apart in memory, numbers do not.
    private let agencies: [Int32]
    /// What a trace says of a rule that comes behind each deciding one.
    private let behind: [String]
    /// So many lost rules are kept in a trace.
    package static let maximumRejected = 8

    /// - Parameter names: what a trace calls places, topics and phrases.
    package init(
        id: String, header: BookHeader = BookHeader(), rules: [Rule], names: SpokenNames = SpokenNames()
    ) {
        self.id = id
        self.names = names
        self.header = header
        // A stable order: by priority, then as written.
        let ordered = rules.enumerated()
            .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
        deciding = ordered.filter { $0.agency != nil }
        adding = ordered.filter { $0.agency == nil }
        phrases = ordered.reduce(into: []) { $0.formUnion($1.condition.phrasesAskedFor) }
        asksForCases = ordered.contains(where: \.condition.asksForCase)
        asksForPromises = ordered.contains(where: \.condition.asksForPromises)
        asksForSentences = ordered.contains(where: \.condition.asksForSentences)
        let index = RuleIndex(deciding.map(\.conditionWhenValid))
        decidingIndex = index
        addingIndex = RuleIndex(adding.map(\.conditionWhenValid))
        parts = RuleParts(deciding.map(\.conditionWhenValid), index, names)
        ids = deciding.map(\.id)
        // Each by the order it first stands in.
        var numbers: [String: Int32] = [:]
        for rule in deciding {
            let agency = rule.agency ?? ""
            numbers[agency] = numbers[agency] ?? Int32(numbers.count)
        }
        agencies = deciding.map { numbers[$0.agency ?? ""] ?? 0 }
        behind = deciding.map { "juga berlaku, tetapi \u{201C}\($0.id)\u{201D} didahulukan" }
    }

    /// What the book says: the deciding rule, or none, and why the others lost.
    ///
    /// - Parameter refuse: asks, for the first rule that holds, why it cannot be carried out (an office
    ///   of a place when no place is known); then nobody is named and the reason is kept.
    package func verdict(
        on facts: Facts, refuse: (Rule) -> String? = { _ in nil }
    ) -> Verdict {
        var verdict = Verdict()
        verdict.rejected.reserveCapacity(RuleBook.maximumRejected)
        let query = decidingIndex.query(facts)
        var first: Int?
        let isTalk = !facts.phrases.isEmpty || !facts.topics.isEmpty
        let weak = WeakTopic(facts, names)
        decidingIndex.scan(query) { index in
            if let first, agencies[index] == agencies[first] { return true }
            var evidence = Evidence(isKept: first == nil)
            guard holds(index, facts, query, &evidence) else { return true }
            if let first {
                verdict.reject(ids[index], behind[first])
                return verdict.rejected.count < RuleBook.maximumRejected
            }
            first = index
            verdict.evidence = evidence
            if let reason = refuse(deciding[index]) {
                verdict.reject(ids[index], reason)
                verdict.blocked = deciding[index]
            } else {
                verdict.winner = deciding[index]
            }
            return true
        } speaking: { index in
            guard isTalk, verdict.rejected.count < RuleBook.maximumRejected else { return false }
            if let why = nearMiss(index, facts, query, weak) { verdict.reject(ids[index], why) }
            return true
        }
        return verdict
    }

    /// What was missing for a rule whose words or topic were there.
    private func nearMiss(
        _ rule: Int, _ facts: Facts, _ query: RuleQuery, _ weak: WeakTopic
    ) -> String? {
        var spoke = false
        var missing: Int?
        for place in parts.places(of: rule) {
            let part = parts.all[place]
            if holds(part, of: rule, facts, query) {
                spoke = spoke || part.isAboutText
            } else if part.isLeadingTopic, let why = weaker(part, rule, facts, query, weak) {
                return why
            } else if missing == nil {
                missing = Int(part.missing)
            }
        }
        guard spoke, let missing else { return nil }
        if case .not = parts.conditions[missing] { return parts.conditions[missing].missing(names, facts) }
        return parts.texts[missing]
    }

    /// Its topic is spoken of, but not enough.
    private func weaker(
        _ part: RuleParts.Part, _ rule: Int, _ facts: Facts, _ query: RuleQuery, _ weak: WeakTopic
    ) -> String? {
        if weak.leadsAlone, part.column >= 0, decidingIndex.isContent(rule, in: Int(part.column), query) {
            return weak.why
        }
        guard case .topics(let topics, _) = parts.conditions[Int(part.missing)],
            let hit = facts.topics.first(where: { topics.contains($0.topic) })
        else { return nil }
        let leader = facts.topics.first?.topic ?? ""
        guard leader != hit.topic else { return weak.why }
        return "topik \(names.topic(hit.topic)) lebih lemah daripada \(names.topic(leader))"
    }

    /// Whether a rule holds. What the index knows of it is asked first; the rest, and the words, after.
    private func holds(
        _ rule: Int, _ facts: Facts, _ query: RuleQuery, _ evidence: inout Evidence
    ) -> Bool {
        for place in parts.places(of: rule) {
            let part = parts.all[place]
            guard part.column < 0 || holds(part, of: rule, facts, query) else { return false }
        }
        for place in parts.places(of: rule) {
            let part = parts.all[place]
            guard part.column < 0 || part.isAboutText && evidence.isKept else { continue }
            guard parts.conditions[Int(part.missing)].holds(facts, evidence: &evidence) else { return false }
        }
        return true
    }

    private func holds(_ part: RuleParts.Part, of rule: Int, _ facts: Facts, _ query: RuleQuery) -> Bool {
        guard part.column >= 0 else {
            var ignored = Evidence(isKept: false)
            return parts.conditions[Int(part.missing)].holds(facts, evidence: &ignored)
        }
        return decidingIndex.isContent(rule, in: Int(part.column), query)
            && (!part.isLeadingTopic || part.leastWeight <= facts.topics.first?.weight ?? 0)
    }

    /// The adding rules that hold once the agency is known.
    package func additions(on facts: Facts) -> [(rule: Rule, evidence: Evidence)] {
        var found: [(rule: Rule, evidence: Evidence)] = []
        addingIndex.scan(addingIndex.query(facts)) { index in
            var evidence = Evidence()
            if adding[index].holds(facts, evidence: &evidence) { found.append((adding[index], evidence)) }
            return true
        } speaking: { _ in
            false
        }
        return found
    }
}

/// What is said of rules that ask more of the leading topic than the text says; made once for all of them.
private struct WeakTopic {
    /// No other topic is as strong.
    let leadsAlone: Bool
    let why: String

    init(_ facts: Facts, _ names: SpokenNames) {
        let leader = facts.topics.first
        leadsAlone = facts.topics.dropFirst().first?.weight != leader?.weight
        why = leader.map { "topik \(names.topic($0.topic)) lebih lemah daripada yang diminta aturan" } ?? ""
    }
}

extension Rule {
    /// The condition, and the days the rule holds on where it has some.
    package var conditionWhenValid: Condition {
        validity == DaySpan() ? condition : .all([condition, .time(TimeWindow(days: [validity]))])
    }

    /// The last day of reception on which it may hold; `nil` where there is none.
    package var lastDay: Day? {
        let asked = condition.conjuncts.compactMap { part -> Day? in
            if case .time(let window) = part { window.lastDay } else { nil }
        }
        return ([validity.to].compactMap(\.self) + asked).min()
    }

    func holds(_ facts: Facts, evidence: inout Evidence) -> Bool {
        if validity != DaySpan(), facts.received.map({ validity.contains($0.day) }) != true { return false }
        return condition.holds(facts, evidence: &evidence)
    }
}

/// What a rule book says about one complaint.
package struct Verdict: Sendable {
    package var winner: Rule?
    package var evidence = Evidence()
    package var rejected: [RejectedRule] = []
    /// A rule held but cannot be carried out; the complaint waits in triage.
    package var blocked: Rule?

    package init(rejected: [RejectedRule] = []) {
        self.rejected = rejected
    }

    fileprivate mutating func reject(_ rule: String, _ why: String) {
        rejected.append(RejectedRule(rule: rule, why: why))
    }
}
