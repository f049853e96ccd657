// Mails between their acceptance and their journal row: none is lost, doubled, or ends the process for ever.
import Foundation
import Intake
import Logging
import Store
import TestSupport
import Testing

@testable import EmailService

@Suite struct MailTrayTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let envelope = LMTPEnvelope(
        sender: "warga@warga.example", recipients: ["aduan@hss.example"])

    private func accept(_ test: TestReception, _ id: String) async throws {
        let outcome = await test.reception.takeLMTP(
            Content(Array(TestMail.text(id).utf8)), envelope, logger: quiet)
        #expect(outcome == .stored)
    }

    private func worker(_ test: TestReception, _ tray: MailTray? = nil) -> TrayWorker {
        TrayWorker(tray: tray ?? test.reception.tray, reception: test.reception, logger: quiet)
    }

    @Test func whatWasAcceptedIsReadByTheNextProcessInItsOrder() async throws {
        let first = try await TestReception()
        for number in 1...5 { try await accept(first, "m\(number)") }
        #expect(try await first.intake.ledger().stored == 0)
        #expect(first.reception.tray.bytesWaiting > 0)
        // Its process has claimed some and is gone.
        #expect(try await first.reception.tray.claim().count == 5)
        await first.reception.parser.stop()
        first.intake.close()
        let next = try await TestReception(in: first.folder)
        #expect(try await next.inTray() == 5)
        try await next.reception.tray.recover()
        #expect(next.reception.tray.bytesWaiting > 0)
        try await next.emptyTray()
        let ids = try await next.intake.store.read {
            try $0.query("SELECT external_id, meta FROM journal ORDER BY seq")
        }
        #expect(ids.map { $0.text("external_id").prefix(4) } == (1...5).map { "<m\($0)>" })
        #expect(ids.allSatisfy { $0.text("meta").contains("warga@warga.example") })
        #expect(try await next.inTray() == 0)
        #expect(next.reception.tray.bytesWaiting == 0)
        await next.close()
    }

    @Test func theSameMailTwiceInItIsOneComplaint() async throws {
        let test = try await TestReception()
        for id in ["a", "b", "a"] { try await accept(test, id) }
        try await test.emptyTray()
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 2 && ledger.redelivered == 1 && ledger.isBalanced)
        await test.close()
    }

    /// A mail that ends the process is met alone, and the third time it is set aside unread.
    @Test func aMailThatEndsTheProcessIsQuarantined() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        for life in 0..<MailTray.attemptsMax {
            let tray = try MailTray(test.intake)
            try await tray.recover()
            #expect(try await tray.claim().count == (life == 0 ? 3 : 1), "life \(life)")
        }
        let tray = try MailTray(test.intake)
        try await tray.recover()
        while try await worker(test, tray).step() > 0 {}
        let why = try await test.reasons()
        #expect(why.count == 3)
        #expect(why.count { $0.contains("ended the process 3 times") } == 1)
        #expect(why.first?.contains("ended the process 3 times") == true)
        #expect(try await test.inTray() == 0)
        await test.close()
    }

    /// Who was slow while another took over writes nothing.
    @Test func whatAnotherProcessHasTakenOverIsJournalledOnce() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        let slow = try MailTray(test.intake)
        let mails = try await slow.claim()
        var arrivals: [Arrival] = []
        for mail in mails {
            arrivals.append(try await test.reception.arrival(of: Content(mail.body), mail.envelope))
        }
        let other = try MailTray(test.intake)
        #expect(try await other.claim().isEmpty)
        try await other.recover()
        while try await worker(test, other).step() > 0 {}
        let error = await #expect(throws: StoreError.self) {
            try await slow.journal(arrivals, of: mails)
        }
        #expect(error?.code == .leaseLost)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 3 && ledger.redelivered == 0)
        await test.close()
    }

    /// A mail that the database refuses holds up none of its batch.
    @Test func aTroubleOfOursLeavesAllInTheTray() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        let nobody = Reception(
            intake: test.intake, tray: test.reception.tray,
            parser: MailParser(executable: "/nowhere/mendengar-email"), judge: test.reception.judge,
            correspondent: test.reception.correspondent, metrics: test.reception.metrics)
        let worker = TrayWorker(tray: nobody.tray, reception: nobody, logger: quiet)
        await #expect(throws: ChildProcess.StartFailure.self) { try await worker.step() }
        #expect(try await test.inTray() == 3)
        // The same process tries again: that is no suspicion.
        try await test.emptyTray()
        #expect(try await test.intake.ledger().stored == 3)
        await test.close()
    }

    /// Large ones are read first, and small ones too when more than a bound waits.
    @Test func whatIsLargeOrTooMuchIsReadBeforeTheAnswer() async throws {
        let test = try await TestReception()
        let large = TestMail.text("besar") + String(repeating: "jalan rusak\r\n", count: 30_000)
        let content = try Content(Array(large.utf8)).inFileIfLarge(in: test.folder)
        #expect(await test.reception.takeLMTP(content, envelope, logger: quiet) == .stored)
        #expect(try await test.intake.ledger().stored == 1)
        #expect(try await test.inTray() == 0)
        let full = try MailTray(test.intake, waitingBytesMax: 100)
        #expect(full.takes(Content([1])))
        try await full.put([UInt8](repeating: 0x61, count: 100), Envelope(via: "lmtp"))
        #expect(!full.takes(Content([1])))
        await test.close()
    }
}
