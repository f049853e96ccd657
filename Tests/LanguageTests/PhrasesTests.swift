// Phrases and topics: choices, gaps, stems, the longest match.
import Complaints
import Language
import TestSupport
import Testing

@Suite struct PhrasesTests {
    private func found(_ phrase: String, in text: String) -> [String] {
        var phrases = Phrases(tokenizer: tokenizer)
        guard phrases.add(phrase) != nil else { return ["not a phrase"] }
        let analysis = TextAnalysis(text, tokenizer: tokenizer, phrases: phrases)
        return analysis.matches.map { match in
            match.parts.map { analysis.matchedText($0).text }.joined(separator: "+")
        }
    }

    @Test(arguments: [
        ("jalan rusak", "Jln RUSAKKK parah", ["Jln RUSAKKK"]),
        ("lampu jalan ... mati|padam", "lampu jalan di pasar pajah", ["lampu jalan+pajah"]),
        ("lampu ... mati", "lampu taman. Ayam mati", []),
        ("lampu ... mati", "lampu a b c d e f g h mati", []),
        ("perbaikan jalan", "memperbaiki jalan", ["memperbaiki jalan"]),
        ("=perbaikan", "memperbaiki", []),
        ("tidak_ada|habis obat", "kada ada obat", ["kada ada obat"]),
        ("gorong-gorong", "gorong gorong mampet", ["gorong gorong"]),
        ("!!!", "apa", ["not a phrase"]),
    ])
    func matches(phrase: String, text: String, expected: [String]) {
        #expect(found(phrase, in: text) == expected)
    }

    @Test func theLongerKeywordWins() {
        var phrases = Phrases(tokenizer: tokenizer)
        let power = phrases.add("mati lampu")
        let lamp = phrases.add("lampu jalan mati")
        let light = phrases.add("lampu")
        let lexicon = TopicLexicon([
            TopicKeywords(topic: "listrik", formal: [power, light].compactMap(\.self)),
            TopicKeywords(topic: "pju", formal: [lamp].compactMap(\.self)),
        ])
        func topics(_ text: String) -> [String] {
            lexicon.hits(in: TextAnalysis(text, tokenizer: tokenizer, phrases: phrases))
                .map(\.topic)
        }
        #expect(topics("lampu jalan mati di simpur") == ["pju"])
        #expect(topics("mati lampu tarus") == ["listrik"])
    }

    @Test func sayingItTwiceWeighsOnce() {
        var phrases = Phrases(tokenizer: tokenizer)
        let word = phrases.add("sampah")
        let lexicon = TopicLexicon([
            TopicKeywords(topic: "sampah", formal: [word].compactMap(\.self))
        ])
        let analysis = TextAnalysis(
            "sampah smpah ratik", tokenizer: tokenizer, phrases: phrases)
        #expect(lexicon.hits(in: analysis).map(\.weight) == [1])
    }

    @Test func manyMatchesStayLinear() {
        var phrases = Phrases(tokenizer: tokenizer)
        _ = phrases.add("jalan ... rusak")
        _ = phrases.add("jalan")
        let text = String(repeating: "jalan ", count: 30_000)
        let start = CPUTime.ofThread
        let analysis = TextAnalysis(text, tokenizer: tokenizer, phrases: phrases)
        #expect(analysis.matches.count == Tokenizer.maximumTokens)
        #expect(CPUTime.ofThread - start < 30)
    }
}
