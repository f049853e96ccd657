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
            // For one line after the other. A lower-case letter may take a byte more than its capital.
            withUnsafeTemporaryAllocation(
                of: UInt8.self, capacity: 2 * min(bytes.count, 4 * plainScalarsMax)
            ) { plain in
                var lines: [MailLine] = []
                var start = 0
                while start <= bytes.count {
                    let end = bytes.firstPlace(of: 0x0A, from: start) ?? bytes.count
                    lines.append(MailLine(bytes[start..<end], plain))
                    start = end + 1
                }
                return lines
            }
        }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private init(_ line: Bytes, _ plain: UnsafeMutableBufferPointer<UInt8>) {
        range = line.startIndex..<line.endIndex
        let (depth, content) = Self.quote(line)
        self.depth = depth
        isIndented = content.first == 0x20 || content.first == 0x09
        isSignatureMark = content.elementsEqual("-- ".utf8)
        let before = line[..<content.startIndex]
        isComparison =
            depth == 1 && before.last == UInt8(ascii: ">")
            && content.first.map { 0x30...0x39 ~= $0 } == true
        var written = 0
        func write(_ byte: UInt8) {
            plain[written] = byte
            written += 1
        }
        var isASCII = true
        var pendingBlank = false
        var drawn: Unicode.Scalar?
        var isRule = true
        var isBlank = depth == 0
        var place = content.startIndex
        var count = 0
        while count < Self.plainScalarsMax, place < content.endIndex {
            if !isRule {
                if pendingBlank, Self.isPlain(content[place]) {
                    write(0x20)
                    pendingBlank = false
                }
                let end = min(content.endIndex, place + Self.plainScalarsMax - count)
                let copied = Self.copyWords(content.base, place..<end, to: plain, written)
                if copied > 0 { pendingBlank = false }
                place += copied
                written += copied
                count += copied
                guard place < end else { continue }
            }
            count += 1
            let scalar = Self.scalar(in: content, &place)
            if Self.isBlank(scalar) {
                pendingBlank = written > 0
                continue
            }
            if Self.isInvisible(scalar) { continue }
            isBlank = false
            if isRule {
                isRule = Self.isDrawing(scalar) && (drawn == nil || drawn == scalar)
                drawn = scalar
            }
            if scalar == "*" { continue }
            if pendingBlank { write(0x20) }
            pendingBlank = false
            isASCII = isASCII && scalar.isASCII
            if scalar.isASCII {
                write(UInt8(truncatingIfNeeded: scalar.value).lowered)
            } else if Self.hasNoCase(scalar) {
                for byte in scalar.utf8 { write(byte) }
            } else {
                for byte in scalar.properties.lowercaseMapping.utf8 { write(byte) }
            }
        }
        let bytes = UnsafeBufferPointer(rebasing: plain[..<written])
        // Made of whole scalars, so that there is nothing to look for.
        self.plain = isASCII
            ? String(decoding: bytes, as: UTF8.self)
            : String(copying: UTF8Span(unchecked: bytes.span))
        self.isBlank = isBlank
        self.isRule = isRule && drawn != nil
    }

    /// The scalar at `place` of a String's bytes, which are whole; `place` moves behind it.
    private static func scalar(in bytes: Bytes, _ place: inout Int) -> Unicode.Scalar {
        let first = bytes[place]
        place += 1
        guard first >= 0x80 else { return Unicode.Scalar(first) }
        let following = (~first).leadingZeroBitCount - 1
        var value = UInt32(first) & (0x3F >> UInt32(following))
        for _ in 0..<following where place < bytes.endIndex {
            value = value << 6 | UInt32(bytes[place] & 0x3F)
            place += 1
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
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

    /// Words with one blank between them, which nearly all of a mail is. The number of bytes.
    private static func copyWords(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        to plain: UnsafeMutableBufferPointer<UInt8>, _ start: Int
    ) -> Int {
        var end = range.lowerBound
        while end < range.upperBound {
            let byte = bytes[end]
            let isBetween = byte == 0x20 && end &+ 1 < range.upperBound && isPlain(bytes[end &+ 1])
            guard isPlain(byte) || isBetween else { break }
            end &+= 1
        }
        // A loop of its own, which the compiler makes of many bytes at a time.
        let count = end - range.lowerBound
        for offset in 0..<count { plain[start &+ offset] = bytes[range.lowerBound &+ offset].lowered }
        return count
    }

    /// A letter, a digit or a mark of ASCII, but the star.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x21 < 0x5E && byte != UInt8(ascii: "*")
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x7E: false
        case 0x20, 0x09, 0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Marks of direction and joining that mail programs strew into dates and names.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x7F: false
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func isDrawing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "_", "=", "*", "~", "#", "–", "—", "─", "━": true
        default: false
        }
    }

    /// Dashes, quotation marks and East Asian letters, without a look into the tables.
    private static func hasNoCase(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2000...0x206F, 0x3000...0x9FFF: true
        default: false
        }
    }
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
