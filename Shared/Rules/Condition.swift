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
    /// One of the first phrases and one of the second stand in one sentence with at most so many words
    /// between them, whichever comes first.
    case near(Set<PhraseID>, Set<PhraseID>, within: Int)
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
    /// A public pledge binds the place, or the deciding agency, on the day: one of these; any where none is
    /// named.
    case pledge(Set<String>)
    case channel(Set<Channel>)
    case kind(Set<Kind>)
    case flag(Set<String>)
    case account(Set<String>)
    case sender(Set<SenderTrait>)
    /// It was told in a programme with one of these titles or of one of these stations, in lower case; in
    /// any programme where none is named.
    case programme(Set<String>)
    /// Something was promised for it on air by one of these, in lower case; by anybody where none is
    /// named.
    case commitment(by: Set<String>, isDated: Bool?)
    /// A promise made on air about the place is late, and one of these gave it.
    case latePromise(of: Set<PromiseGiver>)
    /// It was received at such a time, by the region's clock.
    case time(TimeWindow)
    /// It repeats an earlier one in one of these ways, and its case has at least so many complaints.
    case duplicate(Set<Relation>, atLeast: Int)
    /// It answers something we asked.
    case followup(Bool)
    /// The deciding agency is one of these; only in rules that add copies.
    case agency(Set<String>)
    /// The deciding agency carries one of these marks.
    case agencyFlag(Set<String>)
    /// An agreement with the deciding agency is in force on the day: one of these, any where none is named;
    /// and it lets all of that be passed on.
    case agreement(Set<String>, covers: Set<String>)
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
            var ignored = Evidence(isKept: false)
            return !part.holds(facts, evidence: &ignored)
        case .words(let phrases):
            var holds = false
            for (phrase, ranges) in facts.phrases where phrases.contains(phrase) {
                evidence.add(ranges)
                holds = true
            }
            return holds
        case .near(let first, let second, let words):
            let found = facts.near(first, second, within: words)
            evidence.add(found)
            return !found.isEmpty
        case .topics(let topics, let minimum):
            guard let top = facts.topics.first, top.weight >= minimum else { return false }
            for hit in facts.topics.prefix(while: { $0.weight == top.weight })
            where topics.contains(hit.topic) {
                evidence.add(hit.words)
                return true
            }
            return false
        case .mentions(let topics):
            var holds = false
            for hit in facts.topics where topics.contains(hit.topic) {
                evidence.add(hit.words)
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
        case .pledge(let pledges):
            return pledges.isEmpty ? !facts.pledges.isEmpty : !pledges.isDisjoint(with: facts.pledges)
        case .channel(let channels): return channels.contains(facts.channel)
        case .kind(let kinds): return kinds.contains(facts.kind)
        case .flag(let flags): return !flags.isDisjoint(with: facts.flags)
        case .account(let accounts): return accounts.contains(facts.account)
        case .sender(let traits): return !traits.isDisjoint(with: facts.sender)
        case .programme(let names):
            return names.isEmpty
                ? !facts.programme.isEmpty : !names.isDisjoint(with: facts.programme)
        case .commitment(let names, let isDated):
            return facts.promises.contains { promise in
                (isDated == nil || isDated == (promise.due != nil))
                    && (names.isEmpty || names.contains { promise.by.contains(" \($0) ") })
            }
        case .latePromise(let givers):
            return facts.latePromises.contains { promise in
                givers.contains(.programme) && !promise.programme.isDisjoint(with: facts.programme)
                    || givers.contains(.agency) && promise.agency != nil && promise.agency == facts.agency
            }
        case .time(let window): return facts.received.map(window.contains) ?? false
        case .duplicate(let relations, let count):
            return facts.inCase.map { relations.contains($0.relation) && $0.count >= count } ?? false
        case .followup(let isOne): return facts.isFollowup == isOne
        case .agency(let agencies):
            return facts.agency.map(agencies.contains) ?? false
        case .agencyFlag(let flags): return !flags.isDisjoint(with: facts.agencyFlags)
        case .agreement(let ids, let covers):
            return facts.agreements.contains { agreement in
                (ids.isEmpty || ids.contains(agreement.id)) && covers.isSubset(of: agreement.shares)
            }
        }
    }

    /// It looks at promises that others were given.
    package var asksForPromises: Bool {
        contains { if case .latePromise = $0 { true } else { false } }
    }

    /// What it asks of who decides is known only after the decision.
    package var asksForAgency: Bool {
        switch self {
        case .agency, .agencyFlag, .agreement: true
        case .latePromise(let givers): givers == [.agency]
        default: false
        }
    }

    /// It looks at what a complaint repeats, which is known only after it was first decided.
    package var asksForCase: Bool {
        contains { if case .duplicate = $0 { true } else { false } }
    }

    /// It looks at where sentences begin.
    package var asksForSentences: Bool {
        contains { if case .near = $0 { true } else { false } }
    }

    /// Whether one of its parts, however deep, is such a one.
    func contains(_ isMeant: (Condition) -> Bool) -> Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains { $0.contains(isMeant) }
        case .not(let part): part.contains(isMeant)
        default: isMeant(self)
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
