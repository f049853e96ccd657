// Which bytes stand for which letters in a text file, and its letters as UTF-8, piece by piece.
import Foundation

/// What a file is written in.
enum TextEncoding: Sendable, Hashable {
    case utf8(mark: Bool)
    case utf16(littleEndian: Bool, mark: Bool)
    case windows1252

    static let chunkBytes = 64 * 1024

    /// Looks at the whole file: one letter of windows-1252 may stand at its end.
    static func detect(path: String) throws(SheetError) -> (encoding: TextEncoding, notes: [String])
    {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SheetError("\(path) cannot be read")
        }
        defer { try? handle.close() }
        let head = [UInt8]((try? handle.read(upToCount: 4096)) ?? Data())
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8(mark: true), []) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16(littleEndian: true, mark: true), []) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16(littleEndian: false, mark: true), []) }
        let zeros = (
            even: head.enumerated().count { $0.element == 0 && $0.offset % 2 == 0 },
            odd: head.enumerated().count { $0.element == 0 && $0.offset % 2 == 1 }
        )
        if zeros.odd * 5 > head.count, zeros.even * 20 < head.count {
            return (.utf16(littleEndian: true, mark: false), [])
        }
        if zeros.even * 5 > head.count, zeros.odd * 20 < head.count {
            return (.utf16(littleEndian: false, mark: false), [])
        }
        if zeros.even + zeros.odd > 0 {
            throw SheetError("\(path) is neither a spreadsheet (.xlsx) nor a text file (.csv)")
        }
        try? handle.seek(toOffset: 0)
        var check = UTF8Check()
        while let data = (try? handle.read(upToCount: chunkBytes)) ?? nil, !data.isEmpty {
            check.take(data)
        }
        check.finish()
        if check.bad == 0 { return (.utf8(mark: false), []) }
        // A few letters broke in a file of many good ones.
        if check.good > check.bad {
            return (.utf8(mark: false), ["\(check.bad) bytes are no UTF-8; they read as \u{FFFD}"])
        }
        return (.windows1252, ["read as windows-1252, since it is no UTF-8"])
    }

    var decoder: Decoder { Decoder(encoding: self) }

    /// Counts letters beyond ASCII, whole and broken (RFC 3629, without the finer points).
    private struct UTF8Check {
        var good = 0
        var bad = 0
        private var wanted = 0

        mutating func take(_ data: Data) {
            for byte in data {
                if wanted > 0 {
                    if byte & 0xC0 == 0x80 {
                        wanted -= 1
                        if wanted == 0 { good += 1 }
                        continue
                    }
                    bad += 1
                    wanted = 0
                }
                switch byte {
                case 0..<0x80: break
                case 0xC2...0xDF: wanted = 1
                case 0xE0...0xEF: wanted = 2
                case 0xF0...0xF4: wanted = 3
                default: bad += 1
                }
            }
        }

        mutating func finish() { if wanted > 0 { bad += 1 } }
    }

    /// Makes UTF-8 of the bytes of a file, in their order.
    struct Decoder {
        let encoding: TextEncoding
        private var isFirst = true
        private var carried: [UInt8] = []

        init(encoding: TextEncoding) { self.encoding = encoding }

        mutating func utf8(of data: Data) -> [UInt8] {
            var bytes = carried + data
            carried = []
            if isFirst {
                isFirst = false
                switch encoding {
                case .utf8(true): bytes.removeFirst(min(3, bytes.count))
                case .utf16(_, true): bytes.removeFirst(min(2, bytes.count))
                default: break
                }
            }
            switch encoding {
            case .utf8: return bytes
            case .windows1252: return Windows1252.utf8(bytes)
            case .utf16(let littleEndian, _): return utf16(bytes, littleEndian)
            }
        }

        /// What stands behind the last whole letter.
        mutating func rest() -> [UInt8] {
            defer { carried = [] }
            return carried.isEmpty ? [] : Array("\u{FFFD}".utf8)
        }

        private mutating func utf16(_ bytes: [UInt8], _ littleEndian: Bool) -> [UInt8] {
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2)
            var index = 0
            while index + 1 < bytes.count {
                let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                units.append(littleEndian ? b << 8 | a : a << 8 | b)
                index += 2
            }
            carried = Array(bytes[index...])
            // The second half of the letter is in the next piece.
            if let last = units.last, UTF16.isLeadSurrogate(last) {
                units.removeLast()
                carried = Array(bytes[(index - 2)...])
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
    }
}

/// The code page of old PCs.
private enum Windows1252 {
    /// 0x80 … 0x9F; the five unassigned bytes become U+FFFD.
    private static let high: [Unicode.Scalar] = [
        "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž",
        "\u{FFFD}", "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ",
        "\u{FFFD}", "ž", "Ÿ",
    ]

    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0..<0x80: out.append(byte)
            case 0x80...0x9F:
                out += UTF8.encode(high[Int(byte - 0x80)]) ?? UTF8.encodedReplacementCharacter
            default: out += UTF8.encode(Unicode.Scalar(byte)) ?? UTF8.encodedReplacementCharacter
            }
        }
        return out
    }
}
