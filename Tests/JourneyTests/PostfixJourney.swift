// Mails that Python makes, through a real Postfix, into the journal: over LMTP and by mailgate.
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite(.serialized) struct PostfixDelivery {
        /// Sends what Python's own generators make; `skip` names mails that are left out.
        private static let sender = """
            import smtplib, sys
            from email.message import EmailMessage
            from email.mime.multipart import MIMEMultipart
            from email.mime.text import MIMEText
            from email.mime.application import MIMEApplication
            from email import policy
            def base(n, subject):
                m = EmailMessage(policy=policy.SMTP)
                m["From"] = "Siti Aminah <siti@warga.example>"
                m["To"] = "aduan@hss.example"
                m["Subject"] = subject
                m["Message-ID"] = f"<postfix-{n}@warga.example>"
                return m
            mails = []
            m = base(1, "Jalan rusak – Desa Malutu"); m.set_content("Jalan berlubang di Malutu RT 2."); mails.append(m)
            m = base(2, "Lampu padam"); m.set_content("PJU padam."); m.add_alternative("<p>PJU <b>padam</b></p>", subtype="html"); mails.append(m)
            m = base(3, "Foto"); m.set_content("Foto terlampir.")
            m.add_attachment(b"\\xff\\xd8\\xff" + bytes(range(256)) * 300, maintype="image", subtype="jpeg", filename="jalan – rusak.jpg"); mails.append(m)
            m = base(4, "8bit"); m.set_content("Kafé tutup – bising.\\n", cte="8bit"); mails.append(m)
            m = base(5, "Baris panjang"); m.set_content("x" * 900 + "\\n.\\n..dua titik\\nFrom awal baris\\n"); mails.append(m)
            s = MIMEMultipart("signed", protocol="application/pkcs7-signature", micalg="sha-256")
            s["From"], s["To"], s["Subject"], s["Message-ID"] = "a@warga.example", "aduan@hss.example", "Ditandatangani", "<postfix-6@warga.example>"
            s.attach(MIMEText("Banjir di Nagara.", "plain", "utf-8")); s.attach(MIMEApplication(b"0" * 900, "pkcs7-signature", name="smime.p7s")); mails.append(s)
            to = ["aduan@hss.example", "aduan+dua@hss.example"]
            with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
                for m in mails:
                    server.sendmail("siti@warga.example", to, m.as_bytes(policy=policy.SMTP), mail_options=["BODY=8BITMIME"])
                server.send_message(mails[0], "siti@warga.example", to[:1])
                server.sendmail("siti@warga.example", ["tidak.ada@hss.example"], mails[1].as_bytes())
            """

        private struct Books: Decodable, Sendable {
            var received = 0, stored = 0, redelivered = 0, quarantined = 0
        }

        private func books(_ house: House) async throws -> Books {
            struct Report: Decodable { var channels: [String: Books] }
            let answer = try await house.mendengar(["verify", "--config", house.config, "--json"])
            let report = try? JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
            return report?.channels["email"] ?? Books()
        }

        @Test("mails made by Python come through a real Postfix, over TCP and a socket, each once",
            arguments: [false, true])
        func lmtp(bySocket: Bool) async throws {
            let house = try House("postfix", services: [.email])
            let path = house.folder.file("lmtp.sock")
            if bySocket {
                let text = try String(contentsOfFile: house.config, encoding: .utf8)
                    .replacing("lmtp: 127.0.0.1:\(house.lmtpPort)", with: "lmtp: unix:\(path)")
                try house.folder.write(text, to: "mendengar.yaml")
                try ChildProgram.run(["/bin/chmod", "755", house.folder.path])
            }
            let service = try await house.start(.email)
            // The README's lines: the group of the socket is Postfix's.
            if bySocket { try ChildProgram.run(["/bin/chgrp", "postfix", path]) }
            let postfix = try Postfix(
                transport: bySocket ? "lmtp:unix:\(path)" : "lmtp:inet:127.0.0.1:\(house.lmtpPort)")
            defer { postfix.stop() }
            let sent = try await RunningProgram.run(
                ["python3", "-c", Self.sender, "\(postfix.port)"], in: house.folder)
            try #require(sent.end == .done, "\(sent.output)")
            // Six mails to two addresses each are six complaints; one comes again.
            let books = try await eventually("the mails; \(postfix.log.suffix(2000))") { () -> Books? in
                let books = try await self.books(house)
                return books.stored == 6 && books.received >= 7 ? books : nil
            }
            #expect(books.quarantined == 0 && books.received == 7)
            #expect(books.redelivered == 1)
            _ = try await eventually("the refusal of an unknown address") { () -> Bool? in
                postfix.log.contains("550 5.1.1 no such address here") ? true : nil
            }
            #expect(try await service.stop() == .done)
        }

        @Test("mailgate in Postfix's pipe: exit status 75 defers the mail, and it is delivered later")
        func mailgate() async throws {
            let house = try House("mailgate", services: [.email])
            // The configuration is not there yet: nothing can be stored, and nothing may be lost.
            let away = house.config + ".nanti"
            try FileManager.default.moveItem(atPath: house.config, toPath: away)
            try ChildProgram.run(["/bin/chmod", "777", house.folder.path])
            let secrets = house.secrets.map { "\($0.key)=\($0.value)" }.filter { !$0.contains(" ") }
            let postfix = try Postfix(
                transport: "mendengar:",
                services: """
                    mendengar unix - n n - 2 pipe
                      flags=q user=nobody argv=/usr/bin/env \(secrets.joined(separator: " ")) \(Places.program("mendengar")) mailgate --config \(house.config) --account aduan
                    """,
                settings: "mendengar_destination_recipient_limit = 1")
            defer { postfix.stop() }
            let sent = try await RunningProgram.run(
                ["python3", "-c", Self.sender, "\(postfix.port)"], in: house.folder)
            try #require(sent.end == .done, "\(sent.output)")
            _ = try await eventually("a deferred mail; \(postfix.log.suffix(2000))") { () -> Bool? in
                postfix.log.contains("status=deferred") ? true : nil
            }
            #expect(!postfix.log.contains("status=bounced"))
            try FileManager.default.moveItem(atPath: away, toPath: house.config)
            let service = try await house.start(.email)
            try postfix.flush()
            _ = try await eventually("the mails; \(postfix.log.suffix(2000))", within: .seconds(60)) { () -> Bool? in
                try await books(house).stored == 6 ? true : nil
            }
            #expect(try await service.stop() == .done)
        }
    }
}
