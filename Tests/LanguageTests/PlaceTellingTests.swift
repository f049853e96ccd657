// Which of several places a text is about, and which names in it are no places of the region at all.
import Complaints
import Language
import TestSupport
import Testing

@Suite struct PlaceTellingTests {
    static let gazetteer = Gazetteer(
        [
            PlaceEntry(
                code: "63.06", name: "Kabupaten Hulu Sungai Selatan", level: .kabupaten,
                aliases: ["HSS"]),
            PlaceEntry(code: "63.06.01", name: "Sungai Raya", level: .kecamatan),
            PlaceEntry(code: "63.06.01.2001", name: "Hamalau", level: .desa),
            PlaceEntry(code: "63.06.01.2006", name: "Hariti", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.02", name: "Padang Batung", level: .kecamatan),
            PlaceEntry(code: "63.06.02.2004", name: "Pandulangan", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.02.2012", name: "Madang", level: .desa, isOrdinaryWord: true),
            PlaceEntry(code: "63.06.02.2016", name: "Malutu", level: .desa),
            PlaceEntry(code: "63.06.03", name: "Telaga Langsat", level: .kecamatan),
            PlaceEntry(code: "63.06.03.2009", name: "Gumbil", level: .desa),
            PlaceEntry(code: "63.06.03.2011", name: "Pandulangan", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.05", name: "Kandangan", level: .kecamatan),
            PlaceEntry(code: "63.06.05.2011", name: "Lungau", level: .desa),
            PlaceEntry(code: "63.06.06", name: "Simpur", level: .kecamatan),
            PlaceEntry(code: "63.06.06.2002", name: "Simpur", level: .desa),
            PlaceEntry(code: "63.06.06.2008", name: "Wasah Hulu", level: .desa),
            PlaceEntry(code: "63.06.06.2010", name: "Wasah Hilir", level: .desa),
            PlaceEntry(code: "63.06.07", name: "Daha Selatan", level: .kecamatan),
            PlaceEntry(code: "63.06.07.2006", name: "Pandan Sari", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.07.2009", name: "Sungai Pinang", level: .desa),
            PlaceEntry(code: "63.06.08", name: "Daha Utara", level: .kecamatan),
            PlaceEntry(code: "63.06.08.2007", name: "Murung Raya", level: .desa),
            PlaceEntry(code: "63.06.08.2014", name: "Pasungkan", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.10", name: "Loksado", level: .kecamatan),
            PlaceEntry(code: "63.06.10.2010", name: "Haratai", level: .desa),
            PlaceEntry(code: "63.06.11", name: "Daha Barat", level: .kecamatan),
            PlaceEntry(code: "63.06.11.2004", name: "Badaun", level: .desa, isAlsoWord: true),
        ],
        spots: [
            PlaceSpot(
                name: "RSUD Hasan Basry", aliases: ["Hasan Basri"], inside: "63.06.05",
                isRoad: false)
        ], lists: lists, country: country)

    private static var country: Country {
        var country = Country()
        let places = [
            ("62", "Kalimantan Tengah"), ("62.12", "Kabupaten Murung Raya"),
            ("63", "Kalimantan Selatan"),
            ("63.71", "Kota Banjarmasin"), ("64", "Kalimantan Timur"), ("64.72", "Kota Samarinda"),
        ]
        for (code, name) in places { try? country.add(code: code, name: name) }
        return country
    }

    private func places(_ text: String) -> [Place] {
        Self.gazetteer.places(in: tokenizer.tokens(text))
    }

    @Test(arguments: [
        // On the way there, before it and behind it.
        ("selepas jembatan Malutu, di Gumbil, ada lubang besar", "Gumbil"),
        ("sebelum masuk Hamalau, masih wilayah Lungau, aspalnya pecah", "Lungau"),
        ("jukung kami lewat Hamalau, di Lungau karam", "Lungau"),
        ("dari Hamalau mau ke Kandangan, di Simpur ban pecah", "Simpur"),
        ("di Haratai Loksado ada bidan tapi tak ada obat, disuruh ke Kandangan", "Haratai"),
        // Where somebody lives, slept, was before.
        ("kami menumpang di Malutu, atap di Gumbil bocor", "Gumbil"),
        ("dulu di Malutu, sekarang di Gumbil, sinyalnya jelek", "Gumbil"),
        ("yang diundang orang Malutu semua, warga Gumbil ditinggal", "Gumbil"),
        // Thought of wrongly, caused there, said not to be it.
        ("kami kira di Malutu sumbatannya, rupanya pipa di Gumbil", "Gumbil"),
        ("gara-gara galian di Malutu sumur di Gumbil kering", "Gumbil"),
        ("saya tidak bicara soal Malutu. Lampu Gumbil redup", "Gumbil"),
        ("jangan di Kandangan terus pasar murahnya, coba di Gumbil", "Gumbil"),
        ("kada kaya Kandangan, di Gumbil ni banyu hidup malam haja", "Gumbil"),
        // Good there and not here.
        ("mobil air hanya sampai Malutu, tidak ke Gumbil", "Gumbil"),
        ("terima kasih jalan Malutu mulus. Sekarang mohon jalan Gumbil", "Gumbil"),
        ("di Malutu sudah ada bidan, kalau Gumbil dijanjikan terus", "Gumbil"),
        ("di Malutu sudah dua minggu mati lampu, di Gumbil nyala", "Malutu"),
        (
            "sekolah di Gumbil hanya punya dua kelas. Tamu yang menuju Malutu singgah lalu pergi",
            "Gumbil"
        ),
        (
            "Jangan percaya yang bilang di Malutu. Kami orang Malutu, itu tempatnya di Gumbil",
            "Gumbil"
        ),
        // Denied in Banjar, and a word like the name.
        ("pasungkan pak, kada pasungan. jambatannya rubuh", "Pasungkan"),
        // Called, asked for, or at the head of a message.
        ("madang rt 3 kada baisi sumur", "Madang"), ("Madang: bidan kadada", "Madang"),
        ("warga madang karacunan", "Madang"), ("badaun tolong bari lampu", "Badaun"),
        ("kd badaun minta duit", "Badaun"), ("perhatikan hariti jua", "Hariti"),
        ("Hariti: kambing masuk kebun", "Hariti"), ("pabrik padi Lungau berisik", "Lungau"),
        // The kecamatan is sure either way.
        ("saya ditolak puskesmas Simpur, disuruh ke Kandangan", "Simpur"),
    ])
    func told(text: String, first: String) {
        #expect(places(text).first?.name == first)
    }

    @Test func theAreaThatIsSaidDecidesBetweenNamesakes() throws {
        let found = places("Pandulangan nang di Telaga Langsat, kada nang di Padang Batung")
        #expect(found.first?.code == "63.06.03.2011")
        let wrong = try #require(places("Wasah Hulu, kada Wasah Hilir").last)
        #expect(wrong.name == "Wasah Hilir" && wrong.confidence < 0.3)
    }

    @Test(
        "a name of a firm or of a place elsewhere is nothing to act on",
        arguments: [
            "perumahan Pandan Sari Indah bohong", "sertifikat Pandan Sari Residence ditahan",
            "toko obat Sungai Pinang curang",
            "Koperasi Lungau Sejahtera bubar",
            "internet di Murung Raya Kalimantan Tengah, kapan HSS",
            "menetap di Samarinda, tepatnya di Sungai Pinang",
            "banjir di Sungai Pinang Samarinda, apa HSS bantu",
            "urang Lungau tapi tabrakan di Banjarmasin, lubangnya di sana",
            "Jl Hasan Basri Banjarmasin macet",
            "orang Lungau merantau di Samarinda, jalan di sini rusak", "ulun kd hariti",
            "desa baru jadi",
        ])
    func notHere(text: String) {
        let here = places(text).filter { $0.code.hasPrefix("63.06.") }
        #expect(here.allSatisfy { $0.confidence < 0.5 }, "\(here)")
    }

    @Test func stressMakesNoPlaceSurerThanTheSurest() {
        let found = places("lokasinya di Gumbil. Di Gumbil kami gelap, di Malutu terang")
        #expect(found.map(\.confidence).max() == Gazetteer.surest)
    }
}
