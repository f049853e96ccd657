// What the request log must not say: no secret, no number, no name and no word of a citizen, whoever brings it.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import SMSService

@Suite struct MaskingTests {
    private static let yaml = """
        - { name: kannel, provider: kannel, secret: rahasia }
        - { name: jasmin, provider: jasmin, secret: rahasia }
        - { name: external, provider: external, secret: rahasia }
        - { name: twilio, provider: twilio, secret: rahasia }
        - { name: vonage, provider: vonage, secret: rahasia, api_key: kunciapi }
        - { name: vonage-messages, provider: vonage-messages, secret: rahasia }
        - { name: infobip, provider: infobip, user: gerbang, password: rahasia }
        - { name: messagebird, provider: messagebird, secret: rahasia }
        - { name: bird, provider: bird, secret: rahasia }
        - { name: smsgate, provider: smsgate, secret: rahasia }
        - { name: standard, provider: standard, secret: whsec_cmFoYXNpYXJhaGFzaWFyYWhhc2lhcmFoYXNpYQ== }
        - { name: telegram, provider: telegram, secret: rahasia }
        - { name: whatsapp, provider: whatsapp, secret: rahasia, verify_token: rahasia }
        - { name: generic, provider: generic, secret: rahasia }
        - { name: dart, provider: dart, user: gerbang, password: rahasia }
        - { name: fonnte, provider: fonnte, secret: rahasia }
        """
    private static let phone = "6281250009876"
    private static let text = "Siti NIK 6306051234567890 lapor jembatan"

    /// Every provider is called in every way, with what it would send and with all else it might. Those that
    /// are signed are refused, and their lines must be clean as well.
    @Test func whicheverProviderAndFormat() async throws {
        let (phone, text) = (Self.phone, Self.text)
        let encoded = urlEncoded(text)
        let fields = [
            "from", "From", "msisdn", "sender", "originator", "phone", "original", "WaId", "number",
        ].map { "\($0)=%2B\(phone)" }
        let texts = ["text", "Body", "content", "message", "body", "isi", "keyword", "ProfileName"]
            .map { "\($0)=\(encoded)" }
        let secrets = ["password=rahasia", "userid=gerbang", "api-key=kunciapi", "sig=tandatangan"]
        let query = (fields + texts + secrets + ["coding=0", "charset=\(phone)", "type=text"])
            .joined(separator: "&")
        let json = """
            {"event":"sms:received","type":"\(text)","\(phone)":1,"\(text)":"x","from":"\(phone)",
             "results":[{"from":"\(phone)","text":"\(text)","nik":6306051234567890,"messageId":"M\(phone)"}],
             "payload":{"sender":"+\(phone)","message":"\(text)","phoneNumber":"\(phone)","apa\\"kah":"Siti"},
             "entry":[{"changes":[{"value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"\(phone)"}],
             "messages":[{"from":"\(phone)","id":"wamid.\(phone)","text":{"body":"\(text)"}}]}}]}],
             "message":{"from":{"id":\(phone),"first_name":"Siti"},"text":"\(text)"},"sandi":"rahasia"
            """
        let bodies: [(type: String, body: String)] = [
            ("application/x-www-form-urlencoded", query), ("application/json", json + "}"),
            ("application/json", json), ("application/json", text), ("text/plain", text),
            ("text/plain; charset=\"UTF-8\"; nama=Siti", text), ("", text), ("", query),
            ("text/xml", "<message><oa><number>\(phone)</number></oa><ud>\(encoded)</ud></message>"),
            ("application/x-www-form-urlencoded", String(decoding: try fixture("twilio-form.txt"), as: UTF8.self)),
        ]
        try await TestGateway.run(Self.yaml) { gateway in
            var headers: HTTPFields = [
                .authorization: "Basic \(Data("gerbang:rahasia".utf8).base64EncodedString())",
                .userAgent: "Gerbang/1.0 (\(phone))",
            ]
            for name in ["X-Twilio-Signature", "X-Signature", "X-Kannel-From", "X-Hub-Signature-256",
                "X-Telegram-Bot-Api-Secret-Token", "webhook-signature"]
            {
                headers[.init(name) ?? .origin] = name == "X-Kannel-From" ? phone : "rahasia"
            }
            for account in gateway.webhook.accounts.keys.sorted() {
                for path in ["", "/rahasia", "/rahasia/received", "/rahasia/\(phone)", "/salah/rahasia"] {
                    _ = try await gateway.client.execute(
                        uri: "/sms/\(account)\(path)?\(query)&Siti&\(phone)=1", method: .get,
                        headers: headers)
                }
                for (type, body) in bodies {
                    headers[.contentType] = type
                    _ = try await gateway.client.execute(
                        uri: "/sms/\(account)/rahasia", method: .post, headers: headers,
                        body: ByteBuffer(string: body))
                }
                headers[.contentType] = nil
            }
            await gateway.log.flush()
            let lines = try gateway.reader.last(1000, account: nil)
            #expect(lines.count == gateway.webhook.accounts.count * (5 + bodies.count))
            #expect(Set(lines.compactMap { $0.text(at: "result") }).isSuperset(
                of: ["accepted", "refused", "quarantined"]))
            let whole = lines.map(\.text).joined(separator: "\n")
            #expect(whole.contains("+#13") && whole.contains("sms:received"))
            for secret in [
                "rahasia", "gerbang:", "kunciapi", "tandatangan", "Z2VyYmFuZ", phone,
                String(phone.dropFirst(2)), "6306051234567890", "Siti", "lapor", "jembatan", "LAPOR",
                "Lampu", "apa", "wamid.6",
            ] { #expect(!whole.contains(secret), "\(secret)") }
            let folder = try #require(RequestLogFiles.list(gateway.reader.folder).first)
            #expect(try String(contentsOf: folder, encoding: .utf8).contains(phone) == false)
        }
    }

    @Test(arguments: [
        ("from=%2B62812&to=1708&id=&text=Jalan+rusak", "from=+#5&to=#4&id=&text=(11)"),
        ("coding=2&charset=UTF-16BE&udh=%05%00", "coding=2&charset=UTF-16BE&udh=(2)"),
        ("charset=0812345678&type=a b", "charset=#10&type=(3)"),
        ("Siti&0812=1&na+ma=x&=y", "(4)&(4)=#1&(5)=(1)&(0)=(1)"), ("", ""),
    ])
    func parameters(_ sent: String, _ shown: String) {
        #expect(Masked.parameters(sent.utf8) == shown)
    }

    @Test(arguments: [
        (#"{"a": "Siti", "n": -6.3e5, "ok" : true, "x": null, "l": ["", "1"]}"#,
            "{a:(4),n:(6),ok:true,x:null,l:[,#1]}"),
        (#"{"type":"text","event":"0812345678","a\"b":"c\"d: \\"}"#,
            "{type:text,event:#10,(4):(8)}"),
        (#"{"a": Siti, "b": "ends"#, "{a:(4),b:(4)"), ("Siti", "(4)"), (#""\"#, "(1)"), ("", ""),
    ])
    func json(_ sent: String, _ shown: String) {
        #expect(Masked.json(Array(sent.utf8)) == shown)
    }

    @Test func excerptsAreShortWhateverComes() {
        var random = SeededRandom(seed: 11)
        let alphabet = Array(#"{}[]:,"\ 0aé&=%+"#.utf8)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...6000, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            for text in [Masked.json(bytes), Masked.parameters(bytes)] {
                #expect(text.utf8.count <= Masked.excerptBytesMax + 40)
                #expect(!text.contains("é"))
            }
        }
    }

    @Test func whatWeQuoteOfARequest() {
        #expect(Masked.sentence("the event 'sms:sent' is not known") == "the event 'sms:sent' is not known")
        #expect(Masked.sentence("the event 'Siti di sini' 0812345678 is not known")
            == "the event '(12)' (number) is not known")
    }
}
