// Mailboxes on a real Dovecot and the whole service: tokens, IDLE, a mailbox in trouble beside a good one, and the
// service killed while it drains one.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Mailbox {
        @Test("by a token that a program prints, renewed when it has ended; told by IDLE; beside a mailbox in trouble")
        func tokens() async throws {
            let dovecot = try Dovecot()
            defer { dovecot.stop() }
            let scripts = try TemporaryFolder("token")
            func quoted(_ command: [String]) -> String {
                command.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
            }
            // The first one has ended already.
            let mark = scripts.file("pernah")
            let fresh = quoted(Dovecot.tokenCommand("aduan", seconds: 600))
            let old = quoted(Dovecot.tokenCommand("aduan", seconds: -60))
            let script = try scripts.write(
                "if [ -e \(mark) ]; then \(fresh); else touch \(mark); \(old); fi\n", to: "token.sh")
            let house = try House(
                "token", services: [.routing, .email],
                mailboxes: [
                    "{ name: asing, url: \"imap://asing@127.0.0.2:\(dovecot.imapsPort)/INBOX\", "
                        + "password: env:IMAP_PASSWORD, ca: \(dovecot.caFile), poll: 1s }",
                    "{ name: aduan, url: \"imap://aduan@localhost:\(dovecot.imapsPort)/INBOX\", "
                        + "token_command: [/bin/sh, \(script)], auth: xoauth2, ca: \(dovecot.caFile), "
                        + "poll: 1h }",
                ], secrets: ["IMAP_PASSWORD": Dovecot.password])
            let running = try await house.start([.routing, .email])
            let email = try #require(running[.email])
            try await email.writes("its certificate is refused and nothing was sent")
            let client = HTTPClient()
            _ = try await eventually("the first look") { () -> Bool? in
                let metrics = try await client.get(house.url(.email) + "/metrics")
                let text = String(decoding: metrics.body, as: UTF8.self)
                #expect(text.contains("mendengar_mailbox_errors_total{mailbox=\"asing\"}"))
                return text.contains("mendengar_mailbox_last_success_seconds{mailbox=\"aduan\"}")
                    ? true : nil
            }
            let sent = ContinuousClock.now
            try dovecot.deliver(
                MailClient.mail(
                    id: "idle-1@warga.example", from: "warga@warga.example", subject: "Jembatan",
                    text: "Papan jembatan di Desa Asam lepas."), to: "aduan")
            _ = try await eventually("moved", within: .seconds(20)) { () -> Bool? in
                dovecot.messages(of: "aduan", in: "Processed").count == 1 ? true : nil
            }
            let took = ContinuousClock.now - sent
            print("PROOF from the delivery to the journal and the folder by IDLE: \(took)")
            // Two seconds where nothing else runs.
            #expect(took < .seconds(6))
            let stopping = ContinuousClock.now
            for program in running.values { #expect(try await program.stop() == .done) }
            #expect(ContinuousClock.now - stopping < .seconds(10))
        }

        @Test("killed ten times while it drains 300 mails: each is in the journal once, none was taken in twice")
        func kills() async throws {
            let kills = Proof.size("MENDENGAR_MAILBOX_KILLS", short: 10)
            let dovecot = try Dovecot()
            defer { dovecot.stop() }
            let house = try House(
                "bunuh", services: [.email],
                mailboxes: [
                    "{ name: aduan, url: \"imap://aduan@127.0.0.1:\(dovecot.imapPort)/INBOX\", "
                        + "password: env:IMAP_PASSWORD, tls: starttls, ca: \(dovecot.caFile), poll: 1s }"
                ], secrets: ["IMAP_PASSWORD": Dovecot.password],
                settings: [.email: "mailbox_lease_seconds: 1"])
            var random = SeededRandom(seed: Proof.seed)
            let perKill = 30
            for kill in 0..<kills {
                let mails = (0..<perKill).map { number in
                    MailClient.mail(
                        id: "bunuh-\(kill * perKill + number)@warga.example",
                        from: "warga@warga.example", subject: "Jalan rusak",
                        text: Numbered.text(kill * perKill + number))
                }
                try dovecot.fill(mails, user: "aduan", first: kill * perKill)
                let email = try await house.start(.email)
                // From before it has the lease until after it is done.
                try await Task.sleep(for: .milliseconds(.random(in: 0...1500, using: &random)))
                try await email.killNow()
            }
            let all = kills * perKill
            let email = try await house.start(.email)
            _ = try await eventually("all of them moved", within: .seconds(60)) { () -> Bool? in
                // Dovecot copies a set before it takes it away.
                dovecot.messages(of: "aduan", in: "Processed").count == all
                    && dovecot.messages(of: "aduan").isEmpty ? true : nil
            }
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            #expect(books.output.contains(#""stored" : \#(all)"#), "\(books.output)")
            #expect(books.output.contains(#""redelivered" : 0"#), "\(books.output)")

            let same = try await house.mendengar(["email", "reconcile", "--config", house.config])
            #expect(same.end == .done, "\(same.output)")
            #expect(same.output.contains("aduan Processed: \(all) mails"), "\(same.output)")
            #expect(same.output.contains("aduan: nothing is missing"), "\(same.output)")
            // A mail that somebody filed there by hand.
            let stray = house.folder.file("liar.eml")
            try Data(
                MailClient.mail(
                    id: "liar@warga.example", from: "warga@warga.example", subject: "x", text: "y")
            ).write(to: URL(filePath: stray))
            try dovecot.doveadm(["save", "-u", "aduan", "-m", "Processed", stray])
            let other = try await house.mendengar([
                "email", "reconcile", "--config", house.config, "--mailbox", "aduan", "--json",
            ])
            #expect(other.end.status == 1 && !other.end.bySignal, "\(other.output)")
            #expect(other.output.contains("liar@warga.example"), "\(other.output)")
            #expect(try await email.stop() == .done)
        }
    }
}
