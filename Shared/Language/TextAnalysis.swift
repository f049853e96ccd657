// One text, read once: its words and the phrases found in it.
package import Complaints

/// A text with its words and the phrases of a pack found in it.
package struct TextAnalysis: Sendable {
    package let text: String
    package let tokens: [Token]
    package private(set) var matches: [PhraseMatch]

    package init(_ text: String, tokenizer: Tokenizer, phrases: Phrases) {
        self.text = text
        tokens = tokenizer.tokens(text)
        matches = phrases.matches(in: tokens)
    }

    /// Without the phrases of which a part lies within one of these stretches: in the name of a village
    /// "banyu" is no water.
    package func ignoring(_ names: [Range<Int>]) -> TextAnalysis {
        guard !names.isEmpty else { return self }
        var ends: [Int: Int] = [:]
        for name in names {
            for token in name { ends[token] = max(ends[token] ?? 0, name.upperBound) }
        }
        var result = self
        result.matches.removeAll { match in
            match.parts.contains { ends[$0.lowerBound] ?? 0 >= $0.upperBound }
        }
        return result
    }

    /// The stretch of the text that some words cover, as written.
    package func matchedText(_ tokens: Range<Int>) -> MatchedText {
        let first = self.tokens[tokens.lowerBound]
        let last = self.tokens[tokens.upperBound - 1]
        return MatchedText(
            text: String(text[first.range.lowerBound..<last.range.upperBound]),
            start: first.start, end: last.end)
    }
}
