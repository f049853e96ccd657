// The words by which a call-in programme is cut: what hosts, callers and officials say, in Indonesian
// and Banjar. One data structure with a default, so that a region can bring its own.

/// What a phrase tells about the turn it stands in.
package enum Hint: Int, Sendable, CaseIterable {
    /// The host opens a call.
    case greet
    /// A caller says who he is.
    case introduce
    case farewell
    /// The host announces a message he will read.
    case announce
    /// Opening, closing, adverts.
    case filler
    /// An official answers or instructs.
    case answer
    /// The host asks the caller something.
    case ask
    case dropped
    case resumed
    case anonymous
    /// Song requests and greetings to friends.
    case song
    /// Something is wrong or missing.
    case problem
    /// A wish or a plea.
    case plea
    case question
    case praise
    case aspiration
    case information
    /// What a meeting agreed on.
    case agreed
    /// Another matter of the same citizen.
    case another
}

/// Phrases by cue. Words are lower case, separated by blanks, phrases by commas.
package struct Phrases: Sendable {
    package var lists: [Hint: String]

    package init(lists: [Hint: String] = Phrases.standard) {
        self.lists = lists
    }

    /// Indonesian and Banjar, with the acronyms as speech recognisers spell them.
    package static let standard: [Hint: String] = [
        .greet: """
        halo, hallo, hello, siapa pulang, nang panambayan, panelpon, panalpun, \
        dengan siapa, lawan siapa, wan siapa, siapa ini, siapa ngini, siapa di sana, \
        dari mana, di mana ini, siapa di mana, penelepon pertama, penelepon kedua, penelepon \
        ketiga, \
        penelepon keempat, penelepon kelima, penelepon berikut, penelepon berikutnya, \
        penelepon selanjutnya, penelepon terakhir, penelepon lain, penelpon pertama, \
        penelpon kedua, penelpon ketiga, penelpon berikut, penelpon berikutnya, \
        penelpon selanjutnya, penelpon terakhir, telepon pertama, telepon kedua, telepon ketiga, \
        telepon berikut, telepon berikutnya, telepon selanjutnya, telepon terakhir, \
        telepon masuk, telepon lagi, telpon berikutnya, telpon masuk, telpon pertama, \
        telpon selanjutnya, telpon terakhir, line satu, line dua, line tiga, sudah tersambung, \
        sudah terhubung, sudah di ujung telepon, angkat telepon, angkat telpon, terima telepon, \
        penelepon sudah ada, ada penelepon, ada telepon, penelpon baru, penelepon baru, \
        silakan yang di ujung, kita sapa, kita hubungi, kita sambut penelepon, \
        dari mana ini, dari mana dan siapa, boleh tahu namanya, dengan bapak siapa, \
        dengan ibu siapa, siapa namanya, lanjut ke telepon, sambungan berikutnya, \
        ada yang menunggu, sudah menunggu, saluran satu, saluran dua, saluran tiga, \
        yang berikut, siapa nih, bicara dengan siapa, bicara lawan siapa, masih ada telepon, \
        penelepon kita, yang pertama, nang baikutnya, nang baikut, yang lain dulu, \
        sambungan telepon, satu penelepon, penelepon kita berikutnya
        """,
        .introduce: """
        nama saya, nama ulun, ngaran ulun, nama kami, ulun dari, saya dari, saya warga, ulun \
        warga, \
        kami warga, warga desa, warga kelurahan, dari desa, di desa, dari kelurahan, \
        di kelurahan, dari kecamatan, di kecamatan, saya tinggal, ulun badiam, warga rt, \
        dari kampung, pak ini, halo ini, nang di, ini ulun, saya ini
        """,
        .farewell: """
        terima kasih, tarima kasih, terimakasih, tarimakasih, makasih, makasi, wassalam, \
        wassalamualaikum, itu saja, itu haja, sakian, sekian, sehat selalu, assalamualaikum kembali
        """,
        .announce: """
        sms dari, sms masuk, ada sms, bacakan sms, bacakan wa, sms berikutnya, sms selanjutnya, \
        sms kedua, sms ketiga, sms pertama, sms terakhir, sms lagi, lewat sms, melalui sms, \
        es em es, wa dari, wa masuk, ada wa, wa berikutnya, wa selanjutnya, wa terakhir, lewat wa, \
        melalui wa, lewat whatsapp, melalui whatsapp, whatsapp dari, whatsapp masuk, ada whatsapp, \
        whatsapp berikutnya, we a masuk, we a dari, we a berikutnya, lewat we a, ada we a, \
        pesan wa, pesan we a, pesan whatsapp, pesan masuk, pesan singkat, pesan dari, \
        ada pesan, pesan berikutnya, pesan selanjutnya, pesan suara, kami bacakan, \
        kita bacakan, saya bacakan, ulun bacakan, dibacakan, saya baca, kita baca, kami baca, \
        begini bunyinya, bunyinya, isi pesannya, isi pesan, akhiran, berakhiran, dari nomor, \
        nomor akhir, chat dari, pesan di, komentar dari, dari kotak pesan, menulis begini, \
        dari akun, komentar, kolom komentar, lewat facebook, di facebook, surat dari, \
        titipan surat, titip pesan, kirim lewat, saya bacakan, bacakan surat, lewat email, dari \
        email, \
        surel, kotak saran, tulisannya, tulisnya, inbox, live chat, pesan suara, voice note, \
        ada surat, bacakan pesan, pesan sekaligus, dari instagram, lewat instagram, dua pesan, \
        tiga pesan, pesan berikut, bacakan komentar, pesan tertulis, masuk pulang dari
        """,
        .filler: """
        bertemu lagi, batamu pulang, berjumpa lagi, cukup sampai di sini, \
        sampai di sini dulu, kembali lagi di, kembali di acara, kembali dalam acara, \
        selamat datang, pendengar, anda mendengarkan, anda masih di, masih bersama, demikian, \
        demikianlah, sampai bertemu, sampai jumpa, sampai ketemu, jeda, iklan, pesan sponsor, \
        setelah yang satu ini, setelah jeda, setelah lagu, jangan ke mana mana, \
        jangan kemana mana, nomor telepon kami, nomor kami, nomor kita, sudah di studio, \
        hadir di studio, hadir di sini, sudah hadir, bersama kita, kita tutup, acara kita, \
        penghujung acara, akhir acara, akhir perjumpaan, saya pamit, pamit undur diri, \
        undur diri, acara ini dipersembahkan, dipersembahkan oleh, selamat mendengarkan, \
        membuka acara, sepatah kata, pengantar dari, kita rangkum, rangkuman, kesimpulan malam, \
        waktu kita habis, waktunya habis, siaran ini, promo, diskon, belanja, toko
        """,
        .answer: """
        tindak lanjuti, tindaklanjuti, ditindaklanjuti, tindak lanjut, akan kami, nanti kami, \
        nanti akan, sudah kami, segera kami, kami akan, siap pak, siap bu, siap bupati, \
        siap laksanakan, kami cek, dicek, kami turun, turun ke lapangan, tim kami, petugas kami, \
        anggota kami, penyuluh kami, saya minta, saya perintahkan, saya instruksikan, \
        saya tugaskan, lapor ke saya, laporkan ke saya, lapor di sini, laporannya, periksa, \
        pak kadis, bu kadis, kadis, kepala dinas, pak camat, pak sekda, pak direktur, \
        dinas, dianggarkan, anggaran, alokasi, kewenangan, tolong besok, tolong segera, \
        tolong dicek, mohon maaf, kami jadwalkan, dijadwalkan, kami kirim, kirim tim, camat, \
        langsung berangkat, kami teruskan, kami koordinasikan, berkoordinasi, tolong kadis, \
        saya beri waktu, jangan takut, kami rahasiakan, insya allah, insyaallah, \
        saya akan, kita perbaiki, nanti kita, kami punya, kami turunkan, akan saya, \
        kita tutup, kami tutup, tidak boleh, datang saja, tidak ada biaya, silakan datang, \
        cukup bawa, kami data, kita kirim, nanti saya, saya panggil, kita cek, kami usahakan, \
        akan kita, kita usulkan, tahun depan, kita anggarkan, ikut prihatin, kami mohon
        """,
        .ask: """
        apa nang handak, apa yang mau, apa yang ingin, apa yang hendak, apa yang bisa, \
        silakan disampaikan, silakan sampaikan, silahkan disampaikan, silakan pak, silakan bu, \
        silahkan pak, silahkan bu, ada keluhan apa, apa keluhannya, keluhannya apa, \
        rt berapa, sejak kapan, sudah berapa lama, sebelah mana, di mananya, mana bu, mana pak, \
        bagaimana pak, bagaimana bu, masih mendengar, bisa menanggapi, mohon ditanggapi, \
        ada lagi, kada usah disebut
        """,
        .dropped: """
        terputus, tapagat, pagat, sambungannya putus, teleponnya putus, telponnya putus, \
        tiba tiba putus, putus lagi, wah putus, yah putus, hilang suaranya, suaranya hilang, \
        menelepon lagi, menelpon lagi, ditelepon lagi, manalpun pulang, tut tut, \
        sambungan hilang, koneksinya hilang
        """,
        .resumed: """
        tadi putus, tadi terputus, tadi tapagat, tadi pagat, sambung lagi, nyambung lagi, \
        tersambung lagi, tersambung kembali, terhubung lagi, terhubung kembali, \
        yang tadi, nang tadi, sambungan yang terputus, menelepon kembali, lanjut yang tadi, \
        melanjutkan tadi, tadi telepon, sampai mana tadi, balik lagi, kembali bersama
        """,
        .anonymous: """
        namanya tidak dicatat, namanya tidak ditulis, ga mau sebut nama, \
        gak mau sebut nama, tidak mau menyebut nama, tanpa menyebut nama, tanpa nama, minta ditulis \
        sebagai, tidak menyebut nama, minta namanya, namanya minta, penulisnya tidak ditelusuri, \
        tidak usah disebut nama, tidak usah disebut namanya, tidak usah disebutkan nama, \
        jangan disebut nama, jangan disebut namanya, jangan disebutkan nama, \
        tidak mau disebut nama, tidak mau disebut namanya, tidak mau disebutkan nama, \
        tidak mau disebutkan namanya, tidak ingin disebut nama, tidak ingin disebut namanya, \
        tidak ingin disebutkan namanya, tidak bersedia disebut namanya, \
        minta tidak disebut namanya, mohon tidak disebut namanya, tidak mau menyebutkan nama, \
        tidak ditelusuri, minta dibacakan, tidak mau sebut nama, nama dirahasiakan, \
        namanya dirahasiakan, nama saya dirahasiakan, rahasiakan nama, rahasiakan identitas, \
        identitas dirahasiakan, identitas ibu kami rahasiakan, identitas bapak kami rahasiakan, \
        minta dirahasiakan, mohon dirahasiakan, jgn disebut nama, jgn sebut nama, jangan disambat, \
        kada usah ngaran, \
        tidak diudarakan namanya, tdk diumumkan jati dirinya, jangan dibacakan nama, jangan pakai \
        nama, \
        tidak berkenan disebut namanya, suaranya minta disamarkan, jangan ditanya ngaran, tulis \
        saja warga, \
        tidak usah sebut nama, gak usah nama, ga usah nama, nama jangan, jangan dibaca nama, \
        kada usah disambat ngaran, kada usah disambat ngarannya, jangan disambat ngaran, \
        kada handak disambat ngaran, kada usah disebut nama, kada usah disebut ngaran, \
        nama tidak usah, nama kada usah, namanya kada usah, namanya tidak usah, \
        ngarannya kada usah, jangan sebut nama, nama jangan disebut, gak usah sebut nama, \
        tidak mau disebut, saya jangan disebut, jangan sebut, ngaran ulun jangan disambat
        """,
        .song: """
        kirim salam, titip salam, kirim kirim salam, salam salam, salam gasan, salam buat, \
        minta lagu, minta lagunya, request lagu, minta diputarkan, putarkan lagu, putar lagu, \
        lagunya dong, tembang kenangan, lagu dangdut, lagu banjar, selamat ulang tahun
        """,
        .problem: """
        rusak, hancur, luang, luangnya, berlubang, lubang, balubang, pajah, padam, mati, macet, \
        mampet, tersumbat, tumpat, banjir, calap, tergenang, longsor, rabah, roboh, ambruk, \
        patah, pecah, bocor, tidak, tdk, gak, nggak, kada, kadada, kd, belum, balum, blm, \
        padahal, dipotong, pungli, pungutan, mahal, naik, dinaikkan, langka, kosong, habis, bau, \
        baunya, kotor, kumuh, ratik, sampah, rawan, copet, maling, dicuri, takut, sakit, garing, \
        darurat, kebakaran, menimpa, melapor, malapor, lapor, mengeluh, keluhan, mengadu, \
        terlambat, lambat, lawas, menumpuk, bacak, becek, gelap, kadap, ngeri, bahaya, \
        berbahaya, membahayakan, jatuh, kecelakaan, dipungut, diminta uang, penyimpangan, \
        kekeringan, karing, kering, keruh, dicuret, dipersulit, tertunda, terbengkalai, \
        meresahkan, mengganggu, bising, polusi, asap, demam berdarah, retak, runtuh, amblas, \
        ambles, longgar, rubuh, sulit, susah, ngalih
        """,
        .plea: """
        mohon, tolong, tlg, minta, harap, berharap, kami warga, kami di, memperbaiki, \
        diperbaiki, dibaiki, dibaiki, kami takut, anak anak, masyarakat di sini
        """,
        .question: """
        kapan pasar, bertanya, batakun, tanya, nanya, menanyakan, manakunakan, syaratnya apa, apa syaratnya, \
        apa saja syarat, apa haja syarat, persyaratan, apa syarat, bagaimana cara, \
        bagaimana caranya, cara mengurus, kaya apa caranya, kaya apa, kapan jadwal, jadwalnya \
        kapan, \
        di mana mengurus, mengurusnya di mana, biayanya berapa, berapa biaya, apakah bisa, \
        apa bisa, kawa kah, bisakah, ingin tahu, handak tahu, minta informasi, mohon informasi, \
        mau tahu, mohon penjelasan, minta penjelasan, jam berapa buka, \
        hari apa, mau tanya, kapan dibuka, kapan mulai, di mana ya, apa jadwalnya, \
        bagaimana prosedur, bagaimana prosedurnya, apa saja yang, berapa lama prosesnya
        """,
        .praise: """
        mengucapkan terima kasih, mengucapkan terimakasih, maucapakan tarima kasih, \
        maucapakan tarimakasih, ucapkan terima kasih, menyampaikan terima kasih, \
        manyampaiakan tarima kasih, sampaikan terima kasih, terima kasih banyak atas, \
        terima kasih atas, tarima kasih atas, berterima kasih, batarima kasih, apresiasi, \
        mengapresiasi, salut, bangga, sudah bagus, sudah diperbaiki, sudah dibaiki, \
        sudah lancar, sudah mulus, sudah terang, alhamdulillah sudah, puas, memuaskan, \
        bilang terima kasih, bilang tarima kasih, bukan mau mengeluh, senang sekali, \
        senang banar, jempol, sekarang bagus, sekarang mulus, sekarang lancar, berkat bapak
        """,
        .aspiration: """
        usul, mengusulkan, usulan, mausulakan, saran, menyarankan, aspirasi, sebaiknya, \
        alangkah baiknya, dibangunkan, minta dibangun, mohon dibangun, berharap dibangun, \
        minta dibuatkan, mohon dibuatkan, mudah mudahan dibangun, handaknya ada, \
        kalau bisa ditambah, kalau bisa dibangun, ada rencana, mengharapkan adanya, \
        mohon ditambah, diadakan pelatihan, \
        bagaimana kalau, ide saya, usulan saya, dijadikan, usul kami, ingin ada, semoga ada, \
        kalau boleh, perlu dibangun, \
        bisa dibangun, bisa dibuatkan, disediakan tempat, dibuatkan, harapan kami, kaya apa bila
        """,
        .information: """
        menginformasikan, sekadar informasi, sekedar informasi, mengumumkan, pengumuman, \
        memberitahukan, pemberitahuan, mambari tahu, memberi kabar, \
        memberi tahu, sekadar info, sekedar info, cuma info, hati hati, mengingatkan, \
        mengabarkan, kabar baik
        """,
        .another: """
        satu lagi, sabuting lagi, saikung lagi, satu ja lagi, satu haja lagi, sekalian, sakalian, \
        masalah kedua, \
        masalah kadua, yang kedua, nang kadua, soal kedua, soal lain, hal lain, mumpung, sedikit \
        lagi, \
        satu pokok lagi, pokok lain, masalah lain, handak batakun jua, mau tanya juga, ada lagi \
        satu, lagi satu, \
        tambahan, sadangkan, lain lagi, beda lagi, ini soal, ini tentang
        """,
        .agreed: """
        disepakati, kesepakatan, kita sepakati, kami sepakati, menyepakati, sepakat bahwa, \
        diputuskan, disimpulkan, kesimpulannya
        """,
    ]
}

/// The phrases compiled for matching: one look at each word of a turn.
struct PhraseMatcher: Sendable {
    private var byFirstWord: [String: [(rest: [String], cue: Hint)]] = [:]

    init(_ phrases: Phrases) {
        for cue in Hint.allCases {
            for phrase in (phrases.lists[cue] ?? "").split(separator: ",") {
                let words = phrase.split(separator: " ").map(String.init)
                guard let first = words.first else { continue }
                byFirstWord[first, default: []].append((Array(words.dropFirst()), cue))
            }
        }
    }

    /// A phrase found: tokens `first ... last`.
    struct Hit: Sendable {
        var cue: Hint
        var first: Int
        var last: Int
    }

    func hits(in tokens: [Token]) -> [Hit] {
        var hits: [Hit] = []
        for index in tokens.indices {
            guard let candidates = byFirstWord[tokens[index].word] else { continue }
            for (rest, cue) in candidates where index + rest.count < tokens.count {
                var same = true
                for (offset, word) in rest.enumerated()
                where tokens[index + 1 + offset].word != word {
                    same = false
                    break
                }
                if same { hits.append(Hit(cue: cue, first: index, last: index + rest.count)) }
            }
        }
        return hits
    }
}
