// One text, read once: its words and the phrases found in it.
package import Complaints

/// A text with its words and the phrases of a pack found in it.
package struct TextAnalysis: Sendable {
    package let text: String
    package let tokens: [Token]
    package let matches: [PhraseMatch]

    package init(_ text: String, tokenizer: Tokenizer, phrases: Phrases) {
        self.text = text
        tokens = tokenizer.tokens(text)
        matches = phrases.matches(in: tokens)
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
