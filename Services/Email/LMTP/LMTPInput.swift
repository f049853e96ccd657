// The bytes an LMTP client sent: command lines, or the lines of a mail with their dots undone.
import Foundation

/// Cuts the input of an LMTP session.
struct LMTPInput {
    enum Command: Hashable {
        case line(String)
        /// Skipped up to its end.
        case tooLong
    }

    private var buffer: [UInt8] = []
    private var position = 0
    /// No line end before this index.
    private var scanned = 0
    private var skipsLongLine = false
    private var atLineStart = true

    /// A line of a mail that is longer is handed on in pieces.
    static let mailLineBytesMax = 64 << 10

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

    /// Adds the lines of a mail that have come to `mail`, without their stuffed dots; `true` after the
    /// line with nothing but a dot.
    ///
    /// Only CR LF ends a line here, and only CR LF . CR LF the mail: taking a bare LF for it would
    /// let a sender smuggle a second mail past the server before us.
    mutating func data(into mail: inout [UInt8]) -> Bool {
        // Most lines are no more than passed over, and copied many at a time.
        var copied = position
        while let end = lineEnd() {
            let start = position
            let startsLine = atLineStart
            pass(upTo: end)
            guard startsLine, buffer[start] == UInt8(ascii: ".") else { continue }
            mail += buffer[copied..<start]
            copied = start + 1
            if end - start == 3, atLineStart { return true }
        }
        if buffer.count - position > Self.mailLineBytesMax {
            // The CR of a line end is not parted from its LF.
            let kept = buffer.last == UInt8(ascii: "\r") ? 1 : 0
            let isDotted = atLineStart && buffer[position] == UInt8(ascii: ".")
            mail += buffer[copied..<position]
            copied = position + (isDotted ? 1 : 0)
            pass(upTo: buffer.count - kept)
        }
        mail += buffer[copied..<position]
        return false
    }

    private mutating func pass(upTo end: Int) {
        atLineStart =
            end - position >= 2 && buffer[end - 2] == UInt8(ascii: "\r")
            && buffer[end - 1] == UInt8(ascii: "\n")
        position = end
        scanned = max(scanned, end)
    }

    /// The index after the next LF.
    private mutating func lineEnd() -> Int? {
        let start = max(scanned, position)
        let found = buffer.withUnsafeBytes { raw -> Int? in
            guard let base = raw.baseAddress, start < raw.count,
                let lf = memchr(base + start, 0x0A, raw.count - start)
            else { return nil }
            return UnsafeRawPointer(lf) - base + 1
        }
        scanned = found ?? buffer.count
        return found
    }
}
