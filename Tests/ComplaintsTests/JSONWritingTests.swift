// What is written by hand is what Foundation's encoder writes, byte for byte, and is read again as it was.
import Foundation
import TestSupport
import Testing

@testable import Complaints

@Suite struct JSONWritingTests {
    private static func text(_ random: inout SeededRandom) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", "9", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{0}", "\u{1F}",
            "\u{7F}", "é", "\u{2028}", "ñ", "\u{1F600}", "\u{FFFD}", "\u{200B}",
        ]
        let length = Int.random(in: 0...12, using: &random)
        return String(
            String.UnicodeScalarView(
                (0..<length).map { _ in scalars.randomElement(using: &random) ?? "x" }))
    }

    private static func optional(_ random: inout SeededRandom) -> String? {
        Bool.random(using: &random) ? nil : text(&random)
    }

    private static func number(_ random: inout SeededRandom) -> Double {
        let numbers = [0, 1, 0.5, 0.93, 725, 803.5, 1e-7, 123_456_789.25, -3, 0.1 + 0.2, 1e16, 1e21]
        return numbers.randomElement(using: &random) ?? 0
    }

    private static func complaint(_ random: inout SeededRandom) -> Complaint {
        func some<Value>(_ make: () -> Value) -> [Value] {
            (0..<Int.random(in: 0...2, using: &random)).map { _ in make() }
        }
        let channels: [Channel] = [.sms, .chat, .email, .radio, .forum, .open311, .counter]
        let kinds: [Kind] = [.complaint, .aspiration, .question, .praise, .info, .other]
        var complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "a", externalID: text(&random)),
            tracking: text(&random), channel: channels.randomElement(using: &random) ?? .sms,
            account: text(&random), externalId: text(&random),
            receivedAt: Date(
                timeIntervalSince1970: Double.random(in: 0...4_000_000_000, using: &random)),
            reporter: Bool.random(using: &random)
                ? nil
                : Reporter(
                    name: optional(&random), phone: optional(&random), email: optional(&random),
                    address: optional(&random), anonymous: .random(using: &random),
                    confidential: .random(using: &random)),
            subject: optional(&random), text: text(&random),
            kind: kinds.randomElement(using: &random) ?? .complaint, language: text(&random),
            places: some {
                Place(
                    code: text(&random), name: text(&random), level: text(&random),
                    confidence: number(&random), evidence: optional(&random))
            },
            topics: some { TopicWeight(id: text(&random), weight: number(&random)) },
            attachments: some {
                Attachment(
                    sha256: text(&random), filename: text(&random), mediaType: text(&random),
                    bytes: Int.random(in: 0...(1 << 40), using: &random), url: optional(&random))
            },
            programme: Bool.random(using: &random)
                ? nil
                : Programme(
                    id: text(&random), title: text(&random), airedOn: text(&random),
                    start: Bool.random(using: &random) ? nil : number(&random),
                    end: Bool.random(using: &random) ? nil : number(&random),
                    responses: some {
                        Response(by: text(&random), text: text(&random), due: optional(&random))
                    }),
            flags: some { text(&random) }, inReplyTo: optional(&random))
        if Bool.random(using: &random) {
            complaint.civic = CivicReport(
                service: optional(&random), lat: Bool.random(using: &random) ? nil : number(&random),
                long: number(&random), address: optional(&random), media: some { text(&random) })
        }
        return complaint
    }

    /// So that the generic coder is chosen.
    private static func reference(_ complaint: some Encodable) throws -> Data {
        try Wire.encode(complaint)
    }

    @Test func complaintsAreWrittenAsFoundationWritesThem() throws {
        var random = SeededRandom(seed: 20_261_128)
        for _ in 0..<500 {
            let complaint = Self.complaint(&random)
            let written = Wire.encode(complaint)
            #expect(
                String(decoding: written, as: UTF8.self)
                    == String(decoding: try Self.reference(complaint), as: UTF8.self))
        }
    }

    @Test func whatIsWrittenIsReadAgain() {
        var random = SeededRandom(seed: 20_261_129)
        for _ in 0..<2000 {
            let value = Self.value(&random, depth: 0)
            #expect(JSONText(Array(value.text.utf8)) == value)
        }
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSONText {
        switch Int.random(in: 0...(depth < 4 ? 5 : 3), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number("\(Int.random(in: -1000...1000, using: &random))")
        case 3: .string(text(&random))
        case 4: .list((0..<3).map { _ in value(&random, depth: depth + 1) })
        default:
            .object((0..<3).map { .init("k\($0)", value(&random, depth: depth + 1)) })
        }
    }

    @Test func hexadecimalDigitsGoBothWays() {
        #expect(Hex.text([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
        for byte in UInt8.min...UInt8.max {
            let digits = Array(Hex.text([byte]).utf8)
            #expect(Hex.value(digits[0]).map { $0 << 4 } == byte & 0xF0)
            #expect(Hex.value(digits[1]) == byte & 0x0F)
            let isDigit = Character(Unicode.Scalar(byte)).isASCII
                && Character(Unicode.Scalar(byte)).hexDigitValue != nil
            #expect((Hex.value(byte) != nil) == isDigit)
        }
        let id = UUID()
        #expect(id.text == id.uuidString.lowercased())
    }
}
