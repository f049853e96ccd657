// What a mail is judged to be.
import Testing

@testable import EmailService

@Suite struct DispositionTests {
    private let judge = Judge(ownAddresses: ["Aduan@hss.example"])

    @Test(arguments: [
        ("plain.eml", Disposition.complaint, true), ("html-only.eml", .complaint, true),
        ("nested-forward.eml", .complaint, true), ("empty-body.eml", .complaint, true),
        ("nothing-said.eml", .quarantine, false), ("reply.eml", .followup, true),
        ("auto-reply-id.eml", .autoReply, false), ("auto-submitted.eml", .autoReply, false),
        ("bounce.eml", .bounce, false), ("loop.eml", .loop, false), ("spam.eml", .spam, false),
        ("list-newsletter.eml", .list, false), ("list-human.eml", .complaint, false),
        ("exchange-human.eml", .complaint, false),
    ])
    func fixtures(_ name: String, _ expected: Disposition, _ acknowledged: Bool) throws {
        let verdict = judge.verdict(on: try Fixture.read(name))
        #expect(verdict.disposition == expected, "\(verdict.why)")
        #expect(verdict.mayAcknowledge == acknowledged, "\(verdict.why)")
        #expect(!verdict.why.isEmpty)
    }

    private func mail(
        subject: String = "Jalan rusak", text: String = "Jalan rusak di Malutu.",
        from: String = "warga@desa.example", _ headers: [String: String] = [:]
    ) -> ParsedMail {
        var mail = ParsedMail()
        mail.subject = subject
        mail.text = text
        mail.from = MailAddress(address: from)
        mail.headers = headers.map { .init(name: $0.key, value: $0.value) }
        return mail
    }

    @Test(arguments: [
        ("no", Disposition.complaint), ("No", .complaint), ("no; x=y", .complaint),
        ("(komentar) no", .complaint), ("auto-replied", .autoReply),
        ("auto-generated", .autoReply), ("Auto-Notified; x", .autoReply), ("", .complaint),
    ])
    func autoSubmitted(_ value: String, _ expected: Disposition) {
        #expect(judge.verdict(on: mail(["auto-submitted": value])).disposition == expected)
    }

    @Test(arguments: [
        ("Balasan Otomatis: Laporan", "Terima kasih.", Disposition.autoReply),
        ("Re: Jawaban otomatis", "Saya sedang cuti.", .autoReply),
        ("Re: Jawaban otomatis", "Terima kasih, sudah jelas.", .complaint),
        ("Sedang cuti", "Saya sedang cuti sampai Senin.", .autoReply),
        ("Di luar kantor", "Saya akan kembali tanggal 5.", .autoReply),
        ("Sedang cuti semua, puskesmas kosong", "Tidak ada petugas di Desa Bamban.", .complaint),
        ("Di luar kantor desa ada pungli", "Warga dimintai uang.", .complaint),
        ("Mesin balasan otomatis rusak", "Aplikasi tidak bisa dibuka.", .complaint),
    ])
    func indonesianSubjects(_ subject: String, _ text: String, _ expected: Disposition) {
        #expect(judge.verdict(on: mail(subject: subject, text: text)).disposition == expected)
    }

    @Test func ownAddressWithTokenIsALoop() {
        let verdict = judge.verdict(on: mail(from: "aduan+t0ken@HSS.example"))
        #expect(verdict.disposition == .loop)
    }

    @Test func aForwardNamingItsOriginalIsNoFollowup() {
        var forward = mail(subject: "Fwd: jalan")
        forward.references = ["asli@desa.example"]
        #expect(judge.verdict(on: forward).disposition == .complaint)
        forward.subject = "Re: jalan"
        #expect(judge.verdict(on: forward).disposition == .followup)
        forward.messageID = "asli@desa.example"
        #expect(judge.verdict(on: forward).disposition == .complaint)
    }
}
