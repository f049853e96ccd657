// A programme read anew, by a better parser or from a better transcript: what people settled and what was
// sent stays, the rest is as the new reading has it. Pure.
import Complaints

/// Carries the operators' patches and the receipts over into a new reading.
enum Carrying {
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
        old.receipts[item.id] != nil || item.byHand?.keepsTurns == true
    }

    /// Items that were sent, or whose turns a person chose or confirmed, keep their turns.
    mutating func placeSettled() {
        for (index, item) in old.items.enumerated() where keepsTurns(item) {
            let turns = origin.indices.filter { origin[$0] == index }
            let cut = item.cut.flatMap { cut in
                alignment.place(ofOldTurn: cut.turn - 1, at: cut.at).map { Cut(turn: $0.turn + 1, at: $0.at) }
            }
            guard !turns.isEmpty || cut != nil else {
                lost.append(item)
                continue
            }
            for turn in turns { owner[turn] = .settled(index) }
            var placed = item
            placed.turns = Self.ranges(turns)
            placed.cut = cut
            items.append(placed)
            used.insert(item.id)
        }
    }

    /// The new reading's items have what is left; those that are old acquaintances keep their ids.
    mutating func placeRest() {
        for (index, item) in draft.items.enumerated() {
            let turns = owner.indices.filter { owner[$0] == .draft(index) }
            if let cut = item.cut, turns.isEmpty {
                guard case .draft = owner[cut.turn - 1] else { continue }
            } else if turns.isEmpty {
                continue
            }
            var placed = item
            placed.turns = Self.ranges(turns)
            let known = acquaintance(turns)
            placed.id = known?.id ?? "\(nextItem)"
            if known == nil { nextItem += 1 }
            placed.byHand = known?.byHand
            used.insert(placed.id)
            items.append(placed)
        }
        lost += old.items.filter { $0.byHand != nil && !used.contains($0.id) && !keepsTurns($0) }
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

    private static func ranges(_ turns: [Int]) -> [[Int]] {
        Editor.normalised(turns.map { [$0 + 1, $0 + 1] })
    }

    private static func warning(_ item: Item) -> ParseWarning {
        let who = item.caller.name.map { " (\($0))" } ?? ""
        return ParseWarning(
            line: 1,
            message: "Koreksi pada butir \(item.id)\(who) tidak menemukan tempatnya di naskah yang baru; "
                + "periksa lagi.")
    }
}
