// A programme from the operator's browser, and from the recorder, to the assignments in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Radio {
        private static let transcript = Places.checkout
            .appending(path: "ops/samples/programme.txt")
        /// Of the sample programme: calls that are complaints, and the agencies they belong to.
        private static let agencies = ["DINKES", "DINSOS", "DISDIK", "DLH", "PDAM", "PUPR"]

        @Test("an operator signs in, uploads, sees the calls and publishes; each call is assigned")
        func throughTheBrowser() async throws {
            let house = try House("radio", services: [.routing, .radio])
            let running = try await house.start([.routing, .radio])
            let added = try await house.mendengar([
                "operator", "add", "penyiar", "--station", "amandit", "--config", house.config,
                "--json",
            ])
            struct Added: Decodable { var password: String }
            let password = try JSONDecoder().decode(Added.self, from: Data(added.output.utf8)).password

            let browser = try await Browser(house.folder)
            try await browser.open(house.url(.radio) + "/unggah")
            try await browser.shows("Masuk")
            try await browser.type("penyiar", into: "#nama")
            try await browser.type("bukan-sandinya", into: "#sandi")
            try await browser.click("button.primary")
            try await browser.shows("tidak cocok")
            try await browser.type(password, into: "#sandi")
            try await browser.click("button.primary")
            // Signed in: the page knows the operator.
            try await browser.shows("Keluar")

            try await browser.open(house.url(.radio) + "/unggah")
            try await browser.type(Self.transcript.path, into: "#berkas")
            _ = try await browser.script(
                "document.getElementById('tanggal').value = '2026-11-18'")
            try await browser.click("button.primary")
            try await browser.shows("Mariati")
            #expect(try await browser.count("ol.rows .complaint") == Self.agencies.count)

            try await browser.open(try await browser.url + "/terbit")
            // The dry run: Routing says where each would go.
            try await browser.shows("Setiap laporan mendapat nomor lacak")
            try await browser.shows("Dinas Kesehatan")
            try await browser.click("form[method=post] button.primary")
            try await browser.shows("sudah terbit")
            let page = try await browser.text
            try await browser.close()

            let read = try await CaseSystem(house).read("every call") {
                $0.count >= Self.agencies.count
            }
            #expect(read.compactMap { $0.agency?.id }.sorted() == Self.agencies)
            #expect(read.allSatisfy { $0.complaint.channel == .radio })
            #expect(read.allSatisfy { page.contains($0.complaint.tracking) })
            let road = try #require(read.first { $0.agency?.id == "PUPR" })
            #expect(road.complaint.programme?.airedOn == "2026-11-18")
            #expect(road.complaint.programme?.responses.isEmpty == false)
            for program in running.values { #expect(try await program.stop() == .done) }
        }

        @Test("the recorder's uploads: the same file twice, one that is no transcript, one too large")
        func recorder() async throws {
            let house = try House("recorder", services: [.routing, .radio])
            let running = try await house.start([.routing, .radio])
            let recorder = Recorder(house: house)
            let file = try Data(contentsOf: Self.transcript)
            let first = try await recorder.upload(file)
            #expect(first.status == 201, "\(first.text)")
            let second = try await recorder.upload(file)
            #expect(second.status == 200, "\(second.text)")
            #expect(second.json["id"] as? String == first.json["id"] as? String)

            let photo = try await recorder.upload(
                Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + (0..<2000).map { UInt8($0 % 251) }),
                filename: "foto.jpg")
            #expect([415, 422].contains(photo.status), "\(photo.text)")
            #expect(photo.json["detail"] is String)
            let huge = try await recorder.upload(Data(repeating: 0x61, count: 21 << 20))
            #expect(huge.status == 413, "\(huge.text)")
            let stranger = try await recorder.upload(file, token: "bukan-token")
            #expect(stranger.status == 401, "\(stranger.text)")

            let read = try await CaseSystem(house).read("every call") {
                $0.count >= Self.agencies.count
            }
            #expect(read.compactMap { $0.agency?.id }.sorted() == Self.agencies)
            let books = try await house.mendengar(["verify", "--config", house.config])
            #expect(books.end == .done, "\(books.output)")
            for program in running.values { #expect(try await program.stop() == .done) }
        }
    }
}
