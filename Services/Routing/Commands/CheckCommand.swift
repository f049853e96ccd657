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
        let warnings = findings.filter { $0.severity == .warning }.count
        if json {
            try printJSON(
                CheckReport(
                    region: pack?.id, ruleBook: pack?.ruleBook.id,
                    books: pack?.books.map(BookReport.init) ?? [],
                    rules: pack.map(Self.rules(of:)) ?? 0, examples: pack.map(Self.examples(of:)) ?? 0,
                    errors: errors, findings: findings))
        } else {
            for finding in findings { print(finding) }
            if let pack {
                for book in pack.books { print(BookReport(book).line) }
                print(
                    "\(pack.name): \(pack.gazetteer.entries.count) places, "
                        + "\(pack.agencies.count) agencies, \(pack.topics.count) topics, "
                        + "\(Self.rules(of: pack)) rules, \(Self.examples(of: pack)) examples; "
                        + "\(errors) errors, \(warnings) warnings, "
                        + "\(findings.count - errors - warnings) notes")
            }
        }
        if pack == nil { throw ExitCode(2) }
        if errors > 0 { throw ExitCode(1) }
    }

    private static func rules(of pack: RegionPack) -> Int {
        pack.books.reduce(0) { $0 + $1.deciding.count + $1.adding.count }
    }

    private static func examples(of pack: RegionPack) -> Int {
        pack.sources.reduce(0) { $0 + $1.examples.count }
    }
}

/// A rule book for people and programs.
private struct BookReport: Encodable {
    var folder: String
    var id: String
    var version: String?
    var effectiveFrom: String?
    var effectiveTo: String?
    var owner: String?
    var legalBasis: String?
    var rules: Int

    init(_ book: RuleBook) {
        folder = book.header.folder
        id = book.id
        version = book.header.version
        effectiveFrom = book.header.validity.from?.text
        effectiveTo = book.header.validity.to?.text
        owner = book.header.owner
        legalBasis = book.header.legalBasis
        rules = book.deciding.count + book.adding.count
    }

    var line: String {
        let said = [
            version.map { "version \($0)" }, effectiveFrom.map { "from \($0)" },
            effectiveTo.map { "until \($0)" }, owner.map { "owner: \($0)" },
            legalBasis.map { "by: \($0)" },
        ].compactMap(\.self)
        return "book \(folder): \(rules) rules, \(id)" + said.map { ", " + $0 }.joined()
    }

    enum CodingKeys: String, CodingKey {
        case folder, id, version, owner, rules
        case effectiveFrom = "effective_from"
        case effectiveTo = "effective_to"
        case legalBasis = "legal_basis"
    }
}

private struct CheckReport: Encodable {
    var region: String?
    var ruleBook: String?
    var books: [BookReport]
    var rules: Int
    var examples: Int
    var errors: Int
    var findings: [Finding]

    enum CodingKeys: String, CodingKey {
        case region, books, rules, examples, errors, findings
        case ruleBook = "rule_book"
    }
}
