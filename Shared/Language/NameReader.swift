// Reads the names in the words of one text: a lattice of what each word may be, walked through the trie.
import Synchronization

/// What one word of a text may be in a name, whatever stands around it.
struct NameWord: Sendable {
    var exact = NumberTable.none
    /// The number of its normal form, where that is another word: "sei" is "sungai".
    var spelled = NumberTable.none
    /// What else it may be, for the few words that may be something.
    var more: NameWordMore?
    var cue: PlaceCue?
    /// It is a word of names in the region, or of cities, as it stands.
    var isNear = false
    /// Looks as if letters were missing.
    var looksShort = false
}

/// What a word may be in a name when it is not written as it should be.
final class NameWordMore: Sendable {
    /// Words one slip away; those of the region and of cities first, `nearSlips` of them.
    let slips: [UInt32]
    let nearSlips: Int
    /// Words it may be short for.
    let shorts: [UInt32]
    /// Words of names it is an abbreviation of, beside another word of the name: "tlg", "s".
    let parts: [UInt32]

    init(slips: [UInt32], nearSlips: Int, shorts: [UInt32], parts: [UInt32]) {
        self.slips = slips
        self.nearSlips = nearSlips
        self.shorts = shorts
        self.parts = parts
    }
}

/// Words remembered by their hash, as ``WordMemory`` does.
final class NameMemory: Sendable {
    static let slotsMax = 1 << 15

    private let slots = Mutex<[(key: UInt64, word: NameWord)]>([])

    func words(of words: [Word], _ find: @Sendable (Word) -> NameWord) -> [NameWord] {
        slots.withLock { slots in
            if slots.isEmpty { slots = Array(repeating: (0, NameWord()), count: Self.slotsMax) }
            return words.map { word in
                let key = word.plain.hash.value
                let place = Int((key ^ key >> 32) & UInt64(Self.slotsMax - 1))
                if slots[place].key != key { slots[place] = (key, find(word)) }
                return slots[place].word
            }
        }
    }
}

/// One text with what its words may be in names.
struct NameReader {
    /// Hits beyond this many are not looked at: a text of ten thousand names is none to answer.
    static let hitsMax = 2_000
    /// Ways of reading followed at once from one word.
    static let waysMax = 48
    /// Of these with a slip of the pen or letters left out.
    static let fuzzyWaysMax = 16

    /// A name is spelled in so many letters at most.
    static let spelledMax = 4

    private let gazetteer: Gazetteer
    private let tokens: Tokens
    private let words: [NameWord]
    let cues: [PlaceCue?]
    /// Somewhere stands "kec", "kab" or "kota".
    let hasAreaCue: Bool
    /// Whether a word is an ordinary one rather than a name written wrongly.
    let isOrdinary: [Bool]
    private(set) var hits: [NameHit] = []
    private var ways: [Way] = []

    private struct Way {
        var node: UInt32
        var next: Int
        var fit: NameFit
        /// More of it is written than abbreviations.
        var isSolid: Bool
    }

    init(_ gazetteer: Gazetteer, _ tokens: Tokens, isOrdinary: [Bool]) {
        self.gazetteer = gazetteer
        self.tokens = tokens
        self.isOrdinary = isOrdinary
        words = gazetteer.nameWords(of: tokens)
        cues = NameReader.heads(words, tokens.words)
        hasAreaCue = cues.contains { $0?.isLevel == true && $0 != .village }
        for start in words.indices where hits.count < NameReader.hitsMax { walk(from: start) }
    }

    /// What each word says; "kd" is "kades" in "kd Hariti minta uang" and "kada" in "ulun kd hariti".
    private static func heads(_ names: [NameWord], _ words: [Word]) -> [PlaceCue?] {
        var cues = names.map(\.cue)
        for index in cues.indices where cues[index] == .shortHead {
            let isOpening =
                index == 0 || words[index].opensSentence || cues[index - 1] == .title
                || words[index].lower - words[index - 1].upper > 1
            let behind = index + 2
            let isHead =
                isOpening && behind < cues.count && names[index + 1].isNear
                && (names[behind].isNear || cues[behind] == .asking || cues[behind] == .lack)
            cues[index] = isHead ? .head : .lack
        }
        return cues
    }

    /// An ordinary word that would have to be written wrongly to be in a name.
    func isBent(_ index: Int) -> Bool { isOrdinary[index] && !words[index].isNear }

    /// Looks as if letters were missing.
    func looksShort(_ index: Int) -> Bool { words[index].looksShort }

    /// "desa" or "kec" stands right before a word.
    private func isNamed(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        var before = index - 1
        while before > 0, index - before < 3, cues[before]?.isSkipped == true { before -= 1 }
        return cues[before]?.isLevel == true
    }

    private mutating func walk(from start: Int) {
        let isNamed = isNamed(start)
        ways.removeAll(keepingCapacity: true)
        extend(Way(node: 0, next: start, fit: .exact, isSolid: false), isNamed, start)
        var cursor = 0
        while cursor < ways.count {
            let way = ways[cursor]
            cursor += 1
            // A name does not go over the end of a sentence, but for "Kec. Sungai".
            guard way.next < words.count,
                !tokens.words[way.next].opensSentence || tokens.words[way.next - 1].plain.count <= 3
            else { continue }
            extend(way, isNamed, start)
        }
    }

    private mutating func extend(_ way: Way, _ isNamed: Bool, _ start: Int) {
        let index = way.next
        let word = words[index]
        follow(way, word.exact, .exact, index + 1, start)
        if word.spelled != word.exact { follow(way, word.spelled, .exact, index + 1, start) }
        if tokens.words[index].plain.count == 1 { followSpelled(way, start) }
        for number in word.more?.parts ?? [] {
            follow(way, number, .exact, index + 1, start, isSolid: false)
        }
        if index + 1 < words.count { followHalved(way, isNamed, start) }
        guard !word.isNear || isNamed else { return }
        // A word that everybody uses is no name written wrongly, but a long one after "desa" or beside
        // another word of a name: "piring agung".
        let isLong = tokens.words[index].plain.count >= Gazetteer.minimumFuzzyWord
        guard !isOrdinary[index] || isLong && (isNamed || isBesideName(index)) else { return }
        // Elsewhere in the country there is a name for every slip: only after "desa", and for a word that
        // is none itself.
        let isExpected =
            isNamed || hasAreaCue && start > 0 && cues[start - 1]?.isPreposition == true
        let isFar = isExpected && !isOrdinary[index] && word.exact == NumberTable.none
        var slips: ArraySlice<UInt32> = []
        if let more = word.more {
            slips = more.slips.prefix(isFar ? more.slips.count : more.nearSlips)
        }
        if isOrdinary[index], word.more?.slips.isEmpty ?? true {
            // Not remembered for words of every day, because it is hardly ever asked.
            slips =
                gazetteer.names.slips.near(tokens.letters(tokens.words[index].plain))
                .filter { gazetteer.names.isNearWord[Int($0)] }[...]
        }
        for number in slips { follow(way, number, .slip, index + 1, start) }
        guard !isOrdinary[index] else {
            followShort(way, start)
            return
        }
        for number in word.more?.shorts ?? [] { follow(way, number, .short, index + 1, start) }
    }

    /// "bago tgl": an abbreviation everybody knows, of another word behind the first of a name.
    private mutating func followShort(_ way: Way, _ start: Int) {
        let index = way.next
        guard index > start, words[index].looksShort, isName(index - 1) else { return }
        for number in gazetteer.names.shorts.candidates(
            for: tokens.letters(tokens.words[index].plain))
        {
            follow(way, number, .short, index + 1, start)
        }
    }

    /// The word before or behind one is a word of names in the region, and no ordinary one.
    private func isBesideName(_ index: Int) -> Bool { isName(index - 1) || isName(index + 1) }

    /// A word of names in the region, as it stands, that is no ordinary one.
    func isName(_ index: Int) -> Bool {
        words.indices.contains(index) && words[index].isNear && !isOrdinary[index]
    }

    private mutating func follow(
        _ way: Way, _ number: UInt32, _ fit: NameFit, _ next: Int, _ start: Int,
        isSolid: Bool = true
    ) {
        guard number != NumberTable.none,
            ways.count < (fit.isFuzzy ? NameReader.fuzzyWaysMax : NameReader.waysMax),
            let node = gazetteer.names.trie.next(way.node, number)
        else { return }
        // "H. Banu" is nobody's "Hulu Banyu".
        if fit.isFuzzy, !way.isSolid, next - start > 1,
            tokens.words[start].plain.count < Gazetteer.minimumAbbreviation
        {
            return
        }
        let fit = max(way.fit, fit)
        let isSolid = isSolid || way.isSolid
        ways.append(Way(node: node, next: next, fit: fit, isSolid: isSolid))
        guard isSolid else { return }
        gazetteer.names.trie.forEachValue(of: node) { name in
            hits.append(NameHit(name: Int(name), tokens: start..<next, fit: fit))
        }
    }

    /// A name spelled into a microphone: "h s t".
    private mutating func followSpelled(_ way: Way, _ start: Int) {
        var hash = WordHash()
        for end in way.next..<min(way.next + NameReader.spelledMax, words.count) {
            guard tokens.words[end].plain.count == 1 else { return }
            hash = hash.joined(with: tokens.letters(tokens.words[end].plain))
            let number = gazetteer.names.trie.number(of: hash)
            guard end > way.next + 1, number != NumberTable.none,
                gazetteer.names.isNearWord[Int(number)]
            else { continue }
            follow(way, number, .exact, end + 1, start)
        }
    }

    /// A word of a name written as two: "kanda ngan".
    private mutating func followHalved(_ way: Way, _ isNamed: Bool, _ start: Int) {
        let index = way.next
        let (first, second) = (tokens.words[index].plain, tokens.words[index + 1].plain)
        // People begin with where they are.
        let isClear =
            isNamed || index == 0 || index > start
            || index > 0 && cues[index - 1]?.isPreposition == true
            || index + 2 < words.count && words[index + 2].isNear
        let half = isClear ? Gazetteer.minimumNamedHalf : Gazetteer.minimumHalf
        let whole = isClear ? Gazetteer.minimumNamedHalved : Gazetteer.minimumHalved
        // "desa u lin", "desa malu tu": behind "desa" a name is expected, whatever its halves mean.
        let isFree = !isOrdinary[index] || isClear && (isNamed || !isOrdinary[index + 1])
        guard isFree, isNamed || first.count >= half && second.count >= half,
            first.count + second.count >= (isNamed ? Gazetteer.minimumPartial : whole),
            !tokens.words[index + 1].opensSentence
        else { return }
        let number = gazetteer.names.trie.number(
            of: first.hash.joined(with: tokens.letters(second)))
        guard number != NumberTable.none, gazetteer.names.isNearWord[Int(number)] else { return }
        follow(way, number, .halved, index + 2, start)
    }
}
