// `mendengar mail parse FILE.eml`: what the service would make of a mail, without storing anything.
package import ArgumentParser
import Complaints
import Foundation
import Intake
import ServiceKit

/// `mendengar mail …`. The executable that mounts it must call ``MailChild/runIfAsked()`` first.
package struct MailCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Look at mails as the e-mail service sees them.",
        subcommands: [MailParseCommand.self])

    package init() {}
}

/// `mendengar mail parse FILE.eml [--config FILE]`.
package struct MailParseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Print what a mail says and what would become of it, as JSON.")

    @Argument(help: "A mail as a file (RFC 5322). With several, one line of JSON each, in order.")
    var files: [String]

    @Option(help: "The configuration file: own addresses, trusted server and the size limit.")
    var config: String?

    @Flag(help: "JSON, which it always is.")
    var json = false

    package init() {}

    package func validate() throws {
        if files.isEmpty { throw ValidationError("give the path of a mail file") }
    }

    package func run() async throws {
        // Before the first line is printed: a list with a gap would be read wrongly.
        for file in files where !FileManager.default.isReadableFile(atPath: file) {
            printError("\(file): cannot be read; give the path of a mail file")
            throw ExitCode(ExitStatus.failed)
        }
        var limits = MailLimits()
        var judge = Judge(ownAddresses: [])
        if let config {
            // No secret is needed to read a mail, so none has to be there.
            let configuration = try Configuration.load(path: config, for: [])
            limits = MailLimits(mailBytesMax: configuration.limits.mailMiB << 20)
            judge = configuration.email.map { Judge($0) } ?? judge
        }
        let parser = MailParser(limits: limits)
        for file in files {
            let mail = try Content(
                copying: URL(filePath: file), in: FileManager.default.temporaryDirectory)
            let reading = try await parser.parse(mail, wantsFiles: false)
            let report = try MailReport(reading, raw: mail, judge: judge)
            print(String(decoding: try Wire.encode(report), as: UTF8.self))
        }
        await parser.stop()
    }
}

/// What `mail parse` prints.
struct MailReport: Encodable {
    struct File: Encodable {
        var filename: String
        var mediaType: String
        var bytes: Int
        var sha256: String
        @ExplicitNull var declaredType: String?
        var isInline: Bool
        var isStored: Bool
        @ExplicitNull var danger: String?

        enum CodingKeys: String, CodingKey {
            case filename, bytes, sha256, danger
            case mediaType = "media_type"
            case declaredType = "declared_type"
            case isInline = "inline"
            case isStored = "stored"
        }
    }

    struct Address: Codable, Hashable {
        var address: String
        @ExplicitNull var name: String?
    }

    /// Lines of the mail that are not the sender's own words.
    struct Elided: Encodable {
        var kind: OwnWords.Kind
        var text: String
    }

    struct Forwarded: Codable, Hashable {
        @ExplicitNull var from: Address?
        @ExplicitNull var subject: String?
        @ExplicitNull var date: Date?
    }

    var disposition: Disposition
    var why: String
    @ExplicitNull var from: Address?
    @ExplicitNull var subject: String?
    var text = ""
    var elided: [Elided] = []
    @ExplicitNull var date: Date?
    var attachments: [File] = []
    @ExplicitNull var messageID: String?
    @ExplicitNull var inReplyTo: String?
    var externalID: String
    var acknowledge = false
    var flags: [String] = []
    /// The trusted server's verdicts; `null` without one.
    @ExplicitNull var authentication: Authentication?
    @ExplicitNull var bounce: Bounce?
    var notes: [String] = []
    @ExplicitNull var forwarded: Forwarded?

    enum CodingKeys: String, CodingKey {
        case disposition, why, from, subject, text, elided, date, attachments, acknowledge, notes
        case flags, authentication, bounce, forwarded
        case messageID = "message_id"
        case inReplyTo = "in_reply_to"
        case externalID = "external_id"
    }

    init(_ reading: MailReading, raw: Content, judge: Judge) throws {
        switch reading {
        case .refused(let refusal):
            disposition = .quarantine
            why = "\(refusal.code.rawValue): \(refusal.message)"
            externalID = try MailIdentity.fingerprint(raw)
        case .mail(let mail, _):
            let verdict = judge.verdict(on: mail)
            disposition = verdict.disposition
            why = verdict.why
            externalID = try MailIdentity.externalID(mail, raw: raw)
            from = mail.from.map { Address(address: $0.address, name: $0.name) }
            subject = mail.subject
            let complaint = MailComplaint(mail, judge)
            text = complaint.text
            elided = complaint.elided.map {
                Elided(kind: $0.kind, text: $0.text(in: mail.text))
            }
            flags = MailComplaint.flags(of: mail, verdict, judge)
            let authentication = judge.authentication(of: mail)
            if authentication.isKnown { self.authentication = authentication }
            if disposition == .bounce { bounce = Bounce(mail) }
            date = mail.date
            attachments = mail.attachments.map {
                File(
                    filename: $0.filename, mediaType: $0.mediaType, bytes: $0.bytes,
                    sha256: $0.sha256, declaredType: $0.declaredType, isInline: $0.isInline,
                    isStored: $0.isStored, danger: $0.danger)
            }
            messageID = mail.messageID
            inReplyTo = mail.inReplyTo
            acknowledge = verdict.mayAcknowledge
            notes = mail.notes
            forwarded = mail.forwarded.map { inner in
                Forwarded(
                    from: inner.from.map { Address(address: $0.address, name: $0.name) },
                    subject: inner.subject, date: inner.date)
            }
        }
    }
}
