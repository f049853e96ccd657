// A reception with a database of its own, and what Routing would get from it.
import Complaints
import Delivery
import Foundation
import Logging
import Region
import ServiceKit
import Store

@testable import EmailService
@testable import Intake

/// The e-mail service's way in, over a temporary SQLite file.
struct TestReception {
    let intake: Intake
    let reception: Reception
    let folder: URL

    static let ownAddress = "aduan@hss.example"

    /// - Parameters:
    ///   - old: the folder of one that was closed, to go on with its database.
    ///   - reserveMiB: above the size of any disk, nothing is taken in.
    ///   - server: where mails go; without one nobody is answered.
    init(
        in old: URL? = nil, reserveMiB: Int = 0, server: EmailPart.SMTP? = nil
    ) async throws {
        let name = "mendengar-email-\(UUID().uuidString.prefix(8))"
        folder = old ?? FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        intake = try await Intake.open(
            database: "sqlite:\(folder.path)/email.sqlite",
            region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path, reserveMiB: reserveMiB,
            schemas: [MailboxCursor.schema, MailTray.schema, MessageTable.schema, ReplyKey.schema])
        let judge = Judge(ownAddresses: [Self.ownAddress], authservID: "mx.hss.example")
        reception = Reception(
            intake: intake, tray: try MailTray(intake, data: folder, logger: Logger(label: "test")),
            parser: MailParser(executable: try Fixture.executable), judge: judge,
            correspondent: Correspondent(
                intake: intake, messages: Messages(
                    store: intake.store, limits: MessageLimits(countsReceiptsApart: true)),
                key: try await ReplyKey.load(intake.store), phrases: MailPhrases(), judge: judge,
                server: server), metrics: Metrics())
    }

    func take(_ name: String, _ envelope: Envelope = Envelope(via: "test")) async throws -> Receipt
    {
        try await reception.take(try Fixture.bytes(name), envelope)
    }

    /// The files of mails that were taken in by LMTP and are not read yet.
    var trayFiles: [URL] { TrayFile.list(folder.appending(path: "email-tray")) }

    /// Journals what lies in the tray; gives how many mails that were.
    @discardableResult
    func emptyTray(_ other: MailTray? = nil) async throws -> Int {
        let tray = try (other ?? reception.tray).orThrow("a tray")
        let worker = TrayWorker(
            reception: reception, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var count = 0
        while true {
            let step = try await worker.step(tray)
            guard step > 0 else { return count }
            count += step
        }
    }

    /// Ends as a process does that is killed, but for what lies on the disk.
    func end() async {
        await reception.tray?.close()
        await reception.parser.stop()
        intake.close()
    }

    /// Why each message that is held or ignored is where it is.
    func reasons() async throws -> [String] {
        try await intake.store.read { transaction in
            try transaction.query("SELECT why FROM journal ORDER BY seq").map { $0.text("why") }
        }
    }

    /// The journal's row as the normaliser sees it.
    func entry(_ receipt: Receipt) async throws -> JournalEntry {
        let row = try await intake.store.read { transaction in
            try transaction.first(
                "SELECT * FROM journal WHERE tracking = ?", [.text(receipt.tracking)])
        }.orThrow("a journal row")
        return JournalEntry(
            seq: row.int("seq"), id: receipt.id, tracking: receipt.tracking, channel: .email,
            account: row.text("account"), externalID: row.text("external_id"),
            receivedAt: Date(microseconds: row.int("received_at")),
            meta: try Wire.decode([String: String].self, from: Data(row.text("meta").utf8)),
            content: Content(row.blob("body")))
    }

    func close() async {
        await end()
        try? FileManager.default.removeItem(at: folder)
    }
}
