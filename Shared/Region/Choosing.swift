// Chooses the agency: hard rules, then the office's own past decisions, then keywords, then a person.
import Complaints
import Language
import Rules

/// What is chosen, and why.
struct Choice {
    var mode = DecisionMode.triage
    /// `nil` when it waits in triage.
    var agency: AgencyRef?
    /// The rule that decided, or that evidence agrees with: its copies, its clock and its flags hold.
    var rule: Rule?
    var confidence = 0.0
    var because: [Reason] = []
    var rejected: [RejectedRule] = []
    var candidates: [Candidate]?
}

extension RegionPack {
    /// Candidates kept for who clears the triage queue.
    package static let maximumCandidates = 3
    /// Of an agency with fewer decided cases the evidence knows too little to overrule keywords.
    package static let minimumSpokenCases = 5
    private static let noBook = "tidak ada buku aturan yang berlaku pada hari laporan diterima"
    /// Names learned evidence in a trace, where a rule's id stands otherwise.
    package static let evidenceReason = "evidence"

    /// - Parameter book: the one in force; `nil` where there is none, and a person decides.
    func choose(_ understanding: Understanding, _ book: RuleBook?, _ today: Day) -> Choice {
        let facts = understanding.facts
        let verdict = book?.verdict(on: facts) { rule in
            rule.agency.flatMap { refusal($0, facts, today) }
        } ?? Verdict(rejected: [RejectedRule(rule: "", why: Self.noBook)])
        var choice = Choice()
        choice.rejected = verdict.rejected
        if let rule = verdict.winner ?? verdict.blocked {
            choice.because = [reason(rule, verdict.evidence, understanding.analysis)]
        }
        let spoken = verdict.winner ?? verdict.blocked
        let opinion = spoken?.isHard == true ? nil : understanding.opinion(by: evidence)
        if let winner = verdict.winner, opinion == nil || isBeyond(winner) {
            choice.take(winner, reference(winner.agency ?? "", facts, today), confidence(winner, facts))
        }
        guard let opinion, let first = opinion.ranking.first else {
            if choice.agency == nil { choice.candidates = candidates(verdict, facts, opinion, today) }
            return choice
        }
        // Sure enough: this goes before a guess by keywords.
        if let threshold = evidence?.threshold(for: evidencePrecision),
            opinion.confidence >= threshold.confidence
        {
            if let guess = verdict.winner, isBeyond(guess), guess.agency != first.agency {
                // Keywords of a matter the office never decided, against evidence: a person decides.
                choice.mode = .triage
                choice.agency = nil
                choice.rule = nil
            } else if let why = refusal(first.agency, facts, today) {
                choice.reject(RejectedRule(rule: Self.evidenceReason, why: why))
            } else {
                let agreeing = [verdict.winner].compactMap(\.self).first {
                    $0.agency == first.agency
                }
                if let lost = verdict.winner, agreeing == nil {
                    choice.reject(
                        RejectedRule(
                            rule: lost.id,
                            why: "keputusan-keputusan sebelumnya menunjuk ke \(first.agency)"))
                }
                choice.mode = .evidence
                choice.rule = agreeing
                choice.agency = reference(first.agency, facts, today)
                choice.because = [reason(opinion, understanding.analysis)]
            }
        }
        if choice.mode == .triage, let guess = verdict.winner {
            choice.because = []
            choice.reject(
                RejectedRule(
                    rule: guess.id,
                    why: "dugaan dari kata kunci yang tidak didukung keputusan-keputusan sebelumnya"))
        }
        if choice.mode != .rule {
            choice.confidence = (opinion.confidence * 100).rounded() / 100
            choice.candidates = candidates(verdict, facts, opinion, today)
        }
        return choice
    }

    /// An agency that hardly a decided case went to: evidence cannot speak of it, so the keywords do.
    private func isBeyond(_ rule: Rule) -> Bool {
        guard let evidence, let agency = rule.agency else { return true }
        return !evidence.agencies.contains { known in
            known.id == agency && known.cases >= Self.minimumSpokenCases
        }
    }

    private func candidates(
        _ verdict: Verdict, _ facts: Facts, _ opinion: EvidenceOpinion?, _ today: Day
    ) -> [Candidate] {
        var candidates: [Candidate] = []
        for one in ranking(verdict, facts, opinion) where candidates.count < Self.maximumCandidates {
            // Of an office that was split, a person chooses among the parts.
            let heirs = heirs(of: one.agency, on: today).map(\.id)
            for id in heirs.isEmpty ? [one.agency] : heirs
            where !candidates.contains(where: { $0.agency == id }) {
                candidates.append(Candidate(agency: id, score: (one.score * 100).rounded() / 100))
            }
        }
        return Array(candidates.prefix(Self.maximumCandidates))
    }

    private func reason(_ opinion: EvidenceOpinion, _ analysis: TextAnalysis) -> Reason {
        let heaviest = opinion.reasons.prefix(Self.maximumMatched)
        return Reason(
            rule: Self.evidenceReason,
            matched: heaviest.map { analysis.matchedText($0) })
    }

    /// 0.95 for a rule of plain words; for a topic, its share of the weight of the two strongest.
    func confidence(_ rule: Rule, _ facts: Facts) -> Double {
        guard rule.condition.asksForTopic, let top = facts.topics.first else { return 0.95 }
        let second = facts.topics.first { hit in
            hit.topic != top.topic && agency(of: hit.topic) != rule.agency
        }
        let share = top.weight / (top.weight + (second?.weight ?? 0) + 0.3)
        return (min(0.95, share) * 100).rounded() / 100
    }

    func agency(of topic: String) -> String? { topics.first { $0.id == topic }?.agency }
}

extension Choice {
    fileprivate mutating func take(_ winner: Rule, _ agency: AgencyRef?, _ confidence: Double) {
        mode = .rule
        rule = winner
        self.agency = agency
        self.confidence = confidence
    }

    fileprivate mutating func reject(_ rule: RejectedRule) {
        rejected = [rule] + rejected.prefix(RuleBook.maximumRejected - 1)
    }
}

extension Understanding {
    func opinion(by evidence: LearnedEvidence?) -> EvidenceOpinion? {
        evidence?.opinion(on: analysis, subject: subject, topics: facts.topics)
    }
}
