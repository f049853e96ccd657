// Matters that points of minutes and messages of a chat belong to, found by the words they share.
import Foundation

/// Matters that points and messages belong to, found by the words they share.
struct Matters {
    private(set) var stretches: [Stretch] = []
    /// For each stretch.
    private(set) var words: [Set<String>] = []
    private(set) var isMatter: [Bool] = []
    private let turnWords: [Set<String>]
    private let weights: [String: Double]

    /// Shared words must weigh so much where nothing else tells.
    static let least = 2.0

    /// - Parameter withLabels: labels are words too ("Kesepakatan (Supian, SPPT)").
    init(_ readings: [Reading], withLabels: Bool = false) {
        turnWords = readings.map { reading in
            let label = withLabels ? Tokens.split(reading.turn.speaker ?? "") : []
            return Set(
                (reading.tokens + label).map(\.word).filter(SaidBefore.isMatter)
                    .map(SaidBefore.stem))
        }
        var counts: [String: Int] = [:]
        for set in turnWords { for word in set { counts[word, default: 0] += 1 } }
        let total = Double(readings.count + 1)
        weights = counts.mapValues { log(total / Double($0)) }
    }

    mutating func begin(_ index: Int, goesOn: Bool = false) {
        var stretch = Stretch(sort: .call, ranges: [index...index])
        if goesOn { stretch.goesOnFrom = isMatter.lastIndex(of: true) }
        stretches.append(stretch)
        words.append(turnWords[index])
        isMatter.append(true)
    }

    mutating func addGeneral(_ index: Int) {
        if let last = stretches.indices.last, !isMatter[last],
            stretches[last].ranges[0].upperBound + 1 == index
        {
            stretches[last].ranges = [stretches[last].ranges[0].lowerBound...index]
            return
        }
        stretches.append(Stretch(sort: .other, ranges: [index...index]))
        words.append([])
        isMatter.append(false)
    }

    mutating func add(_ index: Int, to matter: Int) {
        let count = stretches[matter].ranges.count
        if let last = stretches[matter].ranges.last, last.upperBound + 1 == index {
            stretches[matter].ranges[count - 1] = last.lowerBound...index
        } else {
            stretches[matter].ranges.append(index...index)
        }
        words[matter].formUnion(turnWords[index])
    }

    /// The matter that a turn has most in common with, if it is enough to tell.
    func best(for index: Int) -> Int? {
        var best: (score: Double, matter: Int)?
        for matter in stretches.indices where isMatter[matter] {
            let score = shared(index, matter)
            if score > best?.score ?? 0 { best = (score, matter) }
        }
        return best.flatMap { $0.score >= 1.5 * Self.least ? $0.matter : nil }
    }

    /// The matter that a turn has most in common with, however little.
    func closest(to index: Int) -> Int? {
        stretches.indices.filter { isMatter[$0] && shared(index, $0) > 0 }
            .max { shared(index, $0) < shared(index, $1) }
    }

    /// `matter`, unless a turn has much more in common with another.
    func better(than matter: Int, for index: Int) -> Int {
        guard let best = best(for: index), best != matter,
            shared(index, best) >= shared(index, matter) + 3 * Self.least
        else { return matter }
        return best
    }

    /// How much a turn and a matter have in common.
    func shared(_ index: Int, _ matter: Int) -> Double {
        turnWords[index].intersection(words[matter]).sorted().reduce(0) { $0 + (weights[$1] ?? 0) }
    }
}
