// Words of a turn with what punctuation says around them.

/// One word.
struct Token: Sendable {
    /// Lower case, apostrophes removed.
    var word: String
    /// In the text it was taken from.
    var range: Range<String.Index>
    var isCapitalised: Bool
    /// A comma, colon, dash or quotation mark follows.
    var endsClause = false
    /// A full stop, question or exclamation mark, or the end of the text follows.
    var endsSentence = false
    /// A question mark follows.
    var asks = false
}

enum Tokens {
    /// A full stop after these does not end a sentence.
    private static let abbreviations: Set<String> = [
        "kec", "kel", "ds", "jl", "jln", "gg", "no", "h", "hj", "rt", "rw", "dr", "drs", "bpk",
        "sdr", "km", "kab", "yth", "wr", "dsn", "kp", "m", "ir",
    ]

    static func split(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            guard character.isLetter || character.isNumber else {
                mark(character, after: text.index(after: index), in: text, &tokens)
                index = text.index(after: index)
                continue
            }
            var end = text.index(after: index)
            while end < text.endIndex {
                let next = text[end]
                if next.isLetter || next.isNumber {
                    end = text.index(after: end)
                } else if "-'’.".contains(next), let after = text[text.index(after: end)...].first,
                    after.isLetter || after.isNumber,
                    next != "." || (text[text.index(before: end)].isNumber && after.isNumber)
                {
                    end = text.index(after: end)
                } else {
                    break
                }
            }
            let word = text[index..<end].lowercased().filter { $0 != "'" && $0 != "’" }
            tokens.append(
                Token(word: word, range: index..<end, isCapitalised: character.isUppercase))
            index = end
        }
        if let last = tokens.indices.last { tokens[last].endsSentence = true }
        return tokens
    }

    private static func mark(
        _ character: Character, after index: String.Index, in text: String, _ tokens: inout [Token]
    ) {
        guard let last = tokens.indices.last else { return }
        switch character {
        case "?", "!", "…":
            tokens[last].endsSentence = true
            if character == "?" { tokens[last].asks = true }
        case ".":
            if !abbreviations.contains(tokens[last].word), !isInsideLink(text, index) {
                tokens[last].endsSentence = true
            }
        case ",", ":", ";", "—", "–", "\"", "“", "”", "(", ")": tokens[last].endsClause = true
        default: break
        }
    }

    /// "lapor.go.id/laporan", "bit.ly/abc", but not "rusak.Tolong": what follows a full stop inside a link.
    private static func isInsideLink(_ text: String, _ index: String.Index) -> Bool {
        guard index < text.endIndex, text[index].isLetter || text[index].isNumber else { return false }
        let rest = text[index...].prefix { !$0.isWhitespace }
        let last = rest.split { !$0.isLetter && !$0.isNumber }.last.map { $0.lowercased() } ?? ""
        return rest.contains("/") || domains.contains(last)
    }

    private static let domains: Set<String> = ["id", "com", "org", "net", "ly", "html", "php"]
}

extension String {
    /// Each word with a capital: how a name is written that a speech recogniser wrote small.
    var titleCased: String {
        split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}

extension Set<String> {
    /// Words with blanks between.
    init(words: String) { self.init(words.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
