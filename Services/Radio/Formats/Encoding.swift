// Bytes to lines of text: byte order marks, UTF-8, UTF-16, windows-1252 of old PCs.
import Foundation

/// The text of a file, in lines, with what had to be repaired.
struct SourceText: Sendable {
    /// As they came; for formats that name their own encoding.
    var bytes = Data()
    /// What is in the file where it is JSON.
    var json: LooseJSON?
    /// What is in the file where it is an archive; it has no lines then.
    var archive: ZipArchive?
    /// Without line ends; line 1 is `lines[0]`.
    var lines: [Substring]
    var encoding: String
    var warnings: [ParseWarning]
    /// What the operator says it is of.
    var gathering = Gathering.radio

    init(_ data: Data) {
        let decoded = Self.decode([UInt8](data))
        encoding = decoded.encoding
        warnings = decoded.warnings
        lines = Self.split(decoded.text)
        repairDoubleEncoding()
        bytes = data
        if LooseJSON.looksLikeJSON(lines) {
            json = LooseJSON(lines.joined(separator: "\n"))
        }
    }

    /// An archive: its formats read from it what they need.
    init(archive: ZipArchive) {
        self.archive = archive
        (lines, encoding, warnings) = ([], "utf-8", [])
    }

    /// The lines of a document, as an office program shows them.
    init(document lines: [String], warnings: [ParseWarning]) {
        self.lines = lines.map { $0[...] }
        encoding = "utf-8"
        self.warnings = warnings
    }

    /// Share of control characters in the first 4 KiB: what is not text has many.
    var looksBinary: Bool {
        var seen = 0
        var controls = 0
        for line in lines.prefix(200) {
            for scalar in line.unicodeScalars {
                seen += 1
                if scalar.value < 0x20 && scalar != "\t" || scalar == "\u{FFFD}" { controls += 1 }
                if seen >= 4096 { break }
            }
            if seen >= 4096 { break }
        }
        return controls * 20 > seen + 40
    }

    private static func split(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            if byte == 0x0A {
                lines.append(text[start..<index])
                start = next
            } else if byte == 0x0D {
                lines.append(text[start..<index])
                start =
                    next < bytes.endIndex && bytes[next] == 0x0A ? bytes.index(after: next) : next
                index = start
                continue
            }
            index = next
        }
        if start < bytes.endIndex { lines.append(text[start...]) }
        return lines
    }

    private static func decode(
        _ bytes: [UInt8]
    ) -> (text: String, encoding: String, warnings: [ParseWarning]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return decodeUTF8(Array(bytes.dropFirst(3))) }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return decodeUTF16(bytes.dropFirst(2), littleEndian: true)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return decodeUTF16(bytes.dropFirst(2), littleEndian: false)
        }
        let head = bytes.prefix(4096)
        let zeros = (
            even: head.enumerated().count { $0.element == 0 && $0.offset % 2 == 0 },
            odd: head.enumerated().count { $0.element == 0 && $0.offset % 2 == 1 }
        )
        if zeros.odd * 5 > head.count && zeros.even * 20 < head.count {
            return decodeUTF16(bytes[...], littleEndian: true)
        }
        if zeros.even * 5 > head.count && zeros.odd * 20 < head.count {
            return decodeUTF16(bytes[...], littleEndian: false)
        }
        return decodeUTF8(bytes)
    }

    private static func decodeUTF8(
        _ bytes: [UInt8]
    ) -> (text: String, encoding: String, warnings: [ParseWarning]) {
        if !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) {
            return (text, "utf-8", [])
        }
        var decoded = String(decoding: bytes, as: UTF8.self)
        var damaged = 0
        var good = 0
        var line = 1
        var firstBad = 0
        var before: Unicode.Scalar = " "
        for scalar in decoded.unicodeScalars {
            if scalar == "\n" && before != "\r" || scalar == "\r" { line += 1 }
            before = scalar
            if scalar == "\u{FFFD}" {
                damaged += 1
                if firstBad == 0 { firstBad = line }
            } else if scalar.value > 0x7F {
                good += 1
            }
        }
        if decoded.utf8.contains(0) {
            decoded = String(
                String.UnicodeScalarView(
                    decoded.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
        }
        // A file cut in the middle of a character is still UTF-8.
        let onlyTheEnd = damaged <= 1 && decoded.unicodeScalars.last == "\u{FFFD}"
        if damaged == 0 { return (decoded, "utf-8", []) }
        if onlyTheEnd || good >= damaged || torn(bytes) * 2 > damaged {
            let warning = ParseWarning(
                line: firstBad, message: "\(damaged) huruf rusak diganti tanda \u{FFFD}.")
            return (decoded, "utf-8", [warning])
        }
        let warning = ParseWarning(
            line: firstBad,
            message: "Berkas ini bukan UTF-8; \(damaged) huruf sejak baris ini dibaca sebagai "
                + "windows-1252. Periksa tanda baca dan huruf beraksennya.")
        return (decode1252(bytes), "windows-1252", [warning])
    }

    /// How many bytes no typist's windows-1252 has: those that mean nothing there, "ÿ", and the front of a
    /// dash or quotation mark in UTF-8 that lost its end.
    private static func torn(_ bytes: [UInt8]) -> Int {
        bytes.indices.count { index in
            switch bytes[index] {
            case 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF: true
            case 0xE2: index + 1 < bytes.count && bytes[index + 1] == 0x80
            default: false
            }
        }
    }

    private static func decodeUTF16(
        _ bytes: ArraySlice<UInt8>, littleEndian: Bool
    ) -> (text: String, encoding: String, warnings: [ParseWarning]) {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            let unit = littleEndian ? b << 8 | a : a << 8 | b
            units.append(unit == 0 ? 0xFFFD : unit)
            index += 2
        }
        return (String(decoding: units, as: UTF16.self), "utf-16", [])
    }

    private static func decode1252(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            switch byte {
            case 0: text.append("\u{FFFD}")
            case 0x80...0x9F: text.append(Windows1252.high[Int(byte - 0x80)])
            default: text.append(Unicode.Scalar(byte))
            }
        }
        return String(text)
    }

    /// "â€œ" is a quotation mark that was encoded twice. Repaired with a warning, never silently.
    private mutating func repairDoubleEncoding() {
        for index in lines.indices where lines[index].utf8.contains(0xE2) {
            guard lines[index].contains("â€"),
                let bytes = Windows1252.encode(lines[index]),
                let repaired = String(validating: bytes, as: UTF8.self)
            else { continue }
            lines[index] = repaired[...]
            warnings.append(
                ParseWarning(line: index + 1, message: "Huruf yang tersandi dua kali diperbaiki."))
        }
    }
}

/// The part of windows-1252 that differs from Latin-1.
private enum Windows1252 {
    /// 0x80 … 0x9F; the five unassigned bytes become U+FFFD.
    static let high: [Unicode.Scalar] = [
        "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž",
        "\u{FFFD}", "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ",
        "\u{FFFD}", "ž", "Ÿ",
    ]

    /// `nil` when the text holds a character that windows-1252 has not.
    static func encode(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) {
                bytes.append(UInt8(scalar.value))
            } else if scalar != "\u{FFFD}", let place = high.firstIndex(of: scalar) {
                bytes.append(UInt8(0x80 + place))
            } else if (0x80...0x9F).contains(scalar.value) {
                bytes.append(UInt8(scalar.value))
            } else {
                return nil
            }
        }
        return bytes
    }
}
