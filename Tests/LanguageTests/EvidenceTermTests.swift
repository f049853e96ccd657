// Terms of evidence: as written in a file, and as found in a text.
import Complaints
import Testing
import TestSupport

@testable import Language

@Suite struct EvidenceTermTests {
    private func reading(_ text: String, topics: [TopicHit] = []) -> EvidenceReading {
        EvidenceReading(
            TextAnalysis(text, tokenizer: Tokenizer(), phrases: Phrases()), topics: topics)
    }

    @Test("every term of a text can be written down and read again")
    func roundTrip() {
        let topics = [TopicHit(topic: "jalan_rusak", weight: 2, words: [0..<1])]
        let reading = reading(
            "Jalan berlubang di muka pasar, tolong diperbaiki. P3K kosong", topics: topics)
        #expect(Set(reading.terms.map(\.term.kind)) == Set(EvidenceTerm.Kind.allCases))
        for found in reading.terms {
            #expect(EvidenceTerm(found.term.text) == found.term, "\(found.term.text)")
        }
        #expect(EvidenceTerm("#") == .noTopic)
    }

    @Test(
        "what cannot be a term is refused",
        arguments: [
            "", "tiga kata lagi", "jalan, rusak", "*", "a*b*c", "*jalanan*", "ab*", "~", "*Jala*",
            "jalan ",
        ])
    func refused(_ text: String) { #expect(EvidenceTerm(text) == nil) }

    @Test("a word that is written wrongly shares pieces with the right one")
    func pieces() {
        let right = Set(reading("drainase").terms.map(\.term).filter { $0.kind == .piece })
        let wrong = Set(reading("drainasse").terms.map(\.term).filter { $0.kind == .piece })
        #expect(right.contains(.piece(EvidenceTerm.Letters("drai*") ?? .init(packed: 0))))
        #expect(right.intersection(wrong).count >= 6)
    }

    @Test("numbers are no terms, and nothing is joined over them")
    func numbers() {
        let terms = reading("rumah 12 mampet 3303").terms.map(\.term.text)
        #expect(!terms.contains { $0.contains("1") || $0.contains("3") })
        #expect(!terms.contains("rumah mampet"))
    }

    @Test("offsets of terms map back to the text")
    func offsets() {
        var random = SeededRandom(seed: 7)
        let words = [
            "jalan", "Rusak!", "di", "dépan", "12", "pasar.", "\u{200B}", "😀", "ga", "hancuuur",
        ]
        for _ in 0..<200 {
            let text = (0..<12).map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
            let analysis = TextAnalysis(text, tokenizer: Tokenizer(), phrases: Phrases())
            for found in EvidenceReading(analysis, topics: []).terms {
                for range in found.words {
                    let matched = analysis.matchedText(range)
                    let scalars = text.unicodeScalars.dropFirst(matched.start)
                        .prefix(matched.end - matched.start)
                    #expect(String(String.UnicodeScalarView(scalars)) == matched.text)
                }
            }
        }
    }

    @Test("a text of a megabyte is read within its bound")
    func long() {
        let text = String(repeating: "sampah menumpuk ", count: 70_000)
        let reading = reading(text)
        let said = reading.terms.first { $0.term == .word("sampah") }
        #expect((said?.words.count ?? 0) <= EvidenceReading.maximumWords)
    }
}
