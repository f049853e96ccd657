// The response reader fed with damaged conversations in random pieces: it never traps, never holds more than its
// limits, and the cuts of the network never change what it reads.
import Foundation
import Intake
import TestSupport
import Testing

@testable import EmailService

@Suite struct IMAPFuzzTests {
    /// What Dovecot 2.3.19 said in real sessions, one a file.
    static let transcripts = ["imap-drain.txt", "imap-idle.txt", "imap-oddities.txt", large]
    /// With a mail that lies in a file.
    private static let large = "imap-large.txt"

    private static let literalBytesMax = 600_000
    private static let folder = FileManager.default.temporaryDirectory

    /// Everything read of `bytes`, cut as `size` says; ends at the first failure.
    private func read(_ bytes: [UInt8], _ size: () -> Int) -> (texts: [String], failed: Bool) {
        var reader = IMAPResponseReader(literalBytesMax: Self.literalBytesMax, folder: Self.folder)
        var texts: [String] = []
        var rest = bytes[...]
        do {
            while !rest.isEmpty {
                let piece = rest.prefix(max(1, size()))
                rest = rest.dropFirst(piece.count)
                try reader.append(piece)
                while let response = try reader.next() { texts.append(response.text) }
                #expect(reader.bytesHeld <= Self.heldMax)
            }
        } catch {
            return (texts, true)
        }
        return (texts, false)
    }

    private static let heldMax =
        IMAPResponseReader.lineBytesMax + IMAPResponseReader.literalsInMemoryMax + (2 << 20)

    @Test func recordedConversationsAreReadWhole() throws {
        var responses = 0
        for name in Self.transcripts {
            let bytes = try Fixture.bytes(name)
            let (texts, failed) = read(bytes) { bytes.count }
            #expect(!failed, "\(name)")
            responses += texts.count
            let (again, failedAgain) = read(bytes) { name == Self.large ? 999 : 1 }
            #expect(again == texts && !failedAgain)
        }
        #expect(responses > 40)
    }

    /// Long form: `MENDENGAR_FUZZ=100000000`.
    @Test func damagedConversations() throws {
        var random = SeededRandom(seed: Proof.seed)
        let seeds = try Self.transcripts.dropLast().map(Fixture.bytes)
        let large = try Fixture.bytes(Self.large)
        var whole = 0
        for round in 0..<Proof.size("MENDENGAR_FUZZ", short: 1500) {
            let isLarge = round.isMultiple(of: 50)
            let bytes = Self.damaged(isLarge ? large : seeds[round % seeds.count], &random)
            let (texts, failed) = read(bytes) { bytes.count }
            var cuts = random
            let longest = [isLarge ? 5000 : 1, 7000, 100, 70_000].randomElement(using: &random) ?? 7
            let pieces = read(bytes) { Int.random(in: 1...longest, using: &cuts) }
            #expect(pieces.failed == failed && pieces.texts == texts, "round \(round)")
            if !failed { whole += 1 }
        }
        #expect(whole > 100, "the conversations are damaged beyond recognition")
    }

    /// A literal that is announced and never comes, endless lines, very many small literals, deep lists.
    @Test func noServerMakesItHoldMoreThanItsLimits() {
        let endless: [(String, String)] = [
            ("* 1 FETCH (BODY[] {600000}\r\n", "x"), ("* ", "a"), ("* X (", "("), ("* X ", "{1}\r\na "),
            ("* X ", "{0}\r\n"), ("* X ", "\"\" "), ("* X ", "{200000}\r\n" + String(repeating: "b", count: 200_000)),
            ("m1 OK ", "{9}"), ("* SEARCH", " 4294967295"), ("* X \"", "\\\""),
        ]
        for (head, piece) in endless {
            var reader = IMAPResponseReader(
                literalBytesMax: Self.literalBytesMax, folder: Self.folder)
            var most = 0
            var sent = 0
            do {
                try reader.append(Array(head.utf8))
                let bytes = Array(String(repeating: piece, count: max(1, 60_000 / piece.utf8.count)).utf8)
                while sent < 12 << 20 {
                    try reader.append(bytes)
                    sent += bytes.count
                    while try reader.next() != nil {}
                    most = max(most, reader.bytesHeld)
                }
            } catch {}
            #expect(most <= Self.heldMax, "\(head)\(piece.prefix(12)): \(most)")
        }
    }

    @Test func aLargeLiteralLiesInAFile() throws {
        let mail = [UInt8](repeating: UInt8(ascii: "m"), count: 500_000)
        var reader = IMAPResponseReader(literalBytesMax: Self.literalBytesMax, folder: Self.folder)
        try reader.append(Array("* 1 FETCH (UID 1 BODY[] {500000}\r\n".utf8))
        for start in stride(from: 0, to: mail.count, by: 50_000) {
            #expect(try reader.next() == nil)
            try reader.append(mail[start..<(start + 50_000)])
            #expect(reader.bytesHeld < 200_000)
        }
        try reader.append(Array(")\r\nm1 OK\r\n".utf8))
        guard case .untagged(let tokens)? = try reader.next(), case .list(let items)? = tokens.last,
            case .large(let content)? = items.last
        else {
            Issue.record("no large literal")
            return
        }
        #expect(try content.bytes() == mail)
        #expect(try reader.next()?.text == "m1 OK ")
    }

    private static func damaged(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = seed
        let alphabet = Array("{}()[]\"\\ *+\r\n0129am~".utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = alphabet.randomElement(using: &random) ?? 0
            case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.remove(at: at)
            case 3: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: at)
            default:
                let end = min(bytes.count, at + Int.random(in: 0...40, using: &random))
                bytes.removeSubrange(at..<end)
            }
        }
        return bytes
    }
}
