// The parsing child dies, the service lives on.
import Foundation
import Intake
import Synchronization
import Testing

@testable import EmailService

@Suite struct MailParserTests {
    private func subject(_ reading: MailReading) -> String? {
        if case .mail(let mail, _) = reading { mail.subject } else { nil }
    }

    @Test func readsManyMailsInOneChild() async throws {
        // Generous, so that the load of other suites cannot end the child.
        var limits = MailLimits()
        limits.wallSecondsMax = 600
        limits.cpuSecondsMax = 120
        let parser = MailParser(executable: try Fixture.executable, limits: limits)
        for _ in 1...5 {
            let reading = try await parser.parse(Content(try Fixture.bytes("attachments.eml")))
            guard case .mail(let mail, let attachments) = reading else {
                Issue.record("refused: \(reading)")
                return
            }
            #expect(mail == (try Fixture.read("attachments.eml")))
            #expect(attachments.map(\.count) == mail.attachments.map(\.bytes))
        }
        let died = await parser.lastDeath
        #expect(await parser.childrenStarted == 1, "\(died)")
        await parser.stop()
    }

    /// `To: g:g:g:…` of 120 KB overflows the stack inside GMime 3.2; the guard is switched off by
    /// its limit, so that the mail reaches GMime.
    @Test func aMailThatKillsTheParserTwiceIsRefusedAndTheNextIsRead() async throws {
        var limits = MailLimits()
        limits.addressColonsMax = .max
        limits.headerLineBytesMax = 1 << 20
        let parser = MailParser(executable: try Fixture.executable, limits: limits)
        let before = try await parser.parse(Content(try Fixture.bytes("plain.eml")))
        #expect(subject(before) == "Jalan rusak di Desa Malutu")
        let crasher = "To: " + String(repeating: "g:", count: 60_000) + "\nSubject: x\n\nteks\n"
        guard case .refused(let refusal) = try await parser.parse(Content(Array(crasher.utf8))) else {
            Issue.record("the crasher no longer crashes")
            return
        }
        #expect(refusal.code == .killedParser)
        #expect(refusal.message.contains("signal 11"))
        let after = try await parser.parse(Content(try Fixture.bytes("plain.eml")))
        #expect(subject(after) == "Jalan rusak di Desa Malutu")
        #expect(await parser.childrenStarted == 3)
        await parser.stop()
    }

    @Test func aChildKilledBetweenTwoMailsIsReplaced() async throws {
        let parser = MailParser(executable: try Fixture.executable)
        _ = try await parser.parse(Content(try Fixture.bytes("plain.eml")))
        kill(try (await parser.childPID).orThrow("a running child"), SIGKILL)
        let after = try await parser.parse(Content(try Fixture.bytes("nul.eml")))
        #expect(subject(after) == "Banjir di Nagara")
        #expect(await parser.childrenStarted == 2)
        await parser.stop()
    }

    /// A parent-death signal would follow the thread that started the child, and dispatch retires
    /// its threads when they are idle.
    @Test func aChildOutlivesTheThreadThatStartedIt() throws {
        final class Start: Sendable {
            let executable: String
            let child = Mutex<ChildProcess?>(nil)
            init(_ executable: String) { self.executable = executable }
        }
        let start = Start(try Fixture.executable)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                let start = Unmanaged<Start>.fromOpaque(raw).takeUnretainedValue()
                let child = try? ChildProcess.start(start.executable, limits: MailLimits())
                // One answer, so that the child is past its preparations.
                _ = child.map { Self.answers($0) }
                start.child.withLock { $0 = child }
                return nil
            }, Unmanaged.passUnretained(start).toOpaque())
        pthread_join(thread, nil)
        let child = try start.child.withLock { $0 }.orThrow("a started child")
        #expect(Self.answers(child))
        child.end()
    }

    private static func answers(_ child: ChildProcess) -> Bool {
        let deadline = Deadline.after(.seconds(60))
        var request: [UInt8] = []
        Frame.write(0, to: &request) { $0 += "Subject: x\n\nteks\n".utf8 }
        return (try? child.socket.write(request, until: deadline)) != nil
            && (try? child.socket.read(bytesMax: 1 << 20, until: deadline)) != nil
    }

    /// GMime makes an object for each of 300,000 parts; the limit on their number comes after it.
    @Test func aMailOverTheMemoryOfTheChildIsRefused() async throws {
        var limits = MailLimits()
        limits.memoryBytesMax = 160 << 20
        let parser = MailParser(executable: try Fixture.executable, limits: limits)
        let mail =
            "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
            + String(repeating: "--b\n\nx\n", count: 300_000)
        guard case .refused(let refusal) = try await parser.parse(Content(Array(mail.utf8))) else {
            Issue.record("read in spite of the limit")
            return
        }
        #expect(refusal.code == .killedParser)
        await parser.stop()
    }

    @Test func fiftyMegabytesAreReadWithinTheDefaults() async throws {
        let parser = MailParser(executable: try Fixture.executable)
        let line = String(repeating: "QUJD", count: 19) + "\r\n"
        let head = """
            Subject: video
            Content-Type: multipart/mixed; boundary=b

            --b

            Video terlampir.
            --b
            Content-Type: video/mp4; name=banjir.mp4
            Content-Transfer-Encoding: base64


            """
        var mail = Array(head.utf8)
        let lines = (49 << 20) / line.utf8.count
        mail.reserveCapacity(50 << 20)
        for _ in 0..<lines { mail += line.utf8 }
        mail += "--b--\r\n".utf8
        guard case .mail(let parsed, let files) = try await parser.parse(Content(mail)) else {
            Issue.record("refused")
            return
        }
        #expect(parsed.text == "Video terlampir.")
        #expect(files.map(\.count) == [lines * 57])
        await parser.stop()
    }

    @Test func anExecutableThatIsNoParserIsOurOwnTrouble() async throws {
        let parser = MailParser(executable: "/tidak/ada")
        await #expect(throws: ChildProcess.StartFailure.self) {
            try await parser.parse(Content(Array("Subject: x\n\nteks".utf8)))
        }
        let silent = MailParser(executable: "/bin/true")
        guard case .refused(let refusal) = try? await silent.parse(Content(Array("A: x\n\nt".utf8))) else {
            return
        }
        #expect(refusal.code == .killedParser)
    }
}
