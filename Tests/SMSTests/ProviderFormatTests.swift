// The formats of the providers whose bytes no package of a vendor makes: as documented, and broken.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import SMSService

private func request(
    _ type: String = "", _ body: String = "", method: String = "POST", query: String = "",
    headers: Headers = [:], tail: String = ""
) -> RawRequest {
    var all = headers
    if !type.isEmpty { all["content-type"] = type }
    return RawRequest(
        method: method, path: "/sms/a", query: query, headers: all, body: Array(body.utf8), tail: tail,
        target: query.isEmpty ? "/sms/a" : "/sms/a?\(query)")
}

private let json = "application/json"
private let form = "application/x-www-form-urlencoded"
private let now = Date(timeIntervalSince1970: 1_795_303_964)

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}

@Suite struct JasminTests {
    private func text(_ query: String) throws -> String {
        try message(
            try provider("provider: jasmin, secret: s"), request(method: "GET", query: "from=0812&id=1&" + query)
        ).text
    }

    @Test func theBytesAsTheCodingSays() throws {
        // "événement" in the alphabet of the network.
        #expect(
            try text("coding=0&content=%05v%05nement&binary=057605" + "6e656d656e74") == "événement")
        #expect(try text("coding=3&binary=636166e9&content=caf%E9") == "café")
        #expect(try text("coding=8&binary=004c0041d83dde37&content=x") == "LA😷")
        #expect(try text("content=LAPOR+jalan") == "LAPOR jalan")
        #expect(try text("binary=zz&content=LAPOR") == "LAPOR")
    }

    @Test func onlyItsOwnWordIsAnAnswer() throws {
        let answers = try provider("provider: jasmin, secret: s").acknowledgements
        #expect(answers.accepted.body == "ACK/Jasmin" && answers.unreadable?.body == "ACK/Jasmin")
    }
}

@Suite struct InfobipTests {
    private let batch = """
        {"results":[{"messageId":"8","from":"6281234567890","to":"1708","text":"LAPOR air keruh",\
        "cleanText":"air keruh","keyword":"LAPOR","receivedAt":"2026-11-21T23:32:44.123+0000"},\
        {"messageId":"9","from":"6281234567891","to":"1708","message":[{"contentType":"text/plain",\
        "value":"jalan rusak"},{"contentType":"image/jpeg","url":"https://x.example/1"}]}],\
        "messageCount":2,"pendingMessageCount":0}
        """

    @Test func batches() throws {
        let infobip = try provider("provider: infobip, user: u, password: p")
        let all = try messages(infobip, request(json, batch)).map { try $0.get() }
        #expect(all.map(\.id) == ["8", "9"] && all.map(\.text) == ["LAPOR air keruh", "jalan rusak"])
        // One that cannot be read takes no other with it.
        let bad = batch.replacing(#""from":"6281234567890","#, with: "")
        let results = try messages(infobip, request(json, bad))
        #expect(results.count == 2 && (try? results[1].get())?.text == "jalan rusak")
        #expect(throws: Unreadable.missing("results.from")) { try results[0].get() }
        let none = request(json, #"{"results":[],"messageCount":0}"#)
        #expect(try infobip.decode(none) == .ignored("no message in the batch"))
    }

    @Test func credentialsOrASecretInThePath() throws {
        let infobip = try provider("provider: infobip, user: u, password: p")
        #expect(infobip.needsPathSecret == false)
        for (header, isOurs) in [("Basic dTpw", true), ("Basic dTpx", false), ("dTpw", false)] {
            let sent = request(json, batch, headers: ["authorization": header])
            #expect(infobip.isAuthentic(sent, at: now) == isOurs)
        }
        #expect(try provider("provider: infobip, secret: s").needsPathSecret)
        #expect(throws: (any Error).self) { try provider("provider: infobip, user: u") }
    }
}

@Suite struct SMSGateTests {
    private let body = """
        {"id":"Ey6ECgOkVVFjz3CL48B8C","webhookId":"w1","deviceId":"ffff","event":"sms:received",\
        "payload":{"messageId":"a80532bb","message":"LAPOR jembatan putus","sender":"+6281234567890",\
        "recipient":null,"simNumber":1,"receivedAt":"2026-11-22T07:32:44.000+08:00"}}
        """

    private func signed(_ time: Int) -> RawRequest {
        let code = Signature.hmac(.sha256, Array((body + "\(time)").utf8), Array("Ab3dEf6h".utf8))
        return request(json, body, headers: ["x-timestamp": "\(time)", "x-signature": hex(code)])
    }

    @Test func bodyThenTime() throws {
        let gate = try provider("provider: smsgate, secret: Ab3dEf6h")
        let time = Int(now.timeIntervalSince1970)
        #expect(gate.isAuthentic(signed(time), at: now))
        #expect(gate.isAuthentic(signed(time - 400), at: now) == false)
        #expect(gate.isAuthentic(signed(time + 400), at: now) == false)
        #expect(try provider("provider: smsgate, secret: other").isAuthentic(signed(time), at: now) == false)
    }

    /// Each try has a new id; `messageId` is a hash of 32 bits.
    @Test func oneMessageWhateverItsEnvelope() throws {
        let gate = try provider("provider: smsgate, secret: s")
        let again = body.replacing("Ey6ECgOkVVFjz3CL48B8C", with: "another")
        let first = try message(gate, request(json, body))
        #expect(try message(gate, request(json, again)).id == first.id)
        let later = body.replacing("07:32:44", with: "07:32:45")
        #expect(try message(gate, request(json, later)).id != first.id)
        // What is new to us may be a message; the notice that a picture waits is none.
        let batch = request(json, #"{"event":"rcs:received","payload":{"messages":[]}}"#)
        #expect(throws: Unreadable.self) { try gate.decode(batch) }
        let notice = request(json, #"{"event":"mms:received","payload":{"subject":"x"}}"#)
        #expect(try gate.decode(notice) == .ignored("the event 'mms:received'"))
        let ping = request(json, #"{"id":"1","event":"system:ping","payload":{}}"#)
        #expect(try gate.decode(ping) == .ignored("the event 'system:ping'"))
    }
}

@Suite struct BirdTests {
    @Test func timeAddressAndHashOfTheBody() throws {
        let body = """
            {"service":"channels","event":"sms.inbound","payload":{"id":"b1","sender":{"contact":\
            {"identifierValue":"+6281234567890"}},"body":{"type":"text","text":{"text":"air mati"}}}}
            """
        let time = "\(Int(now.timeIntervalSince1970))"
        let signed = Array("\(time)\n\(publicURL)/sms/a\n".utf8) + Signature.sha256(Array(body.utf8))
        let code = Data(Signature.hmac(.sha256, signed, Array("birdkey".utf8))).base64EncodedString()
        let sent = request(
            json, body,
            headers: ["messagebird-signature": code, "messagebird-request-timestamp": time])
        let bird = try provider("provider: bird, secret: birdkey")
        #expect(bird.isAuthentic(sent, at: now))
        #expect(bird.isAuthentic(sent, at: now.addingTimeInterval(301)) == false)
        #expect(try message(bird, sent).text == "air mati")
        let other = request(json, #"{"event":"sms.outbound"}"#)
        #expect(try bird.decode(other) == .ignored("the event 'sms.outbound'"))
    }
}

@Suite struct ExternalTests {
    @Test func whatRapidProSends() throws {
        let external = try provider("provider: external, secret: s")
        let sent = request(
            form, "sender=%2B6281234567890&text=jalan+rusak&date=2026-11-28T01%3A02%3A03Z", tail: "receive")
        let found = try message(external, sent)
        #expect(found.from == "+6281234567890" && found.text == "jalan rusak" && found.id == nil)
        for tail in ["stopped", "sent", "delivered", "failed"] {
            #expect(
                try external.decode(request(form, "id=1", tail: tail)) == .ignored("the event '\(tail)'"))
        }
    }
}

@Suite struct WhatsAppTests {
    private let yaml = "provider: whatsapp, secret: app, verify_token: vt, phone_number_id: \"106\""
    private let body = """
        {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{\
        "metadata":{"display_phone_number":"62811","phone_number_id":"106"},\
        "contacts":[{"profile":{"name":"Siti"},"wa_id":"6281234567890"}],\
        "messages":[{"from":"6281234567890","id":"wamid.1","timestamp":"1","type":"text",\
        "text":{"body":"jalan rusak"}},{"from":"6281234567890","id":"wamid.2","timestamp":"2",\
        "type":"image","image":{"caption":"ini fotonya"}},{"from":"6281234567890","id":"wamid.3",\
        "type":"reaction","reaction":{"emoji":"x"}}],"statuses":[{"id":"wamid.0"}]}}]}]}
        """

    @Test func theHandshakeNeedsTheToken() throws {
        let whatsApp = try provider(yaml)
        func greeting(_ query: String) -> String? {
            whatsApp.greeting(request(method: "GET", query: query))?.body
        }
        let challenge = "hub.challenge=1158201444"
        #expect(greeting("hub.mode=subscribe&hub.verify_token=vt&\(challenge)") == "1158201444")
        #expect(greeting("hub.mode=subscribe&hub.verify_token=x&\(challenge)") == nil)
        #expect(greeting(challenge) == nil)
    }

    @Test func theBodyIsSigned() throws {
        let whatsApp = try provider(yaml)
        let code = hex(Signature.hmac(.sha256, Array(body.utf8), Array("app".utf8)))
        #expect(
            whatsApp.isAuthentic(
                request(json, body, headers: ["x-hub-signature-256": "sha256=" + code]), at: now))
        for header in ["sha256=" + code.replacing("a", with: "b"), code, ""] {
            let sent = request(json, body, headers: ["x-hub-signature-256": header])
            #expect(whatsApp.isAuthentic(sent, at: now) == false)
        }
    }

    @Test func batchesWithoutStatesAndSigns() throws {
        let whatsApp = try provider(yaml)
        let all = try messages(whatsApp, request(json, body)).map { try $0.get() }
        #expect(all.map(\.id) == ["wamid.1", "wamid.2"])
        #expect(all.map(\.text) == ["jalan rusak", "ini fotonya"])
        #expect(all.allSatisfy { $0.channel == .chat && $0.name == "Siti" && $0.to == "62811" })
        let foreign = body.replacing("\"106\"", with: "\"107\"")
        #expect(
            try whatsApp.decode(request(json, foreign)) == .ignored("4 states or signs, no message"))
    }
}

@Suite struct TelegramTests {
    @Test func updates() throws {
        let telegram = try provider("provider: telegram, secret: st")
        let body = """
            {"update_id":7,"message":{"message_id":1,"from":{"id":99,"is_bot":false,"first_name":"Siti",\
            "last_name":"A"},"chat":{"id":99},"date":1795303964,"text":"jalan rusak"}}
            """
        for (token, isOurs) in [("st", true), ("x", false), ("", false)] {
            let sent = request(json, body, headers: ["x-telegram-bot-api-secret-token": token])
            #expect(telegram.isAuthentic(sent, at: now) == isOurs)
        }
        let found = try message(telegram, request(json, body))
        #expect(found.id == "7" && found.from == "telegram:99" && found.name == "Siti A")
        let bot = body.replacing("\"is_bot\":false", with: "\"is_bot\":true")
        #expect(try telegram.decode(request(json, bot)) == .ignored("a bot wrote it"))
        let poll = request(json, #"{"update_id":8,"poll":{}}"#)
        #expect(try telegram.decode(poll) == .ignored("an update without a message"))
    }
}

@Suite struct PresetTests {
    private func preset(_ name: String, _ more: String = ", secret: s") throws -> any Provider {
        try provider("provider: \(name)\(more)")
    }

    @Test func africasTalking() throws {
        let found = try message(
            try preset("africastalking"),
            request(form, "id=a1&from=%2B254711&to=1708&text=air+mati&date=2026-11-28"))
        #expect(found.id == "a1" && found.text == "air mati" && found.to == "1708")
    }

    @Test func fonnte() throws {
        let fonnte = try preset("fonnte")
        let sent = """
            {"device":"62811","sender":"6281234567890","message":"jalan rusak","name":"Siti",\
            "timestamp":1795303964\(",\"inboxid\":42")}
            """
        let found = try message(fonnte, request(json, sent))
        #expect(found.id == "42" && found.channel == .chat && found.name == "Siti")
        // Older payloads have no id: what is there makes one.
        let old = try message(fonnte, request(json, sent.replacing(",\"inboxid\":42", with: "")))
        #expect(old.id == "62811|6281234567890|1795303964|jalan rusak")
        let group = sent.replacing("\"name\"", with: "\"member\":\"6285\",\"name\"")
        #expect(try message(fonnte, request(json, group)).from == "6285")
    }

    @Test func wablas() throws {
        let wablas = try preset("wablas")
        let sent = #"{"id":"w1","phone":"6281234567890","message":"pohon tumbang","isFromMe":false}"#
        #expect(try message(wablas, request(json, sent)).text == "pohon tumbang")
        let ours = request(json, sent.replacing("false", with: "true"))
        #expect(try wablas.decode(ours) == .ignored("isFromMe is 'true'"))
    }

    @Test func playSMS() throws {
        let playSMS = try preset("playsms")
        let found = try message(
            playSMS, request(method: "GET", query: "id=1&from=0812&to=1708&message=lampu+padam"))
        #expect(found.text == "lampu padam" && playSMS.acknowledgements.accepted.body == "OK")
    }

    @Test(arguments: ["dart", "hub9"]) func aggregators(name: String) throws {
        let dart = try preset(name, ", user: u, password: p")
        let query = "userid=u&password=p&original=6285218761111&sendto=93456&messagetype=0"
            + "&messageid=1705%402&message=Jalan+rusak&date=20170503131559&dcs=0&udhl=0&charset=utf-8"
        #expect(dart.isAuthentic(request(method: "GET", query: query), at: now))
        let wrong = request(method: "GET", query: query.replacing("password=p", with: "password=q"))
        #expect(dart.isAuthentic(wrong, at: now) == false)
        let found = try message(dart, request(method: "GET", query: query))
        #expect(found.from == "6285218761111" && found.id == "1705@2" && found.text == "Jalan rusak")
        #expect(dart.acknowledgements.accepted.body == "000")
        // What is kept of the call holds no credential.
        let meta = request(method: "GET", query: query).meta(without: dart.credentials)
        #expect(meta["query"]?.hasPrefix("userid=&password=&original=6285218761111&") == true)
        // Recoded on the way, with the coding left as it was.
        let recoded = query.replacing("dcs=0", with: "dcs=8")
        #expect(try message(dart, request(method: "GET", query: recoded)).text == "Jalan rusak")
        // Credentials in a body would be kept with it.
        let form = request(form, query)
        #expect(dart.isAuthentic(form, at: now) == false)
        let wide = query.replacing("dcs=0", with: "dcs=8")
            .replacing("message=Jalan+rusak", with: "message=004c0041d83dde37")
            .replacing("&charset=utf-8", with: "")
        #expect(try message(dart, request(method: "GET", query: wide)).text == "LA😷")
    }
}

@Suite struct KannelFormatTests {
    private let kannel = "provider: kannel, secret: s"

    @Test func theTextAsBody() throws {
        let found = try message(
            try provider(kannel),
            request(
                "text/plain; charset=\"UTF-16BE\"", "\u{0}L\u{0}A", query: "id=k1",
                headers: [
                    "x-kannel-from": "+628123", "x-kannel-to": "1708", "x-kannel-coding": "2",
                    "x-kannel-udh": "%05%00%03*%02%02",
                ]))
        #expect(found.text == "LA" && found.from == "+628123" && found.to == "1708")
        #expect(found.id == "k1" && found.part != nil)
    }

    @Test func xml() throws {
        let kannel = try provider(kannel)
        let sent = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE message SYSTEM "ppg.dtd">
            <message cid="1"><submit><da><number>1708</number></da><oa><number>+628123</number></oa>\
            <ud>PXM+laporan+%26+jalan</ud><at><year>2026</year><month>11</month></at></submit></message>
            """
        let found = try message(kannel, request("text/xml", sent))
        #expect(found.from == "+628123" && found.to == "1708" && found.text == "PXM laporan & jalan")
        #expect(throws: Unreadable(why: "the sender (oa) is missing: set send-sender = true")) {
            try message(kannel, request("text/xml", sent.replacing("oa>", with: "ob>")))
        }
        #expect(throws: Unreadable(why: "the body is not XML")) {
            try message(kannel, request("text/xml", "<message><submit>"))
        }
        // An entity of its own may read no file and grow to no size.
        let evil = """
            <!DOCTYPE m [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">]>
            <m><s><oa><number>1&f;</number></oa><ud>&a;</ud></s></m>
            """
        #expect(throws: Unreadable(why: "the body is not XML")) {
            try message(kannel, request("text/xml", evil))
        }
    }
}

@Suite struct CharsetTests {
    /// The vector of the reference: every character of the extension table it names.
    @Test func theAlphabetOfTheNetwork() {
        let septets = Signature.bytes(
            hex: "4269617961201b3c52702035302e3030301b3e201b65201b3d2005207f") ?? []
        #expect(Charset.gsm7.decode(septets) == "Biaya [Rp 50.000] € ~ é à")
        #expect(GSM7.count("Biaya [Rp 50.000] € ~ é à") == 29)
        #expect(GSM7.count("😷") == nil)
        // Every septet means something, and each character is counted as it is written.
        let all = (UInt8(0)...0x7F).filter { $0 != 0x1B }
        let text = Charset.gsm7.decode(all)
        #expect(text.count == 127 && Set(text).count == 127 && GSM7.count(text) == 127)
        #expect(Charset.gsm7.decode([0x41, 0x1B]) == "A")
        #expect(Charset.gsm7.decode([0x1B, 0x41, 0xFF]) == "A\u{FFFD}")
    }

    @Test(arguments: [
        ("UTF-16BE", nil, Charset.utf16), ("utf-16be", "0", .utf16), ("UCS-2", nil, .utf16),
        (nil, "2", .utf16), ("UTF-8", "2", .utf8), ("ISO-8859-1", nil, .latin1), (nil, nil, .utf8),
    ] as [(String?, String?, Charset)])
    func declared(name: String?, coding: String?, charset: Charset) {
        #expect(Charset(declared: name, coding: coding) == charset)
    }

    @Test func halvesAreNoTrap() {
        #expect(Charset.utf16.decode([0x00, 0x4C, 0x00]) == "L")
        #expect(Charset.utf16.decode([0xD8, 0x3D]) == "\u{FFFD}")
        #expect(Charset.utf16.decode([0xFE, 0xFF, 0x00, 0x4C]) == "L")
        #expect(Charset.utf8.decode([0x63, 0x61, 0x66, 0xE9]) == "café")
    }
}
