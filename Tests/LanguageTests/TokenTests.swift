// Words: their normal forms and their place in the original text.
import Language
import Testing

@Suite struct TokenTests {
    @Test(arguments: [
        ("RUSAAAAK", "rusak"), ("jln", "jalan"), ("kada", "tidak"), ("jalan2", "jalan"),
        ("kk", "kk"), ("dpt", "dpt"), ("smp", "smp"), ("pkl", "pkl"), ("Jum'at", "jumat"),
        ("luang", "luang"), ("larang", "larang"), ("banyu", "air"), ("tdk", "tidak"),
    ])
    func normalForms(written: String, normal: String) {
        #expect(Tokenizer().tokens(written).map(\.normal) == [normal])
    }

    @Test func aLabelGluedToItsNumberIsTwoWords() {
        let tokens = Tokenizer().tokens("di rt03 jl5")
        #expect(tokens.map(\.plain) == ["di", "rt", "03", "jl", "5"])
        #expect(tokens.map(\.start) == [0, 3, 5, 8, 10])
    }

    @Test func noSpellingRewritesAProtectedWord() {
        let spelling = Spelling(adding: ["kk": "kakak"])
        for word in Spelling.neverNormalised { #expect(spelling.normal(word) == word) }
    }

    /// Offsets point back to the same scalars of any text, however odd.
    @Test(arguments: 0..<200)
    func offsetsMapBack(seed: UInt64) {
        var random = Random(seed: seed)
        let pieces = [
            "jalan", " ", "RT03", "’", "é", "e\u{301}", "🚧", "\n", "…", "kandangan2", "İ",
            "\u{200B}", "ß",
            "1234567890123456", "a@b.id", "...", "-",
        ]
        let text = (0..<random.next(30)).map { _ in pieces[random.next(pieces.count)] }.joined()
        let scalars = Array(text.unicodeScalars)
        var reached = 0
        for token in Tokenizer().tokens(text) {
            #expect(token.start >= reached && token.start < token.end)
            #expect(token.end <= scalars.count)
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[token.start..<token.end])
            #expect(String(view).unicodeScalars.elementsEqual(text[token.range].unicodeScalars))
            reached = token.end
        }
    }

    @Test func aMegabyteIsReadInBoundedTime() {
        let text = String(repeating: "jalan rusak di kandangan 0812 ", count: 35_000)
        let start = ContinuousClock.now
        let tokens = Tokenizer().tokens(text)
        #expect(tokens.count == Tokenizer.maximumTokens)
        #expect(PersonalData.mask(text).utf8.count == text.utf8.count)
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}

/// SplitMix64: the same numbers for the same seed.
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
    }
}
