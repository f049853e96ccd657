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

    private func tray(_ test: TestReception) throws -> MailTray { try #require(test.reception.tray) }

    @Test func whatWasAcceptedIsReadByTheNextProcessInItsOrder() async throws {
        let first = try await TestReception()
        for number in 1...5 { try await accept(first, "m\(number)") }
        #expect(try await first.intake.ledger().stored == 0)
        #expect(try tray(first).bytesWaiting > 0)
        // Its process has begun with some and is gone.
        #expect(try await tray(first).next().count == 5)
        await first.end()
        let next = try await TestReception(in: first.folder)
        #expect(try tray(next).bytesWaiting > 0)
        // What comes now stands behind them.
        try await accept(next, "m6")
        #expect(try await next.emptyTray() == 6)
        let ids = try await next.intake.store.read {
            try $0.query("SELECT external_id, meta FROM journal ORDER BY seq")
        }
        #expect(ids.map { $0.text("external_id").prefix(4) } == (1...6).map { "<m\($0)>" })
        #expect(ids.allSatisfy { $0.text("meta").contains("warga@warga.example") })
        #expect(next.trayFiles.isEmpty)
        #expect(try tray(next).bytesWaiting == 0)
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

    /// A process that ends between two batches of a file goes on where it was.
    @Test func halfAFileIsNotReadAgain() async throws {
        let first = try await TestReception()
        let count = MailTray.batchMax + 5
        for number in 1...count { try await accept(first, "m\(number)") }
        let worker = TrayWorker(reception: first.reception, logger: quiet)
        #expect(try await worker.step(tray(first)) == MailTray.batchMax)
        await first.end()
        let next = try await TestReception(in: first.folder)
        #expect(try await next.emptyTray() == 5)
        let ledger = try await next.intake.ledger()
        #expect(ledger.stored == count && ledger.redelivered == 0)
        await next.close()
    }

    /// A mail that ends the process is met alone, and the third time it is set aside unread.
    @Test func aMailThatEndsTheProcessIsQuarantined() async throws {
        var test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        for life in 0..<MailTray.attemptsMax {
            #expect(try await tray(test).next().count == (life == 0 ? 3 : 1), "life \(life)")
            await test.end()
            test = try await TestReception(in: test.folder)
        }
        #expect(try await test.emptyTray() == 3)
        let why = try await test.reasons()
        #expect(why.count == 3)
        #expect(why.count { $0.contains("ended the process 3 times") } == 1)
        #expect(why.first?.contains("ended the process 3 times") == true)
        #expect(test.trayFiles.isEmpty)
        await test.close()
    }

    /// Behind mails that are read: those are journalled on the way, and what comes after a batch's worth of
    /// suspects is read together again.
    @Test func oneInTheMiddleIsMetAloneToo() async throws {
        var test = try await TestReception()
        for number in 1...(MailTray.batchMax + 5) { try await accept(test, "m\(number)") }
        // It ends over the third, however often.
        #expect(try await tray(test).next().count == MailTray.batchMax)
        for life in 0..<MailTray.attemptsMax {
            await test.end()
            test = try await TestReception(in: test.folder)
            let worker = TrayWorker(reception: test.reception, logger: quiet)
            if life == 0 { for _ in 1...2 { #expect(try await worker.step(tray(test)) == 1) } }
            #expect(try await tray(test).next().map(\.attempts) == [life])
        }
        await test.end()
        test = try await TestReception(in: test.folder)
        let worker = TrayWorker(reception: test.reception, logger: quiet)
        for _ in 0..<MailTray.batchMax { #expect(try await worker.step(tray(test)) == 1) }
        #expect(try await worker.step(tray(test)) == 3)
        let why = try await test.reasons()
        #expect(why.count == MailTray.batchMax + 5)
        #expect(why.count { $0.contains("ended the process 3 times") } == 1)
        await test.close()
    }

    /// The process ended between the journal's commit and the removal of the file, or the power did.
    @Test func aFileThatComesBackIsNotReadAgain() async throws {
        let first = try await TestReception()
        for number in 1...3 { try await accept(first, "m\(number)") }
        let file = try #require(first.trayFiles.first)
        let bytes = try Data(contentsOf: file)
        let worker = TrayWorker(reception: first.reception, logger: quiet)
        #expect(try await worker.step(tray(first)) == 3)
        await first.end()
        try bytes.write(to: file)
        let next = try await TestReception(in: first.folder)
        #expect(try await next.emptyTray() == 0)
        #expect(try await next.intake.ledger().redelivered == 0)
        #expect(next.trayFiles.isEmpty)
        await next.close()
    }

    /// What cannot be opened is told, and holds up no other.
    @Test func aFileThatIsNoneIsPassedOver() async throws {
        let test = try await TestReception()
        let odd = test.folder.appending(path: "email-tray/0-odd.tray")
        try FileManager.default.createDirectory(at: odd, withIntermediateDirectories: false)
        try await accept(test, "m1")
        #expect(try await test.emptyTray() == 1)
        #expect(test.trayFiles.map(\.lastPathComponent) == ["0-odd.tray"])
        await test.close()
    }

    /// Who looks for files to read takes away those that hold nothing, but never one that is being made.
    @Test func aNewFileIsNotTakenAwayFromWhoMakesIt() async throws {
        let folder = try TemporaryFolder("nampan")
        let (place, end) = (URL(filePath: folder.path), folder.file("end"))
        async let looking: Void = onOwnThread {
            while access(end, F_OK) != 0 {
                for url in TrayFile.list(place) {
                    let file = try? TrayFile.take(url)
                    if let file, (try? file.length()) == 0 { file.remove() }
                }
            }
        }
        try await onOwnThread {
            for number in 1...2_000 {
                let file = try? TrayFile.create(number, in: place)
                #expect(file.map { access($0.path, F_OK) } == 0, "file \(number) is gone")
            }
        }
        try Data().write(to: URL(filePath: end))
        try await looking
    }

    /// Two processes of one folder, as when one is replaced by the next.
    @Test func whatOneProcessReadsAnotherDoesNot() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        #expect(try await tray(test).next().count == 3)
        let other = try MailTray(test.intake, data: test.folder, logger: quiet)
        #expect(try await other.next().isEmpty)
        // Each reads what it has taken in itself.
        try await other.put(Array(TestMail.text("m4").utf8), Envelope(via: "lmtp"))
        #expect(try await test.emptyTray(other) == 1)
        #expect(try await test.emptyTray() == 3)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 4 && ledger.redelivered == 0)
        // Each had counted what the other has read.
        for tray in [try tray(test), other] {
            #expect(try await tray.next().isEmpty && tray.bytesWaiting == 0)
        }
        await other.close()
        await test.close()
    }

    /// Where the parser does not start, all waits.
    @Test func aTroubleOfOursLeavesAllInTheTray() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        let nobody = Reception(
            intake: test.intake, tray: test.reception.tray,
            parser: MailParser(executable: "/nowhere/mendengar-email"), judge: test.reception.judge,
            correspondent: test.reception.correspondent, metrics: test.reception.metrics)
        let worker = TrayWorker(reception: nobody, logger: quiet)
        for _ in 0...MailTray.attemptsMax {
            await #expect(throws: ChildProcess.StartFailure.self) { try await worker.step(tray(test)) }
        }
        // Neither the same process that tries again nor the next is a suspicion.
        await test.end()
        let next = try await TestReception(in: test.folder)
        #expect(try await tray(next).next().map(\.attempts) == [0, 0, 0])
        #expect(try await next.emptyTray() == 3)
        #expect(try await next.reasons().allSatisfy { !$0.contains("ended the process") })
        #expect(try await next.intake.ledger().stored == 3)
        await next.close()
    }

    /// Large ones are read first, and small ones too when more than a bound waits.
    @Test func whatIsLargeOrTooMuchIsReadBeforeTheAnswer() async throws {
        let test = try await TestReception()
        let large = TestMail.text("besar") + String(repeating: "jalan rusak\r\n", count: 30_000)
        let content = try Content(Array(large.utf8)).inFileIfLarge(in: test.folder)
        #expect(await test.reception.takeLMTP(content, envelope, logger: quiet) == .stored)
        #expect(try await test.intake.ledger().stored == 1)
        #expect(test.trayFiles.isEmpty)
        let full = try MailTray(test.intake, data: test.folder, waitingBytesMax: 100, logger: quiet)
        #expect(full.takes(Content([1]), Envelope(via: "lmtp")) && full.isHalfEmpty)
        try await full.put([UInt8](repeating: 0x61, count: 100), Envelope(via: "lmtp"))
        #expect(!full.takes(Content([1]), Envelope(via: "lmtp")) && !full.isHalfEmpty)
        await full.close()
        await test.close()
    }

    /// Whatever a power cut has left behind the last whole mail waits for a person, with its bytes.
    @Test func theRestOfADamagedFileIsInTheQuarantine() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        await test.end()
        let path = try #require(test.trayFiles.first)
        var bytes = [UInt8](try Data(contentsOf: path))
        let first = try #require(TrayRecord.length(bytes))
        bytes[first + 100] ^= 1
        try Data(bytes).write(to: path)
        let next = try await TestReception(in: test.folder)
        #expect(try await next.emptyTray() == 2)
        let rows = try await next.intake.store.read {
            try $0.query("SELECT external_id, why, body, state FROM journal ORDER BY seq")
        }
        #expect(rows.first?.text("external_id").hasPrefix("<m1>") == true)
        #expect(rows.last?.text("state") == "quarantined")
        #expect(rows.last?.text("why").contains("cannot be read from byte \(first) on") == true)
        #expect(rows.last?.blob("body") == Array(bytes[first...]))
        #expect(next.trayFiles.isEmpty)
        await next.close()
    }

    /// The sender keeps it and comes again.
    @Test func whatCannotBeWrittenIsRefused() async throws {
        let test = try await TestReception()
        try await accept(test, "m1")
        let folder = test.folder.appending(path: "email-tray")
        try FileManager.default.removeItem(at: folder)
        try await tray(test).put(Array(TestMail.text("m2").utf8), Envelope(via: "lmtp"))
        // Its file is full, or was read: the next needs a new one, for which there is no folder.
        _ = try await tray(test).next()
        let large = [UInt8](repeating: 0x61, count: Content.memoryBytesMax)
        let error = await #expect(throws: StoreError.self) {
            for _ in 0...(TrayWriter.fileBytesMax / large.count) {
                try await tray(test).put(large, Envelope(via: "lmtp"))
            }
        }
        #expect(error?.code == .unavailable && error?.isPassing == true)
        // When there is a folder again, it goes on.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try await accept(test, "m3")
        #expect(try await test.emptyTray() > 0)
        await test.close()
    }

    /// Nor does it hold up the others.
    @Test func aMailThatTheDatabaseRefusesWaitsForAPerson() async throws {
        let test = try await TestReception()
        for number in 1...3 { try await accept(test, "m\(number)") }
        try await test.intake.store.write { transaction in
            try transaction.execute(
                """
                CREATE TRIGGER refuses BEFORE INSERT ON journal WHEN NEW.external_id LIKE '<m2>%'
                BEGIN SELECT RAISE(ABORT, 'not this one'); END
                """)
        }
        #expect(try await test.emptyTray() == 3)
        let why = try await test.reasons()
        #expect(why.count == 3)
        #expect(why.count { $0.contains("could not be journalled") && $0.contains("not this one") } == 1)
        #expect(test.trayFiles.isEmpty)
        await test.close()
    }

    /// Rows of the tray as it was, which an update must not forget.
    @Test func mailsOfTheFormerTrayAreTakenIn() async throws {
        let test = try await TestReception()
        try await test.intake.store.write { transaction in
            for number in 1...3 {
                try transaction.execute(
                    """
                    INSERT INTO mail_tray (received_at, via, sender, recipients, bytes, body, attempts)
                    VALUES (?, 'lmtp', ?, 'aduan@hss.example', 1, ?, ?)
                    """,
                    [
                        .integer(1_700_000_000_000_000), .text("warga@warga.example"),
                        .blob(Array(TestMail.text("m\(number)").utf8)),
                        SQLValue(number == 2 ? MailTray.attemptsMax : 0),
                    ])
            }
        }
        try await FormerTray.empty(into: test.reception)
        let rows = try await test.intake.store.read {
            try $0.query("SELECT external_id, received_at, state FROM journal ORDER BY seq")
        }
        #expect(rows.first?.text("external_id").hasPrefix("<m1>") == true)
        // What has ended the process so often waits for a person.
        #expect(rows.map { $0.text("state") == "quarantined" } == [false, true, false])
        #expect(rows.last?.text("external_id").hasPrefix("<m3>") == true)
        #expect(rows.allSatisfy { $0.int("received_at") == 1_700_000_000_000_000 })
        let left = try await test.intake.store.read { try $0.first("SELECT seq FROM mail_tray") }
        #expect(left == nil)
        await test.close()
    }
}
