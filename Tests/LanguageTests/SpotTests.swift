// Numerals, and the details that tell two spots in one village apart.
import Language
import TestSupport
import Testing

@Suite struct NumeralTests {
    @Test(arguments: [
        ("12", 12, 1), ("012", 12, 1), ("dua belas", 12, 2), ("duabelas", 12, 1),
        ("tiga puluh lima", 35, 3), ("tigapuluh lima", 35, 2), ("kosong dua", 2, 2),
        ("nol nol tiga", 3, 3), ("satu dua", 12, 2), ("sepuluh", 10, 1), ("sebelas", 11, 1),
        ("seratus dua puluh", 120, 3), ("dua ratus lima", 205, 3), ("talu", 3, 1),
        ("ampat puluh walu", 48, 3), ("sapuluh", 10, 1), ("sabalas", 11, 1), ("dua likur", 22, 2),
        ("salawi", 25, 1), ("lima rumah", 5, 1), ("dua dua puluh", 2, 1),
    ])
    func readsWordsAndDigits(text: String, value: Int, words: Int) throws {
        let found = try #require(Numerals.number(in: text.split(separator: " ").map(String.init), at: 0))
        #expect(found.value == value)
        #expect(found.words == words)
    }

    @Test(arguments: ["rumah", "12345", "puluh", "belas", "", "1a", "tuju"])
    func noNumberIsNone(text: String) {
        let isSpelling = text == "tuju"
        #expect((Numerals.number(in: [text], at: 0) == nil) == !isSpelling)
    }

    @Test func aSlipIsForgivenOnlyWhereANumberMustStand() {
        #expect(Numerals.number(in: ["tujhu"], at: 0) == nil)
        #expect(Numerals.number(in: ["tujhu"], at: 0, tolerant: true)?.value == 7)
        #expect(Numerals.number(in: ["rumah"], at: 0, tolerant: true) == nil)
    }

    @Test func romanNumeralsAsWritten() {
        #expect(Numerals.roman("iv") == 4)
        #expect(Numerals.roman("xxxix") == 39)
        #expect(Numerals.roman("iiii") == nil)
    }
}

@Suite struct SpotTests {
    private func spot(_ text: String, names: Set<String> = []) -> Spot {
        Spot(
            Tokenizer().tokens(text), names: Set(names.map { Tokens.number(of: $0.utf8) }))
    }

    @Test(arguments: [
        ("rt dua belas", SpotKind.rt, "12"), ("RT 012", .rt, "12"), ("rt12", .rt, "12"),
        ("R.T. 05", .rt, "5"), ("rt eee tiga", .rt, "3"), ("RT 03/02", .rw, "2"),
        ("RT/RW 03/02", .rt, "3"), ("nomor tiga puluh lima rt 1", .house, "35"),
        ("no.12a", .house, "12a"), ("nmr 7", .house, "7"), ("gg. melati 3", .lane, "melati 3"),
        ("gang III", .lane, "3"), ("km 5,5", .kilometre, "5,5"), ("blok C 4", .block, "c4"),
        ("dusun II", .hamlet, "2"), ("komplek griya asri", .estate, "asri"),
        ("Jl. Jend. A. Yani no 3", .road, "yani"), ("jln pramuka rusak parah", .road, "pramuka"),
        ("jalan Pasar Lama, desa Baru", .road, "pasar lama"), ("JALAN VETERAN RUSAK", .road, "veteran"),
        ("Jalan Melati 2 licin", .road, "melati 2"), ("dekat mesjid", .landmark, "masjid"),
        ("depan SDN 2", .landmark, "sdn 2"), ("simpang ampat tiga", .landmark, ""),
        ("simpang tiga", .landmark, "pertigaan"),
    ])
    func readsDetails(text: String, kind: SpotKind, value: String) {
        #expect(spot(text).values(kind) == (value.isEmpty ? [] : [value]))
    }

    @Test(arguments: [
        "jalan rusak parah", "perda nomor 8 tahun 2020", "nomor telepon 0812", "jalan 3 km rusak",
        "anak nomor dua sakit", "no 119/2020 tentang pajak", "pak rt tidak datang", "jalan desa hancur",
    ])
    func readsNoDetailWhereNoneIs(text: String) {
        #expect(spot(text).mentions.isEmpty)
    }

    @Test func aPlaceEndsTheNameOfARoad() {
        #expect(spot("jalan pramuka batu mandi", names: ["batu", "mandi"]).only(.road) == "pramuka")
    }

    @Test func severalValuesAreNoSingleOne() {
        #expect(spot("RT 3 dan 4").values(.rt) == ["3", "4"])
        #expect(spot("RT 3 dan 4").only(.rt) == nil)
    }

    @Test(arguments: [
        ("jalan pramuka", "jln parmuka", Agreement.same), ("jalan sudirman", "jl. jend sdrmn", .same),
        ("jalan hasan basri", "jalan h. hasan basri", .same), ("jalan ahmad yani", "jl a yani", .same),
        ("jalan pasar lama", "jalan pasar baru", .different), ("jalan melati", "jalan mawar", .different),
        ("jalan mawar", "jalan melur", .different), ("jalan melati 1", "jalan melati 2", .different),
        ("jalan melati", "jalan melati 2", .unknown), ("jalan pramuka", "lampu mati", .unknown),
        ("jalan hasan basri", "jalan hasan sadikin", .unknown),
        ("jalan melati dan jalan mawar", "jalan mawar", .same),
    ])
    func roadsCompare(first: String, second: String, agreement: Agreement) {
        #expect(spot(first).agreement(.road, with: spot(second)) == agreement)
        #expect(spot(second).agreement(.road, with: spot(first)) == agreement)
    }

    /// Whatever the text, the details point back into it, in order.
    @Test(arguments: 0..<300)
    func offsetsMapBack(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "jalan", "RT", "03", "/", " ", "dua", "belas", "no", ".", ",", "gang", "melati", "İ", "🚧", "\n", "km",
            "blok", "C", "dekat", "masjid", "eee", "dan", "A.", "Yani", "r", "t", "\u{200B}", "e\u{301}",
        ]
        let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }.joined(separator: Bool.random(using: &random) ? " " : "")
        let tokens = Array(Tokenizer().tokens(text))
        var reached = 0
        for mention in spot(text).mentions {
            #expect(mention.start >= reached && mention.start < mention.end)
            #expect(mention.end <= text.unicodeScalars.count)
            #expect(tokens.indices.contains(mention.tokens.lowerBound))
            reached = mention.end
        }
    }
}
