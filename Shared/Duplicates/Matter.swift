// What is complained about: the thing that is broken, missing or done wrong.
import Language

/// The two likeliest matters of a text; 0 when nothing is recognised.
struct Matter: Sendable, Hashable {
    var first: UInt8 = 0
    var second: UInt8 = 0

    /// Words of a text that are looked at.
    private static let maximumRead = 400
    /// What a text names as a consequence counts this much.
    private static let consequenceShare: Float = 0.5
    /// What stands at the end counts this much of what stands at the beginning.
    private static let endShare: Float = 0.6
    /// What is named first counts this much more: it is what the text is about.
    private static let firstShare: Float = 1.3
    /// Less than this is no matter.
    private static let least: Float = 0.3
    /// The second counts from this share of the first.
    private static let secondShare: Float = 0.55

    init() {}

    /// Whether one of the two is never linked across reporters.
    var isSensitive: Bool {
        MatterWords.sensitive.contains(first) || MatterWords.sensitive.contains(second)
    }

    /// - Parameter skipped: what names places and spots: "dekat jembatan" complains of no bridge.
    init(_ tokens: [Token], skipping skipped: (Int) -> Bool) {
        let words = tokens.prefix(Self.maximumRead)
        var scores = [Float](repeating: 0, count: MatterWords.lists.count + 1)
        var counted: Set<UInt32> = []
        var share: Float = 1
        var isFirst = true
        for index in words.indices where !skipped(index) {
            let word = words[index].normal
            if words[index].opensSentence { share = 1 }
            if MatterWords.consequences.contains(word) { share = Self.consequenceShare }
            let slope = 1 - (1 - Self.endShare) * Float(index) / Float(max(words.count, 12))
            for length in [3, 2, 1] where index + length <= words.endIndex {
                guard let (key, hits) = Self.find(words, index, length) else { continue }
                guard counted.insert(key).inserted else { break }
                for (matter, weight) in hits {
                    scores[Int(matter)] += weight * share * slope * (isFirst ? Self.firstShare : 1)
                }
                isFirst = false
                if length > 1 { continue }
            }
        }
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        guard let best = order.first, scores[best] >= Self.least else { return }
        first = UInt8(best)
        if order.count > 1, scores[order[1]] >= max(Self.least, scores[best] * Self.secondShare) {
            second = UInt8(order[1])
        }
    }

    private typealias Hits = [(matter: UInt8, weight: Float)]

    private static func find(
        _ words: ArraySlice<Token>, _ index: Int, _ length: Int
    ) -> (key: UInt32, hits: Hits)? {
        if length == 1 {
            let word = words[index].normal
            if let key = hash(word), let hits = table[key] { return (key, hits) }
            guard let known = slipped(word), let key = hash(known) else { return nil }
            return table[key].map { (key, $0) }
        }
        var key: UInt32 = 2_166_136_261
        for place in index..<(index + length) {
            for byte in words[place].normal.utf8 { key = (key ^ UInt32(byte)) &* 16_777_619 }
            key = (key ^ 0x5F) &* 16_777_619
        }
        return table[key].map { (key, $0) }
    }

    private static func hash(_ word: String) -> UInt32? {
        guard !word.isEmpty else { return nil }
        var key: UInt32 = 2_166_136_261
        for byte in word.utf8 { key = (key ^ UInt32(byte)) &* 16_777_619 }
        return (key ^ 0x5F) &* 16_777_619
    }

    /// Phrases and words of the lists by their hash.
    private static let table: [UInt32: Hits] = {
        var table: [UInt32: Hits] = [:]
        for (number, list) in MatterWords.lists.enumerated() {
            for entry in list.split(separator: " ") {
                let parts = entry.split(separator: ":")
                let words = parts[0].split(separator: "_")
                let weight = parts.count > 1 ? Float(parts[1]) ?? 1 : 1 + 0.6 * Float(words.count - 1)
                var key: UInt32 = 2_166_136_261
                for word in words {
                    for byte in word.utf8 { key = (key ^ UInt32(byte)) &* 16_777_619 }
                    key = (key ^ 0x5F) &* 16_777_619
                }
                table[key, default: []].append((UInt8(number + 1), weight))
            }
        }
        return table
    }()

    /// Words of the lists that may be found with a slip of the pen.
    private static let known: Set<String> = Set(
        MatterWords.lists.flatMap { $0.split(separator: " ") }.filter { !$0.contains("_") }
            .map { String($0.split(separator: ":")[0]) }.filter { $0.utf8.count >= 4 })

    /// By their consonants: written without vowels, or with another one.
    private static let skeletons: [UInt32: [String]] = known.sorted().reduce(into: [:]) { table, word in
        table[Consonants.hash(word.utf8[...]), default: []].append(word)
    }

    /// Long ones without one of their letters.
    private static let shortened: [String: String] = known.sorted().reduce(into: [:]) { table, word in
        guard word.utf8.count >= leastSlipped else { return }
        for shorter in withoutOne(word) where table[shorter] == nil { table[shorter] = word }
    }
    private static let leastSlipped = 6

    private static func withoutOne(_ word: String) -> [String] {
        word.indices.map { index in
            var shorter = word
            shorter.remove(at: index)
            return shorter
        }
    }

    private static func slipped(_ word: String) -> String? {
        guard word.utf8.count >= 3, !MatterWords.others.contains(word), !CommonWords.contains(word) else {
            return nil
        }
        var bare = word
        if word.hasSuffix("nya"), word.utf8.count >= 7 { bare.removeLast(3) }
        if bare != word, let key = hash(bare), table[key] != nil { return bare }
        let left = Consonants.count(bare.utf8[...])
        let found = skeletons[Consonants.hash(bare.utf8[...])]?.first { known in
            // Vowels left out, or one letter wrong.
            Slip.isAtMostOne(bare, known) && bare.utf8.count >= 4
                || left >= 3 && bare.utf8.count < known.utf8.count
        }
        if let found { return found }
        guard (leastSlipped - 1...16).contains(bare.utf8.count) else { return nil }
        if let known = shortened[bare] { return known }
        for shorter in withoutOne(bare) {
            if known.contains(shorter), shorter.utf8.count >= leastSlipped { return shorter }
            if let known = shortened[shorter], Slip.isAtMostOne(bare, known) { return known }
        }
        return nil
    }
}

/// A word by its consonants: what is left when vowels are dropped or exchanged, and letters doubled.
enum Consonants {
    /// How many letters are left.
    static func count(_ word: Substring.UTF8View) -> Int {
        word.count { ![0x61, 0x65, 0x69, 0x6F, 0x75].contains($0) }
    }

    static func hash(_ word: Substring.UTF8View) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        var previous: UInt8 = 0
        var isFirst = true
        for byte in word {
            let isVowel = byte == 0x61 || byte == 0x65 || byte == 0x69 || byte == 0x6F || byte == 0x75
            if (isVowel && !isFirst) || byte == previous { continue }
            hash = (hash ^ UInt32(byte)) &* 16_777_619
            previous = byte
            isFirst = false
        }
        hash ^= hash >> 15
        return hash &* 0x2C1B_3C6D
    }
}
