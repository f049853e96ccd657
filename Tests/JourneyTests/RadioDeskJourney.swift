// The operator's desk in a real browser: keys only, saving while typing, two machines, a dead line, no scripts,
// a phone, a long programme on a slow line, hostile texts; every page in every state is checked by axe.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct RadioDesk {
        @Test("a programme is reviewed with keys only, saved while one types, and resumed on another machine")
        func keysOnly() async throws {
            let desk = try await Desk("desk")
            let browser = try await desk.browser()
            // Sign-in and upload without a mouse: the file's own field takes it, the name gives the day.
            let file = desk.house.folder.file("2026-11-18 Bupati Mendengar.txt")
            try Data(contentsOf: Desk.transcript).write(to: URL(filePath: file))
            try await browser.open(desk.url + "/unggah")
            try await browser.type(file, into: "#berkas")
            #expect(try await browser.script("return document.getElementById('tanggal').value") as? String == "2026-11-18")
            try await browser.click("#judul")
            try await browser.press(Browser.Key.enter)
            try await browser.shows("Mulai meninjau")
            let programme = try await browser.url

            // From the list into the first matter, by Tab and Enter.
            _ = try await browser.script("document.querySelector('.head a.primary').focus()")
            try await browser.press(Browser.Key.enter)
            try await browser.shows("Naskah")
            let first = try await browser.url
            // A key is a correction: the kind, the name, and it is saved by itself.
            try await browser.press("2")
            try await desk.saved(browser)
            _ = try await browser.script("document.getElementById('simpanan').textContent = ''")
            try await browser.press("1")
            try await desk.saved(browser)
            // What was said of that save is no answer to the next.
            _ = try await browser.script("document.getElementById('simpanan').textContent = ''")
            try await browser.press("n")
            try await browser.press("H", "a", "j", "i", " ", "H", "a", "s", "a", "n", Browser.Key.escape)
            try await desk.saved(browser)
            try await browser.open(first)
            #expect(try await browser.script("return document.getElementById('nama').value") as? String == "Haji Hasan")

            // Next, previous; split at the third turn; undo; split inside a turn at the words one clicked.
            let before = try await desk.count(browser)
            try await browser.press(Browser.Key.down, Browser.Key.down, Browser.Key.down, "s")
            try await desk.becomes(browser, before + 1)
            try await browser.press("u")
            try await desk.becomes(browser, before)
            try await browser.open(first)
            _ = try await browser.script(
                """
                const words = [...document.querySelectorAll('.turns .words')]
                    .find(words => words.textContent.includes('Kalau malam'));
                getSelection().collapse(words.firstChild, words.textContent.indexOf('Kalau malam') + 3);
                """)
            try await browser.press("s")
            try await desk.becomes(browser, before + 1)
            let text = try await browser.script("return document.getElementById('isi-laporan').value")
            try await browser.screenshot(to: desk.house.folder.file("split.png"))
            #expect(text as? String == "Kalau malam gelap, banyak motor yang jatuh. Mohon diaspal lagi.")
            try await browser.press("m")
            try await desk.becomes(browser, before)
            // The boundary moves by one turn and back.
            let turns = try await browser.count(".turns > li")
            try await browser.press("}")
            try await desk.turns(browser, turns + 1)
            try await browser.press("{")
            try await desk.turns(browser, turns)

            // Enter, Enter … to the end.
            var steps = 0
            while try await browser.count("a[rel=next]") > 0, steps < 40 {
                let page = try await browser.url
                try await browser.press(Browser.Key.enter)
                try await desk.leaves(browser, page)
                steps += 1
            }
            try await browser.press(Browser.Key.enter)
            try await browser.open(programme)
            try await browser.shows("6 dari 6 laporan sudah diperiksa")

            // Another machine goes on where this one stopped.
            let other = try await desk.browser(signedInAs: desk.operatorName)
            try await other.open(programme)
            try await other.shows("Lanjutkan meninjau")
            try await other.close()

            // A dead line loses nothing: what was typed is there after the line is back.
            try await browser.open(first)
            try await desk.line(browser, isOffline: true)
            try await browser.fill("#tempat", "Tabihi Kanan")
            try await browser.press(Browser.Key.tab)
            try await browser.shows("sambungan terputus")
            try await desk.line(browser)
            try await browser.shows("Tersimpan otomatis")

            // Enter while a save is on its way waits for it: nothing is lost, and nobody is asked.
            try await desk.line(browser, latency: 600)
            try await browser.press(Browser.Key.escape, "5", Browser.Key.enter)
            try await desk.leaves(browser, first)
            try await desk.line(browser)
            try await browser.open(first)
            let chosen = try await browser.script("return document.querySelector('[name=jenis]:checked').value")
            #expect(chosen as? String == "aspiration")
            try await browser.press("1")
            try await desk.saved(browser)

            // Published twice: the same numbers.
            try await browser.open(programme + "/terbit")
            try await browser.shows("Dinas Kesehatan")
            let version = try await browser.script(
                "return Number(document.querySelector('main [name=version]').value)") as? Int
            try await browser.click("form[method=post] button.primary")
            try await browser.shows("sudah terbit")
            // Where each went stays on the page.
            try await browser.shows("Dinas Kesehatan")
            let numbers = try await desk.numbers(browser)
            #expect(numbers.count == 6)
            _ = try await browser.script(
                """
                const version = \(version ?? 0);
                const form = document.createElement('form');
                form.method = 'post'; form.action = location.pathname;
                form.innerHTML = '<input name=csrf value="' + document.querySelector('[name=csrf]').value
                  + '"><input name=version value="' + version + '">';
                document.body.append(form); form.submit();
                """)
            try await browser.shows("sudah terbit")
            #expect(try await desk.numbers(browser) == numbers)
            let read = try await CaseSystem(desk.house).read("every call") { $0.count >= 6 }
            #expect(Set(read.map(\.complaint.tracking)) == Set(numbers))

            // What was promised stands on the next programme's sheet.
            try await browser.open(desk.url + "/lembar?sejak=2026-11-01")
            try await browser.shows("Janji di udara")
            try await browser.shows("minggu depan tim kami turun")
            try await browser.close()
            try await desk.stop()
        }

        @Test("every page in every state passes axe at desk and phone width, and nothing scrolls sideways")
        func pages() async throws {
            let desk = try await Desk("pages")
            let browser = try await desk.browser()
            let programme = try await desk.upload(browser, Desk.transcript)
            try await desk.look(browser, "/siaran", "siaran")
            try await desk.look(browser, "/unggah", "unggah")
            try await desk.look(browser, programme, "tinjau")
            try await desk.look(browser, programme + "/butir/2", "butir")
            _ = try await browser.script("document.getElementById('tombol').open = true")
            try await desk.check(browser, "butir-tombol")
            try await desk.look(browser, programme + "/pembicara", "pembicara")
            try await desk.look(browser, programme + "/terbit", "terbit-dulu")
            try await browser.click("form[method=post] button.primary")
            try await browser.shows("sudah terbit")
            try await desk.check(browser, "terbit-sesudah")
            try await desk.look(browser, programme + "/butir/2", "butir-terbit")
            try await desk.look(browser, programme + "/berita-acara", "berita-acara")
            _ = try await CaseSystem(desk.house).read("every call") { $0.count >= 6 }
            try await desk.look(browser, "/lembar?sejak=2026-11-01", "lembar")
            try await desk.look(browser, "/bantuan", "bantuan")
            try await desk.look(browser, "/siaran/tidak-ada", "galat")
            try await desk.look(browser, "/tidak/ada", "galat-alamat")
            try await desk.look(browser, "/lembar?sejak=2099-01-01", "lembar-galat")
            // Refused: a file that is no transcript.
            let photo = desk.house.folder.file("foto.jpg")
            try Data([0xFF, 0xD8, 0xFF, 0xE0] + (0..<2000).map { UInt8($0 % 251) }).write(to: URL(filePath: photo))
            try await browser.open(desk.url + "/unggah")
            try await browser.type(photo, into: "#berkas")
            _ = try await browser.script("document.getElementById('tanggal').value = '2026-11-18'")
            try await browser.click("form.card button.primary")
            try await browser.shows("Unggah siaran")
            _ = try await eventually("the refusal") { () -> Bool? in
                try await browser.count(".notice.bad") > 0 ? true : nil
            }
            try await desk.check(browser, "unggah-galat")
            let guest = try await Browser(try TemporaryFolder("guest"))
            try await guest.open(desk.url + "/masuk")
            try await desk.check(guest, "masuk")
            try await guest.close()
            try await browser.close()
            try await desk.stop()
        }

        @Test("words without a blank are broken, so that nothing scrolls sideways")
        func longWords() async throws {
            let desk = try await Desk("words")
            let browser = try await desk.browser()
            let programme = try await desk.upload(
                browser, Desk.transcript, title: String(repeating: "Judul", count: 19))
            try await browser.open(desk.url + programme + "/butir/2")
            try await browser.fill("#nama", String(repeating: "x", count: 96))
            try await browser.fill("#tempat", "Desa" + String(repeating: "panjang", count: 21))
            try await browser.fill("#isi-laporan", String(repeating: "A", count: 400))
            try await browser.click("button[name=simpan]")
            try await browser.shows("Tersimpan.")
            for (page, name) in [
                ("/siaran", "siaran"), (programme, "tinjau"), (programme + "/butir/2", "butir"),
                (programme + "/butir/3", "butir-sesudah"), (programme + "/pembicara", "pembicara"),
                (programme + "/terbit", "terbit"), (programme + "/berita-acara", "berita-acara"),
            ] {
                try await desk.look(browser, page, "panjang-" + name)
            }
            try await browser.close()
            try await desk.stop()
        }

        @Test("without scripts everything can be done")
        func withoutScripts() async throws {
            let desk = try await Desk("plain")
            let browser = try await desk.browser()
            let programme = try await desk.upload(browser, Desk.transcript)
            try await browser.devTools("Emulation.setScriptExecutionDisabled", ["value": true])
            try await browser.open(desk.url + programme + "/butir/2")
            let before = try await desk.count(browser)
            try await browser.click("button[name=pisah]")
            try await desk.becomes(browser, before + 1)
            try await browser.click("button[name=gabung]")
            try await desk.becomes(browser, before)
            try await browser.fill("#tempat", "Tabihi")
            try await browser.click("button[name=simpan]")
            _ = try await eventually("the notice") { () -> Bool? in
                try await browser.count(".notice[role=status]") > 0 ? true : nil
            }
            try await browser.click("button[name=batal]")
            _ = try await eventually("the undoing") { () -> Bool? in
                try await browser.url.contains("dibatalkan") ? true : nil
            }
            try await browser.open(desk.url + programme + "/terbit")
            try await browser.click("form[method=post] button.primary")
            _ = try await eventually("the numbers") { () -> Bool? in
                try await browser.count("strong.tracking") == 6 ? true : nil
            }
            try await browser.close()
            try await desk.stop()
        }

        @Test("texts that try to be mark-up stay texts")
        func hostileTexts() async throws {
            let desk = try await Desk("hostile")
            let browser = try await desk.browser()
            let evil = #"<img src=x onerror="window.evil=1"><script>window.evil=1</script>"'--></textarea><b>"#
            let file = desk.house.folder.file("jahat.txt")
            try Data(
                """
                PENYIAR \(evil): Halo, dengan siapa di mana?
                PENELEPON 1 (\(evil)): Saya Hasan di Kandangan \(evil), jalan di sini rusak parah Pak. \(evil)
                BUPATI: Baik, minggu depan kami perbaiki \(evil).
                """.utf8
            ).write(to: URL(filePath: file))
            let programme = try await desk.upload(browser, URL(filePath: file), title: evil)
            try await browser.open(desk.url + programme + "/butir/1")
            for field in ["#nama", "#tempat", "#isi-laporan"] { try await browser.fill(field, evil) }
            try await browser.click("button[name=simpan]")
            let pages = ["", "/butir/1", "/pembicara", "/terbit", "/berita-acara"].map { programme + $0 }
            for page in pages + ["/siaran", "/lembar?sejak=2026-11-01"] {
                try await browser.open(desk.url + page)
                #expect(try await browser.script("return window.evil || 0") as? Int == 0, "\(page)")
                #expect(try await browser.count("main img, main script, main b") == 0, "\(page)")
            }
            try await browser.close()
            try await desk.stop()
        }

        @Test("4,500 turns open on an old phone over a slow line, in a few short pages")
        func longProgramme() async throws {
            let desk = try await Desk("long")
            let browser = try await desk.browser()
            var lines: [String] = []
            for n in 1...1500 {
                lines.append("PENYIAR: Halo, penelepon berikutnya, dengan siapa di mana?")
                lines.append("PENELEPON \(n): Saya Warga \(n) dari Kandangan, jalan kami rusak parah sekali Pak.")
                lines.append("BUPATI: Baik, nanti kami periksa ke lapangan.")
            }
            let file = desk.house.folder.file("panjang.txt")
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
            let programme = try await desk.upload(browser, URL(filePath: file))
            try await browser.resize(width: 360, height: 640)
            try await browser.devTools("Emulation.setCPUThrottlingRate", ["rate": 6])
            // A second-generation line: 50 kbit/s down, 20 up, 400 ms there and back.
            try await desk.line(browser, latency: 400, downBytes: 50 * 1024 / 8, upBytes: 20 * 1024 / 8)
            for page in [programme, programme + "/butir/700", programme + "/terbit"] {
                let started = ContinuousClock.now
                try await browser.open(desk.url + page)
                #expect(ContinuousClock.now - started < .seconds(25), "\(page) over a slow line")
                let bytes = try await browser.script(
                    "return performance.getEntriesByType('navigation')[0].decodedBodySize") as? Int
                #expect((bytes ?? .max) < 100_000, "\(page): \(bytes ?? 0) bytes")
                let nodes = try await browser.script("return document.querySelectorAll('*').length") as? Int
                #expect((nodes ?? .max) < 2500, "\(page): \(nodes ?? 0) elements")
            }
            try await browser.close()
            try await desk.stop()
        }
    }
}

/// A radio desk with its operator, and Routing behind it.
private final class Desk {
    static let transcript = Places.checkout.appending(path: "ops/samples/programme.txt")
    let house: House
    let url: String
    let operatorName = "penyiar"
    private let running: [House.Service: RunningProgram]
    private let axe: String
    private var password = ""

    init(_ name: String) async throws {
        house = try House(name, services: [.routing, .radio])
        running = try await house.start([.routing, .radio])
        url = house.url(.radio)
        axe = try String(
            contentsOf: Places.checkout.appending(path: ".build/axe/axe.min.js"), encoding: .utf8)
        let added = try await house.mendengar([
            "operator", "add", operatorName, "--station", "amandit", "--config", house.config,
            "--json",
        ])
        struct Added: Decodable { var password: String }
        password = try JSONDecoder().decode(Added.self, from: Data(added.output.utf8)).password
    }

    func stop() async throws {
        for program in running.values { #expect(try await program.stop() == .done) }
    }

    /// A window of its own, signed in with keys.
    func browser(signedInAs name: String? = nil) async throws -> Browser {
        let browser = try await Browser(try TemporaryFolder("window"))
        try await browser.open(url + "/masuk")
        try await browser.type(name ?? operatorName, into: "#nama")
        try await browser.type(password, into: "#sandi")
        try await browser.press(Browser.Key.enter)
        try await browser.shows("Keluar")
        return browser
    }

    /// Drops a file on the page, as from a file manager.
    ///
    /// - Returns: the path of the programme's page.
    func upload(_ browser: Browser, _ file: URL, title: String? = nil) async throws -> String {
        try await browser.open(url + "/unggah")
        let text = try String(contentsOf: file, encoding: .utf8)
        let literal = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        _ = try await browser.script(
            """
            const files = new DataTransfer();
            files.items.add(new File(\(literal), 'rekaman_20261118.txt'));
            document.querySelector('.drop').dispatchEvent(
              new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
            """)
        #expect(try await browser.script("return document.getElementById('berkas-nama').textContent") as? String == "rekaman_20261118.txt")
        if let title { try await browser.fill("#judul", title) }
        try await browser.click("form.card button.primary")
        try await browser.shows("ditemukan dalam")
        return URL(string: try await browser.url)?.path ?? ""
    }

    func count(_ browser: Browser) async throws -> Int {
        let text = try await browser.script("return document.querySelector('.pager .meta').textContent")
        return (text as? String)?.split(separator: " ").last.flatMap { Int($0) } ?? -1
    }

    func becomes(_ browser: Browser, _ items: Int) async throws {
        _ = try await eventually("\(items) items") { () -> Bool? in
            (try? await self.count(browser)) == items ? true : nil
        }
    }

    func turns(_ browser: Browser, _ count: Int) async throws {
        _ = try await eventually("\(count) turns") { () -> Bool? in
            try await browser.count(".turns > li") == count ? true : nil
        }
    }

    func leaves(_ browser: Browser, _ page: String) async throws {
        _ = try await eventually("the next page") { () -> Bool? in
            guard try await browser.url != page else { return nil }
            let state = try await browser.script("return document.readyState")
            return state as? String == "complete" ? true : nil
        }
    }

    func saved(_ browser: Browser) async throws { try await browser.shows("Tersimpan otomatis") }

    /// - Parameters:
    ///   - latency: milliseconds.
    ///   - downBytes: a second; -1 for no limit.
    func line(
        _ browser: Browser, isOffline: Bool = false, latency: Int = 0, downBytes: Int = -1, upBytes: Int = -1
    ) async throws {
        try await browser.devTools("Network.enable")
        try await browser.devTools(
            "Network.emulateNetworkConditions",
            [
                "offline": isOffline, "latency": latency, "downloadThroughput": downBytes,
                "uploadThroughput": upBytes,
            ])
    }

    func numbers(_ browser: Browser) async throws -> [String] {
        let found = try await browser.script(
            "return [...document.querySelectorAll('strong.tracking')].map((e) => e.textContent)")
        return found as? [String] ?? []
    }

    func look(_ browser: Browser, _ path: String, _ name: String) async throws {
        try await browser.open(url + path)
        try await check(browser, name)
    }

    /// The page as it stands: axe, labels, and no sideways scrolling, at both widths, with pictures.
    func check(_ browser: Browser, _ name: String) async throws {
        for (width, height) in [(320, 640), (360, 740), (1280, 900)] {
            try await browser.resize(width: width, height: height)
            try await browser.screenshot(to: house.folder.file("\(name)-\(width).png"))
            let overflow = try await browser.script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            #expect((overflow as? Int) == 0, "\(name) scrolls sideways at \(width)")
            #expect(try await browser.violations(axe: axe) == [], "\(name) at \(width)")
            // axe lets a field pass whose only name is its placeholder, and small targets beside text.
            let unnamed = try await browser.script(
                """
                return [...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]
                  .filter((e) => !e.labels.length && !e.getAttribute('aria-label')).map((e) => e.name);
                """) as? [String]
            #expect(unnamed == [], "\(name): fields without a label")
            let small = try await browser.script(
                """
                return [...document.querySelectorAll('main button, main a.button, main select')]
                  .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44)
                  .map((e) => e.textContent.trim());
                """) as? [String]
            #expect(small == [], "\(name): targets lower than 44 px")
        }
    }
}
