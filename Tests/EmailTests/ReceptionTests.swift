// From raw mail to journal, and from journal to complaint.
import Complaints
import Foundation
import Intake
import Logging
import Testing

@testable import EmailService

@Suite struct ReceptionTests {
    @Test(arguments: [
        ("plain.eml", JournalState.received, ""), ("reply.eml", .received, ""),
        ("spam.eml", .received, ""), ("list-human.eml", .received, ""),
        ("exchange-human.eml", .received, ""), ("empty-body.eml", .received, ""),
        ("auto-reply-id.eml", .ignored, "auto_reply: subject: balasan otomatis"),
        ("bounce.eml", .received, ""), ("loop.eml", .ignored, "loop: "),
        ("list-newsletter.eml", .ignored, "list: "),
        ("no-headers.eml", .quarantined, "not_a_mail: "),
        ("empty.eml", .quarantined, "not_a_mail: "),
        ("nothing-said.eml", .quarantined, "quarantine: neither subject"),
    ])
    func everyMailIsKept(_ name: String, _ state: JournalState, _ why: String) async throws {
        let test = try await TestReception()
        let receipt = try await test.take(name)
        #expect(receipt.isNew)
        #expect(receipt.state == state)
        #expect(receipt.tracking.contains("-2000001-"))
        #expect(try await test.reasons()[0].hasPrefix(why))
        let entry = try await test.entry(receipt)
        #expect(entry.body == (try Fixture.bytes(name)))
        #expect(entry.account == "email")
        await test.close()
    }

    @Test func theSameMailByTwoWaysIsOneComplaint() async throws {
        let test = try await TestReception()
        let mail = try Fixture.bytes("plain.eml")
        let first = try await test.reception.take(
            mail, Envelope(via: "lmtp", sender: "a@b.example", recipients: ["aduan@hss.example"]))
        let again = try await test.reception.take(
            Array("Received: from x\r\nDelivered-To: lain@hss.example\r\n".utf8) + mail,
            Envelope(via: "imap:aduan"))
        #expect(!again.isNew)
        #expect(again.id == first.id && again.tracking == first.tracking)
        // The same Message-ID with other words is another complaint.
        let other = String(decoding: mail, as: UTF8.self)
            .replacing("tiga bulan", with: "empat bulan")
        #expect(try await test.reception.take(Array(other.utf8), Envelope(via: "lmtp")).isNew)
        // New Message-ID, same words: Routing links them.
        let resent = String(decoding: mail, as: UTF8.self).replacing("plain-1", with: "plain-2")
        #expect(try await test.reception.take(Array(resent.utf8), Envelope(via: "lmtp")).isNew)
        let ledger = try await test.intake.ledger()
        #expect(ledger.received == 4 && ledger.stored == 3 && ledger.redelivered == 1)
        #expect(ledger.isBalanced)
        await test.close()
    }

    /// A filter may be wrong about an answer: what it answers is kept beside the flag.
    @Test func whatAMailTakenForSpamAnswersIsKept() async throws {
        let test = try await TestReception()
        let spam = String(decoding: try Fixture.bytes("spam.eml"), as: UTF8.self)
        for (subject, expected) in [("Re: Jalan", "tanya-1@hss.example"), ("Fwd: Jalan", nil)] {
            let mail = spam.replacing("Menang undian", with: subject)
                .replacing("X-Spam-Flag", with: "In-Reply-To: <tanya-1@hss.example>\nX-Spam-Flag")
                .replacing("spam-1@", with: "spam-\(subject.prefix(2))@")
            let receipt = try await test.reception.take(Array(mail.utf8), Envelope(via: "test"))
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            guard case .complaint(let complaint, _, _) = await test.reception.normalise(
                try await test.entry(receipt), logger: quiet)
            else {
                Issue.record("no complaint")
                return
            }
            #expect(complaint.flags.contains("spam"))
            #expect(complaint.inReplyTo == expected, "\(subject)")
        }
        await test.close()
    }

    @Test func aCopyThatWasSetAsideDoesNotStandForTheMail() async throws {
        let test = try await TestReception()
        let mail = try Fixture.bytes("plain.eml")
        for (header, state) in [
            ("Auto-Submitted: auto-replied", JournalState.ignored), ("X-Mendengar-Loop: a", .ignored),
        ] {
            let copy = Array("\(header)\r\n".utf8) + mail
            #expect(try await test.reception.take(copy, Envelope(via: "lmtp")).state == state)
            #expect(try await !test.reception.take(copy, Envelope(via: "lmtp")).isNew)
        }
        let own = try await test.reception.take(mail, Envelope(via: "lmtp"))
        #expect(own.isNew && own.state == .received)
        #expect(try await test.intake.ledger().isBalanced)
        await test.close()
    }

    @Test func mailsWithoutTextAreToldApart() async throws {
        let test = try await TestReception()
        func mail(_ subject: String) -> [UInt8] {
            Array(
                "From: a@b.example\r\nSubject: \(subject)\r\nMessage-ID: <scan@desa.example>\r\n\r\n"
                    .utf8)
        }
        let (lamp, bridge) = (mail("Lampu mati di RT 1"), mail("Jembatan putus di Malutu"))
        #expect(try await test.reception.take(lamp, Envelope(via: "lmtp")).isNew)
        #expect(try await test.reception.take(bridge, Envelope(via: "lmtp")).isNew)
        #expect(try await !test.reception.take(lamp, Envelope(via: "lmtp")).isNew)
        await test.close()
    }

    @Test func aComplaintCarriesWordsReporterAndAttachments() async throws {
        let test = try await TestReception()
        let entry = try await test.entry(try await test.take("attachments.eml"))
        let result = await test.reception.normalise(entry, logger: Logger(label: "test"))
        guard case .complaint(let complaint, let files, _) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(complaint.text == "Foto jalan terlampir.")
        #expect(complaint.subject == "Foto jalan")
        #expect(complaint.reporter?.name == "Siti Aminah")
        #expect(complaint.reporter?.email == "siti.aminah@warga.example")
        #expect(complaint.channel == .email && complaint.account == "email")
        #expect(complaint.externalId.hasPrefix("<lamp-1@warga.example>/"))
        #expect(complaint.flags.isEmpty)
        #expect(files.map(\.filename) == ["passwd", "lampiran-2.ogg"])
        #expect(files.map(\.content.count) == [13, 5])
        await test.close()
    }

    @Test(arguments: [
        ("reply.eml", "Lokasinya di depan SDN Malutu 1.", [String](), "tanya-1@hss.example"),
        ("empty-body.eml", "Pohon tumbang menutup jalan di Desa Bamban", ["incomplete"], nil),
        ("spam.eml", "Anda menang.", ["spam"], nil),
    ])
    func wordsFlagsAndWhatIsAnswered(
        _ name: String, _ text: String, _ flags: [String], _ inReplyTo: String?
    ) async throws {
        let test = try await TestReception()
        let entry = try await test.entry(try await test.take(name))
        let result = await test.reception.normalise(entry, logger: Logger(label: "test"))
        guard case .complaint(let complaint, _, _) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(complaint.text == text)
        #expect(complaint.flags == flags)
        #expect(complaint.inReplyTo == inReplyTo)
        await test.close()
    }

    @Test func theEnvelopeKnowsWhoWroteAMailWithoutFrom() async throws {
        let test = try await TestReception()
        let envelope = Envelope(via: "lmtp", sender: "udin@warga.example")
        let receipt = try await test.reception.take(
            Array("Subject: Air mati\n\nAir mati di Bamban.".utf8), envelope)
        let result = await test.reception.normalise(
            try await test.entry(receipt), logger: Logger(label: "test"))
        guard case .complaint(let complaint, _, _) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(complaint.reporter?.email == "udin@warga.example")
        await test.close()
    }

    @Test func aMailWithOnlyAPhotoStillHasWords() {
        var mail = ParsedMail()
        mail.attachments = [
            .init(filename: "jalan.jpg", mediaType: "image/jpeg", bytes: 3, sha256: "")
        ]
        #expect(MailComplaint(mail, Judge(ownAddresses: [String]())).text == "Lampiran: jalan.jpg")
    }

    @Test func withoutMessageIDTheBytesDecide() throws {
        func id(_ mail: String) throws -> String {
            try MailIdentity.fingerprint(Content(Array(mail.utf8)))
        }
        let mail = "From: a@b.example\nSubject: x\n\nReceived: bukan kepala\n"
        #expect(try id(mail) == id("Received: from x\n by y\n" + mail))
        #expect(try id(mail) == id(mail.replacing("\n", with: "\r\n")))
        #expect(try id(mail) != id(mail.replacing("bukan", with: "lain")))
        #expect(try id(mail) != id(mail.replacing("Subject: x", with: "Subject: y")))
        #expect(try id("") != id("\n"))
    }

    @Test func anUnreadableMailIsReportedWhole() throws {
        let report = try MailReport.json(
            .refused(MailRefusal(code: .notAMail, message: "x")), raw: Content([]),
            judge: Judge(ownAddresses: [String]()))
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(report.text.utf8)) as? [String: Any])
        #expect(json["disposition"] as? String == "quarantine")
        #expect(json["from"] is NSNull && json["subject"] is NSNull && json["date"] is NSNull)
        #expect(json["text"] as? String == "")
        #expect((json["attachments"] as? [Any])?.isEmpty == true)
    }
}
