// Signals: what is seen without phrases, and learning from labelled messages.
import Complaints
import Testing
import TestSupport

@testable import Language

@Suite struct SignalsTests {
    // MARK: Links and codes

    @Test(
        "a link to a stranger's host and a code to dial are seen, a photo and a full stop are not",
        arguments: [
            ("klik http://klaim-hadiah.xyz/a sekarang", ["http://klaim-hadiah.xyz/a"]),
            ("cek bit.ly/3xYz dan wa.me/62812", ["bit.ly/3xYz", "wa.me/62812"]),
            ("Daftar*123# atau *100*888#.", ["Daftar*123#", "*100*888#."]),
            ("lihat https://www.youtube.com/watch?v=1", []),
            ("lapor.hulusungaiselatankab.go.id sulit dibuka", []),
            ("sudah rusak.Mohon dibantu.Terima kasih", []),
            ("surat ke aduan@contoh.com", []), ("http://go.id@jahat.xyz/a", ["http://go.id@jahat.xyz/a"]),
            ("gabung https://t.me/@slot", ["https://t.me/@slot"]), ("jam 08.30 s.d. 10.00", []), ("", []),
            ("***", []), ("#1", []),
        ])
    func addresses(text: String, expected: [String]) {
        let found = WrittenAddresses(text, trustedHosts: ["youtube.com", "go.id"]).found
        #expect(found.map(\.text.text) == expected)
    }

    @Test("places of links are counted in scalars, behind letters of several bytes as well")
    func offsets() {
        let text = "🚧 jembatan\u{301} rusak, cek bit.ly/abc ya"
        let scalars = Array(text.unicodeScalars)
        for found in WrittenAddresses(text, trustedHosts: []).found {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[found.text.start..<found.text.end])
            #expect(String(view) == "bit.ly/abc")
        }
    }

    @Test("a text of links alone is bounded")
    func many() {
        let text = String(repeating: "ab.com ", count: 100_000)
        #expect(WrittenAddresses(text, trustedHosts: []).found.count == WrittenAddresses.maximum)
    }

    @Test("hints come by phrases and shapes, each phrase once")
    func hints() throws {
        var phrases = Phrases()
        let (first, second) = (phrases.add("=bagaimana cara"), phrases.add("=promo"))
        let (ask, offer) = (try #require(first), try #require(second))
        let hints = SignalHints(["question": [ask], "offer": [offer]])
        let text = TextAnalysis(
            "promo promo! bagaimana cara daftar 081234567890?", tokenizer: Tokenizer(),
            phrases: phrases)
        let hits = hints.hits(in: text, nil, namesPlace: true, civic: 0)
        let weights = Dictionary(uniqueKeysWithValues: hits.map { ($0.topic, $0.weight) })
        #expect(weights == ["question": 2, "offer": 1, "number": 1, "asks": 1, "place": 1])
        #expect(hints.names.isSuperset(of: weights.keys))
    }

    // MARK: Learning

    /// Three hands that speak of few things.
    private static let messages: [LabelledMessage] = {
        var random = SeededRandom(seed: 11)
        let words: [(Set<String>, [String])] = [
            (["complaint"], ["jalan", "rusak", "berlubang", "banjir", "gelap", "mampet"]),
            (["question"], ["bagaimana", "syarat", "berapa", "biaya", "jadwal", "kapan"]),
            (["spam"], ["promo", "hadiah", "klik", "slot", "bonus", "cair"]),
            (["complaint", "emergency"], ["tolong", "kebakaran", "hanyut", "segera", "korban", "api"]),
        ]
        return (0..<240).map { number in
            let (labels, own) = words[number % words.count]
            let text = (0..<5).map { _ in own.randomElement(using: &random) ?? "" }
                + ["di", "kampung", "kami"]
            let said = text.shuffled(using: &random).joined(separator: " ")
            return LabelledMessage(
                reading: EvidenceReading(
                    TextAnalysis(said, tokenizer: Tokenizer(), phrases: Phrases()), topics: [],
                    view: .signals),
                labels: labels, key: said, hand: number % 3)
        }
    }()

    private func signals(_ learned: LearnedEvidence) -> Signals {
        Signals(flags: [:], hints: SignalHints(), learned: learned)
    }

    private func read(_ text: String, _ signals: Signals) -> SignalReading {
        signals.reading(
            of: TextAnalysis(text, tokenizer: Tokenizer(), phrases: Phrases()), nil,
            namesPlace: false, civic: 0)
    }

    @Test("kinds, flags and nuisances are learned, and the words of a nuisance are named")
    func learns() throws {
        let (learned, quality) = try SignalTraining().learn(Self.messages)
        #expect(
            Set(quality.map(\.label)) == ["complaint", "question", "spam", "emergency"])
        #expect(quality.allSatisfy { $0.found * 10 >= $0.of * 9 && $0.wrong * 10 <= $0.of })
        let signals = signals(learned)
        #expect(read("jalan berlubang dan gelap", signals).kind == .complaint)
        #expect(read("berapa biaya dan syarat", signals).kind == .question)
        #expect(read("kebakaran, tolong segera", signals).flags == ["emergency"])
        #expect(read("jalan rusak", signals).flags.isEmpty)
        #expect(read("jalan rusak", signals).nuisance == nil)
        let spam = try #require(read("klik promo bonus slot", signals).nuisance)
        let words = spam.flatMap { $0.text.split(separator: " ") }
        #expect(Set(words).isSubset(of: ["klik", "promo", "bonus", "slot"]))
        #expect(!spam.isEmpty && spam.allSatisfy { $0.weight ?? 0 > 0 })
    }

    @Test("equal messages give an equal table")
    func deterministic() throws {
        let first = try SignalTraining().learn(Self.messages).learned
        let second = try SignalTraining().learn(Self.messages).learned
        #expect(first.entries == second.entries && first.agencies == second.agencies)
    }

    @Test("of messages with a matter no more are taken for a nuisance than allowed")
    func misfiled() throws {
        // Every third nuisance says nothing but words of complaints, and the other way round.
        let mixed = Self.messages.enumerated().map { number, message in
            var message = message
            if number.isMultiple(of: 9) {
                message.labels = message.labels.contains("spam") ? ["complaint"] : ["spam"]
            }
            return message
        }
        var training = SignalTraining()
        training.misfiledMax = 0
        let strict = try #require(
            try training.learn(mixed).quality.first { $0.label == FlagName.spam })
        training.misfiledMax = 0.2
        let loose = try #require(
            try training.learn(mixed).quality.first { $0.label == FlagName.spam })
        #expect(strict.wrong == 0 && loose.wrong > 0 && loose.found > strict.found)
    }

    @Test("one hand alone, or too few messages, teach nothing")
    func tooLittle() {
        let one = Self.messages.filter { $0.hand == 0 }
        #expect(throws: EvidenceProblem.self) { try SignalTraining().learn(one) }
        #expect(throws: EvidenceProblem.tooFewCases(3)) {
            try SignalTraining().learn(Array(Self.messages.prefix(3)))
        }
    }

    @Test("without a table every text is a complaint, and phrases still set flags")
    func withoutTable() throws {
        var phrases = Phrases()
        let added = phrases.add("=rahasiakan")
        let secret = try #require(added)
        let signals = Signals(flags: ["confidential": [secret]], hints: SignalHints(), learned: nil)
        let text = TextAnalysis(
            "rahasiakan nama saya", tokenizer: Tokenizer(), phrases: phrases)
        let reading = signals.reading(of: text, nil, namesPlace: false, civic: 0)
        #expect(reading.kind == .complaint && reading.flags == ["confidential"])
        #expect(reading.nuisance == nil)
    }
}
