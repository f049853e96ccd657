// What was read a moment ago is not read again, and is the same.
import Intake
import Testing

@testable import EmailService

@Suite struct RecentReadingsTests {
    private func mail(_ subject: String) -> ParsedMail {
        var mail = ParsedMail()
        mail.subject = subject
        return mail
    }

    @Test func aReadingIsGivenOnce() throws {
        var recent = RecentReadings()
        let key = try #require(RecentReadings.key([1, 2, 3]))
        recent.keep(mail("a"), bytes: 3, as: key)
        recent.keep(mail("b"), bytes: 3, as: key)
        #expect(recent.take(key)?.subject == "a")
        #expect(recent.take(key) == nil)
        #expect(RecentReadings.key([UInt8](repeating: 0, count: RecentReadings.mailBytesMax + 1)) == nil)
    }

    @Test func theOldestMakeRoom() throws {
        var recent = RecentReadings(bytesMax: 1000)
        let keys = try (0..<2000).map { number in
            try #require(RecentReadings.key([UInt8(number & 255), UInt8(number >> 8)]))
        }
        for (number, key) in keys.enumerated() { recent.keep(mail("\(number)"), bytes: 100, as: key) }
        #expect(recent.take(keys[1989]) == nil)
        for number in 1990..<2000 { #expect(recent.take(keys[number])?.subject == "\(number)") }
    }

    @Test func theSecondReadingIsTheFirst() async throws {
        let parser = MailParser(executable: try Fixture.executable)
        for name in ["plain.eml", "reply.eml", "attachments.eml", "html-only.eml"] {
            let content = Content(try Fixture.bytes(name))
            guard case .mail(let first, let none) = try await parser.parse(content, wantsFiles: false),
                case .mail(let second, let files) = try await parser.parse(content)
            else {
                Issue.record("\(name) is a mail")
                continue
            }
            #expect(first == second && none.isEmpty)
            #expect(files.count == second.attachments.count(where: \.isStored), "\(name)")
        }
        await parser.stop()
    }
}
