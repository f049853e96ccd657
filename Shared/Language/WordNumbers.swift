// Words as numbers: a hash of their letters, and the tables that lead from it to what is known of them.

/// FNV-1a over the UTF-8 of a word, letter by letter as the text is read. Nothing is compared behind it:
/// among a hundred thousand words two share 64 bits once in three thousand million tables, and a text that
/// is made to collide gains no more than one that writes the word itself.
struct WordHash: Hashable, Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init() {}

    init(_ word: String) {
        for byte in word.utf8 { add(byte) }
    }

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    /// The hash of this word with another one behind it.
    func joined(with bytes: some Sequence<UInt8>) -> WordHash {
        var result = self
        for byte in bytes { result.add(byte) }
        return result
    }
}

/// Keys of 64 bits with a number each: open addressing in one array, so that a look-up touches one line of
/// memory as a rule.
struct NumberTable: Sendable {
    /// The number of a key that is not there.
    static let none = UInt32.max

    private var slots: [Slot] = []
    private(set) var count = 0
    private var shift: UInt64 = 64

    private struct Slot {
        var key: UInt64 = 0
        var number = NumberTable.none
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    @inline(__always)
    subscript(_ key: UInt64) -> UInt32 {
        guard count > 0 else { return NumberTable.none }
        let mask = slots.count - 1
        var place = place(of: key)
        while slots[place].number != NumberTable.none {
            if slots[place].key == key { return slots[place].number }
            place = (place + 1) & mask
        }
        return NumberTable.none
    }

    /// Gives a key its number; what it had is replaced.
    mutating func set(_ key: UInt64, _ number: UInt32) {
        if (count + 1) * 2 > slots.count { grow() }
        let mask = slots.count - 1
        var place = place(of: key)
        while slots[place].number != NumberTable.none, slots[place].key != key {
            place = (place + 1) & mask
        }
        if slots[place].number == NumberTable.none { count += 1 }
        slots[place] = Slot(key: key, number: number)
    }

    private mutating func grow() {
        let old = slots
        let bits = old.isEmpty ? 4 : (old.count * 2).trailingZeroBitCount
        slots = Array(repeating: Slot(), count: 1 << bits)
        shift = UInt64(64 - bits)
        count = 0
        for slot in old where slot.number != NumberTable.none { set(slot.key, slot.number) }
    }
}

/// A fixed list of words, asked by hash.
struct WordSet: Sendable {
    private var table = NumberTable()

    /// - Parameter words: separated by spaces.
    init(_ words: String) {
        self.init(words.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    init(_ words: some Sequence<String>) {
        for word in words { table.set(WordHash(word).value, 0) }
    }

    func contains(_ hash: WordHash) -> Bool { table[hash.value] != NumberTable.none }
}
