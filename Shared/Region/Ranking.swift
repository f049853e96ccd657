// All agencies in the order in which they are likely, whether or not one of them is chosen.
package import Complaints
package import Language
import Rules

/// The agencies that may be meant by a text, the likeliest first.
package struct Ranking: Sendable {
    package var agencies: [ScoredAgency]
    /// How sure the first is: 0 … 1.
    package var confidence: Double
    /// The rule that is asked before any evidence, where one holds, with its agency.
    package var hardRule: (id: String, agency: String)?
}

extension RegionPack {
    /// Ranks the agencies for a text. With learned evidence it is the evidence's ranking, so that
    /// evidence can be judged by itself; what a hard rule says stands beside it.
    package func ranking(of complaint: Complaint) -> Ranking {
        let understanding = Understanding(complaint, self, ruleBook)
        let facts = understanding.facts
        let verdict = ruleBook.verdict(on: facts)
        let opinion = understanding.opinion(by: evidence)
        let hard = verdict.winner.flatMap { rule in
            rule.isHard ? rule.agency.map { (id: rule.id, agency: $0) } : nil
        }
        return Ranking(
            agencies: ranking(verdict, facts, opinion),
            confidence: opinion?.confidence ?? verdict.winner.map { confidence($0, facts) } ?? 0,
            hardRule: hard)
    }

    /// With evidence, its order, then agencies it does not know. Without, the agency of the rule that holds,
    /// then agencies by what the text says of their topics, then the usual ones.
    func ranking(
        _ verdict: Verdict, _ facts: Facts, _ opinion: EvidenceOpinion?
    ) -> [ScoredAgency] {
        var ranking = opinion?.ranking ?? []
        var ranked = Set(ranking.map(\.agency))
        func add(_ agency: String, _ score: Double) {
            if ranked.insert(agency).inserted {
                ranking.append(ScoredAgency(agency: agency, score: score))
            }
        }
        var spoken: [String: Double] = [:]
        var order: [String] = []
        for hit in facts.topics {
            guard let agency = agency(of: hit.topic) else { continue }
            if spoken[agency] == nil { order.append(agency) }
            spoken[agency, default: 0] += hit.weight
        }
        if let agency = (verdict.winner ?? verdict.blocked)?.agency {
            add(agency, spoken[agency] ?? TopicLexicon.wordWeight)
        }
        let scored = order.enumerated().map {
            (place: $0.offset, id: $0.element, score: spoken[$0.element] ?? 0)
        }
        for agency in scored.sorted(by: { ($1.score, $0.place) < ($0.score, $1.place) }) {
            add(agency.id, agency.score)
        }
        for agency in usualAgencies { add(agency, 0) }
        return ranking
    }
}
