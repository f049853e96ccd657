// Places in texts: namesakes, ordinary words, villages called like their kecamatan, slips of the pen.
import Complaints
import Language
import Testing

@Suite struct GazetteerTests {
    static let gazetteer = Gazetteer([
        PlaceEntry(code: "63.06", name: "Kabupaten Hulu Sungai Selatan", level: .kabupaten),
        PlaceEntry(code: "63.06.01", name: "Sungai Raya", level: .kecamatan),
        PlaceEntry(
            code: "63.06.01.2012", name: "Baru", level: .desa, isOrdinaryWord: true),
        PlaceEntry(code: "63.06.01.2004", name: "Sungai Raya Utara", level: .desa),
        PlaceEntry(code: "63.06.04", name: "Angkinang", level: .kecamatan),
        PlaceEntry(code: "63.06.04.2005", name: "Angkinang", level: .desa),
        PlaceEntry(code: "63.06.04.2003", name: "Bamban Selatan", level: .desa),
        PlaceEntry(code: "63.06.07", name: "Daha Selatan", level: .kecamatan),
        PlaceEntry(code: "63.06.07.2004", name: "Banjarbaru", level: .desa),
        PlaceEntry(code: "63.06.07.2010", name: "Habirau", level: .desa),
        PlaceEntry(code: "63.06.07.2011", name: "Habirau Tengah", level: .desa),
        PlaceEntry(code: "63.06.11", name: "Daha Barat", level: .kecamatan),
        PlaceEntry(
            code: "63.06.11.2002", name: "Baru", level: .desa, isOrdinaryWord: true),
    ])

    private func codes(_ text: String) -> [String] {
        Self.gazetteer.places(in: Tokenizer().tokens(text)).map(\.code)
    }

    @Test(arguments: [
        ("jalan baru di desa kami rusak", []),
        ("di Baru kec. Sungai Raya", ["63.06.01.2012"]),
        ("Baru Daha Barat", ["63.06.11.2002"]),
        ("ds baru, kec daha barat", ["63.06.11.2002"]),
        ("kec daha barat ds baru", ["63.06.11.2002"]),
        ("desa Baru", ["63.06.01.2012", "63.06.11.2002"]),
        ("desa Sungai Raya Utara", ["63.06.01.2004"]),
        ("Bamban Selatan, Angkinang", ["63.06.04.2003"]),
        ("desa Angkinang", ["63.06.04.2005"]),
        ("kec Angkinang", ["63.06.04"]),
        ("di Angkinang", ["63.06.04", "63.06.04.2005"]),
        ("kota Banjarbaru", []),
        ("desa banjar baru", ["63.06.07.2004"]),
        ("di angk inang", ["63.06.04", "63.06.04.2005"]),
        // Less than three letters in a half; a short name; the halves of two names.
        ("di an gkinang", []),
        ("di hab irau", []),
        ("inang angk", []),
        ("bambanselatan", ["63.06.04.2003"]),
        ("di Habrau tengah", ["63.06.07.2011"]),
        ("di desa habirao", ["63.06.07.2010"]),
        ("dari Habirau ka Habirau Tengah", ["63.06.07.2010", "63.06.07.2011"]),
        ("", []),
    ])
    func places(text: String, expected: [String]) {
        #expect(codes(text) == expected)
    }

    @Test func namesakesAreNotCertain() throws {
        let text = "desa Baru"
        for place in Self.gazetteer.places(in: Tokenizer().tokens(text)) {
            #expect(place.confidence < Gazetteer.certain)
        }
    }

    @Test func theEvidenceIsTheCitizensWords() throws {
        let text = "got mampet di ds. Baru RT 2, Kec.Sungai Raya"
        let place = try #require(
            Self.gazetteer.places(in: Tokenizer().tokens(text)).first)
        #expect(place.evidence == "ds. Baru … Kec.Sungai Raya")
        #expect(place.confidence > 0.9)
    }

    @Test func aTextOfNothingButNamesStaysBounded() {
        let text = String(repeating: "Angkinang desa Baru habirao ", count: 5_000)
        let start = ContinuousClock.now
        let places = Self.gazetteer.places(in: Tokenizer().tokens(text))
        #expect(!places.isEmpty && places.count <= Gazetteer.maximumCandidates)
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
