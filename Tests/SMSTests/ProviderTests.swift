// Each provider's verification, decoding and acknowledgement, as pure functions of a request.
import Crypto
import Foundation
import ServiceKit
import TestSupport
import Testing

@testable import SMSService

/// Accounts as the configuration gives them.
func accounts(_ yaml: String, environment: [String: String] = [:]) throws -> [SMSAccount] {
    let text =
        "sms:\n  routing_token: x\n  accounts:\n"
        + yaml.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    return try Configuration.parse(
        text, file: "test.yaml", for: [.sms], environment: environment
    ).sms?.accounts ?? []
}

func fixture(_ name: String) throws -> [UInt8] {
    let url = try #require(
        Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
    return Array(try Data(contentsOf: url))
}

@Suite struct KannelTests {
    private func decode(_ query: String) throws -> Inbound {
        let account = try #require(
            try accounts("- { name: k, provider: kannel, secret: s }").first)
        return try Kannel(account, publicURL: nil).decode(
            RawRequest(method: "GET", path: "/sms/k", query: query, headers: [:], body: []))
    }

    @Test func plainText() throws {
        let message = try decode("from=081234567890&to=1708&id=a-1&ts=1&text=LAPOR+jalan%2Frusak")
        #expect(message.id == "a-1")
        #expect(message.text == "LAPOR jalan/rusak")
        #expect(message.from == "081234567890")
    }

    @Test func utf16AsDeclared() throws {
        let message = try decode(
            "from=62812&id=2&charset=UTF-16BE&coding=2&text=%00L%00A%00P%D8%3D%DE%37")
        #expect(message.text == "LAP😷")
    }

    @Test func latin1WhenNotUTF8() throws {
        #expect(try decode("from=62812&id=2&text=caf%E9").text == "café")
    }

    @Test func absentIdsInEverySpelling() throws {
        for id in ["", "null", "0", "undefined", "%20"] {
            #expect(try decode("from=62812&id=\(id)&text=x").id == nil)
        }
    }

    @Test func lonePartIsMarked() throws {
        #expect(try decode("from=62812&id=2&udh=%05%00%03%2B%03%01&text=x").isIncomplete)
        #expect(try decode("from=62812&id=2&udh=%06%08%04%00%2B%02%01&text=x").isIncomplete)
        #expect(try decode("from=62812&id=2&udh=&text=x").isIncomplete == false)
        #expect(try decode("from=62812&id=2&udh=%05%00%FF&text=x").isIncomplete == false)
    }

    @Test func missingFieldsAreNamed() {
        #expect(throws: Unreadable(why: "the parameter from (%p) is missing")) {
            try decode("text=x")
        }
        #expect(throws: Unreadable(why: "the parameter text (%b) is missing")) {
            try decode("from=0812")
        }
    }
}

@Suite struct TwilioTests {
    private func request(signature: String, body: [UInt8]) -> RawRequest {
        RawRequest(
            method: "POST", path: "/sms/t", query: "ch=sms-1708",
            headers: [
                "x-twilio-signature": signature,
                "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            ], body: body, target: "/hook/twilio?ch=sms-1708")
    }

    private func provider(_ secrets: String = "[other, \"12345\"]") throws -> Twilio {
        let account = try #require(
            try accounts("- { name: t, provider: twilio, secrets: \(secrets) }").first)
        return try Twilio(account, publicURL: "https://aduan.hss.example")
    }

    /// The signature was made by Twilio's Python SDK 9.13.
    @Test func signatureOfTheVendorsSDK() throws {
        let body = try fixture("twilio-form.txt")
        let request = request(signature: "tjqG9aLGz7CodUf5R7dE0jsrtR8=", body: body)
        #expect(try provider().isAuthentic(request))
        let message = try provider().decode(request)
        #expect(message.id == "SM00000000000000000000000000000001")
        #expect(message.text == "LAPOR jalan rusak di Desa Pakapuran & jembatan “putus” 😷")
        #expect(message.from == "+6281234567890")
    }

    @Test func anythingElseIsRefused() throws {
        var body = try fixture("twilio-form.txt")
        let signature = "tjqG9aLGz7CodUf5R7dE0jsrtR8="
        #expect(try provider("[wrong]").isAuthentic(request(signature: signature, body: body)) == false)
        #expect(try provider().isAuthentic(request(signature: "", body: body)) == false)
        #expect(try provider().isAuthentic(request(signature: "%%%", body: body)) == false)
        body.append(UInt8(ascii: "1"))
        #expect(try provider().isAuthentic(request(signature: signature, body: body)) == false)
    }

    @Test func needsASecret() throws {
        let account = try #require(try accounts("- { name: t, provider: twilio }").first)
        #expect {
            _ = try Twilio(account, publicURL: nil)
        } throws: { error in
            "\(error)".contains("test.yaml:4: the account 't' (twilio) needs a secret")
        }
    }
}

@Suite struct GenericTests {
    private func provider(_ rest: String) throws -> Generic {
        let account = try #require(
            try accounts("- { name: g, provider: generic, secret: rahasia\(rest) }").first)
        return try Generic(account, publicURL: nil)
    }

    private func json(_ body: String, headers: [String: String] = [:]) -> RawRequest {
        RawRequest(
            method: "POST", path: "/sms/g", query: "",
            headers: ["content-type": "application/json"].merging(headers) { $1 },
            body: Array(body.utf8))
    }

    @Test func fieldsByPathInJSON() throws {
        let generic = try provider(", fields: { from: msisdn, text: body.parts.0.content, id: n }")
        let message = try generic.decode(
            json(#"{"msisdn":"0812","body":{"parts":[{"content":"banjir"}]},"n":77}"#))
        #expect(message == Inbound(id: "77", from: "0812", to: "", text: "banjir", time: ""))
        #expect(throws: Unreadable(why: "the body is not JSON")) { try generic.decode(json("{")) }
        #expect(throws: Unreadable(why: "the field text (body.parts.0.content) is missing")) {
            try generic.decode(json(#"{"msisdn":"0812","body":[]}"#))
        }
    }

    /// Only a text or a number is an id; `true` is not the message number 1.
    @Test func idsOfOtherTypesAreNone() throws {
        let generic = try provider("")
        func id(_ written: String) throws -> String? {
            try generic.decode(json(#"{"from":"0812","text":"x","id":\#(written)}"#)).id
        }
        #expect(try id("1") == "1")
        #expect(try id(#""1""#) == "1")
        #expect(try id("12345678901234567890123") == "12345678901234567890123")
        for written in ["true", "false", "null", "{}", "[1]", #"{"id":1}"#, "0", #""null""#] {
            #expect(try id(written) == nil, "\(written)")
        }
        #expect(throws: Unreadable.self) { try id("NaN") }
        #expect(throws: Unreadable.self) {
            try generic.decode(json(#"{"from":true,"text":"x"}"#))
        }
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        let message = try provider("").decode(json("\u{FEFF}" + #"{"from":"0812","text":"x"}"#))
        #expect(message.text == "x")
    }

    @Test func threeWaysToProve() throws {
        let token = try provider(", auth: { scheme: token, header: X-Token }")
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "rahasia"])))
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "Bearer rahasia"])))
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "rahasi"])) == false)
        #expect(token.isAuthentic(json("{}")) == false)
        let hmac = try provider(", auth: { scheme: hmac-sha256, header: X-Signature }")
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("{}".utf8), using: SymmetricKey(data: Data("rahasia".utf8)))
        let hex = code.map { String(format: "%02x", $0) }.joined()
        #expect(hmac.isAuthentic(json("{}", headers: ["x-signature": "sha256=\(hex)"])))
        #expect(hmac.isAuthentic(
            json("{}", headers: ["x-signature": Data(code).base64EncodedString()])))
        #expect(hmac.isAuthentic(json("{ }", headers: ["x-signature": hex])) == false)
        let basic = try provider(", auth: { scheme: basic }")
        let credentials = Data("rahasia".utf8).base64EncodedString()
        #expect(basic.isAuthentic(json("{}", headers: ["authorization": "Basic \(credentials)"])))
        #expect(basic.isAuthentic(json("{}")) == false)
    }

    @Test func unknownFieldIsAnErrorWithItsLine() throws {
        #expect {
            _ = try provider(", fields: { sender: x }")
        } throws: { error in
            "\(error)".contains("test.yaml:4") && "\(error)".contains("'sender'")
        }
    }

    @Test func unknownProviderNamesTheNearest() throws {
        let account = try #require(
            try accounts("- { name: g, provider: kanel, secret: s }").first)
        #expect {
            _ = try Providers.make(account, publicURL: nil)
        } throws: { error in
            "\(error)".contains("did you mean 'kannel'?")
        }
    }
}

@Suite struct ParameterTests {
    @Test func strayPercentStaysWhatItIs() {
        let items = Parameters.parse(Array("a=100%&b=%zz&c&d==1&=x&&e=%4".utf8))
        #expect(items.map(\.name) == ["a", "b", "c", "d", "", "e"])
        #expect(items.map { String(decoding: $0.value, as: UTF8.self) }
            == ["100%", "%zz", "", "=1", "x", "%4"])
    }

    /// Whatever bytes come, decoding ends and never traps.
    @Test func fuzzedRequestsNeverCrash() throws {
        var random = SeededRandom(seed: 20_261_122)
        let account = try #require(
            try accounts("- { name: k, provider: kannel, secret: s }").first)
        let kannel = try Kannel(account, publicURL: nil)
        let twilio = try Twilio(account, publicURL: "https://x.example")
        let generic = try Generic(account, publicURL: nil)
        let seeds = [
            "from=62812&id=2&charset=UTF-16BE&coding=2&udh=%05%00%03%2B%03%01&text=%00L%00A",
            "From=%2B62812&Body=x&MessageSid=SM1", #"{"from":"1","text":{"a":[1,null,"x"]}}"#,
        ]
        for round in 0..<3000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let request = RawRequest(
                method: "POST", path: "/sms/k", query: String(decoding: bytes, as: UTF8.self),
                headers: [
                    "content-type": round % 2 == 0
                        ? "application/json" : "application/x-www-form-urlencoded"
                ], body: bytes, target: "/sms/k")
            _ = try? kannel.decode(request)
            _ = try? twilio.decode(request)
            _ = twilio.isAuthentic(request)
            _ = try? generic.decode(request)
        }
    }
}
