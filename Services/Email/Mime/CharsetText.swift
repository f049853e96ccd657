// Bytes of a text part to text: the declared charset if it holds, else what mails really contain.
import CGMime
import Foundation

/// Decodes the text parts of mails.
enum CharsetText {
    /// Never fails: the declared charset first (unless the bytes prove it wrong), then UTF-8,
    /// windows-1252, and at last replacement characters.
    static func decode(_ bytes: [UInt8], charset declared: String?) -> String {
        let charset = name(declared)
        // A UTF-8 text labelled Latin-1 is the commonest mistake; Latin-1 text that happens to be
        // valid UTF-8 is as good as impossible.
        if charset.isEmpty || latin.contains(charset) || charset == "us-ascii" || isUTF8(charset) {
            if let text = cleanUTF8(bytes) { return text }
            if looksLikeDamagedUTF8(bytes) {
                return clean(String(decoding: bytes, as: UTF8.self))
            }
        } else if let text = convert(bytes, from: exact(charset, bytes)) {
            return clean(text)
        } else if let text = cleanUTF8(bytes) {
            return text
        } else if let text = convertDamaged(bytes, from: exact(charset, bytes)) {
            return clean(text)
        }
        // As browsers do: what calls itself Latin-1 is windows-1252 (WHATWG Encoding section 4.2).
        return clean(
            convert(bytes, from: "windows-1252") ?? convert(bytes, from: "iso-8859-1")
                ?? String(decoding: bytes, as: UTF8.self))
    }

    /// As senders write it, without quotes and blanks.
    private static func name(_ declared: String?) -> String {
        let name = (declared ?? "").lowercased()
        let isBare = name.utf8.allSatisfy { 0x28...0x7E ~= $0 }
        return isBare ? name : name.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    }

    /// What programs mean by a name: nearly always the larger set of the same kind.
    private static func exact(_ charset: String, _ bytes: [UInt8]) -> String {
        switch charset {
        case "gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "euc-cn": "gb18030"
        case "ks_c_5601-1987", "ks_c_5601", "ksc5601", "euc-kr", "ks_c_5601-1989": "cp949"
        case "shift_jis", "shift-jis", "sjis", "x-sjis": "cp932"
        case "iso-8859-9", "latin5": "windows-1254"
        case "tis-620", "iso-8859-11": "cp874"
        case "utf-16", "utf16", "ucs-2", "iso-10646-ucs-2": wide(bytes)
        default: charset
        }
    }

    /// By its mark, else by where the zeros of Latin text are.
    private static func wide(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) { return "utf-16le" }
        if bytes.starts(with: [0xFE, 0xFF]) { return "utf-16be" }
        let zeros = bytes.prefix(1024).enumerated().filter { $0.element == 0 }.map { $0.offset % 2 }
        return zeros.count { $0 == 1 } > zeros.count / 2 ? "utf-16le" : "utf-16be"
    }

    /// The text of `bytes`, cleaned, unless they are no UTF-8.
    private static func cleanUTF8(_ bytes: [UInt8]) -> String? {
        guard let valid = try? UTF8Span(validating: bytes.span) else { return nil }
        guard let cleaned = bytes.withUnsafeBufferPointer(cleanBytes) else {
            return String(copying: valid)
        }
        // Only whole characters were taken out.
        return String(copying: UTF8Span(unchecked: cleaned.span))
    }

    /// LF line ends; no NUL and no other control character but tab.
    static func clean(_ text: String) -> String {
        var text = text
        let cleaned = text.withUTF8 { cleanBytes($0) }
        return cleaned.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// By bytes, because every mail passes through here; `nil` when there is nothing to do.
    private static func cleanBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var place = nextToClean(in: bytes, from: 0)
        guard place < bytes.count else { return nil }
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(bytes.count)
        var start = 0
        while place < bytes.count {
            let byte = bytes[place]
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            let third = place + 2 < bytes.count ? bytes[place + 2] : 0
            let (count, isLineEnd) =
                switch byte {
                case 0x0D: (next == 0x0A ? 2 : 1, true)
                // U+0080 to U+009F.
                case 0xC2: ((0x80...0x9F).contains(next) ? 2 : 0, false)
                // U+2028 and U+2029.
                case 0xE2: next == 0x80 && (0xA8...0xA9).contains(third) ? (3, true) : (0, false)
                // U+FEFF.
                case 0xEF: (next == 0xBB && third == 0xBF ? 3 : 0, false)
                default: (1, false)
                }
            if count > 0 {
                cleaned += UnsafeBufferPointer(rebasing: bytes[start..<place])
                if isLineEnd { cleaned.append(0x0A) }
                start = place + count
            }
            place = nextToClean(in: bytes, from: place + max(1, count))
        }
        cleaned += UnsafeBufferPointer(rebasing: bytes[start...])
        return cleaned
    }

    /// The next byte that may have to go, or the end.
    private static func nextToClean(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var place = start
        while place < raw.count {
            // As good as all are letters and blanks, which are passed by eight at a time.
            if place &+ 8 <= raw.count,
                areVisible(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            {
                place &+= 8
                continue
            }
            if mayNeedCleaning(raw[place]) { return place }
            place &+= 1
        }
        return raw.count
    }

    /// Whether each of the eight bytes is from 0x20 to 0x7E: no highest bit, none by subtracting 0x20 of
    /// the lowest that is less, and none by adding one.
    private static func areVisible(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (eight | (eight &- 0x20 * ones) | (eight &+ ones)) & (0x80 * ones) == 0
    }

    private static func mayNeedCleaning(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
            || byte == 0xEF
    }

    private static let latin: Set<String> = [
        "iso-8859-1", "iso8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252", "ansi",
        "unknown-8bit", "x-unknown", "unknown", "default", "ascii", "us-ascii", "binary", "8bit",
        // Never decoded: it writes markup in letters, and no program of this century sends it.
        "utf-7", "utf7", "unicode-1-1-utf-7",
    ]

    private static func isUTF8(_ charset: String) -> Bool {
        charset == "utf-8" || charset == "utf8"
    }

    /// More whole multi-byte characters than broken ones: cut or patched, but UTF-8.
    private static func looksLikeDamagedUTF8(_ bytes: [UInt8]) -> Bool {
        var whole = 0
        var broken = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars
        where scalar.value >= 0x80 {
            if scalar == "\u{FFFD}" { broken += 1 } else { whole += 1 }
        }
        return whole > broken
    }

    /// Conversion by iconv that steps over what is no character; `nil` for an unknown charset, or where
    /// more is damaged than one in ten.
    private static func convertDamaged(_ bytes: [UInt8], from charset: String) -> String? {
        guard !charset.utf8.contains(0) else { return nil }
        let converter = g_iconv_open("UTF-8", charset)
        guard converter != g_iconv_none() else { return nil }
        defer { g_iconv_close(converter) }
        var text: [UInt8] = []
        var damaged = 0
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 4096)
        input.withUnsafeMutableBufferPointer { source in
            var next = source.baseAddress
            var left = gsize(source.count)
            while left > 0 {
                let room = output.count
                output.withUnsafeMutableBufferPointer { target in
                    var end = target.baseAddress
                    var free = gsize(room)
                    let result = g_iconv(converter, &next, &left, &end, &free)
                    text += target.prefix(room - Int(free)).map { UInt8(bitPattern: $0) }
                    if result == gsize.max, errno != E2BIG {
                        damaged += 1
                        text += "\u{FFFD}".utf8
                        next = next?.advanced(by: 1)
                        left = left > 0 ? left - 1 : 0
                    }
                }
            }
        }
        return damaged * 10 <= bytes.count ? String(decoding: text, as: UTF8.self) : nil
    }

    /// Strict conversion by iconv; `nil` for an unknown charset or bytes that are not in it.
    private static func convert(_ bytes: [UInt8], from charset: String) -> String? {
        guard !charset.utf8.contains(0) else { return nil }
        let name = g_mime_charset_iconv_name(charset).map { String(cString: $0) } ?? charset
        var written: gsize = 0
        let converted = bytes.withUnsafeBytes { raw in
            g_convert(
                raw.bindMemory(to: CChar.self).baseAddress, gssize(raw.count), "UTF-8", name, nil,
                &written, nil)
        }
        guard let converted else { return nil }
        defer { g_free(converted) }
        let result = UnsafeRawBufferPointer(start: converted, count: Int(written))
        return String(decoding: result, as: UTF8.self)
    }
}
