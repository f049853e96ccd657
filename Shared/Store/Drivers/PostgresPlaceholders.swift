// `?` becomes `$1`, `$2` … wherever PostgreSQL expects a value, and nowhere else.

enum PostgresPlaceholders {
    /// Numbers the placeholders of a statement. Left alone: strings ('…' and E'…'), quoted names,
    /// comments (nested ones too) and dollar-quoted texts.
    static func number(_ sql: String) -> String {
        var text = Array(sql.utf8)[...]
        var out: [UInt8] = []
        out.reserveCapacity(text.count + 16)
        var count = 0
        while let byte = text.first {
            let length = quotedLength(text, after: out.last)
            if length > 0 {
                out += text.prefix(length)
                text = text.dropFirst(length)
                continue
            }
            text = text.dropFirst()
            if byte == UInt8(ascii: "?") {
                count += 1
                out += Array("$\(count)".utf8)
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// How much at the start of `text` is quoted or a comment; 0 when nothing is. What is never
    /// closed reaches to the end: the server will say so.
    private static func quotedLength(_ text: ArraySlice<UInt8>, after previous: UInt8?) -> Int {
        switch text.first {
        case UInt8(ascii: "'"):
            let escapes = previous == UInt8(ascii: "E") || previous == UInt8(ascii: "e")
            return run(text, closing: UInt8(ascii: "'"), escapes: escapes)
        case UInt8(ascii: "\""):
            return run(text, closing: UInt8(ascii: "\""), escapes: false)
        case UInt8(ascii: "-") where text.starts(with: "--".utf8):
            return text.prefix { $0 != UInt8(ascii: "\n") }.count
        case UInt8(ascii: "/") where text.starts(with: "/*".utf8):
            return comment(text)
        case UInt8(ascii: "$"):
            return dollarQuoted(text)
        default:
            return 0
        }
    }

    /// A doubled quote closes and opens again, which comes to the same.
    private static func run(
        _ text: ArraySlice<UInt8>, closing: UInt8, escapes: Bool
    ) -> Int {
        var index = text.startIndex + 1
        while index < text.endIndex {
            if escapes, text[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if text[index] == closing { return index - text.startIndex + 1 }
            index += 1
        }
        return text.count
    }

    private static func comment(_ text: ArraySlice<UInt8>) -> Int {
        var depth = 0
        var rest = text
        while !rest.isEmpty {
            if rest.starts(with: "/*".utf8) {
                depth += 1
                rest = rest.dropFirst(2)
            } else if rest.starts(with: "*/".utf8) {
                depth -= 1
                rest = rest.dropFirst(2)
                if depth == 0 { return rest.startIndex - text.startIndex }
            } else {
                rest = rest.dropFirst()
            }
        }
        return text.count
    }

    /// `$$…$$` or `$tag$…$tag$`.
    private static func dollarQuoted(_ text: ArraySlice<UInt8>) -> Int {
        let name = text.dropFirst().prefix {
            $0 == UInt8(ascii: "_") || Character(UnicodeScalar($0)).isLetter
        }
        guard name.endIndex < text.endIndex, text[name.endIndex] == UInt8(ascii: "$") else {
            return 0
        }
        let tag = text[text.startIndex...name.endIndex]
        var rest = text.dropFirst(tag.count)
        while !rest.isEmpty {
            if rest.starts(with: tag) { return rest.startIndex - text.startIndex + tag.count }
            rest = rest.dropFirst()
        }
        return text.count
    }
}
