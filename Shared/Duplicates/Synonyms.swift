// Words that mean the same thing where complaints are told: two texts have them in common.

/// Groups of words, each one thing or one defect, with the words of Banjar and of SMS.
enum Synonyms {
    /// The number all words of a group go by; `nil` for a word of no group.
    static func number(_ word: UInt64) -> UInt64? { table[word] }

    /// All words of all groups.
    static var words: [String] { groups.split(whereSeparator: \.isWhitespace).map(String.init) }

    private static let table: [UInt64: UInt64] = {
        var table: [UInt64: UInt64] = [:]
        for line in groups.split(separator: "\n") {
            let words = line.split(separator: " ").map { LinkWord.number(String($0)) }
            guard let first = words.first else { continue }
            for word in words { table[word] = first }
        }
        return table
    }()

    private static let groups = """
        jembatan titian jambatan jimbatan jmbtn
        dermaga tambatan sandar
        lampu pju penerangan penerang bohlam lpju
        lampu_merah bangjo apill
        anjing hadupan kuyuk
        monyet warik bekantan kera
        buaya buhaya
        ular tadung piton biawak
        kerbau hadangan
        ayam unggas
        itik bebek
        tikus hama
        sampah ratik tps
        pohon puhun dahan ranting
        parit selokan got drainase saluran
        gorong duiker deker culvert
        siring talud turap
        pdam ledeng leding pam
        sumur bur pamsimas
        pompa dinamo
        listrik pln
        trafo gardu transformator travo
        kabel kawat
        sinyal jaringan
        tower bts menara
        internet wifi
        banjir baah calap tergenang terendam merendam luapan meluap genangan tarandam kebanjiran
        mengungsi pengungsi ungsi ungsikan
        perahu jukung kelotok klotok
        longsor longsoran rumbih
        kebakaran terbakar api bakar membakar tabakar hangus pemadam damkar
        asap kukus
        padam mati pajah nonaktif
        gelap kadap kadap_gulita
        roboh rabah rubuh ambruk runtuh ambrol tumbang
        patah putus pagat
        pecah retak
        lubang luang bolong berlubang lobang balubang
        aspal cor beton paving
        amblas ambles turun
        becek licak lumpur berlumpur
        tersumbat mampet buntu mampat
        bau bangar busuk menyengat babau amis
        miring condong oleng balinggang
        lapuk keropos buruk
        keruh karuh karat berkarat
        kering karing kekeringan
        bocor rembes
        meledak ledakan dentuman maletus percikan percik malatik
        penuh hibak
        bising ribut berisik nyaring suara bunyi
        karaoke bakaraoke orgen organ musik dangdut cafe kafe
        mabuk miras tuak minum
        maling pencuri pencurian kemalingan dicuri jambret
        sawah pahumaan
        padi banih
        petani tani
        pupuk urea npk
        gas elpiji lpg melon tabung
        bensin pertalite bbm solar
        guru pengajar
        honor gaji gajian
        murid siswa kakanakan
        sekolah sd sdn smp smpn sma madrasah min mts
        atap plafon genteng
        ijazah kelulusan perpisahan
        bidan nakes perawat petugas
        pustu puskesmas
        obat resep
        ktp ktpel blangko keping
        dukcapil disdukcapil kependudukan
        bpjs kis jkn pbi
        bansos blt pkh bpnt bantuan
        lansia tuha tua nenek kakek nini kai
        dipotong potongan pemotongan
        dipungut pungutan pungli dimintai diminta iuran
        karcis retribusi tarif tarip
        parkir jukir
        truk trek tronton fuso dump trailer
        racun putas potas sianida diputas meracun
        keracunan muntah
        tanggul tabat bendung
        erosi abrasi terkikis tergerus digerus
        beras baras raskin
        tambang penambangan menambang nambang
        debu badabu berdebu habu
        nyamuk dbd fogging demam jentik
        kuburan kubur pusara makam alkah pemakaman nisan
        wc toilet jamban mck
        motor mutur sepeda_motor
        jatuh gugur terjatuh tagugur terperosok tajatuh
        tabrakan menabrak ditabrak tatabrak nabrak tabrak
        eceng ilung enceng
        kapal feri ferry
        pambakal kades pembakal
        tiang tihang
        pagar pengaman
        hutan pembalakan penebangan menebang chainsaw gergaji
        ikan iwak
        setrum menyetrum penyetrum
        kandang peternakan
        digigit menggigit gigitan gigit
        kios toko warung
        proyek kontraktor pemborong
        petasan mercon
        sapi lembu
        """
}
