// The bytes of a short message as text: by what is declared, never by guessing.
import Complaints

/// How the bytes of a text are coded.
enum Charset: Sendable, Hashable {
    /// One septet in each byte (3GPP TS 23.038, section 6.2.1).
    case gsm7
    case latin1
    /// UCS-2, and UTF-16 where a surrogate pair comes: big-endian.
    case utf16
    /// UTF-8, and Latin-1 for bytes that are not.
    case utf8

    /// The charset by its name (Kannel's `%C`, Content-Type), else by its coding (Kannel's `%c`: 0 GSM,
    /// 1 bytes, 2 UCS-2); UTF-8 where neither tells.
    init(declared name: String?, coding: String? = nil) {
        let name = name?.uppercased() ?? ""
        self =
            if name.hasPrefix("UTF-16") || name.hasPrefix("UCS-2") || name == "ISO-10646-UCS-2" {
                .utf16
            } else if name.isEmpty, coding == "2" {
                .utf16
            } else if name.hasPrefix("ISO-8859-1") || name == "LATIN1" || name == "LATIN-1" {
                .latin1
            } else {
                .utf8
            }
    }

    /// The charset of an SMPP data coding (SMPP 3.4, section 5.2.19): 0 is the alphabet of the network,
    /// 3 Latin-1, 8 UCS-2.
    init(dataCoding: Int) {
        self =
            switch dataCoding & 0x0F {
            case 8: .utf16
            case 3: .latin1
            case 0 where dataCoding < 16: .gsm7
            default: .utf8
            }
    }

    /// Never fails: what is not in the alphabet becomes U+FFFD, half a character at the end goes.
    func decode(_ bytes: some Collection<UInt8>) -> String {
        switch self {
        case .gsm7: return GSM7.decode(bytes)
        case .latin1:
            return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .utf16:
            let bytes = Array(bytes)
            var units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            // A mark of the byte order is none of the citizen's words.
            if units.first == 0xFEFF { units.removeFirst() }
            return String(decoding: units, as: UTF16.self)
        case .utf8:
            return String(validating: Array(bytes), as: UTF8.self)
                ?? Charset.latin1.decode(bytes)
        }
    }
}

/// The GSM 7 bit default alphabet with its extension table (3GPP TS 23.038, sections 6.2.1 and 6.2.1.1).
enum GSM7 {
    private static let basic: [Character] = Array(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")

    private static let extended: [UInt8: Character] = [
        0x0A: "\u{C}", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~",
        0x3E: "]", 0x40: "|", 0x65: "€",
    ]

    /// Bytes above 7F are no septets and become U+FFFD; an unknown extension is its basic character.
    static func decode(_ septets: some Collection<UInt8>) -> String {
        var text = ""
        var isEscaped = false
        for septet in septets {
            defer { isEscaped = septet == 0x1B && !isEscaped }
            if isEscaped, let character = extended[septet] {
                text.append(character)
            } else if septet > 0x7F {
                text.append("\u{FFFD}")
            } else if septet != 0x1B {
                text.append(basic[Int(septet)])
            } else if isEscaped {
                // Escape, escape: reserved for a further table; a blank in the meantime.
                text.append(" ")
            }
        }
        return text
    }

    /// How many septets a text takes; `nil` when it holds what the alphabet lacks.
    static func count(_ text: String) -> Int? {
        var count = 0
        for character in text {
            if let cost = costs[character] { count += cost } else { return nil }
        }
        return count
    }

    /// The text with the signs of typography as a telephone writes them: one of them alone would make a
    /// message of 160 characters three of 70.
    static func folded(_ text: String) -> String {
        var folded = ""
        for character in text {
            if let plain = plain[character] { folded += plain } else { folded.append(character) }
        }
        return folded
    }

    private static let plain: [Character: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201C}": "\"", "\u{201D}": "\"", "\u{2013}": "-",
        "\u{2014}": "-", "\u{2026}": "...", "\u{A0}": " ", "\u{2022}": "*", "`": "'",
    ]

    private static let costs: [Character: Int] = {
        var costs: [Character: Int] = [:]
        for character in basic where character != "\u{1B}" { costs[character] = 1 }
        for character in extended.values { costs[character] = 2 }
        return costs
    }()
}
