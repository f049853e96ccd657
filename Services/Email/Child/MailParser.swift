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
    /// Kept for its memory.
    private var outgoing: [UInt8] = []
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
        guard mail.count <= limits.mailBytesMax else { return tooLarge(mail) }
        var key: SHA256Digest?
        if case .memory(let bytes) = mail.storage { key = RecentReadings.key(bytes) }
        if let known = key.flatMap({ recent.take($0) }) { return .mail(known, attachments: []) }
        let reading = try readAlone(mail, wantsFiles: wantsFiles)
        // What has files must be read for them.
        if !wantsFiles, let key, case .mail(let parsed, _) = reading,
            !parsed.attachments.contains(where: \.isStored)
        {
            recent.keep(parsed, bytes: mail.count, as: key)
        }
        return reading
    }

    /// Reads mails without their attachments, in order; the child reads on while its answers are taken.
    ///
    /// - Parameter take: gets what became of each, with its place among `mails`.
    func parse(_ mails: [Content], _ take: (Int, MailReading) throws -> Void) throws {
        var read = 0
        if !mails.contains(where: { $0.count > limits.mailBytesMax }) {
            let requests = try mails.map {
                ChildRequest(try $0.inFileIfLarge(in: largeFiles), wantsFiles: false)
            }
            // Nobody knows of which it died: what is left is read one by one.
            _ = try exchange(requests, with: try child ?? start()) { reading in
                try take(read, reading)
                read += 1
            }
        }
        while read < mails.count {
            try take(read, try parse(mails[read], wantsFiles: false))
            read += 1
        }
    }

    private func tooLarge(_ mail: Content) -> MailReading {
        .refused(
            MailRefusal(
                code: .tooLarge, message: "\(mail.count) bytes, the limit is \(limits.mailBytesMax)"))
    }

    private func readAlone(_ mail: Content, wantsFiles: Bool) throws -> MailReading {
        let request = ChildRequest(try mail.inFileIfLarge(in: largeFiles), wantsFiles: wantsFiles)
        var death = ""
        for _ in 1...2 {
            var reading: MailReading?
            let end = try exchange([request], with: try child ?? start()) { reading = $0 }
            if let reading { return reading }
            death = end ?? ""
            // What has used up its time once would do so again, while others wait.
            if end == Self.outOfTime || end == "signal \(SIGXCPU)" { break }
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

    private static let outOfTime = "out of time"

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

    /// Gives `take` a reading for each request, in order.
    ///
    /// - Returns: how the child died, if it did: then some are missing.
    private func exchange(
        _ requests: [ChildRequest], with child: ChildProcess, _ take: (MailReading) throws -> Void
    ) throws -> String? {
        do {
            let deadline = Deadline.after(.seconds(limits.wallSecondsMax))
            let answers = FrameReader(child.socket)
            var sent = 0
            var unanswered = 0
            for (number, request) in requests.enumerated() {
                // No more than the socket takes, so that neither side waits for the other to read.
                outgoing.removeAll(keepingCapacity: true)
                while sent < requests.count,
                    sent == number
                        || unanswered + requests[sent].mail.memoryCount <= Self.unansweredBytesMax
                {
                    if let rest = requests[sent].write(to: &outgoing) {
                        try child.socket.write(outgoing, until: deadline)
                        outgoing.removeAll(keepingCapacity: true)
                        switch rest {
                        case .bytes(let mail): try child.socket.write(mail, until: deadline)
                        case .descriptor(let file):
                            try child.socket.write(descriptor: file, until: deadline)
                        }
                    }
                    unanswered += requests[sent].mail.memoryCount
                    sent += 1
                }
                try child.socket.write(outgoing, until: deadline)
                try take(try answer(to: request, from: answers, until: deadline))
                unanswered -= request.mail.memoryCount
            }
            guard answers.isEmpty else { throw FrameSocket.Failure.protocolBroken }
            mailsRead += requests.count
            // Leaks add up, and a new child is cheap.
            if mailsRead >= limits.mailsPerChildMax { stop() }
            return nil
        } catch let failure as FrameSocket.Failure {
            self.child = nil
            let end = child.end()
            let death = failure == .timedOut ? Self.outOfTime : end
            lastDeath = "\(failure): \(death)"
            return death
        } catch {
            // Our own trouble in the middle: the answers that are left are not read.
            stop()
            throw error
        }
    }

    /// Of mails that are asked for before the first of them is answered; a larger one goes alone.
    static let unansweredBytesMax = 192 << 10

    private func answer(
        to request: ChildRequest, from answers: FrameReader, until deadline: Deadline
    ) throws -> MailReading {
        var files = ContentSink(in: largeFiles)
        while true {
            guard let frame = try answers.read(bytesMax: frameBytesMax, until: deadline) else {
                throw FrameSocket.Failure.closed
            }
            switch try ChildReply(frame) {
            case .piece(let bytes):
                // What is decoded is no longer than what is encoded, but for a file within a file.
                guard request.wantsFiles, files.count <= 2 * limits.mailBytesMax else {
                    throw FrameSocket.Failure.protocolBroken
                }
                try files.append(bytes)
            case .refused(let refusal): return .refused(refusal)
            case .mail(let mail):
                let wanted = request.wantsFiles ? mail.attachments.filter(\.isStored) : []
                return .mail(mail, attachments: try Self.divide(files.content, wanted))
            }
        }
    }

    /// Much more than a text, the headers and what is said of the rest.
    private var frameBytesMax: Int {
        6 * (limits.textBytesMax + limits.headerBlockBytesMax) + (1 << 20)
    }

    private static func divide(
        _ files: Content, _ descriptions: [MailAttachment]
    ) throws(FrameSocket.Failure) -> [Content] {
        var parts: [Content] = []
        var start = 0
        for description in descriptions {
            guard description.bytes >= 0, description.bytes <= files.count - start else {
                throw .protocolBroken
            }
            parts.append(files[start..<start + description.bytes])
            start += description.bytes
        }
        guard start == files.count else { throw .protocolBroken }
        return parts
    }
}
