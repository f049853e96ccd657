// Writes an evidence file: few digits, sorted, so that two of them can be compared line by line.
import Foundation
import Language

extension EvidenceFile {
    /// Strongest terms named beside an agency.
    private static let strongestShown = 8

    /// How to read and to correct the file.
    private static let head = """
        # What this office's own past decisions say. Learned by `mendengar learn`; corrected by hand.
        # A line of `terms` is a term, what it adds for each agency, and how rare it is:
        #   jalan a word · ~baik a stem · "lampu jalan" two stems · drai* *rain* *nase pieces
        #   #pju a topic of the pack · #pju! the strongest topic · # no topic
        # An agency's score is its base + for each kind of term the sum of its weights x how often,
        # divided by the length of the kind's terms in the text. Change or delete what is wrong; to
        # learn again with `--out` this file keeps only what stands in `veto` and `locked`:
        #   veto:   [ { term: parkir, agency: DISHUB } ]          says nothing for this agency
        #   locked: [ { term: "~paving", agency: PUPR, weight: 2.5 } ]   weighs this, come what may
        """

    /// The file as text; equal tables give equal texts.
    package var text: String { text(head: Self.head) }

    /// - Parameter head: what stands above the table: how to read it.
    package func text(head: String) -> String {
        var lines = [
            head,
            "version: \(EvidenceFile.version)",
            "learned: { history: \(quoted(source.history)), cases: \(source.cases), "
                + "skipped: \(source.skipped)"
                + (source.date.map { ", date: \(quoted($0))" } ?? "") + " }",
            "# By cross-validation inside the history; unpruned: with every term it had.",
            "held_out: { cases: \(quality.cases), top1: \(Self.number(quality.top1, 3)), "
                + "top3: \(Self.number(quality.top3, 3)), "
                + "top1_unpruned: \(Self.number(quality.unprunedTop1, 3)), "
                + "cost: \(Self.number(quality.cost, 2)) }",
            "# confidence = 1 / (1 + e^-(slope x margin + base)); margin: the first score less the second.",
            "calibration: { slope: \(Self.number(evidence.calibration.slope, 3)), "
                + "base: \(Self.number(evidence.calibration.base, 3)) }",
            "# From which confidence decisions are right as often as stated, and how many reach it.",
        ]
        lines += section("thresholds", evidence.thresholds.map(line))
        lines += section("agencies", evidence.agencies.indices.map(agencyLine))
        lines += settledLines("veto", vetoes)
        lines += settledLines("locked", locked)
        lines += section("terms", evidence.entries.map(line))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Never an empty value: an empty map says so.
    private func section(_ name: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? ["\(name): {}"] : ["\(name):"] + lines
    }

    private func line(_ threshold: LearnedEvidence.Threshold) -> String {
        "  \"\(Self.number(threshold.precision, 2))\": { confidence: "
            + "\(Self.number(threshold.confidence, 3)), coverage: \(Self.number(threshold.coverage, 3)) }"
    }

    private func agencyLine(_ number: Int) -> String {
        let agency = evidence.agencies[number]
        // A common term with some weight shows more of an agency than a rare one with much.
        let strongest = evidence.entries.compactMap { entry in
            entry.weights.first { $0.agency == number && $0.weight > 0 }
                .map { (entry.term, $0.weight * exp(-entry.rarity / 2)) }
        }.filter { [.word, .pair].contains($0.0.kind) }
            .sorted { ($1.1, $0.0.text) < ($0.1, $1.0.text) }
            .prefix(Self.strongestShown).map(\.0.text)
        return "  \(agency.id): { cases: \(agency.cases), base: \(Self.number(agency.base, 2)) }"
            + "  # \(strongest.joined(separator: ", "))"
    }

    private func settledLines(_ name: String, _ settled: [SettledWeight]) -> [String] {
        guard !settled.isEmpty else { return ["\(name): []"] }
        return ["\(name):"]
            + settled.map { one in
                "  - { term: \(quoted(one.term.text)), agency: \(one.agency)"
                    + (one.weight == 0 ? "" : ", weight: \(Self.number(one.weight, 2))") + " }"
            }
    }

    private func line(_ entry: LearnedEvidence.Entry) -> String {
        let weights = entry.weights.sorted {
            (abs($1.weight), $0.agency) < (abs($0.weight), $1.agency)
        }
        .map {
            let sign = $0.weight < 0 ? "" : "+"
            return "\(evidence.agencies[$0.agency].id) \(sign)\(Self.number($0.weight, 2))"
        }
        let rarity = entry.term.kind == .topic ? "" : " (\(Self.number(entry.rarity, 1)))"
        return "  \(quoted(entry.term.text)): \(weights.joined(separator: ", "))\(rarity)"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func number(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }
}
