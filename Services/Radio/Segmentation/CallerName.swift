// Words that stand before names, and words that are nobody's.

enum CallerName {
    /// Titles before a name, not part of it.
    static let titles = Set(
        words: """
            pak bu ibu bapak pa mas mbak mba bang abang kak kaka acil paman amang kai nini nenek \
            kakek saudara saudari sdr sdri om tante ding dik cil nek ustadz guru bidan ananda \
            kakanda adinda dangsanak haji hajah hj uda mantri dokter julak bpk
            """)
    /// After these a name may follow without a title.
    private static let leads = Set(
        words: """
            ini ngini saya ulun aku dengan nama namanya namaku ngaran ngarannya dari bernama \
            lawan adalah akun unda kulo sini at
            """)
    private static let linking = Set(
        words: """
            di dari warga desa matan tinggal asal badiam kelurahan kampung rt orang urang nang \
            yang dr ds kel jalan jl jln gang kec kecamatan
            """)
    /// What is nobody's name.
    private static let others = Set(
        words: """
            anu darurat eh nih nah pang lah kah ya iya terus kemudian lalu kedua ketiga pertama terakhir \
            keempat pesan sms wa chat surat email akun bawah sini sana orang urang lokasi daerah \
            lewat jalan di ke ka dan radio studio admin min bisa terdengar didengar masuk cuma \
            mau handak tadi pulang lagi langsung soal masalah penyiar selatan utara barat timur \
            tengah hulu hilir kandangan kota kabupaten provinsi umur anak muridnya dulu tersebut \
            dinas camat kadis bupati operator sudah satu dua tiga empat lima bukan guru petani \
            sopir ketua pedagang pensiunan pemuda kader karang taruna seorang sekali banget \
            banar kada tidak gak ga ada nya itu tuh tu samuanya samunyaan waalaikumsalam \
            walaikumsalam asalamualaikum warahmatullah wabarakatuh oke siap mohon maaf izin \
            permisi direktur kapolres sekda pln pdam nelpon manalpun ngomong bicara tolong kami \
            kita mereka bahwa sama juga
            """)

    /// Whether a word of minutes can be one of a name.
    static func isName(_ token: Token) -> Bool {
        token.word.count >= 3 && token.word.allSatisfy { $0.isLetter || $0 == "-" } && token.isCapitalised
            && !Introduction.isOrdinary(token.word) && !others.contains(token.word)
            && !SaidBefore.isCommon(token.word) && !titles.contains(token.word)
            && !leads.contains(token.word) && !linking.contains(token.word)
    }
}
