// Mails out: what a mail server is handed, what its answers mean, and whom an answer is known by.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Store
import TestSupport
import Testing

@testable import EmailService
@testable import Intake

/// A mail server that keeps what it takes (Fixtures/smtp.py).
private struct MailServer {
    let folder: TemporaryFolder
    let program: RunningProgram
    let port: Int

    init(_ replies: [String] = []) async throws {
        let folder = try TemporaryFolder("smtp")
        try FileManager.default.createDirectory(
            atPath: folder.file("mails"), withIntermediateDirectories: true)
        let script = Places.checkout.appending(path: "Tests/EmailTests/Fixtures/smtp.py").path
        let program = try RunningProgram(
            ["/usr/bin/python3", script, folder.file("mails")] + replies, log: folder.file("log"))
        port = try await eventually("the mail server's port") {
            Int(program.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        self.folder = folder
        self.program = program
    }

    func settings(_ more: String = "") throws -> EmailPart.SMTP {
        let yaml = """
            region: x
            email:
              routing_token: x
              own_addresses: [\(TestReception.ownAddress)]
              smtp: { url: "smtp://127.0.0.1:\(port)", from: \(TestReception.ownAddress)\(more) }
            """
        return try #require(try Configuration.parse(yaml, file: "m.yaml", for: [.email]).email?.smtp)
    }

    /// What has come: envelope and mail.
    func mails() throws -> [(envelope: [String: String], mail: ParsedMail)] {
        let place = URL(filePath: folder.file("mails"))
        let files = DurableFile.list(place, extension: "json")
        return try files.map { file in
            let envelope = try Wire.decode([String: String].self, from: try Data(contentsOf: file))
            let mail = file.deletingPathExtension().appendingPathExtension("eml")
            let bytes = Array(try Data(contentsOf: mail))
            return (envelope, try GMimeReader(limits: MailLimits()).read(bytes).0)
        }
    }
}

extension TestReception {
    fileprivate var correspondent: Correspondent { reception.correspondent }

    fileprivate func take(text: String) async throws -> (Complaint, [Correspondence]) {
        let mail = Array(text.replacing("\n", with: "\r\n").utf8)
        let receipt = try await reception.take(
            mail, Envelope(via: "lmtp", sender: "x@y.example", recipients: []))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let normalised = await reception.normalise(try await entry(receipt), logger: logger)
        guard case .complaint(let complaint, _, let correspondence) = normalised else {
            throw Missing(what: "a complaint: \(normalised)")
        }
        try await correspondent.messages.perform(correspondence)
        return (complaint, correspondence)
    }

    /// Runs the sender while `body` looks.
    fileprivate func sending(_ body: () async throws -> Void) async throws {
        let postman = Postman(
            correspondent, try #require(correspondent.server), ownAddresses: [Self.ownAddress])
        let worker = try correspondent.messages.worker(
            of: Reception.account, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            counted: { _ in }, send: { await postman.send($0) })
        try await withThrowingTaskGroup { group in
            group.addTask { try? await worker.run() }
            try await body()
            group.cancelAll()
        }
    }

    fileprivate func state(
        _ id: String, is wanted: MessageState
    ) async throws -> (state: MessageState, why: String?) {
        try await eventually("message \(id) \(wanted.rawValue)") {
            let state = try await correspondent.messages.state(of: id)
            return state?.state == wanted ? state : nil
        }
    }
}

@Suite struct PostTests {
    private func mail(
        id: String, from: String = "siti@warga.example", to: String = TestReception.ownAddress,
        subject: String = "Jalan rusak", headers: String = "", text: String = "Jalan rusak di Malutu"
    ) -> String {
        """
        From: Siti <\(from)>
        To: <\(to)>
        Subject: \(subject)
        Message-ID: <\(id)>
        \(headers)MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        \(text)
        """
    }

    @Test func aComplaintHasItsReceiptAndAnAnswerToItFollows() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        let (complaint, told) = try await test.take(text: mail(id: "satu@warga.example"))
        #expect(told.count == 1 && complaint.inReplyTo == nil)
        let id = "r-" + complaint.id.text
        try await test.sending { _ = try await test.state(id, is: .sent) }
        let sent = try #require(try server.mails().first)
        #expect(sent.envelope["mail"]?.hasPrefix("MAIL FROM:<>") == true)
        #expect(sent.envelope["rcpt"] == "RCPT TO:<siti@warga.example>")
        #expect(sent.envelope["auth"] == nil)
        #expect(sent.mail.inReplyTo == "satu@warga.example")
        #expect(sent.mail.text.contains(complaint.tracking))
        let name = try #require(sent.mail.messageID)
        let address = try #require(sent.mail.replyTo?.address)

        // By its name; by the address it asked to be answered at; by its subject.
        let answers = [
            mail(id: "dua@w.example", from: "lain@w.example", headers: "In-Reply-To: <\(name)>\n"),
            mail(
                id: "tiga@w.example",
                headers: "References: <x@y> <\(name)> <z@y>\nIn-Reply-To: <z@y>\n"),
            mail(id: "empat@w.example", from: "lain@w.example", to: address.uppercased()),
            mail(
                id: "lima@w.example", from: "lain@w.example",
                subject: "Re: \(sent.mail.subject ?? "")"),
            // By a mail of his own; by the number, because it is his.
            mail(id: "enam@w.example", headers: "In-Reply-To: <satu@warga.example>\n"),
            mail(id: "tujuh@w.example", subject: "Laporan \(complaint.tracking)"),
        ]
        for answer in answers {
            let (followup, told) = try await test.take(text: answer)
            #expect(followup.inReplyTo == complaint.tracking, "\(answer)")
            #expect(told.isEmpty, "an answer to a receipt has none: \(answer)")
        }
        // Who hands the receipt on for a matter of his own does not join hers; she may.
        func handedOn(_ id: String, by sender: String) -> String {
            mail(
                id: id, from: sender, subject: "Fwd: \(sent.mail.subject ?? "")",
                headers: "References: <\(name)>\n", text: "Sampah menumpuk di Loksado.")
        }
        let (other, receipt) = try await test.take(text: handedOn("delapan@w.example", by: "lain@w.example"))
        #expect(other.inReplyTo == nil && receipt.count == 1)
        let (own, none) = try await test.take(text: handedOn("sembilan@w.example", by: "siti@warga.example"))
        #expect(own.inReplyTo == complaint.tracking && none.isEmpty)
        await test.close()
    }

    @Test func strangersCannotJoinAComplaint() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        let (complaint, _) = try await test.take(text: mail(id: "satu@warga.example"))
        let number = complaint.tracking
        let forged = number.lowercased() + "-aaaaaaaaaaaa"
        let strangers: [(String, String?)] = [
            (mail(id: "a@w.example", from: "b@c.example", subject: "Laporan \(number)"), nil),
            (
                mail(id: "b@w.example", from: "b@c.example", subject: "Re: [\(forged)]"),
                "forged_reply"
            ),
            (
                mail(id: "c@w.example", from: "b@c.example", to: "aduan+\(forged)@hss.example"),
                "forged_reply"
            ),
        ]
        for (stranger, flag) in strangers {
            let (complaint, told) = try await test.take(text: stranger)
            #expect(complaint.inReplyTo == nil, "\(stranger)")
            #expect(complaint.flags.contains("forged_reply") == (flag != nil))
            #expect(told.count == 1 || flag != nil)
        }
        // With her address, which the receiving server disowns.
        let (false1, none) = try await test.take(
            text: mail(
                id: "e@w.example", subject: "Laporan \(number)",
                headers: "In-Reply-To: <satu@warga.example>\n"
                    + "Authentication-Results: mx.hss.example; dmarc=fail\n"))
        #expect(false1.inReplyTo == "satu@warga.example" && none.isEmpty)
        // Whose mail it answers is kept, but it is not taken for the complaint's.
        let (other, _) = try await test.take(
            text: mail(
                id: "d@w.example", from: "b@c.example", headers: "In-Reply-To: <satu@warga.example>\n"))
        #expect(other.inReplyTo == "satu@warga.example")
        await test.close()
    }

    @Test func aQuestionKnowsItsAnswer() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        let (complaint, _) = try await test.take(text: mail(id: "satu@warga.example"))
        _ = try await test.correspondent.messages.submit(
            Message(
                id: "q-1", account: Reception.account, recipient: "siti@warga.example",
                subject: "Di mana tepatnya?", text: "Di mana?", kind: .question,
                complaint: complaint.tracking))
        try await test.sending { _ = try await test.state("q-1", is: .sent) }
        let question = try #require(try server.mails().first { $0.mail.text == "Di mana?" })
        // In the thread of his own mail.
        #expect(question.mail.references == ["satu@warga.example"])
        let (answer, told) = try await test.take(
            text: mail(
                id: "dua@w.example",
                headers: "In-Reply-To: <\(question.mail.messageID ?? "")>\n", text: "Di depan SDN"))
        #expect(answer.inReplyTo == complaint.tracking)
        #expect(told == [.answered(question: "q-1")])
        await test.close()
    }

    @Test func whatComesBackHasFailed() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        let (complaint, _) = try await test.take(text: mail(id: "satu@warga.example"))
        let id = "r-" + complaint.id.text
        try await test.sending { _ = try await test.state(id, is: .sent) }
        let name = try #require(try server.mails().first?.mail.messageID)
        // Its id can be guessed: that is not its name.
        let cases = [
            (id, "5.1.1", MessageState.sent), (name, "4.2.2", .sent), (name, "5.1.1", .failed),
        ]
        for (name, status, state) in cases {
            let bounce = """
                From: MAILER-DAEMON@mx.example
                To: <\(TestReception.ownAddress)>
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <\(UUID().uuidString)@mx.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=x

                --x
                Content-Type: text/plain

                Your message could not be delivered.
                --x
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; siti@warga.example
                Action: \(status.hasPrefix("5") ? "failed" : "delayed")
                Status: \(status)
                --x
                Content-Type: text/rfc822-headers

                Message-ID: <\(name)>
                Subject: Laporan Anda kami terima
                --x--
                """
            let mail = Array(bounce.replacing("\n", with: "\r\n").utf8)
            let receipt = try await test.reception.take(
                mail, Envelope(via: "lmtp", sender: "", recipients: [TestReception.ownAddress]))
            // It is read for its news although it is no complaint.
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            guard
                case .ignored(let why, let news) = await test.reception.normalise(
                    try await test.entry(receipt), logger: logger)
            else {
                Issue.record("a bounce is no complaint")
                return
            }
            #expect(why.hasPrefix("bounce: "))
            try await test.correspondent.messages.perform(news)
            #expect(try await test.correspondent.messages.state(of: id)?.state == state, "\(status)")
        }
        await test.close()
    }

    @Test func whomNobodyAnswers() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        for headers in ["Precedence: list\n", "List-Id: <x.y>\n", "Return-Path: <>\n"] {
            let (_, told) = try await test.take(
                text: mail(id: UUID().uuidString + "@w.example", headers: headers))
            #expect(told.isEmpty, "\(headers)")
        }
        for (id, address) in [("z", "ADUAN+x@hss.example"), ("v", "korban@lain.example")] {
            let (_, none) = try await test.take(
                text: mail(id: "\(id)@w.example", headers: "Reply-To: \(address)\n"))
            #expect(none.isEmpty, "our own address, or somebody else's: \(address)")
        }
        let (_, own) = try await test.take(
            text: mail(id: "u@w.example", headers: "Reply-To: SITI+hp@warga.example\n"))
        #expect(own.count == 1)
        await test.close()
        let silent = try await TestReception(server: try server.settings(", receipt: false"))
        #expect(try await silent.take(text: mail(id: "y@w.example")).1.isEmpty)
        await silent.close()
        let without = try await TestReception()
        #expect(try await without.take(text: mail(id: "x@w.example")).1.isEmpty)
        await without.close()
    }

    @Test func anAddressHasItsFillForADay() async throws {
        let server = try await MailServer()
        let test = try await TestReception(server: try server.settings())
        // One person, whatever stands behind the plus.
        for number in 1...5 {
            _ = try await test.take(
                text: mail(id: "m\(number)@w.example", from: "siti+\(number)@warga.example"))
        }
        // Strangers with her address cannot use up what the office has to say.
        let question = Message(
            id: "q", account: Reception.account, recipient: "siti@warga.example", text: "Di mana?",
            kind: .question, complaint: "HSS-26-2000001-0")
        #expect(try await test.correspondent.messages.submit(question) == .queued)
        try await test.sending {
            _ = try await eventually("four mails") { try server.mails().count >= 4 ? true : nil }
        }
        let rows = try await test.intake.store.read {
            try $0.query("SELECT state FROM message").count
        }
        #expect(rows == 4)
        await test.close()
    }

    @Test(arguments: [
        ("RCPT=550 5.1.1 no such user", MessageState.failed, "550 5.1.1 no such user"),
        ("RCPT=550 5.1.1 <relay@b.example>: unknown", .failed, "550 5.1.1"),
        ("BODY=554 5.7.1 spam", .failed, "554 5.7.1 spam"),
        ("RCPT=450 4.2.0 greylisted", .queued, ""), ("GREETING=554 5.0.0 not you", .queued, ""),
        ("GREETING=421 4.3.0 full", .queued, ""), ("BODY=close", .queued, ""),
        ("RCPT=554 5.7.1 Relay access denied", .queued, ""), ("MAIL=close", .queued, ""),
    ])
    func whatTheServerSaysIsHeeded(
        reply: String, state: MessageState, why: String
    ) async throws {
        let server = try await MailServer([reply])
        let postman = SMTPClient(try server.settings())
        let handover = await postman.send(
            Array("Subject: x\r\n\r\nisi\r\n".utf8), to: "a@b.example", reference: "n@x")
        switch (state, handover) {
        case (.failed, .refused(let said)): #expect(said.contains(why))
        case (.queued, .again), (.queued, .later): break
        default: Issue.record("\(reply): \(handover)")
        }
        #expect(try server.mails().isEmpty)
    }

    @Test func whatFailsForNowIsSentLater() async throws {
        let closed = try await MailServer(["GREETING=421 4.3.0 full"])
        let test = try await TestReception(server: try closed.settings())
        let (complaint, _) = try await test.take(text: mail(id: "satu@warga.example"))
        try await test.sending {
            // It asks, is refused, and keeps the message.
            _ = try await eventually("a try") {
                try await test.intake.store.read { transaction in
                    try transaction.first("SELECT claim FROM message WHERE claim > 0")
                }
            }
        }
        let state = try await test.correspondent.messages.state(of: "r-" + complaint.id.text)
        #expect(state?.state == .queued)
        await test.close()
    }

    @Test func thePasswordGoesAlong() async throws {
        let server = try await MailServer()
        let client = SMTPClient(try server.settings(", user: aduan, password: rahasia"))
        let mail = Array("Subject: x\r\n\r\n.isi\r\n".utf8)
        #expect(
            await client.send(mail, to: "a@b.example", reference: "n@x") == .sent(reference: "n@x"))
        #expect(
            await client.send(mail, to: "c@b.example", reference: "m@x") == .sent(reference: "m@x"))
        let sent = try server.mails()
        #expect(sent.map(\.mail.text) == [".isi", ".isi"])
        let plain = Data("\0aduan\0rahasia".utf8).base64EncodedString()
        #expect(sent.first?.envelope["auth"] == "AUTH PLAIN \(plain)")
        let refusing = try await MailServer(["AUTH=535 5.7.8 wrong"])
        let other = SMTPClient(try refusing.settings(", user: aduan, password: salah"))
        guard case .again(let why, _) = await other.send(mail, to: "a@b.example", reference: "x")
        else {
            Issue.record("a wrong password is no reason to give up")
            return
        }
        #expect(why.contains("check smtp.user and smtp.password") && !why.contains("salah"))
    }
}
