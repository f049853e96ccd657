// Learns the weights from pairs that people have reviewed: a logistic regression, small and the same in
// every run.
import Foundation

/// A pair of complaints that a person has judged.
package struct ReviewedPair: Sendable, Hashable {
    package var features: Features
    /// Both are about the same.
    package var isSame: Bool

    package init(features: Features, isSame: Bool) {
        self.features = features
        self.isSame = isSame
    }
}

/// Fits ``LinkWeights`` to reviewed pairs.
package enum Fitting {
    /// Fewer pairs than this teach nothing.
    package static let minimumPairs = 50
    private static let rounds = 40
    /// How strongly weights are held to those before: as if so many pairs had spoken for them.
    private static let hold = 2.0

    /// What a fit came to.
    package struct Outcome: Sendable {
        package var weights: LinkWeights
        package var pairs: Int
        package var same: Int
        /// Of the pairs at or above the threshold for links, those that are the same, and how many of
        /// all
        /// same pairs they are.
        package var precision: Double
        package var recall: Double
    }

    /// Fits the weights; the thresholds follow from the precision wanted.
    ///
    /// - Parameters:
    ///   - precision: of the pairs linked without asking, at least so many are the same.
    package static func fit(
        _ pairs: [ReviewedPair], from start: LinkWeights, precision: Double, version: String
    ) -> Outcome {
        let size = Feature.allCases.count
        let natural = log(2.0)
        let prior = Feature.allCases.map { allowed(Int($0.rawValue), start[$0] * natural) }
        var weights = prior
        // The same features come again and again: each kind once, with its numbers.
        var groups: [Features: (same: Double, all: Double)] = [:]
        for pair in pairs {
            groups[pair.features, default: (0, 0)].all += 1
            if pair.isSame { groups[pair.features, default: (0, 0)].same += 1 }
        }
        let rows = groups.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { (indices: $0.key.list.map { Int($0.rawValue) }, same: $0.value.same, all: $0.value.all) }
        for _ in 0..<rounds {
            var gradient = [Double](repeating: 0, count: size)
            var hessian = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
            for index in 0..<size {
                gradient[index] = hold * (prior[index] - weights[index])
                hessian[index][index] = hold
            }
            for row in rows {
                let sum = row.indices.reduce(0) { $0 + weights[$1] }
                let probability = 1 / (1 + exp(-sum))
                let slope = max(1e-9, probability * (1 - probability)) * row.all
                let residual = row.same - probability * row.all
                for i in row.indices {
                    gradient[i] += residual
                    for j in row.indices { hessian[i][j] += slope }
                }
            }
            // What may not move stays out of the step.
            for index in 0..<size where isHeld(index, weights[index], gradient[index]) {
                gradient[index] = 0
                for other in 0..<size { (hessian[index][other], hessian[other][index]) = (0, 0) }
                hessian[index][index] = 1
            }
            let step = solve(hessian, gradient)
            let longest = step.map(abs).max() ?? 0
            // Far steps overshoot where classes part cleanly.
            let scale = min(1, 2 / max(longest, 1e-12))
            for index in 0..<size { weights[index] = allowed(index, weights[index] + scale * step[index]) }
            if longest < 1e-6 { break }
        }
        var fitted = LinkWeights(
            version: version, link: start.link, review: start.review, recurrence: start.recurrence,
            bits: Dictionary(
                uniqueKeysWithValues: Feature.allCases.map {
                    ($0, (weights[Int($0.rawValue)] / natural * 100).rounded() / 100)
                }))
        return threshold(pairs, &fitted, precision: precision)
    }

    /// What is not known, or usual, counts nothing: its part is in ``Feature/always``.
    private static let neutral = Features([.noTopic, .noMatter, .noPlace, .wordsFew, .withinTwoWeeks])
    /// What speaks for a link can at worst say nothing, whatever the pairs at hand seem to show; so a
    /// person
    /// is told nothing absurd.
    private static let favourable = Features([
        .withinHour, .withinSixHours, .withinDay, .withinThreeDays, .withinWeek, .sameTopic, .sameMatter,
        .sharedMatter, .sameVillage, .sameUnsureVillage, .sameKecamatan, .sameRoad, .sameRT, .sameHouse,
        .sameLane, .sameRW, .samePart, .sameKilometre, .sameLandmark, .sameNamedLandmark, .sameSender,
        .sameName, .wordsAll, .wordsMost, .wordsMany, .wordsSome, .contained, .rareWord, .rareWords,
        .manyRareWords, .sameSenderSameMatter, .sameSenderSoon, .relatedMatter, .sameSenderChases,
        .sameSenderNoPlace, .sameSenderLast, .onlyCaseHere, .fewCasesHere, .onlyCaseOfMatter, .onlySuchHere,
        .thingHere, .thingMaybeHere, .thingSpotHere, .thingSpotUnsaid, .thingNoSpot, .manifoldHere,
        .thingSoon, .thingTopicHere, .sharedHere, .sharedMaybeHere, .relatedHere, .wordsHere,
        .rareWordsHere, .sharedRareHere, .thingRareNoPlace, .thingSpotNoPlace, .sharedSpotNoPlace,
        .thingSpotNear, .thingRareNear, .wordsNoPlace, .senderChasesNoPlace, .senderThingNoPlace,
        .senderThingHere, .senderWords, .nextVillage, .thingRareHere, .alikeToday, .onlyCaseSoon, .chasesSoon,
        .sameTrouble, .onlyCaseNear,
    ])
    private static let adverse = Features([
        .withinThreeWeeks, .withinWindow, .beyondWindow, .otherTopic, .otherMatter, .otherVillage,
        .otherUnsureVillage, .spotElsewhere,
        .otherKecamatan, .otherRoad, .otherRT, .otherHouse, .otherLane, .otherRW, .otherPart,
        .otherKilometre, .otherLandmark, .oneSpotUnsaid, .otherSender, .otherName, .wordsNone, .shortText,
        .sameSenderOtherMatter, .mostWordsOtherPlace, .mostWordsNoPlace, .twoHouseholds, .rival, .saysOther,
        .manifoldMatter, .matterAtSpot, .spotUnsaid, .elsewhereThere, .otherKindOfSpot, .spotNew,
        .matterEverywhere, .comesBack, .moneyApart, .otherSaid, .thingOtherLandmark, .severalSuchHere,
        .senderOtherHere,
        .otherThingSpot, .spotsApart, .otherTrouble, .namesake,
    ])

    private static func allowed(_ index: Int, _ weight: Double) -> Double {
        let feature = Features(rawValue: 1 << UInt128(index))
        if neutral.isSuperset(of: feature) { return 0 }
        if favourable.isSuperset(of: feature) { return max(0, weight) }
        return adverse.isSuperset(of: feature) ? min(0, weight) : weight
    }

    /// Whether a weight stands at its bound and the pairs would push it beyond.
    private static func isHeld(_ index: Int, _ weight: Double, _ gradient: Double) -> Bool {
        let small = 1e-9
        return allowed(index, weight + (gradient > 0 ? small : -small)) == weight
    }

    /// The lowest threshold above which the precision is kept from there on.
    private static func threshold(
        _ pairs: [ReviewedPair], _ weights: inout LinkWeights, precision: Double
    ) -> Outcome {
        let scored = pairs.filter { !$0.features.isVetoed }
            .map { (bits: weights.sum($0.features), isSame: $0.isSame) }
            .sorted { $0.bits > $1.bits }
        let same = pairs.count { $0.isSame }
        var (right, all) = (0, 0)
        var outcome = Outcome(
            weights: weights, pairs: pairs.count, same: same, precision: 1, recall: 0)
        for (index, pair) in scored.enumerated() {
            all += 1
            right += pair.isSame ? 1 : 0
            let isLast = index + 1 == scored.count || scored[index + 1].bits < pair.bits
            guard isLast, Double(right) >= precision * Double(all) else { continue }
            weights.link = (pair.bits * 100).rounded(.up) / 100
            outcome.precision = Double(right) / Double(all)
            outcome.recall = same == 0 ? 0 : Double(right) / Double(same)
        }
        outcome.weights = weights
        return outcome
    }

    /// Gauss with pivots; the matrix is positive.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var a = matrix
        var b = right
        let n = b.count
        for column in 0..<n {
            let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
            a.swapAt(column, pivot)
            b.swapAt(column, pivot)
            guard abs(a[column][column]) > 1e-12 else { continue }
            for row in (column + 1)..<n {
                let factor = a[row][column] / a[column][column]
                guard factor != 0 else { continue }
                for k in column..<n { a[row][k] -= factor * a[column][k] }
                b[row] -= factor * b[column]
            }
        }
        var x = [Double](repeating: 0, count: n)
        for row in stride(from: n - 1, through: 0, by: -1) {
            guard abs(a[row][row]) > 1e-12 else { continue }
            let rest = ((row + 1)..<n).reduce(0) { $0 + a[row][$1] * x[$1] }
            x[row] = (b[row] - rest) / a[row][row]
        }
        return x
    }
}
