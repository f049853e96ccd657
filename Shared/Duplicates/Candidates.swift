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

    private static let day: UInt32 = 86_400
    private static let oldMax = 16

    init(_ facts: LinkFacts, alternatives: [UInt64], in index: DuplicateIndex) {
        self.index = index
        self.facts = facts
        seen.reserveCapacity(32)
        bySender()
        byWords()
        if facts.hasVillage {
            atPlace(facts, index.places[facts.place], steps: index.limits.casesAtPlace)
            for place in alternatives where place != facts.place {
                var there = facts
                there.place = place
                there.marks.remove(.surePlace)
                atPlace(there, index.places[place], steps: index.limits.casesAtPlace / 4)
            }
        }
        withoutPlace()
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
            while index.entries.contains(next), steps < index.limits.ofSender,
                age(next) < UInt32(DuplicateIndex.senderDays) * Self.day
            {
                compare(facts, next, alone: true)
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

    /// Walks the cases listed at a place.
    private mutating func atPlace(_ facts: LinkFacts, _ start: Position?, steps: Int) {
        var next = start ?? .none
        var walked = 0
        var scored = 0
        while index.entries.contains(next), walked < steps, scored < index.limits.scored {
            let entry = index.entries[next]
            let (position, head) = (next, entry.head)
            next = entry.previousAtPlace
            walked += 1
            let isOver = age(position) >= UInt32(DuplicateIndex.recurrenceDays) * Self.day
            if isOver { break }
            guard index.entries.contains(head), mayBelong(entry.facts), seen.insert(head).inserted
            else { continue }
            scored += 1
            compareCase(facts, head)
        }
    }

    /// Another matter is none of this one's, unless the same person says it or nobody knows.
    private func mayBelong(_ other: LinkFacts) -> Bool {
        facts.matter == 0 || other.matter == 0
            || facts.matter == other.matter || facts.matter == other.nextMatter
            || facts.nextMatter == other.matter || facts.topic != 0 && facts.topic == other.topic
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

    private mutating func compare(_ facts: LinkFacts, _ other: Position, alone: Bool) {
        let entry = index.entries[other]
        guard index.entries.contains(entry.head), entry.facts.number != facts.number else { return }
        let features = Features(facts, entry.facts, counts: index.counts)
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
