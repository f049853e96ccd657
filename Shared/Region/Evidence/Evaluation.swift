// Judges a pack, with or without learned evidence, by cases that were decided.
package import Foundation
import Complaints
import Language
import Rules

/// How well a pack does on decided cases.
package struct Evaluation: Encodable, Sendable {
    /// One agency's cases.
    package struct PerAgency: Encodable, Sendable {
        package var n: Int
        package var top1: Double
    }

    /// Cases of one agency that were given to another.
    package struct Confusion: Encodable, Sendable {
        package var agency: String
        package var given: String
        package var n: Int
    }

    /// Cases between two confidences: what was believed of them and how many were right.
    package struct Step: Encodable, Sendable {
        package var from: Double
        package var to: Double
        package var n: Int
        package var confidence: Double
        package var right: Double
    }

    /// What would be done, hard rules first, at the precision the pack asks for.
    package struct Decided: Encodable, Sendable {
        /// Decisions of one mode.
        package struct Count: Encodable, Sendable {
            package var n = 0
            package var right = 0
        }
        package var rule = Count()
        package var evidence = Count()
        package var triage = 0
        /// Taken for nuisances: they would reach no agency until a person releases them.
        package var spam = 0
    }

    package var n: Int
    package var skipped: [String: Int]
    package var top1: Double
    package var top3: Double
    package var coverage: [String: Double]
    package var perAgency: [String: PerAgency]
    package var confusion: [Confusion]
    package var calibration: [Step]
    package var decided: Decided

    package enum CodingKeys: String, CodingKey {
        case n, skipped, top1, top3, coverage, confusion, calibration, decided
        case perAgency = "per_agency"
    }

    /// Precisions for which the coverage is told.
    package static let precisions = ["0.80", "0.85", "0.90", "0.95"]
    private static let steps = 10
}

extension RegionPack {
    /// Judges this pack by decided cases: `nil` when it knows the agency of none.
    ///
    /// - Parameter moment: when the decisions would be made; agencies must exist on that day.
    package func evaluate(_ rows: [LabelledRow], at moment: Date) -> Evaluation? {
        let (known, skipped) = partition(rows)
        guard !known.isEmpty else { return nil }
        var judged: [JudgedRow] = []
        var decided = Evaluation.Decided()
        for row in known {
            let complaint = Complaint.example(row.text, at: moment)
            judged.append(JudgedRow(row.agency, ranking(of: complaint)))
            let ruling = rule(on: complaint, at: moment)
            if ruling.nuisance != nil {
                decided.spam += 1
                continue
            }
            let right = ruling.agency?.id == row.agency ? 1 : 0
            switch ruling.decision.mode {
            case .rule:
                decided.rule.n += 1
                decided.rule.right += right
            case .evidence:
                decided.evidence.n += 1
                decided.evidence.right += right
            case .triage, .manual: decided.triage += 1
            }
        }
        return Evaluation(judged, skipped: skipped, decided: decided)
    }
}

private struct JudgedRow {
    var agency: String
    var given: String
    var isAmongThree: Bool
    var confidence: Double
    var isRight: Bool { given == agency }

    init(_ agency: String, _ ranking: Ranking) {
        self.agency = agency
        given = ranking.agencies.first?.agency ?? "none"
        isAmongThree = ranking.agencies.prefix(3).contains { $0.agency == agency }
        confidence = ranking.confidence
    }
}

extension Evaluation {
    fileprivate init(_ rows: [JudgedRow], skipped: [String: Int], decided: Decided) {
        n = rows.count
        self.skipped = skipped
        top1 = Self.share(rows.count(where: \.isRight), of: rows.count)
        top3 = Self.share(rows.count(where: \.isAmongThree), of: rows.count)
        coverage = Dictionary(
            uniqueKeysWithValues: Self.precisions.map {
                ($0, Self.coverage(of: rows, at: Double($0) ?? 1))
            })
        perAgency = Dictionary(grouping: rows, by: \.agency).mapValues {
            PerAgency(n: $0.count, top1: Self.share($0.count(where: \.isRight), of: $0.count))
        }
        var pairs: [[String]: Int] = [:]
        for row in rows where !row.isRight { pairs[[row.agency, row.given], default: 0] += 1 }
        confusion = pairs.map { Confusion(agency: $0.key[0], given: $0.key[1], n: $0.value) }
            .sorted { ($1.n, $0.agency, $0.given) < ($0.n, $1.agency, $1.given) }
        calibration = (0..<Self.steps).compactMap { Self.step($0, rows) }
        self.decided = decided
    }

    private static func step(_ number: Int, _ rows: [JudgedRow]) -> Step? {
        let within = rows.filter { min(Int($0.confidence * Double(steps)), steps - 1) == number }
        guard !within.isEmpty else { return nil }
        let mean = within.reduce(0) { $0 + $1.confidence } / Double(within.count)
        return Step(
            from: Double(number) / Double(steps), to: Double(number + 1) / Double(steps),
            n: within.count, confidence: (mean * 1_000).rounded() / 1_000,
            right: share(within.count(where: \.isRight), of: within.count))
    }

    /// The largest share of rows, the surest first, that is right as often as asked. Equally sure rows stand
    /// or fall together.
    private static func coverage(of rows: [JudgedRow], at precision: Double) -> Double {
        let sure = rows.sorted { $0.confidence > $1.confidence }
        var right = 0
        var best = 0
        for (index, row) in sure.enumerated() {
            right += row.isRight ? 1 : 0
            if index + 1 < sure.count, sure[index + 1].confidence == row.confidence { continue }
            if Double(right) >= precision * Double(index + 1) { best = index + 1 }
        }
        return share(best, of: rows.count)
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : (Double(part) / Double(whole) * 10_000).rounded() / 10_000
    }
}
