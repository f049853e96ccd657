// Phrases are found wherever they stand, and nothing else is.
import TestSupport
import Testing

@testable import EmailService

@Suite struct PhrasesTests {
    @Test func whereverAPhraseStandsItIsFound() {
        let phrases = Phrases(["aba", "ab c", "xy"])
        for text in ["aba", "ABA", "..aBa", "aab c", "ab ab c!", "x–xy", "–XY–"] {
            #expect(phrases.occur(in: text), "\(text)")
        }
        for text in ["", "a", "ab", "ab ", "abca", "x", "x y", "ab–c", "yx"] {
            #expect(!phrases.occur(in: text), "\(text)")
        }
        #expect(phrases.begin("Xy z") && !phrases.begin(" xy") && !phrases.begin("x"))
        #expect(!Phrases(["", "a"]).occur(in: "a a"), "too short to be a phrase")
    }

    @Test func asOneByOne() {
        var random = SeededRandom(seed: Proof.seed)
        let letters = Array("aabbAB –")
        func text(_ lengths: ClosedRange<Int>) -> String {
            let count = Int.random(in: lengths, using: &random)
            return String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
        }
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 2_000) {
            let wanted = (0..<3).map { _ in text(2...5).lowercased() }
            let text = text(0...12)
            let isThere = wanted.contains { text.lowercased().contains($0) }
            #expect(Phrases(wanted).occur(in: text) == isThere, "\(wanted) in \(text)")
        }
    }

    /// The bytes of a line are read as its scalars are.
    @Test func linesOfEveryScript() {
        let line = "> *ÄÖ*\u{A0}\u{200E} Jalan\u{3000}RUSAK 😀  – İ "
        #expect(MailLine.all(line).map(\.plain) == ["äö jalan rusak 😀 – i\u{307}"])
        #expect(MailLine.all("a\n\nb\n").map(\.range) == [0..<1, 2..<2, 3..<4, 5..<5])
        let long = String(repeating: "é", count: MailLine.plainScalarsMax + 1)
        #expect(MailLine.all(long)[0].plain.unicodeScalars.count == MailLine.plainScalarsMax)
    }
}
