// JSON text from values: the other direction of JSONText. Hand-written for the same reason: Foundation's
// encoder took 180,000 instructions for one complaint, more than the rest of its way through a channel.

extension JSONText {
    /// An object of texts, names in order: equal dictionaries give equal bytes.
    package static func encode(_ texts: [String: String]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        writeObject(to: &out) { object in
            for (name, text) in texts.sorted(by: { $0.key < $1.key }) { object.add(escaping: name, text) }
        }
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

    /// Adds an object whose members `body` writes, without a value in between: for a line of a log at each
    /// request.
    package static func writeObject(
        to out: inout [UInt8], _ body: (inout ObjectWriter) -> Void
    ) {
        var writer = ObjectWriter(out: [])
        swap(&writer.out, &out)
        writer.object(body)
        swap(&writer.out, &out)
    }

    /// Writes the members of one object, in the order of the calls. Their names are words of our own.
    package struct ObjectWriter: ~Copyable {
        fileprivate var out: [UInt8]
        private var isFirst = true

        fileprivate init(out: [UInt8]) { self.out = out }

        /// A member that is a text.
        package mutating func add(_ name: StaticString, _ text: String) {
            begin(name)
            JSONText.write(text, to: &out)
        }

        /// A member with a name that others chose.
        package mutating func add(escaping name: String, _ text: String) {
            separate()
            JSONText.write(name, to: &out)
            out.append(UInt8(ascii: ":"))
            JSONText.write(text, to: &out)
        }

        /// `nil` is `null`.
        package mutating func add(_ name: StaticString, orNull text: String?) {
            begin(name)
            if let text { JSONText.write(text, to: &out) } else { out += "null".utf8 }
        }

        /// A member that is a whole number.
        package mutating func add(_ name: StaticString, number: Int) {
            begin(name)
            out.append(decimal: number)
        }

        /// A number with one digit behind the point.
        package mutating func add(_ name: StaticString, tenths: Int) {
            begin(name)
            if tenths < 0 { out.append(UInt8(ascii: "-")) }
            out.append(decimal: abs(tenths / 10))
            out.append(UInt8(ascii: "."))
            out.append(decimal: abs(tenths % 10))
        }

        /// A member that is an object, whose members `body` writes.
        package mutating func addObject(_ name: StaticString, _ body: (inout ObjectWriter) -> Void) {
            begin(name)
            object(body)
        }

        /// A list of so many objects; `body` gets the place of each.
        package mutating func addList(
            _ name: StaticString, count: Int, _ body: (inout ObjectWriter, Int) -> Void
        ) {
            begin(name)
            out.append(UInt8(ascii: "["))
            for place in 0..<count {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                object { body(&$0, place) }
            }
            out.append(UInt8(ascii: "]"))
        }

        fileprivate mutating func object(_ body: (inout ObjectWriter) -> Void) {
            let outer = isFirst
            isFirst = true
            out.append(UInt8(ascii: "{"))
            body(&self)
            out.append(UInt8(ascii: "}"))
            isFirst = outer
        }

        /// - Parameter name: without a character that must be escaped.
        private mutating func begin(_ name: StaticString) {
            separate()
            out.append(UInt8(ascii: "\""))
            out += UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            out.append(UInt8(ascii: "\""))
            out.append(UInt8(ascii: ":"))
        }

        private mutating func separate() {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
        }
    }

    /// RFC 8259 section 7: what must be escaped is, nothing else.
    fileprivate static func write(_ text: String, to out: inout [UInt8]) {
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

extension [UInt8] {
    /// Adds the digits of a number, without a text in between.
    package mutating func append(decimal number: Int) {
        guard number >= 0 else {
            self += "\(number)".utf8
            return
        }
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
