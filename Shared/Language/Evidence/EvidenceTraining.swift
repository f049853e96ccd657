// Learns a table of evidence from decided cases. Pure: equal cases in equal order give an equal table.
import Foundation

/// What keeps a history from being learned from.
package enum EvidenceProblem: Error, Hashable, CustomStringConvertible {
    case tooFewCases(Int)
    case oneAgency(String)

    package var description: String {
        switch self {
        case .tooFewCases(let count):
            "holds \(count) usable decided cases; at least \(EvidenceTraining.minimumCases) are needed"
        case .oneAgency(let agency):
            "knows one agency only (\(agency)): there is nothing to tell apart; at least two are needed"
        }
    }
}

/// How good a table was on cases it had not seen, by cross-validation inside the history.
package struct HeldOutQuality: Sendable, Hashable {
    package var cases: Int
    package var top1: Double
    package var top3: Double
    /// Of the same model with every term it had, before it was cut down to what a person can read.
    package var unprunedTop1: Double
    /// Chosen inside the history.
    package var cost: Double

    package init(cases: Int, top1: Double, top3: Double, unprunedTop1: Double, cost: Double) {
        self.cases = cases
        self.top1 = top1
        self.top3 = top3
        self.unprunedTop1 = unprunedTop1
        self.cost = cost
    }
}

/// Learning with its settings.
package struct EvidenceTraining: Sendable {
    /// With fewer nothing can be held out.
    package static let minimumCases = 20
    /// Precisions for which a threshold is written.
    package static let precisions = [0.80, 0.85, 0.90, 0.95]

    /// Parts of the history of which each is judged once by what the others teach.
    package var folds = 5
    /// A term must stand in so many different texts: once is chance, and may be a person's name.
    package var minimumTexts = 2
    /// The strongest terms are kept.
    package var maximumTerms = 10_000
    /// Smaller weights are dropped.
    package var smallestWeight = 0.03
    /// How much counting (a complement naive Bayes) is mixed into the support vector machine: it knows
    /// agencies with few cases better, and the mixture is surer of what it is sure of.
    package var countingShare = 0.2
    /// Costs to choose from.
    package var costs = [0.15, 0.3]
    /// The cost that terms are chosen with.
    var selectionCost = 0.2
    /// Which terms are strong shows long before the weights are exact.
    package var selectionTolerance = 0.5

    package init() {}

    /// Learns from decided cases.
    package func learn(
        _ cases: [DecidedCase]
    ) throws(EvidenceProblem) -> (evidence: LearnedEvidence, quality: HeldOutQuality) {
        guard cases.count >= EvidenceTraining.minimumCases else { throw .tooFewCases(cases.count) }
        let agencies = Set(cases.map(\.agency)).sorted()
        guard agencies.count > 1 else { throw .oneAgency(agencies[0]) }
        let numbers = Dictionary(uniqueKeysWithValues: agencies.enumerated().map { ($1, $0) })
        let labels = cases.map { numbers[$0.agency] ?? 0 }
        let table = CaseTable(cases)
        let judged = heldOut(table, labels, agencies.count, cases.map(\.key))
        let all = Array(cases.indices)
        let fitted = fit(table, all, labels, agencies.count, costs: [judged.quality.cost]).pruned[0]
        let calibration = judged.calibration
        return (
            LearnedEvidence(
                agencies: agencies.enumerated().map { number, id in
                    LearnedEvidence.KnownAgency(
                        id: id, base: Self.rounded(fitted.model.bases[number]),
                        cases: labels.count { $0 == number })
                },
                entries: Self.entries(fitted.model, fitted.vocabulary, table), calibration: calibration,
                thresholds: judged.thresholds),
            judged.quality
        )
    }

    // MARK: Judging by what was held out

    private struct Judged {
        var quality: HeldOutQuality
        var calibration: LearnedEvidence.Calibration
        var thresholds: [LearnedEvidence.Threshold]
    }

    private func heldOut(
        _ table: CaseTable, _ labels: [Int], _ classes: Int, _ keys: [String]
    ) -> Judged {
        // By the text, so that a complaint sent twice is never judged by its own copy.
        let parts = keys.map { Int(EvidenceTraining.hash($0) % UInt64(folds)) }
        var outcomes = [[Outcome]](repeating: [], count: costs.count)
        var unpruned: [Outcome] = []
        for part in 0..<folds {
            let known = parts.indices.filter { parts[$0] != part }
            guard Set(known.map { labels[$0] }).count > 1 else { continue }
            let fitted = fit(table, known, labels, classes, costs: costs)
            for row in parts.indices where parts[row] == part {
                unpruned.append(Outcome(fitted.whole.scores(table, row), labels[row]))
                for (index, model) in fitted.pruned.enumerated() {
                    outcomes[index].append(Outcome(model.scores(table, row), labels[row]))
                }
            }
        }
        let best = outcomes.indices.max { a, b in
            (outcomes[a].count(where: \.isRight), -a) < (outcomes[b].count(where: \.isRight), -b)
        }
        let chosen = best.map { outcomes[$0] } ?? []
        let calibration = Outcome.calibration(chosen)
        let count = Double(max(chosen.count, 1))
        return Judged(
            quality: HeldOutQuality(
                cases: chosen.count, top1: Double(chosen.count(where: \.isRight)) / count,
                top3: Double(chosen.count(where: \.isAmongThree)) / count,
                unprunedTop1: Double(unpruned.count(where: \.isRight)) / count,
                cost: best.map { costs[$0] } ?? costs[0]),
            calibration: calibration,
            thresholds: EvidenceTraining.precisions.compactMap {
                Outcome.threshold(for: $0, chosen, calibration)
            })
    }

    /// FNV-1a: the same in every process.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    // MARK: Fitting

    /// A model with the terms it looks at.
    private struct Fitted {
        var vocabulary: Vocabulary
        var model: LinearModel

        func scores(_ table: CaseTable, _ row: Int) -> [Double] {
            model.scores(table.vector(row, vocabulary))
        }
    }

    private func fit(
        _ table: CaseTable, _ rows: [Int], _ labels: [Int], _ classes: Int, costs: [Double]
    ) -> (whole: Fitted, pruned: [Fitted]) {
        let whole = table.vocabulary(of: rows, minimumTexts: minimumTexts)
        let targets = rows.map { labels[$0] }
        let wholeModel = train(
            rows.map { table.vector($0, whole) }, targets, classes, table.terms.count,
            cost: selectionCost, tolerance: selectionTolerance)
        let kept = strongest(wholeModel, table)
        let vocabulary = whole.keeping(kept)
        let vectors = rows.map { table.vector($0, vocabulary) }
        let counted = Counting.weights(vectors, targets, classes, table.terms.count)
        return (
            Fitted(vocabulary: whole, model: wholeModel),
            costs.map { cost in
                var model = train(vectors, targets, classes, table.terms.count, cost: cost)
                for label in 0..<classes where !counted[label].isEmpty {
                    for column in kept.map(Int.init) {
                        let weight =
                            model.weights[label][column] + countingShare * counted[label][column]
                        let isTopic = table.terms[column].kind == .topic
                        model.weights[label][column] =
                            isTopic || abs(weight) >= smallestWeight ? weight : 0
                    }
                }
                return Fitted(vocabulary: vocabulary, model: model)
            }
        )
    }

    /// Classes that do not occur among the rows score below all others.
    private func train(
        _ vectors: [[Cell]], _ labels: [Int], _ classes: Int, _ columns: Int, cost: Double,
        tolerance: Double = LinearTraining.tolerance
    ) -> LinearModel {
        var model = LinearTraining.train(
            vectors, labels: labels, classes: classes, columns: columns, cost: cost,
            tolerance: tolerance)
        let present = Set(labels)
        for label in 0..<classes where !present.contains(label) { model.bases[label] = -9 }
        return model
    }

    /// Topics, and the terms with the heaviest weight for any agency.
    private func strongest(_ model: LinearModel, _ table: CaseTable) -> Set<Int32> {
        var topics: [Int32] = []
        var words: [(column: Int32, weight: Double)] = []
        for column in table.terms.indices {
            let weight = model.weights.map { abs($0[column]) }.max() ?? 0
            guard weight > 0 else { continue }
            if table.terms[column].kind == .topic {
                topics.append(Int32(column))
            } else {
                words.append((Int32(column), weight))
            }
        }
        words.sort { ($1.weight, $0.column) < ($0.weight, $1.column) }
        return Set(topics + words.prefix(maximumTerms).map(\.column))
    }

    /// As written: weights with the rarity in them, two decimals.
    static func entries(
        _ model: LinearModel, _ vocabulary: Vocabulary, _ table: CaseTable
    ) -> [LearnedEvidence.Entry] {
        var entries: [LearnedEvidence.Entry] = []
        for column in table.terms.indices where vocabulary.rarity[column] > 0 {
            let rarity = vocabulary.rarity[column]
            let weights = model.weights.indices.compactMap { label in
                let weight = rounded(model.weights[label][column] * rarity)
                return weight == 0 ? nil : LearnedEvidence.Weight(agency: label, weight: weight)
            }
            guard !weights.isEmpty else { continue }
            entries.append(
                LearnedEvidence.Entry(
                    term: table.terms[column], rarity: (rarity * 10).rounded() / 10,
                    weights: weights))
        }
        return entries.sorted {
            ($0.term.kind.rawValue, $0.term.text) < ($1.term.kind.rawValue, $1.term.text)
        }
    }

    static func rounded(_ weight: Double) -> Double { (weight * 100).rounded() / 100 }
}
