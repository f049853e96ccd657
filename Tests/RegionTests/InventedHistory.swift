// An office that never was: invented complaints with the jargon of its citizens, decided by its customs.
import Region
import TestSupport

enum InventedHistory {
    /// What the citizens of this office say; half of it no keyword of the pack knows.
    private static let subjects: [String: [String]] = [
        "PUPR": [
            "jalan depan {tempat} berlubang", "aspal {tempat} mengelupas",
            "bronjong di {tempat} jebol",
            "koral di {tempat} habis tergerus", "siring {tempat} retak",
            "gorong-gorong {tempat} mampet",
        ],
        "DLH": [
            "sampah {tempat} tidak diangkut", "kontainer di {tempat} penuh",
            "gerobak hijau tidak lewat {tempat}",
            "dahan di {tempat} perlu dirapikan", "lalat banyak di {tempat}",
        ],
        "DISHUB": [
            "lampu jalan {tempat} padam", "tiang biru di {tempat} gelap",
            "jukir {tempat} menarik dua kali",
            "kaca cembung {tempat} pecah", "rambu {tempat} tertutup",
        ],
        "PDAM": [
            "air keran di {tempat} keruh", "kran mati di {tempat}",
            "meteran {tempat} berputar sendiri",
            "pipa {tempat} bocor", "bunyi angin saja dari keran {tempat}",
        ],
        "DINSOS": [
            "bantuan belum sampai ke {tempat}", "kartu merah putih {tempat} kosong",
            "nenek di {tempat} belum terdata", "beras jatah {tempat} telat",
            "saldo kartu merah putih nol",
        ],
        "DISDUKCAPIL": [
            "kartu keluarga warga {tempat} salah nama", "antrean loket tiga di {tempat}",
            "cetak kia di {tempat} lama", "akta anak warga {tempat} belum terbit",
        ],
    ]
    private static let places = [
        "pasar", "langgar", "simpang tiga", "gang delima", "lapangan", "balai",
    ]
    private static let openings = [
        "assalamualaikum pak", "mohon bantuannya", "selamat pagi admin", "lapor", "yth bupati",
        "maaf mengganggu",
    ]
    private static let closings = [
        "terima kasih", "mohon ditindaklanjuti", "sudah dua minggu begini", "kasihan warga",
        "tolong ya",
    ]

    /// Cases of the office, the same for the same seed; one in twenty went somewhere else by mistake.
    static func rows(_ count: Int, seed: UInt64) -> [LabelledRow] {
        var random = SeededRandom(seed: seed)
        let agencies = subjects.keys.sorted()
        return (0..<count).map { line in
            let agency = agencies.randomElement(using: &random) ?? ""
            let subject = subjects[agency]?.randomElement(using: &random) ?? ""
            let place = places.randomElement(using: &random) ?? ""
            let opening = openings.randomElement(using: &random) ?? ""
            let closing = closings.randomElement(using: &random) ?? ""
            let isMistake = Int.random(in: 0..<20, using: &random) == 0
            let decided = isMistake ? agencies.randomElement(using: &random) ?? "" : agency
            return LabelledRow(
                text: "\(opening), \(subject.replacing("{tempat}", with: place)), \(closing)",
                agency: decided, line: line + 2)
        }
    }
}
