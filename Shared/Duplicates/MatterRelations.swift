// What else is known of matters: which belong together, which are nobody else's, which words mislead.

extension MatterWords {
    /// The number of the matter whose list begins with a word.
    static func number(_ word: String) -> UInt8 {
        let start = lists.firstIndex { $0.split { $0 == " " || $0 == ":" }.first.map(String.init) == word }
        return UInt8((start ?? -1) + 1)
    }

    /// The matters whose lists begin with these words.
    private static func numbers(_ words: String) -> Set<UInt8> {
        Set(words.split(separator: " ").map { number(String($0)) })
    }

    /// Words that look like one of the lists with a slip of the pen, and are not.
    static let others: Set<String> = [
        "banjar", "banyak", "bantu", "sampai", "lampung", "jalani", "karet", "gula", "tolong", "kota",
        "guru2", "kadang", "panjang", "masuk", "besar", "pagar", "pasir", "pakai", "parah", "tanpa", "kapan",
        "gaji", "galian", "kambang", "rambut", "mati", "kali", "lurah", "bulan", "karena", "jatuh", "sudah",
        "susah", "jadi", "jari", "janji", "kecil", "rumah", "tanah", "sawah", "murah", "basah", "salah",
        "kalah", "pang", "kami", "kasih", "malam", "pagi", "petang", "satu", "soal", "sore", "bisa", "kerja",
        "bapak", "ibu", "anak", "orang", "warga", "minta", "tadi", "kita", "harus", "lewat", "lama", "baru",
        "muda", "dalam", "buang", "imbah", "nyaman", "tanggal", "digotong", "gotong", "kena", "turun",
        "tidak", "depan", "tahun", "minggu", "datang", "bayar",
    ]

    /// The matters that are never linked across reporters by themselves: how many witnesses there are is
    /// evidence.
    static let sensitive = numbers("pungli dana_desa pemilu guru kdrt seleksi")

    /// Of these a village has many at a time, or many things are wrong with the one: lists of the poor, an
    /// office, a school, thieves. That two people of one village tell of one says little; of the others, at
    /// that time, they tell of the same.
    static let manifold = numbers(
        "bansos pungli pemilu dana_desa pasar pegawai rambu maling guru sertifikat tetangga taman beasiswa"
            + " bully seleksi kontraktor rsud")

    /// These stand at one spot, and a village has several: where one text says which, and the other does
    /// not, it may be another.
    static let atSpot = numbers(
        "jalan lampu jembatan selokan duiker sampah pohon siring longsor kabel galian bising walet"
            + " gedung_sekolah bengkel sinyal parkir irigasi kandang kuburan wc")

    /// Of these a village has one at every corner.
    static let everywhere = numbers("jalan lampu sampah pohon selokan kabel")

    /// These come over a whole village: that two texts name other landmarks says nothing.
    static let wide = numbers(
        "banjir pdam listrik sinyal karhutla kebakaran nyamuk longsor gas pupuk monyet buaya anjing debu hama"
            + " sapi limbah eceng_gondok puskesmas obat bensin sumur irigasi")

    /// What lamps stand on and by: where they are out, it is no bridge that is broken.
    static let lit = numbers("jalan jembatan dermaga taman angkot pasar kuburan gedung_sekolah trotoar")

    /// What goes out for several villages at once.
    static let outages = numbers("listrik sinyal pdam")

    /// And what comes over several, or cuts them off.
    static let widespread = outages.union(numbers("banjir longsor angin_puting_beliung"))

    static let landslide = number("longsor")
    /// What a whole office cannot do, whoever comes.
    static let office = number("blangko")

    /// Two names of nearly one thing.
    static func isKin(_ a: UInt8, _ b: UInt8) -> Bool { kin.contains([a, b]) }

    private static let kin: Set<Set<UInt8>> = [
        numbers("kebakaran karhutla"), numbers("bansos bantuan_beras"), numbers("limbah keramba"),
        numbers("ktp blangko"),
    ]

    /// Noise, fireworks and their like have a place too, though it is not told of every time.
    static let ofPlace = numbers("petasan bising judi miras balap_liar pkl parkir taman")

    /// What one seller may keep back or overcharge, and all of a kecamatan be short of.
    static let sold = numbers("gas pupuk bensin")

    /// Of these "hilang" says that they are missing, and not that somebody took them.
    static let missing = numbers(
        "pdam listrik sinyal lampu bansos bantuan_beras ktp kartu_keluarga bpjs gas pupuk bensin jembatan"
            + " banjir longsor puskesmas obat pungli dana_desa jalan rambu")

    /// Matters of one household: what two people tell is two matters, unless it is one house.
    static let personal = numbers("meteran tagihan ktp kartu_keluarga bpjs pajak rutilahu")

    /// From these words on the text speaks of what follows from the matter.
    static let consequences: Set<String> = [
        "akibat", "akibatnya", "oleh", "sehingga", "akhirnya", "dampaknya", "efeknya", "hingga", "makanya",
        "sampai", "padahal", "terpaksa",
    ]

    /// Whether one of two matters is often told as the cause, or as what follows, of the other.
    static func isRelated(_ a: UInt8, _ b: UInt8) -> Bool {
        related.contains(UInt16(min(a, b)) << 8 | UInt16(max(a, b)))
    }

    private static let related: Set<UInt16> = {
        var pairs: Set<UInt16> = []
        for line in [
            "banjir selokan duiker diare siring", "selokan duiker sampah nyamuk",
            "jalan galian kontraktor debu longsor erosi duiker rambu", "jembatan dermaga",
            "dermaga feri", "siring erosi longsor", "kabel listrik sinyal pohon", "listrik lampu",
            "lampu_merah rambu kemacetan", "kemacetan pkl parkir rambu", "pkl pasar",
            "pdam sumur", "limbah kandang setrum_ikan tambang_emas keramba", "irigasi sumur",
            "bansos bantuan_beras pungli", "ktp kartu_keluarga", "blangko ktp kartu_keluarga",
            "pasar pungli", "puskesmas obat ambulans rsud nyamuk anjing",
            "guru honor bully", "beasiswa pungli", "kebakaran karhutla", "karhutla bakar_sampah",
            "miras bising", "parkir pungli", "sertifikat pungli", "kontraktor dana_desa", "pupuk hama",
            "pembalakan pohon", "gas harga", "sapi monyet", "kandang sampah", "flu_burung kandang",
            "puskesmas pungli", "lampu kabel", "irigasi longsor", "pdam meteran", "kuburan jalan",
            "banjir diare puskesmas", "eceng_gondok banjir", "ambulans jalan", "ktp pungli",
            "pegawai kartu_keluarga", "pompa_bantuan sumur", "jembatan feri", "bengkel bising debu",
            "petasan bising", "longsor listrik kabel", "tambang_emas sumur", "jalan ambulans",
            "banjir feri", "keramba setrum_ikan",
        ] {
            let group = line.split(separator: " ").map { number(String($0)) }
            for other in group.dropFirst() {
                pairs.insert(UInt16(min(group[0], other)) << 8 | UInt16(max(group[0], other)))
            }
        }
        return pairs
    }()
}
