// What the citizen is asked when it is not clear where it is.
import Complaints
import Foundation
import Language
import Region
import Testing

@Suite struct PlaceQuestionTests {
    private static let general =
        "Mohon sebutkan lokasinya: nama desa/kelurahan dan kecamatan, "
        + "supaya laporan Anda dapat diteruskan."
    private static let outside =
        "Kota Banjarmasin berada di luar Kabupaten Hulu Sungai Selatan. Apakah kejadiannya di "
        + "Kabupaten Hulu Sungai Selatan? Jika ya, mohon balas dengan nama desa/kelurahan dan "
        + "kecamatannya."
    private static let choice =
        "Lokasi mana yang Anda maksud: Desa Baru (Kecamatan Sungai Raya), "
        + "atau Desa Baru (Kecamatan Daha Barat)?"
    private static let village = "Di desa atau kelurahan mana di Kecamatan Angkinang kejadiannya?"
    private static let guess =
        "Apakah kejadiannya di Desa Panggandingan (Kecamatan Daha Utara)? Jika bukan, mohon sebutkan "
        + "nama desa/kelurahan dan kecamatannya."

    private static let cases: [(String, String?)] = [
        ("lampu mati di desa Hamalau", nil), ("lampu mati di desa Baru", choice),
        ("lampu mati di kec Angkinang", village), ("macet di kota Banjarmasin", outside),
        ("lampu jalan mati pak", general), ("listrik di HSS sering padam", general),
        ("jembatan putus di desa panganidngan", guess),
    ]

    @Test(arguments: cases)
    func question(text: String, expected: String?) throws {
        let pack = try #require(hss)
        #expect(pack.question(about: pack.places(in: text)) == expected)
    }

    /// Complaints as they come, in the ways people write and speak; the first candidate is the right one.
    @Test func namedPlacesAreFound() throws {
        let pack = try #require(hss)
        let file = try #require(
            Bundle.module.url(forResource: "Fixtures/places", withExtension: "tsv"))
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count > 120)
        var wrong: [String] = []
        for row in rows where row.count == 2 {
            let places = pack.places(in: row[1])
            let known = places.first { $0.confidence >= Gazetteer.certain }
            let isRight =
                switch row[0] {
                case "-": known.map { !pack.gazetteer.isInRegion($0.code) } ?? true
                case "?": !places.isEmpty && known == nil
                default: row[0].split(separator: ",").contains { $0 == places.first?.code ?? "" }
                }
            if !isRight {
                wrong.append("\(row[1]): \(places.first?.name ?? "nothing"), not \(row[0])")
            }
        }
        #expect(wrong.count * 100 <= rows.count, "\(wrong)")
    }

    /// With all places of the country the ones here are still found, and those elsewhere told apart.
    @Test(arguments: [
        ("lampu mati di desa Baru kec Sungai Raya", "63.06.01.2012"),
        ("jalan rusak di desa Sidomulyo kecamatan Wates Kabupaten Kediri", "35.06.10.2003"),
        ("di Kaliring jembatan putus", "63.06.02.2005"),
        ("desa Kaliring Kecamatan Wates Kabupaten Kediri", "35.06.10.2004"),
    ])
    func placesElsewhere(text: String, code: String) throws {
        var country = Country()
        let places = [
            ("35", "Jawa Timur"), ("35.06", "Kabupaten Kediri"), ("35.06.10", "Wates"),
            ("35.06.10.2003", "Sidomulyo"), ("35.06.10.2004", "Kaliring"),
            ("35.07", "Kabupaten Malang"),
        ]
        for (code, name) in places { try country.add(code: code, name: name) }
        let pack = try #require(hss)
        let folder = URL(filePath: packDirectory).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "language")
        let gazetteer = Gazetteer(
            pack.gazetteer.entries, lists: try WordLists.load(folder: folder.path), country: country
        )
        #expect(gazetteer.places(in: pack.tokenizer.tokens(text)).first?.code == code)
    }
}
