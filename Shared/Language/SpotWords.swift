// The words that name a spot within a village: "jalan", "gang", "RT", "nomor", "depan", "masjid", and
// what
// ends the name of a road.

/// Tables of ``Spot``. Lower case, as written.
enum SpotWords {
    static func set(_ words: String) -> Set<String> { Set(words.split(separator: " ").map(String.init)) }

    static let kinds: [String: SpotKind] = {
        var table: [String: SpotKind] = [:]
        for (kind, words) in [
            (SpotKind.road, "jalan jl jln jlan jaln jlanan jalann"),
            (.lane, "gang gg gng gank ggg lorong lrg"),
            (.rt, "rt erte rtt"), (.rw, "rw erwe rww"),
            (.house, "nomor no nmr nomer nmor nomr nmer"),
            (.kilometre, "km kilometer kilo kilomter klometer"),
            (.block, "blok blk block"),
            (.hamlet, "dusun dsn lingkungan lingk dukuh"),
            (.estate, "komplek kompleks kompl komp perumahan perum prumahan griya"),
        ] {
            for word in words.split(separator: " ") { table[String(word)] = kind }
        }
        return table
    }()

    /// The numbers of the words a detail may begin with.
    static let openings: Set<UInt64> = Set(
        beside.union(kinds.keys).union(crossings).union(["r", "er", "simpang"])
            .map { Tokens.number(of: $0.utf8) })
    static let roadLetters = Array("jalan".utf8)

    /// A letter away from "jalan", and another word.
    static let notRoads = set(
        "jaman jajan jalin jalang jalani jalak dalan halan kalan malan balan salan lalan")

    /// What a speaker puts between a word and its number.
    static let fillers = set("eee ee e anu ya yaa itu nah kan begitu pak pa bu apa ngg hmm nih")

    /// Words that join two numbers of one kind: "RT 3 dan 4".
    static let joining = set("dan dn hingga sampai sd smp sampe serta")

    /// What stands before a number that is no house's: "nomor urut 3" ends before the number by itself.
    static let notHouse = set(
        "telepon telp tlp hp wa rekening rek perda perbup uu surat antrian urut pelanggan"
            + " registrasi tiket tiketnya plat polisi nik ktp kk sk seri loket kamar kelas trayek"
            + " peraturan undang permen perwali keputusan pasal kontak")
    /// What a number is of that is one household's own.
    static let ofFile = set(
        "berkas register registrasi pendaftaran permohonan pelanggan meteran meter kwh resi idpel")
    /// What follows it then: "nomor 8 tahun 2020".
    static let afterDocument = set("tahun thn th tentang tanggal tgl")

    /// Ranks and titles in names of roads: "Jend. Sudirman" is "Sudirman".
    static let titles = set(
        "jenderal jendral jend jendr jen letjen letnan letkol brigjen mayjen mayor kolonel kol"
            + " kapten kapt pangeran pang haji hj kh kiai kyai habib raden dr ir prof drs sultan"
            + " raya panglima gubernur gub bupati ahmad akhmad")

    /// First words of many names of roads, which alone tell nothing: "Pasar Lama", "Pasar Baru".
    static let generic = set(
        "pasar masjid mesjid sungai sei bukit gunung teluk tanjung kampung desa taman simpang padat"
            + " budi tani batu tiang karang pulau pelabuhan terminal lintas lingkar kota bumi puri"
            + " griya muara hulu hilir pantai handil trans raya")

    /// Ends a name of a road, or says that there is none.
    static let ends = set(
        "yang yg di d ke dari dr dan dn atau dengan dgn dg untuk utk karena krn sudah sdh udah udh"
            + " belum blm tidak tdk gak ga kada akan ini itu tersebut menuju arah arahnya sampai"
            + " hingga sepanjang lewat kami kmi saya sy ulun kita warga wrga pak pa bu bapak ibu"
            + " tolong tlg mohon mhn minta mnta kapan kpn kenapa apa ada ad banyak bnyk byk sangat"
            + " sekali skali banar parah prh agar supaya jadi jd kalau klo amun masih msh mau lagi"
            + " juga jg jua saat sejak mulai sering srg selalu setiap tiap pada pd oleh sebelum"
            + " sesudah setelah antara ujung lokasi sini situ sana kondisi kondisinya keadaan"
            + " keadaannya sekitar sekitarnya dkt "
            + "rusak rsk rusaknya berlubang balubang babalubang hancur ancur amblas ambles becek"
            + " bacak berlumpur licin gelap galap sempit macet macat banjir tergenang kebanjiran"
            + " longsor putus bolong jelek buruk retak bergelombang mengelupas diperbaiki dibaiki"
            + " diaspal ditambal dibangun aspal aspalnya lubang lobang lubangnya luang mati padam"
            + " menumpuk mampet tersumbat bocor tumbang miring roboh rawan bahaya berbahaya"
            + " bising ramai sepi kotor bau terputus tertutup ditutup rimbun penuh"
            + " "
            + "umum utama poros desa kampung lingkungan usaha nasional provinsi kabupaten negara"
            + " tol kaki keluar masuk tengah tembus pintas alternatif penghubung rabat cor setapak"
            + " sendiri terus santai pagi siang sore malam mlm kemarin kmrn hari hr minggu bulan"
            + " tahun "
            + "lampu lmpu penerangan pju lampunya sampah tumpukan tps bak air banyu pdam ledeng"
            + " leding selokan drainase parit got saluran jembatan titian jambatan listrik pln kabel"
            + " tiang pohon dahan ranting sapi kerbau kambing ternak truk angkutan mobil motor"
            + " balap anak anjing parkir juru tukang orgen karaoke kafe sound meteran pipa tagihan"
            + " rekening trotoar rumah rmh jalan jl jln jalannya jalanan bpjs ktp kartu akta"
            + " sertifikat surat kk "
            + "simpang pertigaan perempatan bundaran seberang depan dpn dekat samping sebelah"
            + " belakang muka hadapan parak higa balakang subarang "
            + "ds dsa kp kpg kelurahan kel kecamatan kec kab kota lapor laporan terima trims"
            + " lho loh dong sih deh"
            + " makasih terimakasih tks thanks")

    /// Where a landmark is from.
    static let beside = set(
        "depan dpn muka hadapan dekat dkt samping smping sebelah belakang blkg seberang sbrg sekitar"
            + " area parak higa balakang subarang didepan disamping dibelakang disebelah")

    /// Landmarks that stand by themselves.
    static let crossings = set("pertigaan perempatan bundaran")

    /// Landmarks people name, each group one meaning.
    static let landmarks: [String: UInt8] = {
        var table: [String: UInt8] = [:]
        for (number, words) in [
            "masjid mesjid msjid masjd", "langgar musholla mushola musala mushalla surau langar",
            "gereja", "sd sdn", "smp smpn", "sma sman smk smkn smu", "tk paud", "mi min", "mts mtsn",
            "sekolah sekolahan", "madrasah", "puskesmas pkm puskes", "pustu", "posyandu",
            "rs rsud", "kantor kntr ktr", "pasar psr", "terminal", "jembatan jmbtn titian",
            "spbu pom pertamina", "pondok ponpes pesantren", "lapangan lap", "tugu", "bengkel",
            "kuburan makam alkah pemakaman", "gudang", "pos poskamling", "balai", "warung", "toko",
            "minimarket indomaret alfamart", "bank", "pabrik", "dermaga", "kolam", "tower", "gardu",
            "polsek polres", "koramil", "hotel", "taman", "pertigaan", "perempatan", "bundaran",
            "simpang",
        ].enumerated() {
            for word in words.split(separator: " ") { table[String(word)] = UInt8(number + 1) }
        }
        return table
    }()
}
