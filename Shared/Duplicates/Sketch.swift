// What a text says, in 32 bytes: its telling words as numbers, so that two texts can be compared
// without their words.
import Language

/// Up to sixteen telling words of a text, each a number of 16 bits, in rising order.
///
/// A text of more words keeps those with the smallest numbers: the same sample of every text, so that
/// two
/// sketches estimate how much two texts have in common.
package struct Sketch: Sendable, Hashable {
    /// Words kept.
    package static let maximumWords = 16
    /// Words of a text that are looked at.
    package static let maximumRead = 400

    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    package static func == (a: Sketch, b: Sketch) -> Bool { a.words == b.words }

    package func hash(into hasher: inout Hasher) {
        for part in [words.0, words.1, words.2, words.3] { hasher.combine(part) }
    }

    /// Of nothing.
    package init() {}

    /// - Parameter skipped: what names places and spots, which are compared for themselves.
    init(_ words: LinkWords, skipping skipped: (Int) -> Bool) {
        var found: [UInt16] = []
        found.reserveCapacity(64)
        for index in 0..<words.count where !skipped(index) {
            guard let number = Self.number(words, index) else { continue }
            found.append(number)
        }
        found.sort()
        var last: UInt16 = 0
        var count = 0
        for number in found where number != last {
            self[count] = number
            last = number
            count += 1
            if count == Self.maximumWords { break }
        }
    }

    /// As stored.
    package init(raw: (UInt64, UInt64, UInt64, UInt64)) { words = raw }
    package var raw: (UInt64, UInt64, UInt64, UInt64) { words }

    /// The word at a place; 0 behind the last.
    package private(set) subscript(_ place: Int) -> UInt16 {
        get {
            let part = place < 8 ? (place < 4 ? words.0 : words.1) : (place < 12 ? words.2 : words.3)
            return UInt16(truncatingIfNeeded: part >> UInt64((place & 3) * 16))
        }
        set {
            let value = UInt64(newValue) << UInt64((place & 3) * 16)
            switch place >> 2 {
            case 0: words.0 |= value
            case 1: words.1 |= value
            case 2: words.2 |= value
            default: words.3 |= value
            }
        }
    }

    /// Words kept.
    package var count: Int {
        var count = 0
        while count < Self.maximumWords, self[count] != 0 { count += 1 }
        return count
    }

    /// Two texts with nearly the same words mostly share one of these; 0 for a text of too few words.
    package var band: UInt32 {
        self[2] == 0 ? 0 : UInt32(self[0]) << 16 | UInt32(self[1])
    }

    /// Fewer letters than this tell nothing.
    private static let minimumLetters = 3

    /// A word by what it means, or by the consonants of its stem, so that vowels left out or exchanged make
    /// no other word; `nil` for a word that tells nothing. Never 0.
    static func number(_ words: LinkWords, _ index: Int) -> UInt16? {
        let (word, normal) = (words.numbers[index], words.tokens.normalNumber(index))
        if let group = Synonyms.number(word) ?? Synonyms.number(normal) {
            return max(1, UInt16(truncatingIfNeeded: group >> 24))
        }
        let letters = words.tokens.normalLetters(index)
        guard letters.count >= minimumLetters, !CommonWords.contains(normal),
            !CommonWords.contains(word),
            // Digits are of spots, amounts and dates.
            !letters.contains(where: { (0x30...0x39).contains($0) })
        else { return nil }
        return max(1, UInt16(truncatingIfNeeded: Consonants.hash(Affixes.stem(letters)) >> 16))
    }
}

/// In how many texts each word was: a word in few of them tells more.
package struct WordCounts: Sendable {
    private var counts = UsualWords.counts
    private var texts: UInt32 = 0
    /// As if so many texts had been read before the first.
    private static let prior: Float = 1000

    package init() {}

    /// Counts the words of one more text.
    package mutating func add(_ sketch: Sketch) {
        texts &+= 1
        for place in 0..<sketch.count { counts[Int(sketch[place])] &+= 1 }
    }

    /// How much a word tells, in bits; about log2 of how rare it is.
    func bits(_ word: UInt16) -> Float {
        Self.log2(Float(texts) + Self.prior) - Self.log2(Float(counts[Int(word)]) + 2)
    }

    /// Within a tenth, and fast.
    private static func log2(_ x: Float) -> Float {
        Float(x.bitPattern) * (1 / Float(1 << 23)) - 127
    }

    /// What two texts have in common.
    func likeness(_ a: Sketch, _ b: Sketch) -> Likeness {
        let (n, m) = (a.count, b.count)
        // Of a text of more words only a sample is kept: compared is what both would have kept.
        var limit = UInt16.max
        if n == Sketch.maximumWords { limit = min(limit, a[n - 1]) }
        if m == Sketch.maximumWords { limit = min(limit, b[m - 1]) }
        var likeness = Likeness()
        var (i, j) = (0, 0)
        while true {
            let x = i < n && a[i] <= limit ? a[i] : 0
            let y = j < m && b[j] <= limit ? b[j] : 0
            if x == 0, y == 0 { return likeness }
            if x == y {
                let bits = bits(x)
                likeness.shared += bits
                likeness.words += 1
                likeness.mine += bits
                likeness.theirs += bits
                likeness.fewer += 1
                if bits >= Likeness.rare { likeness.rareWords += 1 }
                i += 1
                j += 1
            } else if y == 0 || (x != 0 && x < y) {
                likeness.mine += bits(x)
                i += 1
            } else {
                likeness.theirs += bits(y)
                j += 1
            }
        }
    }
}

/// What two texts have in common, in bits of their words.
struct Likeness {
    /// A word of so many bits is rare.
    static let rare: Float = 6.5

    var shared: Float = 0
    var mine: Float = 0
    var theirs: Float = 0
    var words = 0
    var fewer = 0
    var rareWords = 0

    /// Shared over all, 0 … 1.
    var ratio: Float {
        let all = mine + theirs - shared
        return all <= 0 ? 0 : shared / all
    }

    /// Shared over the lesser of both: 1 when one text is the beginning of the other.
    var contained: Float {
        let lesser = min(mine, theirs)
        return lesser <= 0 ? 0 : shared / lesser
    }
}
