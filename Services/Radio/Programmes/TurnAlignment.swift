// Where the words of one reading of a programme stand in another: a better parser cuts the same file into
// other turns, a better transcript of the same show has other words. Pure; O(n log n) in the words.

/// Which turns of an old reading the turns of a new one come from.
struct TurnAlignment {
    /// For each new turn, the index of the old one that most of its words come from; `nil` where nothing
    /// tells.
    let sources: [Int?]
    /// 0 … 1: how much of the shorter reading is found again, in the same order.
    let share: Double

    /// Words of the new reading for each of the old.
    var wordsShare: Double {
        old.words.isEmpty ? 1 : Double(new.words.count) / Double(old.words.count)
    }

    private let old: Stream
    private let new: Stream
    /// Words that are surely the same, rising in both.
    private let anchors: [Anchor]

    private struct Anchor {
        var old: Int
        var new: Int
    }

    /// So many words in a row, once in each reading, are the same place in the programme.
    private static let wordsOfAnchor = 3

    init(old oldTurns: [Turn], new newTurns: [Turn]) {
        var numbers: [String: Int] = [:]
        let old = Stream(oldTurns, &numbers)
        let new = Stream(newTurns, &numbers)
        let anchors = Self.anchors(old, new)
        (self.old, self.new, self.anchors) = (old, new, anchors)
        let shorter = min(old.words.count, new.words.count)
        share = shorter == 0 ? 0 : min(1, Double(anchors.count) / Double(shorter))
        sources = Self.sources(old, new, anchors, count: newTurns.count)
    }

    /// The place in the new reading of an offset (Unicode scalars) inside an old turn, both by index.
    func place(ofOldTurn turn: Int, at offset: Int) -> (turn: Int, at: Int)? {
        guard let word = old.words.indices.first(where: { old.turn[$0] == turn && old.offset[$0] >= offset }),
            let anchor = anchors.first(where: { $0.old >= word })
        else { return nil }
        let place = anchor.new - (anchor.old - word)
        guard new.words.indices.contains(place) else { return nil }
        return (new.turn[place], new.offset[place])
    }

    private static func sources(
        _ old: Stream, _ new: Stream, _ anchors: [Anchor], count: Int
    ) -> [Int?] {
        var result = [Int?](repeating: nil, count: count)
        guard let first = anchors.first, let last = anchors.last else { return result }
        var votes: [Int: Int] = [:]
        var next = 0
        func close(_ turn: Int) {
            result[turn] = votes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
            votes = [:]
        }
        for word in new.words.indices {
            while next < anchors.count, anchors[next].new < word { next += 1 }
            let place: Int
            if next == 0 {
                place = first.old - (first.new - word)
            } else if next == anchors.count {
                place = last.old + (word - last.new)
            } else {
                let (before, after) = (anchors[next - 1], anchors[next])
                let part = Double(word - before.new) / Double(after.new - before.new)
                place = before.old + Int((Double(after.old - before.old) * part).rounded())
            }
            votes[old.turn[min(max(place, 0), old.words.count - 1)], default: 0] += 1
            if word + 1 == new.words.count || new.turn[word + 1] != new.turn[word] {
                close(new.turn[word])
            }
        }
        // A turn without words goes with the one before it.
        for turn in result.indices.dropFirst() where result[turn] == nil {
            result[turn] = result[turn - 1]
        }
        return result
    }

    /// Runs of words that stand once in each reading, and of these the longest chain in the same order.
    private static func anchors(_ old: Stream, _ new: Stream) -> [Anchor] {
        let (here, there) = (old.unique(wordsOfAnchor), new.unique(wordsOfAnchor))
        var pairs: [Anchor] = []
        for (run, place) in there {
            if let other = here[run] { pairs.append(Anchor(old: other, new: place)) }
        }
        pairs.sort { $0.new < $1.new }
        // Longest rising sequence by patience: for each length, the pair with the smallest end.
        var ends: [Int] = []
        var before = [Int](repeating: -1, count: pairs.count)
        for index in pairs.indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[ends[middle]].old < pairs[index].old { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? ends[low - 1] : -1
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var chain: [Anchor] = []
        var index = ends.last ?? -1
        while index >= 0 {
            chain.append(pairs[index])
            index = before[index]
        }
        return chain.reversed()
    }

    /// The words of all turns in a row.
    private struct Stream {
        /// Each word's number; the same word has the same number in both readings.
        var words: [Int] = []
        /// Index of its turn, and where it begins there in Unicode scalars.
        var turn: [Int] = []
        var offset: [Int] = []

        init(_ turns: [Turn], _ numbers: inout [String: Int]) {
            for (index, one) in turns.enumerated() {
                var word = ""
                var start = 0
                var offset = 0
                func close(_ stream: inout Stream, _ numbers: inout [String: Int]) {
                    guard !word.isEmpty else { return }
                    stream.words.append(numbers[word, default: numbers.count])
                    numbers[word] = stream.words.last
                    stream.turn.append(index)
                    stream.offset.append(start)
                    word = ""
                }
                for scalar in one.text.lowercased().unicodeScalars {
                    if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                        if word.isEmpty { start = offset }
                        word.unicodeScalars.append(scalar)
                    } else {
                        close(&self, &numbers)
                    }
                    offset += 1
                }
                close(&self, &numbers)
            }
        }

        /// The runs that stand only once, and where.
        func unique(_ length: Int) -> [ArraySlice<Int>: Int] {
            var found: [ArraySlice<Int>: Int] = [:]
            guard words.count >= length else { return found }
            for start in 0...(words.count - length) {
                let run = words[start..<(start + length)]
                found[run] = found[run] == nil ? start : -1
            }
            return found.filter { $0.value >= 0 }
        }
    }
}
