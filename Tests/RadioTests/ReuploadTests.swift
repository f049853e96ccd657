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
            try Data().write(to: folder.appendingPathComponent("2021-03-11.srt"))
            try Data("setengah".utf8).write(to: folder.appendingPathComponent("b.txt.part"))
            // Somebody may still be writing.
            #expect(await watch.look([:], now: .now).isEmpty)
            #expect(try await house.radio.desk.table.list(station: "amandit").isEmpty)
            // A link is not followed, wherever it points.
            let secret = house.folder.appendingPathComponent("rahasia.txt")
            try Data("PENYIAR: rahasia\n".utf8).write(to: secret)
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent("2021-03-09.txt"), withDestinationURL: secret)
            let later = Date.now.addingTimeInterval(watch.quietSeconds + 1)
            #expect(await watch.look([:], now: later).isEmpty)
            let lines = try await house.radio.desk.table.list(station: "amandit")
            #expect(lines.map(\.airedOn) == ["2021-03-10"])
            func names(_ sub: String) -> [String] {
                let found = try? FileManager.default.contentsOfDirectory(
                    atPath: folder.appendingPathComponent(sub).path)
                return (found ?? []).sorted()
            }
            #expect(names("selesai") == [name])
            #expect(
                names("gagal") == [
                    "2021-03-11.srt", "2021-03-11.srt.sebab.txt", "20210310.pdf", "20210310.pdf.sebab.txt",
                ])
            let why = folder.appendingPathComponent("gagal/2021-03-11.srt.sebab.txt")
            #expect(try String(contentsOf: why, encoding: .utf8).hasPrefix("Berkas ini kosong."))
        }
    }

    /// Half a file does not take the place of the whole, unless an operator says so.
    @Test func aShorterTranscriptMustBeMeant() async throws {
        try await StationHouse.open { house, client in
            var form = TestForm(file: try fixture("01_labelled.txt"))
            let first = try await form.post(client, "/v1/programmes")
            let turns = try #require(first.json["turns"] as? [Any]).count
            let half = String(decoding: try fixture("01_labelled.txt"), as: UTF8.self)
                .split(separator: "\n").prefix(8).joined(separator: "\n")
            form.file = Data(half.utf8)
            let refused = try await form.post(client, "/v1/programmes")
            #expect(refused.status == .unprocessableContent)
            #expect(refused.json["programme"] as? String == first.json["id"] as? String)
            let id = try #require(first.json["id"] as? String)
            #expect(try await house.radio.desk.table.find(id)?.turns.count == turns)
            form.fields["replace"] = "yes"
            #expect(try await form.post(client, "/v1/programmes").status == .ok)
            #expect(try #require(try await house.radio.desk.table.find(id)).turns.count < turns)
            // And back: the whole file is the newest again.
            form.file = try fixture("01_labelled.txt")
            #expect(try await form.post(client, "/v1/programmes").status == .ok)
            #expect(try await house.radio.desk.table.find(id)?.turns.count == turns)
            let newest = try await house.radio.desk.table.newestFile(of: id)
            #expect(newest?.transcript == form.file)
        }
    }

    /// A recorder that dates its file a day late brings the same show.
    @Test func theDayBesideIsTheSameShow() async throws {
        try await StationHouse.open { house, client in
            var form = TestForm(file: try fixture("01_labelled.txt"))
            let first = try await form.post(client, "/v1/programmes")
            form.fields["aired_on"] = "2021-03-11"
            let second = try await form.post(client, "/v1/programmes")
            #expect(second.json["id"] as? String == first.json["id"] as? String)
            form.fields["aired_on"] = "2021-03-17"
            #expect(try await form.post(client, "/v1/programmes").status == .created)
        }
    }

    /// A process that ends between sending and noting: what was sent keeps its turns, and its numbers.
    @Test func whatIsBeingSentIsNotChanged() async throws {
        try await StationHouse.open { house, client in
            let form = TestForm(file: try fixture("01_labelled.txt"))
            let id = try #require(try await form.post(client, "/v1/programmes").json["id"] as? String)
            let table = house.radio.desk.table
            let sending = try #require(try await table.beginSending(id, version: nil))
            let item = try #require(sending.publishable.first)
            let split = try await house.radio.desk.change(
                id, version: 1, edits: [Edit(op: .split, item: item.id, turn: item.turns[0][0] + 1)],
                by: "uji")
            guard case .refused = split else {
                Issue.record("an item on its way must not be split")
                return
            }
            #expect(try await house.radio.desk.publish(id, version: 7) == nil)
            let lines = try #require(try await house.radio.desk.publish(id, version: 1))
            #expect(lines.count { $0.status == "published" } == sending.publishable.count)
            let after = try #require(try await table.find(id))
            #expect(after.sending == nil && after.receipts.count == sending.publishable.count)
        }
    }

    /// Published before anybody looked, an item may hold a call that nobody saw.
    @Test func aCallFoundInWhatWasSentCanBeSent() async throws {
        try await StationHouse.open { house, client in
            let form = TestForm(file: try fixture("01_labelled.txt"))
            let id = try #require(try await form.post(client, "/v1/programmes").json["id"] as? String)
            let desk = house.radio.desk
            let before = try #require(try await desk.table.find(id)).publishable
            // Two calls that were taken for one.
            _ = try await desk.change(
                id, version: 1, edits: [Edit(op: .merge, items: [before[0].id, before[1].id])], by: "uji")
            _ = try await desk.publish(id)
            let sent = try #require(try await desk.table.find(id))
            let whole = try #require(sent.items.first { $0.id == before[0].id })
            let split = try await desk.change(
                id, version: sent.version,
                edits: [Edit(op: .split, item: whole.id, turn: before[1].turns[0][0])], by: "uji")
            guard case .done = split else {
                Issue.record("it can be split: \(split)")
                return
            }
            let after = try #require(try await desk.table.find(id))
            let first = try #require(after.items.first { $0.id == whole.id })
            #expect(first.text == whole.text && after.receipts[whole.id] == sent.receipts[whole.id])
            let lines = try #require(try await desk.publish(id))
            let new = lines.filter { $0.status == "published" }
            #expect(new.count == 1 && new.first?.tracking != sent.receipts[whole.id]?.tracking)
            // Joined or moved it stays what it was.
            guard case .refused = try await desk.change(
                id, version: after.version,
                edits: [Edit(op: .merge, items: [whole.id, new[0].item])], by: "uji")
            else {
                Issue.record("what was sent is not joined to another")
                return
            }
        }
    }

    /// A merge is sent; taking the merge back would send its second half again.
    @Test func whatWasSentSinceIsNotUndone() async throws {
        try await StationHouse.open { house, client in
            let form = TestForm(file: try fixture("01_labelled.txt"))
            let id = try #require(try await form.post(client, "/v1/programmes").json["id"] as? String)
            let desk = house.radio.desk
            let items = try #require(try await desk.table.find(id)).publishable
            _ = try await desk.change(
                id, version: 1, edits: [Edit(op: .merge, items: [items[0].id, items[1].id])], by: "uji")
            _ = try await desk.publish(id)
            guard case .refused = try await desk.change(
                id, version: 2, edits: [Edit(op: .undo)], by: "uji")
            else {
                Issue.record("the merge must stay")
                return
            }
        }
    }

    @Test func aClickIntoMaskedWordsFindsThePlaceInTheText() {
        let text = "nomor saya 081234567890 jalan rusak parah"
        let shown = OnAir.mask(text)
        let at = shown.unicodeScalars.count - "rusak parah".unicodeScalars.count
        let raw = OnAir.offset(at, inMaskOf: text)
        #expect(String(text.unicodeScalars.dropFirst(raw)) == "rusak parah")
        let inside = OnAir.offset(15, inMaskOf: text)
        #expect(String(text.unicodeScalars.dropFirst(inside)).hasPrefix("081234567890"))
    }

    @Test func theDayIsInTheName() {
        #expect(WatchFolder.date(in: "rekaman_20261118_0900.json")?.description == "2026-11-18")
        #expect(WatchFolder.date(in: "2026-11-18 Bupati.srt")?.description == "2026-11-18")
        #expect(WatchFolder.date(in: "2026_02_31.srt") == nil)
        #expect(WatchFolder.date(in: "acara 12.srt") == nil)
    }
}
