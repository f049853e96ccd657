// Decides one complaint with a pack. Pure: the same pack and complaint give the same ruling.
package import Complaints
package import struct Foundation.Date
import Language
package import Rules

extension RegionPack {
    /// Names what made a text a nuisance in a trace, where a rule's id stands otherwise.
    package static let spamReason = FlagName.spam
    /// Spans kept for one reason of a trace.
    package static let maximumMatched = 12

    /// Understands and decides one complaint.
    ///
    /// - Parameters:
    ///   - complaint: `places`, `kind`, `flags` and the reporter's address are hints; the text decides.
    ///   - moment: when it is decided: agencies must exist on that day. The clocks run from `receivedAt`, and
    ///     the book of its local day decides.
    ///   - inCase: what it repeats, where that is known and the book asks for it.
    ///   - late: promises made on air that are late, wherever, where the book asks for them.
    ///   - chosen: decides in place of the book of the day.
    package func rule(
        on complaint: Complaint, at moment: Date, inCase: CaseFacts? = nil, late: [LatePromise] = [],
        by chosen: RuleBook? = nil
    ) -> Ruling {
        let book = chosen ?? book(on: calendar.day(of: complaint.receivedAt))
        var understanding = Understanding(complaint, self, book, inCase: inCase, late: late)
        let today = calendar.day(of: moment)
        let choice = choose(understanding, book, today)
        let agency = choice.agency
        let rule = choice.rule
        understanding.facts.agency = agency?.id
        understanding.facts.agencyFlags = agency.flatMap { self.agency($0.id)?.flags } ?? []
        understanding.facts.pledges.formUnion(
            pledges(at: [], agency: agency?.id, on: calendar.day(of: complaint.receivedAt)).map(\.id))
        understanding.facts.agreements = agreements(with: agency?.id ?? "")
            .filter { $0.validity.contains(calendar.day(of: complaint.receivedAt)) }
            .map { AgreementFacts(id: $0.id, shares: Set($0.shares.map(\.rawValue))) }
        if let kind = rule?.kind { understanding.facts.kind = kind }
        understanding.facts.flags.formUnion(rule?.flags ?? [])
        if rule?.isConfidential == true || complaint.reporter?.confidential == true {
            understanding.facts.flags.insert("confidential")
        }
        var because = choice.because
        let additions = book?.additions(on: understanding.facts) ?? []
        let rules = [rule].compactMap(\.self) + additions.map(\.rule)
        for (added, evidence) in additions {
            if let kind = added.kind, rule?.kind == nil { understanding.facts.kind = kind }
            understanding.facts.flags.formUnion(added.flags)
            if added.isConfidential { understanding.facts.flags.insert("confidential") }
            because.append(reason(added, evidence, understanding.analysis))
        }
        if let emergency = understanding.emergency { because.append(emergency) }
        let nuisance = understanding.nuisance(complaint)
        understanding.facts.flags.remove(FlagName.spam)
        if let nuisance {
            understanding.facts.flags.insert(FlagName.spam)
            because.insert(nuisance, at: 0)
        }
        let facts = understanding.facts
        let clock = clock(rules, facts, agency)
        var copies = copies(rules, facts, agency, today)
        if let (copy, reason) = oversight(understanding, agency, today),
            !copies.contains(where: { $0.id == copy.id })
        {
            copies.append(copy)
            because.append(reason)
        }
        var decision = Decision(
            mode: choice.mode, rule: choice.mode == .rule ? rule?.id : nil,
            ruleBook: book?.id ?? "\(id) none", confidence: choice.confidence,
            because: because, rejected: choice.rejected, candidates: choice.candidates)
        decision.bookVersion = book?.header.version
        decision.legalBasis = rule?.legalBasis ?? book?.header.legalBasis
        decision.urgency = urgency(rules, facts)
        decision.hold = rules.contains(where: \.isHeld) ? true : nil
        let isBeyond = rule?.isReferral == true || choice.mode == .evidence && isBeyondAuthority(agency)
        decision.referred = isBeyond ? true : nil
        decision.reason = rule?.reason ?? (isBeyond ? agency.map(Self.referralReason) : nil)
        return Ruling(
            places: facts.places, topics: facts.topics.map(\.topicWeight), kind: facts.kind,
            flags: facts.flags.sorted(), agency: agency,
            copies: copies,
            decision: decision,
            due: calendar.due(receivedAt: complaint.receivedAt, clock: clock), clock: clock,
            nuisance: nuisance, question: asksForPlace(facts) ? question(about: facts.places) : nil,
            classification: Classification(
                facts.kind, isInspected: clock == clocks.inspection),
            status: agency == nil ? .triage : .assigned,
            isConfidential: facts.flags.contains("confidential")
                || rules.contains(where: \.isConfidential))
    }

    /// Past decisions that point to an agency outside of the region refer to it, as a rule does.
    private func isBeyondAuthority(_ agency: AgencyRef?) -> Bool {
        agency.flatMap { self.agency($0.id) }.map { !$0.kind.isOfTheRegion } ?? false
    }

    private static func referralReason(_ agency: AgencyRef) -> String {
        "Hal ini wewenang \(agency.name), di luar wewenang pemerintah daerah."
    }

    /// A wish or a complaint happens somewhere; what is asked, praised or told need not.
    private func asksForPlace(_ facts: Facts) -> Bool {
        [.complaint, .aspiration].contains(facts.kind) && !facts.flags.contains(FlagName.spam)
    }

    /// Why an agency cannot be named.
    func refusal(_ id: String, _ facts: Facts, _ today: Day) -> String? {
        guard self.agency(id) != nil else { return nil }
        let heirs = heirs(of: id, on: today)
        guard let agency = heirs.first else { return "\(id) tidak ada pada hari ini" }
        if heirs.count > 1 {
            let names = heirs.map(\.id).joined(separator: ", ")
            return "\(id) sudah dipecah menjadi \(names), dan aturan belum memilih salah satunya"
        }
        if agency.per != .region, reference(id, facts, today) == nil {
            return "\(agency.id) ada di setiap \(agency.per.spoken), dan tempatnya belum diketahui"
        }
        return nil
    }

    /// The agency for the wire, or who does its work on that day; `nil` when its place is not known.
    func reference(_ id: String, _ facts: Facts, _ today: Day) -> AgencyRef? {
        guard let agency = heirs(of: id, on: today).first ?? agency(id) else { return nil }
        guard agency.per != .region else { return AgencyRef(id: agency.id, name: agency.name(on: today)) }
        guard let place = office(agency.per, facts) else { return nil }
        return AgencyRef(
            id: agency.id, name: title(agency.title, agency.name(on: today), of: place), place: place.code)
    }

    /// The name of one of many offices.
    func title(_ title: String?, _ name: String, of place: PlaceEntry) -> String {
        (title ?? "\(name) {place}").replacing("{level}", with: place.level.rawValue.capitalized)
            .replacing("{place}", with: place.name)
    }

    /// The place whose office it is: the village, or its kecamatan.
    private func office(_ scope: OfficeScope, _ facts: Facts) -> PlaceEntry? {
        for place in facts.knownPlaces where gazetteer.isInRegion(place.code) {
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

    private func copies(
        _ rules: [Rule], _ facts: Facts, _ agency: AgencyRef?, _ today: Day
    ) -> [Copy] {
        var copies: [Copy] = []
        for rule in rules {
            for named in rule.copies {
                guard let meant = named == Rule.overseer ? overseer(of: agency) : named else { continue }
                let id = heirs(of: meant, on: today).first?.id ?? meant
                guard id != agency?.id else { continue }
                let scope = unit(id)?.per ?? self.agency(id)?.per ?? .region
                let place = office(scope, facts)
                // Nobody to send it to: the place is not known.
                guard scope == .region || place != nil else { continue }
                guard !copies.contains(where: { $0.id == id && $0.place == place?.code })
                else { continue }
                let reason = rule.copyReasons[named] ?? (rule.agency == nil ? rule.reason : nil)
                copies.append(Copy(id: id, place: place?.code, why: rule.id, reason: reason))
            }
        }
        return copies
    }

    func reason(_ rule: Rule, _ evidence: Evidence, _ analysis: TextAnalysis) -> Reason {
        var matched: [MatchedText] = []
        let ordered = evidence.words.sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        for range in ordered {
            let text = analysis.matchedText(range)
            if !matched.contains(text) { matched.append(text) }
            if matched.count == RegionPack.maximumMatched { break }
        }
        return Reason(rule: rule.id, matched: matched)
    }

    /// What the deciding rule says, else the most pressing of the others; an emergency is one in any case.
    private func urgency(_ rules: [Rule], _ facts: Facts) -> Urgency {
        if let decided = rules.first(where: { $0.agency != nil })?.urgency { return decided }
        if facts.flags.contains(FlagName.emergency) { return .immediate }
        let said = Set(rules.compactMap(\.urgency))
        return Urgency.allCases.first(where: said.contains) ?? .normal
    }

    /// The first clock a rule asks for, else the one of the kind, else the agency's, else the region's.
    private func clock(_ rules: [Rule], _ facts: Facts, _ agency: AgencyRef?) -> Clock {
        if let clock = rules.compactMap(\.clock).first { return clock }
        if [.question, .info].contains(facts.kind) { return clocks.information }
        return agency.flatMap { self.agency($0.id)?.clock } ?? clocks.complaint
    }
}
