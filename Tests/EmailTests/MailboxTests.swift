// A mailbox on a real Dovecot through its bad days: other people in it, new UIDs, no room, two readers, IDLE.
import Foundation
import Intake
import Logging
import ServiceKit
import Store
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) final class MailboxTests {
    private let dovecot: Dovecot
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { dovecot = try Dovecot() }

    deinit { dovecot.stop() }

    private func poller(
        _ test: TestReception, _ user: String, folder: String = "INBOX", pause: Duration = .seconds(600),
        on other: Dovecot? = nil, logger: Logger? = nil
    ) -> MailboxPoller {
        let dovecot = other ?? dovecot
        return MailboxPoller(
            settings: .init(
                name: user,
                server: IMAPServer(
                    host: "localhost", port: dovecot.imapPort, user: user,
                    credential: .password(Dovecot.password), tls: .starttls,
                    caFile: dovecot.caFile),
                folder: folder, processed: "Diproses", failed: "Gagal", pause: pause,
                leaseSeconds: 1, mailBytesMax: 1 << 20, files: test.folder),
            reception: test.reception, store: test.intake.store, logger: logger ?? quiet)
    }

    private func mails(_ user: String, _ numbers: Range<Int>) -> [[UInt8]] {
        numbers.map { Array(TestMail.text("\(user)-\($0)", "Perkara \($0)").utf8) }
    }

    private func expectOnce(_ test: TestReception, _ user: String, _ numbers: Range<Int>) async throws {
        for number in numbers {
            let count = try await test.journalled("\(user)-\(number)")
            #expect(count == 1, "\(user)-\(number) is in the journal \(count) times")
        }
    }

    @Test func whatOthersReadAndMoveIsNoneOfOurBusiness() async throws {
        let test = try await TestReception()
        try dovecot.fill(mails("bersama", 0..<4), user: "bersama")
        try dovecot.doveadm(["flags", "add", "-u", "bersama", "\\Seen \\Flagged", "mailbox", "INBOX", "ALL"])
        // Somebody files one away before we see it.
        try dovecot.doveadm(["mailbox", "create", "-u", "bersama", "Arsip"])
        try dovecot.doveadm(["move", "-u", "bersama", "Arsip", "mailbox", "INBOX", "1"])
        #expect(try await poller(test, "bersama").poll() == 3)
        try await expectOnce(test, "bersama", 1..<4)
        #expect(dovecot.messages(of: "bersama", in: "Diproses").count == 3)
        // Their flags went along, and we set none.
        #expect(dovecot.messages(of: "bersama", in: "Arsip").count == 1)
        await test.close()
    }

    @Test func aMailboxThatWasDeletedAndMadeAgainIsReadFromTheStart() async throws {
        let test = try await TestReception()
        let user = "ulang"
        try dovecot.doveadm(["mailbox", "create", "-u", user, "Masuk"])
        func save(_ mails: [[UInt8]], first: Int) throws {
            try dovecot.fill(mails, user: user, first: first)
            try dovecot.doveadm(["move", "-u", user, "Masuk", "mailbox", "INBOX", "ALL"])
        }
        try save(mails(user, 0..<3), first: 0)
        #expect(try await poller(test, user, folder: "Masuk").poll() == 3)
        try dovecot.doveadm(["mailbox", "delete", "-u", user, "Masuk"])
        try await test.expireLeases()
        await #expect(throws: IMAPError.self) { try await self.poller(test, user, folder: "Masuk").poll() }
        try dovecot.doveadm(["mailbox", "create", "-u", user, "Masuk"])
        try save(mails(user, 2..<5), first: 10)
        try await test.expireLeases()
        // One of them is known, and under a lower UID than the cursor was.
        #expect(try await poller(test, user, folder: "Masuk").poll() == 3)
        try await expectOnce(test, user, 0..<5)
        #expect(dovecot.messages(of: user, in: "Masuk").isEmpty)
        #expect(try await test.intake.ledger().redelivered == 1)
        await test.close()
    }

    @Test func aMailboxWithoutRoomKeepsItsMailsAndStopsNothing() async throws {
        let test = try await TestReception()
        // What lies in the inbox does not count, what lies elsewhere does; and no MOVE, which it does not
        // limit.
        let dovecot = try Dovecot(
            more: """
                mail_plugins = $mail_plugins quota
                imap_capability = IMAP4rev1 SASL-IR IDLE UIDPLUS LITERAL+
                plugin {
                  quota = count:User quota
                  quota_vsizes = yes
                  quota_rule = *:storage=400K
                  quota_rule2 = INBOX:ignore
                }
                """)
        defer { dovecot.stop() }
        let user = "penuh"
        let long = String(repeating: "Jalan berlubang. ", count: 6000)
        let mails = (0..<8).map { Array(TestMail.text("\(user)-\($0)", long).utf8) }
        try dovecot.fill(mails, user: user)
        let told = Told()
        let poller = poller(test, user, on: dovecot, logger: told.logger)
        #expect(try await poller.poll() == 8)
        try await expectOnce(test, user, 0..<8)
        #expect(dovecot.messages(of: user).count + dovecot.messages(of: user, in: "Diproses").count == 8)
        #expect(!dovecot.messages(of: user).isEmpty)
        #expect(told.lines.count { $0.contains("OVERQUOTA") } == 1, "\(told.lines)")
        // New mails are read all the same, and there is room again later.
        try dovecot.fill(self.mails(user, 8..<9), user: user, first: 8)
        #expect(try await poller.poll() == 1)
        try dovecot.doveadm(["expunge", "-u", user, "mailbox", "Diproses", "ALL"])
        for _ in 0..<4 {
            _ = try await poller.poll()
            try dovecot.doveadm(["expunge", "-u", user, "mailbox", "Diproses", "ALL"])
        }
        let left = try await test.intake.store.read { try MailboxMove.count(user, in: $0) }
        #expect(left == dovecot.messages(of: user).count)
        try await expectOnce(test, user, 0..<9)
        await test.close()
    }

    /// The server ends our connection again and again, in the middle of large mails too.
    @Test func aConnectionThatIsCutAgainAndAgainLosesNothing() async throws {
        let test = try await TestReception()
        let user = "putus"
        let long = String(repeating: "Jalan berlubang.\r\n", count: 20_000)
        try dovecot.fill(
            (0..<24).map { Array(TestMail.text("\(user)-\($0)", long).utf8) }, user: user)
        let (dovecot, poller) = (dovecot, poller(test, user))
        var cut = 0
        for _ in 0..<60 where !dovecot.messages(of: user).isEmpty {
            async let polled = poller.poll()
            _ = try await eventually("somebody to cut off") { () -> Bool? in
                let who = try await onOwnThread { try dovecot.doveadm(["who"]) }
                return who.contains(user) || dovecot.messages(of: user).isEmpty ? true : nil
            }
            _ = try await onOwnThread { try? dovecot.doveadm(["kick", user]) }
            do {
                _ = try await polled
            } catch {
                cut += 1
            }
        }
        while try await poller.poll() > 0 {}
        try await expectOnce(test, user, 0..<24)
        #expect(dovecot.messages(of: user).isEmpty)
        #expect(dovecot.messages(of: user, in: "Diproses").count == 24)
        #expect(try await test.intake.ledger().redelivered == 0)
        #expect(cut > 0)
        await test.close()
    }

    /// Both want the mailbox all the time; the lease goes back and forth between them.
    @Test func twoReadersOfOneMailboxShareIt() async throws {
        let test = try await TestReception()
        let user = "berdua"
        let pollers = (0..<2).map { _ in poller(test, user, pause: .milliseconds(100)) }
        let (dovecot, mails) = (dovecot, mails(user, 0..<120))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for poller in pollers { group.addTask { try await poller.run() } }
            for start in stride(from: 0, to: 120, by: 20) {
                try dovecot.fill(Array(mails[start..<(start + 20)]), user: user, first: start)
            }
            _ = try await eventually("all of them moved", within: .seconds(60)) { () -> Bool? in
                dovecot.messages(of: user, in: "Diproses").count == 120 ? true : nil
            }
            group.cancelAll()
        }
        try await expectOnce(test, user, 0..<120)
        #expect(dovecot.messages(of: user).isEmpty)
        await test.close()
    }

    @Test func aMailIsReadAsSoonAsTheServerTells() async throws {
        let test = try await TestReception()
        let user = "segera"
        let poller = poller(test, user)
        let (dovecot, mail) = (dovecot, mails(user, 0..<1)[0])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await poller.run() }
            _ = try await eventually("the first look") { () -> Bool? in
                await test.reception.metrics.text().contains("mailbox_last_success_seconds{mailbox=\"segera\"}")
                    ? true : nil
            }
            // It polls every ten minutes.
            try dovecot.deliver(mail, to: user)
            _ = try await eventually("in the journal", within: .seconds(20)) { () -> Bool? in
                try await test.journalled("\(user)-0") == 1 ? true : nil
            }
            let stopping = ContinuousClock.now
            group.cancelAll()
            try await group.waitForAll()
            #expect(ContinuousClock.now - stopping < .seconds(5))
        }
        await test.close()
    }
}
