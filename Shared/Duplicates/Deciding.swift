// Decides which case a complaint belongs to, what a person is asked, and what has come back.
import Complaints
import Foundation

extension DuplicateIndex {
    /// Another case that fits as well, but for so many bits, makes both doubtful.
    static let rivalBits = 4.0
    /// Another thing, told in other words by another person, is linked from so many bits more on.
    static let onlyAlikeMore = 0.8
    /// And what names no village, told by another person: the more complaints there are, the more it may be.
    static let noPlaceMore = 1.6
    /// The same of a village that only may be the same.
    static let unsurePlaceMore = 0.6
    /// What is linked to the likeliest case goes to a further one that fits that case itself for so many bits
    /// less; the two fit from ``alikeBits`` on.
    static let alikeLess = 1.0
    static let alikeBits = 2.0
    /// Two cases become one when the complaint fits the further one for so many bits more than a link takes:
    /// an error would be one of all their complaints.
    static let mergedMore = 1.4
    /// The same words of the same person within this time are the same complaint, sent again.
    static let resendSeconds: UInt32 = 7 * 86_400

    /// Decides about a complaint that is not in the index yet.
    ///
    /// - Parameter alternatives: other villages its text may mean.
    package func decide(_ facts: LinkFacts, alternatives: [UInt64] = []) -> LinkDecision {
        let search = CandidateSearch(facts, alternatives: alternatives, in: self)
        var decision = LinkDecision()
        let matches = rivalled(search.matches, facts)
        let newest = cameBack(matches)
        for match in matches {
            let isFull = decision.links.count >= limits.links
                || decision.links.isEmpty && decision.reviews.count >= limits.reviews
                    && match.bits < weights.link
            if isFull { break }
            guard match.bits >= weights.review || match.features.isWorthAsking else { continue }
            if isParted(facts, match.head) { continue }
            if closed.contains(match.head) || match.features.contains(.comesBack)
                || isOver(match.head, before: newest)
            {
                if decision.recurrence == nil { decision.recurrence = judgement(facts, match, .recurrence) }
                continue
            }
            let relation = relation(facts, entries[match.best].facts, match.pair)
            let judged = judgement(facts, match, relation)
            let usual = decision.links.first.map { self.least(match, beside: $0) } ?? weights.link
            let least = usual + more(match.features)
            let mayLink = match.bits >= least && !isContested(match, among: matches) && mayLink(facts, match)
            if mayLink, decision.links.allSatisfy({ !excludes(facts, match.head, $0.clusterNumber) }) {
                decision.links.append(judged)
            } else if decision.reviews.count < limits.reviews {
                decision.reviews.append(judged)
            }
        }
        if decision.link != nil {
            decision.recurrence = nil
            decision.merged = merged(decision)
        } else if decision.recurrence == nil {
            decision.recurrence = recurrence(facts, search.old)
        }
        return decision
    }

    /// The cases among those a complaint joins that turn out to be one with the likeliest: each fits well by
    /// itself, no complaint of the one is known to be another than one of the other, and together they are
    /// not too large.
    private func merged(_ decision: LinkDecision) -> [UInt32] {
        guard let first = decision.link, let head = entries.position(of: first.clusterNumber)
        else { return [] }
        var heads = [head]
        for link in decision.links.dropFirst() where link.bits >= weights.link + Self.mergedMore {
            guard let other = entries.position(of: link.clusterNumber), !heads.contains(other)
            else { continue }
            let size = heads.reduce(0) { $0 + Int(entries[$1].count) }
            guard size + Int(entries[other].count) < limits.cluster,
                size * Int(entries[other].count) <= limits.mergedPairs,
                heads.allSatisfy({ mayMerge($0, other) })
            else { continue }
            heads.append(other)
        }
        return heads.count > 1 ? heads.map { entries[$0].facts.number } : []
    }

    /// Whether nothing is known that keeps two cases apart.
    private func mayMerge(_ a: Position, _ b: Position) -> Bool {
        var isFree = true
        forEachMember(of: a) { mine in
            forEachMember(of: b) { other in
                let (first, second) = (entries[mine].facts, entries[other].facts)
                isFree = !first.isHeld(from: second) && !isOther(second, first)
                    && !parted.contains(Self.pair(first.number, second.number))
                return isFree
            }
            return isFree
        }
        return isFree
    }

    /// The newest case that fits and that told of something broken again.
    private func cameBack(_ matches: [CaseMatch]) -> Position? {
        matches.filter { $0.bits >= weights.review && entries[$0.head].facts.marks.contains(.comesBack) }
            .map(\.head).max()
    }

    /// What is told now is of what came back, not of what was before.
    private func isOver(_ head: Position, before newest: Position?) -> Bool {
        guard let newest, head < newest else { return false }
        return !entries[head].facts.marks.contains(.comesBack)
    }

    /// The likeliest first. Where two cases fit about as well and are known to be different, the
    /// complaint
    /// does not say which it is.
    private func rivalled(_ matches: [CaseMatch], _ facts: LinkFacts) -> [CaseMatch] {
        var matches = matches.sorted(by: Self.isLikelier)
        let bits = matches.map(\.bits)
        let likely = matches.indices.prefix(limits.rivals)
        for index in likely where bits[index] >= weights.review {
            let hasRival = likely.contains { other in
                other != index && abs(bits[other] - bits[index]) <= Self.rivalBits
                    && (isAgainst(matches[other].head, matches[index].head)
                        || !facts.hasVillage && areElsewhere(matches[other].head, matches[index].head))
            }
            guard hasRival else { continue }
            matches[index].features.insert(.rival)
            matches[index].bits = weights.sum(matches[index].features)
        }
        return matches.sorted(by: Self.isLikelier)
    }

    /// How many bits more a link takes where the thing is only alike, or no village is named.
    private func more(_ features: Features) -> Double {
        let isUnsure = features.contains(.sameUnsureVillage) && !features.contains(.sameSender)
        return (features.isOnlyAlike ? Self.onlyAlikeMore : 0)
            + (features.isOfNoPlace ? Self.noPlaceMore : isUnsure ? Self.unsurePlaceMore : 0)
    }

    /// From how many bits on a complaint is linked to a case besides the likeliest one.
    private func least(_ match: CaseMatch, beside link: LinkJudgement) -> Double {
        guard match.bits < weights.link, match.bits >= weights.link - Self.alikeLess,
            let first = entries.position(of: link.clusterNumber)
        else { return weights.link }
        let others = newest(of: first)
        let isAlike = newest(of: match.head).contains { mine in
            others.contains { other in
                let pair = Features(entries[mine].facts, entries[other].facts, counts: counts)
                return !pair.isVetoed && weights.sum(pair.together) >= Self.alikeBits
            }
        }
        return isAlike ? weights.link - Self.alikeLess : weights.link
    }

    /// A person has parted this case from another that fits as well: which of the two it is, a person says,
    /// unless the same person sends again.
    private func isContested(_ match: CaseMatch, among matches: [CaseMatch]) -> Bool {
        guard !parted.isEmpty, !match.pair.contains(.sameSenderSoon) else { return false }
        let mine = newest(of: match.head).map { entries[$0].facts.number }
        return matches.contains { other in
            guard other.head != match.head, other.bits >= weights.link else { return false }
            return newest(of: other.head).contains { theirs in
                mine.contains { parted.contains(Self.pair($0, entries[theirs].facts.number)) }
            }
        }
    }

    private static func isLikelier(_ a: CaseMatch, _ b: CaseMatch) -> Bool {
        (b.bits, b.best.index) < (a.bits, a.best.index)
    }

    /// Whether a complaint that is of one case cannot be of the other as well.
    private func excludes(_ facts: LinkFacts, _ head: Position, _ cluster: UInt32) -> Bool {
        guard let other = entries.position(of: cluster) else { return false }
        return isAgainst(head, other) || !facts.hasVillage && areElsewhere(head, other)
    }

    /// Whether two cases are known to be of two villages.
    private func areElsewhere(_ a: Position, _ b: Position) -> Bool {
        let others = newest(of: b)
        return newest(of: a).contains { mine in
            others.contains { entries[mine].facts.isElsewhere(than: entries[$0].facts) }
        }
    }

    /// Whether two cases are known to be different: a detail, or a person, says so.
    private func isAgainst(_ a: Position, _ b: Position) -> Bool {
        if a == b { return false }
        let others = newest(of: b)
        return newest(of: a).contains { mine in
            others.contains { other in
                Features.spot(entries[mine].facts, entries[other].facts).isOtherSpot
                    || parted.contains(Self.pair(entries[mine].facts.number, entries[other].facts.number))
            }
        }
    }

    /// The newest complaints of a case, and its first.
    private func newest(of head: Position) -> [Position] {
        var found: [Position] = []
        var member = entries[head].link
        while entries.contains(member), found.count < limits.ofCase {
            found.append(member)
            member = entries[member].link
        }
        return found + [head]
    }

    /// Whether a complaint may join a case without a person: no detail of any of its complaints is
    /// against
    /// it, the case may still grow, and nothing sensitive is linked across reporters.
    private func mayLink(_ facts: LinkFacts, _ match: CaseMatch) -> Bool {
        // The same words again say what those said: only another spot is against it.
        let isAgain = match.pair.contains(.sameSenderSoon) && !match.pair.isVetoed
        guard isAgain ? !match.features.isOtherSpot : !match.isVetoed, !match.features.isElsewhere,
            isAgain || !match.features.contains(.elsewhereThere), isAgain || !match.features.isUnplaced,
            !match.features.isLoose,
            Int(entries[match.head].count) < limits.cluster else { return false }
        if facts.isHeld(from: entries[match.best].facts) { return false }
        return mayBelong(facts, to: match.head)
    }

    /// Whether no complaint of a case names another spot, and nothing sensitive would be linked across
    /// reporters.
    private func mayBelong(_ facts: LinkFacts, to head: Position) -> Bool {
        var isFree = true
        forEachMember(of: head) { member in
            let other = entries[member].facts
            if isOther(facts, other) || facts.isHeld(from: other) { isFree = false }
            return isFree
        }
        return isFree
    }

    /// Whether something told of two complaints keeps them apart: the spot, the village, whose it was.
    private func isOther(_ new: LinkFacts, _ old: LinkFacts) -> Bool {
        if Features.spot(new, old).isOtherSpot || new.isElsewhere(than: old) { return true }
        guard new.marks.contains(.taken), old.marks.contains(.taken) else { return false }
        return Features.areTwoThefts(new, old, Features(new, old, counts: counts))
    }

    /// Whether a complaint is sensitive, or the one it was compared with, and another person tells it.
    package func isHeld(_ facts: LinkFacts, _ judged: LinkJudgement) -> Bool {
        guard let position = entries.position(of: judged.number) else { return false }
        return facts.isHeld(from: entries[position].facts)
    }

    /// A person has said that the complaint, or the one it repeats, is not of that case.
    private func isParted(_ facts: LinkFacts, _ head: Position) -> Bool {
        guard partedNumbers.contains(facts.number) else { return false }
        var isParted = false
        forEachMember(of: head) { member in
            isParted = parted.contains(Self.pair(facts.number, entries[member].facts.number))
            return !isParted
        }
        return isParted
    }

    static func pair(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    /// The complaints of a case, the newest first, its first one at the end, as long as `body` wants
    /// more.
    func forEachMember(of head: Position, _ body: (Position) -> Bool) {
        var member = entries[head].link
        while entries.contains(member) {
            guard body(member) else { return }
            member = entries[member].link
        }
        _ = body(head)
    }

    private func recurrence(_ facts: LinkFacts, _ old: [CaseMatch]) -> LinkJudgement? {
        let times = Features.times
        let scored = old.map { match in
            (match, weights.sum(match.pair.together.subtracting(times)))
        }
        guard let (match, bits) = scored.max(by: { ($0.1, $0.0.best) < ($1.1, $1.0.best) }),
            bits >= weights.recurrence, !match.pair.isOtherSpot, !isParted(facts, match.head)
        else { return nil }
        var found = match
        found.bits = bits
        return judgement(facts, found, .recurrence)
    }

    private func judgement(
        _ facts: LinkFacts, _ match: CaseMatch, _ relation: Relation
    ) -> LinkJudgement {
        let (other, head) = (entries[match.best].facts, entries[match.head].facts)
        return LinkJudgement(
            to: other.id, number: other.number, cluster: head.id, clusterNumber: head.number,
            relation: relation, features: match.features, bits: match.bits)
    }

    private func relation(_ new: LinkFacts, _ old: LinkFacts, _ features: Features) -> Relation {
        let mostWords =
            features.contains(.wordsAll) || features.contains(.wordsMost) || features.contains(.contained)
        let isSoon = (new.at > old.at ? new.at - old.at : old.at - new.at) < Self.resendSeconds
        if features.contains(.sameSender) {
            let isSameDay = !features.isDisjoint(with: Features([.withinHour, .withinSixHours, .withinDay]))
            let isAgain = mostWords || features.contains(.wordsMany) && isSameDay
            return isAgain && isSoon && new.channel == old.channel ? .resend : .sameReporter
        }
        // Nobody's number is known, but the name and the words are the same.
        let isNamesake = features.contains(.sameName) && !features.contains(.otherSender)
        return isNamesake && isSoon && mostWords && new.channel == old.channel
            ? .resend : .sameIncident
    }

    /// The complaints of the case a complaint joins, each judged for itself; the newest first.
    package func members(_ facts: LinkFacts, of cluster: UInt32) -> [LinkJudgement] {
        guard let head = entries.position(of: cluster) else { return [] }
        var judged: [LinkJudgement] = []
        forEachMember(of: head) { member in
            if let found = self.judged(facts, member) { judged.append(found) }
            return true
        }
        return judged
    }

    /// Complaints by their numbers, each judged for itself.
    package func judged(_ facts: LinkFacts, against numbers: [UInt32]) -> [LinkJudgement] {
        numbers.compactMap { entries.position(of: $0).flatMap { judged(facts, $0) } }
    }

    private func judged(_ facts: LinkFacts, _ position: Position) -> LinkJudgement? {
        let other = entries[position].facts
        guard other.number != facts.number, entries.contains(entries[position].head) else { return nil }
        let features = Features(facts, other, counts: counts)
        let match = CaseMatch(
            head: entries[position].head, best: position, pair: features.together, weights: weights)
        return judgement(facts, match, relation(facts, other, features))
    }
}

extension DuplicateIndex {
    /// Every case a complaint was compared with, the likeliest first: what weights are fitted to.
    package func judged(_ facts: LinkFacts, alternatives: [UInt64] = []) -> [LinkJudgement] {
        rivalled(CandidateSearch(facts, alternatives: alternatives, in: self).matches, facts).map { match in
            judgement(facts, match, relation(facts, entries[match.best].facts, match.pair))
        }
    }
}
