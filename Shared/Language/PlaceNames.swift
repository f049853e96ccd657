// The names of all places, and how they are found in the words of a text: as they are, apart, together,
// with a slip of the pen, or as an SMS shortens them.

/// How well a stretch of a text is a name; the better ones first.
enum NameFit: UInt8, Comparable, Sendable {
    /// Letter by letter, or a word of it in a known abbreviation ("sei", "utr").
    case exact
    /// One word written as two.
    case halved
    /// A slip of the pen.
    case slip
    /// Letters left out.
    case short

    var isFuzzy: Bool { self >= .slip }

    static func < (a: NameFit, b: NameFit) -> Bool { a.rawValue < b.rawValue }
}

/// A name with the places that bear it.
struct PlaceName: Sendable {
    /// Places in ``PlaceNames/bearers``, those of the region first.
    var bearers: Range<Int>
    var words: Int
    var letters: Int
    /// One of its places lies in the region.
    var isLocal: Bool
    /// Only the first words of longer names: "Taniran" of "Taniran Kubah".
    var isPartial: Bool
    /// A road or a landmark, whose words still say what the matter is ("pasar").
    var isSpot: Bool
}

/// A name found in a text.
struct NameHit: Sendable {
    var name: Int
    var tokens: Range<Int>
    var fit: NameFit
}

/// Names in a trie over numbered words.
struct PlaceNames: Sendable {
    private(set) var names: [PlaceName] = []
    /// Numbers of places; each name has a stretch of them.
    private(set) var bearers: [UInt32] = []
    private(set) var trie = Trie<UInt32>()
    let slips: SlipIndex
    let shorts: ShortIndex
    /// Words of names in the region, and of cities: these are found with slips anywhere.
    private(set) var isNearWord: [Bool] = []

    /// Names as they are collected.
    struct Builder {
        struct Entry {
            var words: [String]
            var places: [UInt32] = []
            var isLocal = false
            var isNear = false
            var isPartial = false
            var isSpot = false
        }

        private(set) var entries: [Entry] = []
        private var numbers: [String: Int] = [:]

        /// - Parameter isNear: looked for with slips and abbreviations anywhere.
        mutating func add(
            _ words: [String], place: Int, isLocal: Bool, isNear: Bool, isPartial: Bool = false,
            isSpot: Bool = false
        ) {
            guard !words.isEmpty else { return }
            let key = (isPartial ? "?" : isSpot ? "@" : "") + words.joined(separator: " ")
            let number = numbers[key] ?? entries.count
            if number == entries.count {
                numbers[key] = number
                entries.append(Entry(words: words, isPartial: isPartial, isSpot: isSpot))
            }
            guard entries[number].places.last != UInt32(place) else { return }
            entries[number].places.append(UInt32(place))
            entries[number].isLocal = entries[number].isLocal || isLocal
            entries[number].isNear = entries[number].isNear || isNear
        }
    }

    init(_ builder: Builder) {
        for (number, entry) in builder.entries.enumerated() {
            names.append(
                PlaceName(
                    bearers: bearers.count..<bearers.count + entry.places.count,
                    words: entry.words.count, letters: entry.words.reduce(0) { $0 + $1.count },
                    isLocal: entry.isLocal, isPartial: entry.isPartial, isSpot: entry.isSpot))
            bearers += entry.places
            for spelling in PlaceNames.spellings(of: entry.words) {
                trie.insert(spelling, UInt32(number))
            }
        }
        isNearWord = Array(repeating: false, count: trie.words.count)
        for entry in builder.entries where entry.isNear {
            for word in PlaceNames.spellings(of: entry.words).joined() {
                isNearWord[Int(trie.number(of: WordHash(word)))] = true
            }
        }
        // Words written together are looked for with slips only where they are near: the country has
        // a hundred thousand of them.
        var isWord = isNearWord
        for entry in builder.entries where !entry.isNear {
            for word in entry.words { isWord[Int(trie.number(of: WordHash(word)))] = true }
        }
        slips = SlipIndex(trie.words) { isWord[$0] }
        var near = WordList()
        for place in 0..<trie.words.count where isNearWord[place] {
            near.append(trie.words[place], UInt32(place))
        }
        shorts = ShortIndex(near, minimumLength: Gazetteer.minimumShortenedWord)
    }

    /// A name as written, and with neighbours written together. One word written as two is found by
    /// joining the words of the text: kept by all its halves, a name would take five times the memory.
    private static func spellings(of words: [String]) -> [[String]] {
        guard words.count > 1 else { return [words] }
        var result = [words]
        for cut in 1..<words.count {
            result.append(words[..<(cut - 1)] + [words[cut - 1] + words[cut]] + words[(cut + 1)...])
        }
        if words.count > 2 { result.append([words.joined()]) }
        return result
    }
}
