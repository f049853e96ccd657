// What people do with cases: part a complaint from its case for good, bring two cases together, close
// one.

extension DuplicateIndex {
    /// The number of the first complaint of the case a complaint belongs to.
    package func cluster(of number: UInt32) -> UInt32? {
        guard let position = entries.position(of: number) else { return nil }
        let head = entries[position].head
        return entries.contains(head) ? entries[head].facts.number : nil
    }

    /// The numbers of all complaints of the case of a complaint, its first one first.
    package func complaints(of number: UInt32) -> [UInt32] {
        guard let head = entries.position(of: number).map({ entries[$0].head }), entries.contains(head)
        else { return [] }
        var numbers: [UInt32] = []
        forEachMember(of: head) { member in
            numbers.append(entries[member].facts.number)
            return true
        }
        return numbers.reversed()
    }

    /// The complaint that fits one best, each judged for itself: for the few of one case in an index of their
    /// own. How rare their words are cannot be known from so few, and does not count.
    package func likeliest(_ facts: LinkFacts) -> LinkJudgement? {
        let numbers = (entries.first..<entries.end).map { entries[Position(index: $0)].facts.number }
        return judged(facts, against: numbers).map { judged in
            var judged = judged
            judged.features.subtract(Features.ofRareWords)
            judged.bits = weights.sum(judged.features)
            return judged
        }.max { ($0.bits, $0.number) < ($1.bits, $1.number) }
    }

    /// What a link to a complaint is made of when the rest of the case is gone; `nil` when all that was
    /// said is true of the pair. What was said of the cases around stays only where the rest does.
    ///
    /// - Parameters:
    ///   - facts: of the later complaint.
    ///   - number: of the earlier one, which is here.
    ///   - said: what the link was made of.
    package func corrected(_ facts: LinkFacts, to number: UInt32, said: Features) -> LinkJudgement? {
        guard var judged = judged(facts, against: [number]).first else { return nil }
        let own = judged.features.subtracting(Features.ofOthers)
        guard said.subtracting(Features.ofOthers) != own else { return nil }
        judged.features = own.union(said.intersection(judged.features).intersection(Features.ofRareWords))
        judged.bits = weights.sum(judged.features)
        return judged
    }

    /// Two complaints that are not about the same: no decision links them again.
    package mutating func part(_ a: UInt32, _ b: UInt32) {
        parted.insert(Self.pair(a, b))
        partedNumbers.formUnion([a, b])
    }

    /// Takes back that two complaints are not about the same.
    package mutating func unpart(_ a: UInt32, _ b: UInt32) { parted.remove(Self.pair(a, b)) }

    /// A case is over: what comes next is another case.
    package mutating func close(_ number: UInt32, _ isClosed: Bool = true) {
        guard let position = entries.position(of: number) else { return }
        if isClosed { closed.insert(position) } else { closed.remove(position) }
    }

    /// Makes the cases one that a decision has found to be: that of the earliest complaint.
    ///
    /// - Returns: the decision with the case as it is from now on.
    package mutating func merge(_ decision: LinkDecision) -> LinkDecision {
        guard let first = decision.merged.min(), let head = entries.position(of: first)
        else { return decision }
        var cases: [UInt32: UInt32] = [:]
        for number in decision.merged where number != first {
            for member in complaints(of: number) { cases[member] = first }
        }
        regroup(cases)
        var merged = decision
        for place in merged.links.indices where decision.merged.contains(merged.links[place].clusterNumber) {
            merged.links[place].cluster = entries[head].facts.id
            merged.links[place].clusterNumber = first
        }
        return merged
    }

    /// Gives complaints their case, as people have settled it. Each number of `cases` is a complaint,
    /// each
    /// value the first complaint of its case.
    package mutating func regroup(_ cases: [UInt32: UInt32]) {
        var touched: Set<Position> = []
        var wanted: [Position: Position] = [:]
        for (number, cluster) in cases {
            guard let position = entries.position(of: number),
                let head = entries.position(of: cluster)
            else { continue }
            wanted[position] = head
            touched.insert(entries[position].head)
            touched.insert(head)
        }
        var members: [Position: Position] = wanted
        for head in touched where entries.contains(head) {
            forEachMember(of: head) { member in
                // One that joined meanwhile goes where its case goes.
                if members[member] == nil { members[member] = wanted[head] ?? head }
                return true
            }
        }
        var groups: [Position: [Position]] = [:]
        for (member, head) in members { groups[head, default: []].append(member) }
        for (head, group) in groups {
            let sorted = group.sorted()
            entries[head].head = head
            entries[head].link = .none
            entries[head].count = UInt16(clamping: sorted.count)
            var previous = Position.none
            for member in sorted where member != head {
                entries[member].head = head
                entries[member].link = previous
                previous = member
            }
            entries[head].link = previous
            relist(head)
        }
    }

    /// A first complaint that was only one of a case before is found at its place from now on.
    private mutating func relist(_ head: Position) {
        if !entries[head].facts.marks.contains(.listed) { list(head) }
    }
}
