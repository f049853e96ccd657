// `mendengar check REGION_DIR`: is a region pack right, and do its examples hold?
package import ArgumentParser
import Foundation
import Language
import Region
import Rules
import ServiceKit

/// Checks a region pack. Exit status 0 without errors, 1 when a check fails, 2 when it cannot be loaded.
package struct CheckCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a region pack: its names, its rules and their examples.")

    @Argument(help: "The folder of the region pack.")
    var directory: String

    @Flag(help: "Print the findings as JSON.")
    var json = false

    package init() {}

    package func run() throws {
        let (pack, findings) = RegionPack.check(directory: directory)
        _ = try loadWeights { () throws(ConfigurationError) in
            try LinkWeightsFile.load(region: directory)
        }
        let errors = findings.filter { $0.severity == .error }.count
        if json {
            try printJSON(
                CheckReport(
                    region: pack?.id, ruleBook: pack?.ruleBook.id, rules: pack?.sources.count ?? 0,
                    examples: pack?.sources.reduce(0) { $0 + $1.examples.count } ?? 0,
                    errors: errors, findings: findings))
        } else {
            for finding in findings { print(finding) }
            if let pack {
                let examples = pack.sources.reduce(0) { $0 + $1.examples.count }
                print(
                    "\(pack.name): \(pack.gazetteer.entries.count) places, "
                        + "\(pack.agencies.count) agencies, \(pack.topics.count) topics, "
                        + "\(pack.sources.count) rules, \(examples) examples; "
                        + "\(errors) errors, \(findings.count - errors) warnings")
            }
        }
        if pack == nil { throw ExitCode(2) }
        if errors > 0 { throw ExitCode(1) }
    }
}

private struct CheckReport: Encodable {
    var region: String?
    var ruleBook: String?
    var rules: Int
    var examples: Int
    var errors: Int
    var findings: [Finding]

    enum CodingKeys: String, CodingKey {
        case region, rules, examples, errors, findings
        case ruleBook = "rule_book"
    }
}
