// The operator's corrections: split, merge, move, kind, edit. Pure.
import Complaints
import Foundation

/// One correction, as `PATCH /v1/programmes/{id}/items` takes it.
struct Edit: Codable, Sendable, Hashable {
    enum Operation: String, Codable, Sendable {
        case split, merge, move, kind, edit, undo
    }
    struct CallerFields: Codable, Sendable, Hashable {
        var name: String?
        var phone: String?
        var anonymous: Bool?
    }
    struct Fields: Codable, Sendable, Hashable {
        var text: String?
        var placeText: String?
        var caller: CallerFields?

        enum CodingKeys: String, CodingKey {
            case text, caller
            case placeText = "place_text"
        }
    }
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

    func apply(_ edit: Edit, to programme: inout StoredProgramme) throws(EditProblem) {
        switch edit.op {
        case .split: try split(edit, &programme)
        case .merge: try merge(edit.items ?? [], &programme)
        case .move: try move(edit, &programme)
        case .kind:
            guard let kind = edit.kind else { throw EditProblem("Jenis belum dipilih.") }
            programme.items[try index(edit.item, programme)].kind = kind
        case .edit: try change(edit, &programme)
        case .undo: throw EditProblem("Pembatalan harus dikirim sendiri.")
        }
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
        guard let turn = edit.turn, item.turns.contains(where: { $0[0] <= turn && turn <= $0[1] })
        else { throw EditProblem("Giliran itu bukan bagian dari butir \(item.id).") }
        let inside = (edit.at ?? 0) > 0
        if inside, let at = edit.at, at >= programme.turns[turn - 1].text.unicodeScalars.count {
            throw EditProblem("Titik pisah ada di luar giliran \(turn).")
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
        second.cut = inside ? Cut(turn: turn, at: edit.at ?? 0) : nil
        programme.items[index].turns = before
        programme.items.insert(second, at: index + 1)
        reread(index, &programme, until: inside ? second.cut : nil)
        reread(index + 1, &programme)
    }

    /// Makes the item's text, caller and answers anew from its turns.
    private func reread(_ index: Int, _ programme: inout StoredProgramme, until: Cut? = nil) {
        let item = programme.items[index]
        guard let airedOn = LocalDate(programme.airedOn) else { return }
        var turns = item.turns.flatMap { Array(programme.turns[($0[0] - 1)...($0[1] - 1)]) }
        if let until, let last = turns.indices.last, turns[last].n == until.turn {
            turns[last].text = String(
                turns[last].text.unicodeScalars.prefix(until.at)
            ).foldingWhiteSpace()
        }
        if let cut = item.cut, programme.turns.indices.contains(cut.turn - 1) {
            var first = programme.turns[cut.turn - 1]
            first.text = String(first.text.unicodeScalars.dropFirst(cut.at)).foldingWhiteSpace()
            turns.insert(first, at: 0)
        }
        programme.items[index] = segmenter.reread(item, turns: turns, airedOn: airedOn)
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
        let published = indices.filter { programme.receipts[programme.items[$0].id] != nil }
        // What was sent stays as it was sent: joined to it, the other matter would never be.
        guard published.isEmpty else {
            throw EditProblem("Butir yang sudah diterbitkan tidak dapat digabung lagi.")
        }
        var merged = programme.items[first]
        for index in indices.dropFirst() { merged = Self.joined(merged, programme.items[index]) }
        for index in indices.reversed() { programme.items.remove(at: index) }
        programme.items.insert(merged, at: first)
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
        return item
    }

    private static func normalised(_ ranges: [[Int]]) -> [[Int]] {
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
        for index in programme.items.indices {
            programme.items[index].turns = Self.normalised(
                (1...count).filter { owner[$0] == index }.map { [$0, $0] })
        }
        let touched = Set(
            (1...count).filter { owner[$0] != old[$0] }.flatMap { [owner[$0], old[$0]] })
        for index in programme.items.indices where touched.contains(index) {
            reread(index, &programme)
        }
        programme.items.removeAll { $0.turns.isEmpty && $0.cut == nil }
    }

    // MARK: Edit

    private func change(_ edit: Edit, _ programme: inout StoredProgramme) throws(EditProblem) {
        let index = try index(edit.item, programme)
        guard let fields = edit.fields else { throw EditProblem("Tidak ada yang diubah.") }
        if let text = fields.text {
            guard text.count <= Self.textCharactersMax else {
                throw EditProblem("Isi paling panjang \(Self.textCharactersMax) huruf.")
            }
            programme.items[index].text = OnAir.mask(text.foldingWhiteSpace())
        }
        if let place = fields.placeText {
            let folded = String(place.foldingWhiteSpace().prefix(200))
            programme.items[index].placeText = folded.isEmpty ? nil : folded
        }
        guard let caller = fields.caller else { return }
        if let name = caller.name {
            let folded = String(name.foldingWhiteSpace().prefix(100))
            programme.items[index].caller.name = folded.isEmpty ? nil : folded
        }
        if let phone = caller.phone {
            programme.items[index].caller.phone =
                phone.isEmpty ? nil : Sender(phone).e164 ?? String(phone.prefix(20))
        }
        if let anonymous = caller.anonymous {
            programme.items[index].caller.anonymous = anonymous
            if anonymous { programme.items[index].caller.name = nil }
        }
    }
}
