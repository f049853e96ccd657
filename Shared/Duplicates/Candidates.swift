// Which earlier complaints are compared with a new one, and how well they fit: bounded, the newest
// first.
import Complaints

/// How a complaint fits one case.
struct CaseMatch {
    var head: Position
    /// The complaint of the case that fits best, and what the pair has in common.
    var best: Position
    var pair: Features
    /// What it has in common with all of them together, and what that comes to.
    var features: Features
    var bits: Double
    /// A complaint of the case that was compared names another spot, or all are said to be another.
    var isVetoed: Bool { features.isVetoed }
    fileprivate var pairBits: Double
    fileprivate var profile = CaseProfile()

    init(head: Position, best: Position, pair: Features, weights: LinkWeights) {
        (self.head, self.best, self.pair) = (head, best, pair)
        features = pair
        bits = weights.sum(pair)
        pairBits = bits
        profile.add(pair)
    }

    fileprivate mutating func add(_ other: CaseMatch) {
        profile.add(other.pair)
        guard other.pairBits > pairBits else { return }
        (best, pair, pairBits) = (other.best, other.pair, other.pairBits)
    }
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
    private var ofMatter: Set<Position> = []
    private var casesOfMatter: Int { ofMatter.count }
    private static let nearDays: UInt32 = 21
    /// Cases of one village that are scored whatever they are about.
    private static let ofAnyMatter = 4

    private static let day: UInt32 = 86_400
    private static let oldMax = 16

    init(_ facts: LinkFacts, alternatives: [UInt64], in index: DuplicateIndex) {
        self.index = index
        self.facts = facts
        seen.reserveCapacity(32)
        // Names in passing that may be villages: "titian di Tambangan".
        if !facts.hasVillage { atAlternatives(alternatives) }
        bySender()
        byWords()
        byRareWords()
        if facts.hasVillage {
            atPlace(
                facts, index.places[index.key(facts)], steps: index.limits.casesAtPlace, isHere: true)
            atAlternatives(alternatives)
        }
        withoutPlace()
        byMatter()
        byOutage()
        weigh()
    }

    private mutating func atAlternatives(_ places: [UInt64]) {
        for place in places where place != facts.place {
            var there = facts
            there.place = place
            there.marks.remove(.surePlace)
            atPlace(there, index.places[place], steps: index.limits.casesAtPlace / 4)
        }
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
                    compare(facts, next, isLast: steps == 0)
                    let head = index.entries[next].head
                    if index.entries.contains(head), seen.insert(head).inserted { compareCase(facts, head) }
                }
                next = index.entries[next].previousOfSender
                steps += 1
            }
        }
    }

    private mutating func byWords() {
        guard let found = index.bands.find(facts.sketch.band, key: index.band) else { return }
        if age(found) < UInt32(DuplicateIndex.windowDays) * Self.day {
            compare(facts, found)
        }
    }

    /// The newest complaint with each of the rarest words: names of places that no list holds, of offices.
    private mutating func byRareWords() {
        var words: [(bits: Float, word: UInt16)] = []
        for place in 0..<facts.sketch.count {
            let bits = index.counts.bits(facts.sketch[place])
            if bits >= Likeness.rare { words.append((bits, facts.sketch[place])) }
        }
        words.sort { ($1.bits, $1.word) < ($0.bits, $0.word) }
        for (_, word) in words.prefix(index.limits.rareWords) {
            let found = index.newestOfWord[Int(word)]
            guard index.entries.contains(found), age(found) < UInt32(DuplicateIndex.windowDays) * Self.day
            else { continue }
            let head = index.entries[found].head
            compare(facts, found)
            if index.entries.contains(head), seen.insert(head).inserted { compareCase(facts, head) }
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

    /// Who names no place may mean a case of any place; who names a kecamatan, of any of its villages.
    private mutating func byMatter() {
        guard facts.matter != 0, !NamedPlace.isName(facts.place) else { return }
        for matter in [facts.matter, facts.nextMatter] where matter != 0 {
            var next = index.matters[Int(matter)]
            var walked = 0
            while index.entries.contains(next), walked < index.limits.casesOfMatter {
                let head = index.entries[next].head
                if age(next) < Self.nearDays * Self.day, index.entries.contains(head),
                    mayBeThere(index.entries[next].facts)
                {
                    let isNew = seen.insert(head).inserted
                    if isNew { compareCase(facts, head) }
                    if matter == facts.matter, !facts.hasVillage { ofMatter.insert(head) }
                }
                next = index.entries[next].previousOfMatter
                walked += 1
            }
        }
    }

    /// What went out in the villages around within a day.
    private mutating func byOutage() {
        guard facts.hasVillage, facts.kecamatan != 0, MatterWords.widespread.contains(facts.matter)
        else { return }
        var next = index.matters[Int(facts.matter)]
        var (walked, scored) = (0, 0)
        while index.entries.contains(next), walked < index.limits.casesOfMatter,
            scored < index.limits.casesAround
        {
            let (head, near) = (index.entries[next].head, index.entries[next].facts)
            if age(next) < Self.day, near.kecamatan == facts.kecamatan, index.entries.contains(head),
                seen.insert(head).inserted
            {
                compareCase(facts, head)
                scored += 1
            }
            next = index.entries[next].previousOfMatter
            walked += 1
        }
    }

    private func mayBeThere(_ other: LinkFacts) -> Bool {
        guard facts.hasVillage, !facts.isKnownSpot else {
            return facts.kecamatan == 0 || facts.kecamatan == other.kecamatan
        }
        let isWide = facts.marks.contains(.mayBeKecamatan) || other.marks.contains(.mayBeKecamatan)
            || other.isKnownSpot
        return isWide && facts.kecamatan == other.kecamatan
    }

    /// Adds up what each case comes to. Where there is no other case, the one there is is meant more often.
    private mutating func weigh() {
        for place in matches.indices { matches[place].features = matches[place].profile.features.together }
        let suchHere = matches.count { $0.features.isSuchHere }
        for place in matches.indices {
            var features = matches[place].features
            if features.isHere {
                if casesHere == 1 { features.insert(.onlyCaseHere) }
                if (2...3).contains(casesHere) { features.insert(.fewCasesHere) }
                if features.isSuchHere { features.insert(suchHere == 1 ? .onlySuchHere : .severalSuchHere) }
            } else if features.contains(.noPlace), features.contains(.sameMatter), casesOfMatter == 1 {
                features.insert(.onlyCaseOfMatter)
                if features.isOfDays { features.insert(.onlyCaseSoon) }
            } else if features.contains(.sameKecamatan), features.contains(.sameMatter),
                ofMatter == [matches[place].head]
            {
                features.insert(.onlyCaseNear)
            }
            if facts.marks.contains(.chases), features.isHere, features.contains(.sameMatter) {
                features.insert(.chasesSoon)
            }
            if index.entries[matches[place].head].count > 2 { features.insert(.manyTold) }
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
            || facts.matter == other.matter || facts.tells(of: other.matter) || other.tells(of: facts.matter)
            || MatterWords.isRelated(facts.matter, other.matter)
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
            compare(facts, member)
            member = index.entries[member].link
            compared += 1
        }
        compare(facts, head)
    }

    private mutating func compare(
        _ facts: LinkFacts, _ other: Position, isLast: Bool = false
    ) {
        let entry = index.entries[other]
        guard index.entries.contains(entry.head), entry.facts.number != facts.number else { return }
        var features = Features(facts, entry.facts, counts: index.counts)
        if isLast { features.insert(.sameSenderLast) }
        // What a case is about, its first complaint says.
        if other != entry.head { features.remove(.moneyApart) }
        let match = CaseMatch(head: entry.head, best: other, pair: features, weights: index.weights)
        if age(other) >= UInt32(DuplicateIndex.windowDays) * Self.day {
            let mayBe = features.contains(.sameMatter) || facts.marks.contains(.comesBack)
            if old.count < Self.oldMax, mayBe { old.append(match) }
            return
        }
        if let place = matches.firstIndex(where: { $0.head == entry.head }) {
            matches[place].add(match)
        } else {
            matches.append(match)
        }
    }
}

extension Features {
    /// The village is the same, or may be.
    var isHere: Bool { contains(.sameVillage) || contains(.sameUnsureVillage) }

    /// Not more than three days lie between.
    var isOfDays: Bool {
        !isDisjoint(with: Features([.withinHour, .withinSixHours, .withinDay, .withinThreeDays]))
    }

    /// The thing is the same too, or alike.
    fileprivate var isSuchHere: Bool { isHere && (contains(.sameMatter) || contains(.sharedMatter)) }
}

extension DuplicateIndex {
    func band(_ position: Position) -> UInt32 {
        entries.contains(position) ? entries[position].facts.sketch.band : 0
    }
}
