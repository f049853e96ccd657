// Another transcript of a show that is known, and what a station's recorder leaves in its folder.
import Complaints
import Foundation
import HTTPTypes
import HummingbirdTesting
import Intake
import Logging
import TestSupport
import Testing

@testable import RadioService

@Suite struct ReuploadTests {
    @Test func aBetterTranscriptOfTheSameShowReplacesAndNothingIsPublishedTwice() async throws {
        try await StationHouse.open { house, client in
            var form = TestForm(file: try fixture("01_labelled.txt"))
            form.fields["publish"] = "auto"
            let first = try await form.post(client, "/v1/programmes")
            let id = try #require(first.json["id"] as? String)
            let stored = try await house.radio.intake.ledger().stored
            let text = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
            form.file = Data(("PENYIAR: Salinan kedua, sudah diperiksa.\n" + text).utf8)
            let second = try await form.post(client, "/v1/programmes")
            #expect(second.status == .ok)
            #expect(second.json["id"] as? String == id)
            #expect(second.json["version"] as? Int == 2)
            #expect(try await house.radio.intake.ledger().stored == stored)
            // The second file again, and the first again: still the same programme.
            #expect(try await form.post(client, "/v1/programmes").json["id"] as? String == id)
            form.file = try fixture("01_labelled.txt")
            #expect(try await form.post(client, "/v1/programmes").json["id"] as? String == id)
            // Another show of the same day is another programme.
            form.file = try fixture("04_formal.txt")
            let other = try await form.post(client, "/v1/programmes")
            #expect(other.status == .created)
            #expect(other.json["id"] as? String != id)
        }
    }

    @Test func whatTheRecorderLeavesIsTakenInAndPutAway() async throws {
        try await StationHouse.open { house, _ in
            let folder = house.folder.appendingPathComponent("masuk")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let watch = WatchFolder(
                desk: house.radio.desk, station: house.radio.desk.stations[0], folder: folder,
                timeZone: house.radio.timeZone, logger: .init(label: "uji"))
            let name = "2021-03-10 Bupati Mendengar.txt"
            try fixture("01_labelled.txt").write(to: folder.appendingPathComponent(name))
            try Data("%PDF-1.7".utf8).write(to: folder.appendingPathComponent("20210310.pdf"))
            try Data("setengah".utf8).write(to: folder.appendingPathComponent("b.txt.part"))
            // The first look only sees them: they may still be growing.
            let seen = await watch.look([:])
            #expect(Set(seen.keys) == [name, "20210310.pdf"])
            var grown = seen
            grown[name]?.size -= 1
            let again = await watch.look(grown)
            #expect(Set(again.keys) == [name])
            #expect(await watch.look(again).isEmpty)
            let lines = try await house.radio.desk.table.list(station: "amandit")
            #expect(lines.map(\.airedOn) == ["2021-03-10"])
            func names(_ sub: String) -> [String] {
                let found = try? FileManager.default.contentsOfDirectory(
                    atPath: folder.appendingPathComponent(sub).path)
                return (found ?? []).sorted()
            }
            #expect(names("selesai") == [name])
            #expect(names("gagal") == ["20210310.pdf", "20210310.pdf.sebab.txt"])
        }
    }

    @Test func theDayIsInTheName() {
        #expect(WatchFolder.date(in: "rekaman_20261118_0900.json")?.description == "2026-11-18")
        #expect(WatchFolder.date(in: "2026-11-18 Bupati.srt")?.description == "2026-11-18")
        #expect(WatchFolder.date(in: "2026_02_31.srt") == nil)
        #expect(WatchFolder.date(in: "acara 12.srt") == nil)
    }
}
