// The lines of a mail's text, as the rules that cut it see them.

/// One line, with what the rules ask of it worked out once.
struct MailLine {
    /// Into the UTF-8 of the text, without the line feed.
    var range: Range<Int>
    /// How many `>` stand before it.
    var depth: Int
    /// For comparing: without quote marks, stars and invisible characters, in lower case, one blank
    /// between words. Cut at ``plainScalarsMax``: what is longer is no marker, and of a disclaimer
    /// the beginning is enough.
    var plain: String
    /// Nothing to see, not even a quote mark.
    var isBlank: Bool
    /// Only a line drawn with characters, such as `____`.
    var isRule: Bool
    /// Begins with blanks, after the quote marks.
    var isIndented: Bool
    /// A digit follows the quote mark directly: ">50 rumah terendam".
    var isComparison: Bool
    /// `-- ` exactly (RFC 3676 section 4.3).
    var isSignatureMark: Bool

    static let plainScalarsMax = 4_000
    static let quoteIndentMax = 3

    /// All lines of `text`; joined with line feeds they are the text again.
    static func all(_ text: String) -> [MailLine] {
        var lines: [MailLine] = []
        var start = 0
        for piece in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let end = start + piece.count
            lines.append(MailLine(Substring(piece), range: start..<end))
            start = end + 1
        }
        return lines
    }

    private init(_ line: Substring, range: Range<Int>) {
        self.range = range
        let scalars = line.unicodeScalars
        let (depth, content) = Self.quote(scalars)
        self.depth = depth
        isIndented = content.first == " " || content.first == "\t"
        isSignatureMark = content.elementsEqual("-- ".unicodeScalars)
        let before = scalars[..<content.startIndex]
        isComparison =
            depth == 1 && before.last == ">" && content.first.map { "0" <= $0 && $0 <= "9" } == true
        var plain = String.UnicodeScalarView()
        var pendingBlank = false
        var drawn: Unicode.Scalar?
        var isRule = true
        var isBlank = depth == 0
        for scalar in content.prefix(Self.plainScalarsMax) {
            if Self.isBlank(scalar) {
                pendingBlank = !plain.isEmpty
                continue
            }
            if Self.isInvisible(scalar) { continue }
            isBlank = false
            if isRule {
                isRule = Self.drawing.contains(scalar) && (drawn == nil || drawn == scalar)
                drawn = scalar
            }
            if scalar == "*" { continue }
            if pendingBlank {
                plain.append(" ")
                pendingBlank = false
            }
            Self.append(scalar, to: &plain)
        }
        self.plain = String(plain)
        self.isBlank = isBlank
        self.isRule = isRule && drawn != nil
    }

    /// The number of quote marks and what follows them.
    private static func quote(
        _ scalars: Substring.UnicodeScalarView
    ) -> (Int, Substring.UnicodeScalarView) {
        var depth = 0
        var rest = scalars
        while true {
            var ahead = rest
            var blanks = 0
            while ahead.first == " ", blanks < quoteIndentMax {
                ahead.removeFirst()
                blanks += 1
            }
            guard ahead.first == ">" else { break }
            ahead.removeFirst()
            depth += 1
            rest = ahead
        }
        if depth > 0, rest.first == " " { rest.removeFirst() }
        return (depth, rest)
    }

    private static func append(
        _ scalar: Unicode.Scalar, to plain: inout String.UnicodeScalarView
    ) {
        switch scalar.value {
        case 0x41...0x5A: plain.append(Unicode.Scalar(UInt8(scalar.value) + 0x20))
        case ..<0x80: plain.append(scalar)
        default: plain.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09, 0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Marks of direction and joining that mail programs strew into dates and names.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static let drawing: Set<Unicode.Scalar> = [
        "-", "_", "=", "*", "~", "#", "–", "—", "─", "━",
    ]
}

extension MailLine {
    /// Nothing to read: blank, or only quote marks.
    var isEmpty: Bool { isBlank || plain.isEmpty && !isRule }

    /// Without the dashes and blanks with which programs adorn a marker, and whether there were any.
    var unadorned: (text: Substring, wasAdorned: Bool) {
        let isAdornment: (Character) -> Bool = { "-_=~ ".contains($0) }
        // As good as every line has none.
        guard let first = plain.first, let last = plain.last, isAdornment(first) || isAdornment(last)
        else { return (plain[...], false) }
        var rest = plain[...]
        var count = 0
        while let first = rest.first, isAdornment(first) {
            rest.removeFirst()
            count += 1
        }
        while let last = rest.last, isAdornment(last) { rest.removeLast() }
        return (rest, count >= 2)
    }

    /// Without links, whichever brackets they stand in.
    var withoutLinks: String {
        guard plain.contains("http") || plain.contains("<") || plain.contains("www.") else {
            return plain
        }
        var words: [Substring] = []
        for word in plain.split(separator: " ") {
            guard let cut = Self.link(in: word) else {
                words.append(word)
                continue
            }
            if cut > word.startIndex { words.append(word[..<cut]) }
        }
        return words.joined(separator: " ")
    }

    private static func link(in word: Substring) -> Substring.Index? {
        for start in ["<http", "(http", "[http", "http", "(www.", "www."] {
            if let found = word.firstRange(of: start) { return found.lowerBound }
        }
        return nil
    }
}
