// A message becomes a mail and is handed to the mail server.
import Complaints
import Delivery
import Foundation
import Region
import ServiceKit

/// Sends the messages of the service.
struct Postman: Sendable {
    private let correspondent: Correspondent
    private let server: EmailPart.SMTP
    private let client: SMTPClient
    /// Lower case, in the order of the configuration.
    private let ownAddresses: [String]

    init(_ correspondent: Correspondent, _ server: EmailPart.SMTP, ownAddresses: [String]) {
        self.correspondent = correspondent
        self.server = server
        self.ownAddresses = ownAddresses
        client = SMTPClient(server)
    }

    /// Never throws: what cannot be sent says why.
    func send(_ message: Message) async -> Handover {
        do {
            let letter = await letter(message)
            return await client.send(
                try letter.bytes(), to: letter.to, reference: letter.messageID)
        } catch {
            return .refused("\(error)")
        }
    }

    private func letter(_ message: Message) async -> Letter {
        let key = correspondent.key
        let mark = message.complaint.map { key.mark(of: $0) }
        var thread = message.inReplyTo
        if thread == nil, let complaint = message.complaint {
            thread = try? await correspondent.messages
                .first(to: message.recipient, about: complaint)?.inReplyTo
        }
        let subject = message.subject ?? correspondent.phrases.subject
        return Letter(
            from: MailAddress(address: server.from, name: server.name), to: message.recipient,
            replyTo: mark.flatMap(replyAddress),
            subject: mark.map { "\(subject) [\($0)]" } ?? subject, text: message.text ?? "",
            messageID: key.messageName(message.id) + "@" + Self.domain(server.from),
            inReplyTo: thread, date: .now, isReply: message.kind == .receipt)
    }

    /// An own address with the mark, as long as it is an address (RFC 5321 section 4.5.3.1.1: 64
    /// characters before the @).
    private func replyAddress(_ mark: String) -> String? {
        let own = MailAddress.canonical(server.from)
        guard let base = ownAddresses.contains(own) ? own : ownAddresses.first,
            let at = base.lastIndex(of: "@")
        else { return nil }
        let address = "\(base[..<at])+\(mark)\(base[at...])"
        return Letter.isAddress(address) ? address : nil
    }

    private static func domain(_ address: String) -> Substring {
        address[(address.lastIndex(of: "@").map { address.index(after: $0) } ?? address.startIndex)...]
    }

    /// What of `smtp` cannot be used; `nil` when all can.
    static func flaw(of server: EmailPart.SMTP) -> String? {
        Letter.isAddress(server.from)
            ? nil : "email.smtp.from: '\(server.from)' is no mail address such as aduan@hss.example"
    }
}
