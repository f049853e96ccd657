// Bytes of a text part to text: the declared charset if it holds, else what mails really contain.
import CGMime

/// Decodes the text parts of mails.
enum CharsetText {
    /// Never fails: the declared charset first (unless the bytes prove it wrong), then UTF-8,
    /// windows-1252, and at last replacement characters.
    static func decode(_ bytes: [UInt8], charset declared: String?) -> String {
        let charset = declared?.lowercased() ?? ""
        // A UTF-8 text labelled Latin-1 is the commonest mistake; Latin-1 text that happens to be
        // valid UTF-8 is as good as impossible.
        if charset.isEmpty || latin.contains(charset) || charset == "us-ascii" || isUTF8(charset) {
            if let text = String(validating: bytes, as: UTF8.self) { return clean(text) }
            if isUTF8(charset), looksLikeDamagedUTF8(bytes) {
                return clean(String(decoding: bytes, as: UTF8.self))
            }
        } else if let text = convert(bytes, from: charset) {
            return clean(text)
        } else if let text = String(validating: bytes, as: UTF8.self) {
            return clean(text)
        }
        // As browsers do: what calls itself Latin-1 is windows-1252 (WHATWG Encoding section 4.2).
        return clean(
            convert(bytes, from: "windows-1252") ?? convert(bytes, from: "iso-8859-1")
                ?? String(decoding: bytes, as: UTF8.self))
    }

    /// LF line ends; no NUL and no other control character but tab.
    static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where previous == "\r": break
            case 0x0D, 0x0A, 0x2028, 0x2029: scalars.append("\n")
            case 0x09: scalars.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F, 0xFEFF: break
            default: scalars.append(scalar)
            }
            previous = scalar
        }
        return String(scalars)
    }

    private static let latin: Set<String> = [
        "iso-8859-1", "iso8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252", "ansi",
        "unknown-8bit", "x-unknown", "default", "ascii", "us-ascii",
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
