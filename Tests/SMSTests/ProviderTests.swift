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
        try message(
            try provider("provider: kannel, secret: s"),
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
        #expect(try decode("from=62812&id=2&udh=%05%00%03%2B%03%01&text=x").part != nil)
        #expect(try decode("from=62812&id=2&udh=%06%08%04%00%2B%02%01&text=x").part != nil)
        #expect(try decode("from=62812&id=2&udh=&text=x").part == nil)
        #expect(try decode("from=62812&id=2&udh=%05%00%FF&text=x").part == nil)
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

    private func twilio(_ secrets: String = "[other, \"12345\"]") throws -> any Provider {
        try provider("provider: twilio, secrets: \(secrets)")
    }

    /// The signature was made by Twilio's Python SDK 9.13.
    @Test func signatureOfTheVendorsSDK() throws {
        let body = try fixture("twilio-form.txt")
        let request = request(signature: "tjqG9aLGz7CodUf5R7dE0jsrtR8=", body: body)
        #expect(try twilio().isAuthentic(request, at: .now))
        let message = try message(try twilio(), request)
        #expect(message.id == "SM00000000000000000000000000000001")
        #expect(message.text == "LAPOR jalan rusak di Desa Pakapuran & jembatan “putus” 😷")
        #expect(message.from == "+6281234567890")
    }

    @Test func anythingElseIsRefused() throws {
        var body = try fixture("twilio-form.txt")
        let signature = "tjqG9aLGz7CodUf5R7dE0jsrtR8="
        #expect(try twilio("[wrong]").isAuthentic(request(signature: signature, body: body), at: .now) == false)
        #expect(try twilio().isAuthentic(request(signature: "", body: body), at: .now) == false)
        #expect(try twilio().isAuthentic(request(signature: "%%%", body: body), at: .now) == false)
        body.append(UInt8(ascii: "1"))
        #expect(try twilio().isAuthentic(request(signature: signature, body: body), at: .now) == false)
    }

    @Test func needsASecret() throws {
        let account = try #require(try accounts("- { name: t, provider: twilio }").first)
        #expect {
            _ = try Providers.make(account, publicURL: nil)
        } throws: { error in
            "\(error)".contains("test.yaml:4: the account 't' (twilio) needs a secret")
        }
    }
}

@Suite struct GenericTests {
    private func generic(_ rest: String) throws -> any Provider {
        try provider("provider: generic, secret: rahasia\(rest)")
    }

    private func json(_ body: String, headers: [String: String] = [:]) -> RawRequest {
        RawRequest(
            method: "POST", path: "/sms/g", query: "",
            headers: Headers(["content-type": "application/json"].merging(headers) { $1 }),
            body: Array(body.utf8))
    }

    @Test func fieldsByPathInJSON() throws {
        let generic = try generic(", fields: { from: msisdn, text: body.parts.0.content, id: n }")
        let found = try message(
            generic, json(#"{"msisdn":"0812","body":{"parts":[{"content":"banjir"}]},"n":77}"#))
        #expect(found == Inbound(id: "77", from: "0812", to: "", text: "banjir", time: ""))
        #expect(throws: Unreadable(why: "the body is not JSON")) { try message(generic, json("{")) }
        #expect(throws: Unreadable(why: "the field text (body.parts.0.content) is missing")) {
            try message(generic, json(#"{"msisdn":"0812","body":[]}"#))
        }
    }

    /// Only a text or a number is an id; `true` is not the message number 1.
    @Test func idsOfOtherTypesAreNone() throws {
        let generic = try generic("")
        func id(_ written: String) throws -> String? {
            try message(generic, json(#"{"from":"0812","text":"x","id":\#(written)}"#)).id
        }
        #expect(try id("1") == "1")
        #expect(try id(#""1""#) == "1")
        #expect(try id("12345678901234567890123") == "12345678901234567890123")
        for written in ["true", "false", "null", "{}", "[1]", #"{"id":1}"#, "0", #""null""#] {
            #expect(try id(written) == nil, "\(written)")
        }
        #expect(throws: Unreadable.self) { try id("NaN") }
        #expect(throws: Unreadable.self) {
            try message(generic, json(#"{"from":true,"text":"x"}"#))
        }
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        let found = try message(
            try generic(""), json("\u{FEFF}" + #"{"from":"0812","text":"x"}"#))
        #expect(found.text == "x")
    }

    /// One signature proves one body, whatever stands beside it.
    @Test func whatIsNotSignedIsNotRead() throws {
        let hmac = try generic(", auth: { scheme: hmac-sha256, header: X-Signature }")
        let body = #"{"from":"0812","text":"asli","id":"1"}"#
        let code = Signature.hmac(.sha256, Array(body.utf8), Array("rahasia".utf8))
        let header = Data(code).base64EncodedString()
        var sent = json(body, headers: ["x-signature": header])
        sent.query = "from=0813&text=palsu&id=2"
        #expect(hmac.isAuthentic(sent, at: .now))
        #expect(try message(hmac, sent).text == "asli")
        for type in ["", "text/plain"] {
            sent.headers["content-type"] = type
            #expect(throws: Unreadable.self) { try message(hmac, sent) }
        }
        sent.headers["content-type"] = "application/x-www-form-urlencoded"
        #expect(throws: Unreadable.self) { try message(hmac, sent) }
        let empty = Data(Signature.hmac(.sha256, [UInt8](), Array("rahasia".utf8)))
            .base64EncodedString()
        #expect(!hmac.isAuthentic(json("", headers: ["x-signature": empty]), at: .now))
    }

    @Test func threeWaysToProve() throws {
        let token = try generic(", auth: { scheme: token, header: X-Token }")
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "rahasia"]), at: .now))
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "Bearer rahasia"]), at: .now))
        #expect(token.isAuthentic(json("{}", headers: ["x-token": "rahasi"]), at: .now) == false)
        #expect(token.isAuthentic(json("{}"), at: .now) == false)
        let hmac = try generic(", auth: { scheme: hmac-sha256, header: X-Signature }")
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("{}".utf8), using: SymmetricKey(data: Data("rahasia".utf8)))
        let hex = code.map { String(format: "%02x", $0) }.joined()
        #expect(hmac.isAuthentic(json("{}", headers: ["x-signature": "sha256=\(hex)"]), at: .now))
        #expect(hmac.isAuthentic(
            json("{}", headers: ["x-signature": Data(code).base64EncodedString()]), at: .now))
        #expect(hmac.isAuthentic(json("{ }", headers: ["x-signature": hex]), at: .now) == false)
        let basic = try generic(", auth: { scheme: basic }")
        let credentials = Data("rahasia".utf8).base64EncodedString()
        #expect(basic.isAuthentic(json("{}", headers: ["authorization": "Basic \(credentials)"]), at: .now))
        #expect(basic.isAuthentic(json("{}"), at: .now) == false)
    }

    @Test func unknownFieldIsAnErrorWithItsLine() throws {
        #expect {
            _ = try generic(", fields: { sender: x }")
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
}
