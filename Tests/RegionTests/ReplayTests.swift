// What a changed pack does besides moving complaints: lost protection, clocks, urgency, copies; and a book that
// is not yet in force.
import Complaints
import Foundation
import Region
import TestSupport
import Testing

@Suite struct PackReplayTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)
    private static let guarded = """
        - id: suap
          priority: 5
          when: { words: [suap] }
          agency: INSPEKTORAT
          confidential: true
          clock: inspection
          urgency: high
          copies: [UP3]
          examples: [ { text: suap, agency: INSPEKTORAT } ]

        """

    private func replay(_ old: [String: String], _ new: [String: String], _ texts: [String]) throws -> Replay {
        let folders = (try SmallPack(old), try SmallPack(new))
        return try withExtendedLifetime(folders) {
            let packs = (
                try RegionPack.load(directory: folders.0.path), try RegionPack.load(directory: folders.1.path)
            )
            var replay = Replay(samples: 1)
            for text in texts { replay.add(.example(text, at: Self.moment), packs.0, packs.1) }
            return replay.sorted
        }
    }

    @Test("lost protection is counted and told first; the clock, the urgency and the copies too")
    func changes() throws {
        let bare = """
            - id: suap
              priority: 5
              when: { words: [suap] }
              agency: INSPEKTORAT
              copies: [OMBUDSMAN]
              examples: [ { text: suap, agency: INSPEKTORAT } ]

            """
        let replay = try replay(
            ["rules/05.yaml": Self.guarded], ["rules/05.yaml": bare], ["ada suap", "suap lagi", "jalan rusak"])
        #expect(replay.complaints == 3 && replay.moved == 0 && replay.unprotected == 2)
        #expect(replay.changes.map(\.what.rawValue) == ["unprotected", "clock", "copies", "urgency"])
        #expect(replay.changes.map(\.count) == [2, 2, 2, 2] && replay.changes.allSatisfy { $0.samples.count == 1 })
        #expect(replay.changes.map { "\($0.from) > \($0.to)" } == [
            "confidential > open", "3/60 working days > 3/14 working days", "UP3 > OMBUDSMAN", "high > normal",
        ])
        let back = try self.replay(["rules/05.yaml": bare], ["rules/05.yaml": Self.guarded], ["ada suap"])
        #expect(back.unprotected == 0 && back.changes.contains { $0.what == .protected })
    }

    @Test("the newest book of the new pack decides, although it has not begun")
    func future() throws {
        let next = [
            "rules-2099/book.yaml": "effective_from: 2099-01-01\n",
            "rules-2099/10.yaml": SmallPack.rules.replacing("PUPR", with: "DISHUB"),
        ]
        let replay = try replay([:], next, ["jalan rusak", "lampu mati"])
        #expect(replay.moved == 1 && replay.moves.map(\.to) == ["DISHUB"])
        // A rule with days of its own within that book holds as it will.
        let late = next.merging([
            "rules-2099/10.yaml": SmallPack.rules
                + "- { id: baru, priority: 5, valid_from: 2099-01-01, when: { topics: [lampu] }, agency: SETDA }\n"
        ]) { $1 }
        #expect(try self.replay([:], late, ["lampu mati"]).moves.map(\.to) == ["SETDA"])
    }
}
