// Many phrases looked for at once, by the bytes of a text.

/// Phrases of lower-case ASCII, each of two bytes or more.
struct Phrases: Sendable {
    /// By their first byte.
    private var phrases = [[[UInt8]]](repeating: [], count: 256)
    private var isEmpty = true
    /// Every so many bytes are looked at: two neighbours of every phrase stand at such a place.
    private let stride: Int
    /// A bit for every two neighbours, in upper or lower case and by the number that they are in memory,
    /// so that nearly every place of a text is passed by with one look.
    private var neighbours = [UInt64](repeating: 0, count: 1 << 10)

    private static let strideMax = 4
    /// With more of them, too many neighbours would be found that belong to none.
    private static let stridingMax = 8

    init(_ phrases: some Sequence<String>) {
        let phrases = phrases.map { Array($0.utf8) }.filter { $0.count >= 2 }
        let shortest = phrases.map(\.count).min() ?? 2
        stride = phrases.count > Self.stridingMax ? 1 : min(Self.strideMax, shortest - 1)
        for phrase in phrases {
            self.phrases[Int(phrase[0])].append(phrase)
            isEmpty = false
            for place in 0..<stride {
                for first in [phrase[place], phrase[place].raised] {
                    for second in [phrase[place + 1], phrase[place + 1].raised] {
                        let two = Int(UInt16(littleEndian: UInt16(second) << 8 | UInt16(first)))
                        neighbours[two >> 6] |= 1 << UInt64(two & 63)
                    }
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
            neighbours.withUnsafeBufferPointer { neighbours in
                let raw = UnsafeRawBufferPointer(bytes)
                let end = bytes.count - 1
                var place = stride - 1
                while place < end {
                    let two = Int(raw.loadUnaligned(fromByteOffset: place, as: UInt16.self))
                    if neighbours[two >> 6] &>> UInt64(truncatingIfNeeded: two) & 1 != 0,
                        (0..<stride).contains(where: { stands(at: place - $0, in: bytes) })
                    { return true }
                    place &+= stride
                }
                return false
            }
        }
    }

    /// Whether `text` begins with the bytes of one of them, in upper or lower case. An accent may
    /// follow that makes the last letter another one.
    func begin(_ text: some StringProtocol) -> Bool { begin(text.utf8) }

    /// The same of bytes.
    func begin(_ text: some Collection<UInt8>) -> Bool {
        Self.withBytes(of: text) { bytes in !bytes.isEmpty && stands(at: 0, in: bytes) }
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
