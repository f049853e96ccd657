// What is complained about: the thing that is broken, missing or done wrong.
import Language

/// The three likeliest matters of a text; 0 when nothing is recognised.
struct Matter: Sendable, Hashable {
    var first: UInt8 = 0
    var second: UInt8 = 0
    var third: UInt8 = 0
    /// A thing is named that is over: what it left behind is meant.
    var isAftermath = false

    /// What a text names as a consequence counts this much.
    private static let consequenceShare: Float = 0.5
    /// What stands at the end counts this much of what stands at the beginning.
    private static let endShare: Float = 0.6
    /// What is named first counts this much more: it is what the text is about.
    private static let firstShare: Float = 1.5
    /// What stands behind "di" is mostly where it happens.
    private static let placeShare: Float = 0.5
    /// And what only its lamp is out of counts this much.
    private static let litShare: Float = 0.1
    /// Less than this is no matter.
    private static let least: Float = 0.3
    /// The second counts from this share of the first.
    private static let secondShare: Float = 0.5
    private static let thirdShare: Float = 0.4

    init() {}

    /// Whether one of them is never linked across reporters.
    var isSensitive: Bool {
        MatterWords.sensitive.contains(first)
            // Teachers come into many texts, and are complained about in few.
            || [second, third].contains { $0 != Self.guru && MatterWords.sensitive.contains($0) }
    }

    /// - Parameters:
    ///   - trouble: what is wrong.
    ///   - skipped: what names places and spots: "dekat jembatan" complains of no bridge.
    init(_ words: LinkWords, of trouble: Trouble = [], skipping skipped: (Int) -> Bool) {
        var scores = [Float](repeating: 0, count: MatterWords.lists.count + 1)
        var counted: Set<UInt64> = []
        var share: Float = 1
        var isFirst = true
        let length = Float(max(words.count, 12))
        let speaker = SaidWords.speaker(words)
        for index in 0..<words.count
        where !skipped(index) && !speaker.contains(index) && !SaidWords.isDenied(words, index) {
            if words.tokens.opensSentence(index) { share = 1 }
            if Self.consequences.contains(words.numbers[index]) { share = Self.consequenceShare }
            // "31 KK" are households.
            if index > 0, words.numbers[index] == Self.kk, Self.isNumber(words, index - 1) { continue }
            let isPlace = index > 0 && Self.placing.contains(words.tokens.normalNumber(index - 1))
            let slope = 1 - (1 - Self.endShare) * Float(index) / length
            for count in [3, 2, 1] where index + count <= words.count {
                let key = words.phrase(index..<index + count)
                guard let hits = Self.table[key] ?? (count == 1 ? Self.alike(words, index) : nil)
                else { continue }
                guard counted.insert(key).inserted else { break }
                if SaidWords.isOver(words, index..<index + count) {
                    isAftermath = true
                    break
                }
                let standing = isPlace ? Self.placeShare : isFirst ? Self.firstShare : 1
                for (matter, weight) in hits {
                    scores[Int(matter)] += weight * share * slope * standing
                }
                if !isPlace { isFirst = false }
            }
        }
        // A bridge that is dark, and nothing else, has a lamp that is out.
        if trouble.intersection([.dark, .broken, .flooded]) == .dark, scores[Self.lamps] > 0 {
            for thing in MatterWords.lit { scores[Int(thing)] *= Self.litShare }
        }
        var (best, next, last) = (0, 0, 0)
        for place in scores.indices.dropFirst() {
            if scores[place] > scores[best] {
                (best, next, last) = (place, best, next)
            } else if scores[place] > scores[next] {
                (next, last) = (place, next)
            } else if scores[place] > scores[last] {
                last = place
            }
        }
        guard scores[best] >= Self.least else { return }
        first = UInt8(best)
        if next != 0, scores[next] >= max(Self.least, scores[best] * Self.secondShare) {
            second = UInt8(next)
        }
        if second != 0, last != 0, scores[last] >= max(Self.least, scores[best] * Self.thirdShare) {
            third = UInt8(last)
        }
    }

    /// "baras" is "beras", which the lists name.
    private static func alike(_ words: LinkWords, _ index: Int) -> [(matter: UInt8, weight: Float)]? {
        table[words.tokens.normalNumber(index)]
            ?? Synonyms.number(words.numbers[index]).flatMap { table[$0] }?.filter { $0.weight >= leastAlike }
    }

    /// What says less of itself says nothing by another word.
    private static let leastAlike: Float = 0.4

    private static func isNumber(_ words: LinkWords, _ index: Int) -> Bool {
        words.tokens.plainLetters(index).allSatisfy { (0x30...0x39).contains($0) }
    }

    private static let kk = LinkWord.number("kk")
    private static let guru = MatterWords.number("guru")
    private static let lamps = Int(MatterWords.number("lampu"))
    private static let placing = Set(["di", "ke", "dari"].map(LinkWord.number))
    private static let consequences = Set(MatterWords.consequences.map(LinkWord.number))

    /// Phrases and words of the lists by their number.
    private static let table: [UInt64: [(matter: UInt8, weight: Float)]] = {
        var table: [UInt64: [(matter: UInt8, weight: Float)]] = [:]
        for (number, list) in MatterWords.lists.enumerated() {
            for entry in list.split(separator: " ") {
                let parts = entry.split(separator: ":")
                let words = parts[0].split(separator: "_").map { LinkWord.number(String($0)) }
                let weight = parts.count > 1 ? Float(parts[1]) ?? 1 : 1 + 0.6 * Float(words.count - 1)
                let key = words.count == 1 ? words[0] : LinkWord.phrase(words)
                table[key, default: []].append((UInt8(number + 1), weight))
            }
        }
        return table
    }()
}
