// A station whose hosts have ways of their own: what operators corrected and published teaches its phrases.
import Complaints
import Foundation
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import Testing

@testable import RadioService

@Suite struct StationPhrasesTests {
    private static let standard = Result { try Model.standard() }

    /// A programme without speakers, in which a call begins by words that no other station uses.
    private func programme(_ number: Int) -> (turns: [Turn], items: [Item]) {
        let bridges = ["kentongan berdentang dulur di udara", "nah kentongan berdentang dulur sekalian"]
        let matters = [
            "lampu di depan pasar padam sejak kemarin", "got buntu airnya naik ke halaman",
            "jembatan kayu lapuk anak sekolah takut lewat", "sampah tidak diangkut baunya ke mana mana",
            "pupuk belum datang padahal musim tanam", "air ledeng keruh tidak bisa diminum",
            "jalan berlubang motor sering jatuh",
        ]
        let more = ["sudah dilaporkan ke desa belum ada jawaban", "sudah sebulan begini terus"]
        let answers = ["nanti kami periksa ke lapangan", "kami catat dan kami teruskan besok pagi"]
        var turns: [Turn] = []
        var items: [Item] = []
        func say(_ text: String) { turns.append(Turn(n: turns.count + 1, line: turns.count + 1, text: text)) }
        func item(_ kind: Kind, from first: Int, _ text: String) {
            items.append(
                Item(
                    id: "\(items.count + 1)", kind: kind, turns: [[first, turns.count]], cut: nil,
                    start: nil, end: nil, caller: Caller(), placeText: nil, text: text, responses: [],
                    agreed: nil, confidence: 1))
        }
        say("selamat malam para pendengar di mana saja berada")
        item(.other, from: 1, "")
        for call in 0..<6 {
            let first = turns.count + 1
            let pick = number * 3 + call
            say(bridges[pick % bridges.count])
            say(matters[pick % matters.count])
            say(more[pick % more.count])
            say(answers[pick % answers.count])
            item(.complaint, from: first, turns[first].text + " " + turns[first + 1].text)
        }
        say("sampai jumpa minggu depan")
        item(.other, from: turns.count, "")
        return (turns, items)
    }

    private func stored(_ numbers: Range<Int>) -> [StoredProgramme] {
        numbers.map { number in
            let (turns, items) = programme(number)
            return StoredProgramme(
                id: "\(number)", station: "satu", title: "", airedOn: "2026-10-0\(number + 1)", kind: .radio,
                version: 1, turns: turns, items: items, warnings: [], nextItem: 9, receipts: [:])
        }
    }

    private func ways() throws -> StationWays {
        StationWays(standard: Segmenter(model: try Self.standard.get()))
    }

    @Test func whatOperatorsCorrectedTeachesTheStationsPhrases() throws {
        let ways = try ways()
        let outcome = ways.learn("satu", from: stored(0..<5))
        guard case .learned(let phrases, let own, let standard) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(phrases.contains { $0.contains("kentongan berdentang") }, "\(phrases)")
        #expect(own >= standard, "\(own) \(standard)")
        // From now on they are heard as the taking of a call, at this station and at no other.
        let words = Tokens.split("nah kentongan berdentang dulur sekalian")
        func isHeard(_ segmenter: Segmenter) -> Bool {
            segmenter.matcher.hits(in: words).contains { $0.cue == .greet }
        }
        #expect(isHeard(ways.segmenter(for: "satu")))
        #expect(!isHeard(ways.segmenter(for: "dua")) && !isHeard(ways.standard))
    }

    @Test func phrasesThatCutWorseAreNotUsed() throws {
        // Every answer was left as a matter of its own, every bridge as nobody's: what comes next shows it.
        let wrong = stored(0..<4).map { one in
            var one = one
            one.items = one.items.flatMap { item -> [Item] in
                guard item.kind == .complaint else { return [item] }
                var (call, answer) = (item, item)
                call.turns = [[item.turns[0][0] + 1, item.turns[0][1] - 1]]
                answer.id = "a" + item.id
                answer.turns = [[item.turns[0][1], item.turns[0][1]]]
                answer.text = "lain"
                return [call, answer]
            }
            return one
        }
        let ways = try ways()
        let outcome = ways.learn("satu", from: wrong + stored(4..<5))
        guard case .noBetter(let own, let standard) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(own <= standard)
        #expect(
            !ways.segmenter(for: "satu").matcher.hits(in: Tokens.split("kami catat dan kami teruskan"))
                .contains { $0.cue == .greet })
    }

    @Test func twoProgrammesTeachNothing() throws {
        let ways = try ways()
        #expect(ways.learn("satu", from: stored(0..<2)) == .nothing)
        #expect(ways.learn("satu", from: []) == .nothing)
    }

    @Test func whatIsSaidElsewhereToo() throws {
        // The same words between the calls: they tell nothing.
        let programmes = stored(0..<4).map { one in
            var turns = one.turns
            for index in turns.indices where index % 4 != 1 { turns[index].text += " kentongan berdentang" }
            return TaughtProgramme(reviewed: turns, one.items)
        }
        #expect(!StationPhrases.phrases(of: programmes).contains("kentongan berdentang"))
        let untouched = stored(0..<4).map { TaughtProgramme(reviewed: $0.turns, $0.items) }
        #expect(
            StationPhrases.phrases(of: untouched).contains { $0.hasPrefix("kentongan berdentang") })
    }

    @Test func phrasesHaveALimit() throws {
        let programmes = (0..<3).map { number in
            let turns = (0..<90).map { Turn(n: $0 + 1, line: $0 + 1, text: "kata\($0 % 45) sandi\($0 % 45)") }
            let items = turns.map { turn in
                Item(
                    id: "\(turn.n)", kind: .complaint, turns: [[turn.n, turn.n]], cut: nil, start: nil,
                    end: nil, caller: Caller(), placeText: nil, text: "lain \(number)", responses: [],
                    agreed: nil, confidence: 1)
            }
            return TaughtProgramme(reviewed: turns, items)
        }
        #expect(StationPhrases.phrases(of: programmes).count == StationPhrases.mostPhrases)
    }

    /// Published by the desk, the programmes are there for the learner, and only those.
    @Test func whatIsPublishedIsLearnedFrom() async throws {
        try await StationHouse.open { house, client in
            let desk = house.radio.desk
            let lines = [
                "PENYIAR: Halo, dengan siapa?", "PENELEPON: Saya Anang. Jalan rusak parah di depan pasar.",
                "BUPATI: Kami perbaiki.", "",
            ]
            let form = TestForm(file: Data(lines.joined(separator: "\n").utf8))
            let made = try await form.post(client, "/v1/programmes")
            #expect(made.status == .created)
            let station = try #require(desk.stations.first?.name)
            #expect(try await desk.table.published(station: station, limit: 5).isEmpty)
            let id = try #require(try await desk.table.list(station: station).first?.id)
            #expect(try await desk.publish(id) != nil)
            #expect(try await desk.table.published(station: station, limit: 5).map(\.id) == [id])
        }
    }
}
