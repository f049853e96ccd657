// Texts of every common kind of history, footer and signature, and of what only looks like them.

@testable import EmailService

enum OwnWordsSamples {
    /// What follows an answer; none of it is the sender's.
    static let histories = quotedHistories.map { $0 + "\n> Di mana?\n>\n> Terima kasih." } + [
        "Pada tanggal 3 Mei 2026 14.05 Pengaduan menulis:\n\n> Di mana?\n",
        "Pada Selasa, 5 November 2026 10.15.22 WIB, Aduan <aduan@hss.example> menulis:\n\nDi mana?",
        "Pada Sel, 5 Nov 2026 pukul 10.15, Aduan HSS menulis:\n\n  Di mana lokasinya?\n\n  Salam",
        "-----Pesan Asli-----\nDi mana?", "-------- Pesan Asli --------\nDi mana?",
        "---------- Pesan sebelumnya ----------\nDi mana?", "--- Surat Asli ---\nDi mana?",
        "-----Original Message-----\nFrom: Aduan\nSent: Wednesday\n\nDi mana?",
        "-------- Pesan asli --------\nDari: Aduan <aduan@hss.example>\nTanggal: 05/11/26 10.15 (GMT+08:00)"
            + "\nKe: siti@warga.example\nSubjek: Re: Jalan\n\nDi mana?",
        "Dari: Aduan\nDikirim: Rabu, 18 Nov 2026\nKepada: Siti\nPerihal: Tanya\n\nDi mana?",
        "*From:* Aduan\n*Sent:* Wednesday\n*To:* Siti\n\nDi mana?",
        "**Dari:** Aduan <aduan@hss.example>\n**Tanggal:** Rabu 18 Nov\n**Kepada:** Siti\n\nDi mana?",
        "________________________________\nDari: Aduan <aduan@hss.example>\n"
            + "Dikirim: 18 November 2026 10:15\nKepada: Siti <siti@warga.example>\nSubjek: Re: Jalan\n\nDi mana?",
        "________________________________\n\nFrom: Aduan <aduan@hss.example>\n\nSent: 18 November 2026 10:15\n\n"
            + "To: Siti\n\nSubject: Re: Jalan\n\nDi mana?",
        "Dari: \"Aduan\" <aduan@hss.example>\nKepada: \"Siti\" <siti@warga.example>,\n"
            + "  \"Budi\" <budi@warga.example>\nTerkirim: Selasa, 5 November 2026 10:15:22\nPerihal: Jalan\n\nDi mana?",
        "----- Pesan Asli -----\nDari: Aduan\nKepada: Siti\nTerkirim: Selasa\nPerihal: Jalan\n\nDi mana?",
        "From: Aduan <aduan@hss.example>\nTo: Siti\nDate: Tue, 5 Nov 2026 10:15:22\nSubject: Jalan\n\nDi mana?",
        "-------- Original Message --------\nSubject: Jalan\nDate: 2026-11-05 10:15\n"
            + "From: Aduan <aduan@hss.example>\nTo: Siti\n\nDi mana?",
        "--- Pada Sel, 5/11/26, Aduan <aduan@hss.example> menulis:\n\nDari: Aduan\nJudul: Jalan\n\nDi mana?",
        "> Di mana?\n> Terima kasih.\n", ">> Dulu?\n> Di mana?", "Dikirim dari iPhone saya\n\n> Di mana?",
    ]

    /// What is quoted stands in the line that introduces it.
    static let joinedHistories = [
        "Pada Sen, 23 Nov 2026 pada 9:12, Aduan<aduan@hss.example> menulis:   Di mana lokasinya?",
        "On Mon, 23 Nov 2026, 9:12 Aduan <aduan@hss.example> wrote: Di mana lokasinya?",
        "-------- Original message --------From: Aduan <aduan@hss.example> Date: 23/11/2026 09:12\nDi mana?",
        "Dari: Aduan <aduan@hss.example>\nKirim: Senin, 23 November 2026 9:12\nKe: Siti\nSubjek: x\n\nDi mana?",
    ]

    /// Lines above quoted lines.
    static let quotedHistories = [
        "Pada tanggal 3 Mei 2026 14.05 Pengaduan menulis:",
        "Pada Sen, 3 Mei 2026 pukul 14.05 Aduan <a@b.example>\nmenulis:\n",
        "Pada Sel, 5 Nov 2026 pukul 10.15 Layanan Pengaduan Masyarakat Kabupaten HSS <\naduan@hss.example> menulis:",
        "Pada Sel, 5 Nov 2026 10.15, \"Aduan\" <aduan@hss.example> menulis:",
        "Pada tanggal 05/11/26 10.15, Aduan menulis:", "Tanggal 5 Nov 2026, Aduan menulis:",
        "Pada 5 Nov 2026, pukul 10.15, Aduan <aduan@hss.example> menulis:\n",
        "Pada 2026-11-05 10:15, Aduan menulis:", "Pada tgl Sel, 5 Nov 2026 10.15 Aduan menulis:",
        "On Wed, Nov 18, 2026 at 2:05\u{202F}PM Aduan <a@b.example> wrote:",
        "On Wed, Nov 18, 2026 at 2:05 p.m.\nAduan <a@b.example>\nwrote:",
        "On 2026-11-05 10:15, Aduan wrote:", "Aduan HSS <aduan@hss.example> menulis:",
        "Aduan HSS\n<aduan@hss.example> menulis:", "Aduan HSS menulis:",
        "Aduan <aduan@hss.example> menulis pada Sel, 5 Nov 2026 10.15:",
        "2026-11-05 10:15 GMT+07:00 Aduan <aduan@hss.example>:",
        "---- Pada Sel, 05 Nov 2026 10:15:22 +0700 Aduan <aduan@hss.example> menulis ----",
    ]

    static let lookalikes = [
        "Pada papan itu ada yang menulis:\nDILARANG LEWAT", "Dari: rumah saya sampai pasar rusak",
        "Pada hari Senin 3 Mei air mati.\nMohon dicek.", "> semua dikutip\n> dari awal",
        "Pada 3 Mei 2026 Pak RT menulis:\nBesok gotong royong, tetapi tidak jadi.",
        "Dari: Warga RT 3\nKepada: Bupati HSS\nTanggal: 5 November 2026\nPerihal: Jalan rusak\n\nJalan rusak.",
        "Kepada Yth. Bupati\nPerihal: Jalan\nDari: Siti (siti@warga.example)\n\nJalan rusak di Malutu.",
        "Di tembok ada tulisan:\n-----\nAWAS ANJING\n-----\nMohon dihapus.",
        "Rute: rumah -> pasar -> kantor\n=> rusak semua", "Tanggal 5 petugas datang.\nTanggal 6 tidak.",
        "On the wall someone wrote:\nKEEP OUT", "Laporan 1: jalan\n___\nLaporan 2: lampu padam di pasar.",
        "Asli: KTP\nPesan asli dari warga:\nAir mati.", "Dari: pasar\nKe: terminal\nHal: angkot tidak ada",
        "Hal: jalan rusak\nDari RT 2 ke RT 5.", "Forwarded message yang saya terima isinya pungli.",
        "Terusan Jalan A. Yani rusak:\nmohon diperbaiki.", "Original sertifikat hilang.",
    ]

    static let footers: [(String, OwnWords.Kind)] = [
        "Dikirim dari iPhone saya", "Dikirim dari Yahoo Mail di Android", "Sent from my iPhone",
        "Dikirim dari Outlook untuk Android<https://aka.ms/AAb9ysg>", "Dapatkan Outlook untuk iOS",
        "Dapatkan Outlook untuk iOS (https://aka.ms/o0ukef)", "Get Outlook for Android",
        "Dapatkan Outlook untuk Android\n<https://aka.ms/AAb9ysg>", "Sent from my Samsung Galaxy smartphone.",
        "Dikirim dari ponsel cerdas Samsung Galaxy saya.", "Dikirim dari ponsel Xiaomi saya",
        "Kirim dari ponsel pintar BlackBerry 10 saya dalam jaringan Telkomsel.", "Sent via BlackBerry",
        "Dikirim dari Mail untuk Windows 10", "Dikirim dari Mail\nuntuk Windows",
        "Terkirim dari Samsung Mobile", "Diperoleh dari Outlook untuk Android", "Sent from Yahoo Mail for iPhone",
        "Dikirim dengan email aman Proton Mail.", "Sent with Proton Mail secure email.", "Dikirim dari\nYahoo Mail di Android",
        "Powered by Telkomsel BlackBerry®", "Dikirim dari HP, mohon maaf kalau ada salah ketik.",
    ].map { ($0, .mobileFooter) } + [
        "Pesan ini dan lampirannya bersifat rahasia dan hanya ditujukan kepada penerima yang dituju. "
            + "Jika Anda bukan penerima yang dimaksud, segera hapus pesan ini.",
        "DISCLAIMER: Informasi yang terkandung dalam email ini bersifat rahasia.\n"
            + "Dilarang menyebarluaskan tanpa izin pengirim.",
        "Email ini dan semua lampirannya mungkin berisi informasi rahasia atau hak istimewa. Apabila Anda\n"
            + "menerima email ini karena kesalahan, mohon beri tahu pengirim dan hapus email ini.",
        "This e-mail and any attachments are confidential and intended solely for the addressee. "
            + "If you have received it in error, please delete it.",
        "CONFIDENTIALITY NOTICE: The information contained in this message is privileged.\n"
            + "Unauthorized disclosure is strictly prohibited.",
        "Disclaimer\n\nThis message is intended for the named recipient only. If you are not the intended "
            + "recipient, please delete it.",
        "Pertimbangkan lingkungan sebelum mencetak email ini.",
        "Please consider the environment before printing this e-mail.",
        "Hemat kertas, jangan cetak email ini bila tidak perlu.",
        "Email ini telah dipindai, namun pengirim tidak bertanggung jawab atas virus yang terbawa.",
        "Pandangan dalam email ini belum tentu mencerminkan pandangan instansi. Kami tidak bertanggung jawab "
            + "atas kerugian karena virus.",
        "________________________________\nPesan ini hanya ditujukan kepada penerima yang dituju dan bersifat rahasia.\n\n"
            + "This message is confidential and intended only for the intended recipient.",
    ].map { ($0, .disclaimer) } + [
        "Bebas virus. www.avast.com", "Virus-free. www.avast.com", "Bebas virus.www.avast.com (https://www.avast.com/sig)",
        "This email has been checked for viruses by Avast antivirus software.\nwww.avast.com",
        "--\nThis message has been scanned for viruses and\ndangerous content by MailScanner, and is\nbelieved to be clean.",
    ].map { ($0, .antivirus) } + [
        "-- \nAnda menerima pesan ini karena Anda berlangganan grup \"Warga\" di Google Grup.\n"
            + "Untuk berhenti berlangganan grup ini, kirim email ke warga+unsubscribe@groups.example.",
        "_______________________________________________\nWarga mailing list\nWarga@milis.example\n"
            + "https://milis.example/mailman/listinfo/warga",
    ].map { ($0, .listFooter) }

    static let footerLookalikes = [
        // A matter, or a wish, in the words of a disclaimer.
        "Dokumen ini bersifat rahasia dan hanya ditujukan kepada Inspektorat. Kepala desa memotong BLT "
            + "Rp100.000 per orang.",
        "Dokumen ini memuat nama penerima yang salah sasaran, mohon dihapus.",
        "Mohon nama pengirim dan isi pesan ini dirahasiakan, jangan dihapus.",
        "Isi pesan ini rahasia. Hanya untuk digunakan Inspektorat, jangan sampai kades tahu.",
        "Perhatian: air PDAM salah alamat, tagihan tanpa izin warga RT 3.",
        "Komunikasi ini penting: situs desa menyebarkan virus dan malware ke telepon orang.",
        "Dikirim dari kantor desa Malutu", "Dikirim dari HP tetangga, mohon balas ke 081200000000",
        "Pesan ini rahasia, mohon identitas saya tidak dibuka dan hanya untuk Inspektorat.",
        "Mohon pesan ini dirahasiakan.", "Laporan ini bersifat rahasia dan hanya ditujukan kepada Bupati.",
        "Komputer kantor desa kena virus.", "Jangan menebang pohon demi lingkungan.",
        "Air dikirim dari PDAM seminggu sekali.", "Dikirim dari Desa Bamban, RT 2",
        "Dapatkan bantuan untuk kami.", "Kirim dari mana suratnya?",
        "Email ini jangan dihapus sebelum pelapor dihubungi, hanya ditujukan ke Camat.",
    ]

    static let signatures = [
        "-- \nSiti Aminah", "-- \nSiti Aminah\nRT 2 Desa Malutu\nHP 0812-0000-0000", "--\nSiti Aminah\nMalutu",
        "-- \nSiti\n\nKebersihan adalah sebagian dari iman kita semua.", "—\nSiti",
        "-- \nBudi, S.Sos.\nKantor Camat\nTelp. 0517 21000\n\nDikirim dari iPhone saya",
        "-- \nSiti\n\nPesan ini bersifat rahasia dan hanya ditujukan kepada penerima yang dituju.",
    ]

    static let noSignatures = [
        "--\nSaluran air mampet depan masjid Al Ikhlas", "-- \nRT 2 Desa Bamban Kec. Angkinang",
        "Laporan pertama: jalan.\n--\nLaporan kedua: lampu di pasar sudah seminggu padam.",
        "Jalan rusak.\n-- \nLokasi: depan SDN 1", "Jalan rusak.\n--\nKapan diperbaiki?",
        "Air mati.\n--\nMohon segera.", "--\nSiti",
        "Jalan rusak.\n-- \n" + (1...14).map { "baris \($0)" }.joined(separator: "\n"),
    ]

    static let forwards = [
        "---------- Forwarded message ---------\nDari: Udin <udin@warga.example>\nDate: Sel, 5 Nov 2026 pukul 10.15\n"
            + "Subject: Air\nTo: <desa@malutu.example>",
        "---------- Pesan terusan ---------\nDari: Udin <udin@warga.example>\nTanggal: 5 Nov 2026\nSubjek: Air\n"
            + "Ke: desa@malutu.example",
        "Begin forwarded message:\n\nFrom: Udin <udin@warga.example>\nSubject: Air\nDate: 5 November 2026\n"
            + "To: desa@malutu.example",
        "-------- Pesan yang Diteruskan --------\nPerihal: \tAir\nTanggal: \tTue, 5 Nov 2026\n"
            + "Dari: \tUdin <udin@warga.example>\nKepada: \tdesa@malutu.example",
        "________________________________\nDari: Udin <udin@warga.example>\nDikirim: 5 November 2026 10:15\n"
            + "Kepada: desa@malutu.example\nPerihal: Air",
        "From: Udin <udin@warga.example>\nSent: Tuesday, November 5, 2026 10:15 AM\nTo: desa@malutu.example\nSubject: Air",
        "-----Pesan Asli-----\nDari: Udin\nPerihal: Air", "----- Forwarded Message -----\nFrom: Udin\nTo: Desa\nSent: Tuesday",
        "-------- Original Message --------\nSubject: Air\nDate: 2026-11-05 10:15\nFrom: Udin\nTo: Desa",
        "Begin forwarded message:\n\n> From: Udin <udin@warga.example>\n> Date: 5 November 2026\n> To: Desa\n> Subject: Air\n>",
    ]
}
