// Cases of other systems by real programs: taken in twice, decided, exported, taken in again; and the counter's pages
// in a real browser at desk and phone width.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Import {
        private struct Report: Decodable {
            var new, known, bad, differing: Int
            var stored: Bool
        }

        private static let header = [
            "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "Isi Laporan Awal",
            "Tipe Laporan (Anonim/Rahasia)", "Status Laporan", "Kelurahan",
        ].joined(separator: ";")

        @Test("an export of SP4N-LAPOR! goes to the agencies once, comes back as an export, and is known")
        func sp4n() async throws {
            let house = try House("import", services: [.routing])
            let config = ["--config", house.config]
            func report(_ words: [String]) async throws -> Report {
                let ran = try await house.mendengar(words + config + ["--json"])
                let line = ran.output.split(separator: "\n").first { $0.hasPrefix("{") } ?? ""
                return try JSONDecoder().decode(Report.self, from: Data(line.utf8))
            }
            let routing = try await house.start(.routing)
            let rows = (1...300).map { n in
                "\(8_000_000 + n);\(n % 28 + 1) Jan 2024;13:45;Warga \(n);Pengaduan Tidak Berkadar Pengawasan;"
                    + "Jalan di desa Habirau berlubang, lubang nomor \(n);;\(n % 3 == 0 ? "Sedang Diproses" : "Ditutup oleh Sistem");Habirau"
            }
            let file = try house.folder.write(
                (["Laporan;;", Self.header] + rows).joined(separator: "\r\n"), to: "sp4n.csv")
            let first = try await report(["sp4n", "import", file])
            #expect(first.new == 300 && first.stored)
            let again = try await report(["sp4n", "import", file])
            #expect(again.known == 300 && again.new == 0)
            let system = CaseSystem(house)
            let fed = try await system.read("all cases") { $0.count >= 300 }
            #expect(fed.count == 300 && fed.count { $0.status == .closed } == 200)
            // Once more, now that they are decided: our status is told of, and stays.
            let third = try await report(["sp4n", "import", file])
            #expect(third.known == 300 && third.differing == 0)
            let bad = try house.folder.write([Self.header, "x;31/02/2024;;;;Jalan rusak;;;"].joined(separator: "\n"), to: "bad.csv")
            let refused = try await house.mendengar(["sp4n", "import", bad] + config)
            #expect(refused.end != .done && refused.end != .usage && refused.output.contains("row 2, Tanggal Laporan Masuk"))
            for format in ["csv", "xlsx"] {
                let out = house.folder.file("out.\(format)")
                let words = ["sp4n", "export", "--since", "2024-01-01", "--format", format] + config
                let quoted = ([Places.program("mendengar")] + words).map { "'\($0)'" }.joined(separator: " ")
                let exported = try await RunningProgram.run(
                    ["sh", "-c", "\(quoted) > '\(out)'"], in: house.folder, environment: house.secrets)
                #expect(exported.end == .done, "\(exported.output)")
                let back = try await report(["sp4n", "import", out])
                #expect(back.known == 300 && back.new == 0 && back.bad == 0 && back.differing == 0 && !back.stored)
            }
            let figures = try await house.mendengar(["sp4n", "report", "--since", "2024-01-01"] + config)
            #expect(figures.output.contains("semua\t300\t0\t100\t0\t200\t0.0 %"))
            let books = try await house.mendengar(["verify"] + config)
            #expect(books.end == .done, "\(books.output)")
            #expect(try await routing.stop() == .done)
        }

        @Test("from a registered telephone a member of UP3 passes a complaint on; from another it is his own")
        func telephone() async throws {
            let house = try House(
                "telephone", services: [.routing, .sms],
                settings: [.sms: "counters: [{ name: up3-kandangan, phone: \"081270001001\", place: \"63.06.05\" }]"])
            let running = try await house.start([.routing, .sms])
            for (id, from) in [("1", "081270001001"), ("2", "081250001009")] {
                let text = urlEncoded("ADU Siti#081234567890#Lampu jalan mati di Habirau")
                let answer = try await HTTPClient().get(
                    house.url(.sms) + "/sms/kannel-1708/rahasia-kannel?from=\(from)&to=1708&id=\(id)&text=\(text)")
                #expect(answer.status == 200)
            }
            let fed = try await CaseSystem(house).read("both") { $0.count >= 2 }
            let passedOn = try #require(fed.first { $0.complaint.channel == .counter }?.complaint)
            #expect(passedOn.account == "up3-kandangan" && passedOn.text == "Lampu jalan mati di Habirau")
            #expect(passedOn.reporter?.phone == "+6281234567890" && passedOn.tracking.contains("-1"))
            let own = try #require(fed.first { $0.complaint.channel == .sms }?.complaint)
            #expect(own.reporter?.phone == "+6281250001009" && own.text.hasPrefix("ADU Siti#"))
            // Whose complaint it is may ask how it stands; who has passed it on may not.
            for (sender, status) in [("%2B6281234567890", 200), ("%2B6281270001001", 404)] {
                let asked = try await HTTPClient().get(
                    house.url(.routing) + "/v1/complaints/\(passedOn.tracking)/status?sender=\(sender)", token: "intake-uji")
                #expect(asked.status == status)
            }
            let books = try await house.mendengar(["verify", "--config", house.config])
            #expect(books.end == .done, "\(books.output)")
            for program in running.values { #expect(try await program.stop() == .done) }
        }

        @Test("at a counter a complaint is entered in a browser without scripts, saved once, and its slip printed")
        func counter() async throws {
            let house = try House(
                "counter", services: [.routing],
                settings: [.routing: "counters: [{ name: mpp-1, title: \"MPP Kandangan, Loket 1\", place: \"63.06.05\" }]"])
            let added = try await house.mendengar(["counter", "add", "siti", "--desk", "mpp-1", "--config", house.config, "--json"])
            struct Added: Decodable { var password: String }
            let password = try JSONDecoder().decode(Added.self, from: Data(added.output.utf8)).password
            let unknown = try await house.mendengar(["counter", "add", "budi", "--desk", "mpp-9", "--config", house.config])
            #expect(unknown.end != .done && unknown.output.contains("known: mpp-1"))
            let routing = try await house.start(.routing)
            let url = house.url(.routing)
            let axe = try String(contentsOf: Places.checkout.appending(path: ".build/axe/axe.min.js"), encoding: .utf8)
            let browser = try await Browser(try TemporaryFolder("window"))
            func look(_ name: String) async throws {
                for (size, width, height) in [("desk", 1280, 900), ("phone", 360, 740)] {
                    try await browser.resize(width: width, height: height)
                    #expect(try await browser.violations(axe: axe) == [], "\(name) \(size)")
                    let overflow = try await browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth") as? Int
                    #expect((overflow ?? 1) <= 0, "\(name) \(size) scrolls sideways")
                    try await browser.screenshot(to: house.folder.file("loket-\(name)-\(size).png"))
                }
            }
            try await browser.open(url + "/loket")
            try await look("masuk")
            try await browser.type("siti", into: "#nama")
            try await browser.type(password, into: "#sandi")
            try await browser.press(Browser.Key.enter)
            try await browser.shows("Catat aduan")
            try await look("formulir")
            try await browser.type("pendek", into: "#isi")
            try await browser.type("12", into: "#nomor")
            try await browser.click("form.card button.primary")
            try await browser.shows("Aduan belum tersimpan")
            #expect(try await browser.script("return document.getElementById('isi').value") as? String == "pendek")
            try await look("salah")
            try await browser.fill("#isi", "Jalan di desa Habirau rusak parah, sudah sebulan tidak diperbaiki.")
            try await browser.fill("#nomor", "0812 3456 7890")
            try await browser.type("Ahmad", into: "#nama")
            // A second press before the answer is there.
            _ = try await browser.script(
                "const f = document.querySelector('form.card'); f.submit(); f.submit();")
            try await browser.shows("Bukti aduan")
            try await look("bukti")
            let number = try await browser.script("return document.querySelector('.tracking').textContent") as? String
            let fed = try await CaseSystem(house).read("the complaint") { !$0.isEmpty }
            #expect(fed.map(\.complaint.tracking) == [number ?? ""] && fed.first?.agency?.id == "PUPR")
            #expect(fed.first?.complaint.channel == .counter)
            try await browser.close()
            #expect(try await routing.stop() == .done)
        }
    }
}
