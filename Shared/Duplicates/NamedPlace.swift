// The village a text names that no gazetteer holds: "desa Talang Liak". Its name is kept as a number, so
// that two complaints can be found to speak of one village.
import Language

/// The name of a village behind "desa", "kelurahan" or "kampung", as a number beyond all Kemendagri codes.
///
/// Kept are the first letters of the name without its vowels: names are written joined, without vowels and
/// with slips. Where a name ends is not always known: "desa Bakung tambang".
struct NamedPlace {
    /// Beyond all codes.
    let number: UInt64
    /// Where its name stands.
    let tokens: Range<Int>
    /// It stands behind a word for a village, and is long enough.
    let isSure: Bool

    private static let flag: UInt64 = 1 << 63
    /// Letters kept, each in five bits.
    private static let lettersMax = 8
    private static let lettersMask: UInt64 = 1 << 40 - 1
    /// Words of a name that are read.
    fileprivate static let wordsMax = 3
    /// Fillers of a speaker within a name.
    fileprivate static let fillersMax = 2
    /// A shorter name tells too little, and one of so many letters may hold a slip.
    private static let least = 2
    private static let leastSlipped = 4

    static func isName(_ place: UInt64) -> Bool { place & flag != 0 }

    /// How two places compare.
    enum Likeness { case same, unsure, other }

    // MARK: Reading

    init?(_ words: LinkWords) {
        let reader = NameOfPlace(words)
        let kecamatan = reader.kecamatan()
        guard let found = reader.behindCue() ?? reader.beforeKecamatan() ?? reader.behindNumber()
        else { return nil }
        let letters = Self.letters(found.words.map { words.tokens.plainLetters($0) })
        guard letters.count >= Self.least else { return nil }
        var number = Self.flag | Self.packed(letters)
        let core = Self.letters(found.words.prefix(found.coreWords).map { words.tokens.plainLetters($0) })
        number |= UInt64(min(core.count, Self.lettersMax)) << 40
        number |= UInt64(found.numeral & 7) << 44
        number |= UInt64(kecamatan & 0xFFF) << 47
        self.number = number
        tokens = found.range
        isSure = found.isBehindCue && letters.count > Self.least
    }

    /// Without vowels behind the first letter, and without letters said twice.
    private static func letters(_ words: [ArraySlice<UInt8>]) -> [UInt8] {
        var letters: [UInt8] = []
        for byte in words.joined() {
            guard (0x61...0x7A).contains(byte) else { continue }
            let isVowel = byte == 0x61 || byte == 0x65 || byte == 0x69 || byte == 0x6F || byte == 0x75
            if isVowel && !letters.isEmpty || letters.last == byte { continue }
            letters.append(byte)
            if letters.count == lettersMax { break }
        }
        return letters
    }

    private static func packed(_ letters: [UInt8]) -> UInt64 {
        letters.reversed().reduce(0) { $0 << 5 | UInt64($1 - 0x60) }
    }

    private static func unpacked(_ place: UInt64) -> [UInt8] {
        var letters: [UInt8] = []
        var rest = place & lettersMask
        while rest != 0 {
            letters.append(UInt8(rest & 31))
            rest >>= 5
        }
        return letters
    }

    /// Whether a place of the gazetteer bears this name, perhaps with a slip.
    func isLike(_ name: String) -> Bool {
        let theirs = Self.letters([Array(name.lowercased().utf8)[...]])
        return Self.compare(number, Self.flag | Self.packed(theirs) | UInt64(theirs.count) << 40) != .other
    }

    // MARK: Comparing

    /// Where complaints about villages of names that begin alike are listed.
    static func key(_ place: UInt64) -> UInt64 { 1 << 61 | place & 0x3FF }

    static func compare(_ a: UInt64, _ b: UInt64) -> Likeness {
        guard isName(a), isName(b) else { return a == b ? .same : .other }
        let (mine, theirs) = (unpacked(a), unpacked(b))
        let numerals = (a >> 44 & 7, b >> 44 & 7)
        if numerals.0 != numerals.1, numerals.0 != 0, numerals.1 != 0 { return .other }
        let kecamatan = (a >> 47 & 0xFFF, b >> 47 & 0xFFF)
        let isElsewhere = kecamatan.0 != 0 && kecamatan.1 != 0 && kecamatan.0 != kecamatan.1
        let likeness = compare(mine, Int(a >> 40 & 15), theirs, Int(b >> 40 & 15))
        if likeness == .same, isElsewhere || numerals.0 != numerals.1 { return .unsure }
        return likeness
    }

    private static func compare(_ a: [UInt8], _ coreA: Int, _ b: [UInt8], _ coreB: Int) -> Likeness {
        if a == b { return .same }
        let (shorter, longer) = a.count < b.count ? (a, b) : (b, a)
        // The longer one may have gone on into words that are no name.
        let core = a.count < b.count ? coreB : coreA
        if longer.starts(with: shorter), shorter.count >= core { return .same }
        if shorter.count >= leastSlipped, Slip.isAtMostOne(a[...], b[...]) { return .unsure }
        if coreA == coreB, coreA >= 3, coreA < a.count, coreB < b.count,
            a.prefix(coreA) == b.prefix(coreB)
        {
            return .unsure
        }
        return .other
    }
}

/// Finds the name among the words of a text.
private struct NameOfPlace {
    struct Found {
        var words: [Int]
        /// So many of them belong to the name beyond doubt.
        var coreWords: Int
        var numeral: UInt8 = 0
        var isBehindCue = true
        var range: Range<Int> { (words.first ?? 0)..<(words.last ?? -1) + 1 }
    }

    let words: LinkWords
    private let tokens: Tokens
    /// Names are written with capitals, and other words are not.
    private let hasCapitals: Bool

    init(_ words: LinkWords) {
        self.words = words
        tokens = words.tokens
        let count = words.count
        hasCapitals = (0..<count).contains { !words.tokens.isCapitalised($0) }
    }

    func behindCue() -> Found? {
        for index in 0..<max(0, words.count - 1)
        where Self.cues.contains(tokens.plainNumber(index)) && !tokens.opensSentence(index + 1) {
            if let found = name(from: index + 1, isBehindCue: true) { return found }
        }
        return nil
    }

    /// "RT 5 Binju kec Halong": the word before the kecamatan, where it is no other word.
    func beforeKecamatan() -> Found? {
        for index in 1..<max(1, words.count) where Self.areas.contains(tokens.plainNumber(index)) {
            guard !isOther(index - 1), !isOften(index - 1) else { continue }
            if index > 1, Self.areas.contains(tokens.plainNumber(index - 2)) { continue }
            let hasTwo = index > 1 && !isOther(index - 2) && !isOften(index - 2)
                || index > 1 && Self.parts.contains(tokens.plainNumber(index - 2))
            let from = hasTwo ? index - 2 : index - 1
            return Found(words: Array(from..<index), coreWords: index - from, isBehindCue: false)
        }
        return nil
    }

    /// "RT 11 Balang".
    func behindNumber() -> Found? {
        for index in 2..<max(2, words.count)
        where isNumber(index - 1) && Self.neighbourhoods.contains(tokens.plainNumber(index - 2)) {
            if let found = name(from: index, isBehindCue: false) { return found }
        }
        return nil
    }

    /// A number of the kecamatan named; 0 when none is.
    func kecamatan() -> UInt32 {
        for index in 0..<max(0, words.count - 1) where Self.kecamatan.contains(tokens.plainNumber(index)) {
            guard !isOther(index + 1) else { continue }
            return max(1, Consonants.hash(tokens.plainLetters(index + 1)) >> 20)
        }
        return 0
    }

    private func name(from start: Int, isBehindCue: Bool) -> Found? {
        var index = start
        var found: [Int] = []
        var fillers = 0
        var numeral: UInt8 = 0
        var core = 0
        var isCapital = false
        while index < words.count, found.count < NamedPlace.wordsMax {
            if Self.fillers.contains(tokens.plainNumber(index)), fillers < NamedPlace.fillersMax {
                fillers += 1
                index += 1
                continue
            }
            if !found.isEmpty, let value = Self.numerals[tokens.plainNumber(index)] {
                numeral = value
                break
            }
            guard !isOther(index) else { break }
            if found.isEmpty {
                isCapital = hasCapitals && tokens.isCapitalised(index)
                let isPart = Self.parts.contains(tokens.plainNumber(index))
                guard isBehindCue && (isCapital || isPart) || !isOften(index) else { return nil }
                core = isPart ? 2 : 1
            } else if tokens.opensSentence(index) {
                break
            } else if isCapital {
                guard tokens.isCapitalised(index) else { break }
                core = max(core, found.count + 1)
            } else if found.count >= core, isOften(index) {
                break
            }
            found.append(index)
            index += 1
        }
        guard !found.isEmpty, core == 1 || found.count > 1 || isCapital else { return nil }
        return Found(
            words: found, coreWords: min(core, found.count), numeral: numeral, isBehindCue: isBehindCue)
    }

    /// No word of a name.
    private func isOther(_ index: Int) -> Bool {
        let plain = tokens.plainNumber(index)
        return CommonWords.contains(plain) || CommonWords.contains(tokens.normalNumber(index))
            || tokens[index].isStopWord || isNumber(index) || Self.cues.contains(plain)
            || Self.areas.contains(plain) || Self.neighbourhoods.contains(plain)
    }

    /// A word that is seldom a name.
    private func isOften(_ index: Int) -> Bool {
        tokens.isEveryday(index) || LinkWord.isKnown(words.numbers[index])
    }

    private func isNumber(_ index: Int) -> Bool {
        tokens.normalLetters(index).contains { (0x30...0x39).contains($0) }
    }

    private static let cues = LinkWord.numbers(
        "desa ds dsa desaku kampung kampong kampungku kp kpg kmpung kelurahan kel klurahan kelurhan"
            + " gampong nagari pekon")
    private static let kecamatan = LinkWord.numbers("kecamatan kec kcmtn kecmtn kcamatan kecamtan distrik")
    private static let areas = kecamatan.union(LinkWord.numbers("kabupaten kab kbpten kabpten"))
    private static let neighbourhoods = LinkWord.numbers("rt rw r")
    private static let fillers = LinkWord.numbers("eee ee eh anu nah itu kan ya begitu pak di lo lah")
    /// First words of many names, which alone stand for none of them.
    private static let parts = LinkWord.numbers(
        "air bagan banjar banua balah baru baruh batang batu bukit bumi danau durian hulu jambu jembatan"
            + " karang kayu kota kuala lama lok lubuk muara murung padang pakan pandan pantai paring pasar"
            + " pulau simpang sumber sungai sei taman tambak tanah tanjung tj tebing telaga teluk ujung"
            + " talang gunung suka desa rantau kampung")
    private static let numerals: [UInt64: UInt8] = {
        var table: [UInt64: UInt8] = [:]
        let values = ["i 1 satu", "ii 2 dua", "iii 3 tiga", "iv 4 empat", "v 5 lima"]
        for (value, words) in values.enumerated() {
            for word in words.split(separator: " ") {
                table[LinkWord.number(String(word))] = UInt8(value + 1)
            }
        }
        return table
    }()
}
