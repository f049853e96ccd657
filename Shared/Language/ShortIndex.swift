// Finds the words of a list that a shortened word stands for: "kmawakan", "lgsat", "pskmas".

/// Words by their first letter and the consonant after it: who writes an SMS drops vowels, and of the
/// consonants first the nasal before another one. A look-up reads one short list.
struct ShortIndex: Sendable {
    /// Longer tokens are not shortened words.
    static let maximumLength = 24
    /// A letter left out costs one, a consonant that is not a nasal this much.
    static let consonantCost = 3
    /// A shortened word must keep so much of the word: cost at most half of its letters, rounded up.
    static let keptShare = 2

    private var words = WordList()
    private var byKey: [UInt16: [UInt32]] = [:]

    init() {}

    init(_ list: WordList, minimumLength: Int) {
        for place in 0..<list.count where list[place].count >= minimumLength {
            insert(list[place], list.numbers[place])
        }
    }

    mutating func insert(_ word: some Sequence<UInt8>, _ number: UInt32) {
        let bytes = Array(word)
        guard bytes.count > 2, bytes.count <= ShortIndex.maximumLength,
            bytes.allSatisfy({ (0x61...0x7A).contains($0) })
        else { return }
        for key in ShortIndex.keys(bytes[...]) {
            byKey[key, default: []].append(UInt32(words.count))
        }
        words.append(bytes, number)
    }

    /// The words `short` can stand for at the lowest cost; several when they are equally near.
    func candidates(for bytes: ArraySlice<UInt8>) -> [UInt32] {
        guard (2..<ShortIndex.maximumLength).contains(bytes.count),
            let key = ShortIndex.keys(bytes).first
        else { return [] }
        var best = Int.max
        var found: [UInt32] = []
        for index in (byKey[key] ?? []).lazy.map({ Int($0) }) {
            guard let cost = ShortIndex.cost(of: bytes, for: words[index]), cost <= best
            else { continue }
            if cost < best {
                best = cost
                found = []
            }
            if !found.contains(words.numbers[index]) { found.append(words.numbers[index]) }
        }
        return found
    }

    /// First letter and next consonant; for a word with a nasal before a consonant also without it.
    private static func keys(_ letters: ArraySlice<UInt8>) -> [UInt16] {
        guard let first = letters.first else { return [] }
        let rest = letters.dropFirst().filter { !isVowel($0) }
        func key(_ next: UInt8?) -> UInt16 { UInt16(first) << 8 | UInt16(next ?? 0) }
        var keys = [key(rest.first)]
        if rest.count > 1, isNasal(rest[0]) { keys.append(key(rest[1])) }
        return keys
    }

    /// What it costs to shorten `word` to `short`; `nil` when it cannot be that.
    static func cost(of short: ArraySlice<UInt8>, for word: ArraySlice<UInt8>) -> Int? {
        guard short.count < word.count, short.first == word.first else { return nil }
        let limit = (word.count + 1) / keptShare
        var cost = 0
        var kept = short.startIndex
        for (index, letter) in zip(word.indices, word) {
            if kept < short.endIndex, short[kept] == letter {
                kept += 1
                continue
            }
            let next = index + 1 < word.endIndex ? word[index + 1] : 0
            let isNasalBefore = isNasal(letter) && next != 0 && !isVowel(next)
            cost += isVowel(letter) || isNasalBefore ? 1 : consonantCost
            if cost > limit { return nil }
        }
        return kept == short.endIndex ? cost : nil
    }

    /// Not pronounceable as it stands, so letters are missing: "lgsat", "kmawakan", "gmbh".
    static func looksShortened(_ word: some Sequence<UInt8>) -> Bool {
        var run: [UInt8] = []
        var isFirst = true
        func isOdd(_ run: [UInt8], _ isStart: Bool, _ isEnd: Bool) -> Bool {
            var count = run.count
            if count > 1, sounds.contains(Pair(run[count - 2], run[count - 1])) { count -= 1 }
            if isStart, count == 2, run.count == 2 {
                return !starts.contains(Pair(run[0], run[1]))
            }
            return count > (isStart || isEnd ? 1 : 2)
        }
        for letter in word {
            guard (0x61...0x7A).contains(letter) else { return false }
            if isVowel(letter) {
                if isOdd(run, isFirst, false) { return true }
                run = []
                isFirst = false
            } else {
                run.append(letter)
            }
        }
        return isFirst || isOdd(run, false, true)
    }

    private struct Pair: Hashable {
        var first: UInt8
        var second: UInt8
        init(_ first: UInt8, _ second: UInt8) {
            self.first = first
            self.second = second
        }
    }

    private static func pairs(_ list: String) -> Set<Pair> {
        Set(
            list.split(separator: " ").map {
                let letters = Array($0.utf8)
                return Pair(letters[0], letters[1])
            })
    }

    /// Two letters, one sound.
    private static let sounds = pairs("ng ny sy kh")
    /// Words do begin with these.
    private static let starts = pairs("pr tr kr br dr gr fr bl kl pl gl sl fl st sp sk sw")

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: true
        default: false
        }
    }

    private static func isNasal(_ letter: UInt8) -> Bool { letter == 0x6E || letter == 0x6D }
}
