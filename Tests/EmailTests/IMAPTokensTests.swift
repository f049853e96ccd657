// The tokeniser of IMAP responses: whole, in pieces, hostile, and at random.
import Foundation
import Intake
import TestSupport
import Testing

@testable import EmailService

@Suite struct IMAPTokensTests {
    private func read(
        _ text: String, literalBytesMax: Int = 1 << 20
    ) throws(IMAPResponseReader.Failure) -> [IMAPResponse] {
        var reader = IMAPResponseReader(
            literalBytesMax: literalBytesMax, folder: FileManager.default.temporaryDirectory)
        try reader.append(Array(text.utf8))
        var responses: [IMAPResponse] = []
        while let response = try reader.next() { responses.append(response) }
        return responses
    }

    @Test func everyKindOfResponse() throws {
        let responses = try read(
            "* 12 FETCH (UID 7 FLAGS (\\Seen) BODY[HEADER.FIELDS (DATE)] {3}\r\nabc X \"q\\\"\")\r\n"
                + "* SEARCH 1 2 3\r\n* OK [UIDVALIDITY 42] fine {9}\r\n+ idling\r\n"
                + "m1 NO [TRYCREATE] no such folder {2}\r\n* SEARCH\r\n")
        let fetched: [IMAPToken] = [
            .atom("UID"), .atom("7"), .atom("FLAGS"), .list([.atom("\\Seen")]),
            .atom("BODY[HEADER.FIELDS (DATE)]"), .string(Array("abc".utf8)), .atom("X"),
            .string(Array("q\"".utf8)),
        ]
        let expected: [IMAPResponse] = [
            .untagged([.atom("12"), .atom("FETCH"), .list(fetched)]),
            .untagged([.atom("SEARCH"), .atom("1"), .atom("2"), .atom("3")]),
            .untagged([.atom("OK"), .list([.atom("UIDVALIDITY"), .atom("42")])]),
            .continuation,
            .tagged(tag: "m1", status: "NO", text: "[TRYCREATE] no such folder {2}"),
            .untagged([.atom("SEARCH")]),
        ]
        #expect(responses.map(\.text) == expected.map(\.text))
    }

    /// What fooled libcurl's own FETCH: a mail whose lines look like the server's answers.
    @Test func aMailCannotForgeAnswers() throws {
        let mail = "Subject: x\r\n\r\nm2 OK x\r\n* SEARCH 666 667\r\n)\r\n* BYE {5}\r\n"
        let text =
            "* 1 FETCH (UID 9 BODY[] {\(mail.utf8.count)}\r\n\(mail))\r\nm2 OK done\r\n"
        let expected: [IMAPResponse] = [
            .untagged([
                .atom("1"), .atom("FETCH"),
                .list([.atom("UID"), .atom("9"), .atom("BODY[]"), .string(Array(mail.utf8))]),
            ]),
            .tagged(tag: "m2", status: "OK", text: "done"),
        ]
        #expect(try read(text).map(\.text) == expected.map(\.text))
        // The same, however the network cuts it.
        var reader = IMAPResponseReader(
            literalBytesMax: 1 << 20, folder: FileManager.default.temporaryDirectory)
        var responses: [IMAPResponse] = []
        for byte in text.utf8 {
            try reader.append([byte])
            while let response = try reader.next() { responses.append(response) }
        }
        #expect(responses.map(\.text) == expected.map(\.text))
    }

    @Test(arguments: [
        "* 1 FETCH (BODY[] {2000000}\r\n", "* 1 FETCH (BODY[] {99999999999}\r\n",
        "* LIST (a\r\n", "* LIST a)\r\n", "* X \"offen\r\n", "m1 MAYBE x\r\n", "\r\n",
        "* X {abc\r\n",
    ])
    func malformed(_ text: String) {
        #expect(throws: IMAPResponseReader.Failure.self) { try read(text) }
    }

    /// Dovecot 2.3.19 over its quota, as it was seen: the words of its refusal are memory it had freed.
    @Test func aRefusalMayGoOnOverLineEnds() throws {
        let refusal = "m13 NO [OVERQUOTA] \u{15}z\r\n\u{1}@U (0.001 + 0.000 secs).\r\n"
        let texts = try read(refusal + "\n* OK still here\r\nm14 OK done\r\n").map(\.text)
        #expect(texts.count == 3 && texts[0].contains("OVERQUOTA") && texts[2].contains("m14"))
        // So many lines, and only there.
        let lines = { String(repeating: "x y\n", count: $0) }
        #expect(try read("m1 BAD x\r\n" + lines(IMAPResponseReader.strayLinesMax)).count == 1)
        #expect(throws: IMAPResponseReader.Failure.self) {
            try read("m1 BAD x\r\n" + lines(IMAPResponseReader.strayLinesMax + 1))
        }
        for before in ["m1 OK x\r\n", "* NO x\r\n", "m1 NO x\r\nm2 OK y\r\n"] {
            #expect(throws: IMAPResponseReader.Failure.self) { try read(before + "x y\r\n") }
        }
        #expect(throws: IMAPResponseReader.Failure.self) { try read("m1 NO x\r\n* LIST (a\r\n") }
    }

    @Test func limits() {
        let deep = "* X " + String(repeating: "(", count: 40) + "\r\n"
        #expect(throws: IMAPResponseReader.Failure.self) { try read(deep) }
        let long = String(repeating: "a", count: IMAPResponseReader.lineBytesMax + 2)
        #expect(throws: IMAPResponseReader.Failure.self) { try read(long) }
    }

    @Test func truncatedAndDamagedResponsesEnd() throws {
        let text =
            "* 12 FETCH (UID 7 BODY[] {13}\r\nm1 OK x\r\n* ) X \"q\\\"\")\r\n"
            + "* OK [UIDNEXT 5] ok\r\nm1 OK done\r\n"
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count {
            // A prefix never yields more than the whole, and never an error.
            let responses = try read(String(decoding: bytes[..<end], as: UTF8.self))
            #expect(responses.count <= 2)
        }
        var random = SeededRandom(seed: 3501)
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<damaged.count, using: &random)
                let alphabet = Array("{}()[]\"\\ *+\r\n09am".utf8)
                damaged[at] = alphabet.randomElement(using: &random) ?? 0
            }
            var reader = IMAPResponseReader(
                literalBytesMax: 1 << 16, folder: FileManager.default.temporaryDirectory)
            try reader.append(damaged)
            while let response = try? reader.next() { _ = response }
        }
    }

    @Test func folderNames() throws {
        #expect(try IMAPMailbox.quoted("Sudah \"diproses\"") == "\"Sudah \\\"diproses\\\"\"")
        #expect(throws: IMAPError.self) { try IMAPMailbox.quoted("a\r\nm9 DELETE INBOX") }
    }
}

extension IMAPToken {
    /// All of it as text, to compare and to print.
    var text: String {
        switch self {
        case .atom(let text): "atom \(text)"
        case .string, .large:
            "string " + String(decoding: (try? content?.bytes()) ?? [], as: UTF8.self).debugDescription
        case .list(let items): "(" + items.map(\.text).joined(separator: ", ") + ")"
        }
    }
}

extension IMAPResponse {
    var text: String {
        switch self {
        case .untagged(let tokens): "* " + IMAPToken.list(tokens).text
        case .continuation: "+"
        case .tagged(let tag, let status, let text): "\(tag) \(status) \(text)"
        }
    }
}
