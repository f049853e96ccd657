// Finds the earlier complaints that say the same: candidates by place, sender and text, scored by bits.
// Links, never deletes; every link says why; what a person has parted stays apart.

/// The recent complaints, by what links them. Owned by the one decider.
package struct DuplicateIndex: Sendable {
    /// How far back a link reaches.
    package static let windowDays = 35
    /// How far back the complaints of one sender are looked at.
    package static let senderDays = 120
    /// How far back something may have happened to have come back.
    package static let recurrenceDays = 400

    /// What bounds the work and the memory.
    package struct Limits: Sendable {
        /// Complaints kept in memory, the newest.
        package var complaints = 1_000_000
        /// A case that has so many complaints takes no more by itself; the next begins another.
        package var cluster = 200
        /// Cases looked at in one village, the newest first: a flooded village stays linear.
        package var casesAtPlace = 512
        /// Of those, cases scored.
        package var scored = 64
        /// Cases looked at among the complaints that name no place, of the same matter.
        package var casesWithoutPlace = 96
        /// Cases of one matter looked at for a complaint that names no place.
        package var casesOfMatter = 64
        /// Cases of an outage looked at in the villages around.
        package var casesAround = 8
        /// Pairs of complaints that are looked at before two cases become one: what larger ones are is for
        /// a person to say.
        package var mergedPairs = 256
        /// Rare words of a complaint whose newest other complaint is looked at.
        package var rareWords = 5
        /// Complaints of one sender looked at.
        package var ofSender = 24
        /// Complaints of one case compared with, the newest, besides its first.
        package var ofCase = 3
        /// Cases one complaint is linked to.
        package var links = 4
        /// Cases, the likeliest, that are compared with each other.
        package var rivals = 6
        /// Questions asked about one complaint.
        package var reviews = 5

        package init() {}
    }

    package let weights: LinkWeights
    package let limits: Limits
    var entries: EntryStore
    private(set) var counts = WordCounts()
    var places: [UInt64: Position] = [:]
    /// The newest case of each matter among those whose village is known.
    var matters = [Position](repeating: .none, count: 256)
    private(set) var phones = NewestTable()
    private(set) var emails = NewestTable()
    private(set) var bands = NewestTable()
    /// The newest complaint with each word.
    var newestOfWord = ContiguousArray<Position>(repeating: .none, count: 1 << 16)
    /// Pairs that a person has said are not the same.
    var parted: Set<UInt64> = []
    /// The complaints in them.
    var partedNumbers: Set<UInt32> = []
    /// Cases that are over, by the position of their first complaint.
    var closed: Set<Position> = []

    package init(weights: LinkWeights, limits: Limits = Limits()) {
        self.weights = weights
        self.limits = limits
        entries = EntryStore(capacity: limits.complaints)
    }

    /// Complaints remembered.
    package var count: Int { entries.count }

    // MARK: Adding

    /// Adds a complaint; call in order of acceptance.
    ///
    /// - Parameter cluster: the number of the first complaint of its case; `nil` or its own when it is
    ///   the first.
    package mutating func insert(_ facts: LinkFacts, cluster: UInt32? = nil) {
        let position = Position(index: entries.end)
        var entry = Entry(facts: facts, head: position)
        let head = cluster.flatMap { $0 == facts.number ? nil : entries.position(of: $0) }
        entry.previousOfSender = newestOfSender(facts) ?? .none
        if let head {
            entry.head = head
            entry.link = entries[head].link
        }
        if entries.append(entry) { forget() }
        // The head may have been the oldest, and have gone.
        let kept = head.flatMap { entries.contains($0) ? $0 : nil }
        if let head = kept {
            entries[head].link = position
            entries[head].count = min(.max - 1, entries[head].count) + 1
        } else {
            entries[position].head = position
            entries[position].link = .none
        }
        // A case is found at every place, and by every matter, that its complaints name.
        let isFound = kept.map { head in
            key(entries[head].facts) == key(facts) && entries[head].facts.matter == facts.matter
        }
        if isFound != true { list(position) }
        remember(facts, at: position)
        counts.add(facts.sketch)
        for place in 0..<facts.sketch.count { newestOfWord[Int(facts.sketch[place])] = position }
    }

    mutating func list(_ position: Position) {
        let key = key(entries[position].facts)
        entries[position].facts.marks.insert(.listed)
        entries[position].previousAtPlace = places.updateValue(position, forKey: key) ?? .none
        let matter = Int(entries[position].facts.matter)
        guard matter != 0, entries[position].facts.hasVillage else { return }
        entries[position].previousOfMatter = matters[matter]
        matters[matter] = position
    }

    private func newestOfSender(_ facts: LinkFacts) -> Position? {
        let phone = phones.find(facts.phone) { self.phone($0) }
        let email = emails.find(facts.email) { self.email($0) }
        guard let phone else { return email }
        return email.map { max($0, phone) } ?? phone
    }

    private mutating func remember(_ facts: LinkFacts, at position: Position) {
        let entries = entries
        _ = phones.replace(facts.phone, with: position) {
            entries.contains($0) ? entries[$0].facts.phone : 0
        }
        _ = emails.replace(facts.email, with: position) {
            entries.contains($0) ? entries[$0].facts.email : 0
        }
        _ = bands.replace(facts.sketch.band, with: position) {
            entries.contains($0) ? entries[$0].facts.sketch.band : 0
        }
    }

    func phone(_ position: Position) -> UInt32 {
        entries.contains(position) ? entries[position].facts.phone : 0
    }
    func email(_ position: Position) -> UInt32 {
        entries.contains(position) ? entries[position].facts.email : 0
    }

    /// The oldest entries went: so do the lists that end in them.
    private mutating func forget() {
        places = places.filter { entries.contains($0.value) }
        closed = closed.filter { entries.contains($0) }
    }

    /// Where a complaint is listed: its village; without one, its matter within what is known of the
    /// place.
    func key(_ facts: LinkFacts) -> UInt64 {
        if NamedPlace.isName(facts.place) { return NamedPlace.key(facts.place) }
        return facts.hasVillage ? facts.place : Self.key(facts.place, facts.matter)
    }

    static func key(_ place: UInt64, _ matter: UInt8) -> UInt64 {
        place | UInt64(matter) << 40 | 1 << 60
    }
}
