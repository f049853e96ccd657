// Bad days of a mailbox: the server closes, is late, lies and babbles, and our own writes fail. Each mail is in
// the journal once and in its folder once all the same.
import Foundation
import Intake
import Logging
import Store
import Synchronization
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) struct IMAPTroubleTests {
    private static let mails = 5
    /// Its third mail cannot be read.
    private static func mail(_ world: String, _ number: Int) -> String {
        number == 2 ? "\(world) tanpa kepala" : TestMail.text("\(world)-\(number)")
    }

    /// Polls until the mailbox is empty, as a service that is started again and again.
    private func drain(
        _ test: TestReception, _ server: FakeIMAPServer, name: String, timeoutSeconds: Int = 20
    ) async throws {
        for _ in 0..<12 where !server.inbox.isEmpty {
            let poller = test.poller(server.port, name: name, timeoutSeconds: timeoutSeconds)
            try await test.expireLeases()
            _ = try? await poller.poll()
        }
        // What is there now stays as it is.
        try await test.expireLeases()
        #expect(try await test.poller(server.port, name: name).poll() == 0)
    }

    private func check(_ test: TestReception, _ server: FakeIMAPServer, _ world: String) async throws {
        #expect(server.inbox.isEmpty, "\(world): left in the inbox")
        for number in 0..<Self.mails where number != 2 {
            let count = try await test.journalled("\(world)-\(number)")
            #expect(count == 1, "\(world): mail \(number) is in the journal \(count) times")
        }
        let read = server.folder("Diproses").map { String(decoding: $0, as: UTF8.self) }.sorted()
        #expect(read == (0..<Self.mails).filter { $0 != 2 }.map { Self.mail(world, $0) }.sorted())
        #expect(server.folder("Gagal") == [Array(Self.mail(world, 2).utf8)])
    }

    private func server(
        _ world: String, _ trouble: @escaping @Sendable (FakeIMAPServer.Command) -> FakeIMAPServer.Trouble?
    ) throws -> FakeIMAPServer {
        let server = try FakeIMAPServer(trouble)
        for number in 0..<Self.mails { server.add(Self.mail(world, number)) }
        return server
    }

    /// How many commands a session without trouble has.
    private func commandCount(_ test: TestReception) async throws -> Int {
        let server = try server("biasa") { _ in nil }
        defer { server.stop() }
        try await drain(test, server, name: "biasa")
        try await check(test, server, "biasa")
        return server.commands.count { $0.connection == 0 }
    }

    @Test func aServerThatClosesAtEachCommandInTurnLosesAndDoublesNothing() async throws {
        let test = try await TestReception()
        let count = try await commandCount(test)
        #expect(count >= 9)
        let kinds: [FakeIMAPServer.Trouble] = [
            .close, .closeAfter, .closeInside(40), .closeInside(400), .say("TAG BAD what\r\n"), .say("TAG NO not now\r\n"),
            .say("* BYE too much\r\n"), .say("\u{0}\u{1} garbage ((((\r\n"), .say("m99 OK for another\r\n"),
            .first("* 99 EXISTS\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* OK [ALERT] hello {7}\r\n"),
            .say("+ go on\r\n"), .say("TAG NO \u{5}\n@U no words\r\n"),
        ]
        for (index, kind) in kinds.enumerated() {
            for command in 0..<count {
                let world = "w\(index)-\(command)"
                let server = try server(world) {
                    $0.connection == 0 && $0.number == command ? kind : nil
                }
                defer { server.stop() }
                // Within the sign-in only the time-out ends some of them.
                try await drain(test, server, name: world, timeoutSeconds: 1)
                try await check(test, server, world)
            }
        }
        await test.close()
    }

    @Test func anAnswerThatNeverComesEndsTheSessionAndNotTheMail() async throws {
        let test = try await TestReception()
        let server = try server("lambat") {
            $0.connection == 0 && $0.text.hasPrefix("UID FETCH") ? .late(.seconds(3)) : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port, name: "lambat", timeoutSeconds: 1)
        let error = await #expect(throws: IMAPError.self) { try await poller.poll() }
        #expect(error?.code == .timedOut)
        try await drain(test, server, name: "lambat")
        try await check(test, server, "lambat")
        await test.close()
    }

    /// Whatever a server does not answer: the service stops when it is told to.
    @Test(arguments: ["LOGIN", "SELECT", "UID FETCH", "IDLE"])
    func aServerThatHangsDoesNotHoldUpTheEnd(_ command: String) async throws {
        let test = try await TestReception()
        let server = try server("gantung") {
            $0.text.hasPrefix(command) ? .late(.seconds(20)) : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port, idle: .seconds(600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await poller.run() }
            _ = try await eventually(command) { () -> Bool? in
                server.commands.contains { $0.text.hasPrefix(command) } ? true : nil
            }
            let stopping = ContinuousClock.now
            group.cancelAll()
            try await group.waitForAll()
            #expect(ContinuousClock.now - stopping < .seconds(8))
        }
        await test.close()
    }

    /// Servers without IDLE, that refuse it, or end it at once are polled.
    @Test(arguments: ["IMAP4rev1 MOVE UIDPLUS", "IMAP4rev1 IDLE"])
    func withoutIdleTheMailboxIsPolled(_ capabilities: String) async throws {
        let test = try await TestReception()
        let server = try FakeIMAPServer(capabilities: capabilities) {
            $0.text == "IDLE" ? .say("TAG NO not today\r\n") : nil
        }
        defer { server.stop() }
        server.change { $0.mails = [:] }
        let poller = test.poller(server.port, idle: .seconds(600), pause: .milliseconds(100))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await poller.run() }
            for number in 0..<3 {
                server.add(TestMail.text("tanya-\(number)"))
                _ = try await eventually("mail \(number)") { () -> Bool? in
                    try await test.journalled("tanya-\(number)") == 1 ? true : nil
                }
            }
            group.cancelAll()
        }
        #expect(server.commands.allSatisfy { $0.connection == 0 })
        #expect(server.commands.count { $0.text == "IDLE" } == (capabilities.contains("IDLE") ? 1 : 0))
        await test.close()
    }

    @Test func aMailFullOfAnswersIsOnlyAMail() async throws {
        let test = try await TestReception()
        let forged = "m6 OK x\r\n* SEARCH 666\r\n)\r\n* BYE {5}\r\n* 1 FETCH (UID 1 BODY[] {9}\r\n"
        let server = try FakeIMAPServer()
        defer { server.stop() }
        for number in 0..<3 { server.add(TestMail.text("palsu-\(number)", forged)) }
        #expect(try await test.poller(server.port).poll() == 3)
        let bodies = try await test.intake.store.read {
            try $0.query("SELECT body FROM journal").map { $0.blob("body") }
        }
        #expect(bodies.count == 3)
        for body in bodies { #expect(body.suffix(forged.utf8.count + 2).starts(with: forged.utf8)) }
        await test.close()
    }

    /// Neither a row of the journal nor the cursor nor a move without the others.
    @Test func whatCannotBeWrittenTogetherIsNotWrittenAtAll() async throws {
        let test = try await TestReception()
        let server = try server("utuh") { _ in nil }
        defer { server.stop() }
        try await test.intake.store.write {
            try $0.execute(
                """
                CREATE TRIGGER broken BEFORE INSERT ON mailbox_move WHEN NEW.uid = 4
                BEGIN SELECT RAISE(ABORT, 'broken'); END
                """)
        }
        await #expect(throws: StoreError.self) { try await test.poller(server.port).poll() }
        // The three before it need not wait for it; the fourth is nowhere.
        #expect(try await test.intake.ledger().stored == 3)
        #expect(try await test.journalled("utuh-3") == 0)
        #expect(server.inbox.count == Self.mails)
        let next = try await test.intake.store.read { try MailboxCursor.load("aduan", in: $0)?.nextUID }
        #expect(next == 4)
        try await test.intake.store.write { try $0.execute("DROP TRIGGER broken") }
        try await drain(test, server, name: "aduan")
        try await check(test, server, "utuh")
        await test.close()
    }

    @Test func whoHasLostTheLeaseWritesNothing() async throws {
        let test = try await TestReception()
        let store = test.intake.store
        let taken = Atomic(false)
        let server = try server("sewa") { command in
            if command.text.contains("BODY.PEEK"), !taken.exchange(true, ordering: .relaxed) {
                // Another process takes over while this one reads.
                let done = DispatchSemaphore(value: 0)
                Task {
                    _ = try? await store.write {
                        try $0.execute("UPDATE lease SET holder = 'lain', epoch = epoch + 1")
                    }
                    done.signal()
                }
                done.wait()
            }
            return nil
        }
        defer { server.stop() }
        let error = await #expect(throws: StoreError.self) {
            try await test.poller(server.port).poll()
        }
        #expect(error?.code == .leaseLost)
        #expect(try await test.intake.ledger().stored == 0)
        #expect(server.inbox.count == Self.mails)
        try await drain(test, server, name: "aduan")
        try await check(test, server, "sewa")
        await test.close()
    }

    /// A mail that the server lists and cannot give holds up the others for a while only.
    @Test func aMailThatTheServerNeverGivesIsLeftBehindWithAReason() async throws {
        let test = try await TestReception()
        let server = try server("rusak") {
            $0.text.contains("BODY.PEEK") && ($0.text.contains(" 2 ") || $0.text.contains("1:")) 
                ? .say("TAG NO [SERVERBUG] internal error\r\n") : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port)
        for _ in 0..<FetchTroubles.triesMax {
            await #expect(throws: IMAPError.self) { try await poller.poll() }
        }
        #expect(try await poller.poll() == 4)
        #expect(try await poller.poll() == 0)
        #expect(server.inbox == [Array(Self.mail("rusak", 1).utf8)])
        let why = try await test.reasons().first { $0.hasPrefix("not_given: ") }
        #expect(why?.contains("UID 2") == true && why?.contains("SERVERBUG") == true)
        await test.close()
    }

    /// A line that breaks at every mail says nothing of any of them: none is given up, however often.
    @Test func connectionsLostWhileMailsAreFetchedAreNoMailsFault() async throws {
        let test = try await TestReception()
        let isBroken = Atomic(true)
        let server = try server("putus") {
            isBroken.load(ordering: .relaxed) && $0.text.contains("BODY.PEEK") ? .closeInside(40) : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port)
        for _ in 0..<(3 * FetchTroubles.triesMax) {
            await #expect(throws: IMAPError.self) { try await poller.poll() }
        }
        isBroken.store(false, ordering: .relaxed)
        #expect(try await poller.poll() == Self.mails)
        try await check(test, server, "putus")
        #expect(try await test.reasons().allSatisfy { !$0.hasPrefix("not_given") })
        await test.close()
    }

    /// One mail that ends the connection while others come through it is left behind.
    @Test(arguments: [2, 5])
    func aMailThatEndsEachConnectionIsLeftBehind(_ uid: Int) async throws {
        let test = try await TestReception()
        // The mail is among those asked for.
        let server = try server("mati") { command in
            guard command.text.contains("BODY.PEEK[]") else { return nil }
            let asked = command.text.split(separator: " ")[2]
            return asked == "1:5" || asked == "\(uid)" ? .close : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port)
        var polls = 0
        while try await test.intake.ledger().stored < Self.mails, polls < 4 * FetchTroubles.triesMax {
            _ = try? await poller.poll()
            polls += 1
        }
        // Once with the others, once alone, and then as often as any other failure.
        #expect(polls == FetchTroubles.triesMax + 3)
        #expect(server.inbox == [Array(Self.mail("mati", uid - 1).utf8)])
        let why = try await test.reasons().first { $0.hasPrefix("not_given: ") }
        #expect(why?.contains("UID \(uid)") == true)
        await test.close()
    }

    /// Without IDLE a server is told in a long pause that we are there, and may tell of mail.
    @Test func aLongPauseWithoutIdleIsNotSilent() async throws {
        let test = try await TestReception()
        let tells = Atomic(false)
        let server = try FakeIMAPServer(capabilities: "IMAP4rev1 MOVE UIDPLUS") {
            $0.text == "NOOP" && tells.load(ordering: .relaxed) ? .first("* 1 EXISTS\r\n") : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port, pause: .seconds(600), keepAlive: .milliseconds(20))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await poller.run() }
            _ = try await eventually("three signs of life") { () -> Bool? in
                server.commands.count { $0.text == "NOOP" } >= 3 ? true : nil
            }
            server.add(TestMail.text("hidup-1"))
            tells.store(true, ordering: .relaxed)
            _ = try await eventually("the mail") { () -> Bool? in
                try await test.journalled("hidup-1") == 1 ? true : nil
            }
            group.cancelAll()
        }
        #expect(server.commands.allSatisfy { $0.connection == 0 })
        await test.close()
    }

    /// A move that is refused is tried and told of once, not for each mail.
    @Test func aFolderThatIsFullStopsNothing() async throws {
        let test = try await TestReception()
        let isFull = Atomic(true)
        let told = Told()
        let server = try server("penuh") {
            isFull.load(ordering: .relaxed) && $0.text.hasPrefix("UID MOVE")
                ? .say("TAG NO [OVERQUOTA] \u{5}\nU the mailbox is full\r\n") : nil
        }
        defer { server.stop() }
        let poller = test.poller(server.port, logger: told.logger)
        #expect(try await poller.poll() == Self.mails)
        for number in 5..<8 { server.add(TestMail.text("penuh-\(number)")) }
        #expect(try await poller.poll() == 3)
        #expect(server.inbox.count == 8)
        #expect(try await test.intake.ledger().stored == 8)
        let warnings = told.lines.filter { $0.contains("OVERQUOTA") }
        // Once for each folder at each start.
        #expect(warnings.count <= 4, "\(warnings)")
        isFull.store(false, ordering: .relaxed)
        #expect(try await poller.poll() == 0)
        #expect(server.inbox.isEmpty)
        #expect(server.folder("Diproses").count == 7 && server.folder("Gagal").count == 1)
        await test.close()
    }

    /// What people put back is a new message of the server: known, so moved away again, and nothing doubles.
    @Test func whatPeoplePutBackIsReadAgainAndMovedOnce() async throws {
        let test = try await TestReception()
        let server = try FakeIMAPServer()
        defer { server.stop() }
        let mail = TestMail.text("kembali-1")
        server.add(mail)
        #expect(try await test.poller(server.port).poll() == 1)
        server.add(mail)
        try await test.expireLeases()
        #expect(try await test.poller(server.port).poll() == 1)
        #expect(server.inbox.isEmpty && server.folder("Diproses").count == 2)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 1 && ledger.redelivered == 1)
        await test.close()
    }

    @Test func newUIDsAnotherServerAndACounterSetBackAreReadFromTheStart() throws {
        let known = MailboxCursor(uidValidity: 7, nextUID: 90, source: "a@b:1/INBOX")
        func start(_ validity: UInt32, _ next: UInt32?, _ source: String = "a@b:1/INBOX") -> UInt32 {
            MailboxCursor.start(
                from: known, uidValidity: validity, uidNext: next, source: source
            ).cursor.nextUID
        }
        #expect(start(7, 90) == 90)
        #expect(start(7, nil) == 90)
        #expect(start(8, 90) == 1)
        #expect(start(7, 12) == 1)
        #expect(start(7, 90, "a@c:1/INBOX") == 1)
        #expect(
            MailboxCursor.start(
                from: MailboxCursor(uidValidity: 7, nextUID: 9), uidValidity: 7, uidNext: 9,
                source: "x"
            ).cursor == MailboxCursor(uidValidity: 7, nextUID: 9, source: "x"))
    }

    @Test func setsOfUIDsHoldNothingElse() {
        #expect(UIDSet.text([]) == "")
        #expect(UIDSet.text([3]) == "3")
        #expect(UIDSet.text([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10")
        #expect(UIDSet.text([.max - 1, .max]) == "4294967294:4294967295")
        #expect(UIDSet.fitting([]) == 0)
        #expect(UIDSet.fitting(1...5000) == 5000)
        let apart = (0..<1000).map { UInt32.max - 2000 + 2 * $0 }
        #expect(UIDSet.fitting(apart) == UIDSet.runsMax)
        #expect(UIDSet.text(Array(apart.prefix(UIDSet.runsMax))).utf8.count < 8000)
    }

    @Test func aServerWithVeryManyMailsIsAskedInWindows() async throws {
        let test = try await TestReception()
        let server = try FakeIMAPServer()
        defer { server.stop() }
        server.change { $0.next = 950_000 }
        server.add(TestMail.text("jauh-1"))
        #expect(try await test.poller(server.port).poll() == 1)
        let searches = server.commands.filter { $0.text.hasPrefix("UID SEARCH") }.map(\.text)
        #expect(searches.first == "UID SEARCH UID 1:100000")
        #expect(searches.contains("UID SEARCH UID 900001:*"))
        await test.close()
    }
}

/// A logger that remembers.
final class Told: Sendable {
    private let said = Mutex<[String]>([])

    var lines: [String] { said.withLock { $0 } }

    var logger: Logger { Logger(label: "told") { _ in Handler(told: self) } }

    private struct Handler: LogHandler {
        let told: Told
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            told.said.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
