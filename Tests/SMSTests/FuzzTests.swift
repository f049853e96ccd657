// Whatever bytes come, verifying and decoding end and never trap. Each round's first number chooses the provider.
import Foundation
import TestSupport
import Testing

@testable import SMSService

@Suite struct FuzzTests {
    /// A request of each provider to begin with: its YAML, content type, query and body.
    private static let seeds: [(yaml: String, type: String, query: String, body: String)] = [
        (
            "provider: kannel, secret: s", "",
            "from=62812&id=2&charset=UTF-16BE&coding=2&udh=%05%00%03%2B%03%01&text=%00L%00A", ""
        ),
        ("provider: kannel, secret: s", "text/plain; charset=UTF-16BE", "from=1&id=2", "\u{0}L\u{0}A"),
        (
            "provider: kannel, secret: s", "text/xml", "",
            "<m><s><da><number>1</number></da><oa><number>2</number></oa><ud>x+%26</ud></s></m>"
        ),
        ("provider: jasmin, secret: s", "", "id=1&from=2&to=3&content=x&binary=004c&coding=8", ""),
        (
            "provider: twilio, secret: s", "application/x-www-form-urlencoded", "bodySHA256=00ff",
            "From=%2B62812&Body=x&MessageSid=SM1"
        ),
        (
            "provider: vonage, secret: s, signature_method: sha256", "application/json", "",
            #"{"msisdn":"1","text":"x","type":"binary","data":"4c","sig":"00","timestamp":"1"}"#
        ),
        (
            "provider: vonage-messages, secret: s", "application/json", "",
            #"{"message_uuid":"u","from":"1","message_type":"image","image":{"caption":"x"}}"#
        ),
        (
            "provider: infobip, user: u, password: p", "application/json", "",
            #"{"results":[{"messageId":"1","from":"2","message":[{"contentType":"text/plain"}]}]}"#
        ),
        (
            "provider: messagebird, secret: s", "application/x-www-form-urlencoded", "",
            "originator=1&body=x&id=2"
        ),
        (
            "provider: bird, secret: s", "application/json", "",
            #"{"event":"sms.inbound","payload":{"sender":{"contact":{"identifierValue":"1"}}}}"#
        ),
        (
            "provider: smsgate, secret: s", "application/json", "",
            #"{"event":"sms:received","deviceId":"d","payload":{"sender":"1","message":"x"}}"#
        ),
        (
            "provider: gammu, secret: s", "application/json", "",
            #"{"environment":{"SMS_1_NUMBER":"1","SMS_1_TEXT":"x","SMS_MESSAGES":"1"},"ids":["1"]}"#
        ),
        ("provider: external, secret: s", "application/x-www-form-urlencoded", "", "from=1&text=x"),
        (
            "provider: whatsapp, secret: s, verify_token: v", "application/json", "hub.mode=subscribe",
            #"{"entry":[{"changes":[{"value":{"messages":[{"from":"1","text":{"body":"x"}}]}}]}]}"#
        ),
        (
            "provider: telegram, secret: s", "application/json", "",
            #"{"update_id":1,"message":{"from":{"id":2},"text":"x"}}"#
        ),
        (
            "provider: standard, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "application/json", "",
            #"{"type":"message.received","data":{"from":"1","text":"x"}}"#
        ),
        (
            "provider: zenziva, url: 'https://z', user: u, password: p", "text/xml", "",
            "<message><id>1</id><isiPesan>x &amp; <![CDATA[y]]></isiPesan><dari>2</dari></message>"
        ),
        ("provider: generic, secret: s", "application/json", "", #"{"from":"1","text":{"a":[1,"x"]}}"#),
        ("provider: dart, user: u, password: p", "", "userid=u&password=p&original=1&message=x&dcs=8", ""),
    ]

    /// Headers that providers verify, filled with the same damaged bytes.
    private static let headers = [
        "authorization", "x-twilio-signature", "messagebird-signature-jwt", "messagebird-signature",
        "x-signature", "x-timestamp", "x-hub-signature-256", "webhook-signature", "x-kannel-udh",
    ]

    /// Long form: `MENDENGAR_FUZZ=100000000`.
    @Test func requests() throws {
        var random = SeededRandom(seed: UInt64(Proof.size("MENDENGAR_SEED", short: 20_261_122)))
        let providers = try Self.seeds.map { try provider($0.yaml) }
        var decoded = 0
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 6000) {
            let choice = Int.random(in: 0..<providers.count, using: &random)
            let (seed, provider) = (Self.seeds[choice], providers[choice])
            let query = Self.damaged(seed.query, &random)
            var raw = RawRequest(
                method: "POST", path: "/sms/a", query: String(decoding: query, as: UTF8.self),
                headers: ["content-type": seed.type], body: Self.damaged(seed.body, &random),
                target: "/sms/a")
            let header = Self.headers.randomElement(using: &random) ?? ""
            raw.headers[header] = String(decoding: raw.body.prefix(80), as: UTF8.self)
            _ = provider.greeting(raw)
            _ = provider.isAuthentic(raw, at: Date(timeIntervalSince1970: 1))
            if (try? provider.decode(raw)) != nil { decoded += 1 }
            // What is journalled is read back as it was.
            _ = try? provider.decode(
                RawRequest(meta: raw.meta(without: provider.credentials), body: raw.body))
        }
        #expect(decoded > 100, "the seeds are damaged beyond recognition")
    }

    /// Whatever comes as an inbox: every message of a well-formed one is found, and reads as it stands.
    @Test func inboxes() throws {
        var random = SeededRandom(seed: UInt64(Proof.size("MENDENGAR_SEED", short: 20_261_122)))
        let zenziva = try #require(
            try provider("provider: zenziva, url: 'https://z', user: u, password: p") as? any Polled)
        let seed = """
            <?xml version="1.0"?><response><!-- <message> --><message><id>1</id><isiPesan>a</isiPesan>\
            <dari>2</dari></message><message ><id>2</id><isiPesan><![CDATA[</message>]]></isiPesan>\
            <dari>3</dari></message ></response>
            """
        var wellFormed = 0
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 6000) {
            let bytes = Self.damaged(seed, &random)
            let requests = (try? zenziva.messages(in: bytes)) ?? []
            for request in requests { _ = try? zenziva.decode(request) }
            guard let outline = XMLFields.outline(of: bytes), outline.root == "response" else { continue }
            wellFormed += 1
            #expect(XMLElements.cut("message", from: bytes).count
                == outline.elements.count { $0 == "message" })
        }
        #expect(wellFormed > 100, "the seed is damaged beyond recognition")
    }

    private static func damaged(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: at)
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
            }
        }
        return bytes
    }
}
