// Mails through a real Dovecot and over our LMTP to the assignment in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Mail {
        @Test("a mail in an IMAP mailbox is polled, forwarded once, and moved away")
        func polled() async throws {
            let dovecot = try Dovecot()
            defer { dovecot.stop() }
            let house = try House(
                "imap", services: [.routing, .email],
                mailboxes: [
                    "{ name: aduan, url: \"imap://aduan@127.0.0.1:\(dovecot.imapPort)/INBOX\", "
                        + "password: env:IMAP_PASSWORD, tls: starttls, ca: \(dovecot.caFile), "
                        + "poll: 1s }"
                ], secrets: ["IMAP_PASSWORD": Dovecot.password])
            try dovecot.deliver(
                MailClient.mail(
                    id: "imap-1@warga.example", from: "Siti <siti@warga.example>",
                    subject: "Jembatan di Desa Asam hampir putus",
                    text: "Papan jembatan kayu di Desa Asam banyak yang lepas. Mohon diperiksa."),
                to: "aduan")
            let running = try await house.start([.routing, .email])
            let read = try await CaseSystem(house).read("the polled mail") { !$0.isEmpty }
            let bridge = try #require(read.first)
            #expect(read.count == 1)
            #expect(bridge.complaint.channel == .email)
            #expect(bridge.agency?.id == "PUPR")
            #expect(bridge.complaint.reporter?.email == "siti@warga.example")
            #expect(bridge.due != nil)
            _ = try await eventually("moved to Processed") { () -> Bool? in
                dovecot.messages(of: "aduan", in: "Processed").count == 1
                    && dovecot.messages(of: "aduan").isEmpty ? true : nil
            }
            for program in running.values { #expect(try await program.stop() == .done) }
        }

        @Test("mails over LMTP from another program; the odd ones are kept, none stops the next")
        func lmtp() async throws {
            let house = try House("lmtp", services: [.routing, .email])
            let running = try await house.start([.routing, .email])
            let mails: [(name: String, bytes: [UInt8])] = [
                ("headerless", Array("Hanya teks tanpa kepala: sampah di pasar Kandangan bau.\r\n".utf8)),
                ("away", MailClient.automaticReply),
                (
                    "school",
                    MailClient.mail(
                        id: "lmtp-1@warga.example", from: "komite@warga.example",
                        subject: "Atap SD bocor",
                        text: "Atap SD Negeri di Desa Bajayau bocor, murid dipulangkan bila hujan.")
                ),
            ]
            // Twice: a mail server that did not see the answer sends again.
            for mail in mails + mails.suffix(1) {
                let path = house.folder.file("\(mail.name).eml")
                try Data(mail.bytes).write(to: URL(filePath: path))
                let sent = try await RunningProgram.run(
                    ["python3", "-c", Self.smtplib, "\(house.lmtpPort)", path], in: house.folder)
                #expect(sent.end == .done, "\(mail.name): \(sent.output)")
            }
            let read = try await CaseSystem(house).read("the school") { seen in
                seen.contains { $0.agency?.id == "DISDIK" }
            }
            #expect(read.filter { $0.agency?.id == "DISDIK" }.count == 1)
            #expect(!read.contains { $0.complaint.text.contains("di luar kantor") })
            let school = try #require(read.first { $0.agency?.id == "DISDIK" })
            #expect(school.complaint.places.first?.code == "63.06.11.2005")
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            #expect(books.end == .done, "\(books.output)")
            #expect(books.output.contains(#""received" : 4"#), "\(books.output)")
            #expect(books.output.contains(#""redelivered" : 1"#), "\(books.output)")
            for program in running.values { #expect(try await program.stop() == .done) }
        }

        /// Python's own LMTP client.
        private static let smtplib = """
            import smtplib, sys
            with smtplib.LMTP("127.0.0.1", int(sys.argv[1])) as server:
                server.sendmail("warga@warga.example", ["aduan@hss.example"], open(sys.argv[2], "rb").read())
            """
    }
}

extension MailClient {
    /// What an office sends when nobody is there (RFC 3834).
    static let automaticReply = Array(
        """
        From: kantor@warga.example\r
        To: aduan@hss.example\r
        Subject: Otomatis: di luar kantor\r
        Auto-Submitted: auto-replied\r
        Message-ID: <away-1@warga.example>\r
        \r
        Kami sedang di luar kantor.\r

        """.utf8)
}
