// The bytes of an IMAP connection cut into whole responses. Literals are data, never protocol, and large ones
// never in memory.
import Foundation
import Intake

/// Takes the bytes of a connection as they come and gives whole responses.
///
/// The one rule that matters: after `{n}` and a line end, n bytes are content, whatever they look
/// like. Reading them as lines lets the sender of a mail forge the server's answers.
struct IMAPResponseReader {
    enum Failure: Error {
        /// The server does not keep to the protocol, or to our limits.
        case malformed(String)
        /// Our disk cannot take a large literal.
        case storage(UnnamedFile.Failure)
    }

    /// The largest literal taken.
    let literalBytesMax: Int
    /// A larger literal lies in a file.
    static let literalInMemoryMax = Content.memoryBytesMax
    /// Of the smaller ones of one response together; what is beyond lies in files too.
    static let literalsInMemoryMax = 1 << 20
    static let literalsMax = 1000
    /// A response without its literals.
    static let lineBytesMax = 4 << 20
    static let tokensMax = 200_000
    static let nestingMax = 32
    /// Lines behind a refusal that are no response.
    static let strayLinesMax = 8

    private let folder: URL
    private var buffer: [UInt8] = []
    private var consumed = 0
    /// Where the line begins whose end is searched.
    private var lineStart = 0
    /// Up to where it was searched, so that no byte is looked at twice.
    private var searched = 0
    private var literals: [IMAPLiteral] = []
    private var bytesInMemory = 0
    /// Of all literals of the response.
    private var literalBytes = 0
    private var sink: (content: ContentSink, missing: Int)?
    private var strayLinesLeft = 0

    /// - Parameter folder: where large literals lie.
    init(literalBytesMax: Int, folder: URL) {
        self.literalBytesMax = literalBytesMax
        self.folder = folder
    }

    /// What it holds in memory of a response that is not whole.
    var bytesHeld: Int { buffer.count }

    /// Takes what has come. After an error the connection is of no more use.
    mutating func append(_ bytes: some Collection<UInt8>) throws(Failure) {
        guard let sink else {
            buffer += bytes
            return
        }
        let mine = bytes.prefix(sink.missing)
        try store(mine)
        buffer += bytes.dropFirst(mine.count)
    }

    /// The next whole response, `nil` if more bytes are needed. After an error the connection is
    /// of no more use.
    ///
    /// Lines behind a refusal that are no response are the rest of its words: Dovecot 2.3 refuses a COPY
    /// that only a part of the quota is left for in words it has already freed, line ends among them.
    mutating func next() throws(Failure) -> IMAPResponse? {
        while let end = try endOfResponse() {
            var parser = IMAPParser(bytes: buffer[consumed..<end], literals: literals)
            do throws(IMAPParser.Malformed) {
                let response = try parser.response()
                strayLinesLeft = response.isRefusal ? Self.strayLinesMax : 0
                forget()
                return response
            } catch {
                guard error.isStray, strayLinesLeft > 0 else { throw .malformed(error.what) }
                strayLinesLeft -= 1
                forget()
            }
        }
        return nil
    }

    /// Lets go of the response that was read.
    private mutating func forget() {
        (consumed, searched) = (lineStart, lineStart)
        (literals, bytesInMemory, literalBytes) = ([], 0, 0)
        compact()
    }

    /// Looks for the line end that no literal follows; gives where the response ends before it.
    private mutating func endOfResponse() throws(Failure) -> Int? {
        while sink == nil, let lineEnd = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            let content =
                lineEnd > lineStart && buffer[lineEnd - 1] == UInt8(ascii: "\r")
                ? lineEnd - 1 : lineEnd
            try checkLine(to: lineEnd)
            let line = buffer[lineStart..<content]
            // Free text may end in braces; only data has literals.
            let isText = literals.isEmpty && Self.isStatus(line)
            guard !isText, let count = try Self.literalLength(line) else {
                lineStart = lineEnd + 1
                return content
            }
            guard try take(count, after: lineEnd + 1) else { return nil }
        }
        guard sink == nil else { return nil }
        searched = buffer.count
        try checkLine(to: buffer.count)
        return nil
    }

    /// Takes a literal of `count` bytes; `false` when it has not come whole.
    private mutating func take(_ count: Int, after start: Int) throws(Failure) -> Bool {
        guard literalBytes + count <= literalBytesMax, literals.count < Self.literalsMax else {
            throw .malformed("a literal of \(count >> 10) KiB, the limit is \(literalBytesMax >> 10)")
        }
        if count <= Self.literalInMemoryMax, bytesInMemory + count <= Self.literalsInMemoryMax {
            // Until it is whole, its announcement is read again.
            guard start + count <= buffer.count else { return false }
            literals.append(IMAPLiteral(at: start, inBuffer: count, content: nil))
            bytesInMemory += count
            lineStart = start + count
        } else {
            sink = (ContentSink(in: folder, memoryBytesMax: 0), count)
            lineStart = start
            let mine = min(count, buffer.count - start)
            try store(buffer[start..<(start + mine)])
            buffer.removeSubrange(start..<(start + mine))
        }
        searched = lineStart
        literalBytes += count
        return sink == nil
    }

    /// A part of the large literal that is on its way.
    private mutating func store(_ bytes: some Collection<UInt8>) throws(Failure) {
        do throws(UnnamedFile.Failure) {
            try sink?.content.append(bytes)
        } catch {
            throw .storage(error)
        }
        sink?.missing -= bytes.count
        guard let whole = sink, whole.missing == 0 else { return }
        literals.append(IMAPLiteral(at: lineStart, inBuffer: 0, content: whole.content.content))
        sink = nil
    }

    private func checkLine(to end: Int) throws(Failure) {
        guard end - consumed - bytesInMemory <= Self.lineBytesMax else {
            throw .malformed("a line over \(Self.lineBytesMax) bytes")
        }
    }

    /// A tagged line, a continuation, or an untagged OK, NO, BAD, BYE, PREAUTH.
    private static func isStatus(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "* ".utf8) else { return true }
        let word = line.dropFirst(2).prefix { $0 != UInt8(ascii: " ") }
        return IMAPParser.statusWords.contains(String(decoding: word, as: UTF8.self).uppercased())
    }

    /// n of a line that ends in `{n}` or `~{n}`.
    private static func literalLength(_ line: ArraySlice<UInt8>) throws(Failure) -> Int? {
        guard line.last == UInt8(ascii: "}"),
            let open = line.suffix(IMAPLiteral.announcementMax).lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        let digits = line[(open + 1)...].dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // Ten digits are over any limit and still no overflow.
        guard digits.count <= 10 else { throw .malformed("a literal length that is no size") }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func compact() {
        guard consumed > 1 << 16 || consumed == buffer.count else { return }
        buffer.removeFirst(consumed)
        (lineStart, searched, consumed) = (0, 0, 0)
    }
}

/// A literal whose place in a response is known.
struct IMAPLiteral {
    /// Behind its announcement and the line end.
    var at: Int
    /// Its bytes there; none when they lie elsewhere.
    var inBuffer: Int
    /// Of a large one.
    var content: Content?

    /// `{n}` and the line end are no longer than this.
    static let announcementMax = 24
}
