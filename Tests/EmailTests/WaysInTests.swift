// The real ways in: an LMTP listener on a socket, a mailbox on a Dovecot, the spool of mailgate.
import Foundation
import Intake
import Logging
import ServiceKit
import Store
import Synchronization
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) struct WaysInTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a listener while `body` talks to it.
    private func withListener(
        _ test: TestReception, limits: LMTPLimits = LMTPLimits(),
        at address: LMTPAddress = .network(ListenAddress(host: "127.0.0.1", port: 0)),
        largeFiles: URL? = nil,
        deliver: (@Sendable (Content, LMTPEnvelope) async -> LMTPOutcome)? = nil,
        _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let (reception, logger) = (test.reception, quiet)
        let listener = LMTPListener(
            address: address, hostname: "mx", limits: limits,
            largeFiles: largeFiles ?? test.intake.largeFiles, logger: quiet,
            isOurs: { reception.judge.isOurs($0) },
            deliver: deliver ?? { await reception.takeLMTP($0, $1, logger: logger) },
            onListening: { port.yield($0) })
        try await withThrowingTaskGroup { group in
            group.addTask { try await listener.run() }
            for await number in ports {
                try await body(number)
                break
            }
            group.cancelAll()
        }
    }

    @Test func lmtpAnswersAfterTheCommit() async throws {
        let test = try await TestReception()
        let mail = try Fixture.bytes("attachments.eml")
        try await withListener(test) { port in
            let client = try LineClient(port: port)
            defer { client.close() }
            try await onOwnThread {
                try client.expect("220")
                try client.send("LHLO uji\r\n", expect: "250")
                try client.send("MAIL FROM:<siti.aminah@warga.example>\r\n", expect: "250")
                try client.send("RCPT TO:<lain@hss.example>\r\n", expect: "550 5.1.1")
                try client.send("RCPT TO:<aduan+x1@hss.example>\r\n", expect: "250")
                try client.send("DATA\r\n", expect: "354")
                try client.send(LineClient.stuffed(mail))
                try client.send(".\r\n", expect: "250 2.0.0")
            }
            // What was answered 250 is on the disk now, and read when there is time.
            #expect(try await test.intake.ledger().stored == 0)
            #expect(try await test.emptyTray() == 1)
            #expect(try await test.intake.ledger().stored == 1)
            try await onOwnThread { try client.send("QUIT\r\n", expect: "221") }
        }
        let row = try await test.intake.store.read {
            try $0.first("SELECT body, meta FROM journal")
        }
        let body = try #require(row).blob("body")
        #expect(body == mail)
        #expect(row?.text("meta").contains("aduan+x1@hss.example") == true)
        await test.close()
    }

    @Test func aClosedTrayIsTemporaryTrouble() async throws {
        let test = try await TestReception()
        await test.end()
        let outcome = await test.reception.takeLMTP(
            Content(Array("Subject: x\n\nt".utf8)), LMTPEnvelope(sender: "", recipients: ["a"]),
            logger: quiet)
        #expect(outcome == .tryAgain)
        await test.close()
    }

    @Test func aSocketInTheFileSystem() async throws {
        let test = try await TestReception()
        let path = test.folder.appending(path: "lmtp.sock").path
        let mail = try Fixture.bytes("plain.eml")
        // What a killed process left behind is in nobody's way.
        let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(stale, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(stale)
        try await withListener(test, at: .unix(path)) { _ in
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            #expect(throws: ConfigurationError.self) { try LMTPAddress.removeStale(path) }
            // The same mail three times, as by a server that does not hear the answer.
            for _ in 1...3 {
                try await onOwnThread {
                    try LMTPClient(.unix(path)).deliver(
                        Content(mail), sender: "", recipient: "aduan@hss.example")
                }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try await test.emptyTray()
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 1 && ledger.redelivered == 2 && ledger.isBalanced)
        try Data().write(to: URL(filePath: path))
        #expect(throws: ConfigurationError.self) { try LMTPAddress.removeStale(path) }
        await test.close()
    }

    @Test func whoWaitsHearsThatTheServiceStops() async throws {
        let test = try await TestReception()
        let waiting = Mutex<LineClient?>(nil)
        try await withListener(test) { port in
            let client = try LineClient(port: port)
            try await onOwnThread {
                try client.expect("220")
                try client.send("LHLO uji\r\n", expect: "250")
            }
            waiting.withLock { $0 = client }
        }
        let client = try #require(waiting.withLock { $0 })
        try await onOwnThread { try client.expect("421 4.3.2") }
        client.close()
        await test.close()
    }

    @Test func whoIsSilentOrTooSlowIsSentAway() async throws {
        let test = try await TestReception()
        var limits = LMTPLimits()
        limits.idleSeconds = 1
        try await withListener(test, limits: limits) { port in
            try await onOwnThread {
                let client = try LineClient(port: port)
                defer { client.close() }
                try client.expect("220")
                try client.expect("421 4.4.2")
            }
        }
        limits.idleSeconds = 300
        limits.sessionSeconds = 1
        try await withListener(test, limits: limits) { port in
            try await onOwnThread {
                let client = try LineClient(port: port)
                defer { client.close() }
                try client.expect("220")
                try client.send("NOOP\r\n", expect: "250")
                try client.expect("421 4.4.2")
            }
        }
        await test.close()
    }

    @Test func aFullDiskIsTemporaryTrouble() async throws {
        let full = try await TestReception(reserveMiB: 1 << 40)
        let outcome = await full.reception.takeLMTP(
            Content(try Fixture.bytes("plain.eml")), LMTPEnvelope(sender: "", recipients: ["a"]),
            logger: quiet)
        #expect(outcome == .noRoom)
        await full.close()
        let test = try await TestReception()
        // Where no file can be made, a large mail is read to its end and not stored.
        try await withListener(test, largeFiles: URL(filePath: "/proc/nowhere")) { port in
            try await onOwnThread {
                let client = try LineClient(port: port)
                defer { client.close() }
                try client.expect("220")
                try client.send("LHLO uji\r\n", expect: "250")
                try client.send("MAIL FROM:<>\r\n", expect: "250")
                try client.send("RCPT TO:<aduan@hss.example>\r\n", expect: "250")
                try client.send("DATA\r\n", expect: "354")
                let line = String(repeating: "x", count: 998) + "\r\n"
                for _ in 0..<300 { try client.send(line.utf8) }
                try client.send(".\r\n", expect: "452 4.3.1")
                try client.send("NOOP\r\n", expect: "250")
            }
        }
        await test.close()
    }

    @Test func whoDoesNotTakeAnswersIsNotRead() async throws {
        let test = try await TestReception()
        try await withListener(test) { port in
            let stalls: Bool = try await onOwnThread {
                let client = try LineClient(port: port)
                defer { client.close() }
                try client.expect("220")
                // Each has a long answer.
                let commands = [UInt8](String(repeating: "LHLO uji\r\n", count: 5_000).utf8)
                return client.stalls(sending: commands, seconds: 30)
            }
            #expect(stalls, "the server reads on, and keeps its answers")
        }
        await test.close()
    }

    @Test func whatFollowsAMailOnItsWayToTheDiskWaits() async throws {
        let test = try await TestReception()
        let (written, disk) = AsyncStream.makeStream(of: Void.self)
        try await withListener(
            test,
            deliver: { _, _ in
                for await _ in written { break }
                return .stored
            }
        ) { port in
            try await onOwnThread {
                let client = try LineClient(port: port)
                defer { client.close() }
                try client.expect("220")
                try client.send("LHLO uji\r\n", expect: "250")
                try client.send("MAIL FROM:<>\r\n", expect: "250")
                try client.send("RCPT TO:<aduan@hss.example>\r\n", expect: "250")
                try client.send("DATA\r\n", expect: "354")
                // One command behind the mail is read beside it, and answered after it.
                try client.send("Subject: x\r\n\r\ny\r\n.\r\nVRFY a\r\n".utf8)
                let more = [UInt8](String(repeating: "NOOP\r\n", count: 1_000_000).utf8)
                let stalls = client.stalls(sending: more, seconds: 30)
                #expect(stalls, "the server reads on, and keeps what it reads")
                disk.yield()
                try client.expect("250 2.0.0 stored")
                try client.expect("252")
                try client.expect("250")
            }
        }
        await test.close()
    }

    @Test func tooManyConnectionsAreTurnedAway() async throws {
        let test = try await TestReception()
        var limits = LMTPLimits()
        limits.connectionsMax = 1
        try await withListener(test, limits: limits) { port in
            try await onOwnThread {
                let first = try LineClient(port: port)
                defer { first.close() }
                try first.expect("220")
                let second = try LineClient(port: port)
                defer { second.close() }
                try second.expect("421")
                try first.send("NOOP\r\n", expect: "250")
            }
        }
        await test.close()
    }

    @Test func mailgateGoesByLMTPOrTheSpool() async throws {
        let test = try await TestReception()
        let mail = try Fixture.bytes("plain.eml")
        let spool = Spool(data: test.folder.path)
        let address = ListenAddress(host: "127.0.0.1", port: try FreePort.find())
        #expect(throws: LMTPClient.Away.self) {
            try LMTPClient(.network(address)).deliver(Content(mail), sender: "", recipient: "aduan@hss.example")
        }
        try spool.store(Content(mail))
        #expect(try spool.waiting().count == 1)
        // What cannot be read holds up none.
        let odd = spool.folder.appending(path: "0-odd.eml")
        try FileManager.default.createDirectory(at: odd, withIntermediateDirectories: false)
        let drain = SpoolDrain(spool: spool, reception: test.reception, logger: quiet)
        try await drain.drain()
        #expect(try spool.waiting().map(\.lastPathComponent) == ["0-odd.eml"])
        #expect(try await test.intake.ledger().stored == 1)
        try await withListener(test) { port in
            let client = LMTPClient(.network(ListenAddress(host: "127.0.0.1", port: port)))
            try await onOwnThread {
                try client.deliver(Content(mail), sender: "x@y.example", recipient: "aduan@hss.example")
            }
            await #expect(throws: LMTPClient.Refused.self) {
                try await onOwnThread {
                    try client.deliver(Content(mail), sender: "", recipient: "lain@hss.example")
                }
            }
        }
        try await test.emptyTray()
        #expect(try await test.intake.ledger().redelivered == 1)
        await test.close()
    }

    @Test func dotsSurviveTheWire() {
        let mail = Array("a\n.\n..b\r\n.c".utf8)
        for size in 1...mail.count {
            var stuffing = LMTPClient.Stuffing()
            var sent: [UInt8] = []
            for start in stride(from: 0, to: mail.count, by: size) {
                sent += stuffing.add(Array(mail[start..<min(start + size, mail.count)]))
            }
            sent += stuffing.finish()
            #expect(
                String(decoding: sent, as: UTF8.self) == "a\r\n..\r\n...b\r\n..c\r\n")
        }
    }

    private func poller(
        _ test: TestReception, _ dovecot: Dovecot, folder: String = "INBOX", mailMiB: Int = 50
    ) -> MailboxPoller {
        MailboxPoller(
            settings: .init(
                name: "aduan",
                server: IMAPServer(
                    host: "localhost", port: dovecot.imapPort, user: "aduan",
                    credential: .password(Dovecot.password), tls: .starttls, caFile: dovecot.caFile),
                folder: folder, processed: "Diproses", failed: "Gagal", pause: .seconds(1),
                mailBytesMax: mailMiB << 20, files: test.folder),
            reception: test.reception, store: test.intake.store, logger: quiet)
    }

    @Test func aMailboxIsReadOnceAndTidied() async throws {
        let test = try await TestReception()
        let dovecot = try Dovecot()
        defer { dovecot.stop() }
        for name in ["plain.eml", "no-headers.eml", "html-only.eml", "bounce.eml"] {
            try dovecot.deliver(try Fixture.bytes(name), to: "aduan")
        }
        try dovecot.deliver([UInt8](repeating: UInt8(ascii: "x"), count: 1_100_000), to: "aduan")
        let poller = poller(test, dovecot, mailMiB: 1)
        #expect(try await poller.poll() == 5)
        #expect(dovecot.messages(of: "aduan").isEmpty)
        #expect(dovecot.messages(of: "aduan", in: "Diproses").count == 3)
        // The one without headers and the one that is too large.
        #expect(dovecot.messages(of: "aduan", in: "Gagal").count == 2)
        #expect(try await poller.poll() == 0)
        #expect(try await test.reasons().last?.hasPrefix("too_large: ") == true)
        // Another process holds the lease for now.
        try dovecot.deliver(try Fixture.bytes("nul.eml"), to: "aduan")
        let other = self.poller(test, dovecot)
        #expect(try await other.poll() == 0)
        #expect(try await poller.poll() == 1)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 6 && ledger.redelivered == 0)
        await test.close()
    }

    /// A mail that the journal did not take stays where it is and is read again: neither the folder nor
    /// the cursor goes ahead of the commit.
    @Test func aMailThatWasNotJournalledIsNeitherMovedNorSkipped() async throws {
        let full = try await TestReception(reserveMiB: 1 << 40)
        let dovecot = try Dovecot()
        defer { dovecot.stop() }
        for name in ["plain.eml", "nul.eml"] {
            try dovecot.deliver(try Fixture.bytes(name), to: "aduan")
        }
        await #expect(throws: StoreError.self) { try await self.poller(full, dovecot).poll() }
        #expect(dovecot.messages(of: "aduan").count == 2)
        await full.reception.parser.stop()
        full.intake.close()
        let test = try await TestReception(in: full.folder)
        // The lease of the first process has not ended; it is its database's only user no more.
        try await test.intake.store.write { try $0.execute("UPDATE lease SET expires_at = 0") }
        #expect(try await poller(test, dovecot).poll() == 2)
        #expect(dovecot.messages(of: "aduan").isEmpty)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 2 && ledger.redelivered == 0)
        await test.close()
    }

    @Test func newUIDsAreReadFromTheStartWithoutDoubles() async throws {
        let test = try await TestReception()
        let dovecot = try Dovecot()
        defer { dovecot.stop() }
        try dovecot.deliver(try Fixture.bytes("plain.eml"), to: "aduan")
        let poller = poller(test, dovecot)
        #expect(try await poller.poll() == 1)
        // A cursor of other UIDs, far ahead: the one in the server counts from 1.
        try await test.intake.store.write { transaction in
            try MailboxCursor(uidValidity: 1, nextUID: 900)
                .begin("aduan", dropsMoves: false, in: transaction)
        }
        try dovecot.deliver(try Fixture.bytes("plain.eml"), to: "aduan")
        try dovecot.deliver(try Fixture.bytes("nul.eml"), to: "aduan")
        #expect(try await poller.poll() == 2)
        let ledger = try await test.intake.ledger()
        #expect(ledger.stored == 2 && ledger.redelivered == 1)
        await test.close()
    }
}
