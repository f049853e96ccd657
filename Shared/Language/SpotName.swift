// The name of a road, a gang or a landmark in sixteen bytes, compared so that a slip of the pen is no
// other road.

/// The first letters of two words of a name, and its number.
package struct SpotName: Sendable, Hashable {
    /// Letters kept of the first and of the second word.
    private static let lengths = (7, 7)

    /// Little endian, zeros behind; the top byte holds the number of the name ("Melati 2"), or what
    /// the second word is for.
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    /// No name.
    package static let none = SpotName("")

    package var isNone: Bool { self == Self.none }

    /// - Parameter name: lower-case words; a number stands at the end.
    package init(_ name: String) {
        var words = name.split(separator: " ")
        if let last = words.last, let number = Int(last) {
            first |= UInt64(UInt8(clamping: max(1, number))) << 56
            words.removeLast()
        }
        if let word = words.first {
            first |= Self.packed(word.utf8.prefix(Self.lengths.0))
            if SpotWords.generic.contains(String(word)) { second |= 1 << 56 }
        }
        if words.count > 1 { second |= Self.packed(words[1].utf8.prefix(Self.lengths.1)) }
    }

    /// As stored.
    package init(raw: (UInt64, UInt64)) { (first, second) = raw }
    package var raw: (UInt64, UInt64) { (first, second) }

    private static func packed(_ letters: some Collection<UInt8>) -> UInt64 {
        letters.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static let letters: UInt64 = 0x00FF_FFFF_FFFF_FFFF

    private var number: UInt64 { first >> 56 }
    private var isGeneric: Bool { second >> 56 == 1 }

    /// Different only when no slip of the pen, no shortening and no missing word explains it.
    package func agreement(with other: SpotName) -> Agreement {
        guard !isNone, !other.isNone else { return .unknown }
        let numbers = number != 0 && other.number != 0 && number != other.number
        let oneNumber = (number == 0) != (other.number == 0)
        let (a, b) = (Word(first & Self.letters), Word(second & Self.letters))
        let (c, d) = (Word(other.first & Self.letters), Word(other.second & Self.letters))
        // A bare number against a name says nothing: "gang 3" may be "gang Mawar".
        if a.isEmpty || c.isEmpty {
            return a.isEmpty && c.isEmpty ? (numbers ? .different : .same) : .unknown
        }
        let isSame: Bool
        if b.isEmpty || d.isEmpty {
            isSame = a.isLike(c) || (!b.isEmpty && b.isLike(c)) || (!d.isEmpty && a.isLike(d))
        } else {
            isSame = a.isLike(c) && b.isLike(d) || a.isLike(d) && b.isEmpty
        }
        if isSame { return numbers ? .different : oneNumber ? .unknown : .same }
        if numbers, !a.isLike(c) { return .different }
        // The same first word, then others: another road only where the first word is nobody's name.
        if a.isLike(c) { return isGeneric || other.isGeneric ? .different : .unknown }
        if !b.isEmpty, !d.isEmpty, b.isLike(d) { return .unknown }
        return a.isNear(c) ? .unknown : .different
    }

    /// Up to seven letters in one number.
    private struct Word {
        let bytes: [UInt8]

        init(_ packed: UInt64) {
            var rest = packed
            var bytes: [UInt8] = []
            while rest != 0 {
                bytes.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
            self.bytes = bytes
        }

        var isEmpty: Bool { bytes.isEmpty }

        /// The same word, perhaps with a slip of the pen or without its vowels ("sdrmn").
        func isLike(_ other: Word) -> Bool {
            if bytes == other.bytes { return true }
            guard min(bytes.count, other.bytes.count) >= 4 else { return false }
            // Both cut at their length: a slip moves the letters behind it.
            let cut = min(bytes.count, other.bytes.count)
            if Slip.isAtMostOne(bytes[...], other.bytes[...]) { return true }
            if cut == 7 || bytes.count == 7 || other.bytes.count == 7,
                Slip.isAtMostOne(bytes.prefix(6), other.bytes[...].prefix(7))
                    || Slip.isAtMostOne(bytes[...].prefix(7), other.bytes.prefix(6))
            {
                return true
            }
            let (mine, theirs) = (skeleton, other.skeleton)
            guard bytes.first == other.bytes.first, min(mine.count, theirs.count) >= 3 else {
                return false
            }
            return mine == theirs
                || (bytes.count == 7 || other.bytes.count == 7)
                    && (mine.starts(with: theirs) || theirs.starts(with: mine))
        }

        /// Too much alike to call it another one.
        func isNear(_ other: Word) -> Bool {
            guard bytes.first == other.bytes.first else { return false }
            let (mine, theirs) = (skeleton, other.skeleton)
            return min(mine.count, theirs.count) >= 4 && Slip.isAtMostOne(mine[...], theirs[...])
        }

        /// Without vowels behind the first letter, and without letters said twice.
        private var skeleton: [UInt8] {
            var result: [UInt8] = []
            for (index, byte) in bytes.enumerated() {
                if index > 0, [0x61, 0x65, 0x69, 0x6F, 0x75].contains(byte) { continue }
                if byte != result.last { result.append(byte) }
            }
            return result
        }
    }
}
