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
            let review = try await browser.get(place)
            #expect(review.status == .ok)
            #expect(review.text.contains("Mastiah"))
            #expect(review.text.contains("Perlu diperiksa"))
            #expect(review.text.utf8.count < 60_000)

            let saved = try await browser.post(
                place + "/butir",
                "version=1&butir=2&jenis=aspiration&nama=Ibu+Mastiah&tempat=Loksado&isi=Jembatan%20patah"
            )
            #expect(saved.headers[.location] == place + "#b2")
            let changed = try await browser.get(place)
            #expect(changed.text.contains("Ibu Mastiah"))
            let late = try await browser.post(place + "/butir", "version=1&butir=2&gabung=1")
            #expect(late.status == .conflict)
            let split = try await browser.post(place + "/butir", "version=2&butir=2&pisah=5")
            #expect(split.status == .seeOther)
            let merged = try await browser.post(place + "/butir", "version=3&butir=7&gabung=1")
            #expect(merged.headers[.location] == place + "#b2")
            let undone = try await browser.post(place + "/butir", "version=4&batal=1")
            #expect(undone.headers[.location] == place)

            let before = try await browser.get(place + "/terbit")
            #expect(before.text.contains("belum terbit"))
            let published = try await browser.post(place + "/terbit", "")
            #expect(published.headers[.location] == place + "/terbit")
            let after = try await browser.get(place + "/terbit")
            #expect(after.text.contains("HSS-26-3000001-"))
            #expect(!after.text.contains("belum terbit"))
            let ledger = try await house.radio.intake.ledger()
            #expect(ledger.stored > 0)
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
            let date = try await browser.upload(try fixture("01_labelled.txt"), "")
            #expect(date.status == .badRequest)
            #expect(date.text.contains("Tanggal siaran"))
        }
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
            for path in ["/masuk", "/siaran", "/unggah", place, place + "/terbit", "/siaran/x"] {
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

/// A browser: a cookie and the token of the page it has open.
private struct Browser: Sendable {
    let client: any TestClientProtocol
    var cookie: String
    var csrf: String

    static func signedIn(
        _ house: StationHouse, _ client: any TestClientProtocol, name: String = "siti",
        station: String = "amandit"
    ) async throws -> Browser {
        let password = try await house.radio.operators.add(name, station: station)
        let answer = try await client.execute(
            uri: "/masuk", method: .post, body: ByteBuffer(string: "nama=\(name)&sandi=\(password)")
        )
        #expect(answer.headers[.location] == "/siaran")
        let header = try #require(answer.headers[.setCookie])
        #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict"))
        let cookie = String(header.prefix { $0 != ";" })
        let page = try await client.execute(
            uri: "/unggah", method: .get, headers: [.cookie: cookie])
        let mark = "name=\"csrf\" value=\""
        let start = try #require(page.text.range(of: mark)).upperBound
        return Browser(
            client: client, cookie: cookie, csrf: String(page.text[start...].prefix { $0 != "\"" }))
    }

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
    }

    func post(_ path: String, _ fields: String) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: [.cookie: cookie],
            body: ByteBuffer(string: "csrf=\(csrf)&" + fields))
    }

    func upload(_ file: Data, _ airedOn: String) async throws -> TestResponse {
        var form = TestForm(file: file)
        form.fields = ["csrf": csrf, "station": "amandit", "title": "Uji", "aired_on": airedOn]
        form.headers = [.cookie: cookie]
        return try await form.post(client, "/unggah")
    }
}
