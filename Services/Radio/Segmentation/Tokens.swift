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

extension StringProtocol {
    /// Whether one of its characters is a number; of ASCII, as nearly every word is, seen by its bytes.
    var hasNumber: Bool {
        var isASCII = true
        for byte in utf8 {
            if byte >= 0x30, byte <= 0x39 { return true }
            if byte >= 0x80 { isASCII = false }
        }
        return !isASCII && contains(where: \.isNumber)
    }
}

enum Tokens {
    /// A full stop after these does not end a sentence.
    private static let abbreviations: Set<String> = [
        "kec", "kel", "ds", "jl", "jln", "gg", "no", "h", "hj", "rt", "rw", "dr", "drs", "bpk",
        "sdr", "km", "kab", "yth", "wr", "dsn", "kp", "m", "ir",
    ]

    static func split(_ text: String) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(text.utf8.count / bytesOfAWord)
        var index = text.startIndex
        while index < text.endIndex {
            let (isWord, after) = step(text, index)
            guard isWord else {
                if text.utf8[index] != 0x20 { mark(text[index], after: after, in: text, &tokens) }
                index = after
                continue
            }
            var end = after
            while end < text.endIndex {
                let (goesOn, next) = step(text, end)
                if goesOn || joins(text, end, next) { end = next } else { break }
            }
            let own = text[index..<end]
            var word = own.lowercased()
            if own.utf8.contains(where: { $0 == UInt8(ascii: "'") || $0 >= 0x80 }) {
                word.removeAll { $0 == "'" || $0 == "’" }
            }
            tokens.append(Token(word: word, range: index..<end, isCapitalised: isLarge(text, index)))
            index = end
        }
        if let last = tokens.indices.last { tokens[last].endsSentence = true }
        return tokens
    }

    private static let bytesOfAWord = 6

    /// Whether a letter or number stands there, and where the next begins. Nearly all are ASCII, which needs
    /// no table.
    private static func step(_ text: String, _ index: String.Index) -> (isWord: Bool, after: String.Index) {
        let byte = text.utf8[index]
        guard byte < 0x80 else {
            let character = text[index]
            return (character.isLetter || character.isNumber, text.index(after: index))
        }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return (isLetter || byte.isDigit, text.utf8.index(after: index))
    }

    /// "anak-anak", "Jum'at", "3.5": a mark within a word.
    private static func joins(_ text: String, _ mark: String.Index, _ next: String.Index) -> Bool {
        let byte = text.utf8[mark]
        let isMark = byte < 0x80 ? joiners.contains(byte) : text[mark] == "’"
        guard isMark, next < text.endIndex, step(text, next).isWord else { return false }
        return byte != UInt8(ascii: ".") || text[text.index(before: mark)].isNumber && text[next].isNumber
    }

    private static let joiners = "-'.".utf8

    private static func isLarge(_ text: String, _ index: String.Index) -> Bool {
        let byte = text.utf8[index]
        return byte < 0x80 ? (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) : text[index].isUppercase
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
