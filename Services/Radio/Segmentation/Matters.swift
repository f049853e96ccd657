// Matters that points of minutes and messages of a chat belong to, found by the words they share.
import Foundation

/// Matters that points and messages belong to, found by the words they share.
struct Matters {
    private(set) var stretches: [Stretch] = []
    /// For each stretch.
    private var words: [Set<String>] = []
    /// For each word the matters that have it.
    private var holders: [String: [Int]] = [:]
    private(set) var isMatter: [Bool] = []
    private let turnWords: [Set<String>]
    private let weights: [String: Double]

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
        words.append([])
        isMatter.append(true)
        hold(index, in: stretches.count - 1)
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
        hold(index, in: matter)
    }

    /// How much a turn has in common with each matter that shares a word with it. Words of very many matters
    /// tell none apart.
    func shared(_ index: Int) -> [Int: Double] {
        var shared: [Int: Double] = [:]
        for word in turnWords[index].sorted() {
            guard let matters = holders[word], matters.count <= Self.mostHolders else { continue }
            for matter in matters { shared[matter, default: 0] += weights[word] ?? 0 }
        }
        return shared
    }

    private static let mostHolders = 60

    private mutating func hold(_ index: Int, in matter: Int) {
        for word in turnWords[index] where words[matter].insert(word).inserted {
            holders[word, default: []].append(matter)
        }
    }
}
