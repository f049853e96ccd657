// A bad day at the desk: sessions that end in the middle of an edit, errors of every kind. Each is a page in
// its readers' words with a way back, and nothing that was typed is lost.
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import Testing

@testable import RadioService

@Suite(.serialized) struct DeskDayTests {
    private static let asPage: HTTPFields = [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"]

    /// A browser gets a page, a program a problem document, whatever went wrong.
    @Test func errorsAreErrorsOfTheirReader() async throws {
        try await StationHouse.open { _, client in
            for (path, method, status, words) in [
                ("/v1/programmes/x", HTTPRequest.Method.get, HTTPResponse.Status.unauthorized, "sudah masuk"),
                ("/keluar", .get, .methodNotAllowed, "tidak dapat dibuka begitu saja"),
                ("/static/tidak-ada.css", .get, .notFound, "tidak ada"),
                ("/v1/programmes", .post, .unauthorized, "sudah masuk"),
            ] {
                let page = try await client.execute(uri: path, method: method, headers: Self.asPage)
                #expect(page.status == status && page.text.contains(words), "\(path): \(page.text)")
                #expect(page.text.contains("lang=\"id\"") && page.text.contains("href=\"/siaran\""))
                let problem = try await client.execute(uri: path, method: method, headers: [.accept: "*/*"])
                #expect(problem.status == status && problem.json["status"] as? Int == status.code, "\(path)")
                #expect(problem.headers[.allow] == page.headers[.allow])
            }
        }
    }

    /// What is no transcript is named, whatever its first bytes are.
    @Test(arguments: [
        ("%PDF-1.7", "berkas PDF"), ("ID3\u{4}", "rekaman"), ("\0\0\0 ftypM4A ", "rekaman"),
        ("fLaC", "rekaman"), ("{\\rtf1", "berkas RTF"), (" \n\r\n \n", "tidak berisi tulisan"),
    ])
    func whatIsNoTranscriptIsNamed(_ head: String, _ words: String) {
        let bytes = Data(head.utf8)
        #expect { try TranscriptReader.read(bytes) } throws: { "\($0)".contains(words) }
    }

    @Test(arguments: [([0xFF, 0xFB, 0x90, 0x64], "rekaman"), ([0xFF, 0xD8, 0xFF, 0xE0], "gambar")])
    func bytesOfNoTextAreNamed(_ head: [UInt8], _ words: String) {
        #expect { try TranscriptReader.read(Data(head + [0, 1, 2])) } throws: { "\($0)".contains(words) }
    }

    @Test func thePageThatWasAskedForComesAfterTheSignIn() async throws {
        try await StationHouse.open { house, client in
            let password = try await house.radio.operators.add("siti", station: "amandit")
            let asked = try await client.execute(uri: "/siaran/abc/butir/3", method: .get)
            #expect(asked.headers[.location] == "/masuk?ke=/siaran/abc/butir/3")
            let form = try await client.execute(uri: "/masuk?ke=/siaran/abc/butir/3", method: .get)
            #expect(form.text.contains("name=\"ke\" value=\"/siaran/abc/butir/3\""))
            #expect(!form.text.contains("sudah berakhir"))
            // Nobody is sent elsewhere by a link.
            for elsewhere in [
                "https://jahat.example", "//jahat.example", "/siaranx", "/siaran/%0d%0aX:1", "/keluar",
            ] {
                let form = try await client.execute(uri: "/masuk?ke=\(elsewhere)", method: .get)
                #expect(form.text.contains("name=\"ke\" value=\"/siaran\""), "\(elsewhere)")
            }
            let entered = try await client.execute(
                uri: "/masuk", method: .post,
                body: ByteBuffer(string: "nama=siti&sandi=\(password)&ke=%2Fsiaran%2Fabc%2Fbutir%2F3"))
            #expect(entered.headers[.location] == "/siaran/abc/butir/3")
            // A session that has ended is told so.
            let ended = try await client.execute(
                uri: "/masuk", method: .get, headers: [.cookie: "mendengar_sesi=lama"])
            #expect(ended.text.contains("Sesi Anda sudah berakhir."))
        }
    }

    /// A session ends in the middle of an edit: the words are carried through the sign-in, a mistyped
    /// password too, and stand in the item's form.
    @Test func whatWasTypedOutlivesTheSession() async throws {
        try await StationHouse.open { house, client in
            let browser = try await Browser.signedIn(house, client)
            let place = try #require(
                try await browser.upload(try fixture("01_labelled.txt"), "2021-03-10").headers[.location])
            let typed = "version=1&butir=2&nama=Aluh&tempat=Simpur&isi=Kata%20%26%20%3Cbaru%3E"
                + "&jenis=complaint&simpan=1"
            func post(_ path: String, _ body: String, _ cookie: String) async throws -> TestResponse {
                var headers = Self.asPage
                headers[.cookie] = cookie
                return try await client.execute(
                    uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
            }
            let ended = try await post(place + "/butir", "csrf=x&" + typed, "mendengar_sesi=lama")
            #expect(ended.status == .unauthorized && ended.text.contains("isian Anda tetap ada"))
            let kept = try #require(Browser.hidden("titipan", in: ended.text))
            let password = try await house.radio.operators.add("budi", station: "amandit")
            func signIn(_ password: String) async throws -> TestResponse {
                let fields = ["nama": "budi", "sandi": password, "ke": place + "/butir/2", "titipan": kept]
                let body = fields.map {
                    "\($0)=" + ($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
                }.joined(separator: "&")
                return try await post("/masuk", body, "")
            }
            let mistyped = try await signIn("salah")
            #expect(mistyped.status == .unauthorized && Browser.hidden("titipan", in: mistyped.text) == kept)
            let page = try await signIn(password)
            #expect(page.status == .ok && page.headers[.setCookie]?.hasPrefix("mendengar_sesi=") == true)
            #expect(page.text.contains(">Kata &amp; &lt;baru&gt;</textarea>"))
            #expect(page.text.contains("value=\"Aluh\"") && page.text.contains("belum tersimpan"))
            // A form of a page from before another sign-in is not lost either.
            let stale = try await post(place + "/butir", "csrf=x&" + typed, browser.cookie)
            #expect(stale.status == .forbidden && stale.text.contains("Tekan Simpan sekali lagi"))
            #expect(stale.text.contains(">Kata &amp; &lt;baru&gt;</textarea>"))
            // Scripts, which keep what was typed, are told as before.
            let script = try await client.execute(
                uri: place + "/butir", method: .post, headers: [.accept: "application/json"],
                body: ByteBuffer(string: typed))
            #expect(script.status == .seeOther && script.headers[.location] == "/masuk")
            // Another station's operator gets nothing of it.
            let other = try await house.radio.operators.add("udin", station: "lain")
            let away = try await post(
                "/masuk", "nama=udin&sandi=\(other)&ke=\(place)/butir/2&titipan=isi%3Dx%26butir%3D2", "")
            #expect(away.status == .seeOther)
        }
    }
}
