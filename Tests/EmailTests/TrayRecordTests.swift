// A mail in a file of the tray: as it was, or known not to be.
import Foundation
import TestSupport
import Testing

@testable import EmailService
@testable import Intake

@Suite struct TrayRecordTests {
    private static func mail(_ random: inout SeededRandom) -> TrayMail {
        let senders: [String?] = [nil, "", "warga@warga.example", "\"a b\"@warga.example"]
        let recipients = (0..<Int.random(in: 0...3, using: &random)).map { "aduan+\($0)@hss.example" }
        let count = Int.random(in: 1...300, using: &random)
        return TrayMail(
            receivedAt: Date(timeIntervalSince1970: Double(Int.random(in: 0...2_000_000_000, using: &random))),
            envelope: Envelope(
                via: "lmtp", sender: senders.randomElement(using: &random) ?? nil, recipients: recipients),
            body: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    @Test func comesBackAsItWas() throws {
        var random = SeededRandom(seed: Proof.seed)
        for round in 0..<500 {
            let mail = Self.mail(&random)
            var bytes: [UInt8] = []
            TrayRecord.append(mail, to: &bytes)
            #expect(TrayRecord.length(bytes) == bytes.count)
            #expect(TrayRecord.mail(bytes) == mail, "round \(round)")
        }
    }

    /// Long form: `MENDENGAR_FUZZ=10000000`.
    @Test func whatIsDamagedIsNotTakenForAMail() {
        var random = SeededRandom(seed: Proof.seed)
        for round in 0..<Proof.size("MENDENGAR_FUZZ", short: 20_000) {
            var bytes: [UInt8] = []
            TrayRecord.append(Self.mail(&random), to: &bytes)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            case 1: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            default:
                // As a disk leaves what it had no time for.
                let start = Int.random(in: 0..<bytes.count - 1, using: &random)
                guard bytes[start...].contains(where: { $0 != 0 }) else { continue }
                for place in start..<bytes.count { bytes[place] = 0 }
            }
            #expect(TrayRecord.mail(bytes) == nil, "round \(round)")
        }
    }

    @Test func theLongestEnvelopeHasRoom() {
        let limits = LMTPLimits()
        // A byte that is no UTF-8 becomes three.
        let address = String(repeating: "\u{FFFD}", count: limits.lineBytesMax)
        let mail = TrayMail(
            receivedAt: Date(timeIntervalSince1970: 0),
            envelope: Envelope(
                via: "lmtp", sender: address,
                recipients: [String](repeating: address, count: limits.recipientsMax)), body: [1])
        var bytes: [UInt8] = []
        TrayRecord.append(mail, to: &bytes)
        #expect(TrayRecord.mail(bytes) == mail)
        #expect(TrayRecord.fits(mail.envelope))
        let longest = String(repeating: "a", count: TrayRecord.headBytesMax - 100)
        #expect(TrayRecord.fits(Envelope(via: "lmtp", recipients: [longest])))
        #expect(!TrayRecord.fits(Envelope(via: "lmtp", recipients: [longest, longest])))
    }

    @Test func aTimeThatIsNoneIsNoMail() {
        for time in [Double(Int32.max) * 1_000, -1] {
            let mail = TrayMail(
                receivedAt: Date(timeIntervalSince1970: time), envelope: Envelope(via: "lmtp"), body: [1])
            var bytes: [UInt8] = []
            TrayRecord.append(mail, to: &bytes)
            #expect(TrayRecord.mail(bytes) == nil)
        }
    }

    @Test func lengthsOfNothingOfOursAreNone() {
        #expect(TrayRecord.length([]) == nil)
        #expect(TrayRecord.length([UInt8](repeating: 0, count: 12)) == nil)
        #expect(TrayRecord.length([UInt8](repeating: 255, count: 12)) == nil)
        func lengths(_ head: Int, _ body: Int) -> [UInt8] {
            [UInt32(head), UInt32(body), 0].flatMap { number in
                (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            }
        }
        #expect(TrayRecord.length(lengths(TrayRecord.headBytesMax, Content.memoryBytesMax)) != nil)
        #expect(TrayRecord.length(lengths(TrayRecord.headBytesMax + 1, 1)) == nil)
        #expect(TrayRecord.length(lengths(1, Content.memoryBytesMax + 1)) == nil)
    }
}
