// Many phrases looked for at once, by the bytes of a text.

/// Phrases of lower-case ASCII, each of two bytes or more.
struct Phrases: Sendable {
    /// By their first byte.
    private var phrases = [[[UInt8]]](repeating: [], count: 256)
    /// A bit for every two bytes with which a phrase begins, in upper or lower case, so that nearly
    /// every place of a text is passed by with one look. By the number that they are in memory.
    private var beginnings = [UInt64](repeating: 0, count: 1 << 10)
    private var isEmpty = true

    init(_ phrases: some Sequence<String>) {
        for phrase in phrases.map({ Array($0.utf8) }) where phrase.count >= 2 {
            self.phrases[Int(phrase[0])].append(phrase)
            isEmpty = false
            for first in [phrase[0], phrase[0].raised] {
                for second in [phrase[1], phrase[1].raised] {
                    let two = Int(UInt16(littleEndian: UInt16(second) << 8 | UInt16(first)))
                    beginnings[two >> 6] |= 1 << UInt64(two & 63)
                }
            }
        }
    }

    /// Whether one of them occurs in `text`, in upper or lower case. One walk over the bytes.
    func occur(in text: some StringProtocol) -> Bool { occur(in: text.utf8) }

    /// The same of bytes.
    func occur(in text: some Collection<UInt8>) -> Bool {
        guard !isEmpty else { return false }
        return Self.withBytes(of: text) { bytes in
            beginnings.withUnsafeBufferPointer { beginnings in
                let last = bytes.count - 1
                var start = 0
                while true {
                    while start < last, !Self.begins(at: start, in: bytes, beginnings) { start += 1 }
                    guard start < last else { return false }
                    if stands(at: start, in: bytes) { return true }
                    start += 1
                }
            }
        }
    }

    /// Whether `text` begins with the bytes of one of them, in upper or lower case. An accent may
    /// follow that makes the last letter another one.
    func begin(_ text: some StringProtocol) -> Bool {
        Self.withBytes(of: text.utf8) { bytes in
            beginnings.withUnsafeBufferPointer { beginnings in
                bytes.count >= 2 && Self.begins(at: 0, in: bytes, beginnings)
                    && stands(at: 0, in: bytes)
            }
        }
    }

    @inline(__always)
    private static func begins(
        at start: Int, in bytes: UnsafeBufferPointer<UInt8>,
        _ beginnings: UnsafeBufferPointer<UInt64>
    ) -> Bool {
        let two = Int(
            UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt16.self))
        return beginnings[two >> 6] &>> UInt64(truncatingIfNeeded: two) & 1 != 0
    }

    private func stands(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        phrases[Int(bytes[start].lowered)].contains { phrase in
            phrase.count <= bytes.count - start
                && phrase.indices.allSatisfy { bytes[start + $0].lowered == phrase[$0] }
        }
    }

    private static func withBytes(
        of text: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        text.withContiguousStorageIfAvailable(body) ?? Array(text).withUnsafeBufferPointer(body)
    }
}

extension UInt8 {
    /// The lower-case letter, for an ASCII capital.
    var lowered: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }

    /// The capital, for a lower-case letter of ASCII.
    var raised: UInt8 { 0x61...0x7A ~= self ? self & ~0x20 : self }
}
