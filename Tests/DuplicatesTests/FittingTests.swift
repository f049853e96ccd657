// Weights learned from judged pairs.
import Duplicates
import TestSupport
import Testing

@Suite struct FittingTests {
    private func pairs(_ count: Int, seed: UInt64) -> [ReviewedPair] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            let isSame = Bool.random(using: &random)
            var features: [Feature] = [.always]
            features.append(isSame == (Int.random(in: 0..<20, using: &random) > 0) ? .sameVillage : .otherVillage)
            features.append(Bool.random(using: &random) ? .sameTopic : .otherTopic)
            return ReviewedPair(features: Features(features), isSame: isSame)
        }
    }

    private let blank = LinkWeights(version: "blank", link: 5, review: -2, recurrence: 5, bits: [:])

    @Test func whatPartsThePairsGetsTheWeight() {
        let outcome = Fitting.fit(pairs(2_000, seed: 1), from: blank, precision: 0.9, version: "v2")
        let weights = outcome.weights
        #expect(weights.version == "v2")
        #expect(weights[.sameVillage] - weights[.otherVillage] > 6)
        #expect(abs(weights[.sameTopic] - weights[.otherTopic]) < 1)
        #expect(weights[.sameRoad] == 0, "what no pair shows keeps its weight")
    }

    @Test func theThresholdKeepsThePrecisionWanted() {
        let all = pairs(2_000, seed: 2)
        let outcome = Fitting.fit(all, from: blank, precision: 0.93, version: "v")
        #expect(outcome.precision >= 0.93)
        let linked = all.filter { outcome.weights.sum($0.features) >= outcome.weights.link }
        let right = Double(linked.count { $0.isSame }) / Double(linked.count)
        #expect(right >= 0.93)
        #expect(outcome.recall > 0.9)
    }

    @Test func theSamePairsInAnyOrderGiveTheSameWeights() {
        var random = SeededRandom(seed: 9)
        let all = pairs(500, seed: 3)
        let first = Fitting.fit(all, from: blank, precision: 0.9, version: "v").weights
        let second = Fitting.fit(all.shuffled(using: &random), from: blank, precision: 0.9, version: "v").weights
        #expect(first == second)
    }

    @Test func everyFeatureHasANameOfItsOwn() {
        for feature in Feature.allCases { #expect(Feature(name: feature.name) == feature) }
        #expect(Feature.sameRT.name == "same_rt")
        #expect(Feature.withinThreeDays.name == "within_three_days")
        #expect(Feature.allCases.count <= 128, "features are the bits of one number")
    }
}
