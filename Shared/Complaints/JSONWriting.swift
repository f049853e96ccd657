// JSON text from values: the other direction of JSONText. Hand-written for the same reason: Foundation's
// encoder took 180,000 instructions for one complaint, more than the rest of its way through a channel.

extension JSONText {
    /// An object of texts, names in order: equal dictionaries give equal bytes.
    package static func encode(_ texts: [String: String]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            out.append(UInt8(ascii: out.isEmpty ? "{" : ","))
            write(name, to: &out)
            out.append(UInt8(ascii: ":"))
            write(text, to: &out)
        }
        if out.isEmpty { out.append(UInt8(ascii: "{")) }
        out.append(UInt8(ascii: "}"))
        return String(decoding: out, as: UTF8.self)
    }

    /// A number as Foundation's encoder writes it: a whole one without a point. JSON has no infinity:
    /// `null`.
    static func number(_ number: Double) -> JSONText {
        guard number.isFinite else { return .null }
        let text = "\(number)"
        return .number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// `nil` is `null`.
    package static func string(orNull text: String?) -> JSONText { text.map(JSONText.string) ?? .null }

    /// The value as JSON text, without blanks; members in the order they have.
    package var text: String {
        var out: [UInt8] = []
        out.reserveCapacity(1024)
        write(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Adds the value as JSON text, as ``text``.
    package func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let isTrue): out += isTrue ? "true".utf8 : "false".utf8
        case .number(let number): out += number.utf8
        case .string(let text): Self.write(text, to: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                item.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// RFC 8259 section 7: what must be escaped is, nothing else.
    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var plain = 0
            for place in 0..<bytes.count {
                let byte = bytes[place]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                    continue
                }
                out += UnsafeBufferPointer(rebasing: bytes[plain..<place])
                writeEscaped(byte, to: &out)
                plain = place + 1
            }
            out += UnsafeBufferPointer(rebasing: bytes[plain...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: out.append(UInt8(ascii: "b"))
        case 0x09: out.append(UInt8(ascii: "t"))
        case 0x0A: out.append(UInt8(ascii: "n"))
        case 0x0C: out.append(UInt8(ascii: "f"))
        case 0x0D: out.append(UInt8(ascii: "r"))
        case 0..<0x20: out += "u00".utf8 + [Hex.digit(byte >> 4), Hex.digit(byte & 15)]
        default: out.append(byte)
        }
    }
}

extension JSONText.Member {
    /// A name and its value.
    package init(_ name: String, _ value: JSONText) {
        self.init(name: name, value: value)
    }
}
