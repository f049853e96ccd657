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

    package var agencies: [KnownAgency]
    package var entries: [Entry]
    package var calibration: Calibration
    /// By rising precision.
    package var thresholds: [Threshold]
    private let places: [EvidenceTerm: Int32]

    package init(
        agencies: [KnownAgency], entries: [Entry], calibration: Calibration,
        thresholds: [Threshold]
    ) {
        self.agencies = agencies
        self.entries = entries
        self.calibration = calibration
        self.thresholds = thresholds
        var places: [EvidenceTerm: Int32] = [:]
        places.reserveCapacity(entries.count)
        for (place, entry) in entries.enumerated() { places[entry.term] = Int32(place) }
        self.places = places
    }

    /// The threshold for a stated precision.
    package func threshold(for precision: Double) -> Threshold? {
        thresholds.first { abs($0.precision - precision) < 0.000_5 }
    }

    /// What a text is for each of the agencies, the strongest first.
    package func opinion(on reading: EvidenceReading) -> EvidenceOpinion {
        var found: [(term: FoundTerm, entry: Int32, share: Double)] = []
        var lengths = [Double](repeating: 0, count: EvidenceTerm.Kind.allCases.count)
        for term in reading.terms {
            guard let place = places[term.term] else { continue }
            let kind = term.term.kind
            let rarity = kind == .topic ? 1 : entries[Int(place)].rarity
            lengths[kind.rawValue] += term.amount * term.amount * rarity * rarity
            found.append((term, place, term.amount))
        }
        lengths = lengths.map { $0.squareRoot() }
        // Topics keep their own length: two topics say more than one.
        lengths[EvidenceTerm.Kind.topic.rawValue] = 1
        var scores = agencies.map(\.base)
        for index in found.indices {
            found[index].share /= lengths[found[index].term.term.kind.rawValue]
            for weight in entries[Int(found[index].entry)].weights {
                scores[weight.agency] += weight.weight * found[index].share
            }
        }
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let margin = order.count > 1 ? scores[order[0]] - scores[order[1]] : 0
        return EvidenceOpinion(
            ranking: order.map { ScoredAgency(agency: agencies[$0].id, score: scores[$0]) },
            margin: margin, confidence: calibration.confidence(margin: margin),
            reasons: order.first.map { reasons(for: $0, found) } ?? [])
    }

    /// Stretches of the text with what they weigh for an agency: a word with its stem and its pieces is one.
    private func reasons(
        for agency: Int, _ found: [(term: FoundTerm, entry: Int32, share: Double)]
    ) -> [EvidenceOpinion.Reason] {
        var weights: [Range<Int>: Double] = [:]
        for (term, entry, share) in found {
            guard let weight = entries[Int(entry)].weights.first(where: { $0.agency == agency }),
                !term.words.isEmpty
            else { continue }
            // What is said twice is one reason at two places.
            let each = weight.weight * share / Double(term.words.count)
            for words in term.words { weights[words, default: 0] += each }
        }
        return weights.map { EvidenceOpinion.Reason(words: $0.key, weight: $0.value) }
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
