// The citizen is answered by mail: through a real Postfix, from his mail program and back to it.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.Mail {
    /// Writes to the office through a Postfix; to a mail it was given, `reply`, or to the address that
    /// mail asks to be answered at, `address`, or by a subject alone, `subject`.
    private static let citizen = """
        import email, smtplib, sys
        from email.message import EmailMessage
        from email import policy
        port, way, number, sender, text = sys.argv[1:6]
        m = EmailMessage(policy=policy.SMTP)
        m["From"], m["To"], m["Subject"] = sender, "aduan@hss.example", "Jalan rusak"
        m["Message-ID"] = f"<jawab-{number}@warga.example>"
        if way != "new":
            with open(sys.argv[6], "rb") as file:
                got = email.message_from_binary_file(file, policy=policy.default)
            if way == "reply":
                m["In-Reply-To"] = m["References"] = got["Message-ID"].strip()
            if way == "address":
                m.replace_header("To", got["Reply-To"])
            if way in ("reply", "subject"):
                m.replace_header("Subject", "Re: " + got["Subject"])
            assert got["Auto-Submitted"] and got["Precedence"] == "bulk" and not got.defects, got
            assert got["Return-Path"].strip() in ("<>", "<MAILER-DAEMON>"), got["Return-Path"]
        m.set_content(text + "\\n")
        with smtplib.SMTP("127.0.0.1", int(port)) as server:
            server.send_message(m)
        """

    @Test("a receipt and a question reach the citizen by mail, and his answers find their complaint")
    func answersThroughPostfix() async throws {
        let house = try House("mail-answers", services: [.routing, .email])
        let inbox = house.folder.file("inbox")
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try ChildProgram.run(["/bin/chmod", "755", house.folder.path])
        try ChildProgram.run(["/bin/chmod", "777", inbox])
        // Written under a hidden name first: a half mail is not read.
        try house.folder.write(
            "cat > \"\(inbox)/.$$\" && mv \"\(inbox)/.$$\" \"\(inbox)/$(date +%s%N).eml\"\n",
            to: "keep.sh")
        let postfix = try Postfix(
            transport: "lmtp:inet:127.0.0.1:\(house.lmtpPort)",
            services: """
                citizen unix - n n - 1 pipe
                  flags=R user=nobody argv=/bin/sh \(house.folder.file("keep.sh"))
                """,
            settings: "transport_maps = inline:{ { warga.example = citizen: } }")
        defer { postfix.stop() }
        let text = try String(contentsOfFile: house.config, encoding: .utf8).replacing(
            "own_addresses: [aduan@hss.example]",
            with: """
                own_addresses: [aduan@hss.example]
                  tokens: [{ name: routing, role: routing, secret: env:ROUTING_TOKEN }]
                  smtp: { url: "smtp://127.0.0.1:\(postfix.port)", from: aduan@hss.example }
                """)
        try house.folder.write(text, to: "mendengar.yaml")
        let running = try await house.start([.routing, .email])

        func write(_ way: String, _ number: Int, from: String, _ words: String, to mail: String = "")
            async throws
        {
            let sent = try await RunningProgram.run(
                ["python3", "-c", Self.citizen, "\(postfix.port)", way, "\(number)", from, words, mail],
                in: house.folder)
            #expect(sent.end == .done, "\(sent.output)")
        }
        func mail(_ count: Int) async throws -> (path: String, text: String) {
            try await eventually("mail \(count); \(postfix.log.suffix(1500))") { () -> (String, String)? in
                let files = try FileManager.default.contentsOfDirectory(atPath: inbox)
                    .filter { $0.hasSuffix(".eml") && !$0.hasPrefix(".") }.sorted()
                guard files.count == count, let last = files.last else { return nil }
                let path = inbox + "/" + last
                return (path, try String(contentsOfFile: path, encoding: .utf8))
            }
        }

        try await write("new", 1, from: "siti@warga.example", "Jalan di Desa Hamalau berlubang.")
        let receipt = try await mail(1)
        let number = try #require(
            receipt.text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
                .lazy.compactMap { TrackingNumber(String($0)) }.first?.description)
        // From any address of his, to the address that was given, or by the subject alone.
        try await write("reply", 2, from: "siti@warga.example", "Dekat SDN Hamalau 1.", to: receipt.path)
        try await write(
            "address", 3, from: "lain@warga.example", "Foto menyusul.", to: receipt.path)
        try await write(
            "subject", 4, from: "lain@warga.example", "Sudah ada korban.", to: receipt.path)

        let question = #"{"id":"q1","to":{"email":"siti@warga.example"},"kind":"question","#
            + #""complaint":"\#(number)","subject":"RT berapa?","text":"RT berapa jalan yang rusak?"}"#
        for status in ["queued", "known"] {
            let asked = try await HTTPClient().send(
                "POST", house.url(.email) + "/v1/messages", token: house.secrets["ROUTING_TOKEN"],
                headers: ["Content-Type": "application/json"], body: Data(question.utf8))
            #expect(asked.status == 202 && asked.text.contains(#""status":"\#(status)""#), "\(asked.text)")
        }
        let asked = try await mail(2)
        #expect(asked.text.contains("In-Reply-To: <jawab-1@warga.example>"))
        try await write("reply", 5, from: "siti@warga.example", "RT 03 dekat langgar.", to: asked.path)

        let feed = try await CaseSystem(house).read("five mails") { $0.count == 5 }
        let answers = feed.filter { $0.complaint.text != "Jalan di Desa Hamalau berlubang." }
        #expect(answers.count == 4)
        for answer in answers {
            #expect(answer.complaint.inReplyTo == number, "\(answer.complaint.text)")
        }
        // Nobody was told a second number, and what was sent is known to be.
        let state = try await HTTPClient().send(
            "GET", house.url(.email) + "/v1/messages/q1", token: house.secrets["ROUTING_TOKEN"])
        #expect(state.text.contains(#""status":"sent""#), "\(state.text)")
        let refused = try await HTTPClient().send(
            "POST", house.url(.email) + "/v1/messages", token: house.secrets["ROUTING_TOKEN"],
            headers: ["Content-Type": "application/json"],
            body: Data(question.replacing("q1", with: "q2").replacing("siti@w", with: "siti w").utf8))
        #expect(refused.text.contains("is no mail address"), "\(refused.text)")
        #expect(try await mail(2).text == asked.text)
        for service in [House.Service.email, .routing] {
            #expect(try await running[service]?.stop() == .done)
        }
    }
}
