// What the child says of a mail, as bytes: one value after the other, texts with their length before them.
// Not JSON, which took longer than reading the mail.
import Foundation

/// What goes over the socket as bytes, and comes back from them as it was.
protocol Portable {
    func write(to bytes: inout [UInt8])
    init(from reader: inout ByteReader) throws(FrameSocket.Failure)
}

/// Takes values from bytes of a process that a mail may have taken over: nothing in them is believed.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What `body` takes, which must be everything.
    static func read<Value>(
        _ bytes: [UInt8], _ body: (inout ByteReader) throws(FrameSocket.Failure) -> Value
    ) throws(FrameSocket.Failure) -> Value {
        try bytes.withUnsafeBufferPointer { (bytes) throws(FrameSocket.Failure) in
            var reader = ByteReader(UnsafeRawBufferPointer(bytes))
            let value = try body(&reader)
            guard reader.place == bytes.count else { throw .protocolBroken }
            return value
        }
    }

    /// The one value in `bytes`.
    static func value<Value: Portable>(of bytes: [UInt8]) throws(FrameSocket.Failure) -> Value {
        try read(bytes) { (reader) throws(FrameSocket.Failure) in try reader.value() }
    }

    mutating func take(_ count: Int) throws(FrameSocket.Failure) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= bytes.count - place else { throw .protocolBroken }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }

    mutating func value<Value: Portable>() throws(FrameSocket.Failure) -> Value {
        try Value(from: &self)
    }
}

extension UInt8: Portable {
    func write(to bytes: inout [UInt8]) { bytes.append(self) }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) { self = try reader.take(1)[0] }
}

/// Seven bits in each byte, the lowest first, and a bit that says whether another follows: most are lengths.
extension Int: Portable {
    func write(to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: self)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        var value: UInt = 0
        var shift: UInt = 0
        while true {
            let byte = try UInt8(from: &reader)
            guard shift < UInt(UInt.bitWidth) else { throw .protocolBroken }
            value |= UInt(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        self = Int(bitPattern: value)
    }
}

extension Bool: Portable {
    func write(to bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        self = try UInt8(from: &reader) == 1
    }
}

/// In whole seconds, which is all that a mail has.
extension Date: Portable {
    func write(to bytes: inout [UInt8]) {
        Int(timeIntervalSince1970).write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        self.init(timeIntervalSince1970: Double(try Int(from: &reader)))
    }
}

extension String: Portable {
    func write(to bytes: inout [UInt8]) {
        var text = self
        text.withUTF8 { text in
            text.count.write(to: &bytes)
            bytes.append(contentsOf: text)
        }
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        let bytes = try reader.take(Int(from: &reader))
        guard let text = try? UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span) else {
            throw .protocolBroken
        }
        self.init(copying: text)
    }
}

extension Optional: Portable where Wrapped: Portable {
    func write(to bytes: inout [UInt8]) {
        (self != nil).write(to: &bytes)
        self?.write(to: &bytes)
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
    }
}

extension Array: Portable where Element: Portable {
    func write(to bytes: inout [UInt8]) {
        count.write(to: &bytes)
        for element in self { element.write(to: &bytes) }
    }

    init(from reader: inout ByteReader) throws(FrameSocket.Failure) {
        var left = try Int(from: &reader)
        guard left >= 0 else { throw .protocolBroken }
        self = []
        // No room is made for what a number promises.
        while left > 0 {
            append(try Element(from: &reader))
            left -= 1
        }
    }
}
