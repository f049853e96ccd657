// What `mendengar mail parse` prints of a mail (contract, section E-mail).
import Complaints
import Foundation
import Intake

/// One mail as an object of JSON, names in alphabetical order.
enum MailReport {
    static func json(
        _ reading: MailReading, raw: Content, judge: Judge
    ) throws(UnnamedFile.Failure) -> JSONText {
        switch reading {
        case .refused(let refusal):
            report(
                disposition: .quarantine, why: "\(refusal.code.rawValue): \(refusal.message)",
                externalID: try MailIdentity.fingerprint(raw))
        case .mail(let mail, _):
            report(mail, externalID: try MailIdentity.externalID(mail, raw: raw), judge)
        }
    }

    private static func report(_ mail: ParsedMail, externalID: String, _ judge: Judge) -> JSONText {
        let verdict = judge.verdict(on: mail)
        let complaint = MailComplaint(mail, judge)
        let authentication = judge.authentication(of: mail)
        return report(
            disposition: verdict.disposition, why: verdict.why, externalID: externalID,
            mayAcknowledge: verdict.mayAcknowledge, text: complaint.text,
            elided: complaint.elided.map { span in
                .object([
                    .init("kind", .string(span.kind.rawValue)),
                    .init("text", .string(span.text(in: mail.text))),
                ])
            },
            flags: complaint.flags(of: mail, verdict, judge),
            authentication: authentication.isKnown ? results(authentication) : .null,
            bounce: verdict.disposition == .bounce ? Bounce(mail).map(bounce) ?? .null : .null, mail)
    }

    private static func report(
        disposition: Disposition, why: String, externalID: String, mayAcknowledge: Bool = false,
        text: String = "", elided: [JSONText] = [], flags: [String] = [],
        authentication: JSONText = .null, bounce: JSONText = .null, _ mail: ParsedMail? = nil
    ) -> JSONText {
        .object([
            .init("acknowledge", .bool(mayAcknowledge)),
            .init("attachments", .list(mail?.attachments.map(file) ?? [])),
            .init("authentication", authentication),
            .init("bounce", bounce),
            .init("date", time(mail?.date)),
            .init("disposition", .string(disposition.rawValue)),
            .init("elided", .list(elided)),
            .init("external_id", .string(externalID)),
            .init("flags", .list(flags.map(JSONText.string))),
            .init("forwarded", mail?.forwarded.map(forwarded) ?? .null),
            .init("from", mail?.from.map(address) ?? .null),
            .init("in_reply_to", .string(orNull: mail?.inReplyTo)),
            .init("message_id", .string(orNull: mail?.messageID)),
            .init("notes", .list(mail?.notes.map(JSONText.string) ?? [])),
            .init("subject", .string(orNull: mail?.subject)),
            .init("text", .string(text)),
            .init("why", .string(why)),
        ])
    }

    private static func file(_ file: MailAttachment) -> JSONText {
        .object([
            .init("bytes", .number("\(file.bytes)")),
            .init("danger", .string(orNull: file.danger)),
            .init("declared_type", .string(orNull: file.declaredType)),
            .init("filename", .string(file.filename)),
            .init("inline", .bool(file.isInline)),
            .init("media_type", .string(file.mediaType)),
            .init("sha256", .string(file.sha256)),
            .init("stored", .bool(file.isStored)),
        ])
    }

    private static func address(_ address: MailAddress) -> JSONText {
        .object([
            .init("address", .string(address.address)), .init("name", .string(orNull: address.name)),
        ])
    }

    private static func forwarded(_ mail: ParsedMail.Forwarded) -> JSONText {
        .object([
            .init("date", time(mail.date)), .init("from", mail.from.map(address) ?? .null),
            .init("subject", .string(orNull: mail.subject)),
        ])
    }

    /// What the trusted server said; what it did not is left out.
    private static func results(_ authentication: Authentication) -> JSONText {
        let results = [
            ("dkim", authentication.dkim), ("dmarc", authentication.dmarc), ("spf", authentication.spf),
        ]
        return .object(results.compactMap { name, value in value.map { .init(name, .string($0)) } })
    }

    private static func bounce(_ bounce: Bounce) -> JSONText {
        let fields = [
            ("original_message_id", bounce.originalMessageID), ("recipient", bounce.recipient),
            ("status", bounce.status?.rawValue),
        ]
        return .object(fields.compactMap { name, value in value.map { .init(name, .string($0)) } })
    }

    private static func time(_ date: Date?) -> JSONText {
        date.map { .string(Timestamp.format($0)) } ?? .null
    }
}
