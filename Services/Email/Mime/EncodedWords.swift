// Encoded words of headers (RFC 2047), as programs really write them: cut in the middle of a character.
import Foundation

/// Decodes the value of an unstructured header.
enum EncodedWords {
    /// Bytes of one charset that belong together.
    private struct Run {
        var charset: String?
        var bytes: [UInt8] = []
        /// Letters of base64 at the end that make no whole byte.
        var letters: [UInt8] = []

        /// Adds the letters of a word to those that are left of the one before, where a program has cut
        /// between any two; but not where that one is an end whose padding somebody left out.
        mutating func add(base64 word: [UInt8]) -> Bool {
            let more = word.filter { $0 != UInt8(ascii: "=") }
            let fits = (letters.count + word.count) % 4 == 0
            if (letters.count + more.count) % 4 == 1 || !fits && EncodedWords.isWhole(letters) { end() }
            let all = letters + more
            let whole = more.count < word.count ? all.count : all.count - all.count % 4
            guard more.allSatisfy(EncodedWords.isLetter),
                let decoded = EncodedWords.base64(all[..<whole])
            else { return false }
            bytes += decoded
            letters = Array(all[whole...])
            return true
        }

        /// No more letters follow.
        mutating func end() {
            if letters.count > 1 { bytes += EncodedWords.base64(letters[...]) ?? [] }
            letters = []
        }
    }

    private enum Text {
        case quoted([UInt8])
        case base64([UInt8])
    }

    private struct Word {
        var charset: String
        var text: Text
        var end: Int
    }

    /// Whether there is the beginning of one.
    static func mayStand(in text: some Sequence<UInt8>) -> Bool {
        var before: UInt8 = 0
        for byte in text {
            if before == UInt8(ascii: "="), byte == UInt8(ascii: "?") { return true }
            before = byte
        }
        return false
    }

    /// Never fails: what is no encoded word stays as it is.
    static func decode(_ raw: [UInt8]) -> String {
        var runs: [Run] = []
        var position = 0
        while position < raw.count {
            if let word = word(in: raw, at: position), add(word, to: &runs) {
                position = word.end
            } else {
                // Up to what may be the next.
                let end = raw[(position + 1)...].firstIndex(of: UInt8(ascii: "=")) ?? raw.count
                if runs.last?.charset != nil || runs.isEmpty { runs.append(Run()) }
                runs[runs.count - 1].bytes += raw[position..<end]
                position = end
            }
        }
        return runs.map { run in
            var run = run
            run.end()
            return CharsetText.decode(run.bytes, charset: run.charset)
        }.joined()
    }

    /// Blanks between two words are no part of the text; words of one charset are decoded as one.
    ///
    /// - Returns: `false` when it is no word after all.
    private static func add(_ word: Word, to runs: inout [Run]) -> Bool {
        let follows = runs.count > 1 && runs[runs.count - 1].charset == nil
            && runs[runs.count - 1].bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let place = follows ? runs.count - 2 : runs.count - 1
        let joins = place >= 0 && runs[place].charset == word.charset
        var run = joins ? runs[place] : Run(charset: word.charset)
        switch word.text {
        case .quoted(let bytes):
            run.end()
            run.bytes += bytes
        case .base64(let letters):
            guard run.add(base64: letters) else { return false }
        }
        if follows { runs.removeLast() }
        if joins { runs[place] = run } else { runs.append(run) }
        return true
    }

    /// `=?charset?encoding?text?=`, and where it ends.
    private static func word(in raw: [UInt8], at start: Int) -> Word? {
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
        let content: Text
        switch raw[charsetEnd + 1] | 0x20 {
        case UInt8(ascii: "q"): content = .quoted(quoted(text))
        case UInt8(ascii: "b"): content = .base64(text.filter { $0 > 0x20 })
        default: return nil
        }
        return Word(charset: String(charset), text: content, end: textEnd + 2)
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

    /// Of letters without padding.
    private static func base64(_ letters: ArraySlice<UInt8>) -> [UInt8]? {
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - letters.count % 4) % 4)
        return Data(base64Encoded: Data(letters + padding)).map { Array($0) }
    }

    /// Whether two or three letters are the end of a text whose padding somebody left out: then the bits
    /// that belong to no byte are zero.
    private static func isWhole(_ letters: [UInt8]) -> Bool {
        guard letters.count > 1, let last = alphabet.firstIndex(of: letters[letters.count - 1]) else {
            return false
        }
        return last % (letters.count == 2 ? 16 : 4) == 0
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
