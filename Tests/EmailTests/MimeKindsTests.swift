// The kinds of mail that programs make: charsets, forwards, signatures, files, and boundaries that are wrong.
import Complaints
import Foundation
import Intake
import Testing

@testable import EmailService

@Suite struct MimeKindsTests {
    private func read(
        _ mail: String, _ limits: MailLimits = MailLimits()
    ) throws -> (mail: ParsedMail, files: [[UInt8]]) {
        let read = try GMimeReader(limits: limits).read(Array(mail.utf8))
        return (read.0, read.attachments)
    }

    private func text(_ type: String, _ bytes: [UInt8]) throws -> String {
        let head = "Subject: x\nContent-Type: \(type)\nContent-Transfer-Encoding: 8bit\n\n"
        return try GMimeReader(limits: MailLimits()).read(Array(head.utf8) + bytes).0.text
    }

    @Test func charsetsByTheNamesTheyGoBy() throws {
        #expect(try text("text/plain; charset=gb2312", [0xC4, 0xE3, 0xBA, 0xC3, 0x81, 0x30, 0x81, 0x30]).hasPrefix("你好"))
        #expect(try text("text/plain; charset=\"KS_C_5601-1987\"", [0xBE, 0xC8, 0xB3, 0xE7]) == "안녕")
        let japanese: [UInt8] = [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42]
        #expect(try text("text/plain; charset=iso-2022-jp", japanese) == "日本")
        #expect(try text("text/plain; charset='utf-8'", Array("kafé".utf8)) == "kafé")
        #expect(try text("text/plain; charset=x-unknown", [0x63, 0x61, 0x66, 0xE9]) == "café")
        #expect(try text("text/plain; charset=tidak-ada", Array("kafé".utf8)) == "kafé")
        let wide = Array("Jalan rusak".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let encoded = Array(Data(wide).base64EncodedString().utf8)
        let head = "Subject: x\nContent-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
        #expect(try GMimeReader(limits: MailLimits()).read(Array(head.utf8) + encoded).0.text == "Jalan rusak")
        // UTF-7 is shown as it is: decoded it could be anything.
        #expect(try text("text/plain; charset=utf-7", Array("+ADw-script+AD4-".utf8)) == "+ADw-script+AD4-")
        // One broken character does not spoil the others.
        let broken = Array(repeating: [UInt8]([0xC4, 0xE3]), count: 20).flatMap(\.self) + [0xFF, 0x61]
        #expect(try text("text/plain; charset=gb18030", broken).hasPrefix("你你你"))
    }

    @Test func encodedWordsCutInTheMiddleOfACharacter() throws {
        // "–" (E2 80 93) is cut after its first byte; the subject of the second is in raw bytes.
        let cut = "Subject: =?utf-8?Q?Jalan_=E2?= =?utf-8?Q?=80=93_rusak?=\n\nx\n"
        let mail = try read(cut).mail
        #expect(mail.subject == "Jalan – rusak")
        // The same in base64, each word padded: the bytes are joined, not the letters.
        let padded = "Subject: =?UTF-8?B?U2l0aSDigA==?=\n =?utf-8?B?kw==?= rusak =?x-tidak-ada?Q?kaf=C3=A9?= =?utf-8?Q?rusak\n\nx\n"
        #expect(try read(padded).mail.subject == "Siti – rusak kafé =?utf-8?Q?rusak")
        #expect(try read("Subject: Kafé bising – mohon\n\nx\n").mail.subject == "Kafé bising – mohon")
        let latin = Array("Subject: Kaf".utf8) + [0xE9] + Array(" bising\n\nx\n".utf8)
        #expect(try GMimeReader(limits: MailLimits()).read(latin).0.subject == "Kafé bising")
    }

    @Test func theInnermostOfForwardedMailsIsNamed() throws {
        let inner = "From: Siti <siti@warga.example>\nSubject: Air mati\nDate: Mon, 2 Nov 2026 08:00:00 +0800\n\nAir mati di RT 5.\n"
        let middle = "From: Kades <kades@desa.example>\nSubject: Fwd: Air mati\nContent-Type: message/rfc822\n\n" + inner
        let mail = try read("From: camat@hss.example\nSubject: Fwd: Fwd: Air mati\nContent-Type: message/rfc822\n\n" + middle).mail
        #expect(mail.carriesMail)
        #expect(mail.forwarded?.from == MailAddress(address: "siti@warga.example", name: "Siti"))
        #expect(mail.forwarded?.subject == "Air mati")
        #expect(mail.forwarded?.date?.timeIntervalSince1970 == 1_793_577_600)
        #expect(mail.text.contains("Air mati di RT 5."))
    }

    private func parts(_ type: String, _ parts: String...) -> String {
        "Subject: x\nContent-Type: \(type); boundary=b\n\n" + parts.map { "--b\n\($0)\n" }.joined() + "--b--\n"
    }

    @Test func signedAndEncryptedPartsAreKept() throws {
        let signed = try read(
            parts(
                "multipart/signed; protocol=\"application/pkcs7-signature\"", "\nJalan rusak.",
                "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIIB"))
        #expect(signed.mail.isSigned && signed.mail.text == "Jalan rusak.")
        #expect(signed.mail.attachments.map(\.filename) == ["smime.p7s"])
        let sealed = try read(
            parts(
                "multipart/encrypted; protocol=\"application/pgp-encrypted\"",
                "Content-Type: application/pgp-encrypted\n\nVersion: 1",
                "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----"))
        #expect(sealed.mail.isEncrypted && sealed.mail.flags == ["encrypted"])
        #expect(sealed.mail.attachments.count == 2 && sealed.mail.text.isEmpty)
        let smime = "Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n"
        #expect(try read(smime).mail.isEncrypted)
        #expect(try read(smime.replacing("enveloped", with: "signed")).mail.isSigned)
        let inline = try read("Subject: x\n\n-----BEGIN PGP MESSAGE-----\nabc\n").mail
        #expect(inline.isEncrypted && inline.text.contains("abc"))
    }

    @Test(arguments: [
        "This email requires an HTML viewer.", "Bacalah email ini di aplikasi yang mendukung HTML.",
        "Your mail client does not support HTML.",
    ])
    func aHintToTheOtherPartIsNoText(_ hint: String) throws {
        let html = "Content-Type: text/html; charset=utf-8\n\n<p>Jembatan Malutu putus.</p>"
        func text(_ plain: String) throws -> String {
            try read(parts("multipart/alternative", "\n" + plain, html)).mail.text
        }
        #expect(try text(hint) == "Jembatan Malutu putus.")
        #expect(try text("Halaman HTML desa rusak.") == "Halaman HTML desa rusak.")
    }

    @Test func calendarDigestAndAppleFiles() throws {
        let invited = try read(
            parts("multipart/alternative", "\nUndangan musrenbang", "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR")).mail
        #expect(invited.text == "Undangan musrenbang")
        #expect(invited.attachments.map(\.filename) == ["lampiran-1.ics"])
        let digest = try read(parts("multipart/digest", "\nSubject: satu\n\nisi satu", "\nSubject: dua\n\nisi dua")).mail
        #expect(digest.text.contains("isi satu") && digest.text.contains("isi dua"))
        let apple = try read(
            parts(
                "multipart/appledouble", "Content-Type: application/applefile\n\nresource",
                "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="))
        #expect(apple.mail.attachments.map(\.filename) == ["a.png"])
        let inline = try read(
            parts(
                "multipart/related", "Content-Type: text/html\n\n<p>Lihat <img src=cid:1></p>",
                "Content-Type: image/png\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="))
        #expect(inline.mail.attachments.map(\.isInline) == [true])
        let named = try read(
            "Subject: x\nContent-Type: text/plain; name=surat.txt\nContent-Disposition: inline\n\nIsi surat.\n").mail
        #expect(named.text == "Isi surat." && named.attachments.isEmpty)
    }

    @Test func boundariesThatAreWrong() throws {
        let open = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nTak ditutup."
        #expect(try read(open).mail.text == "Tak ditutup.")
        let prefix = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nIsi dalam.\n--bb--\n--b\n\nIsi luar.\n--b--\n"
        let text = try read(prefix).mail.text
        #expect(text.contains("Isi dalam.") && text.contains("Isi luar."))
        #expect(try read("Subject: x\nContent-Type: multipart/mixed; boundary=\"\"\n\nIsi.\n").mail.text.contains("Isi."))
        let broken = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type text/plain\nrusak: ya\n\nIsi.\n--b--\n"
        #expect(try read(broken).mail.text.contains("Isi."))
        let junk = "Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSmFs!!YW4g\n*cnVz~YWs=\n"
        #expect(try read(junk).mail.text == "Jalan rusak")
    }

    /// What MS-OXTNEF says in section 2.1.3: level, attribute, length, bytes, checksum.
    private func tnef(_ files: [(String, [UInt8])]) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xFF) } }
        func attribute(_ level: UInt8, _ id: Int, _ bytes: [UInt8]) -> [UInt8] {
            [level] + number(id, 4) + number(bytes.count, 4) + bytes + number(bytes.reduce(0) { $0 + Int($1) }, 2)
        }
        return [0x78, 0x9F, 0x3E, 0x22, 1, 0] + attribute(1, 0x0008_9006, number(0x10000, 4))
            + files.flatMap { name, bytes in
                attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
                    + attribute(2, 0x0001_8010, Array(name.utf8) + [0]) + attribute(2, 0x0006_800F, bytes)
            }
    }

    private func winmail(_ bytes: [UInt8]) -> String {
        parts(
            "multipart/mixed", "\nFoto terlampir.",
            "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
                + Data(bytes).base64EncodedString())
    }

    @Test func filesOfOutlookAreUnpacked() throws {
        let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]
        let packed = tnef([("jalan.jpg", photo), ("../catatan.txt", Array("isi".utf8))])
        let unpacked = try read(winmail(packed))
        #expect(unpacked.mail.attachments.map(\.filename) == ["jalan.jpg", "catatan.txt"])
        #expect(unpacked.mail.attachments.first?.mediaType == "image/jpeg")
        #expect(unpacked.files == [photo, Array("isi".utf8)])
        // Every damaged one is kept as it came, or gives what is left of it.
        for end in stride(from: 0, to: packed.count, by: 3) {
            var damaged = Array(packed[..<end])
            if !damaged.isEmpty { damaged[damaged.count / 2] ^= 0x55 }
            let mail = try read(winmail(damaged)).mail
            #expect(end == 0 || !mail.attachments.isEmpty)
        }
    }

    @Test func whatAMailProgramMarksAsHistoryIsAQuote() {
        func text(_ html: String, quotes: Bool = true) -> String {
            HTMLText.read(html, limits: MailLimits(), quotesHistory: quotes).text
        }
        #expect(
            text("<div>Masih mati.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">Pada Sen menulis:</div><blockquote>lama</blockquote></div><div>PS</div>")
                == "Masih mati.\n> Pada Sen menulis:\n>\n> > lama\n\nPS")
        #expect(
            text("<div>Diteruskan.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>Dari: Siti</div>Air mati</div>")
                == "Diteruskan.\n---------- Forwarded message ---------\nDari: Siti\nAir mati")
        let outlook = "<div><div>Masih.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Dinas</div><div>lama</div></div>Sesudah"
        #expect(text(outlook) == "Masih.\n\n> From: Dinas\n> lama\nSesudah")
        #expect(text(outlook, quotes: false) == "Masih.\n\nFrom: Dinas\nlama\nSesudah")
        #expect(text("<div>a</div><div class=\"moz-cite-prefix\">Pada 1/2 X menulis:</div><blockquote type=cite>b</blockquote>c") == "a\n> Pada 1/2 X menulis:\n>\n> b\n\nc")
    }
}
