// What a changed pack would have done with what came in: which complaints move, and nothing else.
import Complaints
import Foundation
import HTTPTypes
import Region
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct ReplayTests {
    private let rooms = RoutingTests()

    /// The pack of the regency, with another agency for roads.
    private func changedPack(_ folder: TemporaryFolder) throws -> RegionPack {
        let files = FileManager.default
        try files.createDirectory(atPath: folder.file("regions"), withIntermediateDirectories: true)
        try files.copyItem(atPath: Places.region, toPath: folder.file("regions/hss"))
        try files.createSymbolicLink(
            atPath: folder.file("language"),
            withDestinationPath: Places.checkout.appending(path: "ops/language").path)
        let path = folder.file("regions/hss/rules/30-jalan-air.yaml")
        let rules = try String(contentsOfFile: path, encoding: .utf8)
        try rules.replacing("agency: PUPR", with: "agency: DISHUB")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return try RegionPack.load(directory: folder.file("regions/hss"))
    }

    @Test("only what another office would get is told, with samples that name nobody")
    func moves() async throws {
        let folder = try TemporaryFolder("replay")
        let (old, new) = (try RoutingTests.region.get(), try changedPack(folder))
        let texts = [
            "jalan berlubang di desa hamalau, hubungi 081234567890",
            "jalan rusak parah di tabihi, NIK ulun 6306051504850001",
            "jalan berlubang di bariang", "sampah menumpuk di pasar kandangan", "tolong dibantu pak ya",
        ]
        let rooms = rooms
        try await rooms.withRouting { house in
            for (number, text) in texts.enumerated() {
                let answer = try await house.call(
                    .post, "/v1/complaints", token: "intake",
                    body: try rooms.complaint("\(number)", text))
                #expect(answer.status == .ok)
            }
            try await house.decide()
            let since = Date.now.addingTimeInterval(-3600)
            let same = try await ReplayCommand.replay(house.store, old, old, since: since, samples: 2)
            #expect(same.complaints == 5 && same.moved == 0 && same.moves.isEmpty)
            let replay = try await ReplayCommand.replay(house.store, old, new, since: since, samples: 2)
            #expect(replay.complaints == 5 && replay.moved == 3 && replay.unrouted == 0)
            #expect(replay.moves.map { [$0.from, $0.to, "\($0.count)"] } == [["PUPR", "DISHUB", "3"]])
            let samples = replay.moves.flatMap(\.samples)
            #expect(samples.count == 2)
            #expect(!samples.contains { $0.text.contains("081234567890") || $0.text.contains("6306051504850001") })
            let later = try await ReplayCommand.replay(
                house.store, old, new, since: .now.addingTimeInterval(3600), samples: 2)
            #expect(later.complaints == 0 && later.share == 0)
        }
    }
}
