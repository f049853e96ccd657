// Parts of long messages: how they are told, and that bytes are joined before they are decoded.
import Complaints
import Foundation
import Intake
import Testing

@testable import SMSService

@Suite struct PartsTests {
    private func part(_ number: Int, of total: Int, _ text: String, utf16: Bool = false) -> Part? {
        Part(
            reference: "8-1", number: number, total: total,
            bytes: utf16 ? text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } : Array(text.utf8),
            charset: utf16 ? .utf16 : .utf8)
    }

    @Test(arguments: [
        ([5, 0, 3, 0x2B, 3, 1], "8-43", 1, 3), ([6, 8, 4, 0x01, 0x2C, 2, 2], "16-300", 2, 2),
        // Other elements before it: ports (05), of four bytes.
        ([11, 5, 4, 1, 2, 3, 4, 0, 3, 7, 2, 1], "8-7", 1, 2),
    ] as [([UInt8], String, Int, Int)])
    func headers(udh: [UInt8], reference: String, number: Int, total: Int) throws {
        let part = try #require(Part(userDataHeader: udh, bytes: [], charset: .utf8))
        #expect(part.reference == reference && part.number == number && part.total == total)
    }

    @Test(arguments: [
        [], [0], [5, 0, 3, 1, 1, 1], [5, 0, 3, 1, 3, 0], [5, 0, 3, 1, 2, 3], [5, 0, 0xFF],
        [5, 0, 3, 1, 2], [6, 8, 4, 0, 1, 2],
    ] as [[UInt8]])
    func headersThatMeanNone(udh: [UInt8]) {
        #expect(Part(userDataHeader: udh, bytes: [], charset: .utf8) == nil)
    }

    @Test func anEmojiBetweenTwoParts() throws {
        let bytes = "air 😷 bau".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for cut in stride(from: 0, through: bytes.count, by: 1) {
            let parts = [bytes[..<cut], bytes[cut...]].enumerated().compactMap {
                Part(
                    reference: "1", number: $0 + 1, total: 2, bytes: Array($1), charset: .utf16)
            }
            #expect(Part.joined(parts.reversed()) == "air 😷 bau")
        }
    }

    @Test func partsInOtherCharsetsAndMissingOnes() {
        let all = [part(3, of: 4, "tiga"), part(1, of: 4, "satu ", utf16: true), part(2, of: 4, "dua ")]
            .compactMap { $0 }
        #expect(Part.joined(all) == "satu dua tiga … ")
        #expect(Part.joined(Array(all.prefix(1))) == " … tiga … ")
    }

    @Test func whoAndUnderWhichReference() throws {
        let account = try #require(try accounts("- { name: a, provider: kannel, secret: s }").first)
        func key(_ from: String, _ to: String, _ reference: String) throws -> String? {
            Inbound(
                from: from, to: to, text: "",
                part: Part(reference: reference, number: 1, total: 2, bytes: [], charset: .utf8)
            ).piece(of: account)?.key
        }
        #expect(try key("0812345678", "1708", "1") == key("+62812345678", "1708", "1"))
        #expect(try key("0812345678", "1708", "1") != key("0812345679", "1708", "1"))
        #expect(try key("0812345678", "1708", "1") != key("0812345678", "1709", "1"))
        #expect(try key("0812345678", "1708", "1") != key("0812345678", "1708", "2"))
        // A database refuses long keys.
        #expect(try key("1", String(repeating: "x", count: 5000), "1")?.utf8.count ?? 999 < 200)
        #expect(Inbound(from: "1", to: "2", text: "x").piece(of: account) == nil)
    }

    @Test func byTheNamesOfAGenericProvider() throws {
        let generic = try provider(
            "provider: generic, secret: s, fields: { ref: sar_ref, part: sar_n, total: sar_total }")
        let found = try message(
            generic,
            RawRequest(
                method: "GET", path: "/sms/a",
                query: "from=0812&text=x&sar_ref=9&sar_n=2&sar_total=3", headers: [:], body: []))
        #expect(found.part?.reference == "9" && found.part?.number == 2 && found.part?.total == 3)
    }
}
