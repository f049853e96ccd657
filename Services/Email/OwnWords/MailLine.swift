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
        var text = text
        return text.withUTF8 { bytes in
            var lines: [MailLine] = []
            // Of one line after the other, so that memory is taken once.
            var plain: [UInt8] = []
            var start = 0
            while start <= bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
                lines.append(MailLine(bytes[start..<end], &plain))
                start = end + 1
            }
            return lines
        }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private init(_ line: Bytes, _ plain: inout [UInt8]) {
        range = line.startIndex..<line.endIndex
        let (depth, content) = Self.quote(line)
        self.depth = depth
        isIndented = content.first == 0x20 || content.first == 0x09
        isSignatureMark = content.elementsEqual("-- ".utf8)
        let before = line[..<content.startIndex]
        isComparison =
            depth == 1 && before.last == UInt8(ascii: ">")
            && content.first.map { 0x30...0x39 ~= $0 } == true
        plain.removeAll(keepingCapacity: true)
        var pendingBlank = false
        var drawn: Unicode.Scalar?
        var isRule = true
        var isBlank = depth == 0
        var rest = content
        var count = 0
        while count < Self.plainScalarsMax, let scalar = Self.popScalar(&rest) {
            count += 1
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
                plain.append(0x20)
                pendingBlank = false
            }
            if scalar.isASCII {
                plain.append(UInt8(truncatingIfNeeded: scalar.value).lowered)
            } else {
                plain.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
        self.plain = String(decoding: plain, as: UTF8.self)
        self.isBlank = isBlank
        self.isRule = isRule && drawn != nil
    }

    /// The next scalar of a String's bytes, which are whole.
    private static func popScalar(_ bytes: inout Bytes) -> Unicode.Scalar? {
        guard let first = bytes.popFirst() else { return nil }
        guard first >= 0x80 else { return Unicode.Scalar(first) }
        let following = (~first).leadingZeroBitCount - 1
        var value = UInt32(first) & (0x3F >> UInt32(following))
        for _ in 0..<following { value = value << 6 | UInt32((bytes.popFirst() ?? 0) & 0x3F) }
        return Unicode.Scalar(value)
    }

    /// The number of quote marks and what follows them.
    private static func quote(_ line: Bytes) -> (Int, Bytes) {
        var depth = 0
        var rest = line
        while true {
            var ahead = rest
            var blanks = 0
            while ahead.first == 0x20, blanks < quoteIndentMax {
                ahead.removeFirst()
                blanks += 1
            }
            guard ahead.first == UInt8(ascii: ">") else { break }
            ahead.removeFirst()
            depth += 1
            rest = ahead
        }
        if depth > 0, rest.first == 0x20 { rest.removeFirst() }
        return (depth, rest)
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
        // As good as every line has none.
        let adornments = "-_=~ "
        guard let first = plain.utf8.first, let last = plain.utf8.last,
            adornments.utf8.contains(first) || adornments.utf8.contains(last)
        else { return (plain[...], false) }
        let isAdornment: (Character) -> Bool = { adornments.contains($0) }
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
        guard plain.utf8.contains(UInt8(ascii: "<")) || Self.links.occur(in: plain) else {
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

    private static let links = Phrases(["http", "www."])

    private static func link(in word: Substring) -> Substring.Index? {
        for start in ["<http", "(http", "[http", "http", "(www.", "www."] {
            if let found = word.firstRange(of: start) { return found.lowerBound }
        }
        return nil
    }
}
