// A programme read anew, by a better parser or from a better transcript: what people settled and what was
// sent stays, the rest is as the new reading has it. Pure.
import Complaints

/// Carries the operators' patches and the receipts over into a new reading.
enum Carrying {
    /// A new transcript with fewer of the old one's words replaces it only when somebody says so: half a file
    /// would otherwise take the place of the whole programme.
    static let leastWordsShare = 0.5
    /// From this share of found words on, a transcript is of the same show.
    ///
    /// Two shows of one host share their greetings and formulas (about 0.02); a show typed by hand and
    /// the same show recognised by a machine share much more.
    static let sameShowShare = 0.1

    /// - Returns: the programme with its id, receipts and patches, one version on.
    static func carry(
        _ old: StoredProgramme, into draft: ProgrammeDraft, segmenter: Segmenter
    ) -> StoredProgramme {
        var work = Work(old, draft, segmenter)
        work.placeSettled()
        work.placeRest()
        return work.result()
    }
}

private struct Work {
    let old: StoredProgramme
    let draft: ProgrammeDraft
    let segmenter: Segmenter
    let alignment: TurnAlignment
    /// By index of the new turn: the old item its words came from, by index.
    private var origin: [Int?]
    /// By index of the new turn: who has it now.
    private var owner: [Owner]
    private var items: [Item] = []
    private var nextItem: Int
    private var used: Set<String> = []
    private var lost: [Item] = []
    /// Where settled pieces of turns begin now, by index of the old item.
    private var cuts: [Int: Cut] = [:]

    enum Owner: Hashable {
        case draft(Int)
        case settled(Int)
    }

    init(_ old: StoredProgramme, _ draft: ProgrammeDraft, _ segmenter: Segmenter) {
        (self.old, self.draft, self.segmenter) = (old, draft, segmenter)
        alignment = TurnAlignment(old: old.turns, new: draft.turns)
        nextItem = old.nextItem
        var itemOf = [Int?](repeating: nil, count: old.turns.count)
        for (index, item) in old.items.enumerated() {
            for range in item.turns { for turn in range[0]...range[1] { itemOf[turn - 1] = index } }
        }
        origin = alignment.sources.map { $0.flatMap { itemOf[$0] } }
        owner = Array(repeating: .draft(0), count: draft.turns.count)
        for (index, item) in draft.items.enumerated() {
            for range in item.turns { for turn in range[0]...range[1] { owner[turn - 1] = .draft(index) } }
        }
    }

    private func keepsTurns(_ item: Item) -> Bool {
        old.isSent(item.id) || item.byHand?.keepsTurns == true
    }

    /// Items that were sent, or whose turns a person chose or confirmed, keep their turns.
    mutating func placeSettled() {
        let settled = old.items.indices.filter { keepsTurns(old.items[$0]) }
        for turn in origin.indices {
            if let item = origin[turn], keepsTurns(old.items[item]) { owner[turn] = .settled(item) }
        }
        // The pieces of one turn in their order: each has the rest of the turn, as the new reading cuts it.
        let cut = settled.filter { old.items[$0].cut != nil }.sorted {
            (old.items[$0].cut?.at ?? 0) < (old.items[$1].cut?.at ?? 0)
        }
        for index in cut {
            guard let oldCut = old.items[index].cut,
                let place = alignment.place(ofOldTurn: oldCut.turn - 1, at: oldCut.at)
            else { continue }
            if place.at > 0 { cuts[index] = Cut(turn: place.turn + 1, at: place.at) }
            for turn in alignment.sources.indices
            where alignment.sources[turn] == oldCut.turn - 1
                && (turn > place.turn || turn == place.turn && place.at == 0)
            {
                owner[turn] = .settled(index)
            }
        }
        for index in settled {
            var placed = old.items[index]
            placed.turns = Item.ranges(owner.indices.filter { owner[$0] == .settled(index) }.map { $0 + 1 })
            placed.cut = cuts[index]
            guard !placed.turns.isEmpty || placed.cut != nil else {
                lost.append(old.items[index])
                continue
            }
            items.append(placed)
            used.insert(placed.id)
        }
    }

    /// The new reading's items have what is left; those that are old acquaintances keep their ids.
    mutating func placeRest() {
        for (index, item) in draft.items.enumerated() {
            let turns = owner.indices.filter { owner[$0] == .draft(index) }
            var placed = item
            placed.turns = Item.ranges(turns.map { $0 + 1 })
            // A piece of a turn that somebody has, or has cut himself, is no longer to be had.
            if let cut = item.cut, !isFree(cut.turn) { placed.cut = nil }
            if turns.isEmpty, placed.cut == nil { continue }
            let known = acquaintance(turns)
            placed.id = known?.id ?? "\(nextItem)"
            if known == nil { nextItem += 1 }
            placed.byHand = known?.byHand
            used.insert(placed.id)
            items.append(placed)
        }
        lost += old.items.filter { $0.byHand != nil && !used.contains($0.id) && !keepsTurns($0) }
    }

    private func isFree(_ turn: Int) -> Bool {
        guard case .draft = owner[turn - 1] else { return false }
        return !cuts.values.contains { $0.turn == turn }
    }

    /// The old item that most of these turns come from, if nobody has its id yet.
    private func acquaintance(_ turns: [Int]) -> Item? {
        var votes: [Int: Int] = [:]
        for turn in turns { if let item = origin[turn] { votes[item, default: 0] += 1 } }
        let best = votes.filter { !used.contains(old.items[$0.key].id) }
            .max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        guard let best, best.value * 2 > turns.count else { return nil }
        return old.items[best.key]
    }

    func result() -> StoredProgramme {
        var programme = old
        programme.turns = draft.turns
        programme.version = old.version + 1
        programme.nextItem = nextItem
        programme.warnings = draft.warnings + lost.map(Self.warning)
        programme.items = items.sorted {
            ($0.turns.first?[0] ?? $0.cut?.turn ?? 0, $0.cut?.at ?? 0)
                < ($1.turns.first?[0] ?? $1.cut?.turn ?? 0, $1.cut?.at ?? 0)
        }
        let asDrafted = Set(draft.items.map { Shape($0) })
        let editor = Editor(segmenter: segmenter)
        for index in programme.items.indices {
            // Turns as the new reading has them keep its text, name and place too.
            if asDrafted.contains(Shape(programme.items[index])) {
                programme.items[index] = programme.items[index].settled()
            } else {
                editor.recompute(index, &programme)
            }
        }
        return programme
    }

    private struct Shape: Hashable {
        var turns: [[Int]]
        var cut: Cut?
        var text: String

        init(_ item: Item) { (turns, cut, text) = (item.turns, item.cut, item.text) }
    }

    private static func warning(_ item: Item) -> ParseWarning {
        let who = item.caller.name.map { " (\($0))" } ?? ""
        return ParseWarning(
            line: 1,
            message: "Koreksi pada butir \(item.id)\(who) tidak menemukan tempatnya di naskah yang baru; "
                + "periksa lagi.")
    }
}
