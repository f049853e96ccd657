// Mail of machines and of people who look like machines: headers, text, and what it is.
import Testing

@testable import EmailService

@Suite struct MachineMailTests {
    private let judge = Judge(ownAddresses: ["aduan@hss.example"])
    private static let reply = "\nIn-Reply-To: <ack-1@hss.example>"
    private static let quoted = "\n\nPada Sel, 5 Nov 2026 pukul 10.15 Aduan <aduan@hss.example> menulis:\n"
        + "> Laporan telah kami terima. Pesan ini dikirim secara otomatis, jangan dibalas.\n> saya sedang cuti"

    @Test(arguments: [
        // Away from the office.
        ("Subject: Di luar kantor: Re: Laporan" + reply, "Terima kasih.", Disposition.autoReply),
        ("Subject: Cuti" + reply, "Maaf.", .autoReply), ("X-Autoreply: yes\nSubject: Re: x", "Ya.", .autoReply),
        ("Subject: Automatic reply: Laporan", "I am out of the office.", .autoReply),
        ("Subject: [Auto-Reply] Laporan", "Terima kasih.", .autoReply),
        ("Subject: Re: Cuti" + reply, "Saya sedang cuti sampai Senin dan akan membalas setelahnya.", .autoReply),
        ("Precedence: auto_reply\nSubject: Re: x", "Ya.", .autoReply), ("X-Vacation: yes\nSubject: x", "Ya.", .autoReply),
        ("Return-Path: <>\nSubject: Dinas luar", "Kembali Senin.", .autoReply),
        ("Subject: AUTO: Budi is out of the office (returning 11/16/2026)", "I am away.", .autoReply),
        ("Subject: Auto: mobil dinas dipakai mudik", "Plat merah di Banjarmasin.", .complaint),
        ("Subject: Linux-id Digest, Vol 12, Issue 3\nX-Mailman-Version: 2.1.29", "Topik hari ini", .list),
        ("X-Autoreply: no\nSubject: Jalan", "Jalan rusak.", .complaint),
        // Not away, but writing about it, or answering.
        ("Subject: Cuti bersama, puskesmas tutup", "Pasien terlantar.", .complaint),
        ("Subject: Re: Cuti bersama, puskesmas tutup" + reply, "Masih tutup." + quoted, .followup),
        ("Subject: Re: Balasan otomatis: Laporan" + reply, "Saya belum puas." + quoted, .followup),
        ("Subject: Pesan otomatis dari PDAM salah", "Tagihan saya salah.", .complaint),
        ("Subject: Re: Tanya" + reply, "Saya sedang dinas luar, silakan datang Sabtu.", .followup),
        ("Subject: Fwd: Balasan otomatis: Laporan", "Ini jawaban dinas, tidak membantu.", .complaint),
        ("X-Auto-Response-Suppress: All\nSubject: Cuti bersama: kantor tutup", "Kantor tutup.", .complaint),
        // Officers who are never there, told by citizens.
        ("Subject: Dinas luar terus", "Lurah saya sedang dinas luar terus, surat tidak pernah jadi.", .complaint),
        ("Subject: Cuti terus", "Loket kosong. Kata petugas: saya sedang cuti.", .complaint),
        ("Subject: Tidak di kantor saat jam kerja", "Untuk keperluan mendesak warga tidak dilayani.", .complaint),
        ("Subject: Balasan otomatis: KTP saya belum jadi", "Tolong KTP saya, jawabannya mesin terus.", .complaint),
        (
            "Subject: Cuti", "Mohon maaf, saya sedang cuti. Saya akan kembali pada 3 Mei.", .autoReply
        ),
        ("Subject: Balasan otomatis: Aduan HSS-26-2000123-5", "Salam.", .autoReply),
        ("Subject: Balasan otomatis: Laporan", "Terima kasih atas email Anda.", .autoReply),
        // Ticket systems, receipts of reading, challenges.
        (
            "From: noreply@dinas.example\nSubject: [Tiket #12345] Laporan",
            "Laporan Anda telah kami terima. Mohon tidak membalas email ini.", .autoReply
        ),
        (
            "Subject: Re: Laporan" + reply,
            "We have received your request, ticket number 88. This is an automated message.", .autoReply
        ),
        (
            "Subject: Re: Laporan" + reply,
            "Laporan saya nomor tiket 12 sudah diterima tetapi dijawab \"jangan membalas email ini\".", .followup
        ),
        ("Subject: Re: Balasan otomatis: Laporan" + reply, "Kenapa hanya balasan otomatis?", .followup),
        ("Subject: Re: Cuti bersama" + reply, "Kalau masih tutup saya akan kembali melapor.", .followup),
        ("Subject: Re: Laporan" + reply, "Terima kasih, surat sudah diterima." + quoted, .followup),
        (
            "From: noreply@desa.example\nSubject: Formulir aduan", "Nama: Siti\nAduan: jalan rusak di Malutu."
                + "\nEmail ini dikirim secara otomatis dari formulir.", .complaint
        ),
        ("Subject: Dibaca: Laporan Anda", "Pesan Anda telah dibaca pada 5 Nov.", .autoReply),
        ("Subject: Read: Laporan", "Your message was read on Tuesday.", .autoReply),
        ("Subject: Dibaca: surat terbuka warga", "Mohon surat ini dibaca.", .complaint),
        ("Subject: Re: x" + reply, "Please click the link below to have your message delivered.", .autoReply),
        // People who tell of machines.
        ("Subject: Email tidak terkirim ke kecamatan", "Balasannya 550 5.1.1 user unknown, jalan masih rusak.",
            .complaint),
        ("Subject: Pesan otomatis: PDAM menagih dua kali", "Tagihan masuk dua kali.", .complaint),
        ("Subject: Re: x" + reply, "RSUD minta verify that you are human, kami tidak bisa daftar.", .followup),
        ("From: aduan@hss.example\nReply-To: siti@warga.example\nSubject: Formulir", "PJU padam.", .complaint),
        (
            "From: aduan@hss.example\nReply-To: siti@warga.example\nAuto-Submitted: auto-generated\nSubject: Formulir",
            "PJU padam.", .complaint
        ),
        ("Auto-Submitted: auto-generated\nSubject: Formulir", "PJU padam.", .autoReply),
        // Servers and scanners that write in a name of their own.
        (
            "From: Admin <Admin@telkom.example>\nSubject: Mail System Error - Returned Mail",
            "This Message was undeliverable due to the following reason:\nThe computer was not reachable.",
            .bounce
        ),
        (
            "From: AV <av@x.example>\nSubject: Virus Found in message \"Tanda terima\"",
            "Symantec AntiVirus found a virus in an attachment you sent.", .bounce
        ),
        (
            "From: system@zimbra.example\nSubject: Pengiriman Gagal: Tanda terima",
            "Pesan Anda tidak dapat dikirim ke penerima berikut: budi@x.example: 550 5.1.1 User unknown", .bounce
        ),
        (
            "From: Exim <root@host.example>\nSubject: Mail failure - no recipients",
            "A message that you sent contained no recipient addresses", .bounce
        ),
        (
            "From: mail@x.example\nSubject: Returned mail: User unknown",
            "----- The following addresses had permanent fatal errors -----\n<budi@x.example>", .bounce
        ),
        (
            "Subject: Mail failure di Dukcapil", "Email saya ke Dukcapil ditolak, 550 5.1.1, KTP belum jadi.",
            .complaint
        ),
        // Lists.
        ("List-Unsubscribe: <x>\nList-Id: promo\nSubject: Promo", "Diskon.", .list),
        ("List-Unsubscribe: <x>\nList-Id: a\nList-Post: NO\nSubject: Info", "Info.", .list),
        ("List-Unsubscribe: <x>\nList-Id: a\nList-Post: <mailto:a>\nSubject: Got", "Got mampet.", .complaint),
        ("List-Unsubscribe: <x>\nMailing-list: list a\nList-Id: a\nSubject: Got", "Got mampet.", .complaint),
        ("From: promo@toko.example\nSubject: Diskon", "Murah!\nBerhenti berlangganan: klik", .list),
        ("Precedence: bulk\nSubject: Diskon", "Murah!\nUnsubscribe here", .list),
        ("Precedence: bulk\nSubject: Jalan", "Jalan rusak.", .complaint),
        ("Subject: PDAM", "Saya mau berhenti berlangganan PDAM karena air mati.", .complaint),
        // Ourselves.
        ("X-Loop: Aduan@hss.example\nSubject: x", "x", .loop), ("X-Loop: lain@desa.example\nSubject: x", "x", .complaint),
        ("X-Mendengar-Loop: a\nSubject: x", "x", .loop),
        // Filters before us.
        ("X-Spam-Status: Yes, score=9\nSubject: x", "x", .spam), ("X-Spam-Status: No\nSubject: x", "x", .complaint),
        ("X-SES-Spam-Verdict: FAIL\nSubject: x", "x", .spam), ("X-SES-Spam-Verdict: PASS\nSubject: x", "x", .complaint),
        ("X-Forefront-Antispam-Report: CIP:1;SCL:9;SFV:SPM\nSubject: x", "x", .spam),
        ("X-Forefront-Antispam-Report: CIP:1;SCL:1;SFV:NSPM\nSubject: x", "x", .complaint),
        ("X-MS-Exchange-Organization-SCL: 5\nSubject: x", "x", .spam),
        ("X-MS-Exchange-Organization-SCL: -1\nSubject: x", "x", .complaint),
        ("X-Rspamd-Action: no action\nSubject: x", "x", .complaint), ("X-Bogosity: Ham\nSubject: x", "x", .complaint),
        ("X-Spam-Flag: YES\nAuto-Submitted: auto-replied\nSubject: x", "x", .autoReply),
    ])
    func kinds(_ headers: String, _ text: String, _ expected: Disposition) throws {
        let from = headers.contains("From:") ? "" : "From: siti@warga.example\n"
        let verdict = judge.verdict(on: try readMail(from + headers, text))
        #expect(verdict.disposition == expected, "\(verdict.why)")
    }

    @Test func tooManyHopsAreALoop() throws {
        let hop = "Received: from a.example (a.example [10.0.0.1])\n\tby b.example with ESMTP; Tue, 5 Nov 2026\n"
        for (hops, expected) in [(Judge.hopsMax, Disposition.complaint), (Judge.hopsMax + 1, .loop)] {
            let mail = try readMail(
                String(repeating: hop, count: hops) + "From: siti@warga.example\nSubject: Jalan", "Rusak.")
            #expect(mail.all("received") == Array(repeating: "b.example", count: hops))
            #expect(judge.verdict(on: mail).disposition == expected)
        }
    }

    @Test func aMachinesAddressGetsNoAnswer() throws {
        let mail = try readMail("From: No-Reply@desa.example\nSubject: Jalan", "Jalan rusak.")
        #expect(judge.verdict(on: mail).disposition == .complaint)
        #expect(!judge.verdict(on: mail).mayAcknowledge)
    }
}
