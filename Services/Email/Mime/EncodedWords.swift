// Encoded words of headers (RFC 2047), as programs really write them: cut in the middle of a character.
import Foundation

/// Decodes the value of an unstructured header.
enum EncodedWords {
    /// Bytes of one charset that belong together.
    private struct Run {
        var charset: String?
        var bytes: [UInt8]
    }

    /// Never fails: what is no encoded word stays as it is.
    static func decode(_ raw: [UInt8]) -> String {
        var runs: [Run] = []
        var position = 0
        while position < raw.count {
            if let (word, end) = word(in: raw, at: position) {
                add(word, to: &runs)
                position = end
            } else {
                if runs.last?.charset != nil || runs.isEmpty { runs.append(Run(bytes: [])) }
                runs[runs.count - 1].bytes.append(raw[position])
                position += 1
            }
        }
        return runs.map { CharsetText.decode($0.bytes, charset: $0.charset) }.joined()
    }

    /// Blanks between two words are no part of the text; words of one charset are decoded as one.
    private static func add(_ word: Run, to runs: inout [Run]) {
        if runs.count > 1, let last = runs.last, last.charset == nil,
            last.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        {
            runs.removeLast()
        }
        if let last = runs.last, last.charset == word.charset {
            runs[runs.count - 1].bytes += word.bytes
        } else {
            runs.append(word)
        }
    }

    /// `=?charset?encoding?text?=`, and where it ends.
    private static func word(in raw: [UInt8], at start: Int) -> (Run, end: Int)? {
        guard raw[start...].starts(with: "=?".utf8) else { return nil }
        let mark = UInt8(ascii: "?")
        guard let charsetEnd = raw[(start + 2)...].prefix(charsetBytesMax).firstIndex(of: mark),
            charsetEnd > start + 2, charsetEnd + 2 < raw.count, raw[charsetEnd + 2] == mark,
            let textEnd = raw[(charsetEnd + 3)...].prefix(textBytesMax).firstIndex(of: mark),
            textEnd + 1 < raw.count, raw[textEnd + 1] == UInt8(ascii: "=")
        else { return nil }
        // A language may follow the charset (RFC 2231 section 5).
        let charset = String(decoding: raw[(start + 2)..<charsetEnd], as: UTF8.self)
            .lowercased().prefix { $0 != "*" }
        let text = raw[(charsetEnd + 3)..<textEnd]
        let bytes: [UInt8]?
        switch raw[charsetEnd + 1] | 0x20 {
        case UInt8(ascii: "q"): bytes = quoted(text)
        case UInt8(ascii: "b"): bytes = base64(text)
        default: bytes = nil
        }
        return bytes.map { (Run(charset: String(charset), bytes: $0), textEnd + 2) }
    }

    private static let charsetBytesMax = 60
    /// RFC 2047 says 75 for the whole word; programs do not keep to it.
    private static let textBytesMax = 4_000

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "="), index + 2 < text.endIndex,
                let value = UInt8(String(decoding: text[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
                index += 1
            }
        }
        return bytes
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let letters = text.filter { $0 != UInt8(ascii: "=") && $0 > 0x20 }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - letters.count % 4) % 4)
        return Data(base64Encoded: Data(letters + padding)).map { Array($0) }
    }
}
