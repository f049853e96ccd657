// What linking needs to know of a complaint: who, where, what, when, and which words.
package import Foundation
package import Language

/// The facts two complaints are compared by.
package struct LinkFacts: Sendable, Hashable {
    package let id: UUID
    package let at: Date
    /// Normalised phone or e-mail address; `nil` when nobody knows.
    package let reporter: String?
    /// Code of the surest village, if one is sure enough.
    package let village: String?
    /// The strongest topic.
    package let topic: String?
    /// Normal forms of the words, each once.
    package let words: Set<String>
    /// RT number or road named in the text, which tells two spots in one village apart.
    package let spot: Set<String>

    /// A place below this confidence is no ground for a link.
    static let placeConfidence = 0.8
    /// More words than this are not compared.
    static let wordsMax = 400

    /// - Parameters:
    ///   - village: code and confidence (0 … 1) of the surest place of village level.
    package init(
        id: UUID, at: Date, reporter: String?, village: (code: String, confidence: Double)?,
        topic: String?, text: String, tokenizer: Tokenizer
    ) {
        self.id = id
        self.at = at
        self.reporter = reporter
        self.village = village.flatMap {
            $0.confidence >= Self.placeConfidence ? $0.code : nil
        }
        self.topic = topic
        let tokens = tokenizer.tokens(text).prefix(Self.wordsMax).map(\.normal)
        words = Set(tokens)
        var spot: Set<String> = []
        for (marker, value) in zip(tokens, tokens.dropFirst()) {
            switch marker {
            case "rt", "rw", "gang", "gg": spot.insert("\(marker) \(Self.withoutZeros(value))")
            default: break
            }
        }
        self.spot = spot
    }

    private static func withoutZeros(_ value: String) -> String {
        let digits = value.drop { $0 == "0" }
        return digits.isEmpty ? value : String(digits)
    }

    /// Shared words over all words of both (Jaccard), 0 … 1.
    func likeness(_ other: LinkFacts) -> Double {
        let shared = words.intersection(other.words).count
        let all = words.count + other.words.count - shared
        return all == 0 ? 0 : Double(shared) / Double(all)
    }

    /// Whether both name a spot of the same kind, and not the same one.
    func conflicts(_ other: LinkFacts) -> Bool {
        func kinds(_ spots: Set<String>) -> Set<Substring> {
            Set(spots.compactMap { $0.split(separator: " ").first })
        }
        for kind in kinds(spot).intersection(kinds(other.spot)) {
            let mine = spot.filter { $0.hasPrefix(kind + " ") }
            let theirs = other.spot.filter { $0.hasPrefix(kind + " ") }
            if mine.isDisjoint(with: theirs) { return true }
        }
        return false
    }
}
