// Messages out: the request each provider gets is the one its own package makes, its answers mean what they
// mean, and what is said fits one message.
import Complaints
import Delivery
import Foundation
import Region
import ServiceKit
import TestSupport
import Testing

@testable import SMSService

/// The request a vendor's own package makes for a message (Fixtures/send.py).
struct VendorRequest: Decodable {
    var method: String
    var url: String
    var body: String
    var headers: [String: String]

    static func make(_ kind: String, _ message: Outgoing) throws -> VendorRequest {
        let python = Places.checkout.appending(path: ".build/vendors/bin/python").path
        let script = Places.checkout.appending(path: "Tests/SMSTests/Fixtures/send.py").path
        let folder = try TemporaryFolder("send")
        let job = [
            "kind": kind, "user": message.access.user ?? "",
            "password": message.access.password?.value ?? "", "to": message.to,
            "from": message.access.from ?? "", "id": message.id, "report": message.reportURL,
            "text": message.text,
        ]
        try folder.write(
            String(decoding: try JSONSerialization.data(withJSONObject: job), as: UTF8.self),
            to: "job")
        let output = try ChildProgram.run(
            ["/bin/sh", "-c", "'\(python)' '\(script)' < '\(folder.file("job"))' 2> /dev/null"])
        return try JSONDecoder().decode(VendorRequest.self, from: Data(output.utf8))
    }

    /// Members of a form or a JSON body, without what the package adds of its own.
    func fields(without own: Set<String> = []) -> NSDictionary {
        headers["content-type"]?.hasPrefix("application/json") == true
            ? jsonFields(Data(body.utf8), without: own) : formFields(body, without: own)
    }
}

func formFields(_ body: String, without own: Set<String> = []) -> NSDictionary {
    let items = Parameters.parse(body.utf8).filter { !own.contains($0.name) }
    return Dictionary(
        items.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) },
        uniquingKeysWith: { $1 }) as NSDictionary
}

func jsonFields(_ body: Data, without own: Set<String> = []) -> NSDictionary {
    var object = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
    for name in own { object[name] = nil }
    return object as NSDictionary
}

/// An account that sends, and its provider.
func outlet(_ yaml: String) throws -> (any Outlet, SMSAccount.SendAccess) {
    let account = try #require(try accounts("- { name: a, \(yaml) }").first)
    let provider = try Providers.make(account, publicURL: publicURL)
    return (try #require(provider as? any Outlet), try #require(account.send))
}

@Suite struct OutletTests {
    private func outgoing(
        _ access: SMSAccount.SendAccess, _ outlet: any Outlet,
        text: String = "Laporan Anda – “nomor” é HSS-26-1000123-5 & lain"
    ) -> Outgoing {
        Outgoing(
            id: "receipt:1", to: "+6281250001001", text: text, access: access,
            url: Dispatcher.url(access, outlet), reportURL: publicURL + "/sms/a")
    }

    /// Accounts as the configuration writes them, by the provider.
    private static let sending = [
        "twilio": "account_sid: AC0, send: {user: AC0, password: pw, from: '+1'}",
        "vonage": "send: {user: k, password: pw, from: '1708'}",
        "infobip": "send: {url: 'https://x.api.infobip.com/', password: pw, from: '1708'}",
        "smsgate": "send: {user: sms, password: pw}",
    ]
    /// Members with which a package only says what is so anyway.
    private static let own: [String: Set<String>] = ["smsgate": ["isEncrypted", "priority"]]

    @Test(arguments: sending.keys.sorted())
    func theVendorsOwnPackageSendsTheSame(_ kind: String) throws {
        let (outlet, access) = try outlet(
            "provider: \(kind), secret: t, \(Self.sending[kind] ?? "")")
        let message = outgoing(access, outlet)
        let theirs = try VendorRequest.make(kind, message)
        let ours = outlet.request(message)
        #expect(ours.method == theirs.method)
        #expect(ours.url == theirs.url)
        let headers = Dictionary(
            ours.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        #expect(headers["authorization"] == theirs.headers["authorization"])
        #expect(headers["content-type"] == theirs.headers["content-type"])
        let body = try #require(ours.body)
        let isJSON = headers["content-type"] == "application/json"
        let fields =
            isJSON ? jsonFields(body) : formFields(String(decoding: body, as: UTF8.self))
        #expect(fields == theirs.fields(without: Self.own[kind] ?? []), "\(fields)")
    }

    @Test func kannelsQuery() throws {
        let (outlet, access) = try outlet(
            """
            provider: kannel, secret: t, send: {url: "http://127.0.0.1:13013/cgi-bin/sendsms", \
            user: aduan, password: "p&w", from: '1708'}
            """)
        func query(_ text: String) throws -> [String: String] {
            let url = outlet.request(outgoing(access, outlet, text: text)).url
            let parts = url.split(separator: "?", maxSplits: 1)
            #expect(parts[0] == "http://127.0.0.1:13013/cgi-bin/sendsms")
            return try #require(formFields(String(parts[1])) as? [String: String])
        }
        var fields = try query("air & lampu")
        #expect(
            fields["dlr-url"] == publicURL + "/sms/a/report?id=receipt%3A1&status=%d")
        fields["dlr-url"] = nil
        #expect(
            fields == [
                "username": "aduan", "password": "p&w", "from": "1708", "to": "+6281250001001",
                "text": "air & lampu", "charset": "UTF-8", "coding": "0", "dlr-mask": "27",
            ])
        #expect(try query("air 😷")["coding"] == "2")
    }

    /// What the answers of the providers' documentation mean.
    @Test(arguments: [
        ("twilio", 201, #"{"sid":"SM1","status":"queued"}"#, Handover.sent(reference: "SM1")),
        (
            "twilio", 400, #"{"code":21610,"message":"unsubscribed"}"#,
            .unwanted("Twilio's error 21610")
        ),
        (
            "twilio", 400, #"{"code":21211,"message":"Invalid 'To'"}"#,
            .refused("Twilio's error 21211")
        ),
        (
            "twilio", 403, #"{"code":20005,"message":"Account not active"}"#,
            .again("Twilio's error 20005: check the account and send.from")
        ),
        ("twilio", 200, "<html>", .again("the answer is none of Twilio's: check send.url")),
        ("vonage", 200, #"{"messages":[{"status":"0","message-id":"7"}]}"#, .sent(reference: "7")),
        (
            "vonage", 200, #"{"messages":[{"status":"1","error-text":"Throttled"}]}"#,
            .again("Vonage's status 1: Throttled")
        ),
        (
            "vonage", 200, #"{"messages":[{"status":"7","error-text":"Barred"}]}"#,
            .refused("Vonage's status 7: Barred")
        ),
        ("vonage", 200, "<html>", .again("Vonage's answer cannot be read")),
        (
            "infobip", 200,
            #"{"messages":[{"messageId":"9","status":{"groupName":"PENDING"}}]}"#,
            .sent(reference: "9")
        ),
        (
            "infobip", 200,
            #"""
            {"messages":[{"messageId":"9","status":{"groupName":"REJECTED","name":"NO_ROUTE",
            "description":"none"}}]}
            """#, .refused("Infobip: NO_ROUTE")
        ),
        ("smsgate", 202, #"{"id":"x","state":"Pending"}"#, .sent(reference: "x")),
        ("smsgate", 409, "{}", .sent(reference: nil)),
        ("kannel", 202, "0: Accepted for delivery", .sent(reference: nil)),
        ("kannel", 200, "<html>", .again("the answer is none of Kannel's: check send.url")),
        (
            "kannel", 403, "Number(s) has/have been denied by white- and/or black-lists.",
            .refused("Kannel denies the number")
        ),
        ("kannel", 404, "", .again("the provider answered 404: check send.url")),
        ("kannel", 400, "Unknown", .refused("the provider answered 400")),
        ("kannel", 503, "", .again("the provider answered 503")),
        ("kannel", 429, "", .again("the provider answered 429")),
        (
            "kannel", 403, "Authorization failed",
            .again("the provider refuses the account's credentials: check send.user and send.password")
        ),
    ])
    func answers(_ provider: String, _ status: Int, _ body: String, _ outcome: Handover) throws {
        let (outlet, _) = try outlet(
            "provider: \(provider), secret: t, send: {url: 'http://a', user: u, password: p, from: f}")
        let response = FetchResponse(status: status, headers: [:], body: Data(body.utf8))
        #expect(outlet.judge(response) == outcome)
    }

    @Test func aRetryIsNotBeforeItsTime() throws {
        let (outlet, _) = try outlet("provider: kannel, secret: t, send: {url: 'http://a'}")
        let response = FetchResponse(status: 429, headers: ["retry-after": "90"], body: Data())
        #expect(
            outlet.judge(response) == .again("the provider answered 429", after: .seconds(90)))
    }

    @Test func reportsOfTheProviders() throws {
        func reports(_ yaml: String, _ request: RawRequest) throws -> [DeliveryReport] {
            guard case .reports(let found) = try provider(yaml).decode(request) else { return [] }
            return found
        }
        func form(_ body: String) -> RawRequest {
            RawRequest(
                method: "POST", path: "/sms/a", query: "",
                headers: ["content-type": "application/x-www-form-urlencoded"],
                body: Array(body.utf8))
        }
        func json(_ body: String) -> RawRequest {
            RawRequest(
                method: "POST", path: "/sms/a", query: "",
                headers: ["content-type": "application/json"], body: Array(body.utf8))
        }
        let twilio = "provider: twilio, secret: t"
        #expect(
            try reports(twilio, form("MessageSid=SM1&MessageStatus=delivered"))
                == [DeliveryReport("SM1", .delivered)])
        #expect(
            try reports(twilio, form("MessageSid=SM1&MessageStatus=sent"))
                == [DeliveryReport("SM1", nil)])
        #expect(
            try reports(twilio, form("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003"))
                .first?.state == .failed)
        #expect(
            try reports("provider: vonage, secret: t", form("messageId=7&status=delivered&msisdn=628"))
                == [DeliveryReport("7", .delivered)])
        #expect(
            try reports(
                "provider: infobip, secret: t",
                json(
                    #"{"results":[{"messageId":"9","status":{"groupName":"UNDELIVERABLE"}}]}"#)
            ).first?.state == .failed)
        #expect(
            try reports(
                "provider: smsgate, secret: t",
                json(#"{"event":"sms:delivered","payload":{"messageId":"x"}}"#))
                == [DeliveryReport("x", .delivered)])
        var kannel = RawRequest(
            method: "GET", path: "/sms/a", query: "id=receipt%3A1&status=1", headers: [:], body: [])
        kannel.tail = "report"
        #expect(
            try reports("provider: kannel, secret: t", kannel)
                == [DeliveryReport("receipt:1", .delivered)])
    }

    @Test(arguments: [
        ("provider: telegram, secret: t, send: {url: 'http://a'}", "takes no messages"),
        ("provider: kannel, secret: t, send: {user: a}", "needs the address"),
        ("provider: kannel, secret: t, send: {url: 'not a url'}", "needs the address"),
        ("provider: kannel, secret: t, send: {url: 'http://a', user: a}", "without send.password"),
        ("provider: twilio, secret: t, send: {}", "without account_sid"),
        ("provider: vonage, secret: t, send: {password: p, from: f}", "without send.user"),
        ("provider: smsgate, secret: t, send: {}", "without send.user"),
        (
            "provider: infobip, user: u, password: p, send: {url: 'http://a', password: p, from: f}",
            "without a secret for its reports"
        ),
        ("provider: infobip, secret: t, receipt: reply", "cannot answer with its acknowledgement"),
    ])
    func whatCannotSendSaysSoAtTheStart(_ yaml: String, _ words: String) throws {
        let account = try #require(try accounts("- { name: a, \(yaml) }").first)
        let provider = try Providers.make(account, publicURL: nil)
        let error = #expect(throws: ConfigurationError.self) {
            try Sending.check(account, provider)
        }
        #expect("\(try #require(error))".contains(words))
    }
}

@Suite struct ReceiptTests {
    @Test func theReceiptFitsOneMessage() {
        #expect(Receipts.flaw(of: SMSKeywords()) == nil)
        var keywords = SMSKeywords()
        keywords.receipt = "Terima kasih."
        #expect(Receipts.flaw(of: keywords)?.contains("{nomor}") == true)
        keywords.receipt = "Laporan {nomor} 😷"
        #expect(Receipts.flaw(of: keywords)?.contains("character") == true)
        keywords.receipt = "{nomor} " + String(repeating: "a", count: 140)
        #expect(Receipts.flaw(of: keywords)?.contains("takes 162 of 160") == true)
    }

    @Test func whatWeSayByOurselvesFitsTheAlphabet() throws {
        let number = Receipts.longestNumber
        for text in [Receipts.wrongNumber, Receipts.unknownNumber(number)] {
            let count = try #require(GSM7.count(text))
            #expect(count <= Receipts.septetsMax, "\(count): \(text)")
        }
        #expect(GSM7.folded("“PDAM” – ‘air’…") == "\"PDAM\" - 'air'...")
    }

    private static let number = TrackingNumber("HSS-26-1000123-5")

    @Test(arguments: [
        "CEK HSS-26-1000123-5", "cek hss 26 1000123 5", "Cek: HSS2610001235", "*CEK* HSS-26-10001235",
        "STATUS HSS-26-1000123-5.",
    ])
    func citizensAskHowItStands(_ text: String) {
        #expect(Reading(text, Self.keywords).command == .check(Self.number))
    }

    private static let keywords: SMSKeywords = {
        var keywords = SMSKeywords()
        keywords.trackingPrefix = "HSS"
        return keywords
    }()

    @Test(arguments: ["CEK 2610001235", "cek 26 1000123 5"])
    func theRegionNeedNotBeWritten(_ text: String) {
        #expect(Reading(text, Self.keywords).command == .check(Self.number))
    }

    @Test(arguments: ["CEK", "cek HSS-26-1000123-4", "CEK HSS-26-10001"])
    func aMistypedNumberIsAskedForAgain(_ text: String) {
        #expect(Reading(text, Self.keywords).command == .check(nil))
    }

    @Test(arguments: [
        "cek jalan di desa kami rusak", "cek rt 5", "Cek lampu 3", "status tanah saya",
        "cek ktp", "HSS-26-1000123-5 belum ada tindakan", "cek tiang listrik 445566",
        "cek meter 530012345678", "cek PLN 161234567890", "Cek bansos 6306051234560001",
        "status tanah 1234567", "cek dana desa 800000000", "cek pungli 500000", "Cek Rp 500000",
        "cek penipu 081250001001", "cek 081250001001", "cek 15-11-2026", "status pbb 2025 2026",
        "CEK BJM-26-1000123-5", "CEK ÄÖÜ-26-1000123-5", "cek 26 1000123 4",
    ])
    func aComplaintThatBeginsLikeThatIsOne(_ text: String) {
        #expect(Reading(text, Self.keywords).command == nil)
    }
}
