// `imap://user@host:port/FOLDER` of the configuration.
import Foundation
import ServiceKit

extension MailboxPoller.Settings {
    /// - Throws: ``ConfigurationError`` that names the mailbox and what its address must look like.
    init(
        _ mailbox: EmailPart.Mailbox, mailBytesMax: Int, leaseSeconds: Int, files: URL
    ) throws(ConfigurationError) {
        let parts = URLComponents(string: mailbox.url)
        guard let parts, parts.scheme == "imap" || parts.scheme == "imaps",
            let host = parts.host, !host.isEmpty, let user = parts.user, !user.isEmpty
        else {
            throw ConfigurationError([
                YAMLProblem(
                    file: mailbox.file, line: mailbox.line,
                    message: "the url of the mailbox '\(mailbox.name)' must look like "
                        + "imap://user@host:143/INBOX, with %40 for an @ in the user's name")
            ])
        }
        let folder = parts.path.drop { $0 == "/" }
        let tls: EmailPart.TLS =
            switch mailbox.tls {
            case .none: parts.scheme == "imaps" ? .implicit : .none
            case .starttls: .starttls
            case .implicit: .implicit
            }
        let read = folder.isEmpty ? "INBOX" : String(folder)
        for target in [mailbox.processed, mailbox.failed]
        where target.lowercased() == read.lowercased() {
            throw ConfigurationError([
                YAMLProblem(
                    file: mailbox.file, line: mailbox.line,
                    message: "the mailbox '\(mailbox.name)' would move mails from '\(read)' to "
                        + "'\(target)', and read them again for ever: name another folder")
            ])
        }
        self.init(
            name: mailbox.name,
            server: IMAPServer(
                host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")),
                port: parts.port ?? (tls == .implicit ? 993 : 143), user: user,
                credential: IMAPServer.Credential(mailbox.credential),
                signIn: mailbox.auth, tls: tls,
                caFile: mailbox.ca, timeoutSeconds: Int(mailbox.timeout / .seconds(1))),
            folder: folder.isEmpty ? "INBOX" : String(folder), processed: mailbox.processed,
            failed: mailbox.failed, pause: mailbox.poll, idle: mailbox.idle,
            leaseSeconds: leaseSeconds, mailBytesMax: mailBytesMax, files: files)
    }
}

extension IMAPServer.Credential {
    init(_ credential: EmailPart.Mailbox.Credential) {
        switch credential {
        case .password(let secret): self = .password(secret.value)
        case .tokenFile(let path): self = .tokenFile(path)
        case .tokenCommand(let command): self = .tokenCommand(command)
        }
    }
}
