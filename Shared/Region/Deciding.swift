// Decides one complaint with a pack. Pure: the same pack and complaint give the same ruling.
package import Complaints
package import struct Foundation.Date
import Language
import Rules

extension RegionPack {
    /// Spans kept for one reason of a trace.
    package static let maximumMatched = 12

    /// Understands and decides one complaint.
    ///
    /// - Parameters:
    ///   - complaint: `places`, `kind`, `flags` and the reporter's address are hints; the text decides.
    ///   - moment: when it is decided: agencies must exist on that day. The clocks run from `receivedAt`.
    package func rule(on complaint: Complaint, at moment: Date) -> Ruling {
        var understanding = Understanding(complaint, self)
        let today = calendar.day(of: moment)
        let verdict = ruleBook.verdict(on: understanding.facts) { rule in
            refusal(rule, understanding.facts, today)
        }
        let agency = verdict.winner.flatMap { rule in
            rule.agency.flatMap { reference($0, understanding.facts) }
        }
        understanding.facts.agency = agency?.id
        understanding.facts.agencyFlags = agency.flatMap { self.agency($0.id)?.flags } ?? []
        if let kind = verdict.winner?.kind { understanding.facts.kind = kind }
        understanding.facts.flags.formUnion(verdict.winner?.flags ?? [])
        if verdict.winner?.isConfidential == true || complaint.reporter?.confidential == true {
            understanding.facts.flags.insert("confidential")
        }
        var because: [Reason] = []
        if let winner = verdict.winner ?? verdict.blocked {
            because.append(reason(winner, verdict.evidence, understanding.analysis))
        }
        let additions = ruleBook.additions(on: understanding.facts)
        let rules = [verdict.winner].compactMap(\.self) + additions.map(\.rule)
        for (rule, evidence) in additions {
            if let kind = rule.kind, verdict.winner?.kind == nil {
                understanding.facts.kind = kind
            }
            understanding.facts.flags.formUnion(rule.flags)
            because.append(reason(rule, evidence, understanding.analysis))
        }
        let facts = understanding.facts
        let clock = clock(rules, facts, agency)
        return Ruling(
            places: facts.places, topics: facts.topics.map(\.topicWeight), kind: facts.kind,
            flags: facts.flags.sorted(), agency: agency,
            copies: copies(rules, facts, agency),
            decision: Decision(
                mode: agency == nil ? .triage : .rule, rule: verdict.winner?.id,
                ruleBook: ruleBook.id, confidence: confidence(verdict, facts),
                because: because, rejected: verdict.rejected),
            due: calendar.due(receivedAt: complaint.receivedAt, clock: clock),
            status: agency == nil ? .triage : .assigned,
            isConfidential: facts.flags.contains("confidential")
                || rules.contains(where: \.isConfidential))
    }

    /// Why a rule that holds cannot be carried out.
    private func refusal(_ rule: Rule, _ facts: Facts, _ today: Day) -> String? {
        guard let agency = rule.agency.flatMap({ self.agency($0) }) else { return nil }
        if !agency.isValid(on: today) { return "\(agency.id) does not exist on this day" }
        if agency.per != .region, reference(agency.id, facts) == nil {
            return "\(agency.id) exists once per \(agency.per.rawValue), and the place is not known"
        }
        return nil
    }

    /// The agency for the wire; `nil` when its place is not known.
    private func reference(_ id: String, _ facts: Facts) -> AgencyRef? {
        guard let agency = agency(id) else { return nil }
        guard agency.per != .region else { return AgencyRef(id: id, name: agency.name) }
        guard let place = office(agency.per, facts) else { return nil }
        let title = agency.title ?? "\(agency.name) {place}"
        let level = gazetteer[place.code]?.level.rawValue.capitalized ?? ""
        let name = title.replacing("{level}", with: level).replacing("{place}", with: place.name)
        return AgencyRef(id: id, name: name, place: place.code)
    }

    /// The place whose office it is: the village, or its kecamatan.
    private func office(_ scope: OfficeScope, _ facts: Facts) -> PlaceEntry? {
        for place in facts.knownPlaces {
            switch scope {
            case .region: return nil
            case .kecamatan:
                if let kecamatan = gazetteer.kecamatan(of: place.code) { return kecamatan }
            case .village:
                if let entry = gazetteer[place.code], entry.level.isVillage { return entry }
            }
        }
        return nil
    }

    private func copies(_ rules: [Rule], _ facts: Facts, _ agency: AgencyRef?) -> [Copy] {
        var copies: [Copy] = []
        for rule in rules {
            for id in rule.copies where id != agency?.id {
                let scope = unit(id)?.per ?? self.agency(id)?.per ?? .region
                let place = office(scope, facts)
                // Nobody to send it to: the place is not known.
                guard scope == .region || place != nil else { continue }
                guard !copies.contains(where: { $0.id == id && $0.place == place?.code })
                else { continue }
                copies.append(Copy(id: id, place: place?.code, why: rule.id))
            }
        }
        return copies
    }

    private func reason(_ rule: Rule, _ evidence: Evidence, _ analysis: TextAnalysis) -> Reason {
        var matched: [MatchedText] = []
        for range in evidence.words.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let text = analysis.matchedText(range)
            if !matched.contains(text) { matched.append(text) }
            if matched.count == RegionPack.maximumMatched { break }
        }
        return Reason(rule: rule.id, matched: matched)
    }

    /// 0.95 for a rule of plain words; for a topic, its share of the weight of the two strongest.
    private func confidence(_ verdict: Verdict, _ facts: Facts) -> Double {
        guard let winner = verdict.winner else { return 0 }
        guard winner.condition.asksForTopic, let top = facts.topics.first else { return 0.95 }
        let second = facts.topics.first { hit in
            hit.topic != top.topic && topics.first { $0.id == hit.topic }?.agency != winner.agency
        }
        let share = top.weight / (top.weight + (second?.weight ?? 0) + 0.3)
        return (min(0.95, share) * 100).rounded() / 100
    }

    /// The first clock a rule asks for, else the one of the kind, else the agency's, else the region's.
    private func clock(_ rules: [Rule], _ facts: Facts, _ agency: AgencyRef?) -> Clock {
        if let clock = rules.compactMap(\.clock).first { return clock }
        if [.question, .info].contains(facts.kind) { return clocks.information }
        return agency.flatMap { self.agency($0.id)?.clock } ?? clocks.complaint
    }
}

extension Condition {
    fileprivate var asksForTopic: Bool {
        conjuncts.contains { part in
            if case .topics = part { return true }
            return false
        }
    }
}
