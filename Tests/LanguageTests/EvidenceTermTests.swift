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

    @Test("looking terms up says what reading them says")
    func lookedUp() {
        var random = SeededRandom(seed: 11)
        let words = [
            "jalan", "rusak", "diperbaiki", "sampah", "menumpuk", "12", "pasar", "airnya", "keruh",
            "di",
        ]
        func text() -> String {
            (0..<Int.random(in: 1..<15, using: &random))
                .map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
        func topics() -> [TopicHit] {
            ["jalan", "sampah", "air"].filter { _ in Bool.random(using: &random) }.map {
                TopicHit(topic: $0, weight: Double.random(in: 0.4..<4, using: &random), words: [])
            }
        }
        // A table that holds about half of what is said.
        var known: Set<EvidenceTerm> = []
        for _ in 0..<40 { known.formUnion(reading(text(), topics: topics()).terms.map(\.term)) }
        let terms = known.sorted { $0.text < $1.text }.filter { _ in Bool.random(using: &random) }
        let entries = terms.map { term in
            LearnedEvidence.Entry(
                term: term, rarity: Double.random(in: 1..<9, using: &random),
                weights: (0..<3).map {
                    .init(agency: $0, weight: Double.random(in: -2..<2, using: &random))
                })
        }
        let table = LearnedEvidence(
            agencies: ["A", "B", "C"].map { .init(id: $0, base: -0.5, cases: 1) }, entries: entries,
            calibration: .init(slope: 1, base: 0), thresholds: [])
        for _ in 0..<200 {
            let (text, topics) = (text(), topics())
            let expected = scores(reading(text, topics: topics), entries)
            let analysis = TextAnalysis(text, tokenizer: Tokenizer(), phrases: Phrases())
            for scored in table.opinion(on: analysis, topics: topics).ranking {
                #expect(abs(scored.score - (expected[scored.agency] ?? 0)) < 1e-9)
            }
        }
    }

    /// As the evidence file explains it.
    private func scores(
        _ reading: EvidenceReading, _ entries: [LearnedEvidence.Entry]
    ) -> [String: Double] {
        let table = Dictionary(uniqueKeysWithValues: entries.map { ($0.term, $0) })
        var lengths: [EvidenceTerm.Kind: Double] = [:]
        for found in reading.terms where found.term.kind != .topic {
            guard let entry = table[found.term] else { continue }
            lengths[entry.term.kind, default: 0] +=
                (found.amount * entry.rarity) * (found.amount * entry.rarity)
        }
        var scores = ["A": -0.5, "B": -0.5, "C": -0.5]
        for found in reading.terms {
            guard let entry = table[found.term] else { continue }
            let length =
                entry.term.kind == .topic ? 1 : lengths[entry.term.kind, default: 1].squareRoot()
            for weight in entry.weights {
                scores[["A", "B", "C"][weight.agency], default: 0] +=
                    weight.weight * found.amount / length
            }
        }
        return scores
    }
}
