// IMAP4rev1 responses (RFC 3501 section 9) as tokens.
import Intake

/// One piece of a response.
enum IMAPToken: Sendable {
    case atom(String)
    /// A quoted string or a literal: whatever bytes the server, or a sender of mail, put there.
    case string([UInt8])
    /// A literal that is too large for memory.
    case large(Content)
    case list([IMAPToken])

    var atom: String? { if case .atom(let text) = self { text } else { nil } }
    var number: UInt32? { atom.flatMap(UInt32.init) }

    /// The content of a string or literal.
    var content: Content? {
        switch self {
        case .string(let bytes): Content(bytes)
        case .large(let content): content
        case .atom, .list: nil
        }
    }
}

/// One response of the server.
enum IMAPResponse: Sendable {
    /// `* …`
    case untagged([IMAPToken])
    /// `+ …`: the server waits for more of a command.
    case continuation
    /// `tag OK|NO|BAD text`, the end of a command.
    case tagged(tag: String, status: String, text: String)

    /// A command's end that is not OK.
    var isRefusal: Bool { if case .tagged(_, let status, _) = self { status != "OK" } else { false } }
}

/// Parses one whole response whose literals are known.
struct IMAPParser {
    struct Malformed: Error, Hashable {
        var what: String
        /// A line that begins as no response does.
        var isStray = false
    }

    private let bytes: ArraySlice<UInt8>
    private var literals: ArraySlice<IMAPLiteral>
    private var position: Int
    private var tokenCount = 0

    init(bytes: ArraySlice<UInt8>, literals: [IMAPLiteral]) {
        self.bytes = bytes
        self.literals = literals[...]
        position = bytes.startIndex
    }

    static let statusWords: Set<String> = ["OK", "NO", "BAD", "BYE", "PREAUTH"]

    mutating func response() throws(Malformed) -> IMAPResponse {
        let tag = word()
        guard !tag.isEmpty else { throw Malformed(what: "a response without a tag", isStray: true) }
        skipSpaces()
        switch tag {
        case "+": return .continuation
        case "*": return .untagged(try untagged())
        default:
            let status = word().uppercased()
            guard ["OK", "NO", "BAD"].contains(status) else {
                throw Malformed(what: "neither OK, NO nor BAD after the tag", isStray: true)
            }
            skipSpaces()
            return .tagged(tag: tag, status: status, text: rest())
        }
    }

    /// Status responses hold free text, so only their code is cut into tokens.
    private mutating func untagged() throws(Malformed) -> [IMAPToken] {
        let start = position
        let name = word().uppercased()
        guard Self.statusWords.contains(name) else {
            position = start
            return try tokens(until: nil, depth: 0)
        }
        skipSpaces()
        guard peek == UInt8(ascii: "["),
            let close = bytes[position...].firstIndex(of: UInt8(ascii: "]"))
        else { return [.atom(name), .string(Array(rest().utf8))] }
        var code = IMAPParser(bytes: bytes[(position + 1)..<close], literals: [])
        let tokens = (try? code.tokens(until: nil, depth: 1)) ?? []
        return [.atom(name), .list(tokens)]
    }

    private mutating func tokens(
        until close: UInt8?, depth: Int
    ) throws(Malformed) -> [IMAPToken] {
        guard depth <= IMAPResponseReader.nestingMax else {
            throw Malformed(what: "lists nested over \(IMAPResponseReader.nestingMax) levels")
        }
        var found: [IMAPToken] = []
        while let byte = peek {
            tokenCount += 1
            guard tokenCount <= 2 * IMAPResponseReader.tokensMax else {
                throw Malformed(what: "over \(IMAPResponseReader.tokensMax) pieces")
            }
            switch byte {
            case close:
                position += 1
                return found
            case UInt8(ascii: " "): position += 1
            case UInt8(ascii: "("):
                position += 1
                found.append(.list(try tokens(until: UInt8(ascii: ")"), depth: depth + 1)))
            case UInt8(ascii: ")"): throw Malformed(what: "a bracket that was never opened")
            case UInt8(ascii: "\""): found.append(.string(try quoted()))
            case UInt8(ascii: "{"): found.append(try literal())
            default: found.append(.atom(atom()))
            }
        }
        guard close == nil else { throw Malformed(what: "a bracket that is never closed") }
        return found
    }

    private mutating func quoted() throws(Malformed) -> [UInt8] {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return content
            case UInt8(ascii: "\\"):
                guard let escaped = peek else { break }
                content.append(escaped)
                position += 1
            default: content.append(byte)
            }
        }
        throw Malformed(what: "a quoted string that is never closed")
    }

    private mutating func literal() throws(Malformed) -> IMAPToken {
        guard let literal = literals.first, position < literal.at,
            literal.at - position <= IMAPLiteral.announcementMax
        else { throw Malformed(what: "a stray brace") }
        literals = literals.dropFirst()
        position = literal.at + literal.inBuffer
        if let content = literal.content { return .large(content) }
        return .string(Array(bytes[literal.at..<position]))
    }

    /// An atom; a section such as `BODY[HEADER.FIELDS (DATE)]<0>` counts as one.
    private mutating func atom() -> String {
        let start = position
        var brackets = 0
        while let byte = peek {
            if byte == UInt8(ascii: "[") { brackets += 1 }
            if byte == UInt8(ascii: "]") { brackets -= 1 }
            let ends =
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: "(")
                || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "{")
            if ends, brackets <= 0, position > start { break }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func word() -> String {
        let start = position
        while let byte = peek, byte != UInt8(ascii: " ") { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func rest() -> String {
        defer { position = bytes.endIndex }
        return String(decoding: bytes[position...], as: UTF8.self)
    }

    private mutating func skipSpaces() {
        while peek == UInt8(ascii: " ") { position += 1 }
    }

    private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }
}
