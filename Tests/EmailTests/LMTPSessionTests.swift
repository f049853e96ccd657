// LMTP without sockets: every reply, and what a hostile client may not achieve.
import TestSupport
import Testing

@testable import EmailService

@Suite struct LMTPSessionTests {
    private var limits: LMTPLimits {
        var limits = LMTPLimits()
        limits.mailBytesMax = 1_000
        limits.recipientsMax = 3
        limits.errorsMax = 3
        limits.lineBytesMax = 200
        return limits
    }

    private struct Mail: Equatable {
        var sender: String
        var recipients: [String]
        var data: [UInt8]
    }

    private func session() -> LMTPSession {
        LMTPSession(hostname: "mx", limits: limits) {
            MailAddress.canonical($0) == "aduan@hss.example"
        }
    }

    /// Replies as three-digit codes, deliveries answered with `outcome`.
    private func run(
        _ input: String, chunk: Int = .max, outcome: LMTPOutcome = .stored
    ) -> (codes: [String], mails: [Mail], closed: Bool) {
        var session = session()
        var codes: [String] = []
        var mails: [Mail] = []
        var data: [UInt8] = []
        var closed = false
        func drain() {
            while let event = session.next() {
                switch event {
                case .reply(let text):
                    codes += text.split(separator: "\r\n").map { String($0.prefix(3)) }
                case .begin, .drop: data = []
                case .data(let bytes): data += bytes
                case .deliver(let envelope):
                    mails.append(
                        Mail(
                            sender: envelope.sender, recipients: envelope.recipients, data: data))
                    session.finish(outcome)
                case .close: closed = true
                }
            }
        }
        let bytes = Array(input.utf8)
        var start = 0
        drain()
        while start < bytes.count {
            let end = chunk == .max ? bytes.count : min(start + chunk, bytes.count)
            session.feed(bytes[start..<end])
            drain()
            start = end
        }
        return (codes, mails, closed)
    }

    private static let greeting = ["220", "250", "250", "250", "250", "250", "250"]
    private static let whole = """
        LHLO relay\r
        MAIL FROM:<warga@desa.example> SIZE=20 BODY=8BITMIME\r
        RCPT TO:<aduan@hss.example>\r
        RCPT TO:<orang.lain@hss.example>\r
        rcpt to:<Aduan+t0ken@HSS.example>\r
        DATA\r
        Subject: x\r
        \r
        ..titik\r
        .\r
        QUIT\r\n
        """

    @Test(arguments: [1, 2, 3, 7, Int.max]) func aWholeSession(_ chunk: Int) {
        let (codes, mails, closed) = run(Self.whole, chunk: chunk)
        #expect(
            codes == Self.greeting + ["250", "250", "550", "250", "354", "250", "250", "221"])
        #expect(
            mails == [
                Mail(
                    sender: "warga@desa.example",
                    recipients: ["aduan@hss.example", "Aduan+t0ken@HSS.example"],
                    data: Array("Subject: x\r\n\r\n.titik\r\n".utf8))
            ])
        #expect(closed)
    }

    @Test func ourTroubleIsTemporaryForEachRecipient() {
        let codes = run(Self.whole, outcome: .tryAgain).codes
        #expect(codes.suffix(3) == ["451", "451", "221"])
    }

    @Test func bareLineFeedsEndNothing() {
        let smuggled =
            "LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<aduan@hss.example>\r\nDATA\r\n"
            + "a\n.\nMAIL FROM:<b@c>\n\r\n.\nx\r\n.\r\n"
        let (codes, mails, _) = run(smuggled)
        #expect(codes == Self.greeting + ["250", "250", "354", "250"])
        #expect(mails.map(\.sender) == [""])
        #expect(mails.first?.data == Array("a\n.\nMAIL FROM:<b@c>\n\r\n\nx\r\n".utf8))
    }

    @Test func tooLargeMailsAreReadToTheirEndAndRefused() {
        let envelope = "MAIL FROM:<a@b>\r\nRCPT TO:<aduan@hss.example>\r\nDATA\r\n"
        let large = String(repeating: String(repeating: "x", count: 98) + "\r\n", count: 20)
        let small = "kecil\r\n.\r\n"
        for body in [large, String(repeating: "y", count: 5_000) + "\r\n"] {
            for chunk in [100, 333, Int.max] {
                let (codes, mails, _) = run(
                    "LHLO r\r\n" + envelope + body + ".\r\n" + envelope + small, chunk: chunk)
                #expect(
                    codes == Self.greeting + [
                        "250", "250", "354", "552", "250", "250", "354", "250",
                    ])
                #expect(mails.map(\.data) == [Array("kecil\r\n".utf8)])
            }
        }
        #expect(run("LHLO r\r\nMAIL FROM:<a@b> SIZE=1001\r\n").codes.last == "552")
    }

    @Test(arguments: [
        ("MAIL FROM:<a@b>\r\n", "503"), ("LHLO\r\n", "501"), ("EHLO x\r\n", "500"),
        ("XYZZY\r\n", "500"), ("VRFY a\r\n", "252"), ("NOOP\r\n", "250"), ("RSET\r\n", "250"),
        ("LHLO r\r\nRCPT TO:<aduan@hss.example>\r\n", "503"), ("LHLO r\r\nDATA\r\n", "503"),
        ("LHLO r\r\nMAIL FROM:a@b\r\n", "501"), ("LHLO r\r\nMAIL FROM:<a@b> X=1\r\n", "555"),
        ("LHLO r\r\nMAIL FROM:<a@b>\r\nDATA\r\n", "503"),
        ("LHLO r\r\nMAIL FROM:<a@b>\r\nRCPT TO:<x@y>\r\nDATA\r\n", "503"),
        ("LHLO r\r\nMAIL FROM:<a@b>\r\nRSET\r\nRCPT TO:<aduan@hss.example>\r\n", "503"),
        ("LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<@x,@y:aduan@hss.example>\r\n", "250"),
        ("LHLO r\r\nMAIL FROM:<a@b> RET=HDRS ENVID=x AUTH=<>\r\n", "250"),
        ("LHLO r\r\nMAIL FROM:<sitì@desa.example> SMTPUTF8\r\n", "250"),
        ("LHLO r\r\nMAIL FROM:<a@b> SMTPUTF8=1\r\n", "555"),
        ("LHLO r\r\nMAIL FROM:<a@b> BODY=BINARYMIME\r\n", "555"),
        ("LHLO r\r\nMAIL FROM:<a@b> SIZE=x\r\n", "501"),
        (
            "LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<aduan@hss.example> NOTIFY=NEVER ORCPT=rfc822;x\r\n",
            "250"
        ),
        ("LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<aduan@hss.example> X=1\r\n", "555"),
        ("LHLO r\r\nMAIL FROM:<>\r\nRCPT TO:<adùan@hss.example>\r\n", "550"),
        // A second greeting forgets the mail (RFC 5321 section 4.1.4).
        ("LHLO r\r\nMAIL FROM:<>\r\nLHLO r\r\nRCPT TO:<aduan@hss.example>\r\n", "503"),
        ("LHLO r\r\nBDAT 86 LAST\r\nMAIL FROM:<a@b>\r\n", "502"),
    ])
    func replies(_ input: String, _ code: String) {
        #expect(run(input).codes.last == code)
    }

    @Test func withoutRoomNoMailBegins() {
        var session = LMTPSession(
            hostname: "mx", limits: limits, isOurs: { _ in true }, hasRoom: { false })
        session.feed(Array("LHLO r\r\nMAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\n".utf8))
        var replies: [String] = []
        while case .reply(let text)? = session.next() { replies.append(text) }
        #expect(replies.suffix(2).map { $0.prefix(9) } == ["452 4.3.1", "503 5.5.1"])
        #expect(run(Self.whole, outcome: .noRoom).codes.suffix(3) == ["452", "452", "221"])
    }

    @Test func limitsOfTheEnvelope() {
        let recipient = "RCPT TO:<aduan@hss.example>\r\n"
        let many = run("LHLO r\r\nMAIL FROM:<>\r\n" + String(repeating: recipient, count: 4))
        #expect(many.codes.suffix(4) == ["250", "250", "250", "452"])
        let long = run(String(repeating: "x", count: 300) + "\r\nNOOP\r\n", chunk: 90)
        #expect(long.codes == ["220", "500", "250"])
        let noise = run(String(repeating: "?\r\n", count: 9))
        #expect(noise.codes == ["220", "500", "500", "500", "500", "421"])
        #expect(noise.closed)
    }

    @Test func anyBytesEnd() {
        var random = SeededRandom(seed: 2033)
        let pieces = [
            "LHLO r", "MAIL FROM:<a@b>", "RCPT TO:<aduan@hss.example>", "DATA", ".", "\r\n", "\n",
            "\r", "RSET", "<", ">", " SIZE=", "9", "..", "\0", "x", "\r\n.\r\n", "\n.\n", "\r.\r",
            "BDAT 3 LAST", "QUIT", "é", "\u{FFFD}", String(repeating: "z", count: 210), ".\r\n",
        ]
        var delivered = 0
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 3_000) {
            var input = "LHLO r\r\nMAIL FROM:<a@b>\r\n"
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                input += pieces.randomElement(using: &random) ?? ""
                if Bool.random(using: &random) { input += "\r\n" }
            }
            let whole = run(input)
            let cut = run(input, chunk: Int.random(in: 1...9, using: &random))
            #expect(whole.codes == cut.codes)
            #expect(whole.mails == cut.mails)
            delivered += whole.mails.count
        }
        #expect(delivered > 0)
    }
}
