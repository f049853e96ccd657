// Reads the words of a text for linking: each by the number of the known word it is, in spite of affixes,
// of vowels left out and of a slip of the pen.
import Language

/// The words of one text as linking knows them.
struct LinkWords {
    /// Words of a text that are looked at.
    static let maximumRead = 400

    /// The number of the known word each is; of another its own.
    private(set) var numbers: [UInt64] = []
    let tokens: Tokens

    init(_ tokens: Tokens) {
        self.tokens = tokens
        let count = min(tokens.count, Self.maximumRead)
        numbers.reserveCapacity(count)
        for index in 0..<count { numbers.append(LinkWord.known(tokens, index)) }
    }

    var count: Int { numbers.count }

    /// Words next to each other as one number.
    func phrase(_ range: Range<Int>) -> UInt64 {
        range.count == 1 ? numbers[range.lowerBound] : LinkWord.phrase(numbers[range])
    }
}

/// Numbers of words, and the words that are known.
enum LinkWord {
    static func number(_ word: String) -> UInt64 { Tokens.number(of: word.utf8) }

    /// The numbers of words with blanks between them.
    static func numbers(_ words: String) -> Set<UInt64> {
        Set(words.split(whereSeparator: \.isWhitespace).map { number(String($0)) })
    }

    static func phrase(_ words: some Sequence<UInt64>) -> UInt64 {
        words.reduce(0x9E37_79B9) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 &+ ($0 >> 29) }
    }

    /// The known word that a word of a text is; its normal form when it is none.
    static func known(_ tokens: Tokens, _ index: Int) -> UInt64 {
        let plain = tokens.plainNumber(index)
        if words.contains(plain) { return plain }
        let normal = tokens.normalNumber(index)
        if normal != plain, words.contains(normal) { return normal }
        if CommonWords.contains(normal) || CommonWords.contains(plain) || others.contains(normal) {
            return normal
        }
        let letters = tokens.normalLetters(index)
        guard letters.count >= 4, letters.count <= longest else { return normal }
        if let found = bare(letters) { return found }
        return slipped(letters) ?? normal
    }

    private static let longest = 24

    /// Without what stands before and behind a word: "terbakar" and "tabakar" are "bakar".
    private static func bare(_ letters: ArraySlice<UInt8>) -> UInt64? {
        var found: UInt64?
        Affixes.forEachStem(letters) { stem in
            let number = Tokens.number(of: stem)
            if words.contains(number) { found = number }
            return found == nil
        }
        return found
    }

    /// Whether a number is that of a listed word.
    static func isKnown(_ word: UInt64) -> Bool { words.contains(word) }

    // MARK: Known words

    /// The single words of matters and of synonyms.
    private static let texts: [String] = {
        var texts = Set(Synonyms.words)
        for list in MatterWords.lists {
            for entry in list.split(separator: " ") where !entry.contains("_") {
                texts.insert(String(entry.prefix { $0 != ":" }))
            }
        }
        return texts.sorted()
    }()

    private static let words: Set<UInt64> = Set(texts.map(number))
    private static let others: Set<UInt64> = Set(MatterWords.others.map(number))

    /// Long enough to be found with a slip of the pen, by their consonants: written without vowels, or with
    /// another one.
    private static let skeletons: [UInt32: [[UInt8]]] = texts.reduce(into: [:]) { table, word in
        guard word.utf8.count >= 4 else { return }
        table[Consonants.hash(word.utf8), default: []].append(Array(word.utf8))
    }

    private static let leastSlipped = 6
    /// Of words so short another vowel makes another word: "kira" is no "kera", "biaya" no "buaya".
    private static let shortest = 5

    /// Whether two words differ only as Banjar does: "a" for "e" or "o", "u" for "o".
    private static func isBanjar(_ word: ArraySlice<UInt8>, _ known: ArraySlice<UInt8>) -> Bool {
        zip(word, known).allSatisfy { mine, theirs in
            mine == theirs || mine == 0x61 && (theirs == 0x65 || theirs == 0x6F)
                || mine == 0x75 && theirs == 0x6F
        }
    }

    /// Long ones without one of their letters.
    private static let shortened: [UInt64: [UInt8]] = texts.reduce(into: [:]) { table, word in
        let letters = Array(word.utf8)
        guard letters.count >= leastSlipped else { return }
        for place in letters.indices {
            let key = without(letters[...], place)
            if table[key] == nil { table[key] = letters }
        }
    }

    private static func without(_ letters: ArraySlice<UInt8>, _ place: Int) -> UInt64 {
        var rest = letters
        rest.remove(at: place)
        return Tokens.number(of: rest)
    }

    private static func slipped(_ word: ArraySlice<UInt8>) -> UInt64? {
        let bare = Affixes.withoutNya(word)
        let left = Consonants.count(bare)
        let found = skeletons[Consonants.hash(bare)]?.first { known in
            // Vowels left out, or one letter wrong.
            bare.count > shortest && Slip.isAtMostOne(bare, known[...])
                || bare.count == known.count && isBanjar(bare, known[...])
                || left >= 3 && bare.count < known.count
        }
        if let found { return Tokens.number(of: found) }
        guard (leastSlipped - 1...16).contains(bare.count) else { return nil }
        if let known = shortened[Tokens.number(of: bare)] { return Tokens.number(of: known) }
        guard bare.count > leastSlipped else { return nil }
        for place in bare.indices {
            let shorter = without(bare, place)
            if words.contains(shorter) { return shorter }
            if let known = shortened[shorter], Slip.isAtMostOne(bare, known[...]) {
                return Tokens.number(of: known)
            }
        }
        return nil
    }
}

/// What Indonesian and Banjar put before and behind a word.
enum Affixes {
    private static func bytes(_ words: String) -> [[UInt8]] {
        words.split(separator: " ").map { Array($0.utf8) }
    }

    private static let prefixes = bytes(
        "di ter ber ta ba ma me mem men meng ke ka pe pem pen peng pa se sa per memper diper bar tar be")
    private static let longestPrefixes = prefixes.sorted { $0.count > $1.count }
    private static let suffixes = bytes("nya an kan i lah akan kah")
    private static let nya = Array("nya".utf8)
    /// A stem has so many letters at least.
    private static let leastStem = 4

    static func withoutNya(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        word.count >= 7 && word.suffix(3).elementsEqual(nya) ? word.dropLast(3) : word
    }

    /// Calls with what may be the stem, the longest first, as long as `body` wants more.
    static func forEachStem(_ word: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Bool) {
        let withoutNya = Self.withoutNya(word)
        if withoutNya.count < word.count, !body(withoutNya) { return }
        let ends = [withoutNya] + suffixes.compactMap { suffix in
            withoutNya.count >= suffix.count + leastStem
                && withoutNya.suffix(suffix.count).elementsEqual(suffix)
                ? withoutNya.dropLast(suffix.count) : nil
        }
        for end in ends.dropFirst() where !body(end) { return }
        for end in ends {
            for prefix in prefixes where end.count >= prefix.count + leastStem && end.starts(with: prefix) {
                guard body(end.dropFirst(prefix.count)) else { return }
            }
        }
    }

    /// The word without its longest usual affixes, for comparing words that nobody has listed.
    static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var stem = withoutNya(word)
        for suffix in suffixes where stem.count >= suffix.count + 5 && suffix.count > 1 {
            if stem.suffix(suffix.count).elementsEqual(suffix) {
                stem = stem.dropLast(suffix.count)
                break
            }
        }
        for prefix in longestPrefixes where stem.count >= prefix.count + 5 && stem.starts(with: prefix) {
            return stem.dropFirst(prefix.count)
        }
        return stem
    }
}

/// A word by its consonants: what is left when vowels are dropped or exchanged, and letters doubled.
enum Consonants {
    private static func isVowel(_ byte: UInt8) -> Bool {
        byte == 0x61 || byte == 0x65 || byte == 0x69 || byte == 0x6F || byte == 0x75
    }

    /// How many letters are left.
    static func count(_ word: some Sequence<UInt8>) -> Int { word.reduce(0) { $0 + (isVowel($1) ? 0 : 1) } }

    static func hash(_ word: some Sequence<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        var previous: UInt8 = 0
        var isFirst = true
        for byte in word {
            if (isVowel(byte) && !isFirst) || byte == previous { continue }
            hash = (hash ^ UInt32(byte)) &* 16_777_619
            previous = byte
            isFirst = false
        }
        hash ^= hash >> 15
        return hash &* 0x2C1B_3C6D
    }
}
