// The bytes an LMTP client sent: command lines, or the lines of a mail with their dots undone.

/// Cuts the input of an LMTP session.
struct LMTPInput {
    enum Command: Hashable {
        case line(String)
        /// Skipped up to its end.
        case tooLong
    }

    enum Data: Hashable {
        case bytes(ArraySlice<UInt8>)
        /// The line with nothing but a dot.
        case end
    }

    private var buffer: [UInt8] = []
    private var position = 0
    /// No line end before this index.
    private var scanned = 0
    private var skipsLongLine = false
    private var atLineStart = true

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if position > 0 {
            buffer.removeFirst(position)
            scanned -= position
            position = 0
        }
        buffer += bytes
    }

    /// The next command line without its end; `nil` until it is whole.
    mutating func line(bytesMax: Int) -> Command? {
        guard let end = lineEnd() else {
            if buffer.count - position > bytesMax {
                skipsLongLine = true
                position = buffer.count
                scanned = position
            }
            return nil
        }
        var line = buffer[position..<(end - 1)]
        position = end
        if skipsLongLine || line.count > bytesMax {
            skipsLongLine = false
            return .tooLong
        }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return .line(String(decoding: line, as: UTF8.self))
    }

    mutating func startData() { atLineStart = true }

    /// The next line of a mail with its end and without its stuffed dot; `nil` until more comes.
    ///
    /// Only CR LF ends a line here, and only CR LF . CR LF the mail: taking a bare LF for it would
    /// let a sender smuggle a second mail past the server before us.
    mutating func data(bytesMax: Int) -> Data? {
        guard let end = lineEnd() else {
            // A line longer than a mail may be: hand it on in pieces, to be counted and dropped.
            guard buffer.count - position > bytesMax else { return nil }
            let kept = buffer.last == UInt8(ascii: "\r") ? 1 : 0
            return take(upTo: buffer.count - kept)
        }
        return take(upTo: end)
    }

    private mutating func take(upTo end: Int) -> Data {
        var line = buffer[position..<end]
        position = end
        scanned = max(scanned, end)
        let startsLine = atLineStart
        atLineStart = line.suffix(2).elementsEqual("\r\n".utf8)
        if startsLine, line.first == UInt8(ascii: ".") {
            if line.count == 3, atLineStart { return .end }
            line = line.dropFirst()
        }
        return .bytes(line)
    }

    /// The index after the next LF.
    private mutating func lineEnd() -> Int? {
        guard let end = buffer[max(scanned, position)...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = buffer.count
            return nil
        }
        scanned = end + 1
        return end + 1
    }
}
