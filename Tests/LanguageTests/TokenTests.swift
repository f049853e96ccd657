// Words: their normal forms and their place in the original text.
import Foundation
import Language
import Region
import TestSupport
import Testing

/// The word lists of the repository.
let lists: WordLists = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "ops/language")
    return (try? WordLists.load(folder: folder.path)) ?? WordLists()
}()
/// Knows them.
let tokenizer = Tokenizer(spelling: Spelling(lists))

@Suite struct TokenTests {
    @Test(arguments: [
        ("RUSAAAAK", "rusak"), ("jln", "jalan"), ("kada", "tidak"), ("jalan2", "jalan"),
        ("kk", "kk"), ("dpt", "dpt"), ("smp", "smp"), ("pkl", "pkl"), ("Jum'at", "jumat"),
        ("luang", "luang"), ("larang", "larang"), ("banyu", "air"), ("tdk", "tidak"),
        // A letter twice is a slip where the word with one is known, and only there.
        ("sampahh", "sampah"), ("maaf", "maaf"), ("jalaann", "jalan"), ("tanggga", "tangga"),
        // Digits for letters, marks over letters, signs that look like letters or stand between them.
        ("j4l4n", "jalan"), ("5ampah", "sampah"), ("r\u{fc}sak", "rusak"),
        ("e\u{301}mber", "ember"),
        ("р\u{430}sar", "pasar"), ("ｊａｌａｎ", "jalan"), ("𝐬𝐚𝐦𝐩𝐚𝐡", "sampah"),
        ("sam\u{200B}pah", "sampah"), ("s\u{AD}am\u{2060}pah", "sampah"), ("Ⓙⓐⓛⓐⓝ", "jalan"),
        ("rb", "ribu"), ("50rb", "rupiah"), ("Rp150.000", "rupiah"), ("2jt", "rupiah"),
        ("kec", "kec"), ("puskes", "puskesmas"), ("gmn", "bagaimana"), ("jambatan", "jembatan"),
    ])
    func normalForms(written: String, normal: String) {
        #expect(tokenizer.tokens(written).map(\.normal) == [normal])
    }

    @Test(arguments: [
        ("rusak😡parah", ["rusak", "parah"]), ("👍🏽 terima", ["terima"]),
        ("jalan\u{FE0F}rusak", ["jalanrusak"]), ("جلن rusak", ["جلن", "rusak"]), ("…!?", []),
        ("1️⃣ jalan", ["1", "jalan"]),
    ])
    func signsThatAreNoLetters(text: String, words: [String]) {
        #expect(tokenizer.tokens(text).map(\.plain) == words)
    }

    @Test func stopWordsAreKnownInEverySpelling() {
        #expect(
            tokenizer.tokens("yg nang jalan tlong").map(\.isStopWord) == [true, true, false, true])
    }

    @Test func aLabelGluedToItsNumberIsTwoWords() {
        let tokens = tokenizer.tokens("di rt03 jl5")
        #expect(tokens.map(\.plain) == ["di", "rt", "03", "jl", "5"])
        #expect(tokens.map(\.start) == [0, 3, 5, 8, 10])
    }

    @Test func noSpellingRewritesAProtectedWord() {
        let spelling = Spelling(lists, adding: ["kk": "kakak"])
        #expect(lists.protected.count > 80)
        for word in lists.protected { #expect(spelling.normal(word) == word) }
    }

    /// Offsets point back to the same scalars of any text, however odd.
    @Test(arguments: 0..<200)
    func offsetsMapBack(seed: UInt64) {
        var random = Random(seed: seed)
        let pieces = [
            "jalan", " ", "RT03", "’", "é", "e\u{301}", "🚧", "\n", "…", "kandangan2", "İ",
            "\u{200B}", "ß", "yg", "tdkk", "bangeeet", "𝐚", "а", "٣", "50rb", "🇮🇩", "\u{20E3}",
            "j4lan",
            "1234567890123456", "a@b.id", "...", "-", "rusakk", "\u{301}", "Ǆ", "ﬁ",
        ]
        let text = (0..<random.next(30)).map { _ in pieces[random.next(pieces.count)] }.joined()
        let scalars = Array(text.unicodeScalars)
        var reached = 0
        let tokens = tokenizer.tokens(text)
        let once = tokens.map(\.normal)
        #expect(
            tokenizer.tokens(once.joined(separator: " ")).map(\.normal) == once,
            "normalising twice is normalising once")
        for token in tokens {
            #expect(token.start >= reached && token.start < token.end)
            #expect(token.end <= scalars.count)
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[token.start..<token.end])
            #expect(String(view).unicodeScalars.elementsEqual(text[token.range].unicodeScalars))
            reached = token.end
        }
    }

    /// A word without an end is one word, and nothing looks for names in it.
    @Test func aMegabyteWithoutSpaces() {
        let text = String(repeating: "jalanrusak", count: 100_000)
        let tokens = tokenizer.tokens(text)
        #expect(tokens.count == 1 && tokens[0].end == text.utf8.count)
        #expect(GazetteerTests.gazetteer.places(in: tokens).isEmpty)
    }

    @Test func aMegabyteIsReadInBoundedTime() {
        let text = String(repeating: "jalan rusak di kandangan 0812 ", count: 35_000)
        let start = CPUTime.ofThread
        let tokens = Tokenizer().tokens(text)
        #expect(tokens.count == Tokenizer.maximumTokens)
        #expect(PersonalData.mask(text).utf8.count == text.utf8.count)
        #expect(CPUTime.ofThread - start < 30)
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
