// The rules of a region in the order they are asked, and what they say about one complaint.
package import Complaints
package import Language

/// The rules of a region.
package struct RuleBook: Sendable {
    /// Region id and SHA-256 of the pack: `hss sha256:ab12…`.
    package let id: String
    /// Rules that name an agency, in the order they are asked.
    package let deciding: [Rule]
    /// Rules that only add something, in the same order.
    package let adding: [Rule]
    /// All phrases that some rule asks for: others need not be told to it.
    package let phrases: Set<PhraseID>
    /// Deciding rules by what they listen to: unless one of these is there, such a rule neither holds nor
    /// nearly does, and is not asked. Most texts speak of two topics, and a region has a hundred rules.
    private let byPhrase: [PhraseID: [Int]]
    private let byTopic: [String: [Int]]
    /// Rules that may hold whatever the text says.
    private let deaf: [Int]
    /// The parts of each deciding rule that must all hold; empty where no part looks at the text.
    private let parts: [[Condition]]
    /// So many lost rules are kept in a trace.
    package static let maximumRejected = 8

    package init(id: String, rules: [Rule]) {
        self.id = id
        // A stable order: by priority, then as written.
        let ordered = rules.enumerated()
            .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
        deciding = ordered.filter { $0.agency != nil }
        adding = ordered.filter { $0.agency == nil }
        phrases = ordered.reduce(into: []) { $0.formUnion($1.condition.phrasesAskedFor) }
        var byPhrase: [PhraseID: [Int]] = [:]
        var byTopic: [String: [Int]] = [:]
        var deaf: [Int] = []
        for (index, rule) in deciding.enumerated() {
            let heard = rule.condition.conjuncts.filter(\.isAboutText)
            guard !heard.isEmpty, heard.allSatisfy(\.isOnlyAboutText) else {
                deaf.append(index)
                continue
            }
            for part in heard {
                for phrase in part.phrasesAskedFor { byPhrase[phrase, default: []].append(index) }
                for topic in part.topicsAskedFor { byTopic[topic, default: []].append(index) }
            }
        }
        self.byPhrase = byPhrase
        self.byTopic = byTopic
        self.deaf = deaf
        parts = deciding.map { rule in
            let parts = rule.condition.conjuncts
            return parts.contains(where: \.isAboutText) ? parts : []
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
        let isAsked = rulesToAsk(facts)
        for index in deciding.indices where isAsked[index] {
            var evidence = Evidence()
            guard deciding[index].condition.holds(facts, evidence: &evidence) else {
                verdict.noteNearMiss(deciding[index].id, parts[index], facts)
                continue
            }
            let rule = deciding[index]
            if let first = verdict.winner ?? verdict.blocked {
                guard rule.agency != first.agency else { continue }
                verdict.reject(rule, "also holds, but '\(first.id)' comes first")
            } else if let reason = refuse(rule) {
                verdict.reject(rule, reason)
                verdict.blocked = rule
                verdict.evidence = evidence
            } else {
                verdict.winner = rule
                verdict.evidence = evidence
            }
        }
        verdict.finish()
        return verdict
    }

    /// Whether each deciding rule can have anything to say.
    private func rulesToAsk(_ facts: Facts) -> [Bool] {
        var isAsked = [Bool](repeating: false, count: deciding.count)
        for index in deaf { isAsked[index] = true }
        for phrase in facts.phrases.keys {
            for index in byPhrase[phrase] ?? [] { isAsked[index] = true }
        }
        for hit in facts.topics {
            for index in byTopic[hit.topic] ?? [] { isAsked[index] = true }
        }
        return isAsked
    }

    /// The adding rules that hold once the agency is known.
    package func additions(on facts: Facts) -> [(rule: Rule, evidence: Evidence)] {
        adding.compactMap { rule in
            var evidence = Evidence()
            return rule.condition.holds(facts, evidence: &evidence) ? (rule, evidence) : nil
        }
    }
}

/// What a rule book says about one complaint.
package struct Verdict: Sendable {
    package var winner: Rule?
    package var evidence = Evidence()
    package var rejected: [RejectedRule] = []
    /// A rule held but cannot be carried out; the complaint waits in triage.
    package var blocked: Rule?
    private var nearMisses: [RejectedRule] = []

    fileprivate mutating func reject(_ rule: Rule, _ why: String) {
        guard rejected.count < RuleBook.maximumRejected else { return }
        rejected.append(RejectedRule(rule: rule.id, why: why))
    }

    /// A rule whose words or topic were there, but something else was missing.
    fileprivate mutating func noteNearMiss(
        _ rule: String, _ parts: [Condition], _ facts: Facts
    ) {
        guard nearMisses.count < RuleBook.maximumRejected,
            !facts.phrases.isEmpty || !facts.topics.isEmpty
        else { return }
        var spoke = false
        var missing: Condition?
        for part in parts {
            var evidence = Evidence()
            if part.holds(facts, evidence: &evidence) {
                spoke = spoke || part.isAboutText
            } else if case .topics(let topics, _) = part,
                let hit = facts.topics.first(where: { topics.contains($0.topic) })
            {
                let leader = facts.topics.first?.topic ?? ""
                nearMisses.append(
                    RejectedRule(
                        rule: rule,
                        why: "topic \(hit.topic) is weaker than \(leader)"))
                return
            } else if missing == nil {
                missing = part
            }
        }
        guard spoke, let missing else { return }
        nearMisses.append(RejectedRule(rule: rule, why: "missing: \(missing.shortName)"))
    }

    fileprivate mutating func finish() {
        rejected += nearMisses.prefix(RuleBook.maximumRejected - rejected.count)
    }
}
