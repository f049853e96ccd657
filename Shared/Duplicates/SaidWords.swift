// What a text says of other complaints: that it asks after an earlier one, or that it means another thing.
import Language

/// Whether a text asks what became of an earlier complaint, and whether it sets itself apart from one.
struct SaidWords {
    private(set) var chases = false
    private(set) var differs = false
    /// Whether it speaks of money asked or kept: another matter than the thing the money is for.
    private(set) var isAboutMoney = false
    /// Whether what had been mended is broken again.
    private(set) var comesBack = false
    /// Whether something is lost or stolen.
    private(set) var isTaken = false
    /// Whether it has been so for long, or is so again and again.
    private(set) var isLasting = false

    init(_ words: LinkWords) {
        var (isMended, isAgain) = (false, false)
        for index in 0..<words.count {
            let normal = words.tokens.normalNumber(index)
            if Self.money.contains(normal) { isAboutMoney = true }
            if Self.stolen.contains(normal) || Self.stolen.contains(words.numbers[index]) { isTaken = true }
            if Self.mended.contains(normal), !Self.isNotYet(words, before: index) { isMended = true }
            if Self.again.contains(normal) { isAgain = true }
            if Self.lasting.contains(normal) { isLasting = true }
            if Self.not.contains(words.tokens.normalNumber(index)), index + 1 < words.count,
                words.count <= Self.longest
            {
                let next = words.numbers[index + 1]
                if next == Self.which || LinkWord.isKnown(next) { differs = true }
            }
            for count in 1...3 where index + count <= words.count {
                let normals = (index..<index + count).map { words.tokens.normalNumber($0) }
                let key = count == 1 ? normals[0] : LinkWord.phrase(normals)
                if Self.chasing.contains(key) { chases = true }
                if Self.differing.contains(key), !Self.isMore(words, before: index) { differs = true }
            }
        }
        comesBack = isMended && isAgain
    }

    /// "satu-satunya" sets nothing apart, and "oh iya satu lagi" within a text only adds to it.
    private static func isMore(_ words: LinkWords, before index: Int) -> Bool {
        index > 0 && more.contains(words.tokens.normalNumber(index - 1))
    }

    /// "belum diganti": nothing was mended.
    private static func isNotYet(_ words: LinkWords, before index: Int) -> Bool {
        (max(0, index - reach)..<index).contains { notYet.contains(words.tokens.normalNumber($0)) }
    }

    private static let stolen = keys(
        """
        hilang kehilangan kahilangan raib dicuri mencuri curi pencuri pencurian maling kemalingan dimaling
        dibobol dibongkar dirampok rampok jambret dijambret copet dicopet kecopetan kecurian curanmor begal
        digasak digondol
        """)
    private static let notYet = keys("belum balum blm tidak kada kadada tak jangan mohon tolong minta")
    private static let more = keys("satu iya ya bak tambah")
    private static let money = keys(
        """
        iuran pungutan dipungut tarif tarip retribusi karcis dipotong potongan honor gaji dana anggaran
        korupsi dikorupsi bendahara kuitansi kwitansi sumbangan insentif setoran pungli dimintai
        honornya gajinya ongkos ongkosnya harga mahal
        """)
    private static let mended = keys(
        """
        dibaiki diperbaiki diganti ditambal tambalan dikeruk dibersihkan dibarasihi dipasang disegel diservis
        ditertibkan ditangkap dikerjakan sempat diaspal dicor dikosongkan direhab rehabilitasi dibenerin
        dibetulkan disambung ditegur
        """)
    private static let lasting = keys(
        """
        tiap setiap saban sering rancak selalu bergilir bulan sebulan sabulan bulanan tahun setahun sataun
        sering
        bertahun tahunan
        """)
    private static let again = keys("lagi pulang kembali lg kambali")

    private static func keys(_ phrases: String) -> Set<UInt64> {
        Set(
            phrases.split(whereSeparator: \.isWhitespace).map { phrase in
                let words = phrase.split(separator: "_").map { LinkWord.number(String($0)) }
                return words.count == 1 ? words[0] : LinkWord.phrase(words)
            })
    }

    private static let chasing = keys(
        """
        belum_ada_tanggapan belum_ada_tindakan belum_ada_balasan belum_ada_jawaban belum_ada_respon
        belum_ada_kabar belum_ada_petugas tidak_ada_tanggapan tiada_tanggapan tidak_ada_respon tanggapan
        belum_ditanggapi belum_ditindak belum_ditindaklanjuti belum_dibalas belum_dijawab belum_diperbaiki
        belum_direspon belum_dibaiki laporan_saya laporan_kami aduan_saya aduan_kami keluhan_saya sms_saya
        pesan_saya laporan_kemarin laporan_sebelumnya laporan_pertama sudah_saya_laporkan pernah_melapor
        sudah_lapor sudah_melapor saya_lapor yang_melapor kemarin_melapor pernah_lapor menyambung sambungan
        lanjutan kelanjutan melanjutkan menindaklanjuti menanyakan_kembali menanyakan_tindak tindak_lanjut
        melaporkan_kembali lapor_lagi melapor_lagi datang_kembali ditindaklanjuti belum_juga masih_belum
        pernah_sms sudah_sms sudah_mengirim saya_kirim masih makin tambah tetap belum_ada belum_dibeli
        sampai_hari_ini sampai_sekarang kapan lanjutannya bertanya_lagi soal
        """)
    private static let differing = keys(
        """
        satu_lagi satunya lain_yang masalah_lain soal_lain hal_lain perkara_lain ini_lain bapadah_lain
        urusan_lain lain_urusan lain_soal beda_urusan beda_soal perihal_yang_berbeda urusan_yang_berbeda
        tapi_lain tp_lain beda_dengan berbeda_dengan
        beda_dari berbeda_dari
        banyak_yang_lapor ramai_yang_lapor banyak_yang_bicara banyak_yang_melapor bukan_mengeluhkan bukan_soal
        beda_lagi lain_lagi beda_gedung beda_tempat
        beda_rumah beda_rt beda_jalan lain_rumah lain_tempat sudah_ada_yang_lapor yang_satunya sebelah_lagi
        """)
    /// "lain" is "bukan" in Banjar, and "another" in Indonesian.
    private static let not = Set(["bukan", "lain", "lainan", "bukannya", "bkn"].map(LinkWord.number))
    /// A longer text says "bukan" of much else.
    private static let longest = 40
    private static let which = LinkWord.number("yang")

    /// The words that say who speaks: "kami guru SD", "ini Rahman, tukang parkir". What he does for a
    /// living is not what he complains about.
    static func speaker(_ words: LinkWords) -> Range<Int> {
        for index in 1..<max(1, words.count) where jobs.contains(words.tokens.normalNumber(index)) {
            let before = max(0, index - reach)..<index
            guard before.contains(where: { speaking.contains(words.tokens.normalNumber($0)) })
            else { continue }
            let hasObject = objectJobs.contains(words.tokens.normalNumber(index))
            return index..<min(words.count, index + (hasObject ? 2 : 1))
        }
        return 0..<0
    }

    private static let speaking = keys("saya sy aku ulun unda kami kmi ini nama")
    private static let objectJobs = keys(
        "tukang penjual panjual pedagang padagang pengusaha pengangkut ketua sopir supir wali pengguna"
            + " pengurus pelanggan pemilik kepala anggota")
    private static let jobs = objectJobs.union(
        keys(
            """
            guru petani nelayan perawat bidan kader mahasiswa pelajar siswa murid pembeli pegawai honorer
            karyawan buruh pensiunan penumpang pengojek ojek sekdes bendahara perantau pengelola
            """))

    /// Of which side of a landmark a word speaks.
    static func side(_ word: UInt64) -> LinkFacts.Marks? {
        front.contains(word) ? .inFront : back.contains(word) ? .behind : nil
    }

    private static let front = keys("depan dpn muka hadapan didepan dimuka")
    private static let back = keys("belakang blkg balakang dibelakang")

    /// Whether what is named there is said not to be meant: "jangan Pakan Dalam haja", "jgn ke Bago Tanggul".
    static func isDeniedPlace(_ words: LinkWords, _ index: Int) -> Bool {
        (max(0, index - reach)..<index).contains { notThere.contains(words.tokens.normalNumber($0)) }
    }

    /// "pangkalan", "kios": a seller, and not what all are short of.
    static func namesSeller(_ words: LinkWords) -> Bool {
        (0..<words.count).contains { sellers.contains(words.tokens.plainNumber($0)) }
    }

    /// A number for whose the shop is: "pangkalan milik H. Junaidi". Of the name the first letters count:
    /// "Junai" is Junaidi.
    static func seller(_ words: LinkWords, besides places: Set<UInt64>) -> UInt16? {
        for index in 0..<words.count where sellers.contains(words.tokens.plainNumber(index)) {
            var next = index + 1
            while next < words.count, next <= index + 3,
                beforeOwner.contains(words.tokens.plainNumber(next))
            { next += 1 }
            guard next < words.count, !places.contains(words.tokens.plainNumber(next)),
                next > index + 1 || isName(words, next)
            else { continue }
            let letters = words.tokens.plainLetters(next)
            guard letters.count >= ownerLetters else { continue }
            return LinkFacts.number(of: String(decoding: letters.prefix(ownerLetters), as: UTF8.self))
        }
        return nil
    }

    /// A word of no list.
    private static func isName(_ words: LinkWords, _ index: Int) -> Bool {
        words.tokens.plainLetters(index).count > ownerLetters
            && !LinkWord.isKnown(words.numbers[index])
            && !CommonWords.contains(words.tokens.normalNumber(index)) && !words.tokens.isEveryday(index)
    }

    private static let ownerLetters = 4
    private static let beforeOwner = keys(
        "milik punya ampun h hj haji hajah pak pa bu ibu bapak acil amang mama kai nini julak bpk")

    private static let sellers = keys(
        "pangkalan kios agen toko warung pengecer spbu depot kiosnya pangkalannya")

    /// Whether a thing is named as over: "bekas banjir", "korban banjir", "banjir sudah surut". What it left
    /// behind is complained about, and not the thing.
    static func isOver(_ words: LinkWords, _ range: Range<Int>) -> Bool {
        let (start, end) = (range.lowerBound, range.upperBound)
        // "bakas manggali pipa"
        let before = max(0, start - reach)..<start
        if before.contains(where: { after.contains(words.tokens.normalNumber($0)) }) { return true }
        // "surut" itself, behind "sudah".
        if range.count == 1, start > 0, ebbed.contains(words.tokens.normalNumber(start)) {
            return done.contains(words.tokens.normalNumber(start - 1))
        }
        return end + 1 < words.count && done.contains(words.tokens.normalNumber(end))
            && ebbed.contains(words.tokens.normalNumber(end + 1))
    }

    private static let after = keys("bekas bakas pasca sisa usai seusai eks korban")
    private static let done = keys("sudah sdh udah telah")
    private static let ebbed = keys("surut reda selesai usai lewat berlalu teratasi")

    private static let notThere = keys("bukan lain lainan jangan jgn bkn bukannya")

    /// Words behind "bukan" that are looked at.
    static let reach = 2

    /// Whether a word stands behind "bukan": what it names is not meant.
    static func isDenied(_ words: LinkWords, _ index: Int) -> Bool {
        (max(0, index - reach)..<index).contains { not.contains(words.tokens.normalNumber($0)) }
    }
}
