// Requests signed by the vendors' own packages (Fixtures/sign.py): taken as they are, refused when anything is
// changed, too old, or signed with another secret.
import Complaints
import Delivery
import Foundation
import Intake
import TestSupport
import Testing

@testable import SMSService

/// A request as a vendor's package signed it.
struct SignedRequest {
    var headers: [String: String]
    var body: String
    var more: [String: Any]

    /// - Parameter job: what `sign.py` reads; `kind` names the vendor.
    init(_ job: [String: Any]) throws {
        let python = Places.checkout.appending(path: ".build/vendors/bin/python").path
        try #require(
            FileManager.default.fileExists(atPath: python), "ops/test installs the vendors' packages")
        let script = Places.checkout.appending(path: "Tests/SMSTests/Fixtures/sign.py").path
        let folder = try TemporaryFolder("sign")
        try folder.write(
            String(decoding: try JSONSerialization.data(withJSONObject: job), as: UTF8.self),
            to: "job")
        let output = try ChildProgram.run(
            ["/bin/sh", "-c", "'\(python)' '\(script)' < '\(folder.file("job"))'"])
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        headers = answer["headers"] as? [String: String] ?? [:]
        body = answer["body"] as? String ?? ""
        more = answer
    }

    func request(
        _ type: String, query: String = "", body other: String? = nil, target: String = "/sms/a"
    ) -> RawRequest {
        RawRequest(
            method: "POST", path: "/sms/a", query: query,
            headers: Headers(headers.merging(["content-type": type]) { $1 }), body: Array((other ?? body).utf8),
            target: query.isEmpty ? target : "\(target)?\(query)")
    }
}

let publicURL = "https://aduan.hss.example"
private let form = "application/x-www-form-urlencoded"
private let json = "application/json"

/// A provider as the configuration makes it.
func provider(_ yaml: String) throws -> any Provider {
    let account = try #require(try accounts("- { name: a, \(yaml) }").first)
    return try Providers.make(account, publicURL: publicURL)
}

func messages(
    _ provider: any Provider, _ request: RawRequest
) throws -> [Result<Inbound, Unreadable>] {
    if case .messages(let all) = try provider.decode(request) { all } else { [] }
}

/// The only message of a request.
func message(_ provider: any Provider, _ request: RawRequest) throws -> Inbound {
    let all = try messages(provider, request)
    guard let one = all.first, all.count == 1 else { throw Unreadable(why: "not one message") }
    return try one.get()
}

@Suite struct VendorTests {
    private let text = "LAPOR jalan rusak & “putus” 😷 = 100%"

    /// Taken; and not when a byte, the secret or the time is another.
    private func check(
        _ yaml: String, _ job: [String: Any], _ request: (SignedRequest) -> RawRequest
    ) throws -> Inbound {
        let signed = try SignedRequest(job)
        let raw = request(signed)
        let now = Date.now
        #expect(try provider("\(yaml), secrets: [other, \(secret(job))]").isAuthentic(raw, at: now))
        #expect(try provider("\(yaml), secret: \(other(job))").isAuthentic(raw, at: now) == false)
        var changed = raw
        changed.body[changed.body.count / 2] ^= 1
        #expect(
            try provider("\(yaml), secret: \(secret(job))").isAuthentic(changed, at: now) == false)
        return try message(try provider("\(yaml), secret: \(secret(job))"), raw)
    }

    private func secret(_ job: [String: Any]) -> String { job["secret"] as? String ?? "" }

    /// Of the same form, another.
    private func other(_ job: [String: Any]) -> String {
        secret(job).replacing("x", with: "y").replacing("Mf", with: "Mg")
    }

    private static let long = String(repeating: "x", count: 64)

    @Test(arguments: [false, true]) func twilio(sha256: Bool) throws {
        var job: [String: Any] = [
            "kind": "twilio", "secret": "x1", "url": publicURL + "/sms/a?ch=1",
            "fields": ["From": "+6281234567890", "To": "+62811", "Body": text, "MessageSid": "SM1"],
        ]
        if sha256 { job["sha256"] = true }
        let found = try check("provider: twilio", job) { $0.request(form, query: "ch=1") }
        #expect(found.text == text && found.id == "SM1" && found.from == "+6281234567890")
    }

    @Test func twilioSignsOtherBodiesByTheirHash() throws {
        let signed = try SignedRequest([
            "kind": "twilio", "secret": "x1", "url": publicURL + "/sms/a", "json": "{\"a\":1}",
        ])
        let url = try #require(signed.more["url"] as? String)
        let query = String(url.drop { $0 != "?" }.dropFirst())
        let twilio = try provider("provider: twilio, secret: x1")
        #expect(twilio.isAuthentic(signed.request(json, query: query), at: .now))
        #expect(!twilio.isAuthentic(signed.request(json, query: query, body: "{\"a\":2}"), at: .now))
        // A signature over the URL alone says nothing of the body, whatever the method.
        let bare = try SignedRequest([
            "kind": "twilio", "secret": "x1", "url": publicURL + "/sms/a", "fields": [:],
        ])
        #expect(!twilio.isAuthentic(bare.request(json, body: "{\"a\":1}"), at: .now))
        var get = bare.request(form, body: "Body=palsu&From=0812")
        get.method = "GET"
        #expect(!twilio.isAuthentic(get, at: .now))
    }

    @Test(arguments: ["md5hash", "md5", "sha1", "sha256", "sha512"], [form, json, "query"])
    func vonage(method: String, way: String) throws {
        let yaml = "provider: vonage, signature_method: \(method)"
        let job: [String: Any] = [
            "kind": "vonage", "secret": "x1", "method": method,
            "fields": [
                "msisdn": "6281234567890", "to": "1708", "messageId": "0A01", "text": text,
                "type": "unicode", "message-timestamp": "2026-11-28 01:02:03",
            ],
        ]
        let signed = try SignedRequest(job)
        let sent = try #require(signed.more["form"] as? String)
        var raw: RawRequest
        switch way {
        case form: raw = signed.request(form, body: sent)
        case json: raw = signed.request(json)
        default:
            raw = signed.request("", query: sent, body: "")
            raw.method = "GET"
        }
        #expect(try provider("\(yaml), secrets: [other, x1]").isAuthentic(raw, at: .now))
        #expect(try provider("\(yaml), secret: y1").isAuthentic(raw, at: .now) == false)
        let later = Date.now.addingTimeInterval(400)
        #expect(try provider("\(yaml), secret: x1").isAuthentic(raw, at: later) == false)
        let found = try message(try provider("\(yaml), secret: x1"), raw)
        #expect(found.text == text && found.id == "0A01" && found.from == "6281234567890")
    }

    @Test func vonageMessages() throws {
        let body = """
            {"message_uuid":"u1","channel":"whatsapp","from":"6281234567890","to":"62811",\
            "timestamp":"2026-11-28T01:02:03Z","message_type":"text","text":"lampu mati",\
            "profile":{"name":"Siti"}}
            """
        let job: [String: Any] = ["kind": "vonage_messages", "secret": Self.long, "body": body]
        let found = try check("provider: vonage-messages", job) { $0.request(json) }
        #expect(found.id == "u1" && found.text == "lampu mati" && found.channel == .chat)
        #expect(found.name == "Siti")
        let old = try SignedRequest(job.merging(["shift": -400]) { $1 }).request(json)
        #expect(
            try provider("provider: vonage-messages, secret: \(Self.long)")
                .isAuthentic(old, at: .now) == false)
    }

    @Test(arguments: ["HS256", "HS384", "HS512"]) func messageBird(algorithm: String) throws {
        let job: [String: Any] = [
            "kind": "messagebird", "secret": Self.long, "algorithm": algorithm,
            "url": publicURL + "/sms/a?x=1",
            "fields": [
                "id": "m1", "recipient": "62811", "originator": "6281234567890", "body": text,
                "createdDatetime": "2026-11-28T01:02:03+00:00",
            ],
        ]
        let found = try check("provider: messagebird", job) { $0.request(form, query: "x=1") }
        #expect(found.id == "m1" && found.text == text)
        let signed = try SignedRequest(job)
        let bird = try provider("provider: messagebird, secret: \(Self.long)")
        #expect(!bird.isAuthentic(signed.request(form, query: "x=2"), at: .now))
        let late = Date.now.addingTimeInterval(70)
        #expect(!bird.isAuthentic(signed.request(form, query: "x=1"), at: late))
    }

    @Test func standard() throws {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let body = """
            {"type":"message.received","timestamp":"2026-11-28T01:02:03Z","data":{"id":"d1",\
            "from":"081234567890","to":"1708","text":"air mati"}}
            """
        let job: [String: Any] = ["kind": "standard", "secret": secret, "id": "msg_1", "body": body]
        let signed = try SignedRequest(job)
        let standard = try provider("provider: standard, secret: \(secret)")
        #expect(standard.isAuthentic(signed.request(json), at: .now))
        #expect(!standard.isAuthentic(signed.request(json, body: body + " "), at: .now))
        for shift in [-400, 400] {
            let other = try SignedRequest(job.merging(["shift": shift]) { $1 })
            #expect(!standard.isAuthentic(other.request(json), at: .now))
        }
        // Several signatures while a secret is exchanged; kinds we do not know.
        var several = signed
        several.headers["webhook-signature"] = "v1a,AAAA v1,AAAA "
            + (signed.headers["webhook-signature"] ?? "")
        #expect(standard.isAuthentic(several.request(json), at: .now))
        let found = try message(standard, signed.request(json))
        #expect(found.id == "d1" && found.text == "air mati")
    }

    @Test func aSecretThatIsNoneIsRefused() {
        for secret in ["whsec_", "whsec_AAAA", "whsec_***"] {
            #expect(throws: (any Error).self) {
                try provider("provider: standard, secret: \(secret)")
            }
        }
    }

    /// The vector of the specification.
    @Test func standardAsPublished() throws {
        let request = RawRequest(
            method: "POST", path: "/sms/a", query: "",
            headers: [
                "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
                "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ], body: Array("{\"test\": 2432232314}".utf8))
        let standard = try provider(
            "provider: standard, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(standard.isAuthentic(request, at: Date(timeIntervalSince1970: 1_614_265_400)))
        #expect(!standard.isAuthentic(request, at: .now))
    }
}

@Suite struct VendorBodyTests {
    @Test func infobipsOwnModelsAreRead() throws {
        let infobip = try provider("provider: infobip, secret: s")
        let texts = ["Jalan – rusak 😷", "Air PDAM \"keruh\""]
        let batch = try SignedRequest([
            "kind": "infobip",
            "messages": texts.enumerated().map { ["id": "m\($0)", "from": "62812", "text": $1] },
        ])
        let read = try messages(infobip, batch.request(json)).map { try $0.get() }
        #expect(read.map(\.text) == texts && read.map(\.id) == ["m0", "m1"])
        #expect(read[0].from == "62812" && read[0].to == "1708")
        let groups = ["DELIVERED", "UNDELIVERABLE", "PENDING", "EXPIRED", "REJECTED"]
        let reports = try SignedRequest([
            "kind": "infobip", "reports": groups.map { ["id": $0, "group": $0] },
        ])
        guard case .reports(let found) = try infobip.decode(reports.request(json)) else {
            Issue.record("no reports")
            return
        }
        #expect(found.map(\.state) == [.delivered, .failed, nil, .failed, .failed])
        #expect(found.map(\.name) == groups)
    }

    private let sms: [String: Any] = [
        "messageId": "m", "phoneNumber": "+62812", "sender": "+62812", "message": "jalan rusak",
        "receivedAt": "2026-11-22T07:32:44.000+08:00", "simNumber": 1,
    ]
    private let mms: [String: Any] = [
        "messageId": "m", "phoneNumber": "+62812", "sender": "+62812", "subject": "jalan",
        "receivedAt": "2026-11-22T07:32:44.000+08:00",
        "attachments": [["partId": 1, "contentType": "image/jpeg", "data": "/9j/4AAQ"]],
    ]

    /// What SMS Gate's own package takes as its webhooks' bodies.
    @Test func smsGatesEventsAreRead() throws {
        let gate = try provider("provider: smsgate, secret: s, number: '1708'")
        func read(_ event: String, _ payload: [String: Any]) throws -> [Inbound] {
            let request = try SignedRequest(["kind": "smsgate", "event": event, "payload": payload])
            return try messages(gate, request.request(json)).map { try $0.get() }
        }
        let one = try read("sms:received", sms)
        #expect(one.map(\.text) == ["jalan rusak"])
        let data = sms.merging(["data": Data("air".utf8).base64EncodedString()]) { $1 }
            .filter { $0.key != "message" }
        #expect(try read("sms:data-received", data).map(\.text) == ["air"])
        let picture = try read("mms:downloaded", mms)
        #expect(picture.map(\.text) == ["jalan"])
        #expect(picture[0].enclosed.map(\.mediaType) == ["image/jpeg"])
        // In a batch each has the id it would have had alone.
        let other = sms.merging(["messageId": "n", "message": "air keruh"]) { $1 }
        let several = try read("sms:batch:received", ["messages": [sms, other]])
        #expect(several.map(\.text) == ["jalan rusak", "air keruh"])
        #expect(several[0].id == one[0].id && several[1].id != one[0].id)
        #expect(try read("mms:batch:downloaded", ["messages": [mms]]) == picture)
        #expect(try read("sms:batch:received", ["messages": [Any]()]).isEmpty)
    }
}
