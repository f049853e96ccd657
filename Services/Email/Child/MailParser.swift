// The parent's side of mail parsing: one child, many mails, replaced when it dies.
import Delivery
import Foundation

/// What became of one mail.
enum MailReading: Sendable {
    case mail(ParsedMail, attachments: [[UInt8]])
    /// It goes to the quarantine, with its bytes.
    case refused(MailRefusal)
}

/// Parses mails in a child process with limits (decision D8).
///
/// A mail gets two tries, because a child may die of what an earlier mail left behind; if the
/// second, fresh child dies of it as well, the mail is refused and the next one is read.
actor MailParser {
    private let executable: String
    private let limits: MailLimits
    private let executor = ThreadExecutor(label: "mail-parser")
    private var child: ChildProcess?
    private var mailsRead = 0
    /// Children started so far, for the metrics.
    private(set) var childrenStarted = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// `executable` must call ``MailChild/runIfAsked()``; by default the running one, again.
    init(executable: String = "/proc/self/exe", limits: MailLimits = MailLimits()) {
        self.executable = executable
        self.limits = limits
    }

    isolated deinit { child?.end() }

    /// Reads one mail. Throws only for our own trouble (no process, no memory): try again later.
    func parse(_ mail: [UInt8]) throws -> MailReading {
        guard mail.count <= limits.mailBytesMax else {
            return .refused(
                MailRefusal(
                    code: .tooLarge,
                    message: "\(mail.count) bytes, the limit is \(limits.mailBytesMax)"))
        }
        var death = ""
        for _ in 1...2 {
            let running = try child ?? start()
            do {
                let reading = try exchange(mail, with: running)
                retireIfWorn(after: mail)
                return reading
            } catch let failure as FrameSocket.Failure {
                child = nil
                death = failure == .timedOut ? "out of time" : running.end()
                if failure == .timedOut { running.end() }
                lastDeath = "\(failure): \(death)"
            }
        }
        return .refused(
            MailRefusal(code: .killedParser, message: "the parser died of it twice (\(death))"))
    }

    /// Ends the child; the next mail starts another.
    func stop() {
        child?.end()
        child = nil
    }

    /// How the last child that died under a mail ended.
    private(set) var lastDeath = ""

    /// The process id of the running child, for tests.
    var childPID: Int32? { child?.pid }

    private func start() throws -> ChildProcess {
        let started = try ChildProcess.start(executable, limits: limits)
        child = started
        childrenStarted += 1
        mailsRead = 0
        return started
    }

    private func exchange(_ mail: [UInt8], with child: ChildProcess) throws -> MailReading {
        let deadline = Deadline.after(.seconds(limits.wallSecondsMax))
        try child.socket.write(mail, until: deadline)
        // JSON may need six bytes for one of the text, and there are the headers.
        let replyBytesMax = 6 * (limits.textBytesMax + limits.headerBlockBytesMax) + (1 << 20)
        guard let frame = try child.socket.read(bytesMax: replyBytesMax, until: deadline) else {
            throw FrameSocket.Failure.closed
        }
        guard let reply = try? JSONDecoder().decode(ChildReply.self, from: Data(frame)) else {
            throw FrameSocket.Failure.protocolBroken
        }
        switch reply {
        case .refused(let refusal): return .refused(refusal)
        case .mail(let parsed):
            var attachments: [[UInt8]] = []
            for description in parsed.attachments {
                let bytes = try child.socket.read(bytesMax: limits.mailBytesMax, until: deadline)
                guard let bytes, bytes.count == description.bytes else {
                    throw FrameSocket.Failure.protocolBroken
                }
                attachments.append(bytes)
            }
            return .mail(parsed, attachments: attachments)
        }
    }

    /// Large mails leave a large heap behind, and leaks add up: a new child is cheap.
    private func retireIfWorn(after mail: [UInt8]) {
        mailsRead += 1
        let largeMail = 4 << 20
        if mailsRead >= limits.mailsPerChildMax || mail.count >= largeMail { stop() }
    }
}
