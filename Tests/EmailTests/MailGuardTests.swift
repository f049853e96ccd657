// Hostile mails are refused before GMime, and the limits are where they say they are.
import Intake
import Testing

@testable import EmailService

@Suite struct MailGuardTests {
    private func refusal(_ mail: String, _ limits: MailLimits = MailLimits()) -> MailRefusal.Code? {
        do throws(MailRefusal) {
            _ = try MailGuard.check(Content(Array(mail.utf8)), limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func nestedGroupsInEveryAddressHeader() {
        for name in ["To", "from", "CC", "Reply-To", "Resent-From"] {
            let hostile = "\(name): " + String(repeating: "g:", count: 201) + "\n\nteks"
            #expect(refusal(hostile) == .hostileAddresses)
            let fine = "\(name): " + String(repeating: "g:", count: 200) + "\n\nteks"
            #expect(refusal(fine) == nil)
        }
    }

    @Test func groupsInFoldedLinesAndInsideAttachedMails() {
        let folded = "To: a\n" + String(repeating: " g:g:\n", count: 101) + "\nteks"
        #expect(refusal(folded) == .hostileAddresses)
        let inner =
            "Subject: x\nContent-Type: message/rfc822\n\nTo: "
            + String(repeating: "g:", count: 300) + "\n\nteks"
        #expect(refusal(inner) == .hostileAddresses)
    }

    @Test func aQuoteThatNeverClosesHidesNothing() {
        #expect(
            refusal("To: \"" + String(repeating: "g:", count: 300) + "\n\n") == .hostileAddresses)
        #expect(refusal("To: \"" + String(repeating: "g:", count: 300) + "\" <a@b>\n\n") == nil)
        #expect(
            refusal("To: " + String(repeating: "a@b,", count: 1_001) + "\n\n") == .hostileAddresses)
    }

    @Test func sizeLimits() {
        var limits = MailLimits()
        limits.mailBytesMax = 100
        limits.headersMax = 3
        limits.headerLineBytesMax = 40
        #expect(refusal(String(repeating: "x", count: 101), limits) == .tooLarge)
        #expect(refusal("A: 1\nB: 2\nC: 3\nD: 4\n\n", limits) == .headersTooLarge)
        #expect(refusal("A: 1\nB: 2\nC: 3\n\nD: 4\n", limits) == nil)
        func folded(_ count: Int) -> String {
            "A: " + String(repeating: "x", count: 20) + "\n "
                + String(repeating: "y", count: count) + "\n\n"
        }
        #expect(refusal(folded(20), limits) == .headersTooLarge)
        #expect(refusal(folded(10), limits) == nil)
        limits.headerBlockBytesMax = 30
        #expect(refusal(folded(10), limits) == .headersTooLarge)
    }

    @Test func lineEnds() throws {
        func old(_ text: String) throws -> String {
            String(
                decoding: try LineEnds.mendOld(Content(Array(text.utf8))).bytes(), as: UTF8.self)
        }
        #expect(try old("A: 1\rB: 2\r\rteks\r") == "A: 1\nB: 2\n\nteks\n")
        // Servers on the way write lines of their own.
        #expect(try old("Received: x\r\nA: 1\rB: 2\r\rteks\r.\r\n") == "Received: x\nA: 1\nB: 2\n\nteks\n.\n")
        #expect(try old("A: 1\r\r\nB: 2\r\r\n\r\r\nteks") == "A: 1\r\r\nB: 2\r\r\n\r\r\nteks")
        #expect(try old("A: 1\rB: 2\r\n\r\na\rb") == "A: 1\rB: 2\r\n\r\na\rb")
        let block = LineEnds.mendHeaderBlock(Array("A: 1\rB: 2\r\n\r\n".utf8))
        #expect(String(decoding: block, as: UTF8.self) == "A: 1 B: 2\r\n\r\n")
    }

    /// Whatever pieces a mail comes in, the guard learns the same.
    @Test func theCutOfThePiecesMeansNothing() throws {
        let mails = [
            "A: 1\rB: 2\r\n\r\na\rb", "To: a\r\n b\r\n\r\nteks", "\r\n", "x",
            "To: " + String(repeating: "g:", count: 201) + "\n\n",
            "To: a\n" + String(repeating: " \"g:\",g:\r\n", count: 201) + "\nteks",
        ]
        for mail in mails {
            let bytes = Array(mail.utf8)
            func learned(_ size: Int) -> String {
                var guardian = MailGuard(limits: MailLimits())
                do {
                    for start in stride(from: 0, to: bytes.count, by: size) {
                        try guardian.scan(Array(bytes[start..<min(start + size, bytes.count)]))
                    }
                    return "\(guardian.headerBlockEnd ?? -1) \(guardian.hasBareCR)"
                } catch {
                    return "\(error)"
                }
            }
            for size in 1...7 { #expect(learned(size) == learned(bytes.count)) }
        }
    }

    @Test func deepAndManyPartsAreRefusedNotFollowed() throws {
        func nested(_ levels: Int) -> [UInt8] {
            var mail = "Subject: x\n"
            for level in 0..<levels {
                mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
            }
            return Array((mail + "\nteks\n").utf8)
        }
        let reader = GMimeReader(limits: MailLimits())
        #expect(try reader.read(nested(50)).0.text == "teks")
        #expect(throws: MailRefusal.self) { try reader.read(nested(52)) }
        let many =
            "Content-Type: multipart/mixed; boundary=b\n\n"
            + String(repeating: "--b\n\nx\n", count: 1_001) + "--b--\n"
        let error = #expect(throws: MailRefusal.self) { try reader.read(Array(many.utf8)) }
        #expect(error?.code == .tooManyParts)
    }
}
