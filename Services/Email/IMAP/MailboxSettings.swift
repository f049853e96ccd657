// A mailbox of the configuration as the poller takes it.
import Foundation
import ServiceKit

extension MailboxPoller.Settings {
    init(_ mailbox: EmailPart.Mailbox, mailBytesMax: Int, leaseSeconds: Int, files: URL) {
        self.init(
            name: mailbox.name,
            server: IMAPServer(
                host: mailbox.address.host, port: mailbox.address.port, user: mailbox.address.user,
                credential: IMAPServer.Credential(mailbox.credential),
                signIn: mailbox.auth, tls: mailbox.tls,
                caFile: mailbox.ca, timeoutSeconds: Int(mailbox.timeout / .seconds(1))),
            folder: mailbox.address.folder, processed: mailbox.processed,
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
