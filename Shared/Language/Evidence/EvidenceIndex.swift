// The terms of a table laid out for looking them up: each complaint asks for hundreds of them.
import Foundation

/// A term of the table found at a word of the text, or at two.
private struct Hit {
    var entry: Int32
    var token: Int32
    var width: Int32
}

/// Finds the entries of a table in a text. Says the same as ``EvidenceReading`` does, but makes no term that
/// the table does not hold.
struct EvidenceIndex: Sendable {
    private var words: [String: Int32] = [:]
    /// Stem -> its number; ``stemEntries`` has the entry of the stem alone.
    private var stems: [String: Int32] = [:]
    private var stemEntries: [Int32] = []
    /// Two numbers of stems -> entry.
    private var pairs: [UInt64: Int32] = [:]
    private var pieces: PieceTable
    private var topics: [String: Int32] = [:]
    private var strongestTopics: [String: Int32] = [:]
    private var noTopic = EvidenceIndex.none
    /// The weights of an entry stand from `starts[entry]` up to the next.
    private var starts: [Int32] = [0]
    private var weights: [LearnedEvidence.Weight] = []
    private var kinds: [Int] = []
    private var rarities: [Double] = []

    private static let none = Int32(-1)

    private let view: EvidenceView
    private let memory = WordMemory<Reading>()

    init(_ entries: [LearnedEvidence.Entry], view: EvidenceView) {
        self.view = view
        pieces = PieceTable(capacity: entries.count { $0.term.kind == .piece })
        for (number, entry) in entries.enumerated() {
            let place = Int32(number)
            switch entry.term {
            case .word(let word): words[word] = place
            case .stem(let stem): stemEntries[Int(self.number(of: stem))] = place
            case .pair(let first, let second):
                let key = Self.key(self.number(of: first), self.number(of: second))
                pairs[key] = place
            case .piece(let letters): pieces.insert(letters.packed, place)
            case .topic(let id): topics[id] = place
            case .strongestTopic(let id): strongestTopics[id] = place
            case .noTopic: noTopic = place
            }
            weights += entry.weights
            starts.append(Int32(weights.count))
            kinds.append(entry.term.kind.rawValue)
            rarities.append(entry.rarity)
        }
    }

    private mutating func number(of stem: String) -> Int32 {
        if let known = stems[stem] { return known }
        let number = Int32(stemEntries.count)
        stems[stem] = number
        stemEntries.append(Self.none)
        return number
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    /// The scores of the agencies for a text, from their bases, and what the entries weigh at its words.
    func weigh(
        _ text: TextAnalysis, _ subject: TextAnalysis?, _ hits: [TopicHit], bases: [Double]
    ) -> Weighing {
        var found: [Hit] = []
        found.reserveCapacity(text.tokens.count * 10)
        find(in: text, &found)
        let own = found.count
        if let subject { find(in: subject, &found) }
        // How often each entry was found, then what one finding of it counts.
        var shares = [Double](repeating: 0, count: kinds.count)
        var distinct: [Int] = []
        distinct.reserveCapacity(found.count)
        for hit in found {
            let entry = Int(hit.entry)
            if shares[entry] == 0 { distinct.append(entry) }
            shares[entry] += 1
        }
        var lengths = [Double](repeating: 0, count: EvidenceTerm.Kind.allCases.count)
        for entry in distinct {
            if shares[entry] > 1 {
                shares[entry] = 1 + log(shares[entry])
            } else {
                shares[entry] = 1
            }
            let length = shares[entry] * rarities[entry]
            lengths[kinds[entry]] += length * length
        }
        for kind in lengths.indices { lengths[kind] = lengths[kind].squareRoot() }
        var scores = bases
        for entry in distinct {
            shares[entry] /= lengths[kinds[entry]]
            add(entry, shares[entry], to: &scores)
        }
        let topics = topicShares(hits)
        for topic in topics { add(Int(topic.entry), topic.share, to: &scores) }
        found.removeSubrange(own...)
        return Weighing(
            scores: scores, found: found.map { ($0.entry, Int($0.token), Int($0.width)) },
            shares: shares, topics: topics)
    }

    /// What one text weighs: enough to say later why.
    struct Weighing {
        var scores: [Double]
        fileprivate var found: [(entry: Int32, token: Int, width: Int)]
        fileprivate var shares: [Double]
        fileprivate var topics: [(entry: Int32, share: Double, words: [Range<Int>])]
    }

    /// What each stretch of the text adds for an agency: a word with its stem and its pieces is one stretch.
    func reasons(for agency: Int, in weighing: Weighing) -> [Range<Int>: Double] {
        var reasons: [Range<Int>: Double] = [:]
        var times: [Int32: Double] = [:]
        for hit in weighing.found { times[hit.entry, default: 0] += 1 }
        for hit in weighing.found {
            guard let weight = weight(Int(hit.entry), agency) else { continue }
            // What is said twice is one reason at two places.
            let each = weight * weighing.shares[Int(hit.entry)] / (times[hit.entry] ?? 1)
            reasons[hit.token..<hit.token + hit.width, default: 0] += each
        }
        for topic in weighing.topics where !topic.words.isEmpty {
            guard let weight = weight(Int(topic.entry), agency) else { continue }
            let each = weight * topic.share / Double(topic.words.count)
            for words in topic.words { reasons[words, default: 0] += each }
        }
        return reasons
    }

    private func weight(_ entry: Int, _ agency: Int) -> Double? {
        for place in Int(starts[entry])..<Int(starts[entry + 1])
        where weights[place].agency == agency { return weights[place].weight }
        return nil
    }

    private func add(_ entry: Int, _ share: Double, to scores: inout [Double]) {
        for place in Int(starts[entry])..<Int(starts[entry + 1]) {
            scores[weights[place].agency] += weights[place].weight * share
        }
    }

    private func find(in text: TextAnalysis, _ found: inout [Hit]) {
        let tokens = text.tokens
        let passed = view.passesNames ? text.names : []
        let words = Array(tokens.words.prefix(EvidenceReading.maximumWords))
        // Both spellings count: the words in their normal form, the pieces as they are written.
        let readings = memory.readings(
            of: words, key: { $0.normal.hash.value &* 0x100_0000_01b3 ^ $0.plain.hash.value }
        ) { word, stemmer in reading(tokens.string(word.normal), tokens.string(word.plain), stemmer) }
        var previous = Self.none
        for (index, reading) in readings.enumerated() {
            if !passed.isEmpty, passed.contains(index) {
                previous = Self.none
                continue
            }
            let place = Int32(index)
            for entry in reading.entries { found.append(Hit(entry: entry, token: place, width: 1)) }
            if reading.stem != Self.none, previous != Self.none,
                let entry = pairs[Self.key(previous, reading.stem)]
            {
                found.append(Hit(entry: entry, token: place - 1, width: 2))
            }
            previous = reading.stem
        }
    }

    /// What a word is to the table.
    private struct Reading: Sendable {
        /// The word, its stem, its pieces.
        var entries: [Int32] = []
        var stem = EvidenceIndex.none
    }

    private func reading(
        _ normal: String, _ plain: String, _ stemmer: borrowing Stemmer
    ) -> Reading {
        var reading = Reading()
        // A bare number says nothing of the matter, and nothing is joined over it.
        guard normal.utf8.contains(where: { !(0x30...0x39).contains($0) }) else { return reading }
        if let entry = words[normal] { reading.entries.append(entry) }
        reading.stem = stems[stemmer.stem(normal)] ?? Self.none
        if reading.stem != Self.none, stemEntries[Int(reading.stem)] != Self.none {
            reading.entries.append(stemEntries[Int(reading.stem)])
        }
        EvidenceTerm.Letters.all(of: plain) { letters in
            let entry = pieces[letters.packed]
            if entry >= 0 { reading.entries.append(entry) }
        }
        return reading
    }

    private func topicShares(
        _ hits: [TopicHit]
    ) -> [(entry: Int32, share: Double, words: [Range<Int>])] {
        let share = view.topicShare
        var found: [(entry: Int32, share: Double, words: [Range<Int>])] = []
        for hit in hits {
            guard let entry = topics[hit.topic] else { continue }
            found.append((entry, share * log(1 + hit.weight), hit.words))
        }
        if let first = hits.first {
            if let entry = strongestTopics[first.topic] {
                found.append((entry, share, first.words))
            }
        } else if noTopic != Self.none {
            found.append((noTopic, share, []))
        }
        return found
    }
}

/// Pieces of words -> entry. A table of its own, because a text has hundreds of pieces and few are known.
private struct PieceTable: Sendable {
    private var keys: [UInt64]
    private var entries: [Int32]
    private let shift: UInt64

    init(capacity: Int) {
        let bits = max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        keys = Array(repeating: 0, count: 1 << bits)
        entries = Array(repeating: -1, count: 1 << bits)
        shift = UInt64(64 - bits)
    }

    private func home(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift) }

    mutating func insert(_ key: UInt64, _ entry: Int32) {
        var place = home(key)
        while keys[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
        keys[place] = key
        entries[place] = entry
    }

    /// -1 when it is not known.
    subscript(_ key: UInt64) -> Int32 {
        var place = home(key)
        while keys[place] != 0 {
            if keys[place] == key { return entries[place] }
            place = (place + 1) & (keys.count - 1)
        }
        return -1
    }
}
