// The operator's corrections: split, merge, move, kind, edit. Pure.
import Complaints
import Foundation

/// One correction, as `PATCH /v1/programmes/{id}/items` takes it.
struct Edit: Codable, Sendable, Hashable {
    enum Operation: String, Codable, CaseIterable, Sendable {
        case split, merge, move, kind, edit, undo
        /// The operator read the item and found it right; `kind` may come with it.
        case check
    }
    struct CallerFields: Codable, Sendable, Hashable {
        var name: String?
        var phone: String?
        var anonymous: Bool?

        static let names: Set = ["name", "phone", "anonymous"]
    }
    struct Fields: Codable, Sendable, Hashable {
        var text: String?
        var placeText: String?
        var caller: CallerFields?

        enum CodingKeys: String, CodingKey {
            case text, caller
            case placeText = "place_text"
        }

        static let names: Set = ["text", "place_text", "caller"]
    }
    static let names: Set = ["op", "item", "items", "turn", "at", "turns", "kind", "fields"]

    var op: Operation
    var item: String?
    var items: [String]?
    var turn: Int?
    /// Offset in Unicode scalars inside the turn.
    var at: Int?
    var turns: [[Int]]?
    var kind: Kind?
    var fields: Fields?
}

/// A correction that cannot be made; the message is for the operator, in Indonesian.
struct EditProblem: Error, Hashable {
    var message: String
    init(_ message: String) { self.message = message }
}

/// Applies corrections.
struct Editor: Sendable {
    let segmenter: Segmenter

    static let textCharactersMax = 10_000
    static let placeCharactersMax = 200
    static let nameCharactersMax = 100

    func apply(_ edit: Edit, to programme: inout StoredProgramme) throws(EditProblem) {
        switch edit.op {
        case .split: try split(edit, &programme)
        case .merge: try merge(edit.items ?? [], &programme)
        case .move: try move(edit, &programme)
        case .kind:
            guard let kind = edit.kind else { throw EditProblem("Jenis belum dipilih.") }
            let index = try index(edit.item, programme)
            programme.items[index].kind = kind
            settle(index, &programme) { $0.kind = kind }
        case .check:
            settle(try index(edit.item, programme), &programme) { $0.checked = true }
        case .edit: try change(edit, &programme)
        case .undo: throw EditProblem("Pembatalan harus dikirim sendiri.")
        }
    }

    /// Notes in the item's patch what a person settled.
    private func settle(
        _ index: Int, _ programme: inout StoredProgramme, _ note: (inout ByHand) -> Void
    ) {
        var byHand = programme.items[index].byHand ?? ByHand()
        note(&byHand)
        programme.items[index].byHand = byHand
    }

    private func index(
        _ id: String?, _ programme: StoredProgramme
    ) throws(EditProblem) -> Int {
        guard let id, let index = programme.items.firstIndex(where: { $0.id == id }) else {
            throw EditProblem("Butir \(id ?? "tanpa nomor") tidak ada.")
        }
        return index
    }

    // MARK: Split

    private func split(_ edit: Edit, _ programme: inout StoredProgramme) throws(EditProblem) {
        let index = try index(edit.item, programme)
        let item = programme.items[index]
        let at = max(0, edit.at ?? 0)
        guard let turn = edit.turn,
            item.turns.contains(where: { $0[0] <= turn && turn <= $0[1] })
                || item.cut.map({ $0.turn == turn && $0.at < at }) == true
        else { throw EditProblem("Giliran itu bukan bagian dari butir \(item.id).") }
        // On its way it is whole: its words are being read. Sent, it is what Routing has.
        let wasSent = programme.receipts[item.id] != nil
        if !wasSent { try refuseSent([item], programme) }
        let inside = at > 0
        if inside {
            guard at < programme.turns[turn - 1].text.unicodeScalars.count else {
                throw EditProblem("Titik pisah ada di luar giliran \(turn).")
            }
            guard !programme.items.contains(where: { $0.cut == Cut(turn: turn, at: at) }) else {
                throw EditProblem("Giliran \(turn) sudah dipisah di tempat itu.")
            }
        }
        let boundary = inside ? turn + 1 : turn
        var before: [[Int]] = []
        var after: [[Int]] = []
        for range in item.turns {
            if range[0] < boundary { before.append([range[0], min(range[1], boundary - 1)]) }
            if range[1] >= boundary { after.append([max(range[0], boundary), range[1]]) }
        }
        guard !before.isEmpty || item.cut != nil else {
            throw EditProblem("Tidak ada yang tersisa sebelum titik pisah itu.")
        }
        var second = item
        second.id = "\(programme.nextItem)"
        programme.nextItem += 1
        second.turns = after
        second.cut = inside ? Cut(turn: turn, at: at) : nil
        second.byHand = nil
        programme.items[index].turns = before
        programme.items.insert(second, at: index + 1)
        // What was sent stays as it was sent. A call that nobody saw in it before is an item of its own now,
        // and can be sent; its words may have gone out with the first, which is better than never.
        if !wasSent { bound(index, &programme) }
        bound(index + 1, &programme, isNew: true)
    }

    /// What was sent keeps its turns: handed to another item, its words would go out twice, or never.
    private func refuseSent(
        _ items: [Item], _ programme: StoredProgramme
    ) throws(EditProblem) {
        guard let sent = items.first(where: { programme.isSent($0.id) }) else { return }
        throw EditProblem("Butir \(sent.id) sudah diterbitkan; batasnya tidak dapat diubah lagi.")
    }

    /// Notes that a person chose the item's turns, and makes it anew from them. It must be confirmed anew.
    ///
    /// - Parameter hasGrown: nothing was taken from it, so what somebody typed still holds.
    private func bound(
        _ index: Int, _ programme: inout StoredProgramme, isNew: Bool = false, hasGrown: Bool = false
    ) {
        settle(index, &programme) {
            $0.bounds = true
            $0.checked = nil
            if !hasGrown { $0.text = nil }
        }
        recompute(index, &programme, isNew: isNew)
    }

    /// Makes the item's text, caller and answers from its turns, with what a person settled laid over them.
    ///
    /// - Parameter isNew: nothing is known of it yet; else what is no matter of a citizen stays none.
    func recompute(_ index: Int, _ programme: inout StoredProgramme, isNew: Bool = false) {
        let item = programme.items[index]
        guard let airedOn = LocalDate(programme.airedOn) else { return }
        let turns = Self.pieces(of: item, in: programme)
        var made: Item
        if isNew || item.kind != .other {
            made = segmenter.reread(item, turns: turns, airedOn: airedOn)
            made.byHand = item.byHand
            // Nobody but the host speaks: a message that is read aloud, or words that somebody has seen.
            if made.text.isEmpty, isNew || item.byHand != nil || programme.isSent(item.id) {
                made.text = isNew ? Self.readAloud(turns) : item.text
                made.kind = made.text.isEmpty ? .other : item.kind
            }
        } else {
            made = item
            made.start = turns.compactMap(\.start).min()
            made.end = turns.compactMap { $0.end ?? $0.start }.max()
        }
        // Who asked not to be named is not named because another part of the call is read.
        if item.caller.anonymous, item.byHand?.anonymous != false {
            made.caller.anonymous = true
            made.caller.name = nil
        }
        programme.items[index] = made.settled()
    }

    private static func readAloud(_ turns: [Turn]) -> String {
        guard !turns.contains(where: { $0.role == .caller }) else { return "" }
        let words = turns.filter { $0.role != .regent && $0.role != .official }.map(\.text)
        return OnAir.mask(words.joined(separator: " "))
    }

    /// The item's turns; of one that is cut, its piece.
    static func pieces(of item: Item, in programme: StoredProgramme) -> [Turn] {
        var turns = item.turns.flatMap { Array(programme.turns[($0[0] - 1)...($0[1] - 1)]) }
        if let cut = item.cut, programme.turns.indices.contains(cut.turn - 1) {
            turns.insert(programme.turns[cut.turn - 1], at: 0)
        }
        for index in turns.indices {
            let n = turns[index].n
            let from = item.cut.flatMap { $0.turn == n ? $0.at : nil } ?? 0
            let until = programme.items.compactMap(\.cut)
                .filter { $0.turn == n && $0.at > from }.map(\.at).min()
            guard from > 0 || until != nil else { continue }
            let scalars = Array(turns[index].text.unicodeScalars)
            var piece = ""
            let end = min(until ?? scalars.count, scalars.count)
            piece.unicodeScalars.append(contentsOf: scalars[min(from, end)..<end])
            turns[index].text = piece.foldingWhiteSpace()
        }
        return turns
    }

    // MARK: Merge

    private func merge(
        _ ids: [String], _ programme: inout StoredProgramme
    ) throws(EditProblem) {
        var indices: [Int] = []
        for id in ids {
            let found = try index(id, programme)
            if !indices.contains(found) { indices.append(found) }
        }
        indices.sort()
        guard let first = indices.first, indices.count > 1 else {
            throw EditProblem("Pilih sedikitnya dua butir untuk digabung.")
        }
        // What was sent stays as it was sent: joined to it, the other matter would never be.
        try refuseSent(indices.map { programme.items[$0] }, programme)
        var merged = programme.items[first]
        for index in indices.dropFirst() { merged = Self.joined(merged, programme.items[index]) }
        for index in indices.reversed() { programme.items.remove(at: index) }
        programme.items.insert(merged, at: first)
        dropWholeCuts(&programme)
    }

    /// A piece of a turn that is the item's own as a whole is no piece.
    private func dropWholeCuts(_ programme: inout StoredProgramme) {
        for index in programme.items.indices {
            guard let cut = programme.items[index].cut,
                programme.items[index].turns.contains(where: { $0[0] <= cut.turn && cut.turn <= $0[1] })
            else { continue }
            programme.items[index].cut = nil
        }
    }

    private static func joined(_ a: Item, _ b: Item) -> Item {
        var item = a
        item.turns = normalised(a.turns + b.turns)
        item.text = [a.text, b.text].filter { !$0.isEmpty }.joined(separator: " ")
        item.responses = a.responses + b.responses.filter { !a.responses.contains($0) }
        item.placeText = a.placeText ?? b.placeText
        item.caller = Caller(
            name: a.caller.anonymous || b.caller.anonymous ? nil : a.caller.name ?? b.caller.name,
            phone: a.caller.phone ?? b.caller.phone,
            anonymous: a.caller.anonymous || b.caller.anonymous)
        item.kind = a.kind == .other ? b.kind : a.kind
        item.agreed = a.agreed ?? b.agreed
        item.start = [a.start, b.start].compactMap(\.self).min()
        item.end = [a.end, b.end].compactMap(\.self).max()
        item.confidence = 1
        var byHand = ByHand()
        let both = [a.byHand, b.byHand].compactMap(\.self)
        byHand.bounds = true
        // What a person settled of either holds for both, as it now stands.
        if both.contains(where: { $0.text != nil }) { byHand.text = item.text }
        if both.contains(where: { $0.kind != nil }) { byHand.kind = item.kind }
        if both.contains(where: { $0.name != nil }) { byHand.name = item.caller.name ?? "" }
        if both.contains(where: { $0.phone != nil }) { byHand.phone = item.caller.phone ?? "" }
        if both.contains(where: { $0.place != nil }) { byHand.place = item.placeText ?? "" }
        if both.contains(where: { $0.anonymous != nil }) { byHand.anonymous = item.caller.anonymous }
        item.byHand = byHand
        return item
    }

    static func normalised(_ ranges: [[Int]]) -> [[Int]] {
        var result: [[Int]] = []
        for range in ranges.sorted(by: { $0[0] < $1[0] }) {
            if let last = result.last, last[1] + 1 >= range[0] {
                result[result.count - 1][1] = max(last[1], range[1])
            } else {
                result.append(range)
            }
        }
        return result
    }

    // MARK: Move

    /// Gives an item exactly these turns. Turns it loses go to the item before them (or after).
    private func move(_ edit: Edit, _ programme: inout StoredProgramme) throws(EditProblem) {
        let target = try index(edit.item, programme)
        let count = programme.turns.count
        let ranges = edit.turns ?? []
        guard !ranges.isEmpty,
            ranges.allSatisfy({ $0.count == 2 && 1 <= $0[0] && $0[0] <= $0[1] && $0[1] <= count })
        else { throw EditProblem("Rentang giliran harus di antara 1 dan \(count).") }
        var owner = [Int](repeating: -1, count: count + 1)
        for (index, item) in programme.items.enumerated() {
            for range in item.turns { for turn in range[0]...range[1] { owner[turn] = index } }
        }
        let old = owner
        for turn in owner.indices where owner[turn] == target { owner[turn] = -1 }
        for range in ranges { for turn in range[0]...range[1] { owner[turn] = target } }
        for turn in 1...count where owner[turn] == -1 {
            let before = owner[1..<turn].last { $0 != -1 && $0 != target }
            let after = owner[(turn + 1)...].first { $0 != -1 && $0 != target }
            owner[turn] = before ?? after ?? target
        }
        let moved = (1...count).filter { owner[$0] != old[$0] }
        let losers = Set(moved.map { old[$0] })
        let touched = losers.union(moved.map { owner[$0] })
        try refuseSent(touched.filter { $0 >= 0 }.map { programme.items[$0] }, programme)
        var turns = [[Int]](repeating: [], count: programme.items.count)
        for turn in 1...count where owner[turn] >= 0 { turns[owner[turn]].append(turn) }
        for index in programme.items.indices {
            programme.items[index].turns = Item.ranges(turns[index])
        }
        dropWholeCuts(&programme)
        for index in programme.items.indices where touched.contains(index) {
            bound(index, &programme, hasGrown: !losers.contains(index))
        }
        programme.items.removeAll { $0.turns.isEmpty && $0.cut == nil }
    }

    // MARK: Edit

    private func change(_ edit: Edit, _ programme: inout StoredProgramme) throws(EditProblem) {
        let index = try index(edit.item, programme)
        guard let fields = edit.fields, fields != Edit.Fields() else {
            throw EditProblem("Tidak ada yang diubah.")
        }
        if let text = fields.text {
            guard text.count <= Self.textCharactersMax else {
                throw EditProblem("Isi paling panjang \(Self.textCharactersMax) huruf.")
            }
            let masked = OnAir.mask(text.foldingWhiteSpace())
            settle(index, &programme) { $0.text = masked }
        }
        if let place = fields.placeText {
            let folded = String(place.foldingWhiteSpace().prefix(Self.placeCharactersMax))
            settle(index, &programme) { $0.place = folded }
        }
        if let name = fields.caller?.name {
            let folded = String(name.foldingWhiteSpace().prefix(Self.nameCharactersMax))
            settle(index, &programme) { $0.name = folded }
        }
        if let phone = fields.caller?.phone {
            let kept = phone.isEmpty ? "" : Sender(phone).e164 ?? String(phone.prefix(20))
            settle(index, &programme) { $0.phone = kept }
        }
        if let anonymous = fields.caller?.anonymous {
            settle(index, &programme) { $0.anonymous = anonymous }
        }
        programme.items[index] = programme.items[index].settled()
    }
}

extension Item {
    /// With what a person settled laid over what was read.
    func settled() -> Item {
        guard let byHand else { return self }
        var item = self
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        if let kind = byHand.kind { item.kind = kind }
        if let text = byHand.text { item.text = text }
        if let place = byHand.place { item.placeText = given(place) }
        if let name = byHand.name { item.caller.name = given(name) }
        if let phone = byHand.phone { item.caller.phone = given(phone) }
        if let anonymous = byHand.anonymous { item.caller.anonymous = anonymous }
        if item.caller.anonymous { item.caller.name = nil }
        return item
    }
}
