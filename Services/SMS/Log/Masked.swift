// What the request log shows of a request: which fields came, of what kind and how long, not what they say.
// Built up from what is harmless, so that a field nobody thought of is masked as well.
import Complaints
import ServiceKit

/// Pure. `#12` are twelve digits, `+#11` a number with its sign, `(34)` thirty-four bytes of anything else.
enum Masked {
    /// More of a body is not shown.
    static let excerptBytesMax = 2048

    /// The body by its type; one that has no fields is only its length.
    static func body(_ raw: RawRequest) -> String {
        if raw.body.isEmpty { return "" }
        if raw.isJSON { return json(raw.body) }
        if raw.isForm { return parameters(raw.body) }
        return "(\(raw.body.count))"
    }

    /// A query or a form, still encoded.
    static func parameters(_ encoded: some Collection<UInt8>) -> String {
        var out = Excerpt()
        for pair in encoded.split(separator: UInt8(ascii: "&"), maxSplits: Parameters.itemsMax) {
            guard !out.isFull else { break }
            if !out.bytes.isEmpty { out.add("&") }
            guard let sign = pair.firstIndex(of: UInt8(ascii: "=")) else {
                out.addValue(Parameters.percentDecoded(pair)[...], named: [])
                continue
            }
            let name = Array(pair[..<sign])[...]
            out.addName(name)
            out.add("=")
            out.addValue(
                Parameters.percentDecoded(pair[pair.index(after: sign)...])[...], named: name)
        }
        return out.text
    }

    /// A JSON document, also a broken one; quotes are left out.
    static func json(_ body: [UInt8]) -> String {
        var out = Excerpt()
        var name: ArraySlice<UInt8> = []
        var place = 0
        while place < body.count, !out.isFull {
            let byte = body[place]
            switch byte {
            case UInt8(ascii: "\""):
                let start = place + 1
                place = endOfString(body, from: start)
                let string = body[start..<min(place, body.count)]
                place = min(place + 1, body.count)
                let next = body[place...].first { !isBlank($0) }
                if next == UInt8(ascii: ":") {
                    name = string
                    out.addName(string)
                } else {
                    out.addValue(string, named: name)
                }
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: ":"), UInt8(ascii: ","):
                out.bytes.append(byte)
                place += 1
            case _ where isBlank(byte): place += 1
            default:
                let word = body[place...].prefix { !isBlank($0) && !isStructure($0) }
                out.addWord(word)
                place = word.endIndex
            }
        }
        return out.text
    }

    private static func isStructure(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "\""):
            true
        default: false
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endOfString(_ body: [UInt8], from start: Int) -> Int {
        var place = start
        while place < body.count, body[place] != UInt8(ascii: "\"") {
            place += body[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place
    }

    /// A sentence of ours: numbers are masked, and what it quotes of the request unless it is a plain word.
    static func sentence(_ text: String) -> String {
        let parts = Redaction.mask(text).split(separator: "'", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            index % 2 == 0 ? String(part) : word(String(part))
        }.joined(separator: "'")
    }

    /// A content type and its charset; other parameters are left out.
    static func mediaType(_ value: String) -> String {
        // Nearly all of them.
        if usualTypes.contains(value) { return value }
        let raw = RawRequest(
            method: "", path: "", query: "", headers: ["content-type": value], body: [])
        let halves = raw.contentType.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, ["application", "multipart", "text"].contains(halves[0]) else {
            return "(\(value.utf8.count))"
        }
        return "\(halves[0])/\(word(String(halves[1])))" + (raw.charset.map { "; charset=\(word($0))" } ?? "")
    }

    private static let usualTypes: Set<String> = [
        "application/json", "application/x-www-form-urlencoded", "text/plain",
    ]

    static func word(_ value: String) -> String {
        isPlainWord(Array(value.utf8)[...]) ? value : "(\(value.utf8.count))"
    }

    /// What names software: no long number in it is shown.
    static func software(_ value: String) -> String {
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return "(\(value.utf8.count))"
        }
        return Redaction.mask(value)
    }

    /// Whether a name of a field may be shown: as programs write them, and no number.
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...32).contains(bytes.count), let first = bytes.first, !isDigit(first) else {
            return false
        }
        return bytes.allSatisfy { isLetterOrDigit($0) || isNameMark($0) }
            && bytes.count(where: isDigit) <= 2
    }

    /// Fields whose values say of what kind a request is: shown where they are plain words.
    private static let kinds = [
        "channel", "charset", "coding", "dcs", "event", "message_type", "messagetype", "type",
    ].map { Array($0.utf8)[...] }

    fileprivate static func isKind(_ name: ArraySlice<UInt8>) -> Bool { kinds.contains(name) }

    /// A word such as `UTF-16BE` or `sms:received`, too short of digits to be anybody's number.
    fileprivate static func isPlainWord(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count <= 32 && bytes.allSatisfy { isLetterOrDigit($0) || isWordMark($0) }
            && bytes.count(where: isDigit) <= 5
    }

    private static func isNameMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isWordMark(_ byte: UInt8) -> Bool {
        isNameMark(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "+")
    }

    fileprivate static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }
}

/// What has been written so far.
private struct Excerpt {
    var bytes: [UInt8]

    init() {
        bytes = []
        bytes.reserveCapacity(256)
    }

    var isFull: Bool { bytes.count >= Masked.excerptBytesMax }

    var text: String { String(decoding: bytes, as: UTF8.self) + (isFull ? "…" : "") }

    mutating func add(_ text: StaticString) {
        bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    mutating func addName(_ name: ArraySlice<UInt8>) {
        if Masked.isName(name) { bytes += name } else { addLength(name.count) }
    }

    mutating func addValue(_ value: ArraySlice<UInt8>, named name: ArraySlice<UInt8>) {
        if value.isEmpty { return }
        if Masked.isPlainWord(value), Masked.isKind(name) {
            bytes += value
        } else {
            addNumber(value)
        }
    }

    /// What JSON writes without quotes.
    mutating func addWord(_ word: ArraySlice<UInt8>) {
        if ["true", "false", "null"].contains(where: { $0.utf8.elementsEqual(word) }) {
            bytes += word
        } else {
            addNumber(word)
        }
    }

    private mutating func addNumber(_ value: ArraySlice<UInt8>) {
        let isSigned = value.first == UInt8(ascii: "+")
        let digits = value.dropFirst(isSigned ? 1 : 0)
        guard !digits.isEmpty, digits.allSatisfy(Masked.isDigit) else {
            addLength(value.count)
            return
        }
        if isSigned { add("+") }
        add("#")
        bytes.append(decimal: digits.count)
    }

    private mutating func addLength(_ count: Int) {
        add("(")
        bytes.append(decimal: count)
        add(")")
    }
}
