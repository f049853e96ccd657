// JSON as transcribing programs write it: also bare NaN, several values after one another, one value a
// line, an end cut off. What is damaged is left out with its line, and reading goes on behind it.

/// What a JSON file holds.
struct LooseJSON: Sendable {
    indirect enum Value: Sendable {
        case nothing
        case number(Double)
        case text(String)
        case list([Value])
        case object(Object)
    }

    struct Object: Sendable {
        /// Where it begins in the file.
        var line: Int
        var fields: [String: Value]

        subscript(_ name: String) -> Value? { fields[name] }
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { fields[$0]?.text }.first
        }
        func number(_ names: String...) -> Double? {
            names.lazy.compactMap { fields[$0]?.number }.first
        }
        func objects(_ name: String) -> [Object]? { fields[name]?.objects }
    }

    /// One in a sound file; more where values follow one another or behind damage.
    private(set) var roots: [Value] = []
    /// The lines that could not be read.
    private(set) var damaged: [Int] = []

    /// The objects at the top: of the file, or of the list that it is.
    var objects: [Object] { roots.flatMap { $0.objects ?? [] } }

    /// Values kept, so that a file of brackets cannot fill the memory.
    static let mostValues = 1_000_000
    /// Long, and of no use for reading what was said.
    private static let unused: Set<String> = ["tokens", "word_segments", "spk", "params", "model"]

    static func looksLikeJSON(_ lines: [Substring]) -> Bool {
        var first: Unicode.Scalar?
        for line in lines {
            for scalar in line.unicodeScalars where !scalar.isBlank {
                if first == "[" { return scalar == "{" }
                guard first == nil else { return scalar == "\"" }
                guard scalar == "{" || scalar == "[" else { return false }
                first = scalar
            }
        }
        return false
    }

    init(_ text: String) {
        var parser = Parser(bytes: Array(text.utf8))
        while parser.skipBlanks(), parser.values < Self.mostValues {
            let value = parser.value(depth: 0, kept: true)
            if case .nothing = value {} else { roots.append(value) }
            guard parser.failed else { continue }
            if damaged.last != parser.line { damaged.append(parser.line) }
            guard parser.resume() else { break }
        }
        if parser.values >= Self.mostValues, damaged.last != parser.line {
            damaged.append(parser.line)
        }
    }

    private struct Parser {
        let bytes: [UInt8]
        var at = 0
        var line = 1
        var values = 0
        var failed = false

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// Also passes over commas. `false` at the end.
        mutating func skipBlanks() -> Bool {
            while at < bytes.count {
                switch bytes[at] {
                case 0x0A: line += 1
                case 0x20, 0x09, 0x0D, UInt8(ascii: ","): break
                default: return true
                }
                at += 1
            }
            return false
        }

        /// Goes to the next object behind damage.
        mutating func resume() -> Bool {
            failed = false
            while at < bytes.count, bytes[at] != UInt8(ascii: "{") {
                if bytes[at] == 0x0A { line += 1 }
                at += 1
            }
            return at < bytes.count
        }

        mutating func value(depth: Int, kept: Bool) -> Value {
            guard skipBlanks(), depth < TranscriptLimits.depth, values < LooseJSON.mostValues else {
                return fail()
            }
            if kept { values += 1 }
            switch bytes[at] {
            case UInt8(ascii: "{"): return object(depth, kept)
            case UInt8(ascii: "["): return list(depth, kept)
            case UInt8(ascii: "\""): return string().map { .text($0) } ?? fail()
            default: return word()
            }
        }

        private mutating func fail() -> Value {
            failed = true
            // What nobody understood is not read twice.
            if at < bytes.count, bytes[at] != UInt8(ascii: "{") || values >= LooseJSON.mostValues {
                if bytes[at] == 0x0A { line += 1 }
                at += 1
            } else if at < bytes.count {
                at += 1
            }
            return .nothing
        }

        private mutating func list(_ depth: Int, _ kept: Bool) -> Value {
            at += 1
            var items: [Value] = []
            while skipBlanks() {
                if bytes[at] == UInt8(ascii: "]") {
                    at += 1
                    return .list(items)
                }
                let item = value(depth: depth + 1, kept: kept)
                if kept { items.append(item) }
                if failed { return .list(items) }
            }
            failed = true
            return .list(items)
        }

        private mutating func object(_ depth: Int, _ kept: Bool) -> Value {
            var object = Object(line: line, fields: [:])
            at += 1
            while skipBlanks() {
                if bytes[at] == UInt8(ascii: "}") {
                    at += 1
                    return .object(object)
                }
                guard bytes[at] == UInt8(ascii: "\""), let name = string(), skipBlanks(),
                    bytes[at] == UInt8(ascii: ":")
                else {
                    _ = fail()
                    return .object(object)
                }
                at += 1
                let isKept = kept && !LooseJSON.unused.contains(name)
                let item = value(depth: depth + 1, kept: isKept)
                if isKept { object.fields[name] = item }
                if failed { return .object(object) }
            }
            failed = true
            return .object(object)
        }

        /// Numbers, `true`, `null`, `NaN`, `-Infinity`.
        private mutating func word() -> Value {
            let start = at
            while at < bytes.count, at - start < 40 {
                let byte = bytes[at]
                let isPart =
                    byte.isDigit || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
                    || byte == 0x2D || byte == 0x2B || byte == 0x2E
                guard isPart else { break }
                at += 1
            }
            let text = String(decoding: bytes[start..<at], as: UTF8.self)
            if let number = Double(text), number.isFinite { return .number(number) }
            let others = ["true", "false", "null", "nan", "infinity", "-infinity"]
            return others.contains(text.lowercased()) ? .nothing : fail()
        }

        /// `nil` where it does not end.
        private mutating func string() -> String? {
            at += 1
            var out: [UInt8] = []
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
                case UInt8(ascii: "\\"): escape(&out)
                default:
                    if byte == 0x0A { line += 1 }
                    out.append(byte)
                }
            }
            return nil
        }

        private mutating func escape(_ out: inout [UInt8]) {
            guard at < bytes.count else { return }
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "n"), UInt8(ascii: "r"): out.append(0x0A)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): out.append(0x20)
            case UInt8(ascii: "u"):
                guard let high = hex() else { return }
                var code = high
                if (0xD800..<0xDC00).contains(high), at + 1 < bytes.count, bytes[at] == 0x5C,
                    bytes[at + 1] == UInt8(ascii: "u")
                {
                    at += 2
                    let low = hex() ?? 0
                    code =
                        (0xDC00..<0xE000).contains(low)
                        ? 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
                }
                let scalar = code == 0 ? nil : Unicode.Scalar(code)
                out.append(contentsOf: Array(String(scalar ?? "\u{FFFD}").utf8))
            default: out.append(byte)
            }
        }

        private mutating func hex() -> UInt32? {
            guard at + 4 <= bytes.count,
                let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
            else { return nil }
            at += 4
            return code
        }
    }
}

extension LooseJSON.Value {
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// Numbers written as text as well.
    var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text):
            text.utf8.count <= 40 ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
        default: nil
        }
    }

    /// The objects of a list, or the one object.
    var objects: [LooseJSON.Object]? {
        switch self {
        case .list(let items):
            items.compactMap { if case .object(let object) = $0 { object } else { nil } }
        case .object(let object): [object]
        default: nil
        }
    }
}
