// What is decided about a complaint: which case it belongs to, what a person is asked, and why.
package import Complaints
package import Foundation

/// One earlier complaint a new one is compared with, and what came out.
package struct LinkJudgement: Sendable, Hashable {
    /// The earlier complaint.
    package var to: UUID
    package var number: UInt32
    /// The first complaint of its case: the name of the case.
    package var cluster: UUID
    package var clusterNumber: UInt32
    package var relation: Relation
    package var features: Features
    package var bits: Double

    /// The probability that both are about the same, 0 … 1.
    package var score: Double { LinkWeights.probability(bits) }

    /// The reasons, for a person.
    package func because(_ weights: LinkWeights) -> [String] {
        weights.reasons(features).compactMap { reason in
            reason.feature.words.map { words in
                let bits = (reason.bits * 10).rounded() / 10
                return "\(words) (\(bits > 0 ? "+" : "")\(bits))"
            }
        }
    }
}

/// What is decided about one complaint.
package struct LinkDecision: Sendable, Hashable {
    /// It belongs to this case.
    package var link: LinkJudgement? { links.first }
    /// That case, and others that turn out to be the same one: two people told of it in words so
    /// different
    /// that only this complaint brings them together.
    package var links: [LinkJudgement] = []
    /// The first complaints of the cases that are one from now on, the likeliest first; empty when none are.
    package var merged: [UInt32] = []
    /// The same happened before, and that case is over or long ago: another case, named for the reader.
    package var recurrence: LinkJudgement?
    /// What a person is asked, one question for each case, the likeliest first.
    package var reviews: [LinkJudgement] = []

    package init() {}
}
