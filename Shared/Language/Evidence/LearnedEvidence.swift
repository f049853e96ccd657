// What an office's own past decisions say about a new complaint: a table of terms, agencies and weights.
import Foundation

/// A learned table of weights. An agency's score for a text is its base plus, for each kind of term, the
/// weights of the terms found divided by the kind's length; so every part of it can be shown and edited.
package struct LearnedEvidence: Sendable {
    /// One term of the table.
    package struct Entry: Sendable, Hashable {
        package var term: EvidenceTerm
        /// How rare it is among decided cases: rare terms count more for the length of their kind.
        package var rarity: Double
        /// Agency number -> weight.
        package var weights: [Weight]

        package init(term: EvidenceTerm, rarity: Double, weights: [Weight]) {
            self.term = term
            self.rarity = rarity
            self.weights = weights
        }
    }

    /// What a term says about one agency.
    package struct Weight: Sendable, Hashable {
        package var agency: Int
        package var weight: Double

        package init(agency: Int, weight: Double) {
            self.agency = agency
            self.weight = weight
        }
    }

    /// An agency the table knows.
    package struct KnownAgency: Sendable, Hashable {
        package var id: String
        /// Its score before a word is read.
        package var base: Double
        /// Decided cases it was learned from.
        package var cases: Int

        package init(id: String, base: Double, cases: Int) {
            self.id = id
            self.base = base
            self.cases = cases
        }
    }

    /// From the margin between the first and the second agency to how often the first is right.
    package struct Calibration: Sendable, Hashable {
        package var slope: Double
        package var base: Double

        package init(slope: Double, base: Double) {
            self.slope = slope
            self.base = base
        }

        /// 0 … 1.
        package func confidence(margin: Double) -> Double {
            1 / (1 + exp(-(slope * margin + base)))
        }
    }

    /// The confidence from which decisions are right as often as stated.
    package struct Threshold: Sendable, Hashable {
        package var precision: Double
        package var confidence: Double
        /// Share of the cases that reach it.
        package var coverage: Double

        package init(precision: Double, confidence: Double, coverage: Double) {
            self.precision = precision
            self.confidence = confidence
            self.coverage = coverage
        }
    }

    package let agencies: [KnownAgency]
    package let entries: [Entry]
    package let calibration: Calibration
    /// By rising precision.
    package let thresholds: [Threshold]
    private let index: EvidenceIndex

    /// - Parameter view: with which it was learned.
    package init(
        agencies: [KnownAgency], entries: [Entry], calibration: Calibration,
        thresholds: [Threshold], view: EvidenceView = .agencies
    ) {
        self.agencies = agencies
        self.entries = entries
        self.calibration = calibration
        self.thresholds = thresholds
        index = EvidenceIndex(entries, view: view)
    }

    /// The threshold for a stated precision.
    package func threshold(for precision: Double) -> Threshold? {
        thresholds.first { abs($0.precision - precision) < 0.000_5 }
    }

    /// What a text is for each of the agencies, the strongest first.
    ///
    /// - Parameters:
    ///   - subject: what stands beside the text; its terms count, but are no reason in the text.
    ///   - topics: of both, the strongest first.
    package func opinion(
        on text: TextAnalysis, subject: TextAnalysis? = nil, topics: [TopicHit]
    ) -> EvidenceOpinion {
        let weighing = index.weigh(text, subject, topics, bases: agencies.map(\.base))
        let scores = weighing.scores
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let margin = order.count > 1 ? scores[order[0]] - scores[order[1]] : 0
        let reasons = order.first.map { sorted(index.reasons(for: $0, in: weighing)) } ?? []
        return EvidenceOpinion(
            ranking: order.map { ScoredAgency(agency: agencies[$0].id, score: scores[$0]) },
            margin: margin, confidence: calibration.confidence(margin: margin),
            reasons: reasons)
    }

    /// The score of each agency, in the order of ``agencies``.
    func scores(of text: TextAnalysis, _ subject: TextAnalysis?, topics: [TopicHit]) -> [Double] {
        index.weigh(text, subject, topics, bases: agencies.map(\.base)).scores
    }

    /// What speaks for one agency, the heaviest first.
    func reasons(
        for agency: Int, of text: TextAnalysis, _ subject: TextAnalysis?, topics: [TopicHit]
    ) -> [EvidenceOpinion.Reason] {
        let weighing = index.weigh(text, subject, topics, bases: agencies.map(\.base))
        return sorted(index.reasons(for: agency, in: weighing))
    }

    private func sorted(_ reasons: [Range<Int>: Double]) -> [EvidenceOpinion.Reason] {
        reasons.map { EvidenceOpinion.Reason(words: $0.key, weight: $0.value) }
            .filter { $0.weight >= EvidenceOpinion.minimumWeight }
            .sorted {
                ($1.weight, $0.words.lowerBound, $0.words.upperBound)
                    < ($0.weight, $1.words.lowerBound, $1.words.upperBound)
            }
    }
}

/// An agency with what speaks for it.
package struct ScoredAgency: Sendable, Hashable {
    package var agency: String
    package var score: Double

    package init(agency: String, score: Double) {
        self.agency = agency
        self.score = score
    }
}

/// What learned evidence says about one text.
package struct EvidenceOpinion: Sendable {
    /// A stretch of the text that speaks for the first agency.
    package struct Reason: Sendable, Hashable {
        package var words: Range<Int>
        package var weight: Double
    }

    /// Less is no reason.
    static let minimumWeight = 0.02

    /// Every agency the table knows, the strongest first.
    package var ranking: [ScoredAgency]
    /// Between the first and the second.
    package var margin: Double
    /// How often such a decision is right: 0 … 1.
    package var confidence: Double
    /// What speaks for the first agency, the heaviest first.
    package var reasons: [Reason]
}
