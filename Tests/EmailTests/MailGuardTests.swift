// Hostile mails are refused before GMime, and the limits are where they say they are.
import Testing

@testable import EmailService

@Suite struct MailGuardTests {
    private func refusal(_ mail: String, _ limits: MailLimits = MailLimits()) -> MailRefusal.Code? {
        do throws(MailRefusal) {
            _ = try MailGuard.prepare(Array(mail.utf8), limits: limits)
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

    @Test func lineEnds() {
        func mended(_ text: String) -> String {
            String(decoding: MailGuard.mendLineEnds(Array(text.utf8)), as: UTF8.self)
        }
        #expect(mended("A: 1\rB: 2\r\rteks\r") == "A: 1\nB: 2\n\nteks\n")
        #expect(mended("A: 1\rB: 2\r\n\r\na\rb") == "A: 1 B: 2\r\n\r\na\rb")
        #expect(mended("A: 1\n\na\rb") == "A: 1\n\na\rb")
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
