// What a mail says of its own, by kind of mail: tables of texts, each with the words expected.
import Testing

@testable import EmailService

@Suite struct OwnWordsTests {
    private func words(_ text: String, _ kind: MailKind) -> String {
        OwnWords.divide(text, as: kind).words
    }

    /// Every way in which programs introduce what they quote.
    @Test(arguments: OwnWordsSamples.histories)
    func historyBelowAnAnswerIsLeftOut(_ history: String) {
        let answer = "Di depan SDN 1, RT 2.\nTerima kasih."
        #expect(words(answer + "\n\n" + history, .reply) == answer)
        // Some programs leave no blank line.
        #expect(words(answer + "\n" + history, .reply) == answer)
        // In the first mail of a case the same is the complaint.
        #expect(words(answer + "\n\n" + history, .first) == answer + "\n\n" + history)
    }

    @Test(arguments: OwnWordsSamples.quotedHistories)
    func answersBelowAndBetweenQuotesStay(_ attribution: String) {
        let text = attribution + "\n> Di mana?\n>\n> Sejak kapan?\n\nDi Malutu.\nSejak Senin."
        #expect(words(text, .reply) == "Di Malutu.\nSejak Senin.")
        let between = attribution + "\n> Di mana?\nDi Malutu.\n> Sejak kapan?\n\nSejak Senin."
        #expect(words(between, .reply) == "Di Malutu.\n\nSejak Senin.")
    }

    /// Words that look like history, in the first mail and in an answer.
    @Test(arguments: OwnWordsSamples.lookalikes)
    func whatOnlyLooksLikeHistoryStays(_ text: String) {
        #expect(words(text, .first) == text)
        #expect(words(text, .reply) == text)
        #expect(words(text, .forward) == text)
    }

    @Test(arguments: OwnWordsSamples.footers)
    func footersGoFromEveryKindOfMail(_ footer: String, _ kind: OwnWords.Kind) {
        let said = "Lampu jalan di Bamban padam.\n\nHormat saya,\nSiti"
        for mail in [MailKind.first, .reply, .forward] {
            let own = OwnWords.divide(said + "\n\n" + footer, as: mail)
            #expect(own.words == said)
            #expect(Set(own.elided.map(\.kind)) == [kind])
        }
        // Below an answer, above the history.
        let history = "Pada Sel, 5 Nov 2026 pukul 10.15 Aduan <aduan@hss.example> menulis:\n> Di mana?"
        #expect(words(said + "\n\n" + footer + "\n\n" + history, .reply) == said)
        // It alone is all there is.
        #expect(words(footer, .first) == footer)
        #expect(OwnWords.divide(footer, as: .first).saysNothing)
    }

    @Test(arguments: OwnWordsSamples.footerLookalikes)
    func whatOnlyLooksLikeAFooterStays(_ end: String) {
        let text = "Lampu jalan di Bamban padam.\n\n" + end
        for kind in [MailKind.first, .reply, .forward] { #expect(words(text, kind) == text) }
    }

    @Test(arguments: OwnWordsSamples.signatures)
    func markedSignaturesGo(_ signature: String) {
        #expect(words("Jalan rusak di Malutu.\n\n" + signature, .first) == "Jalan rusak di Malutu.")
        #expect(words("Jalan rusak di Malutu.\n" + signature, .reply) == "Jalan rusak di Malutu.")
    }

    @Test(arguments: OwnWordsSamples.noSignatures)
    func whatStandsBelowDashesMayBeTheComplaint(_ text: String) {
        #expect(words(text, .first) == text)
        #expect(words(text, .reply) == text)
    }

    @Test func anOfficesBlockGoesFromAnswersOnly() {
        let said = "Sudah kami periksa, jalannya milik kabupaten.\n\nHormat kami,\nBudi"
        let block = "\nKepala Seksi Pemerintahan\nKantor Desa Malutu\nTelp. 0517 21000\nwww.malutu.example"
        #expect(words(said + block, .reply) == said)
        #expect(words(said + block, .first) == said + block)
        // The office that hands a mail on says where its citizen lives.
        let forward = said + block + "\n\n" + OwnWordsSamples.forwards[0] + "\n\nAir mati."
        #expect(words(forward, .forward) == said + block + "\n\nAir mati.")
        // Where a citizen lives and how he is reached is no office.
        let citizen = said + "\nRT 2 Desa Malutu\nHP 0812 0000 0000"
        #expect(words(citizen, .reply) == citizen)
    }

    @Test(arguments: OwnWordsSamples.forwards)
    func aForwardKeepsNoteAndMailWithoutTheHeaderBetween(_ header: String) {
        let (note, mail) = ("Mohon ditindaklanjuti.", "Air PDAM mati di RT 5.\nSejak Senin.")
        #expect(words(note + "\n\n" + header + "\n\n" + mail, .forward) == note + "\n\n" + mail)
        #expect(words(header + "\n\n" + mail, .forward) == mail)
        let footer = "\n\nDikirim dari iPhone saya\n\n"
        #expect(words(note + footer + header + "\n\n" + mail + footer, .forward)
            == note + "\n\n" + mail)
    }

    @Test func quotesInAForwardAreTheComplaint() {
        let mail = "Pada Sel, 5 Nov 2026 pukul 10.15 Siti <siti@warga.example> menulis:\n> Air mati."
        let header = OwnWordsSamples.forwards[0]
        #expect(words("Tolong.\n\n" + header + "\n\n" + mail, .forward) == "Tolong.\n\n" + mail)
    }

    @Test func listsTypedWithQuoteMarksStayWhereTheHistoryComesLater() {
        let text = """
            Yang rusak:
            > Jalan A
            > Jalan B

            Pada Sel, 5 Nov 2026 pukul 10.15 Aduan <aduan@hss.example> menulis:
            > Jalan mana?
            """
        #expect(words(text, .reply) == "Yang rusak:\n> Jalan A\n> Jalan B")
        let number = "Yang terendam\n>50 rumah\ndi Bamban."
        #expect(words(number, .reply) == number)
    }

    /// What a reply shows of others, or says that it is below, is no history.
    @Test(arguments: [
        "Mohon ditindaklanjuti email warga di bawah ini.\n\nDari: Warga <w@m.example>\nDikirim: Senin, 2 November "
            + "2026 10:00\nKepada: kades@desa.example\nPerihal: Keluhan\n\nRumah kami roboh kena angin.",
        "Untuk diketahui.\n\nPada Sen, 2 Nov 2026 10.00 Warga <w@m.example> menulis:\n> Longsor menutup jalan.",
        "Ini surel calo itu:\n\nDari: Calo SIM <calo@m.example>\nDikirim: Senin, 2 November 2026 10:00\nKepada: "
            + "saya@m.example\nPerihal: SIM cepat\n\nBayar 800 ribu.\n\nMohon ditindak.",
        "Jawaban saya di bawah, huruf besar.\n\n-----Pesan Asli-----\nDari: Aduan HSS\nDikirim: Kamis, 5 November "
            + "2026 8:00\nKepada: Siti\nPerihal: Laporan\n\nKapan kejadian?\nTANGGAL 2 NOVEMBER",
        "Jawaban camat lewat surat:\n\n> Jalan dalam kondisi baik.\n\nItu bohong, jalannya putus.",
    ])
    func whatAReplyShowsStays(_ shown: String) {
        func words(_ text: String) -> String {
            OwnWords.divide(text, as: .reply) { $0 == "aduan@hss.example" }.words
        }
        #expect(words(shown) == shown)
        // Our own mail below it is history all the same.
        let ours = "\n\nPada Kam, 5 Nov 2026 14.00 Aduan HSS <aduan@hss.example> menulis:\n> Mohon penjelasan."
        #expect(words(shown + ours) == shown)
    }

    @Test func whatASignedTextIsArmouredWithGoes() {
        let text = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            Dana desa tidak diumumkan.
            -----BEGIN PGP SIGNATURE-----

            iQIzBAEBCAAdFiEE
            -----END PGP SIGNATURE-----
            """
        #expect(words(text, .first) == "Dana desa tidak diumumkan.")
        #expect(words("-----BEGIN PGP SIGNED MESSAGE-----\nbegini", .first).contains("begini"))
    }

    @Test func whatWasLeftOutIsNamed() {
        let text = """
            Di Malutu.

            -- \nSiti

            Dikirim dari iPhone saya

            Pada Sel, 5 Nov 2026 pukul 10.15 Aduan <aduan@hss.example>
            menulis:
            > Di mana?
            """
        let own = OwnWords.divide(text, as: .reply)
        #expect(own.words == "Di Malutu.")
        #expect(own.elided.map(\.kind) == [.signature, .mobileFooter, .attribution, .history])
        #expect(own.elided[1].text(in: text) == "Dikirim dari iPhone saya\n")
        #expect(own.elided[3].text(in: text) == "> Di mana?")
    }
}

@Suite struct MailKindTests {
    private let judge = Judge(ownAddresses: ["aduan@hss.example"])

    private func mail(_ subject: String?, _ text: String, inReplyTo: String? = nil) -> ParsedMail {
        var mail = ParsedMail()
        (mail.subject, mail.text, mail.inReplyTo) = (subject, text, inReplyTo)
        return mail
    }

    @Test(arguments: [
        ("Jalan rusak", "Jalan rusak.", nil, MailKind.first), ("Re: Tanya", "Di sini.", "x", .reply),
        ("Fwd: Air", "Tolong.", nil, .forward), ("FW: Air", "Tolong.", "x", .forward),
        ("Terusan: Air", "Tolong.", "x", .forward),
        ("Re: Tanya", "Tolong.\n\n---------- Pesan terusan ---------\nDari: A\n", "x", .forward),
        ("Air", "Tolong.\n\nBegin forwarded message:\n\n> From: A\n", nil, .forward),
        (
            "Re: Tanya",
            "Di sini.\n\nPada 5 Nov 2026 10.15 Aduan <aduan@hss.example> menulis:\n"
                + "---------- Pesan terusan ---------\nair mati", "x", .reply
        ),
        // Without threading headers: our receipt in the subject, or our address in the attribution.
        ("Re: Aduan HSS-26-2000123-5", "Di sini.", nil, .reply),
        ("Re: jalan rusak", "Di sini.\n> Di mana?", nil, .first),
        (
            "Jalan", "Di sini.\n\nPada 5 Nov 2026 10.15 Aduan <Aduan+t0k@HSS.example> menulis:\n> Di mana?",
            nil, .reply
        ),
        (
            "Jalan", "Di sini.\n\nDari: Aduan <aduan@hss.example>\nDikirim: 5 Nov\nKepada: Siti\n\nDi mana?",
            nil, .reply
        ),
        (
            "Jalan", "Di sini.\n\nDari: Siti <siti@warga.example>\nDikirim: 5 Nov\nKepada: aduan@hss.example\n",
            nil, .first
        ),
    ])
    func kinds(_ subject: String, _ text: String, _ inReplyTo: String?, _ expected: MailKind) {
        #expect(MailKind(mail(subject, text, inReplyTo: inReplyTo), judge) == expected)
    }

    @Test(arguments: OwnWordsSamples.joinedHistories) func historyOnTheLineOfItsMark(_ history: String) {
        let own = OwnWords.divide("Di depan SDN Malutu 1.\n\nDikirim dari iPhone saya\n\n" + history, as: .reply)
        #expect(own.words == "Di depan SDN Malutu 1.")
    }

    /// A person looks at what programs alone seem to have written.
    @Test func whatOnlyProgramsSeemToHaveWrittenIsIncomplete() {
        func flags(_ text: String) -> [String] {
            let one = mail("Aduan", text)
            return MailComplaint(one, judge).flags(of: one, judge.verdict(on: one), judge)
        }
        #expect(flags("Dikirim dari iPhone saya") == ["incomplete"])
        #expect(flags("Jalan rusak.") == [])
    }

    @Test func aFooterAloneGivesWayToTheSubject() {
        let own = MailComplaint(mail("Pohon tumbang di Bamban", "Dikirim dari iPhone saya"), judge)
        #expect(own.text == "Pohon tumbang di Bamban")
        #expect(own.elided.map(\.kind) == [.mobileFooter])
        #expect(MailComplaint(mail(nil, "Dikirim dari iPhone saya"), judge).text
            == "Dikirim dari iPhone saya")
    }

    @Test func theReplyOfAFixtureIsItsFirstLine() throws {
        let mail = try Fixture.read("reply.eml")
        #expect(MailComplaint(mail, judge).text == "Lokasinya di depan SDN Malutu 1.")
    }
}
