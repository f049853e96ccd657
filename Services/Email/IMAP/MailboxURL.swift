// `imap://user@host:port/FOLDER` of the configuration.
import Foundation
import ServiceKit

extension MailboxPoller.Settings {
    /// - Throws: ``ConfigurationError`` that names the mailbox and what its address must look like.
    init(_ mailbox: EmailPart.Mailbox, mailBytesMax: Int) throws(ConfigurationError) {
        let parts = URLComponents(string: mailbox.url)
        guard let parts, parts.scheme == "imap" || parts.scheme == "imaps",
            let host = parts.host, !host.isEmpty, let user = parts.user, !user.isEmpty
        else {
            throw ConfigurationError(
                file: "email.mailboxes \(mailbox.name)",
                "the url must look like imap://user@host:143/INBOX")
        }
        let folder = parts.path.drop { $0 == "/" }
        let tls: IMAPServer.TLS =
            switch mailbox.tls {
            case .none: parts.scheme == "imaps" ? .implicit : .none
            case .starttls: .starttls
            case .implicit: .implicit
            }
        self.init(
            name: mailbox.name,
            server: IMAPServer(
                host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")),
                port: parts.port ?? (tls == .implicit ? 993 : 143), user: user,
                password: mailbox.password.value, tls: tls, caFile: mailbox.ca),
            folder: folder.isEmpty ? "INBOX" : String(folder), processed: mailbox.processed,
            failed: mailbox.failed, pause: mailbox.poll, mailBytesMax: mailBytesMax)
    }
}
