// Times in transcripts: 00:12:05,250 · 12:05.250 · 00.12.05 · 0:12, and arrows between them.

/// Reads play-head times in seconds.
enum Timecode {
    /// Strict as the WebVTT standard wants it: `MM:SS.mmm` or `HH:MM:SS.mmm`.
    static func strict(_ text: Substring) -> Double? {
        guard let parts = components(text), parts.numbers.count >= 3 else { return nil }
        let widths = parts.widths
        let count = widths.count
        guard count <= 4, widths[count - 1] == 3, widths[count - 2] == 2, widths[count - 3] == 2,
            count == 3 || widths[0] >= 2, parts.separators.last == UInt8(ascii: "."),
            parts.separators.dropLast().allSatisfy({ $0 == UInt8(ascii: ":") })
        else { return nil }
        return seconds(parts, hasFraction: true)
    }

    /// Tolerant: `,` `.` `:` between the parts, hours and fraction optional, one-digit parts allowed.
    static func tolerant(_ text: Substring) -> Double? {
        guard let parts = components(text) else { return nil }
        switch parts.numbers.count {
        case 4: return seconds(parts, hasFraction: true)
        case 3:
            let colon = UInt8(ascii: ":")
            let mixed = parts.separators[0] == colon && parts.separators[1] != colon
            return seconds(parts, hasFraction: mixed)
        case 2: return seconds(parts, hasFraction: false)
        default: return nil
        }
    }

    /// `start --> end settings`: the two texts on both sides of the arrow, or `nil` without an arrow.
    static func sides(of line: Substring) -> (start: Substring, end: Substring)? {
        let bytes = line.utf8
        guard let greater = bytes.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        var tail = greater
        while tail > bytes.startIndex {
            let before = bytes.index(before: tail)
            guard bytes[before] == UInt8(ascii: "-") || bytes[before] == 0x20,
                tail > bytes.startIndex
            else { break }
            tail = before
        }
        guard bytes[tail..<greater].contains(UInt8(ascii: "-")) else { return nil }
        return (trim(line[..<tail]), trim(line[bytes.index(after: greater)...]))
    }

    /// Whether a line is meant as a timing line: `-->` anywhere, or a thinner arrow after a time.
    static func isTiming(_ line: Substring) -> Bool {
        guard line.utf8.contains(UInt8(ascii: ">")), let sides = sides(of: line) else {
            return false
        }
        if line.holds("-->") { return true }
        guard let first = sides.start.utf8.first, first.isDigit else { return false }
        let colons = sides.start.utf8.count { $0 == UInt8(ascii: ":") }
        // "00:00:4x,000 -> ab": a slip in a time is still one.
        let isTorn = colons >= 2 && sides.start.utf8.count <= 16 && !sides.start.contains(" ")
        return isTorn
            || colons >= 1 && sides.start.utf8.allSatisfy { $0.isDigit || ":.,- ".utf8.contains($0) }
    }

    static func trim(_ text: Substring) -> Substring {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return text[text.endIndex...] }
        return Substring(scalars[start...last])
    }

    private struct Parts {
        var numbers: [Int] = []
        var widths: [Int] = []
        var separators: [UInt8] = []
    }

    private static func components(_ text: Substring) -> Parts? {
        var parts = Parts()
        var value = 0
        var width = 0
        for byte in text.utf8 {
            if byte.isDigit {
                guard width < 9 else { return nil }
                value = value * 10 + Int(byte - 0x30)
                width += 1
            } else if ":.,".utf8.contains(byte), width > 0, parts.numbers.count < 3 {
                parts.numbers.append(value)
                parts.widths.append(width)
                parts.separators.append(byte)
                (value, width) = (0, 0)
            } else {
                return nil
            }
        }
        guard width > 0, !parts.numbers.isEmpty else { return nil }
        parts.numbers.append(value)
        parts.widths.append(width)
        return parts
    }

    private static func seconds(_ parts: Parts, hasFraction: Bool) -> Double? {
        var whole = parts.numbers
        var fraction = 0.0
        if hasFraction, let last = whole.popLast(), let width = parts.widths.last {
            var scale = 1.0
            for _ in 0..<width { scale *= 10 }
            fraction = Double(last) / scale
        }
        guard let second = whole.popLast(), second < 60 else { return nil }
        let minute = whole.popLast() ?? 0
        let hour = whole.popLast()
        guard minute < 60 || hour == nil else { return nil }
        return Double((hour ?? 0) * 3600 + minute * 60 + second) + fraction
    }
}

extension Substring {
    /// Whether some signs of ASCII stand in it: by its bytes, since every line of a file is asked.
    func holds(_ signs: String) -> Bool {
        guard let first = signs.utf8.first else { return true }
        var rest = utf8
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: signs.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Unicode.Scalar {
    /// White space, with a short way for ASCII.
    var isBlank: Bool {
        value < 0x80 ? value == 0x20 || (9...13).contains(value) : properties.isWhitespace
    }
}
