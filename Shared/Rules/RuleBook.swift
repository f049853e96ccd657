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
    /// Some rule looks at which words stand near each other.
    package let asksForSentences: Bool
    private let decidingIndex: RuleIndex
    private let addingIndex: RuleIndex
    /// The parts of each deciding rule that must all hold, with what a trace says when one does not;
    /// empty where no part looks at the text.
    private let parts: [[RulePart]]
    /// So many lost rules are kept in a trace.
    package static let maximumRejected = 8

    package init(id: String, header: BookHeader = BookHeader(), rules: [Rule]) {
        self.id = id
        self.header = header
        // A stable order: by priority, then as written.
        let ordered = rules.enumerated()
            .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
        deciding = ordered.filter { $0.agency != nil }
        adding = ordered.filter { $0.agency == nil }
        phrases = ordered.reduce(into: []) { $0.formUnion($1.condition.phrasesAskedFor) }
        asksForCases = ordered.contains(where: \.condition.asksForCase)
        asksForSentences = ordered.contains(where: \.condition.asksForSentences)
        decidingIndex = RuleIndex(deciding.map(\.conditionWhenValid))
        addingIndex = RuleIndex(adding.map(\.conditionWhenValid))
        parts = deciding.map { rule in
            let parts = rule.conditionWhenValid.conjuncts
            return parts.contains(where: \.isAboutText) ? parts.map(RulePart.init) : []
        }
    }

    /// What the book says: the deciding rule, or none, and why the others lost.
    ///
    /// - Parameter refuse: asks, for the first rule that holds, why it cannot be carried out (an office
    ///   of a place when no place is known); then nobody is named and the reason is kept.
    package func verdict(
        on facts: Facts, refuse: (Rule) -> String? = { _ in nil }
    ) -> Verdict {
        var verdict = Verdict()
        let (holding, speaking) = decidingIndex.candidates(for: facts)
        holding.forEach { index in
            var evidence = Evidence()
            guard deciding[index].holds(facts, evidence: &evidence) else { return true }
            let rule = deciding[index]
            if let first = verdict.winner ?? verdict.blocked {
                guard rule.agency != first.agency else { return true }
                verdict.rejectBehind(first, rule)
                return verdict.rejected.count < RuleBook.maximumRejected
            }
            if let reason = refuse(rule) {
                verdict.reject(rule, reason)
                verdict.blocked = rule
            } else {
                verdict.winner = rule
            }
            verdict.evidence = evidence
            return true
        }
        speaking.forEach { index in
            guard verdict.rejected.count < RuleBook.maximumRejected else { return false }
            verdict.noteNearMiss(deciding[index].id, parts[index], facts)
            return true
        }
        return verdict
    }

    /// The adding rules that hold once the agency is known.
    package func additions(on facts: Facts) -> [(rule: Rule, evidence: Evidence)] {
        var found: [(rule: Rule, evidence: Evidence)] = []
        addingIndex.candidates(for: facts).holding.forEach { index in
            var evidence = Evidence()
            if adding[index].holds(facts, evidence: &evidence) { found.append((adding[index], evidence)) }
            return true
        }
        return found
    }
}

/// A part of a rule that must hold, and what a trace says when it does not.
struct RulePart: Sendable {
    let condition: Condition
    let isAboutText: Bool
    let missing: String

    init(_ condition: Condition) {
        self.condition = condition
        isAboutText = condition.isAboutText
        missing = "missing: \(condition.shortName)"
    }
}

extension Rule {
    /// The condition, and the days the rule holds on where it has some.
    var conditionWhenValid: Condition {
        validity == DaySpan() ? condition : .all([condition, .time(TimeWindow(days: [validity]))])
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
    /// Said of every rule that comes behind the one that decides.
    private var behind: String?

    package init(rejected: [RejectedRule] = []) {
        self.rejected = rejected
    }

    fileprivate mutating func reject(_ rule: Rule, _ why: String) {
        rejected.append(RejectedRule(rule: rule.id, why: why))
    }

    fileprivate mutating func rejectBehind(_ first: Rule, _ rule: Rule) {
        let why = behind ?? "also holds, but '\(first.id)' comes first"
        behind = why
        reject(rule, why)
    }

    /// A rule whose words or topic were there, but something else was missing.
    fileprivate mutating func noteNearMiss(_ rule: String, _ parts: [RulePart], _ facts: Facts) {
        guard !facts.phrases.isEmpty || !facts.topics.isEmpty else { return }
        var spoke = false
        var missing: String?
        for part in parts {
            var ignored = Evidence(isKept: false)
            if part.condition.holds(facts, evidence: &ignored) {
                spoke = spoke || part.isAboutText
            } else if case .topics(let topics, _) = part.condition,
                let hit = facts.topics.first(where: { topics.contains($0.topic) })
            {
                let leader = facts.topics.first?.topic ?? ""
                let than = leader == hit.topic ? "the rule asks for" : leader
                rejected.append(
                    RejectedRule(rule: rule, why: "topic \(hit.topic) is weaker than \(than)"))
                return
            } else if missing == nil {
                missing = part.missing
            }
        }
        guard spoke, let missing else { return }
        rejected.append(RejectedRule(rule: rule, why: missing))
    }
}
