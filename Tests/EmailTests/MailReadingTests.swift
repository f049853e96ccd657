// What is read from well-meant mails of every common kind.
import Foundation
import Intake
import Testing

@testable import EmailService

@Suite struct MailReadingTests {
    @Test func plainText() throws {
        let mail = try Fixture.read("plain.eml")
        #expect(mail.subject == "Jalan rusak di Desa Malutu")
        #expect(mail.from?.address == "siti.aminah@warga.example")
        #expect(mail.from?.name == "Siti Aminah")
        #expect(mail.recipients.map(\.address) == ["aduan@hss.example"])
        #expect(mail.messageID == "plain-1@warga.example")
        #expect(mail.date?.timeIntervalSince1970 == 1_795_004_100)
        #expect(
            mail.text == """
                Yth. Bapak Bupati,

                Jalan berlubang di Desa Malutu RT 2 sudah tiga bulan.
                Mohon diperbaiki.
                """)
    }

    @Test func htmlBecomesTextWithoutHiddenParts() throws {
        let mail = try Fixture.read("html-only.eml")
        #expect(mail.textSource == .html)
        #expect(
            mail.text == """
                Lampu PJU padam di Jalan Aluh Idut – gelap sekali, café tutup.

                - depan pasar
                - dekat lokasi (https://peta.example/x?a=1)

                kutipan
                dua baris
                """)
    }

    @Test func forwardedMailKeepsTheCitizensWordsAndPhotos() throws {
        let mail = try Fixture.read("nested-forward.eml")
        #expect(mail.carriesMail)
        #expect(mail.text.contains("Mohon ditindaklanjuti"))
        #expect(mail.text.contains("Air PDAM mati"))
        #expect(mail.text.contains("Air tidak mengalir di RT 5 sejak Senin."))
        #expect(mail.attachments.map(\.filename) == ["meteran.jpg"])
        #expect(mail.from?.address == "siti.aminah@warga.example")
    }

    @Test func charsetsAsTheyReallyAre() throws {
        let mislabelled = try Fixture.read("latin1-mislabelled.eml")
        #expect(mislabelled.subject == "Kafe café bising")
        #expect(
            mislabelled.text == "Kafé di Jalan Panglima Batur bising – mohon ditertibkan.")
        let windows = try Fixture.read("windows-1252.eml")
        #expect(windows.text == "Sampah di “Pasar Los Batu” – bau sekali.")
    }

    @Test func encodedWordsAndSplitFilenames() throws {
        let mail = try Fixture.read("rfc2047-2231.eml")
        #expect(mail.subject == "Jalan rusak parah – mohon “segera”")
        #expect(mail.text == "Foto terlampir – jalan rusak.")
        #expect(mail.attachments.map(\.filename) == ["foto – jalan.pdf"])
        #expect(mail.attachments.map(\.mediaType) == ["application/pdf"])
    }

    /// Programs cut encoded words between any two bytes, and base64 between any two letters.
    @Test func encodedWordsCutAnywhere() throws {
        let words = "Siti “Ibu” – Amínah 日本"
        let letters = Data(words.utf8).base64EncodedString()
        for cut in 1..<letters.count {
            let at = letters.index(letters.startIndex, offsetBy: cut)
            let value = "=?utf-8?B?\(letters[..<at])?=\r\n =?UTF-8?b?\(letters[at...])?="
            let mail = try read(value)
            #expect(mail.subject == words, "cut at \(cut)")
            #expect(mail.from?.name == words, "cut at \(cut)")
            #expect(mail.from?.address == "siti@warga.example")
        }
        let escaped = words.utf8.map { "=" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        for cut in 1..<escaped.count {
            let value = "=?utf-8?Q?\(escaped[..<cut].joined())?= =?utf-8?Q?\(escaped[cut...].joined())?="
            #expect(try read(value).from?.name == words, "cut at \(cut)")
        }
    }

    @Test(arguments: [
        // Each padded, or with its padding left out; what is no base64 stays as it is.
        ("=?utf-8?B?U2l0aQ==?= =?utf-8?B?IEE=?=", "Siti A"),
        ("=?utf-8?B?U2l0aQ?= =?utf-8?B?IEE?=", "Siti A"),
        ("=?utf-8?B?U2l0aQ?= dan =?utf-8?B?QW1pbmFo?=", "Siti dan Aminah"),
        ("=?utf-8?B?***?=", "=?utf-8?B?***?="), ("=?utf-8?B?U?=", ""),
        ("=?utf-8?B?U2l0a?= =?utf-8?Q?_A?=", "Sit A"),
        ("=?utf-8?Q?Siti?= =?iso-8859-1?Q?_Am=EDnah?=", "Siti Amínah"),
    ])
    func encodedWords(_ raw: String, _ expected: String) {
        #expect(EncodedWords.decode(Array(raw.utf8)) == expected)
    }

    private func read(_ value: String) throws -> ParsedMail {
        let mail = "Subject: \(value)\r\nFrom: \(value) <siti@warga.example>\r\n\r\nteks\r\n"
        return try GMimeReader(limits: MailLimits()).read(Content(Array(mail.utf8)))
    }

    @Test func attachmentsGetSafeNamesAndHashes() throws {
        let read = try GMimeReader(limits: MailLimits()).read(
            try Fixture.bytes("attachments.eml"))
        let (mail, bytes) = (read.0, read.attachments)
        #expect(mail.text == "Foto jalan terlampir.")
        #expect(mail.textSource == .plain)
        #expect(mail.attachments.map(\.filename) == ["passwd", "lampiran-2.ogg"])
        #expect(mail.attachments.map(\.bytes) == bytes.map(\.count))
        #expect(
            mail.attachments[1].sha256
                == "b18baaed604af83ab599242f44b854c295f9fd31a594fdaa3a6babcd6109a1f5")
        #expect(bytes[1] == [0x4F, 0x67, 0x67, 0x53, 0])
    }

    @Test func nulDoesNotEndTheText() throws {
        let mail = try Fixture.read("nul.eml")
        #expect(mail.text == "Air masuk rumah, tinggi 40 cm.\nLanjutan sesudah NUL.")
    }

    @Test func flowedLinesAreJoined() throws {
        let mail = try Fixture.read("flowed.eml")
        #expect(
            mail.text == """
                Jembatan kayu di Desa Baruh Kembang sudah lapuk dan berbahaya bagi anak sekolah.
                > bukan kutipan

                > kutipan yang panjang
                -- \nSalam
                """)
    }

    @Test func multipartWithoutBoundaryKeepsItsText() throws {
        #expect(
            try Fixture.read("no-boundary.eml").text == "Isi surat yang tidak boleh hilang.")
    }

    @Test func carriageReturnsAloneEndLines() throws {
        let mail = try Fixture.read("cr-only.eml")
        #expect(mail.subject == "Baris lama")
        #expect(mail.from?.address == "siti.aminah@warga.example")
        #expect(mail.text == "Baris pertama.\nBaris kedua.")
    }

    @Test(arguments: ["no-headers.eml", "empty.eml"])
    func whatIsNoMailIsRefused(_ name: String) throws {
        let error = #expect(throws: MailRefusal.self) { try Fixture.read(name) }
        #expect(error?.code == .notAMail)
    }

    @Test func aReplyNamesWhatItAnswers() throws {
        let mail = try Fixture.read("reply.eml")
        #expect(mail.inReplyTo == "tanya-1@hss.example")
        #expect(mail.references == ["ack-1@hss.example", "tanya-1@hss.example"])
    }

    @Test(arguments: [
        "plain.eml", "html-only.eml", "nested-forward.eml", "attachments.eml", "flowed.eml",
        "rfc2047-2231.eml", "cr-only.eml",
    ])
    func everyTruncationIsReadOrRefused(_ name: String) throws {
        let bytes = try Fixture.bytes(name)
        let reader = GMimeReader(limits: MailLimits())
        var texts = 0
        for end in 0..<bytes.count {
            do throws(MailRefusal) {
                texts += try reader.read(Array(bytes[..<end])).0.text.isEmpty ? 0 : 1
            } catch {
                #expect(error.code == .notAMail)
            }
        }
        #expect(texts > 0)
    }
}
