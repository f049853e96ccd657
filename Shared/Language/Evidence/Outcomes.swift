// Decisions on cases that were held out: how sure the table was, and whether it was right.
import Foundation

/// One held-out case.
struct Outcome {
    var margin: Double
    var isRight: Bool
    var isAmongThree: Bool

    init(_ scores: [Double], _ label: Int) {
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        margin = scores[order[0]] - scores[order[1]]
        isRight = order[0] == label
        isAmongThree = order.prefix(3).contains(label)
    }

    /// Rounds of Newton's method; it stands still long before.
    private static let rounds = 50

    /// A logistic curve through margins and outcomes: what is called 0.90 is right nine times of ten.
    static func calibration(_ outcomes: [Outcome]) -> LearnedEvidence.Calibration {
        var slope = 1.0
        var base = 0.0
        for _ in 0..<rounds {
            // A weak pull towards zero, so that a history without a mistake does not run away.
            var gradient = (slope: -0.01 * slope, base: -0.01 * base)
            var bend = (slope: 0.01, both: 0.0, base: 0.01)
            for outcome in outcomes {
                let expected = 1 / (1 + exp(-(slope * outcome.margin + base)))
                let error = (outcome.isRight ? 1 : 0) - expected
                let spread = expected * (1 - expected)
                gradient.slope += error * outcome.margin
                gradient.base += error
                bend.slope += spread * outcome.margin * outcome.margin
                bend.both += spread * outcome.margin
                bend.base += spread
            }
            let scale = bend.slope * bend.base - bend.both * bend.both
            guard scale > 1e-12 else { break }
            let step = (
                slope: (bend.base * gradient.slope - bend.both * gradient.base) / scale,
                base: (bend.slope * gradient.base - bend.both * gradient.slope) / scale
            )
            // A step too far is walked in parts.
            let size = max(abs(step.slope), abs(step.base), 1) / 2
            slope += step.slope / max(size, 1)
            base += step.base / max(size, 1)
        }
        let places = 1_000.0
        return LearnedEvidence.Calibration(
            slope: (slope * places).rounded() / places, base: (base * places).rounded() / places)
    }

    /// The lowest confidence from which decisions are right as often as stated, both as counted here and
    /// as calibrated; `nil` when no decision is so sure.
    static func threshold(
        for precision: Double, _ outcomes: [Outcome],
        _ calibration: LearnedEvidence.Calibration
    ) -> LearnedEvidence.Threshold? {
        let sure = outcomes.map { (calibration.confidence(margin: $0.margin), $0.isRight) }
            .sorted { $0.0 > $1.0 }
        var right = 0
        var believed = 0.0
        var found: LearnedEvidence.Threshold?
        for (index, outcome) in sure.enumerated() {
            right += outcome.1 ? 1 : 0
            believed += outcome.0
            let count = Double(index + 1)
            // Equally sure ones are decided alike.
            if index + 1 < sure.count, sure[index + 1].0 == outcome.0 { continue }
            guard Double(right) / count >= precision, believed / count >= precision else {
                continue
            }
            found = LearnedEvidence.Threshold(
                precision: precision, confidence: (outcome.0 * 1_000).rounded(.up) / 1_000,
                coverage: (count / Double(sure.count) * 1_000).rounded() / 1_000)
        }
        return found
    }
}

/// Complement naive Bayes: what speaks for an agency is what the cases of all others hold less of.
enum Counting {
    /// As if each term had been seen this often everywhere.
    private static let smoothing = 0.3

    /// class -> weight of each column, about zero over the classes; empty for a class without cases.
    static func weights(
        _ vectors: [[Cell]], _ labels: [Int], _ classes: Int, _ columns: Int
    ) -> [[Double]] {
        var all = [Double](repeating: 0, count: columns)
        var own = [[Double]](repeating: [], count: classes)
        for (vector, label) in zip(vectors, labels) {
            if own[label].isEmpty { own[label] = [Double](repeating: 0, count: columns) }
            for cell in vector {
                all[Int(cell.column)] += cell.value
                own[label][Int(cell.column)] += cell.value
            }
        }
        let used = all.indices.filter { all[$0] > 0 }
        let present = own.indices.filter { !own[$0].isEmpty }
        for label in present {
            var others = own[label]
            for column in used { others[column] = all[column] - others[column] + smoothing }
            let sum = used.reduce(0) { $0 + others[$1] }
            for column in used { own[label][column] = -log(others[column] / sum) }
        }
        for column in used {
            let mean = present.reduce(0) { $0 + own[$1][column] } / Double(present.count)
            for label in present { own[label][column] -= mean }
        }
        return own
    }
}
