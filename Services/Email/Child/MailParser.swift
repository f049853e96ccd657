// The parent's side of mail parsing: one child, many mails, replaced when it dies.
import Crypto
import Delivery
import Foundation
import Intake

/// What became of one mail.
enum MailReading: Sendable {
    case mail(ParsedMail, attachments: [Content])
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
    private let largeFiles: URL
    private let executor = ThreadExecutor(label: "mail-parser")
    private var child: ChildProcess?
    private var mailsRead = 0
    private var recent = RecentReadings()
    /// Children started so far, for the metrics.
    private(set) var childrenStarted = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// `executable` must call ``MailChild/runIfAsked()``; by default the running one, again.
    ///
    /// - Parameter largeFiles: a folder on a disk, for the attachments of large mails.
    init(
        executable: String = "/proc/self/exe", limits: MailLimits = MailLimits(),
        largeFiles: URL = FileManager.default.temporaryDirectory
    ) {
        self.executable = executable
        self.limits = limits
        self.largeFiles = largeFiles
    }

    isolated deinit { child?.end() }

    /// Reads one mail. Throws only for our own trouble (no process, no memory, no disk): try again later.
    ///
    /// - Parameter wantsFiles: with the bytes of the attachments; else there are none.
    func parse(_ mail: Content, wantsFiles: Bool = true) throws -> MailReading {
        guard mail.count <= limits.mailBytesMax else {
            return .refused(
                MailRefusal(
                    code: .tooLarge,
                    message: "\(mail.count) bytes, the limit is \(limits.mailBytesMax)"))
        }
        var key: SHA256Digest?
        if case .memory(let bytes) = mail.storage { key = RecentReadings.key(bytes) }
        if let known = key.flatMap({ recent.take($0) }) { return .mail(known, attachments: []) }
        let mail = try mail.inFileIfLarge(in: largeFiles)
        var death = ""
        for _ in 1...2 {
            let running = try child ?? start()
            do {
                let reading = try exchange(
                    ChildRequest(mail, wantsFiles: wantsFiles), with: running)
                retireIfWorn()
                // What has files must be read for them.
                if !wantsFiles, let key, case .mail(let parsed, _) = reading,
                    !parsed.attachments.contains(where: \.isStored)
                {
                    recent.keep(parsed, bytes: mail.count, as: key)
                }
                return reading
            } catch let failure as FrameSocket.Failure {
                child = nil
                let end = running.end()
                death = failure == .timedOut ? "out of time" : end
                lastDeath = "\(failure): \(death)"
                // What has used up its time once would do so again, while others wait.
                if failure == .timedOut || end == "signal \(SIGXCPU)" { break }
            } catch {
                // Our own trouble in the middle of an answer: what is left of it is not read.
                stop()
                throw error
            }
        }
        return .refused(
            MailRefusal(code: .killedParser, message: "the parser died of it (\(death))"))
    }

    /// Whether the kernel filters the system calls of the child.
    func isConfined() throws -> Bool {
        // It is confined before it reads.
        _ = try parse(Content(Array("Subject: -\n\n-\n".utf8)))
        return childPID.map(Confinement.holds) ?? false
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

    private func exchange(
        _ request: ChildRequest, with child: ChildProcess
    ) throws -> MailReading {
        let deadline = Deadline.after(.seconds(limits.wallSecondsMax))
        let (frame, descriptor) = request.frame
        try child.socket.write(frame, until: deadline)
        if let descriptor { try child.socket.write(descriptor: descriptor, until: deadline) }
        var files = ContentSink(in: largeFiles)
        while true {
            guard let frame = try child.socket.read(bytesMax: frameBytesMax, until: deadline) else {
                throw FrameSocket.Failure.closed
            }
            guard let kind = frame.first.flatMap(ChildFrame.init) else {
                throw FrameSocket.Failure.protocolBroken
            }
            switch kind {
            case .piece:
                // What is decoded is no longer than what is encoded, but for a file within a file.
                guard request.wantsFiles, files.count <= 2 * limits.mailBytesMax else {
                    throw FrameSocket.Failure.protocolBroken
                }
                try files.append(frame.dropFirst())
            case .reply: return try reading(frame.dropFirst(), request, files.content)
            }
        }
    }

    /// JSON may need six bytes for one of the text, and there are the headers.
    private var frameBytesMax: Int {
        6 * (limits.textBytesMax + limits.headerBlockBytesMax) + (1 << 20)
    }

    private func reading(
        _ reply: ArraySlice<UInt8>, _ request: ChildRequest, _ files: Content
    ) throws(FrameSocket.Failure) -> MailReading {
        switch try ChildReply(encoded: reply) {
        case .refused(let refusal): return .refused(refusal)
        case .mail(let mail):
            guard request.wantsFiles else { return .mail(mail, attachments: []) }
            var attachments: [Content] = []
            var start = 0
            for description in mail.attachments where description.isStored {
                guard description.bytes >= 0, description.bytes <= files.count - start else {
                    throw .protocolBroken
                }
                attachments.append(files[start..<start + description.bytes])
                start += description.bytes
            }
            guard start == files.count else { throw .protocolBroken }
            return .mail(mail, attachments: attachments)
        }
    }

    /// Leaks add up, and a new child is cheap.
    private func retireIfWorn() {
        mailsRead += 1
        if mailsRead >= limits.mailsPerChildMax { stop() }
    }
}
