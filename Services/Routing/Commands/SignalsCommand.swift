// `mendengar signals learn`: what a message wants, from labelled messages, as a table that a person can read.
package import ArgumentParser
import Crypto
import Foundation
import Language
import Region
import ServiceKit

/// Learned signals: kinds of messages, nuisances, emergencies, maladministration.
package struct SignalsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "signals",
        abstract: "Learn what a message is from labelled messages.",
        subcommands: [LearnSignals.self])

    package init() {}
}

struct LearnSignals: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn from labelled messages what a sender wants and what is a nuisance.",
        discussion: """
            The folder holds CSV files with the columns text and labels, one file for each hand that wrote \
            or labelled. A message has one of complaint, question, aspiration, praise, info, other and spam, \
            and any of emergency and the ten mal_… labels. Each hand is judged by what the others teach.
            """)

    @Option(help: "The folder of labelled messages.")
    var messages: String

    @Option(help: "The folder of the region pack.")
    var region: String

    @Option(help: "The table to write; its vetoes and locked weights stay.")
    var out: String

    @Flag(help: "Print how good each label is as JSON.")
    var json = false

    func run() throws {
        let pack = try loadRegion(region)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: messages)) ?? []
        let files = names.filter { $0.hasSuffix(".csv") }.sorted().map { "\(messages)/\($0)" }
        guard files.count > 1 else {
            throw CommandProblem(
                "\(messages) needs two CSV files or more: one hand is judged by the others")
        }
        var hands: [RegionPack.LabelledHand] = []
        var digests = ""
        for file in files {
            let (rows, digest) = try loadRows(file, label: "labels")
            hands.append(RegionPack.LabelledHand(file: file, rows: rows))
            digests += digest
        }
        let digest = SHA256.hash(data: Data(digests.utf8)).map { String(format: "%02x", $0) }
        let old = try pack.settledSignals(in: out)
        let learned: (text: String, quality: [SignalQuality])
        do {
            learned = try pack.learnSignals(
                from: hands, vetoes: old.vetoes, locked: old.locked,
                digest: "sha256:" + digest.joined())
        } catch let problem as EvidenceProblem {
            throw CommandProblem("\(messages): \(problem)")
        }
        do {
            try Data(learned.text.utf8).write(to: URL(filePath: out), options: .atomic)
        } catch {
            throw CommandProblem("\(out): cannot be written: \(error.localizedDescription)")
        }
        if json {
            try printJSON(
                learned.quality.map {
                    LabelReport(label: $0.label, of: $0.of, found: $0.found, wrong: $0.wrong)
                })
        } else {
            print("\(out): from \(hands.map(\.rows.count).reduce(0, +)) messages; on hands held out:")
            for label in learned.quality {
                print("\(label.label): \(label.found) of \(label.of) found, \(label.wrong) wrong")
            }
        }
    }
}

private struct LabelReport: Encodable {
    var label: String
    var of: Int
    var found: Int
    var wrong: Int
}
