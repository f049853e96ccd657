// Files of messages: which there are, from where they are fetched and from where never, and what becomes of them.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import ServiceKit
import Synchronization
import Testing

@testable import SMSService

@Suite struct FileReferenceTests {
    private func files(_ yaml: String, form body: String) throws -> [FileReference] {
        try files(
            yaml,
            RawRequest(
                method: "POST", path: "/sms/a", query: "",
                headers: ["content-type": "application/x-www-form-urlencoded"],
                body: Array(body.utf8)))
    }

    private func files(_ yaml: String, json body: String) throws -> [FileReference] {
        try files(
            yaml,
            RawRequest(
                method: "POST", path: "/sms/a", query: "",
                headers: ["content-type": "application/json"], body: Array(body.utf8)))
    }

    private func files(_ yaml: String, _ request: RawRequest) throws -> [FileReference] {
        try messages(try provider(yaml), request).flatMap { try $0.get().files }
    }

    @Test func ofEachProvider() throws {
        let twilio = try files(
            "provider: twilio, secret: t",
            form: "From=%2B628&Body=&MessageSid=MM1&NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fm"
                + "&MediaContentType0=image%2Fjpeg")
        #expect(twilio == [FileReference(place: "https://api.twilio.com/m", mediaType: "image/jpeg")])
        let bird = try files(
            "provider: messagebird, secret: t",
            form: "originator=628&id=1&mediaUrls%5B%5D=https%3A%2F%2Fmedia.messagebird.com%2Fa")
        #expect(bird.map(\.place) == ["https://media.messagebird.com/a"])
        let infobip = try files(
            "provider: infobip, secret: t",
            json: #"""
                {"results":[{"messageId":"1","from":"628","message":[
                {"contentType":"text/plain","value":"jalan"},
                {"contentType":"image/png","url":"https://x.api.infobip.com/m"}]}]}
                """#)
        #expect(infobip.map(\.place) == ["https://x.api.infobip.com/m"])
        let whatsApp = try files(
            "provider: whatsapp, secret: t, verify_token: v",
            json: #"""
                {"entry":[{"changes":[{"value":{"messages":[{"from":"628","id":"w","type":"image",
                "image":{"id":"77","mime_type":"image/jpeg","caption":"jalan"}}]}}]}]}
                """#)
        #expect(whatsApp == [FileReference(place: "77", mediaType: "image/jpeg")])
        let telegram = try files(
            "provider: telegram, secret: t",
            json: #"""
                {"update_id":1,"message":{"from":{"id":5},"caption":"jalan",
                "photo":[{"file_id":"small"},{"file_id":"large"}]}}
                """#)
        #expect(telegram.map(\.place) == ["large"])
        let fonnte = try files(
            "provider: fonnte, secret: t",
            json: #"{"sender":"628","message":"","inboxid":"1","url":"https://f/a.jpg","filename":"a.jpg"}"#)
        #expect(fonnte == [FileReference(place: "https://f/a.jpg", filename: "a.jpg")])
    }

    @Test func anMMSOfAPhoneBringsItsFilesAlong() throws {
        let body = #"""
            {"event":"mms:downloaded","deviceId":"d","payload":{"messageId":"m","sender":"+628",
            "attachments":[{"name":"foto.jpg","contentType":"text/html","data":"/9j/4AAQ"}]}}
            """#
        let request = RawRequest(
            method: "POST", path: "/sms/a", query: "", headers: ["content-type": "application/json"],
            body: Array(body.utf8))
        let message = try messages(try provider("provider: smsgate, secret: t"), request)[0].get()
        #expect(
            message.enclosed == [
                AttachmentFile(
                    filename: "foto.jpg", mediaType: "image/jpeg",
                    bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10])
            ])
    }
}

@Suite struct TrustedPlacesTests {
    private let places = TrustedPlaces(["api.twilio.com", ".example.org", "http://127.0.0.1:99"])

    @Test(arguments: [
        "https://api.twilio.com/a", "https://API.twilio.com:443/a?b", "https://a.b.example.org/",
        "http://127.0.0.1:99/x",
    ])
    func trusted(_ url: String) { #expect(places.contain(url)) }

    @Test(arguments: [
        "http://api.twilio.com/a", "https://api.twilio.com:8443/a", "https://api.twilio.com.evil.example/",
        "https://example.org/", "https://evilexample.org/", "https://api.twilio.com@evil.example/",
        "https://evil.example/#api.twilio.com", "http://127.0.0.1/x", "http://127.0.0.1:98/x",
        "https://127.0.0.1:99/", "http://localhost:99/", "file:///etc/passwd", "", "https://",
        "//api.twilio.com/", "https://user:p@api.twilio.com/", "gopher://api.twilio.com/",
        "https://[::1]/", "https://169.254.169.254/latest/meta-data",
    ])
    func notTrusted(_ url: String) { #expect(!places.contain(url)) }
}

@Suite struct FileFetcherTests {
    private static let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]

    /// The credentials that came with the last call, by its path.
    private final class Seen: Sendable {
        let credentials = Mutex<[String: String]>([:])
    }

    private func fetch(
        _ path: String, bytesMax: Int = 1 << 20, trusted: Bool = true,
        _ check: @Sendable @escaping (FileOutcome, [String: String]) -> Void
    ) async throws {
        let seen = Seen()
        try await withServer({ request in
            seen.credentials.withLock {
                $0[request.uri.path] = request.headers[.authorization] ?? ""
            }
            switch request.uri.path {
            case "/picture":
                return Response(
                    status: .ok, headers: [.contentType: "text/html"],
                    body: .init(byteBuffer: ByteBuffer(bytes: Self.picture)))
            case "/moved":
                return Response(status: .temporaryRedirect, headers: [.location: "/picture"])
            case "/away": return Response(status: .found, headers: [.location: "http://evil.example/x"])
            case "/circle": return Response(status: .found, headers: [.location: "/circle"])
            case "/gone": return Response(status: .gone)
            case "/absent": return Response(status: .notFound)
            default: return Response(status: .serviceUnavailable)
            }
        }) { port in
            let host = trusted ? "http://localhost:\(port)" : "http://localhost:1"
            let account = try #require(
                try accounts(
                    "- { name: a, provider: twilio, account_sid: AC0, secret: t, files: {hosts: "
                        + "['\(host)']} }"
                ).first)
            let door = Webhook.Door(
                account, try Providers.make(account, publicURL: nil), Metrics(), .init())
            let fetcher = FileFetcher([door], bytesMax: bytesMax)
            let outcome = await fetcher.fetch(
                "a", FileReference(place: "http://localhost:\(port)\(path)"))
            check(outcome, seen.credentials.withLock { $0 })
        }
    }

    private func isMissing(_ outcome: FileOutcome, _ words: String) -> Bool {
        if case .missing(let why) = outcome { why.contains(words) } else { false }
    }

    @Test(arguments: ["/picture", "/moved"])
    func aFileIsWhatItsBytesSayAndTheProviderAloneGetsCredentials(_ path: String) async throws {
        try await fetch(path) { outcome, credentials in
            guard case .fetched(let file) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(file.mediaType == "image/jpeg" && file.content == Content(Self.picture))
            #expect(file.filename == "berkas.jpg")
            #expect(credentials[path]?.hasPrefix("Basic ") == true)
            if path == "/moved" { #expect(credentials["/picture"] == "") }
        }
    }

    @Test func whatIsTooLargeIsNotTriedAgain() async throws {
        try await fetch("/picture", bytesMax: 4) { outcome, _ in
            #expect(isMissing(outcome, "larger"))
        }
    }

    @Test func redirectsAreCheckedToo() async throws {
        try await fetch("/away") { outcome, _ in #expect(isMissing(outcome, "not trusted: evil.example")) }
        try await fetch("/circle") { outcome, _ in #expect(isMissing(outcome, "more than 4")) }
    }

    @Test func aStrangersAddressIsNeverCalled() async throws {
        try await fetch("/picture", trusted: false) { outcome, credentials in
            #expect(isMissing(outcome, "not trusted"))
            #expect(credentials.isEmpty)
        }
    }

    @Test func whatIsGoneIsGoneAndWhatIsAwayMayComeBack() async throws {
        try await fetch("/gone") { outcome, _ in #expect(isMissing(outcome, "no longer")) }
        // Some are there only seconds after the message.
        for path in ["/absent", "/busy"] {
            try await fetch(path) { outcome, _ in
                guard case .again = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
            }
        }
    }
}
