// A disk that fails under the tray of mails: whoever was told 250 is in the journal, and nobody twice.
import Foundation
import Testing
import TestSupport

extension Journeys.Mail {
    @Test(
        "a disk that fails under the tray of mails: 451, and what was answered 250 is journalled once",
        arguments: ["SYNC_EIO_AFTER", "WRITE_EIO_AFTER", "WRITE_SHORT_AFTER"])
    func tray(fault: String) async throws {
        let house = try House("nampan", services: [.email])
        let counts = house.folder.file("counts")
        // Its files, not the folder: that its name is synced is not what is looked for.
        let environment = try FaultLibraries.faults(
            [fault: 4, "FAULT_TIMES": 5], in: house.folder.file("data/email-tray/"), counts: counts)
        let email = try await house.start(.email, environment: environment)
        let client = MailClient(port: house.lmtpPort)
        var refused = 0
        for number in 0..<40 {
            let mail = MailClient.mail(
                id: "nampan-\(number)@warga.example", from: "warga@warga.example",
                subject: "Jalan rusak", text: Numbered.text(number))
            do {
                try await client.deliver(mail)
            } catch is LineClient.Failure {
                refused += 1
                // As a mail server does.
                try await client.untilAccepted(mail)
            }
        }
        #expect(refused > 0, "no fault met a mail")
        _ = try await eventually("40 mails in the journal", within: .seconds(30)) { () -> Bool? in
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            return books.output.contains("\"stored\" : 40,")
                && books.output.contains("\"redelivered\" : 0,") ? true : nil
        }
        #expect(try await email.stop() == .done)
        let faults = try String(contentsOfFile: counts, encoding: .utf8).split(whereSeparator: \.isWhitespace)
        #expect(faults.last.flatMap { Int($0) } ?? 0 >= 5, "\(faults)")
    }
}
