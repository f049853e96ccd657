// A file read again, or a better transcript of the same show: corrections and receipts stay.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct CarryingTests {
    private let segmenter: Segmenter

    init() throws {
        segmenter = Segmenter(model: try Model.standard(), places: ProgrammeTests.places)
    }

    private var editor: Editor { Editor(segmenter: segmenter) }

    private func draft(_ file: Data) throws -> ProgrammeDraft {
        try ProgrammeDraft.make(
            file: file, station: "uji", airedOn: #require(LocalDate("2021-03-10")),
            segmenter: segmenter)
    }

    private func programme(_ draft: ProgrammeDraft) -> StoredProgramme {
        StoredProgramme(
            id: draft.id, station: "uji", title: "Uji", airedOn: "2021-03-10", kind: .radio,
            version: 1, turns: draft.turns, items: draft.items, warnings: [],
            nextItem: draft.items.count + 1, receipts: [:])
    }

    @Test func theSameReadingKeepsEverything() throws {
        let draft = try draft(fixture("01_labelled.txt"))
        var old = programme(draft)
        let item = try #require(old.items.first { $0.caller.name == "Hamdan" })
        try editor.apply(
            Edit(op: .edit, item: item.id, fields: .init(placeText: "Pandulangan")), to: &old)
        try editor.apply(Edit(op: .check, item: item.id), to: &old)
        let new = Carrying.carry(old, into: draft, segmenter: segmenter)
        try checkPartition(new)
        #expect(new.items == old.items)
        #expect(new.version == old.version + 1)
        #expect(new.warnings.isEmpty)
    }

    /// The words of every turn belong to the same item as before, whatever the turns are now.
    @Test func correctionsFindTheirPlaceInATranscriptWithOtherTurns() throws {
        let text = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
        let first = try draft(Data(text.utf8))
        var old = programme(first)
        let item = try #require(old.items.first { $0.caller.name == "Hamdan" })
        try editor.apply(Edit(op: .kind, item: item.id, kind: .aspiration), to: &old)
        try editor.apply(
            Edit(op: .edit, item: item.id, fields: .init(caller: .init(name: "Hamdani"))), to: &old)
        try editor.apply(Edit(op: .check, item: item.id), to: &old)
        old.receipts[item.id] = ItemReceipt(id: "a", tracking: "HSS-21-3000001-1")
        // A new heading moves all turns, one long turn is two, and a misheard word is mended.
        let other = text.replacing("Sudah satahunan", with: "\nPENELEPON 1: Sudah satahunan")
        let heading = "PENYIAR: Selamat pagi pendengar, ini versi yang sudah diperiksa.\n"
        let second = try draft(Data((heading + other).utf8))
        #expect(second.turns.count > first.turns.count)
        let new = Carrying.carry(old, into: second, segmenter: segmenter)
        try checkPartition(new)
        let carried = try #require(new.items.first { $0.id == item.id })
        #expect(carried.kind == .aspiration && carried.caller.name == "Hamdani")
        #expect(carried.byHand?.checked == true)
        #expect(new.receipts == old.receipts)
        func words(_ item: Item, _ programme: StoredProgramme) -> [String] {
            Editor.pieces(of: item, in: programme).flatMap { $0.text.split(separator: " ").map(String.init) }
        }
        #expect(words(carried, new) == words(item, old))
    }

    @Test func aSplitInsideATurnIsCarried() throws {
        let text = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
        var old = programme(try draft(Data(text.utf8)))
        let item = try #require(old.items.first { $0.caller.name == "Hamdan" })
        let turn = try #require(old.turns.first { $0.text.contains("Sudah satahunan") })
        let at = turn.text.unicodeScalars.distance(
            from: turn.text.startIndex,
            to: try #require(turn.text.range(of: "Sudah satahunan")).lowerBound)
        try editor.apply(Edit(op: .split, item: item.id, turn: turn.n, at: at), to: &old)
        let second = try draft(Data(("PENYIAR: Selamat pagi, ini salinan baru.\n" + text).utf8))
        let new = Carrying.carry(old, into: second, segmenter: segmenter)
        try checkPartition(new)
        let piece = try #require(old.items.first { $0.cut == Cut(turn: turn.n, at: at) })
        let carried = try #require(new.items.first { $0.id == piece.id })
        let there = try #require(second.turns.first { $0.text == turn.text })
        #expect(there.n > turn.n && carried.cut == Cut(turn: there.n, at: at))
        #expect(carried.text == "Sudah satahunan kada dibaiki. Mohon dibaiki Pak.")
    }

    @Test func aCorrectionWithoutAPlaceIsNamedAndWhatWasSentStaysSent() throws {
        var old = programme(try draft(fixture("01_labelled.txt")))
        let item = try #require(old.items.first { $0.caller.name == "Hamdan" })
        try editor.apply(Edit(op: .check, item: item.id), to: &old)
        old.receipts[item.id] = ItemReceipt(id: "a", tracking: "HSS-21-3000001-1")
        let other = try draft(fixture("04_formal.txt"))
        let alignment = TurnAlignment(old: old.turns, new: other.turns)
        #expect(alignment.share < Carrying.sameShowShare)
        let new = Carrying.carry(old, into: other, segmenter: segmenter)
        try checkPartition(new)
        #expect(new.receipts[item.id] != nil)
        #expect(
            new.items.contains { $0.id == item.id }
                || new.warnings.contains { $0.message.contains("butir \(item.id)") })
    }

    /// Two messages in one breath: the cut one was sent, and is sent no second time under another number.
    @Test func aCutMessageThatWasSentKeepsItsNumber() throws {
        let first = try draft(fixture("01_labelled.txt"))
        var cut = programme(first)
        let item = try #require(cut.items.first { $0.caller.name == "Hamdan" })
        let turn = try #require(cut.turns.first { $0.text.contains("Sudah satahunan") })
        let at = 20
        try editor.apply(Edit(op: .split, item: item.id, turn: turn.n, at: at), to: &cut)
        var second = first
        second.items = cut.items.map { item in
            var item = item
            item.byHand = nil
            return item
        }
        // The reader itself makes the cut, and only the second piece was sent.
        var old = programme(second)
        let piece = try #require(old.items.first { $0.cut != nil })
        old.receipts[piece.id] = ItemReceipt(id: "a", tracking: "HSS-21-3000001-1")
        let new = Carrying.carry(old, into: second, segmenter: segmenter)
        try checkPartition(new)
        #expect(new.items.filter { $0.cut != nil }.map(\.id) == [piece.id])
        // A finer reading begins a turn just there: the piece is whole turns now.
        let text = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
        let place = String(turn.text.unicodeScalars.dropFirst(at)).prefix(12)
        let finer = try draft(
            Data(text.replacing(place, with: "\nPENELEPON 1: " + place, maxReplacements: 1).utf8))
        let moved = Carrying.carry(old, into: finer, segmenter: segmenter)
        try checkPartition(moved)
        let kept = try #require(moved.items.first { $0.id == piece.id })
        func letters(_ item: Item, _ programme: StoredProgramme) -> String {
            Editor.pieces(of: item, in: programme).map(\.text).joined().filter { !$0.isWhitespace }
        }
        #expect(letters(kept, moved) == letters(piece, old))
    }

    /// A reading that cuts what was sent into two would send its second half again under a new number.
    @Test func whatWasSentStaysOneHoweverTheNewReadingCutsIt() throws {
        let first = try draft(fixture("01_labelled.txt"))
        var old = programme(first)
        let item = try #require(old.items.first { $0.caller.name == "Hamdan" })
        var cut = old
        try editor.apply(Edit(op: .split, item: item.id, turn: item.turns[0][0] + 2), to: &cut)
        var second = first
        second.items = cut.items.map { item in
            var item = item
            item.byHand = nil
            return item
        }
        for item in old.publishable {
            old.receipts[item.id] = ItemReceipt(id: item.id, tracking: "HSS-21-\(item.id)")
        }
        let new = Carrying.carry(old, into: second, segmenter: segmenter)
        try checkPartition(new)
        #expect(new.publishable.filter { new.receipts[$0.id] == nil }.isEmpty)
        #expect(new.items.first { $0.id == item.id }?.turns == item.turns)
    }

    /// Whatever is done and whatever is read anew, each turn has one item and each id one owner.
    @Test(arguments: 0..<40) func anyHistoryKeepsThePartition(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let lines = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var programme = programme(try draft(Data(lines.joined(separator: "\n").utf8)))
        for _ in 0..<12 {
            let item = programme.items[Int(random.next() % UInt64(programme.items.count))]
            let turn = Int(random.next() % UInt64(programme.turns.count)) + 1
            let edit: Edit =
                switch random.next() % 6 {
                case 0: Edit(op: .split, item: item.id, turn: turn, at: Int(random.next() % 30))
                case 1: Edit(op: .check, item: item.id)
                case 2: Edit(op: .move, item: item.id, turns: [[turn, min(turn + 2, programme.turns.count)]])
                case 3: Edit(op: .kind, item: item.id, kind: .question)
                case 4: Edit(op: .edit, item: item.id, fields: .init(text: "teks \(turn)"))
                default: Edit(op: .merge, items: programme.items.suffix(2).map(\.id))
                }
            try? editor.apply(edit, to: &programme)
            if random.next() % 3 == 0 {
                let kept = lines.filter { _ in random.next() % 12 != 0 }
                guard let draft = try? draft(Data(kept.joined(separator: "\n").utf8)) else { continue }
                programme = Carrying.carry(programme, into: draft, segmenter: segmenter)
            }
            try checkPartition(programme)
        }
    }
}

/// Each turn has one item, each letter one piece, each id one owner.
func checkPartition(_ programme: StoredProgramme) throws {
    try checkPartition(
        ProgrammeDraft(
            id: "", version: 1, turns: programme.turns, items: programme.items, warnings: []))
    #expect(Set(programme.items.map(\.id)).count == programme.items.count)
    // Cut turns too: every letter is in one piece, and in one only.
    func letters(_ texts: [String]) -> Int {
        texts.reduce(0) { $0 + $1.unicodeScalars.count { !$0.properties.isWhitespace } }
    }
    let pieces = programme.items.flatMap { Editor.pieces(of: $0, in: programme) }.map(\.text)
    #expect(letters(pieces) == letters(programme.turns.map(\.text)))
}
