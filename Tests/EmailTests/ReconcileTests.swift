// Server and journal compared: every difference is named, and nothing is changed.
import Foundation
import Intake
import Logging
import Store
import ServiceKit
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) final class ReconcileTests {
    private let dovecot: Dovecot
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { dovecot = try Dovecot() }

    deinit { dovecot.stop() }

    private func settings(_ test: TestReception) -> MailboxPoller.Settings {
        .init(
            name: "aduan",
            server: IMAPServer(
                host: "localhost", port: dovecot.imapPort, user: "aduan",
                credential: .password(Dovecot.password), tls: .starttls, caFile: dovecot.caFile),
            folder: "INBOX", processed: "Diproses", failed: "Gagal", pause: .seconds(600),
            mailBytesMax: 300_000, files: test.folder)
    }

    private func report(_ test: TestReception) async throws -> MailboxReport {
        await MailboxComparison(
            settings: settings(test), index: try await JournalIndex.load(from: test.intake.store),
            parser: test.reception.parser, store: test.intake.store
        ).report()
    }

    private func save(_ mail: String, in folder: String, _ test: TestReception) throws {
        let path = test.folder.appending(path: "satu.eml").path
        try Data(mail.utf8).write(to: URL(filePath: path))
        try dovecot.doveadm(["save", "-u", "aduan", "-m", folder, path])
    }

    @Test func everyDifferenceIsNamedAndNothingIsChanged() async throws {
        let test = try await TestReception()
        let large = "Subject: besar\r\nMessage-ID: <besar@x>\r\n\r\n" + String(repeating: "x\r\n", count: 150_000)
        let mails = [
            TestMail.text("satu@x"), "bukan surat", "Subject: tanpa\r\n\r\nTanpa Message-ID.\r\n", large,
            // One Message-ID, two mails; and one of them twice.
            TestMail.text("sama@x", "Satu."), TestMail.text("sama@x", "Dua."),
            TestMail.text("sama@x", "Dua."), TestMail.text("hilang@x"),
            // What is set aside is in the journal as well.
            "Auto-Submitted: auto-replied\r\n" + TestMail.text("mesin@x"),
            "Auto-Submitted: auto-replied\r\nSubject: tanpa nama\r\n\r\nSaya sedang cuti.\r\n",
        ]
        try dovecot.fill(mails.map { Array($0.utf8) }, user: "aduan")
        let poller = MailboxPoller(
            settings: settings(test), reception: test.reception, store: test.intake.store, logger: quiet)
        #expect(try await poller.poll() == 10)
        let clean = try await report(test)
        #expect(clean.isComplete, "\(clean.lines)")
        #expect(clean.unknown.isEmpty && clean.onlyInJournal == 0)
        #expect(clean.folders.map(\.messages) == [0, 8, 2])

        // Not read yet: no difference.
        try dovecot.fill([Array(TestMail.text("baru@x").utf8)], user: "aduan", first: 50)
        // People delete one, and file two away that we have never seen.
        try dovecot.doveadm([
            "expunge", "-u", "aduan", "mailbox", "Diproses", "HEADER", "Message-ID", "hilang@x",
        ])
        try save(TestMail.text("asing@x"), in: "Diproses", test)
        try save("Subject: tanpa\r\n\r\nLain.\r\n", in: "Gagal", test)
        // Known by its Message-ID, with other words: another mail.
        try save(TestMail.text("sama@x", "Tiga."), in: "Diproses", test)
        let before = Set(names())
        let found = try await report(test)
        #expect(!found.isComplete)
        #expect(found.folders.map(\.waiting) == [1, 0, 0])
        #expect(found.unknown.map(\.messageID) == ["asing@x", "sama@x", nil])
        #expect(found.unknown.map(\.folder) == ["Diproses", "Diproses", "Gagal"])
        #expect(found.onlyInJournal == 1 && found.onlyInJournalTracking.count == 1)
        #expect(found.lines.contains { $0.contains("Message-ID <asing@x>") })
        #expect(Set(names()) == before)
        await test.close()
    }

    /// Every file of the mailbox; its name holds the flags.
    private func names() -> [String] {
        ["INBOX", "Diproses", "Gagal"].flatMap { folder in
            dovecot.messages(of: "aduan", in: folder).map(\.lastPathComponent)
        }
    }

    @Test func aMailThatTheCursorPassedAndNobodyHasIsMissing() async throws {
        let test = try await TestReception()
        try dovecot.fill([Array(TestMail.text("lewat@x").utf8)], user: "aduan")
        let poller = MailboxPoller(
            settings: settings(test), reception: test.reception, store: test.intake.store, logger: quiet)
        try await test.intake.store.write {
            try $0.execute("CREATE TRIGGER stuck BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END")
        }
        await #expect(throws: (any Error).self) { try await poller.poll() }
        #expect(try await report(test).isComplete)
        // As a faulty version might have left it.
        try await test.intake.store.write { try $0.execute("UPDATE mailbox SET next_uid = 2") }
        let found = try await report(test)
        #expect(found.unknown.map(\.messageID) == ["lewat@x"])
        #expect(found.unknown.map(\.uid) == [1])
        await test.close()
    }

    @Test func aServerThatIsAwayIsNotComplete() async throws {
        let test = try await TestReception()
        var away = settings(test)
        away.server.port = 1
        let report = await MailboxComparison(
            settings: away, index: JournalIndex(), parser: test.reception.parser,
            store: test.intake.store
        ).report()
        #expect(!report.isComplete)
        #expect(report.lines.count == 1 && report.lines[0].contains("cannot be compared"))
        await test.close()
    }
}
