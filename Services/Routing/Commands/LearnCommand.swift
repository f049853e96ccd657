// `mendengar learn`: evidence from the office's own decided cases, as a file that a person can read.
package import ArgumentParser
import Crypto
import Foundation
import Language
import Region
import Rules
import ServiceKit

/// Learns an evidence file. What was vetoed or locked in the file that is written over stays so.
package struct LearnCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn from decided cases which words speak for which agency.",
        discussion: """
            The history is a CSV file with the columns text and agency. Written as evidence.yaml into the \
            region's folder, the result decides what no hard rule decides, where it is sure enough.
            """)

    @Option(help: "Decided cases: a CSV file with the columns text and agency.")
    var history: String

    @Option(help: "The folder of the region pack.")
    var region: String

    @Option(help: "The evidence file to write; its vetoes and locked weights stay.")
    var out: String

    @Option(help: "A date to note in the file (YYYY-MM-DD).")
    var date: String?

    @Flag(help: "Print what was learned as JSON.")
    var json = false

    package init() {}

    package func validate() throws {
        guard date.map({ Day($0) != nil }) ?? true else {
            throw ValidationError("'\(date ?? "")' is not a date like 2026-08-17")
        }
    }

    package func run() throws {
        let pack = try loadRegion(region)
        let rows = try loadRows(history)
        let old =
            try FileManager.default.fileExists(atPath: out)
            ? EvidenceFile.load(path: out, for: pack) : nil
        let lesson: RegionPack.Lesson
        do {
            lesson = try pack.learn(from: rows.rows)
        } catch {
            throw CommandProblem("\(history): \(error)")
        }
        let file = EvidenceFile(
            source: EvidenceFile.Source(
                history: rows.digest, cases: lesson.cases,
                skipped: lesson.skipped.values.reduce(0, +), date: date),
            quality: lesson.quality, evidence: lesson.evidence, vetoes: old?.vetoes ?? [],
            locked: old?.locked ?? [])
        do {
            try Data(file.text.utf8).write(to: URL(filePath: out), options: .atomic)
        } catch {
            throw CommandProblem("\(out): cannot be written: \(error.localizedDescription)")
        }
        let report = LearnReport(out, lesson, file)
        if json {
            try printJSON(report)
        } else {
            print(report.lines.joined(separator: "\n"))
        }
    }
}

private struct LearnReport: Encodable {
    struct HeldOut: Encodable {
        var n: Int
        var top1: Double
        var top3: Double
        var top1_unpruned: Double
    }
    struct Threshold: Encodable {
        var confidence: Double
        var coverage: Double
    }

    var out: String
    var cases: Int
    var skipped: [String: Int]
    var agencies: Int
    var terms: Int
    var weights: Int
    var held_out: HeldOut
    var thresholds: [String: Threshold]
    var vetoes: Int
    var locked: Int
    var contradicted_rules: [RegionPack.ContradictedRule]

    init(_ out: String, _ lesson: RegionPack.Lesson, _ file: EvidenceFile) {
        self.out = out
        cases = lesson.cases
        skipped = lesson.skipped
        agencies = file.evidence.agencies.count
        terms = file.evidence.entries.count
        weights = file.evidence.entries.reduce(0) { $0 + $1.weights.count }
        held_out = HeldOut(
            n: lesson.quality.cases, top1: thousandths(lesson.quality.top1),
            top3: thousandths(lesson.quality.top3),
            top1_unpruned: thousandths(lesson.quality.unprunedTop1))
        thresholds = Dictionary(
            uniqueKeysWithValues: file.evidence.thresholds.map {
                (
                    String(format: "%.2f", $0.precision),
                    Threshold(confidence: $0.confidence, coverage: $0.coverage)
                )
            })
        vetoes = file.vetoes.count
        locked = file.locked.count
        contradicted_rules = lesson.contradicted
    }

    var lines: [String] {
        var lines = [
            "\(out): \(terms) terms, \(weights) weights for \(agencies) agencies, from \(cases) cases",
            "on cases held out: first \(percent(held_out.top1)), among three \(percent(held_out.top3)); "
                + "with every term \(percent(held_out.top1_unpruned))",
        ]
        for (precision, threshold) in thresholds.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "right in \(precision): from confidence \(threshold.confidence), "
                    + "\(percent(threshold.coverage)) of the messages")
        }
        if vetoes + locked > 0 {
            lines.append("kept: \(vetoes) vetoes, \(locked) locked weights")
        }
        for (label, count) in skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("skipped: \(count) of '\(label)', an agency the pack does not know")
        }
        for rule in contradicted_rules {
            lines.append(
                "look at the rule '\(rule.rule)': \(rule.agreed) of \(rule.of) decided cases went its way; "
                    + "it still comes first")
        }
        return lines
    }
}
