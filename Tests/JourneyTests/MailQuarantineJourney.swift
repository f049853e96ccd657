// A mail that cannot be read waits with its bytes, is mended by a person, and reaches its agency.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.Mail {
    @Test("a mail that cannot be read is taken out, mended, taken in again, and goes to its agency")
    func mended() async throws {
        let house = try House("mended", services: [.routing, .email])
        let running = try await house.start([.routing, .email])
        let client = MailClient(port: house.lmtpPort)
        let broken = Array("Atap SD Negeri di Desa Bajayau bocor, murid dipulangkan.\r\n".utf8)
        try await client.deliver(broken)
        try await client.deliver(MailClient.automaticReply)

        func email(_ arguments: String...) async throws -> (end: ProgramEnd, output: String) {
            try await house.mendengar(
                ["email", "quarantine"] + arguments + ["--config", house.config])
        }
        let held = try await email("list")
        #expect(held.output.contains("not_a_mail"))
        let number = try #require(held.output.split(separator: " ").first.map(String.init))
        let aside = try await email("list", "--set-aside", "--json")
        #expect(aside.output.contains("auto_reply: Auto-Submitted: auto-replied"), "\(aside.output)")
        let shown = try await email("show", number.lowercased())
        #expect(shown.output.contains("Atap SD Negeri") && shown.output.contains("not_a_mail"))
        #expect(try await email("show", "HSS-26-2999999-9").end.status == 1)

        // Read again it is what it was.
        #expect(try await email("retry", "--all").end == .done)
        _ = try await eventually("held again") { () -> Bool? in
            try await email("list").output.contains(number) ? true : nil
        }
        let folder = house.folder.file("out")
        #expect(try await email("export", folder).end == .done)
        let file = URL(filePath: folder).appending(path: "\(number).eml")
        #expect(try Data(contentsOf: file) == Data(broken))
        #expect(try await email("export", folder).end.status == 1, "nothing is written over")
        // Unmended it is still no mail.
        #expect(try await email("import", file.path).end.status == 1)

        let mended = MailClient.mail(
            id: "mended-1@warga.example", from: "komite@warga.example", subject: "Atap SD bocor",
            text: String(decoding: broken, as: UTF8.self))
        try Data(mended).write(to: file)
        let taken = try await email("import", file.path)
        #expect(taken.end == .done, "\(taken.output)")
        #expect(taken.output.contains("in place of \(number)"), "\(taken.output)")
        let again = try await email("import", file.path)
        #expect(again.output.contains("which was here already"), "\(again.output)")
        _ = try await CaseSystem(house).read("the school") { seen in
            seen.contains { $0.agency?.id == "DISDIK" }
        }
        #expect(try await email("list").output.contains("nothing is held"))
        #expect(try await email("show", number).output.contains("mended and taken in again as"))

        // A person decides that it was no machine.
        let auto = try #require(
            try await email("list", "--set-aside").output.split(separator: "\n")
                .first { $0.contains("auto_reply") }?.split(separator: " ").first.map(String.init))
        #expect(try await email("retry", auto).end.status == 1)
        #expect(try await email("retry", auto, "--as", "complaint").end == .done)
        _ = try await CaseSystem(house).read("the mail that a person has judged") { seen in
            seen.contains { $0.complaint.tracking == auto }
        }
        let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
        #expect(books.end == .done, "\(books.output)")
        for program in running.values { #expect(try await program.stop() == .done) }
    }
}
