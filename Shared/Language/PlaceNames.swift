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
    /// Like a name as a whole only.
    case guess

    var isFuzzy: Bool { self >= .slip }

    static func < (a: NameFit, b: NameFit) -> Bool { a.rawValue < b.rawValue }
}

/// A name with the places that bear it.
struct PlaceName: Sendable {
    private let start: UInt32
    private let count: UInt32
    private let wordCount: UInt8
    private let letterCount: UInt8
    /// One of its places lies in the region.
    var isLocal: Bool
    /// Only the first words of longer names: "Taniran" of "Taniran Kubah".
    var isPartial: Bool
    /// A road or a landmark, whose words still say what the matter is ("pasar").
    var isSpot: Bool

    init(bearers: Range<Int>, _ entry: PlaceNames.Builder.Entry) {
        start = UInt32(bearers.lowerBound)
        count = UInt32(bearers.count)
        wordCount = UInt8(clamping: entry.words.count)
        letterCount = UInt8(clamping: entry.words.reduce(0) { $0 + $1.utf8.count })
        isLocal = entry.isLocal
        isPartial = entry.isPartial
        isSpot = entry.isSpot
    }

    /// Places in ``PlaceNames/bearers``, those of the region first.
    var bearers: Range<Int> { Int(start)..<Int(start + count) }
    var words: Int { Int(wordCount) }
    var letters: Int { Int(letterCount) }
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
    let sounds: SoundIndex
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
                PlaceName(bearers: bearers.count..<bearers.count + entry.places.count, entry))
            bearers += entry.places
            for spelling in PlaceNames.spellings(of: entry) {
                trie.insert(spelling, UInt32(number))
            }
        }
        isNearWord = Array(repeating: false, count: trie.words.count)
        for entry in builder.entries where entry.isNear {
            for word in PlaceNames.spellings(of: entry).joined() {
                isNearWord[Int(trie.number(of: WordHash(word)))] = true
            }
        }
        slips = SlipIndex(trie.words)
        var near = WordList()
        for place in 0..<trie.words.count where isNearWord[place] {
            near.append(trie.words[place], UInt32(place))
        }
        var sounds = SoundIndex()
        for place in 0..<near.count { sounds.insert(near[place], near.numbers[place]) }
        self.sounds = sounds
        shorts = ShortIndex(near, minimumLength: Gazetteer.minimumShortenedWord)
    }

    /// A name as written, and with neighbours written together where it is near: for the whole country
    /// that would double the memory. One word written as two is found by joining the words of the text.
    private static func spellings(of entry: Builder.Entry) -> [[String]] {
        let words = entry.words
        guard words.count > 1, entry.isNear else { return [words] }
        var result = [words]
        for cut in 1..<words.count {
            result.append(words[..<(cut - 1)] + [words[cut - 1] + words[cut]] + words[(cut + 1)...])
        }
        if words.count > 2 { result.append([words.joined()]) }
        return result
    }
}
