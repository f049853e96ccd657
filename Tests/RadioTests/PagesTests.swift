// The operators' pages as a browser without scripts uses them.
import Foundation
import HTTPTypes
import HummingbirdTesting
import Intake
import NIOCore
import ServiceKit
import Testing

@testable import RadioService

@Suite struct PagesTests {
    @Test func fromSignInToTrackingNumbers() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let uploaded = try await browser.upload(try fixture("02_asr.srt"), "2021-04-14")
            #expect(uploaded.status == .seeOther)
            let place = try #require(uploaded.headers[.location])
            let overview = try await browser.get(place)
            #expect(overview.status == .ok)
            #expect(overview.text.contains("Mastiah"))
            #expect(overview.text.contains("Perlu diperiksa"))
            #expect(overview.text.contains("Mulai meninjau"))
            #expect(overview.text.utf8.count < 60_000)
            let item = try await browser.get(place + "/butir/2")
            #expect(item.status == .ok && item.text.utf8.count < 60_000)

            let saved = try await browser.post(
                place + "/butir",
                "version=1&butir=2&jenis=aspiration&nama=Ibu+Mastiah&tempat=Loksado&isi=Jembatan%20patah"
            )
            #expect(saved.headers[.location] == place + "/butir/2?pesan=tersimpan")
            let changed = try await browser.get(place)
            #expect(changed.text.contains("Ibu Mastiah"))
            #expect(changed.text.contains("Lanjutkan meninjau"))
            #expect(changed.text.contains("href=\"\(place)/butir/2\""))
            let other = try await Browser.signedIn(house, client, name: "budi")
            let late = try await other.post(place + "/butir", "version=1&butir=2&gabung=1")
            #expect(late.text.contains("siti mengubah butir ini pukul"))
            #expect(late.status == .conflict)
            let split = try await browser.post(place + "/butir", "version=2&butir=2&pisah=5")
            #expect(split.headers[.location] == place + "/butir/7")
            let merged = try await browser.post(place + "/butir", "version=3&butir=7&gabung=1")
            #expect(merged.headers[.location] == place + "/butir/2")
            let undone = try await browser.post(place + "/butir", "version=4&butir=2&batal=1")
            #expect(undone.headers[.location] == place + "/butir/2?pesan=dibatalkan")
            let checked = try await browser.post(place + "/butir", "version=5&butir=2&lanjut=1")
            #expect(checked.headers[.location] == place + "/butir/7")
            let progress = try await browser.get(place)
            #expect(progress.text.contains("1 dari "))

            let before = try await browser.get(place + "/terbit")
            #expect(before.text.contains("belum terbit"))
            // Not what the operator saw: nothing is sent.
            let stale = try await browser.post(place + "/terbit", "version=1")
            #expect(stale.status == .conflict)
            #expect(try await house.radio.intake.ledger().stored == 0)
            let published = try await browser.post(place + "/terbit", "version=6")
            #expect(published.headers[.location] == place + "/terbit")
            let after = try await browser.get(place + "/terbit")
            #expect(after.text.contains("HSS-26-3000001-"))
            #expect(!after.text.contains("belum terbit"))
            let ledger = try await house.radio.intake.ledger()
            #expect(ledger.stored > 0)
        }
    }

    /// Two operators at once: what one did to another item is no reason to refuse; to the same item it is.
    @Test func twoOperatorsDoNotOverwriteEachOther() async throws {
        try await StationHouse.open { house, client in
            let siti = try await Browser.signedIn(house, client)
            let budi = try await Browser.signedIn(house, client, name: "budi")
            let place = try #require(
                try await siti.upload(try fixture("01_labelled.txt"), "2021-03-10").headers[.location])
            let page = "version=1&jenis=complaint&tempat=&"
            let first = try await siti.post(place + "/butir", page + "butir=2&nama=Siti&isi=satu")
            #expect(first.status == .seeOther)
            let beside = try await budi.post(place + "/butir", page + "butir=3&nama=Budi&isi=dua")
            #expect(beside.status == .seeOther)
            let same = try await budi.post(place + "/butir", page + "butir=2&nama=Lain&isi=tiga")
            #expect(same.status == .conflict)
            // What he typed is still there, what he left alone is as she saved it.
            #expect(same.text.contains("value=\"Lain\"") && same.text.contains(">tiga</textarea>"))
            // And beside it who was first, and with what.
            #expect(same.text.contains("siti mengubah butir ini pukul"))
            #expect(same.text.contains("nama “Siti”"))
            #expect(same.text.contains("Menurut siti: <strong>Siti</strong>"))
            #expect(same.text.contains("Menurut siti: <strong>satu</strong>"))
            let id = try #require(place.split(separator: "/").last.map(String.init))
            let stored = try #require(try await house.radio.desk.table.find(id))
            #expect(stored.items[1].text == "satu" && stored.items[2].text == "dua")
            #expect(stored.items[1].caller.name == "Siti")
        }
    }

    /// A script that saves while one types gets JSON and stays on the page.
    @Test func savingWhileTyping() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let place = try #require(
                try await browser.upload(try fixture("01_labelled.txt"), "2021-03-10").headers[.location])
            var headers: HTTPFields = [.cookie: browser.cookie, .accept: "application/json"]
            headers[.contentType] = "application/x-www-form-urlencoded"
            let fields = "csrf=\(browser.csrf)&version=1&butir=2&simpan=1&nama=Siti&tempat=Kandangan&isi=satu"
            let saved = try await client.execute(
                uri: place + "/butir", method: .post, headers: headers, body: ByteBuffer(string: fields))
            #expect(saved.status == .ok && saved.json["version"] as? Int == 2)
            // The same again changes nothing, not even the version.
            let again = try await client.execute(
                uri: place + "/butir", method: .post, headers: headers, body: ByteBuffer(string: fields))
            #expect(again.status == .ok && again.json["version"] as? Int == 1)
            let id = try #require(place.split(separator: "/").last.map(String.init))
            #expect(try await house.radio.desk.table.find(id)?.version == 2)
        }
    }

    /// Who is who, said once: the roles hold at once, and in the station's next programme.
    @Test func speakersAreNamedOnceAndRemembered() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let show = """
                RATNA: Selamat pagi, dengan siapa di mana?
                ANDI: Saya Andi dari Kandangan, jalan di muka rumah kami rusak parah.
                H SYAFRUDIN: Baik, minggu depan kami perbaiki.
                RATNA: Terima kasih.
                """
            let place = try #require(
                try await browser.upload(Data(show.utf8), "2021-03-10").headers[.location])
            let page = try await browser.get(place + "/pembicara")
            #expect(page.text.contains("RATNA") && page.text.contains("H SYAFRUDIN"))
            let named = try await browser.post(
                place + "/pembicara",
                "version=1&peran0=host&nama0=&peran1=caller&nama1=&peran2=regent&nama2=Bupati")
            #expect(named.headers[.location] == place + "?pesan=dibaca-ulang")
            func roles(_ place: String) async throws -> [String: RadioService.Role] {
                let id = try #require(place.split(separator: "/").last.map(String.init))
                let stored = try #require(try await house.radio.desk.table.find(id))
                return stored.turns.reduce(into: [:]) { $0[$1.speaker ?? ""] = $1.role }
            }
            #expect(try await roles(place)["H SYAFRUDIN"] == .regent)
            #expect(try await browser.get(place + "/berita-acara").text.contains("Bupati"))
            let next = show.replacing("ANDI", with: "BADRUN").replacing("Andi", with: "Badrun")
                .replacing("jalan di muka rumah kami rusak parah", with: "lampu di pasar sudah mati lama")
                .replacing("minggu depan kami perbaiki", with: "nanti dicek petugas lapangan")
            let second = try #require(
                try await browser.upload(Data(next.utf8), "2021-03-17").headers[.location])
            #expect(second != place)
            #expect(try await roles(second)["H SYAFRUDIN"] == .regent)
        }
    }

    /// A programme of thousands of turns stays quick: no page is long.
    @Test func longProgrammesHaveShortPages() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            var lines: [String] = []
            for n in 1...1500 {
                lines.append("PENYIAR: Halo, dengan siapa di mana?")
                lines.append("PENELEPON \(n): Saya Warga \(n) dari Kandangan, jalan kami rusak parah Pak.")
                lines.append("BUPATI: Baik, nanti kami periksa.")
            }
            let place = try #require(
                try await browser.upload(
                    Data(lines.joined(separator: "\n").utf8), "2021-03-10").headers[.location])
            for path in [place, place + "?dari=200", place + "/butir/1", place + "/butir/900"] {
                let page = try await browser.get(path)
                #expect(page.status == .ok && page.text.utf8.count < 100_000, "\(path)")
            }
            #expect(try await browser.get(place + "?dari=200").text.contains("Butir 201–300"))
            for path in [place + "/terbit", place + "/pembicara", place + "/berita-acara"] {
                for page in [path, path + "?dari=1400", path + "?dari=99999999", path + "?dari=-3"] {
                    let answer = try await browser.get(page)
                    #expect(answer.status == .ok && answer.text.utf8.count < 100_000, "\(page)")
                }
            }
            // Signed at its end; printed as a whole where one wants it.
            let first = try await browser.get(place + "/berita-acara").text
            #expect(first.contains("Suara warga 1–100 dari 1500") && !first.contains("NIP"))
            let last = try await browser.get(place + "/berita-acara?dari=1400").text
            #expect(last.contains("start=\"1401\"") && last.contains("NIP"))
            let whole = try await browser.get(place + "/berita-acara?semua=1").text
            #expect(whole.contains("1500 suara warga") && whole.contains("NIP"))
            #expect(whole.components(separatedBy: "<li><p><strong>").count == 1501)
            // The host and the regent stand on the first page; the last page's callers can be named as well.
            let callers = try await browser.get(place + "/pembicara?dari=1500").text
            #expect(callers.contains("Pembicara 1501–1502 dari 1502") && callers.contains("PENELEPON 1500"))
        }
    }

    /// When Routing is away the operator is told, and can publish all the same.
    @Test func aDeadRoutingStopsNobody() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let place = try #require(
                try await browser.upload(try fixture("01_labelled.txt"), "2021-03-10").headers[.location])
            let before = try await browser.get(place + "/terbit")
            #expect(before.text.contains("Layanan Routing tidak menjawab"))
            #expect(try await browser.post(place + "/terbit", "version=1").status == .seeOther)
            #expect(try await browser.get("/lembar").status == .badGateway)
            // A day that Routing would refuse is not Routing's silence.
            for (day, words) in [
                ("2099-01-01", "belum tiba"), ("2001-01-01", "paling jauh 92 hari"), ("besok", "tidak ada"),
            ] {
                let refused = try await browser.get("/lembar?sejak=" + day)
                #expect(refused.status == .badRequest && refused.text.contains(words), "\(day)")
                #expect(!refused.text.contains("tidak menjawab"))
            }
        }
    }

    @Test func strangersAndForgedForms() async throws {
        try await StationHouse.open { house, client in
            let stranger = Browser(client: client, cookie: "", csrf: "")
            #expect(try await stranger.get("/siaran").headers[.location] == "/masuk")
            #expect(try await stranger.post("/masuk", "nama=x&sandi=y").status == .unauthorized)
            var browser = try await Browser.signedIn(house, client)
            let place = try #require(
                try await browser.upload(try fixture("03_voice.vtt"), "2021-05-05")
                    .headers[.location])
            // Another station's operator does not see it.
            let other = try await Browser.signedIn(house, client, name: "budi", station: "lain")
            #expect(try await other.get(place).status == .notFound)
            browser.csrf = "salah"
            #expect(try await browser.post(place + "/terbit", "").status == .forbidden)
            let forged = try await browser.upload(try fixture("01_labelled.txt"), "2021-03-10")
            #expect(forged.status == .forbidden)
            let sent = try await client.execute(
                uri: "/v1" + place.replacing("siaran", with: "programmes") + "/publish",
                method: .post, headers: [.cookie: browser.cookie])
            #expect(sent.status == .forbidden)
            #expect(try await house.radio.intake.ledger().stored == 0)
        }
    }

    /// Nobody is signed in by another site's form, under a name of that site's choosing.
    @Test func signInFormsOfOtherSitesAreRefused() async throws {
        try await StationHouse.open { house, client in
            let password = try await house.radio.operators.add("siti", station: "amandit")
            for (name, value, status) in [
                ("origin", "https://jahat.example", HTTPResponse.Status.forbidden),
                ("origin", "null", .forbidden), ("sec-fetch-site", "cross-site", .forbidden),
                ("sec-fetch-site", "same-site", .forbidden),
                ("sec-fetch-site", "same-origin", .seeOther),
            ] {
                var headers = HTTPFields()
                headers[try #require(HTTPField.Name(name))] = value
                let answer = try await client.execute(
                    uri: "/masuk", method: .post, headers: headers,
                    body: ByteBuffer(string: "nama=siti&sandi=\(password)"))
                #expect(answer.status == status, "\(name): \(value)")
                #expect((answer.headers[.setCookie] != nil) == (status == .seeOther))
            }
        }
    }

    @Test func badUploadsStayOnTheForm() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let unknown = try await browser.upload(Data("%PDF-1.7".utf8), "2021-05-05")
            #expect(unknown.status == .unsupportedMediaType)
            #expect(unknown.text.contains("berkas PDF"))
            #expect(unknown.text.contains("value=\"2021-05-05\""))
            let empty = try await browser.upload(Data(), "2021-05-05")
            #expect(empty.status == .unprocessableContent && empty.text.contains("Berkas ini kosong."))
            let date = try await browser.upload(try fixture("01_labelled.txt"), "")
            #expect(date.status == .badRequest)
            #expect(date.text.contains("Tanggal siaran"))
        }
    }

    /// A browser gets a page where there is none, a program a problem document.
    @Test func unknownPathsAreErrorsOfTheirReader() async throws {
        try await StationHouse.open { _, client in
            for path in ["/tidak/ada", "/siaran/x/y/z", "/v1/tidak-ada"] {
                let page = try await client.execute(
                    uri: path, method: .get, headers: [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"])
                #expect(page.status == .notFound && page.text.contains("Halaman atau siaran ini tidak ada."))
                #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                let problem = try await client.execute(uri: path, method: .get, headers: [.accept: "*/*"])
                #expect(problem.status == .notFound && problem.json["status"] as? Int == 404)
            }
        }
    }

    /// Nobody broadcasts in a forum, and labels of its minutes are no persons.
    @Test func aForumsMinutesNameWhoWasThere() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let minutes = """
                NOTULEN FORUM WARGA

                1. Ibu Aluh (Gambah Dalam): jalan menuju sekolah rusak parah, anak-anak sering jatuh.
                   Tanggapan Dinas PUPR: Waalaikumsalam. Masuk anggaran perubahan.
                   Disepakati: ditimbun sirtu minggu depan, PJ: Dinas PUPR.
                2. Pak Arbain (Kandangan): lampu lapangan mati sejak bulan lalu.
                   Jawaban: masih menunggu dana.
                3. Pak Mastur: mohon lapangan bola diratakan.
                   Camat Kandangan: baik, kami usulkan.
                """
            let uploaded = try await browser.upload(Data(minutes.utf8), "2026-11-04", kind: "forum")
            let place = try #require(uploaded.headers[.location])
            let page = try await browser.get(place + "/berita-acara").text
            #expect(page.contains("Yang menjawab: Camat Kandangan, Dinas PUPR</p>"))
            #expect(page.contains("Pimpinan forum") && !page.contains("Penyiar"))
            #expect(!page.contains("Bupati Mendengar"))
            #expect(page.contains(": Masuk anggaran perubahan.") && !page.contains("Waalaikumsalam"))
            for path in ["/butir/1", "/pembicara"] {
                let text = try await browser.get(place + path).text
                #expect(!text.contains("Penelepon") && !text.contains("Penyiar"), "\(path)")
            }
        }
    }

    @Test(arguments: [
        ("Waalaikumsalam. Kepala DLH tolong selesaikan.", "Kepala DLH tolong selesaikan."),
        ("Assalamu'alaikum wr. wb. – selamat siang, Pak Hasan.", "Pak Hasan."),
        ("Wa alaikum salam, besok dicek.", "Besok dicek."), ("Waalaikumsalam.", "Waalaikumsalam."),
        ("Selamat datang di pasar, lampunya mati.", "Selamat datang di pasar, lampunya mati."),
        ("WA dari warga: got mampet", "WA dari warga: got mampet"),
        ("Malam ini kami turun.", "Malam ini kami turun."),
        ("Waalaikumsalam 15 hari lagi.", "15 hari lagi."), ("", ""),
    ])
    func greetingsAreNotPrinted(_ said: String, _ printed: String) {
        #expect(Words.withoutGreeting(said) == printed)
    }

    @Test func whatIsCutEndsWithThreeDots() {
        #expect(Words.opening("Lampu jalan mati di Simpur. Tolong", 30) == "Lampu jalan mati di Simpur…")
        #expect(Words.opening("Lampu", 30) == "Lampu")
        #expect(Words.answerer("Tindak lanjut Disepakati") == nil && Words.answerer("Tanggapan PU") == "PU")
    }

    /// Nothing inline, nothing from elsewhere, and the transcript cannot smuggle mark-up in.
    @Test func pagesAreStrict() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let evil = Data(
                "PENYIAR: Halo, siapa ini?\nPENELEPON 1: <script>alert(1)</script> jalan rusak \"parah\"\n"
                    .utf8)
            let place = try #require(
                try await browser.upload(evil, "2021-05-05").headers[.location])
            for path in [
                "/masuk", "/siaran", "/unggah", place, place + "/butir/1", place + "/pembicara",
                place + "/terbit", place + "/berita-acara", "/lembar", "/siaran/x",
            ] {
                let page = try await browser.get(path)
                let policy = page.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.hasPrefix("default-src 'none'"))
                #expect(!page.text.contains("<script>"), "\(path)")
                #expect(!page.text.contains(" style=") && !page.text.contains(" on"), "\(path)")
                #expect(!page.text.contains("http://") && !page.text.contains("https://"))
                #expect(page.text.contains("lang=\"id\""))
            }
            #expect(try await browser.get("/static/mendengar.css").status == .ok)
            #expect(
                try await browser.get("/static/..%2FTemplates%2Flayout.mustache").status
                    == .notFound)
        }
    }
}
