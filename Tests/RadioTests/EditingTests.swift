// The operator's corrections keep every turn in exactly one item and every id alive.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct EditingTests {
    private let editor: Editor

    init() throws {
        editor = Editor(
            segmenter: Segmenter(model: try Model.standard(), places: ProgrammeTests.places))
    }

    private func programme() throws -> StoredProgramme {
        let draft = try ProgrammeDraft.make(
            file: fixture("01_labelled.txt"), station: "uji",
            airedOn: #require(LocalDate("2021-03-10")), segmenter: editor.segmenter)
        return StoredProgramme(
            id: draft.id, station: "uji", title: "Uji", airedOn: "2021-03-10", kind: .radio,
            version: 1, turns: draft.turns, items: draft.items, warnings: [],
            nextItem: draft.items.count + 1, receipts: [:])
    }

    @Test func splitKeepsTheFirstIdAndMergeUndoesIt() throws {
        var programme = try programme()
        let before = programme.items
        let item = try #require(programme.items.first { $0.caller.name == "Hamdan" })
        try editor.apply(Edit(op: .split, item: item.id, turn: 6), to: &programme)
        try checkPartition(programme)
        let index = try #require(programme.items.firstIndex { $0.id == item.id })
        let second = programme.items[index + 1]
        #expect(programme.items[index].turns == [[item.turns[0][0], 5]])
        #expect(second.turns == [[6, item.turns[0][1]]])
        #expect(second.id == "\(before.count + 1)")
        #expect(programme.items[index].text == item.text)
        try editor.apply(Edit(op: .merge, items: [item.id, second.id]), to: &programme)
        try checkPartition(programme)
        #expect(programme.items[index].id == item.id)
        #expect(programme.items[index].turns == item.turns)
        #expect(programme.items.count == before.count)
    }

    @Test func splitInsideATurn() throws {
        var programme = try programme()
        let item = try #require(programme.items.first { $0.caller.name == "Hamdan" })
        let turn = try #require(
            programme.turns.first { $0.text.contains("Sudah satahunan") })
        let at = turn.text.unicodeScalars.distance(
            from: turn.text.startIndex,
            to: try #require(turn.text.range(of: "Sudah satahunan")).lowerBound)
        try editor.apply(
            Edit(op: .split, item: item.id, turn: turn.n, at: at), to: &programme)
        try checkPartition(programme)
        let index = try #require(programme.items.firstIndex { $0.id == item.id })
        #expect(programme.items[index].text.hasSuffix("bakandaraan."))
        #expect(programme.items[index + 1].cut == Cut(turn: turn.n, at: at))
        #expect(
            programme.items[index + 1].text
                == "Sudah satahunan kada dibaiki. Mohon dibaiki Pak.")
    }

    @Test func moveGivesLostTurnsToTheNeighbour() throws {
        var programme = try programme()
        let item = try #require(programme.items.first { $0.caller.name == "Rahmadi" })
        let range = item.turns[0]
        try editor.apply(
            Edit(op: .move, item: item.id, turns: [[range[0] + 1, range[1]]]), to: &programme)
        try checkPartition(programme)
        let moved = try #require(programme.items.first { $0.id == item.id })
        #expect(moved.turns == [[range[0] + 1, range[1]]])
        #expect(moved.text == item.text)
    }

    @Test func kindAndEdit() throws {
        var programme = try programme()
        let id = programme.items[1].id
        try editor.apply(Edit(op: .kind, item: id, kind: .aspiration), to: &programme)
        try editor.apply(
            Edit(
                op: .edit, item: id,
                fields: .init(
                    text: " Jalan  rusak, NIK 6306050101800001 ", placeText: "",
                    caller: .init(name: "Ani", anonymous: true))), to: &programme)
        #expect(programme.items[1].kind == .aspiration)
        #expect(programme.items[1].text == "Jalan rusak, NIK [NIK disamarkan]")
        #expect(programme.items[1].placeText == nil)
        #expect(programme.items[1].caller.name == nil)
        #expect(programme.items[1].caller.anonymous)
    }

    @Test(arguments: [
        Edit(op: .split, item: "1", turn: 1), Edit(op: .split, item: "2", turn: 99),
        Edit(op: .split, item: "99", turn: 1), Edit(op: .merge, items: ["2"]),
        Edit(op: .merge, items: ["2", "2"]), Edit(op: .merge, items: ["2", "77"]),
        Edit(op: .move, item: "2", turns: [[5, 3]]), Edit(op: .move, item: "2", turns: [[0, 3]]),
        Edit(op: .move, item: "2", turns: [[1, 2, 3]]), Edit(op: .move, item: "2", turns: []),
        Edit(op: .kind, item: "2"), Edit(op: .edit, item: "2"), Edit(op: .undo),
        Edit(op: .split, item: "2", turn: 3, at: 100_000),
    ])
    func nonsenseIsRefused(_ edit: Edit) throws {
        var programme = try programme()
        #expect(throws: EditProblem.self) { try editor.apply(edit, to: &programme) }
    }

    @Test func randomEditsKeepTheBooks() throws {
        var random = SeededRandom(seed: 7)
        var programme = try programme()
        for _ in 0..<150 {
            let ids = programme.items.map(\.id)
            let id = ids.randomElement(using: &random)
            let other = ids.randomElement(using: &random) ?? ""
            let turn = Int.random(in: 1...programme.turns.count, using: &random)
            let last = Int.random(in: turn...programme.turns.count, using: &random)
            let edit =
                switch Int.random(in: 0...3, using: &random) {
                case 0: Edit(op: .split, item: id, turn: turn)
                case 1:
                    Edit(
                        op: .split, item: id, turn: turn, at: Int.random(in: 1...40, using: &random)
                    )
                case 2: Edit(op: .merge, items: [id ?? "", other])
                default: Edit(op: .move, item: id, turns: [[turn, last]])
                }
            let before = programme
            do {
                try editor.apply(edit, to: &programme)
            } catch {
                programme = before
            }
            try checkPartition(programme)
        }
    }

    /// What was sent stays whole: no boundary and no merge, and no split before its number is known.
    @Test func whatWasSentKeepsItsTurns() throws {
        for mark in ["receipt", "sending"] {
            var programme = try programme()
            let item = try #require(programme.items.first { $0.caller.name == "Hamdan" })
            if mark == "receipt" {
                programme.receipts[item.id] = ItemReceipt(id: "a", tracking: "HSS-21-3000001-1")
            } else {
                programme.sending = [item.id]
            }
            let (first, last) = (item.turns[0][0], item.turns[0][1])
            let before = programme.items
            let index = try #require(programme.items.firstIndex { $0.id == item.id })
            let beside = programme.items[index + 1]
            let split = Edit(op: .split, item: item.id, turn: first + 1)
            for edit in (mark == "sending" ? [split] : []) + [
                Edit(op: .move, item: item.id, turns: [[first, last - 1]]),
                Edit(op: .move, item: beside.id, turns: [[last, beside.turns[0][1]]]),
                Edit(op: .merge, items: [item.id, beside.id]),
            ] { #expect(throws: EditProblem.self) { try editor.apply(edit, to: &programme) } }
            #expect(programme.items == before)
        }
    }

    /// Who asked not to be named is not named by the part that is split off, nor after a merge.
    @Test func anonymityOutlivesSplitAndMerge() throws {
        var programme = try programme()
        let item = try #require(programme.items.first { $0.caller.name == "Hamdan" })
        try editor.apply(
            Edit(op: .edit, item: item.id, fields: .init(caller: .init(anonymous: true))), to: &programme)
        try editor.apply(Edit(op: .split, item: item.id, turn: item.turns[0][0] + 1), to: &programme)
        let index = try #require(programme.items.firstIndex { $0.id == item.id })
        #expect(programme.items[index...(index + 1)].allSatisfy { $0.caller.anonymous && $0.caller.name == nil })
        let other = programme.items[index + 2].id
        try editor.apply(Edit(op: .merge, items: [programme.items[index + 1].id, other]), to: &programme)
        editor.recompute(index + 1, &programme)
        #expect(programme.items[index + 1].caller.anonymous)
    }

    /// A hand-made kind holds for both after a merge, also when the item is made anew.
    @Test func aMergeKeepsWhatBothWereMadeByHand() throws {
        var programme = try programme()
        let index = try #require(programme.items.firstIndex { $0.caller.name == "Hamdan" })
        let (first, second) = (programme.items[index - 1].id, programme.items[index].id)
        try editor.apply(Edit(op: .kind, item: first, kind: .other), to: &programme)
        try editor.apply(Edit(op: .merge, items: [first, second]), to: &programme)
        let merged = try #require(programme.items.firstIndex { $0.id == first })
        #expect(programme.items[merged].kind == .complaint)
        try editor.apply(
            Edit(op: .edit, item: first, fields: .init(placeText: "Kandangan")), to: &programme)
        #expect(programme.items[merged].kind == .complaint)
    }

    /// A second piece of a turn that is cut already, and never two cuts at one place.
    @Test func aPieceIsCutAgain() throws {
        var programme = try programme()
        let item = try #require(programme.items.first { $0.caller.name == "Hamdan" })
        let turn = try #require(programme.turns.first { $0.text.contains("Sudah satahunan") })
        try editor.apply(Edit(op: .split, item: item.id, turn: turn.n, at: 10), to: &programme)
        let piece = try #require(programme.items.first { $0.cut != nil }).id
        try editor.apply(Edit(op: .split, item: piece, turn: turn.n, at: 30), to: &programme)
        try checkPartition(programme)
        #expect(programme.items.compactMap(\.cut?.at) == [10, 30])
        for at in [10, 30] {
            #expect(throws: EditProblem.self) {
                try editor.apply(Edit(op: .split, item: item.id, turn: turn.n, at: at), to: &programme)
            }
        }
    }
}
