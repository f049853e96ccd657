// Mails of ours as bytes, and the marks by which an answer is known.
import Foundation
import Intake
import Testing

@testable import EmailService

@Suite struct LetterTests {
    private func letter() -> Letter {
        Letter(
            from: MailAddress(address: "aduan@hss.example", name: "Layanan Pengaduan HSS"),
            to: "warga@contoh.example", replyTo: "aduan+hss-26-2000001-3-abcdefghijkl@hss.example",
            subject: "Laporan Anda kami terima [hss-26-2000001-3-abcdefghijkl]",
            text: "Yth. Bapak/Ibu,\n\n.titik di awal\nHSS-26-2000001-3",
            messageID: "abc@hss.example", inReplyTo: "asal-1@contoh.example",
            date: Date(timeIntervalSince1970: 1_795_303_964), isReply: true)
    }

    @Test func aReceiptHasTheHeadersThatSilenceMachines() throws {
        let mail = String(decoding: try letter().bytes(), as: UTF8.self)
        #expect(
            mail == """
                From: Layanan Pengaduan HSS <aduan@hss.example>\r
                To: <warga@contoh.example>\r
                Subject: Laporan Anda kami terima [hss-26-2000001-3-abcdefghijkl]\r
                Date: Sat, 21 Nov 2026 23:32:44 +0000\r
                Message-ID: <abc@hss.example>\r
                Reply-To: <aduan+hss-26-2000001-3-abcdefghijkl@hss.example>\r
                In-Reply-To: <asal-1@contoh.example>\r
                References: <asal-1@contoh.example>\r
                Auto-Submitted: auto-replied\r
                X-Auto-Response-Suppress: All\r
                Precedence: bulk\r
                X-Mendengar-Loop: aduan@hss.example\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 7bit\r
                \r
                Yth. Bapak/Ibu,\r
                \r
                .titik di awal\r
                HSS-26-2000001-3\r

                """)
        var other = letter()
        other.isReply = false
        let text = String(decoding: try other.bytes(), as: UTF8.self)
        #expect(text.contains("Auto-Submitted: auto-generated\r\n"))
    }

    @Test(arguments: [
        "Jalan\r\nBcc: semua@hss.example", "Jalan\nBcc: semua@hss.example",
        "Jalan\u{2028}Bcc: x@y.example", "Jalan\r\n\r\nisi lain", "Jalan\0x", "Jalan\u{85}x",
    ])
    func aSubjectEndsNoHeader(subject: String) throws {
        var letter = letter()
        letter.subject = subject
        let mail = try GMimeReader(limits: MailLimits()).read(try letter.bytes()).0
        let read = try #require(mail.subject)
        #expect(read.hasPrefix("Jalan") && mail.recipients.map(\.address) == ["warga@contoh.example"])
        #expect(mail.text == letter.text)
    }

    @Test(arguments: [
        "warga@contoh.example\r\nBcc: x@y.example", "warga@contoh.example>, <x@y.example", "warga",
        "@contoh.example", "warga@", "a b@contoh.example", "w\u{E4}rga@contoh.example",
        "warga@contoh..example", "warga@-contoh.example", ".warga@contoh.example", "",
        "\"a b\"@contoh.example", String(repeating: "a", count: 65) + "@contoh.example",
    ])
    func whatIsNoAddressIsNotWrittenTo(address: String) {
        var letter = letter()
        letter.to = address
        #expect(throws: Letter.Flaw.self) { try letter.bytes() }
    }

    @Test(arguments: ["asal-1@x>\r\nBcc: x@y.example", "a b@x", "", "<dua>"])
    func aNameThatFitsInNoHeaderIsLeftOut(name: String) throws {
        var letter = letter()
        letter.inReplyTo = name
        let mail = String(decoding: try letter.bytes(), as: UTF8.self)
        #expect(!mail.contains("In-Reply-To") && !mail.contains("Bcc"))
    }

    @Test func otherLettersSurvive() throws {
        var letter = letter()
        letter.from.name = "Pengaduan “HSS”"
        letter.subject = String(repeating: "Jalan rusak – sudah dilaporkan ✓ ", count: 5)
        let long = String(repeating: "panjang ", count: 300)
        letter.text = "Baris satu – “kutipan”\n\(long)\nakhir"
        let bytes = try letter.bytes()
        let mail = try GMimeReader(limits: MailLimits()).read(bytes).0
        #expect(mail.subject == letter.subject.trimmingCharacters(in: .whitespaces))
        #expect(mail.text == letter.text)
        #expect(mail.from?.name == letter.from.name)
        let longest = bytes.split(separator: UInt8(ascii: "\n")).map(\.count).max() ?? 0
        #expect(longest <= 100 && bytes.allSatisfy { $0 < 0x80 })
    }

    @Test func aTextHasALimit() {
        var letter = letter()
        letter.text = String(repeating: "a", count: Letter.textBytesMax + 1)
        #expect(throws: Letter.Flaw.self) { try letter.bytes() }
    }
}

@Suite struct ReplyKeyTests {
    private let key = ReplyKey(Data(repeating: 7, count: 32))
    private let number = "HSS-26-2000123-5"

    @Test func ourMarkIsKnownInEitherCaseAndAnywhere() {
        let mark = key.mark(of: number)
        #expect(mark.hasPrefix("hss-26-2000123-5-") && mark.utf8.count == 29)
        for text in [mark, mark.uppercased(), "Re: [\(mark)]", "Bls: Laporan Anda [\(mark)] (2)"] {
            #expect(key.mark(in: text) == .proven(number), "\(text)")
        }
        #expect(key.mark(in: "Re: Laporan \(number)") == nil)
    }

    @Test func aForgedMarkIsToldFromOurs() {
        let mark = key.mark(of: number)
        let other = ReplyKey(Data(repeating: 8, count: 32))
        #expect(other.mark(in: mark) == .forged(number))
        let another = "hss-26-2000124-4" + mark.dropFirst(16)
        #expect(key.mark(in: another) == .forged("HSS-26-2000124-4"))
        var guess = mark
        guess.removeLast()
        guess.append(mark.last == "a" ? "b" : "a")
        #expect(key.mark(in: guess) == .forged(number))
        #expect(key.mark(in: guess + " " + mark) == .proven(number))
        // Cut or lengthened it is no mark at all.
        #expect(key.mark(in: String(mark.dropLast())) == nil)
        #expect(key.mark(in: mark + "a") == nil)
    }

    @Test func aMessagesNameIsItsOwnAndSecret() {
        #expect(key.messageName("r-1").utf8.count == 24)
        #expect(key.messageName("r-1") != key.messageName("r-2"))
        let other = ReplyKey(Data(repeating: 8, count: 32))
        #expect(key.messageName("r-1") != other.messageName("r-1"))
        #expect(key.messageName("x") != key.mark(of: "x").suffix(24))
    }

    @Test func theKeyIsMadeOnceForADatabase() async throws {
        let test = try await TestReception()
        let again = try await ReplyKey.load(test.intake.store)
        #expect(again.mark(of: number) == test.reception.correspondent.key.mark(of: number))
        let other = try await TestReception()
        #expect(other.reception.correspondent.key.mark(of: number) != again.mark(of: number))
        await test.close()
        await other.close()
    }
}
