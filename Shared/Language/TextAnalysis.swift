// One text, read once: its words and the phrases found in it.
package import Complaints

/// A text with its words and the phrases of a pack found in it.
package struct TextAnalysis: Sendable {
    package let tokens: Tokens
    package private(set) var matches: [PhraseMatch]
    private let readings: [WordReading]
    /// Words that are names of places, as ``ignoring(_:)`` was told.
    private(set) var names: Set<Int> = []

    package var text: String { tokens.text }

    package init(_ text: String, tokenizer: Tokenizer, phrases: Phrases) {
        tokens = tokenizer.tokens(text)
        readings = phrases.readings(of: tokens)
        matches = phrases.matches(in: tokens, readings)
    }

    /// Whether the phrases hold the word at a place, or its stem.
    package func isKnown(_ token: Int) -> Bool { readings[token].isKnown }

    /// Without the phrases of which a part lies within one of these stretches: in the name of a village
    /// "banyu" is no water.
    package func ignoring(_ names: [Range<Int>]) -> TextAnalysis {
        guard !names.isEmpty else { return self }
        var ends = [Int](repeating: 0, count: tokens.count)
        for name in names {
            for token in name { ends[token] = max(ends[token], name.upperBound) }
        }
        var result = self
        for name in names { result.names.formUnion(name) }
        result.matches.removeAll { match in
            !match.allParts { ends[$0.lowerBound] < $0.upperBound }
        }
        return result
    }

    /// The stretch of the text that some words cover, as written.
    package func matchedText(_ tokens: Range<Int>) -> MatchedText {
        MatchedText(
            text: String(self.tokens.written(tokens)), start: self.tokens[tokens.lowerBound].start,
            end: self.tokens[tokens.upperBound - 1].end)
    }

    /// The same of what learned evidence goes by, with its weight to two places.
    package func matchedText(_ reason: EvidenceOpinion.Reason) -> MatchedText {
        var matched = matchedText(reason.words)
        matched.weight = (reason.weight * 100).rounded() / 100
        return matched
    }
}
