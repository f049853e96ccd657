// Words near each other, in either order and in one sentence. Bounded: each looks for its next neighbour.
import Language

extension Facts {
    /// The stretches of words where one of the first phrases and one of the second stand with at most so many
    /// words between them.
    func near(
        _ first: Set<PhraseID>, _ second: Set<PhraseID>, within words: Int
    ) -> [Range<Int>] {
        let (one, other) = (ranges(of: first), ranges(of: second))
        guard !one.isEmpty, !other.isEmpty else { return [] }
        return followed(one, by: other, within: words) + followed(other, by: one, within: words)
    }

    private func ranges(of asked: Set<PhraseID>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for (phrase, ranges) in phrases where asked.contains(phrase) { found += ranges }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Of the ranges that follow one, the next is the nearest: no other need be looked at.
    private func followed(
        _ first: [Range<Int>], by second: [Range<Int>], within words: Int
    ) -> [Range<Int>] {
        first.compactMap { range in
            let next = Facts.firstIndex(in: second.count) {
                second[$0].lowerBound >= range.upperBound
            }
            guard next < second.count, second[next].lowerBound - range.upperBound <= words
            else { return nil }
            let opening = Facts.firstIndex(in: sentences.count) { sentences[$0] >= range.upperBound }
            let isParted = opening < sentences.count && sentences[opening] <= second[next].lowerBound
            return isParted ? nil : range.lowerBound..<second[next].upperBound
        }
    }

    /// The first place from which on the condition holds.
    private static func firstIndex(in count: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
