// Places in texts: namesakes, ordinary words, villages called like their kecamatan, slips of the pen.
import Complaints
import Language
import TestSupport
import Testing

@Suite struct GazetteerTests {
    static let gazetteer = Gazetteer(
        [
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
            PlaceEntry(code: "63.06.02", name: "Padang Batung", level: .kecamatan),
            PlaceEntry(code: "63.06.02.2003", name: "Tabihi", level: .desa),
            PlaceEntry(code: "63.06.02.2005", name: "Kaliring", level: .desa),
            PlaceEntry(code: "63.06.04.2009", name: "Taniran Kubah", level: .desa),
            PlaceEntry(code: "63.06.04.2010", name: "Taniran Selatan", level: .desa),
        ],
        spots: [
            PlaceSpot(
                name: "RSUD Amandit", aliases: ["RS Amandit"], inside: "63.06.02.2005",
                isRoad: false)
        ], lists: lists, country: country)

    /// A city near by, one far away that is a word of every day, and namesakes.
    private static var country: Country {
        var country = Country()
        let places = [
            ("35.07", "Kabupaten Malang"), ("62.71", "Kota Palangka Raya"),
            ("63", "Kalimantan Selatan"),
            ("63.11", "Kabupaten Balangan"), ("63.11.04", "Batu Mandi"),
            ("63.11.04.2001", "Habirau"),
            ("63.11.04.2002", "Mulya Jaya"), ("63.72", "Kota Banjarbaru"),
        ]
        for (code, name) in places { try? country.add(code: code, name: name) }
        return country
    }

    private func codes(_ text: String) -> [String] {
        Self.gazetteer.places(in: tokenizer.tokens(text)).map(\.code)
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
        ("kota Banjarbaru", ["63.72"]),
        ("di Banjarbaru", ["63.06.07.2004", "63.72"]),
        ("macet di Palangka Raya", ["62.71"]),
        ("malang sekali nasib kami", []),
        ("kabupaten Malang", ["35.07"]),
        ("desa Habirau kabupaten Balangan", ["63.11.04.2001"]),
        ("desa Mulya Jaya", ["63.11.04.2002"]),
        ("hidup mulya jaya sejahtera", []),
        ("warga dari Palangka Raya, di desa Habirau jembatan putus", ["63.06.07.2010", "62.71"]),
        // A wrong name taken back.
        ("di Tabihi, eh maaf bukan Tabihi, tapi Kaliring", ["63.06.02.2005", "63.06.02.2003"]),
        ("di desa Tabihi. Ralat, desa Kaliring", ["63.06.02.2005", "63.06.02.2003"]),
        ("di Tabihi pak, maaf salah, di Kaliring", ["63.06.02.2005", "63.06.02.2003"]),
        ("mohon maaf di Tabihi gelap, di Kaliring juga", ["63.06.02.2003", "63.06.02.2005"]),
        ("bukan hanya di Tabihi", ["63.06.02.2003"]),
        // The first word of two names, a landmark, where somebody lives and where the trouble is.
        ("desa Taniran", ["63.06.04.2009", "63.06.04.2010"]),
        ("parkir RS Amandit penuh", ["63.06.02.2005"]),
        ("saya warga Tabihi, jembatan di desa Kaliring putus", ["63.06.02.2005", "63.06.02.2003"]),
        ("Yth. Camat Angkinang, di desa Kaliring gelap", ["63.06.02.2005", "63.06.04"]),
        ("jalan Habirau - Tabihi", ["63.06.07.2010", "63.06.02.2003"]),
        // Signs between the letters, look-alikes, lengthened letters.
        ("di Kali\u{200B}ring", ["63.06.02.2005"]), ("di К\u{430}liring", ["63.06.02.2005"]),
        ("di kaliringggg", ["63.06.02.2005"]), ("ds sei raya utr", ["63.06.01.2004"]),
        ("desa banjar baru", ["63.06.07.2004"]),
        ("di angk inang", ["63.06.04", "63.06.04.2005"]),
        // Less than three letters in a half, where nothing says a place comes; the halves of two names.
        ("jalan an gkinang", []), ("an gkinang", ["63.06.04", "63.06.04.2005"]),
        ("di an gkinang", ["63.06.04", "63.06.04.2005"]),
        ("jalan hab irau", []), ("hab irau", ["63.06.07.2010"]),
        // The first word of two names by itself, abbreviations, a plant, the place after "tetapi".
        ("taniran banjir", ["63.06.04.2009", "63.06.04.2010"]),
        ("s. raya utr rt 2", ["63.06.01.2004"]), ("t kubah gelap", ["63.06.04.2009"]),
        ("pohon tabihi tumbang", []), ("dihabirau gelap", ["63.06.07.2010"]),
        ("rumah saya di Tabihi, tetapi di Kaliring banjir", ["63.06.02.2005", "63.06.02.2003"]),
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
        for place in Self.gazetteer.places(in: tokenizer.tokens(text)) {
            #expect(place.confidence < Gazetteer.certain)
        }
    }

    @Test func whatIsKnownOfTheSenderDecidesBetweenNamesakes() throws {
        let places = Self.gazetteer.places(in: tokenizer.tokens("desa Baru"), near: ["63.06.11"])
        let first = try #require(places.first)
        #expect(first.code == "63.06.11.2002" && first.confidence > Gazetteer.certain)
        #expect(places.count == 2)
    }

    @Test func aTextOfTenThousandNamesIsReadInBoundedSteps() {
        let text = (0..<10_000).map { $0 % 2 == 0 ? "desa Kaliring" : "Tabihi habirao" }
            .joined(separator: ", ")
        let places = Self.gazetteer.places(in: tokenizer.tokens(text))
        #expect(!places.isEmpty && places.count <= Gazetteer.maximumCandidates)
    }

    @Test func theEvidenceIsTheCitizensWords() throws {
        let text = "got mampet di ds. Baru RT 2, Kec.Sungai Raya"
        let place = try #require(
            Self.gazetteer.places(in: tokenizer.tokens(text)).first)
        #expect(place.evidence == "ds. Baru … Kec.Sungai Raya")
        #expect(place.confidence > 0.9)
    }

    @Test func aTextOfNothingButNamesStaysBounded() {
        let text = String(repeating: "Angkinang desa Baru habirao ", count: 5_000)
        let start = CPUTime.ofThread
        let places = Self.gazetteer.places(in: tokenizer.tokens(text))
        #expect(!places.isEmpty && places.count <= Gazetteer.maximumCandidates)
        #expect(CPUTime.ofThread - start < 30)
    }
}
