// A JSON document (RFC 8259) whose shape others decide: read in one pass, without a type to fit it
// into. Hand-written because every webhook passes here: Foundation's decoder took a sixth of an intake
// for a value of unknown shape.

/// One JSON value. `true` stays a truth and never becomes the text "1".
package enum JSONText: Sendable, Hashable {
    case null
    case bool(Bool)
    /// As written, so that an id of twenty digits keeps all of them.
    case number(String)
    case string(String)
    case list([JSONText])
    /// In the order written; of equal names the last counts.
    case object([Member])

    /// A name and its value.
    package struct Member: Sendable, Hashable {
        package var name: String
        package var value: JSONText
    }

    /// Lists and objects within one another; deeper is refused.
    package static let depthMax = 128

    /// `nil` for what is no JSON; a byte order mark before it is passed over (section 8.1).
    package init?(_ bytes: [UInt8]) {
        let read = bytes.withUnsafeBufferPointer { buffer -> JSONText? in
            var reader = Reader(bytes: buffer)
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
            guard let value = reader.value(depth: 0) else { return nil }
            reader.skipBlanks()
            return reader.place == buffer.count ? value : nil
        }
        guard let read else { return nil }
        self = read
    }

    /// The value of a name in an object.
    package subscript(_ name: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        for place in members.indices.reversed() where members[place].name == name {
            return members[place].value
        }
        return nil
    }

    /// The texts of an object; what is no text is left out.
    package static func texts(_ json: String) -> [String: String] {
        guard case .object(let members) = JSONText(Array(json.utf8)) else { return [:] }
        return members.reduce(into: [:]) { texts, member in
            if case .string(let text) = member.value { texts[member.name] = text }
        }
    }
}

/// Reads from left to right; `nil` at the first fault.
private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    mutating func value(depth: Int) -> JSONText? {
        skipBlanks()
        switch next {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "{"): return depth < JSONText.depthMax ? object(depth) : nil
        case UInt8(ascii: "["): return depth < JSONText.depthMax ? list(depth) : nil
        case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return word("null") ? .null : nil
        default: return number().map { .number($0) }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[place + offset] != word.utf8Start[offset] { return false }
        place += count
        return true
    }

    private mutating func list(_ depth: Int) -> JSONText? {
        place += 1
        var items: [JSONText] = []
        if take(UInt8(ascii: "]")) { return .list(items) }
        while true {
            guard let item = value(depth: depth + 1) else { return nil }
            items.append(item)
            if take(UInt8(ascii: "]")) { return .list(items) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func object(_ depth: Int) -> JSONText? {
        place += 1
        var members: [JSONText.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")),
                let value = value(depth: depth + 1)
            else { return nil }
            members.append(.init(name: name, value: value))
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    /// Section 6: no leading zeros, digits on both sides of the point.
    private mutating func number() -> String? {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        if next == UInt8(ascii: "0") {
            place += 1
        } else {
            guard digits() else { return nil }
        }
        if next == UInt8(ascii: ".") {
            place += 1
            guard digits() else { return nil }
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            place += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { place += 1 }
            guard digits() else { return nil }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() -> Bool {
        let start = place
        while let byte = next, byte >= 0x30, byte <= 0x39 { place += 1 }
        return place > start
    }

    private mutating func string() -> String? {
        place += 1
        let start = place
        // Nearly every string is plain: found by its closing quote.
        var all: UInt8 = 0
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            all |= byte
            place += 1
        }
        guard next == UInt8(ascii: "\"") else { return escapedString(from: start) }
        defer { place += 1 }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<place])
        // Validating is slow for short texts, and ASCII needs none.
        return all < 0x80
            ? String(decoding: text, as: UTF8.self) : String(validating: text, as: UTF8.self)
    }

    private mutating func escapedString(from start: Int) -> String? {
        var text = Array(bytes[start..<place])
        while let byte = next, byte >= 0x20 {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: text.append(byte)
            }
        }
        return nil
    }

    /// Section 7; a lone surrogate becomes U+FFFD, as everywhere where text is repaired.
    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: return nil
        }
        guard let unit = hex4() else { return nil }
        guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        let after = place
        if place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            guard let low = hex4() else { return nil }
            if low & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
            }
            place = after
        }
        return "\u{FFFD}"
    }

    private mutating func hex4() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hex.value(bytes[place]) else { return nil }
            unit = unit << 4 | UInt32(digit)
            place += 1
        }
        return unit
    }
}
