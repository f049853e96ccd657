// The counter's pages as a browser without scripts uses them.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Region
import ServiceKit
import Store
import Testing
import TestSupport

@testable import RoutingService

/// One after the other: passwords are hashed two at a time, and other suites sign in as well.
@Suite(.serialized) struct CounterPagesTests {
    private struct Window {
        let client: any TestClientProtocol
        let store: Store
        var cookie = ""
        var csrf = ""

        func get(_ path: String) async throws -> (status: HTTPResponse.Status, text: String, place: String) {
            let answer = try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
            return (answer.status, String(buffer: answer.body), answer.headers[.location] ?? "")
        }

        func post(
            _ path: String, _ fields: [String: String], csrf: String? = nil
        ) async throws -> (status: HTTPResponse.Status, text: String, place: String, cookie: String) {
            let body = fields.merging(["csrf": csrf ?? self.csrf]) { $1 }
                .map { "\($0.key)=\(urlEncoded($0.value))" }.joined(separator: "&")
            let answer = try await client.execute(
                uri: path, method: .post,
                headers: [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: body))
            return (
                answer.status, String(buffer: answer.body), answer.headers[.location] ?? "",
                answer.headers[.setCookie] ?? ""
            )
        }

        func count() async throws -> Int {
            try await store.read { Int(try $0.first("SELECT COUNT(*) AS n FROM complaint")?.int("n") ?? -1) }
        }
    }

    /// - Parameter desks: those of the configuration; the one who signs in sits at `mpp-1`.
    private func withDesk(
        _ desks: [CounterDesk] = [CounterDesk(name: "mpp-1", title: "MPP Loket 1", place: "63.06.05"), CounterDesk(name: "mpp-2")],
        at desk: String = "mpp-1", mistypes: Bool = false, _ body: @Sendable @escaping (Window) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("counter")
        let store = try await Store.open(
            .sqlite(path: folder.file("routing.sqlite")), schemas: RoutingTables.schemas)
        defer { store.close() }
        let password = try await Operators(store: store).add("siti", station: desk)
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        let pages = try CounterPages(store, CurrentPack(try RoutingTests.region.get()), desks, Metrics())
        let server = HTTPServer(
            name: "routing", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: pages.endpoints, metrics: Metrics(), logger: logger, readiness: [])
        try await Application(router: try server.router()).test(.router) { client in
            var window = Window(client: client, store: store)
            #expect(try await window.get("/loket").place == "/loket/masuk")
            #expect(try await window.post("/loket", ["isi": "Lampu jalan mati"]).place == "/loket/masuk")
            if mistypes {
                let refused = try await window.post("/loket/masuk", ["nama": "siti", "sandi": "salah"])
                #expect(refused.status == .unauthorized && refused.text.contains("tidak cocok"))
            }
            let entered = try await window.post("/loket/masuk", ["nama": "siti", "sandi": password])
            #expect(entered.place == "/loket" && entered.cookie.hasPrefix("mendengar_loket="))
            window.cookie = String(entered.cookie.prefix { $0 != ";" })
            window.csrf = Self.hidden("csrf", in: try await window.get("/loket").text)
            try await body(window)
        }
    }

    private static func hidden(_ name: String, in page: String) -> String {
        guard let start = page.range(of: "name=\"\(name)\" value=\"")?.upperBound else { return "" }
        return String(page[start...].prefix { $0 != "\"" })
    }

    @Test("what was told is saved once, however often the form is sent, and has a slip with its number")
    func saved() async throws {
        try await withDesk(mistypes: true) { window in
            let key = Self.hidden("kunci", in: try await window.get("/loket").text)
            let fields = [
                "kunci": key, "isi": "Lampu jalan mati sudah seminggu\r\nmohon diperbaiki", "tempat": "Desa Habirau", "nama": "Ahmad <b>",
                "nomor": "0812 3456 7890",
            ]
            let first = try await window.post("/loket", fields)
            let second = try await window.post("/loket", fields)
            #expect(first.status == .seeOther && first.place == second.place && first.place.contains("/loket/bukti/HSS-"))
            #expect(try await window.count() == 1)
            let slip = try await window.get(first.place)
            let tracking = String(first.place.dropFirst("/loket/bukti/".count))
            #expect(slip.text.contains("<strong class=\"tracking\">\(tracking)</strong>") && slip.text.contains("Ahmad &lt;b&gt;"))
            #expect(slip.text.contains("CEK \(tracking)") && tracking.contains("-4000001-"))
            let complaint = try #require(try await window.store.read { try ComplaintTable.find(tracking, in: $0) })
            #expect(complaint.channel == .counter && complaint.account == "mpp-1" && complaint.places.first?.code == "63.06.07.2010")
            #expect(complaint.text == "Lampu jalan mati sudah seminggu\nmohon diperbaiki\nTempat: Desa Habirau")
            #expect(complaint.reporter?.phone == "+6281234567890")
            #expect(CitizenAddress.of(complaint).address == CitizenAddress(channel: "sms", recipient: "+6281234567890"))
            // Gone back and changed: that is another complaint; so is the next form with the same words.
            let other = try await window.post("/loket", fields.merging(["isi": "Lampu jalan di pasar mati juga"]) { $1 })
            let next = try await window.post("/loket", fields.merging(["kunci": UUID().uuidString.lowercased()]) { $1 })
            #expect(Set([first.place, other.place, next.place]).count == 3)
            #expect(try await window.count() == 3)
        }
    }

    @Test("what is wrong is said at its field, and what was typed stays")
    func wrong() async throws {
        try await withDesk { window in
            let typed = ["kunci": "x", "isi": "pendek", "nomor": "12", "nama": "Siti \"S\"", "tempat": String(repeating: "a", count: 201), "rahasia": "ya"]
            let page = try await window.post("/loket", typed)
            #expect(page.status == .unprocessableContent)
            for words in ["sedikitnya 10 huruf", "Nomor ini tidak lengkap", "Tempat paling panjang 200", ">pendek</textarea>", "value=\"12\"", "Siti &quot;S&quot;", "value=\"ya\" checked"] {
                #expect(page.text.contains(words), "\(words)")
            }
            let long = try await window.post("/loket", ["isi": String(repeating: "a", count: CounterEntry.textMax + 1)])
            #expect(long.text.contains("paling panjang 4000 huruf"))
            let huge = try await window.post("/loket", ["isi": String(repeating: "a", count: CounterPages.formBytesMax)])
            #expect(huge.status == .contentTooLarge && huge.text.contains("Isinya terlalu panjang"))
            let forged = try await window.post("/loket", ["isi": "Lampu jalan mati"], csrf: "x")
            #expect(forged.status == .forbidden && forged.text.contains("kedaluwarsa"))
            #expect(try await window.count() == 0)
        }
    }

    @Test("who asked for protection is on no slip; a desk sees its own slips only, and none when it is gone")
    func protection() async throws {
        try await withDesk { window in
            let saved = try await window.post("/loket", ["isi": "Bidan minta uang lebih", "nama": "Siti", "rahasia": "ya", "anonim": "ya"])
            let slip = try await window.get(saved.place)
            #expect(slip.text.contains("dirahasiakan") && !slip.text.contains("<p>Siti</p>"))
            let tracking = String(saved.place.dropFirst("/loket/bukti/".count))
            let complaint = try #require(try await window.store.read { try ComplaintTable.find(tracking, in: $0) })
            #expect(complaint.reporter?.anonymous == true && complaint.flags == ["confidential", "anonymous"])
            #expect(CitizenAddress.of(complaint).address == nil)
            var foreign = complaint
            (foreign.account, foreign.tracking) = ("mpp-2", "HSS-26-4000009-1")
            foreign.id = UUID()
            let other = foreign
            try await window.store.write { try ComplaintTable.insert([other], at: .now, in: $0) }
            #expect(try await window.get("/loket/bukti/HSS-26-4000009-1").status == .notFound)
            #expect(try await window.get("/loket/bukti/apa").status == .notFound)
            #expect(try await window.get("/static/mendengar.css").status == .ok)
            let out = try await window.post("/loket/keluar", [:])
            #expect(out.place == "/loket/masuk" && out.cookie.contains("Max-Age=0"))
            #expect(try await window.get("/loket").place == "/loket/masuk")
        }
        try await withDesk([CounterDesk(name: "lain")]) { (window) async throws -> Void in
            #expect(try await window.get("/loket").status == .forbidden)
        }
    }
}
