// IMAP4rev1 responses (RFC 3501 section 9) cut into tokens. Literals are data, never protocol.

/// One piece of a response.
enum IMAPToken: Sendable, Hashable {
    case atom(String)
    /// A quoted string or a literal: whatever bytes the server, or a sender of mail, put there.
    case string([UInt8])
    case list([IMAPToken])

    var atom: String? { if case .atom(let text) = self { text } else { nil } }
    var number: UInt32? { atom.flatMap(UInt32.init) }
}

/// One response of the server.
enum IMAPResponse: Sendable, Hashable {
    /// `* …`
    case untagged([IMAPToken])
    /// `+ …`: the server waits for more of a command.
    case continuation
    /// `tag OK|NO|BAD text`, the end of a command.
    case tagged(tag: String, status: String, text: String)
}

/// Takes the bytes of a connection as they come and gives whole responses.
///
/// The one rule that matters: after `{n}` and a line end, n bytes are content, whatever they look
/// like. Reading them as lines lets the sender of a mail forge the server's answers.
struct IMAPResponseReader {
    struct Malformed: Error, Hashable {
        var what: String
    }

    /// The largest literal taken: one mail and a little.
    let literalBytesMax: Int
    /// A line without its literals.
    static let lineBytesMax = 4 << 20
    static let nestingMax = 32

    private var buffer: [UInt8] = []
    private var consumed = 0
    /// Where the search for the end of the response goes on, so that no byte is looked at twice.
    private var scanned = 0
    private var literals: [Range<Int>] = []

    init(literalBytesMax: Int) { self.literalBytesMax = literalBytesMax }

    mutating func append(_ bytes: some Sequence<UInt8>) { buffer += bytes }

    /// The next whole response, `nil` if more bytes are needed. After an error the connection is
    /// of no more use.
    mutating func next() throws(Malformed) -> IMAPResponse? {
        guard let end = try endOfResponse() else { return nil }
        var parser = IMAPParser(
            bytes: buffer[consumed..<end.content], literals: literals)
        let response = try parser.response()
        consumed = end.next
        scanned = consumed
        literals = []
        compact()
        return response
    }

    /// Looks for the line end that no literal follows.
    private mutating func endOfResponse() throws(Malformed) -> (content: Int, next: Int)? {
        while let lineEnd = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
            let content =
                lineEnd > scanned && buffer[lineEnd - 1] == UInt8(ascii: "\r")
                ? lineEnd - 1 : lineEnd
            let literalBytes = literals.reduce(0) { $0 + $1.count }
            guard lineEnd - consumed - literalBytes <= Self.lineBytesMax else {
                throw Malformed(what: "a line over \(Self.lineBytesMax) bytes")
            }
            let line = buffer[scanned..<content]
            // Free text may end in braces; only data has literals.
            let isText = literals.isEmpty && Self.isStatus(line)
            guard !isText, let count = try Self.literalLength(line) else {
                return (content, lineEnd + 1)
            }
            guard count <= literalBytesMax else {
                throw Malformed(
                    what: "a literal of \(count) bytes, the limit is \(literalBytesMax)")
            }
            let literal = (lineEnd + 1)..<(lineEnd + 1 + count)
            guard literal.upperBound <= buffer.count else { return nil }
            literals.append(literal)
            scanned = literal.upperBound
        }
        guard buffer.count - scanned <= Self.lineBytesMax else {
            throw Malformed(what: "a line over \(Self.lineBytesMax) bytes")
        }
        return nil
    }

    /// A tagged line, a continuation, or an untagged OK, NO, BAD, BYE, PREAUTH.
    private static func isStatus(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "* ".utf8) else { return true }
        let word = line.dropFirst(2).prefix { $0 != UInt8(ascii: " ") }
        return statusWords.contains(String(decoding: word, as: UTF8.self).uppercased())
    }

    static let statusWords: Set<String> = ["OK", "NO", "BAD", "BYE", "PREAUTH"]

    /// n of a line that ends in `{n}` or `~{n}`.
    private static func literalLength(_ line: ArraySlice<UInt8>) throws(Malformed) -> Int? {
        guard line.last == UInt8(ascii: "}"),
            let open = line.lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        let digits = line[(open + 1)...].dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // Ten digits are over any limit and still no overflow.
        guard digits.count <= 10 else { throw Malformed(what: "a literal length that is no size") }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func compact() {
        guard consumed > 1 << 16 || consumed == buffer.count else { return }
        buffer.removeFirst(consumed)
        scanned -= consumed
        consumed = 0
    }
}

/// Parses one whole response whose literals are known.
private struct IMAPParser {
    typealias Malformed = IMAPResponseReader.Malformed
    private let bytes: ArraySlice<UInt8>
    private var literals: [Range<Int>]
    private var position: Int

    init(bytes: ArraySlice<UInt8>, literals: [Range<Int>]) {
        self.bytes = bytes
        self.literals = literals
        position = bytes.startIndex
    }

    mutating func response() throws(Malformed) -> IMAPResponse {
        let tag = word()
        guard !tag.isEmpty else { throw Malformed(what: "a response without a tag") }
        skipSpaces()
        switch tag {
        case "+": return .continuation
        case "*": return .untagged(try untagged())
        default:
            let status = word().uppercased()
            guard ["OK", "NO", "BAD"].contains(status) else {
                throw Malformed(what: "neither OK, NO nor BAD after the tag")
            }
            skipSpaces()
            return .tagged(tag: tag, status: status, text: rest())
        }
    }

    /// Status responses hold free text, so only their code is cut into tokens.
    private mutating func untagged() throws(Malformed) -> [IMAPToken] {
        let start = position
        let name = word().uppercased()
        guard IMAPResponseReader.statusWords.contains(name) else {
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
            case UInt8(ascii: "{"): found.append(.string(try literal()))
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

    private mutating func literal() throws(Malformed) -> [UInt8] {
        guard let range = literals.first, position < range.lowerBound,
            bytes[position..<range.lowerBound].count <= 16
        else { throw Malformed(what: "a stray brace") }
        literals.removeFirst()
        position = range.upperBound
        return Array(bytes[range])
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
