// What each feature counts for, in bits, and from which sum on complaints are linked. Read from a
// versioned
// file; re-fitted from pairs that people have reviewed.
import Foundation

/// Weights and thresholds of links.
package struct LinkWeights: Sendable, Hashable {
    /// Named with every link made with them.
    package var version: String
    /// From this sum of bits on a link is made without asking.
    package var link: Double
    /// From this sum on a person is asked.
    package var review: Double
    /// From this sum, without the bits of time, an old case is named as having come back.
    package var recurrence: Double
    private var bits: [Double]

    package init(
        version: String, link: Double, review: Double, recurrence: Double, bits: [Feature: Double]
    ) {
        self.version = version
        self.link = link
        self.review = review
        self.recurrence = recurrence
        self.bits = Feature.allCases.map { bits[$0] ?? 0 }
    }

    package subscript(_ feature: Feature) -> Double {
        get { bits[Int(feature.rawValue)] }
        set { bits[Int(feature.rawValue)] = newValue }
    }

    /// The sum of the bits of a pair.
    package func sum(_ features: Features) -> Double {
        var rest = features.rawValue
        var sum = 0.0
        while rest != 0 {
            sum += bits[rest.trailingZeroBitCount]
            rest &= rest - 1
        }
        return sum
    }

    /// The probability that bits stand for, 0 … 1.
    package static func probability(_ bits: Double) -> Double {
        1 / (1 + exp2(-bits))
    }

    /// The features that count for a pair, the heaviest first, without those of no weight.
    package func reasons(_ features: Features) -> [(feature: Feature, bits: Double)] {
        features.list.map { ($0, self[$0]) }
            .filter { $0.0 != .always && abs($0.1) >= 0.05 }
            .sorted { (abs($1.1), $0.0.rawValue) < (abs($0.1), $1.0.rawValue) }
    }
}
