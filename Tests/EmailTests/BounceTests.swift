// Bounces in the forms of many programs: whom they concern, for how long, and which mail of ours.
import Testing

@testable import EmailService

/// A mail from its headers and its text, read as every mail is.
func readMail(_ headers: String, _ text: String) throws -> ParsedMail {
    let mail = headers + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text
    return try GMimeReader(limits: MailLimits()).read(Array(mail.utf8)).0
}

@Suite struct BounceTests {
    private let judge = Judge(ownAddresses: ["aduan@hss.example"])
    private static let to = "udin@warga.example"

    /// Headers, text, status, and whether the lost mail can be named.
    @Test(arguments: [
        // Postfix without multipart/report.
        (
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender",
            "<udin@warga.example>: host mx.warga.example[10.0.0.1] said: 550 5.1.1 user unknown\n\n"
                + "--- Message header\nMessage-ID: <ack-1@hss.example>\nTo: lain@desa.example",
            Bounce.Status.permanent, true
        ),
        // Exim.
        (
            "Return-path: <>\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\n"
                + "X-Failed-Recipients: udin@warga.example\nSubject: Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could"
                + " not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n"
                + "  udin@warga.example\n    Unrouteable address\n\n"
                + "------ This is a copy of the message, including all the headers. ------\n\n"
                + "From: aduan@hss.example\nMessage-Id: <ack-1@hss.example>", .permanent, true
        ),
        (
            "From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Warning: message 1abc delayed 24 hours",
            "A message that you sent has not yet been delivered:\n\n  udin@warga.example\n\n"
                + "No action is required on your part. 550 later", .temporary, false
        ),
        // qmail.
        (
            "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message"
                + "\n\n<udin@warga.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
                + "--- Below this line is a copy of the message.\n\nReceived: (qmail 1)\nMessage-ID: <ack-1@hss.example>",
            .permanent, true
        ),
        // Exchange and Microsoft 365, in both languages.
        (
            "From: postmaster@warga.example\nSubject: Undeliverable: Laporan Anda\nIn-Reply-To: <ack-1@hss.example>",
            "Delivery has failed to these recipients or groups:\n\nudin@warga.example\nThe email address you"
                + " entered couldn't be found.\n\nDiagnostic information for administrators:\n"
                + "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'", .permanent, true
        ),
        (
            "From: Microsoft Outlook <MicrosoftExchange329e71ec@warga.example>\nReturn-Path: <>\n"
                + "Subject: Tidak terkirim: Laporan Anda",
            "Pesan Anda tidak dapat dikirim ke udin@warga.example. Kotak surat penerima penuh.\n5.2.2", .temporary,
            false
        ),
        // Gmail and Yahoo.
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\n"
                + "X-Failed-Recipients: udin@warga.example\nSubject: Delivery Status Notification (Failure)",
            "** Address not found **\n\nYour message wasn't delivered to udin@warga.example because the address"
                + " couldn't be found.\n\nThe response was:\n550 5.1.1 The email account does not exist.", .permanent,
            false
        ),
        (
            "From: MAILER-DAEMON@yahoo.example\nSubject: Failure Notice",
            "Sorry, we were unable to deliver your message to the following address.\n\n<udin@warga.example>:\n"
                + "554: delivery error: dd This user doesn't have an account", .permanent, false
        ),
        // A postmaster's text.
        (
            "From: postmaster@desa.example\nSubject: Pengiriman gagal",
            "Pesan Anda tidak terkirim ke udin@warga.example: alamat tidak ditemukan.", .permanent, false
        ),
    ])
    func vendors(_ headers: String, _ text: String, _ status: Bounce.Status, _ hasID: Bool) throws {
        let mail = try readMail(headers, text)
        #expect(judge.verdict(on: mail).disposition == .bounce)
        let bounce = try #require(Bounce(mail))
        #expect(bounce.recipient == Self.to)
        #expect(bounce.status == status)
        #expect(bounce.originalMessageID == (hasID ? "ack-1@hss.example" : nil))
        #expect(!bounce.why.isEmpty)
    }

    private func report(_ fields: String, returned: String, type: String) throws -> ParsedMail {
        let mail = """
            From: Mail <postmaster@mx.example>
            Subject: Report
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            See lain@desa.example.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            \(fields)
            --b
            Content-Type: \(type)

            \(returned)
            --b--
            """
        return try GMimeReader(limits: MailLimits()).read(Array(mail.utf8)).0
    }

    @Test(arguments: [
        ("Action: failed\nStatus: 5.1.1", Bounce.Status.permanent), ("Action: failed\nStatus: 5.2.2", .temporary),
        ("Action: failed\nStatus: 4.4.1", .temporary), ("Action: delayed\nStatus: 4.4.1", .temporary),
        ("Action: failed", .permanent), ("Status: 5.7.1 (policy)", .permanent),
    ])
    func reports(_ fields: String, _ status: Bounce.Status) throws {
        for type in ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"] {
            let mail = try report(
                "Final-Recipient: rfc822; udin@warga.example\n" + fields,
                returned: "Subject: Laporan\nMessage-ID: <ack-1@hss.example>\nFrom: aduan@hss.example\n",
                type: type)
            let bounce = try #require(Bounce(mail))
            #expect(bounce.recipient == Self.to && bounce.status == status, "\(type)")
            #expect(bounce.originalMessageID == "ack-1@hss.example", "\(type)")
        }
    }

    @Test func theRecipientWeWroteToCounts() throws {
        let fields = """
            Final-Recipient: rfc822; baik@warga.example
            Action: delivered

            Original-Recipient: rfc822;udin@warga.example
            Final-Recipient: rfc822; pindah@lain.example
            Action: failed
            Status: 5.0.0
            """
        let bounce = Bounce(try report(fields, returned: "", type: "text/plain"))
        #expect(bounce?.recipient == Self.to && bounce?.status == .permanent)
        #expect(bounce?.originalMessageID == nil)
    }

    @Test func aNoticeOfSuccessIsNoBounce() throws {
        let mail = try report(
            "Final-Recipient: rfc822; udin@warga.example\nAction: relayed\nStatus: 2.1.9", returned: "",
            type: "text/plain")
        #expect(Bounce(mail) == nil)
        #expect(judge.verdict(on: mail).disposition == .autoReply)
    }

    /// People write about mail that was lost, and from addresses that look like a machine's.
    @Test(arguments: [
        ("From: siti@warga.example\nSubject: Tidak terkirim: surat saya", "Surat saya ke dinas tidak sampai."),
        ("From: siti@warga.example\nSubject: Fwd: Undeliverable: Laporan", "Kenapa 550 5.1.1 user unknown?"),
        ("From: siti@warga.example\nSubject: Pengiriman gagal terus", "Bansos untuk penerima belum sampai."),
        ("From: postmaster@desa.example\nSubject: Jalan rusak", "Jalan di depan kantor rusak."),
        ("Return-Path: <>\nFrom: siti@warga.example\nSubject: Jalan rusak", "Jalan rusak."),
        ("From: siti@warga.example\nSubject: Gagal kirim berkas", "Aplikasi PPDB menolak berkas."),
    ])
    func peopleStayPeople(_ headers: String, _ text: String) throws {
        let mail = try readMail(headers, text)
        #expect(Bounce(mail) == nil)
        #expect(judge.verdict(on: mail).disposition == .complaint)
    }
}
