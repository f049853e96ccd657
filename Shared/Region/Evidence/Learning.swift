// Learns evidence with a region pack: its words, its topics, its agencies.
import Complaints
import Foundation
package import Language
import Rules

extension RegionPack {
    /// A hard rule that the office's own decisions contradict more often than not.
    package struct ContradictedRule: Codable, Sendable, Hashable {
        package var rule: String
        /// Decided cases on which the rule holds.
        package var of: Int
        /// Those among them that went where the rule says.
        package var agreed: Int
    }

    /// Fewer cases contradict nobody.
    package static let minimumContradictions = 5

    /// What was learned from a history.
    package struct Lesson: Sendable {
        package var evidence: LearnedEvidence
        package var quality: HeldOutQuality
        package var cases: Int
        /// Rows whose agency the pack does not know, by what they say.
        package var skipped: [String: Int]
        package var contradicted: [ContradictedRule]
    }

    /// Learns from decided cases. Personal data is covered before a word is read.
    ///
    /// - Throws: ``EvidenceProblem`` when there is too little to learn from.
    package func learn(
        from rows: [LabelledRow], _ training: EvidenceTraining = EvidenceTraining()
    ) throws(EvidenceProblem) -> Lesson {
        let (known, skipped) = partition(rows)
        var agreements: [String: (of: Int, agreed: Int)] = [:]
        let cases = known.map { row in
            let masked = PersonalData.mask(row.text, Set(PersonalData.Kind.allCases))
            let understanding = Understanding(.example(masked, at: Self.anyTime), self, ruleBook)
            if let rule = ruleBook.verdict(on: understanding.facts).winner, rule.isHard {
                agreements[rule.id, default: (0, 0)].of += 1
                agreements[rule.id, default: (0, 0)].agreed += rule.agency == row.agency ? 1 : 0
            }
            return DecidedCase(
                reading: EvidenceReading(
                    understanding.analysis, topics: understanding.facts.topics),
                agency: row.agency,
                key: understanding.analysis.tokens.map(\.normal).joined(separator: " "))
        }
        let (evidence, quality) = try training.learn(cases)
        let contradicted = agreements.filter {
            $0.value.of >= Self.minimumContradictions && $0.value.agreed * 2 < $0.value.of
        }
        return Lesson(
            evidence: evidence, quality: quality, cases: cases.count, skipped: skipped,
            contradicted: contradicted.map {
                ContradictedRule(rule: $0.key, of: $0.value.of, agreed: $0.value.agreed)
            }.sorted { ($1.of, $0.rule) < ($0.of, $1.rule) })
    }

    /// No decision on decided cases depends on when it is made.
    static var anyTime: Date { Date(timeIntervalSince1970: 0) }

    /// Rows whose agency the pack knows, and how many there are of each other label.
    func partition(_ rows: [LabelledRow]) -> (known: [LabelledRow], skipped: [String: Int]) {
        let agencies = Set(agencies.map(\.id))
        var skipped: [String: Int] = [:]
        let known = rows.filter { row in
            guard !agencies.contains(row.agency) else { return true }
            skipped[row.agency, default: 0] += 1
            return false
        }
        return (known, skipped)
    }
}
