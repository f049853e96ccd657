// What a rule asks of a complaint. A new condition is one case here; the compiler names the rest.
package import Complaints
package import Language

/// A condition over the ``Facts`` of one complaint.
package indirect enum Condition: Sendable, Hashable {
    case always
    case all([Condition])
    case any([Condition])
    case not(Condition)
    /// One of these phrases stands in the text.
    case words(Set<PhraseID>)
    /// The strongest topic is one of these, with at least this weight.
    case topics(Set<String>, minimumWeight: Double)
    /// One of these topics is spoken of at all.
    case mentions(Set<String>)
    /// A known place lies in one of these codes.
    case places(Set<String>)
    /// A place of one of these levels is known.
    case level(Set<PlaceLevel>)
    /// The known place carries one of these marks of the region pack.
    case placeFlag(Set<String>)
    case channel(Set<Channel>)
    case kind(Set<Kind>)
    case flag(Set<String>)
    case account(Set<String>)
    /// The deciding agency is one of these; only in rules that add copies.
    case agency(Set<String>)
    /// The deciding agency carries one of these marks.
    case agencyFlag(Set<String>)
}

extension Condition {
    /// Whether the facts satisfy it. `evidence` receives the words that did.
    package func holds(_ facts: Facts, evidence: inout Evidence) -> Bool {
        switch self {
        case .always: return true
        case .all(let parts):
            return parts.allSatisfy { $0.holds(facts, evidence: &evidence) }
        case .any(let parts):
            // Every branch is tried, so that the trace names all the words that spoke.
            var holds = false
            for part in parts where part.holds(facts, evidence: &evidence) { holds = true }
            return holds
        case .not(let part):
            var ignored = Evidence()
            return !part.holds(facts, evidence: &ignored)
        case .words(let phrases):
            var holds = false
            for (phrase, ranges) in facts.phrases where phrases.contains(phrase) {
                evidence.words += ranges
                holds = true
            }
            return holds
        case .topics(let topics, let minimum):
            guard let top = facts.topics.first, top.weight >= minimum else { return false }
            for hit in facts.topics.prefix(while: { $0.weight == top.weight })
            where topics.contains(hit.topic) {
                evidence.words += hit.words
                return true
            }
            return false
        case .mentions(let topics):
            var holds = false
            for hit in facts.topics where topics.contains(hit.topic) {
                evidence.words += hit.words
                holds = true
            }
            return holds
        case .places(let codes):
            return facts.knownPlaces.contains { place in
                codes.contains { isInside(place.code, $0) }
            }
        case .level(let levels):
            return facts.knownPlaces.contains {
                PlaceLevel(rawValue: $0.level).map(levels.contains) ?? false
            }
        case .placeFlag(let flags): return !flags.isDisjoint(with: facts.placeFlags)
        case .channel(let channels): return channels.contains(facts.channel)
        case .kind(let kinds): return kinds.contains(facts.kind)
        case .flag(let flags): return !flags.isDisjoint(with: facts.flags)
        case .account(let accounts): return accounts.contains(facts.account)
        case .agency(let agencies):
            return facts.agency.map(agencies.contains) ?? false
        case .agencyFlag(let flags): return !flags.isDisjoint(with: facts.agencyFlags)
        }
    }

    /// It asks what the text is most about.
    package var asksForTopic: Bool {
        conjuncts.contains { part in
            if case .topics = part { return true }
            return false
        }
    }

    /// The parts that must all hold.
    package var conjuncts: [Condition] {
        switch self {
        case .all(let parts): parts.flatMap(\.conjuncts)
        case .always: []
        default: [self]
        }
    }
}

/// `63.06.05.2001` lies in `63.06.05` and in itself.
package func isInside(_ code: String, _ area: String) -> Bool {
    code == area || code.hasPrefix(area) && code.dropFirst(area.count).first == "."
}
