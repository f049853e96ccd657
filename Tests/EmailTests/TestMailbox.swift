// A mailbox of a fake server, its poller, and what of it is in the journal.
import Foundation
import Intake
import Logging
import Store
import ServiceKit
import TestSupport

@testable import EmailService

extension TestReception {
    /// Polls a server of ours without TLS.
    func poller(
        _ port: Int, name: String = "aduan", timeoutSeconds: Int = 20, mailBytesMax: Int = 1 << 20,
        idle: Duration = .zero, pause: Duration = .seconds(600),
        keepAlive: Duration = .seconds(540), logger: Logger? = nil
    ) -> MailboxPoller {
        MailboxPoller(
            settings: .init(
                name: name,
                server: IMAPServer(
                    host: "127.0.0.1", port: port, user: "aduan", credential: .password("rahasia"),
                    tls: .none, timeoutSeconds: timeoutSeconds),
                folder: "INBOX", processed: "Diproses", failed: "Gagal", pause: pause,
                idle: idle, keepAlive: keepAlive, mailBytesMax: mailBytesMax, files: folder),
            reception: reception, store: intake.store,
            logger: logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// How often a mail with this Message-ID is in the journal.
    func journalled(_ id: String) async throws -> Int {
        try await intake.store.read { transaction in
            Int(
                try transaction.first(
                    "SELECT COUNT(*) AS n FROM journal WHERE external_id LIKE ?",
                    [.text("<\(id)>/%")])?.int("n") ?? 0)
        }
    }

    /// Its process is gone, and with it its lease.
    func expireLeases() async throws {
        try await intake.store.write { try $0.execute("UPDATE lease SET expires_at = 0") }
    }
}

/// Mails for the fake server.
enum TestMail {
    static func text(_ id: String, _ words: String = "Jalan berlubang.") -> String {
        "From: warga@warga.example\r\nTo: aduan@hss.example\r\nSubject: Jalan\r\n"
            + "Message-ID: <\(id)>\r\n\r\n\(words)\r\n"
    }
}
