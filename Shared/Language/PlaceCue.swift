// The words around the name of a place: what they say of it.

/// What a word before a name says.
package enum PlaceCue: String, Sendable, Hashable, CaseIterable {
    /// "desa", "kel", "pambakal": the name of a village follows.
    case village
    /// "kec", "camat".
    case kecamatan
    /// "kab".
    case kabupaten
    /// "kota": a city, or how people call the seat of a regency.
    case kota
    /// "prov".
    case provinsi
    /// "di", "simpang", "pasar": a place follows.
    case preposition
    /// "ke": a place follows where somebody goes, which need not be where the trouble is.
    case toward
    /// "dari": a place follows, and often another one that is meant.
    case from
    /// "lewat": a place follows that somebody goes through.
    case via
    /// "sebelum", "selepas": a place follows that is only said to find another one.
    case reference
    /// "masih", before "wilayah" and a name: what is meant after all.
    case still
    /// "kira", "sangka": a place follows that was wrongly thought of.
    case thought
    /// "gara-gara", "akibat": a place follows where something comes from.
    case cause
    /// "warga", "orang": where somebody lives, which need not be where the trouble is.
    case residence
    /// "tinggal", "menumpang": where somebody lives now, and the trouble hardly is.
    case living
    /// "adik", "mertua": behind "rumah" somebody else's.
    case kin
    /// "semua" behind "orang Hamalau": others, and not who speaks.
    case all
    /// "jalan": the name of a road, which may lead there or only bear the name.
    case road
    /// "yth", "bupati": whom a letter is addressed to.
    case office
    /// "dinas", "pdam": an office that may be written to, or spoken of where it stands.
    case agency
    /// "bukan": not there.
    case negation
    /// "hanya" after "bukan": there as well.
    case only
    /// "ralat", "maksudnya": what was said before was wrong.
    case correction
    /// "maaf", "salah", "eh": two of them say the same, one says nothing.
    case apology
    /// "benar": after "yang" what follows is right, and what was said before is not.
    case right
    /// "itu", "yang": may stand between "desa" and the name.
    case skip
    /// "kami", "ulun": may stand there too; "tempat kami" is where the sender lives.
    case we
    /// "sini": where the sender is.
    case here
    /// "kades", "pambakal": the name of a village follows, or what kind of head it is: "kades baru".
    case head
    /// "desanya": the name before or behind is a village.
    case itself
    /// "baru": an adjective behind "kades", though villages are called so.
    case newly
    /// "rt", "rw": what stands before one is a village, or behind it.
    case neighbourhood
    /// "pohon", "daun", "kembang": the word behind it is a plant or a custom, whatever place is called so.
    case thing
    /// "toko", "cv": a firm follows, which may be called like a place.
    case firm
    /// "perumahan": a housing estate follows, which is called like a place where more is said of it.
    case estate
    /// "residence", "farma": the last word of what a firm is called.
    case brand
    /// "jaya", "indah": the last word of what a firm is called, where its first word stands before it.
    case flourish
    /// "nama", "bernama": a person, a thing, or the village before it: "desa kami namanya Baru".
    case named
    /// "H.", "julak", "muhammad": a person follows.
    case person
    /// "bin": a person stands before and behind.
    case parent
    /// "pak", "bu": a person follows, or it is only said to whom one speaks.
    case title
    /// "listrik", "got": what places have, so that a name beside it is one.
    case matter
    /// "rusak", "gelap": what is wrong.
    case trouble
    /// "dapat", "aman": what is well, where several places are compared.
    case well
    /// "tidak", "belum".
    case lack
    /// "kd": "kades" where a sentence begins with it and the name behind it, or else "kada", "not".
    case shortHead
    /// "dibanding", "seperti": a place follows that another one is compared with.
    case unlike
    /// "dengan", "dan": joins names.
    case with
    /// "utara", "kiri": the last word of several names, said alone after one of them.
    case side
    /// "bandara", "walikota": only cities have one.
    case town
    /// "masuk", "terletak": after "bukan" it goes on with what is not meant.
    case belonging
    /// "tapi", "melainkan": what is meant follows.
    case but
    /// "bekerja", "mengantar": why a place is named where nothing is wrong.
    case passing
    /// "kejadiannya", "tepatnya": the place that is meant follows.
    case incident
    /// "situ", "sana": the place before is spoken of.
    case there
    /// "kalau": what follows may be compared, "kalau di Hamalau sana".
    case given
    /// "mana": asks which of several places is meant.
    case which
    /// "perhatikan", "tinjau": what is asked for a place.
    case attend
    /// "minta", "kurang": what people of a place do.
    case asking
    /// "jangan", "bisa": a verb follows.
    case modal
    /// "jangan", before a verb or a place that is not to be the only one.
    case dont
    /// "sudah": done and well, unless a time follows: "sudah dua minggu mati".
    case already
    /// "minggu", "dua", "sering".
    case time
    /// "terima kasih": what follows is well.
    case thanks
    /// "dulu", "sekarang": where somebody or something was, and where it is.
    case formerly, now
    /// "soal", "bicara": with "tidak" before it, what is not meant.
    case about
    /// "pindah", "pulang": "ke" after it leads to where somebody lives.
    case homeward
    /// "rumah": with "saya" or "di" where somebody lives.
    case house
    /// "pulang", "datang": a place follows "dari" that somebody left.
    case moving
    /// "kepala", "perangkat", "jadi": behind it "desa baru" is no name.
    case rank

    /// A place follows.
    var isPreposition: Bool {
        self == .preposition || self == .toward || self == .from || self == .via
    }

    /// Where somebody lives.
    var isHome: Bool { self == .residence || self == .living }

    /// What a firm is called besides the place.
    var isOfFirm: Bool { self == .brand || self == .flourish }

    /// Words that may stand between a name and the area it lies in: "Ulin yang di kecamatan Simpur".
    var isLink: Bool {
        isPreposition || isLevel || self == .belonging || isHome || isSkipped
    }

    /// A word like any other behind "desa" and "di".
    var isWord: Bool {
        switch self {
        case .thing, .named, .person, .matter, .trouble, .well, .lack, .side, .town, .newly, .firm,
            .brand, .flourish, .kin, .all, .already, .time, .thanks,
            .formerly, .now, .about:
            true
        default: false
        }
    }

    /// Said of a place: what it has, and what is wrong there.
    var isMatter: Bool { self == .matter || self == .trouble }

    /// Says nothing between a name and the words around it.
    var isSkipped: Bool { self == .skip || self == .we || self == .title }

    /// Says what kind of place the name is.
    var isLevel: Bool {
        switch self {
        case .village, .head, .kecamatan, .kabupaten, .kota, .provinsi: true
        default: false
        }
    }
}

/// The words of each ``PlaceCue``, asked by hash.
package struct PlaceCues: Sendable {
    private var table = NumberTable()

    package init(_ words: [PlaceCue: [String]] = [:]) {
        for (number, cue) in PlaceCue.allCases.enumerated() {
            for word in words[cue] ?? [] { table.set(WordHash(word).value, UInt32(number)) }
        }
    }

    subscript(_ hash: WordHash) -> PlaceCue? {
        let number = table[hash.value]
        return number == NumberTable.none ? nil : PlaceCue.allCases[Int(number)]
    }
}
