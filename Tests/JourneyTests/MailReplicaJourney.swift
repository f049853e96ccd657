// Mails by ways that others make: a Dovecot that delivers to us, and two services on one PostgreSQL that
// read the same mailbox and take mails by LMTP, of which either may die.
import Foundation
import Testing
import TestSupport

extension Journeys.Mail {
    @Test("a Dovecot delivers to us by LMTP, and hears of an address that is not ours")
    func dovecotProxy() async throws {
        let house = try House("estafet", services: [.email])
        let email = try await house.start(.email)
        let dovecot = try Dovecot(handsOnTo: house.lmtpPort)
        defer { dovecot.stop() }
        let client = MailClient(port: dovecot.lmtpPort)
        for number in 0..<3 {
            try await client.deliver(
                MailClient.mail(
                    id: "estafet-\(number)@warga.example", from: "warga@warga.example",
                    subject: "Jalan rusak", text: Numbered.text(number)))
        }
        await #expect(throws: LineClient.Failure.self) {
            try await client.deliver(Array("Subject: x\r\n\r\nx\r\n".utf8), to: "lain@hss.example")
        }
        try await Self.stored(3, in: house)
        #expect(try await email.stop() == .done)
    }

    @Test("two services on one PostgreSQL: one mailbox, LMTP to either, and each of them killed")
    func replicas() async throws {
        let dovecot = try Dovecot()
        defer { dovecot.stop() }
        let server = try PostgreSQL()
        defer { server.stop() }
        let database = try server.makeDatabase()
        let houses = try ["a", "b"].map { letter in
            try House(
                "surat-\(letter)", services: [.email],
                mailboxes: [
                    "{ name: aduan, url: \"imap://aduan@127.0.0.1:\(dovecot.imapPort)/INBOX\", "
                        + "password: env:IMAP_PASSWORD, tls: starttls, ca: \(dovecot.caFile), poll: 1s }"
                ], secrets: ["IMAP_PASSWORD": Dovecot.password],
                databases: [.email: server.url(database, "?schema=email")],
                settings: [.email: "mailbox_lease_seconds: 1"])
        }
        var running = [try await houses[0].start(.email), try await houses[1].start(.email)]
        var sent = 0
        func mails(_ count: Int) -> [[UInt8]] {
            (0..<count).map { number in
                MailClient.mail(
                    id: "surat-\(sent + number)@warga.example", from: "warga@warga.example",
                    subject: "Jalan rusak", text: Numbered.text(sent + number))
            }
        }
        // Whichever holds the mailbox dies in one of the turns.
        for dying in [0, 1, 0] {
            let client = MailClient(port: houses[dying].lmtpPort)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for mail in mails(20) { group.addTask { try await client.deliver(mail) } }
                try await group.waitForAll()
            }
            sent += 20
            // What it has taken is on the disk, and read by whoever lives.
            try await running[dying].killNow()
            try dovecot.fill(mails(30), user: "aduan", first: sent)
            sent += 30
            // A claim of the dead one holds half a minute.
            try await Self.stored(sent, in: houses[1 - dying], within: .seconds(90))
            running[dying] = try await houses[dying].start(.email)
        }
        _ = try await eventually("all of them moved", within: .seconds(60)) { () -> Bool? in
            dovecot.messages(of: "aduan").isEmpty
                && dovecot.messages(of: "aduan", in: "Processed").count == 90 ? true : nil
        }
        for email in running { #expect(try await email.stop() == .done) }
        try await Self.stored(sent, in: houses[0])
    }

    /// So many mails are in the journal, each once.
    private static func stored(
        _ count: Int, in house: House, within time: Duration = .seconds(20)
    ) async throws {
        _ = try await eventually("\(count) mails in the journal", within: time) { () -> Bool? in
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            return books.output.contains("\"stored\" : \(count),") ? true : nil
        }
    }
}
