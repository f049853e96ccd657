// Many phrases looked for at once, by the bytes of a text.

/// Phrases of lower-case ASCII, each of two bytes or more.
struct Phrases: Sendable {
    /// By their first byte.
    private var phrases = [[[UInt8]]](repeating: [], count: 256)
    /// A bit for every two bytes with which a phrase begins, so that nearly every place of a text is
    /// passed by with one look.
    private var beginnings = [UInt64](repeating: 0, count: 1 << 10)

    init(_ phrases: some Sequence<String>) {
        for phrase in phrases.map({ Array($0.utf8) }) where phrase.count >= 2 {
            self.phrases[Int(phrase[0])].append(phrase)
            let two = Int(phrase[0]) << 8 | Int(phrase[1])
            beginnings[two >> 6] |= 1 << UInt64(two & 63)
        }
    }

    /// Whether one of them occurs in `text`, in upper or lower case. One walk over the bytes.
    func occur(in text: some StringProtocol) -> Bool {
        Self.withBytes(of: text) { bytes in
            guard var byte = bytes.first?.lowered else { return false }
            for start in 0..<(bytes.count - 1) {
                let next = bytes[start + 1].lowered
                if begins(byte, next), stands(at: start, in: bytes) { return true }
                byte = next
            }
            return false
        }
    }

    /// Whether `text` begins with the bytes of one of them, in upper or lower case. An accent may
    /// follow that makes the last letter another one.
    func begin(_ text: some StringProtocol) -> Bool {
        Self.withBytes(of: text) { bytes in
            bytes.count >= 2 && begins(bytes[0].lowered, bytes[1].lowered)
                && stands(at: 0, in: bytes)
        }
    }

    private func begins(_ byte: UInt8, _ next: UInt8) -> Bool {
        let two = Int(byte) << 8 | Int(next)
        return beginnings[two >> 6] >> UInt64(two & 63) & 1 != 0
    }

    private func stands(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        phrases[Int(bytes[start].lowered)].contains { phrase in
            phrase.count <= bytes.count - start
                && phrase.indices.allSatisfy { bytes[start + $0].lowered == phrase[$0] }
        }
    }

    private static func withBytes(
        of text: some StringProtocol, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        text.utf8.withContiguousStorageIfAvailable(body)
            ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }
}

extension UInt8 {
    /// The lower-case letter, for an ASCII capital.
    var lowered: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
