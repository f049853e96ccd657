// Sets of words that the pieces of a text are looked up in.

/// A set of lower-case words that a piece is looked up in without making a string.
struct MarkWords {
    static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    private let slots: HashSlots

    /// - Parameter list: the words, separated by blanks.
    init(_ list: String) {
        var words: Set<UInt64> = []
        var hash = MarkWords.seed
        for scalar in list.unicodeScalars {
            if scalar == " " || scalar == "\n" {
                words.insert(hash)
                hash = MarkWords.seed
            } else {
                hash = MarkWords.add(scalar.value, to: hash)
            }
        }
        words.insert(hash)
        words.remove(MarkWords.seed)
        slots = HashSlots(words)
    }

    /// FNV-1a over the scalars, large letters of ASCII as small ones.
    static func hash(_ word: String) -> UInt64 {
        word.unicodeScalars.reduce(seed) { add($1.value, to: $0) }
    }

    func contains(hash: UInt64) -> Bool { slots.place(of: hash) != nil }

    static func add(_ scalar: UInt32, to hash: UInt64) -> UInt64 {
        let small = (0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar
        return (hash ^ UInt64(small)) &* 0x100_0000_01b3
    }

    func contains(_ word: String) -> Bool { contains(hash: MarkWords.hash(word)) }

    func contains(_ piece: Piece) -> Bool { !piece.isDigits && contains(hash: piece.hash) }
}

/// What belongs to each of some words.
struct MarkTable<Value: Sendable>: Sendable {
    private let slots: HashSlots
    private let values: [Value?]

    init(_ table: [UInt64: Value]) {
        slots = HashSlots(Set(table.keys))
        values = slots.hashes.map { table[$0] }
    }

    subscript(hash: UInt64) -> Value? { slots.place(of: hash).flatMap { values[$0] } }
}

/// Hashes in open addressing, nought where nothing stands. Swift's own set hashes a hash once more, which
/// took most of the time of a reading.
struct HashSlots: Sendable {
    /// As many as a power of two, at most half of them taken.
    let hashes: [UInt64]

    init(_ words: Set<UInt64>) {
        var length = 4
        while length < words.count * 2 { length *= 2 }
        var hashes = [UInt64](repeating: 0, count: length)
        // In order, so that every process looks in the same places.
        for hash in words.sorted() where hash != 0 {
            var at = HashSlots.first(hash, length)
            while hashes[at] != 0 { at = (at + 1) & (length - 1) }
            hashes[at] = hash
        }
        self.hashes = hashes
    }

    func place(of hash: UInt64) -> Int? {
        guard hash != 0 else { return nil }
        var at = HashSlots.first(hash, hashes.count)
        while hashes[at] != hash {
            if hashes[at] == 0 { return nil }
            at = (at + 1) & (hashes.count - 1)
        }
        return at
    }

    private static func first(_ hash: UInt64, _ length: Int) -> Int {
        Int(truncatingIfNeeded: hash ^ hash >> 29) & (length - 1)
    }
}
