// `mendengar evaluate`: how well a region pack, with or without learned evidence, does on decided cases.
package import ArgumentParser
import Foundation
import Region

/// Judges a pack by a file of decided cases.
package struct EvaluateCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judge a region pack, and learned evidence, by decided cases.",
        discussion: """
            With --evidence (or evidence.yaml in the pack) first and among three are the evidence's \
            ranking; what hard rules in front of it do stands under decided. Without, they are those of \
            rules and topics.
            """)

    @Option(help: "The folder of the region pack.")
    var region: String

    @Option(help: "Decided cases: a CSV file with the columns text and agency.")
    var labelled: String

    @Option(help: "An evidence file written by `mendengar learn`, in place of the pack's own.")
    var evidence: String?

    @Flag(help: "Print the figures as JSON.")
    var json = false

    package init() {}

    package func run() throws {
        var pack = try loadRegion(region)
        if let path = evidence {
            pack.evidence = try EvidenceFile.load(path: path, for: pack).evidence
        }
        let rows = try loadRows(labelled).rows
        guard let evaluation = pack.evaluate(rows, at: Date()) else {
            throw CommandProblem(
                "\(labelled): holds no row whose agency the pack '\(pack.id)' knows")
        }
        if json {
            try printJSON(evaluation)
        } else {
            print(evaluation.lines.joined(separator: "\n"))
        }
    }
}

extension Evaluation {
    /// Confusions shown; the JSON form holds them all.
    private static let confusionsShown = 25

    fileprivate var lines: [String] {
        var lines = [
            "rows \(n), skipped \(skipped.values.reduce(0, +))"
                + (skipped.isEmpty ? "" : ": ")
                + skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.key) \($0.value)" }.joined(separator: ", "),
            "first \(percent(top1)), among three \(percent(top3))",
        ]
        for precision in Self.precisions {
            lines.append("right in \(precision): \(percent(coverage[precision] ?? 0)) of the rows")
        }
        lines.append(
            "decided: by hard rules and keywords \(decided.rule.n) (\(decided.rule.right) right), "
                + "by evidence \(decided.evidence.n) (\(decided.evidence.right) right), "
                + "triage \(decided.triage), put aside as nuisances \(decided.spam)")
        lines += ["", "agency        rows   first"]
        for (agency, figures) in perAgency.sorted(by: {
            ($1.value.n, $0.key) < ($0.value.n, $1.key)
        }) {
            lines.append(
                "\(column(agency, 12))\(right("\(figures.n)", 6))\(right(percent(figures.top1), 8))"
            )
        }
        lines += ["", "confused: agency -> given, rows"]
        for pair in confusion.prefix(Self.confusionsShown) {
            lines.append(
                "\(column(pair.agency, 12)) -> \(column(pair.given, 12))\(right("\(pair.n)", 5))")
        }
        lines += ["", "confidence    rows  believed   right"]
        for step in calibration {
            lines.append(
                "\(column("\(step.from)-\(step.to)", 12))\(right("\(step.n)", 6))"
                    + "\(right(percent(step.confidence), 10))\(right(percent(step.right), 8))")
        }
        return lines
    }

    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
