// Mails made to hurt, through the guards and GMime in the real child: each is read or refused, none stops the
// next, and none ends the child unless it was meant to.
import Foundation
import Intake
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) struct HostileMailTests {
    private static let good = "Subject: sehat\n\nJalan rusak.\n"

    /// The hostile mails of the research (email.md, section 6.3), smaller and larger.
    private static func hostile(_ size: Int) -> [(name: String, mail: String)] {
        func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
        var nested = "Subject: x\n"
        for level in 0..<size {
            nested += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
        }
        return [
            ("nested multiparts", nested + "\nteks\n"),
            ("mails in mails", "Subject: x\n" + times("Content-Type: message/rfc822\n\nSubject: y\n", size) + "\nteks\n"),
            ("groups", "To: " + times("g:", size) + "\n\nteks\n"),
            ("groups in an attached mail", "Subject: x\nContent-Type: message/rfc822\n\nCc: " + times("g:", size) + "\n\nteks\n"),
            ("parts", "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + times("--b\n\nx\n", size)),
            ("headers", times("X-A: 1\n", size) + "\nteks\n"),
            ("a long header", "Subject: " + times("x", size * 20) + "\n\nteks\n"),
            ("addresses", "To: " + times("a@b.example,", size) + "\n\nteks\n"),
            ("parameters", "Subject: x\nContent-Type: text/plain; " + times("a=b; ", size) + "\n\nteks\n"),
            ("continuations", "Subject: x\nContent-Type: text/plain;\n" + (0..<size).map { " name*\($0)*=x%41;\n" }.joined() + "\nteks\n"),
            ("encoded words", "Subject: " + times("=?utf-8?q?=E2?= ", size) + "\n\nteks\n"),
            ("comments", "From: " + times("(", size) + "a@b.example\n\nteks\n"),
            ("references", "References: " + times("<a@b> ", size) + "\nSubject: x\n\nteks\n"),
            ("deep HTML", "Subject: x\nContent-Type: text/html\n\n" + times("<div>", size * 10) + "teks"),
            ("many attributes", "Subject: x\nContent-Type: text/html\n\n<p " + times("a=1 ", size) + ">teks</p>"),
            ("open tags", "Subject: x\nContent-Type: text/html\n\n" + times("<a href='", size)),
            ("entities", "Subject: x\nContent-Type: text/html\n\n" + times("&#x1F600;&lt", size)),
            ("NULs", "Subject: x\n\n" + times("\0", size * 10)),
            ("no boundary", "Subject: x\nContent-Type: multipart/mixed\n\n" + times("teks\n", size)),
            ("one boundary for all", "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + times("--b\nContent-Type: multipart/mixed; boundary=b\n\n", size)),
        ]
    }

    @Test func hostileMailsAreReadOrRefusedAndTheNextIsRead() async throws {
        let parser = MailParser(executable: try Fixture.executable)
        for size in [10, 500, 5_000] {
            for (name, mail) in Self.hostile(size) {
                if case .refused(let refusal) = try await parser.parse(Content(Array(mail.utf8))) {
                    #expect(refusal.code != .killedParser, "\(name) of \(size)")
                }
            }
            let next = try await parser.parse(Content(Array(Self.good.utf8)))
            guard case .mail(let mail, _) = next else {
                Issue.record("\(next)")
                continue
            }
            #expect(mail.text == "Jalan rusak.")
        }
        let died = await parser.lastDeath
        #expect(await parser.childrenStarted == 1, "\(died)")
        await parser.stop()
    }

    /// Seeds with some bytes changed, doubled, moved or cut, and pieces of hostile ones put in.
    private static func damaged(_ seed: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var mail = seed
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            guard !mail.isEmpty else { return mail }
            let at = Int.random(in: 0..<mail.count, using: &random)
            let end = min(at + Int.random(in: 1...60, using: &random), mail.count)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: mail[at] = UInt8.random(in: 0...255, using: &random)
            case 1: mail.removeSubrange(at..<end)
            case 2: mail.insert(contentsOf: Array(mail[at..<end]), at: at)
            case 3: mail.removeSubrange(at...)
            case 4:
                let piece = pieces.randomElement(using: &random) ?? ""
                let count = Int.random(in: 1...300, using: &random)
                mail.insert(contentsOf: String(repeating: piece, count: count).utf8, at: at)
            default:
                let moved = Array(mail[at..<end])
                mail.removeSubrange(at..<end)
                mail.insert(contentsOf: moved, at: Int.random(in: 0...mail.count, using: &random))
            }
        }
        return mail
    }

    private static let pieces = [
        "g:", "\r", "\n", "\n\n", "\r\n", "To: g:", "\0", "--", "\n--b\n", "=?utf-8?q?", "?=", "\"", "(", "<",
        "Content-Type: message/rfc822\n\n", "Content-Transfer-Encoding: base64\n", "=", "\u{1B}$B", "boundary=b;",
        "&#", "<table>", "<p a=1 ", "*0*=utf-8''%", "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    ]

    @Test func damagedMailsNeverEndTheChild() async throws {
        var random = SeededRandom(seed: Proof.seed)
        let seeds = try [
            "attachments.eml", "bounce.eml", "flowed.eml", "html-only.eml", "nested-forward.eml",
            "rfc2047-2231.eml", "reply.eml", "cr-only.eml", "windows-1252.eml",
        ].map(Fixture.bytes)
        let parser = MailParser(executable: try Fixture.executable)
        var read = 0
        for number in 0..<Proof.size("MENDENGAR_FUZZ", short: 2_000) {
            let seed = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            let mail = Self.damaged(seed, using: &random)
            switch try await parser.parse(Content(mail)) {
            case .mail: read += 1
            case .refused(let refusal):
                #expect(
                    refusal.code != .killedParser,
                    "seed \(Proof.seed), number \(number): \(Data(mail).base64EncodedString())")
            }
        }
        #expect(read > 1_000)
        await parser.stop()
    }

    /// The guard switched off, so that the mail overflows the stack inside GMime.
    @Test func afterAMailThatKillsTheParserTheNextIsReadWithinASecond() async throws {
        var limits = MailLimits()
        limits.addressColonsMax = .max
        limits.headerLineBytesMax = 1 << 20
        let parser = MailParser(executable: try Fixture.executable, limits: limits)
        let crasher = Content(Array(("To: " + String(repeating: "g:", count: 60_000) + "\n\nteks\n").utf8))
        guard case .refused(let refusal) = try await parser.parse(crasher) else {
            Issue.record("the crasher no longer crashes")
            return
        }
        #expect(refusal.code == .killedParser)
        let clock = ContinuousClock()
        let folder = try TemporaryFolder("bare")
        let version = [try Fixture.executable, "--version"]
        let bare = try await clock.measure {
            _ = try await RunningProgram.run(version, in: folder)
        }
        let time = try await clock.measure {
            guard case .mail = try await parser.parse(Content(Array(Self.good.utf8))) else {
                Issue.record("the next mail is not read")
                return
            }
        }
        // A machine that other suites keep busy takes longer to start any program: the second is for a
        // machine at rest, and as many starts of a bare program are added as a busy one needs.
        #expect(time < .seconds(1) + bare * 10, "\(time), a bare program \(bare)")
        await parser.stop()
    }
}
