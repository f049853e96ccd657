// Which earlier complaints are compared with a new one, and how well they fit: bounded, the newest
// first.
import Complaints

/// The best fit within one case.
struct CaseMatch {
    var head: Position
    var best: Position
    var features: Features
    var bits: Double
    /// A complaint of the case that was compared names another spot, or a person parted the two.
    var isVetoed = false
}

/// Gathers the cases that a complaint may belong to.
struct CandidateSearch {
    let index: DuplicateIndex
    let facts: LinkFacts
    /// Cases within the window.
    private(set) var matches: [CaseMatch] = []
    /// Older ones of the same place and topic.
    private(set) var old: [CaseMatch] = []
    private var seen: Set<Position> = []
    /// Cases within three weeks in the village, and, for a complaint that names none, of the matter.
    private var here: Set<Position> = []
    private var casesHere: Int { here.count }
    private var casesOfMatter = 0
    private static let nearDays: UInt32 = 21
    /// Cases of one village that are scored whatever they are about.
    private static let ofAnyMatter = 4

    private static let day: UInt32 = 86_400
    private static let oldMax = 16

    init(_ facts: LinkFacts, alternatives: [UInt64], in index: DuplicateIndex) {
        self.index = index
        self.facts = facts
        seen.reserveCapacity(32)
        bySender()
        byWords()
        if facts.hasVillage {
            atPlace(
                facts, index.places[index.key(facts)], steps: index.limits.casesAtPlace, isHere: true)
            for place in alternatives where place != facts.place {
                var there = facts
                there.place = place
                there.marks.remove(.surePlace)
                atPlace(there, index.places[place], steps: index.limits.casesAtPlace / 4)
            }
        }
        withoutPlace()
        byMatter()
        markAlone()
    }

    private func age(_ position: Position) -> UInt32 {
        let at = index.entries[position].facts.at
        return at > facts.at ? at - facts.at : facts.at - at
    }

    private mutating func bySender() {
        for start in [
            index.phones.find(facts.phone, key: index.phone),
            index.emails.find(facts.email, key: index.email),
        ] {
            var next = start ?? .none
            var steps = 0
            while index.entries.contains(next), steps < index.limits.ofSender {
                if age(next) < UInt32(DuplicateIndex.senderDays) * Self.day {
                    compare(facts, next, alone: true, isLast: steps == 0)
                }
                next = index.entries[next].previousOfSender
                steps += 1
            }
        }
    }

    private mutating func byWords() {
        guard let found = index.bands.find(facts.sketch.band, key: index.band) else { return }
        if age(found) < UInt32(DuplicateIndex.windowDays) * Self.day {
            compare(facts, found, alone: true)
        }
    }

    private mutating func withoutPlace() {
        guard facts.matter != 0 || facts.place == 0 else { return }
        // Neither text names a village, or one of them does not.
        let steps = facts.hasVillage
            ? index.limits.casesWithoutPlace / 6 : index.limits.casesWithoutPlace
        var keys = [DuplicateIndex.key(0, facts.matter)]
        if facts.kecamatan != 0 {
            keys.append(DuplicateIndex.key(facts.kecamatan * 10_000, facts.matter))
        }
        for key in keys { atPlace(facts, index.places[key], steps: steps) }
    }

    /// Who names no place may mean a case of any place.
    private mutating func byMatter() {
        guard !facts.hasVillage, facts.matter != 0 else { return }
        for matter in [facts.matter, facts.nextMatter] where matter != 0 {
            var next = index.matters[Int(matter)]
            var walked = 0
            while index.entries.contains(next), walked < index.limits.casesOfMatter {
                let head = index.entries[next].head
                if age(next) < Self.nearDays * Self.day, index.entries.contains(head),
                    facts.kecamatan == 0 || facts.kecamatan == index.entries[next].facts.kecamatan
                {
                    let isNew = seen.insert(head).inserted
                    if isNew { compareCase(facts, head) }
                    if matter == facts.matter { casesOfMatter += 1 }
                }
                next = index.entries[next].previousOfMatter
                walked += 1
            }
        }
    }

    /// Where there is no other case, the one there is is meant more often.
    private mutating func markAlone() {
        for place in matches.indices {
            var features = matches[place].features
            if features.contains(.sameVillage) || features.contains(.sameUnsureVillage) {
                if casesHere == 1 { features.insert(.onlyCaseHere) }
                if (2...3).contains(casesHere) { features.insert(.fewCasesHere) }
            } else if features.contains(.noPlace), features.contains(.sameMatter), casesOfMatter == 1 {
                features.insert(.onlyCaseOfMatter)
            }
            matches[place].features = features
            matches[place].bits = index.weights.sum(features)
        }
    }

    /// Walks the cases listed at a place.
    private mutating func atPlace(
        _ facts: LinkFacts, _ start: Position?, steps: Int, isHere: Bool = false
    ) {
        var next = start ?? .none
        var walked = 0
        var scored = 0
        let isNamed = NamedPlace.isName(facts.place)
        while index.entries.contains(next), walked < steps, scored < index.limits.scored {
            let entry = index.entries[next]
            let (position, head) = (next, entry.head)
            next = entry.previousAtPlace
            walked += 1
            // A letter that came late stands behind newer ones, and hides none.
            let isOver = age(position) >= UInt32(DuplicateIndex.recurrenceDays) * Self.day
            if isOver { continue }
            // Names that begin alike are listed together.
            if isHere, isNamed, NamedPlace.compare(facts.place, entry.facts.place) == .other { continue }
            guard index.entries.contains(head), !seen.contains(head) else {
                if isHere, age(position) < Self.nearDays * Self.day { here.insert(head) }
                continue
            }
            if isHere, age(position) < Self.nearDays * Self.day { here.insert(head) }
            let isAny = isHere && walked <= Self.ofAnyMatter
            guard isAny || mayBelong(entry.facts) else { continue }
            seen.insert(head)
            scored += 1
            compareCase(facts, head)
        }
    }

    /// Another matter is none of this one's, unless the same person says it or nobody knows.
    private func mayBelong(_ other: LinkFacts) -> Bool {
        facts.matter == 0 || other.matter == 0
            || facts.matter == other.matter || facts.matter == other.nextMatter
            || facts.nextMatter == other.matter || MatterWords.isRelated(facts.matter, other.matter)
            || facts.topic != 0 && facts.topic == other.topic
            || facts.isOfSameSender(as: other)
    }

    /// Compares with the newest complaints of a case and with its first.
    private mutating func compareCase(_ facts: LinkFacts, _ head: Position) {
        var member = index.entries[head].link
        var compared = 0
        // A full case takes nobody: one look is enough to ask.
        let most = Int(index.entries[head].count) < index.limits.cluster ? index.limits.ofCase : 1
        while index.entries.contains(member), compared < most {
            compare(facts, member, alone: false)
            member = index.entries[member].link
            compared += 1
        }
        compare(facts, head, alone: false)
    }

    private mutating func compare(
        _ facts: LinkFacts, _ other: Position, alone: Bool, isLast: Bool = false
    ) {
        let entry = index.entries[other]
        guard index.entries.contains(entry.head), entry.facts.number != facts.number else { return }
        var features = Features(facts, entry.facts, counts: index.counts)
        if isLast { features.insert(.sameSenderLast) }
        let match = CaseMatch(
            head: entry.head, best: other, features: features, bits: index.weights.sum(features),
            isVetoed: features.isVetoed)
        if age(other) >= UInt32(DuplicateIndex.windowDays) * Self.day, !features.contains(.sameSender) {
            if old.count < Self.oldMax, features.contains(.sameMatter) { old.append(match) }
            return
        }
        if let place = matches.firstIndex(where: { $0.head == entry.head }) {
            let isVetoed = matches[place].isVetoed || match.isVetoed
            if match.bits > matches[place].bits { matches[place] = match }
            matches[place].isVetoed = isVetoed
        } else {
            matches.append(match)
        }
    }
}

extension DuplicateIndex {
    func band(_ position: Position) -> UInt32 {
        entries.contains(position) ? entries[position].facts.sketch.band : 0
    }
}
