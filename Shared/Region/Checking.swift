// Checks a region pack: what is wrong, and where, before it decides anything.
package import Complaints
package import Foundation
import Language
import Rules
import ServiceKit

/// Something found in a region pack.
package struct Finding: Sendable, Hashable, Codable, CustomStringConvertible {
    /// `error` makes a pack unusable, `warning` does not.
    package enum Severity: String, Sendable, Hashable, Codable {
        /// The pack must not be used.
        case error
        case warning
    }

    package var severity: Severity
    package var file: String
    /// From 1; 0 when the file as a whole is meant.
    package var line: Int
    package var message: String

    package var description: String {
        "\(file)\(line > 0 ? ":\(line)" : ""): \(severity.rawValue): \(message)"
    }
}

extension RegionPack {
    /// Loads and checks the pack of a folder: the pack is `nil` when it cannot be loaded.
    package static func check(directory: String) -> (pack: RegionPack?, findings: [Finding]) {
        do {
            let pack = try load(directory: directory)
            return (pack, pack.check())
        } catch {
            return (
                nil,
                error.problems.map {
                    Finding(
                        severity: .error, file: $0.file, line: $0.line, message: $0.message)
                }
            )
        }
    }

    /// What loading cannot see: unreachable rules, rules without examples, examples that fail, a
    /// missing fallback, topics no rule asks for.
    package func check() -> [Finding] {
        var findings: [Finding] = []
        if triageDesk == nil {
            findings.append(
                Finding(
                    severity: .error, file: regionFile, line: 0,
                    message: "no fallback: give `fallback: { triage: AGENCY }`, "
                        + "the desk that clears what no rule decides"))
        }
        for (rule, earlier) in ruleBook.unreachable() {
            findings.append(
                finding(
                    .error, rule.id,
                    "the rule '\(rule.id)' can never decide: '\(earlier.id)' comes first "
                        + "and holds wherever it holds"))
        }
        for source in sources {
            if source.examples.isEmpty {
                findings.append(
                    finding(.error, source.id, "the rule '\(source.id)' has no examples"))
            }
            for example in source.examples {
                findings += failures(of: example, in: source)
            }
        }
        findings += silentTopics()
        return findings.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    private var regionFile: String {
        guard let path = sources.first?.file, let cut = path.range(of: "/rules/")
        else { return "region.yaml" }
        return path[..<cut.lowerBound] + "/region.yaml"
    }

    private func finding(_ severity: Finding.Severity, _ rule: String, _ message: String)
        -> Finding
    {
        let source = sources.first { $0.id == rule }
        return Finding(
            severity: severity, file: source?.file ?? "", line: source?.line ?? 0,
            message: message)
    }

    /// Topics with keywords that no rule asks for: their complaints would wait in triage.
    private func silentTopics() -> [Finding] {
        var asked: Set<String> = []
        for rule in ruleBook.deciding { asked.formUnion(rule.condition.topicsAskedFor) }
        return topics.filter { !asked.contains($0.id) }.map { topic in
            Finding(
                severity: .warning, file: regionFile.replacing("region.yaml", with: "topics.yaml"),
                line: 0, message: "no rule asks for the topic '\(topic.id)'")
        }
    }

    private func failures(of example: RuleExample, in source: RuleSource) -> [Finding] {
        let moment = Date(timeIntervalSince1970: 1_793_664_000)
        let ruling = rule(on: .example(example.text, at: moment), at: moment)
        var wrong: [String] = []
        if let nuisance = ruling.nuisance, example.agency != nil {
            let words = nuisance.matched.map { "'\($0.text)'" }.joined(separator: ", ")
            wrong.append("it would be put aside as a nuisance by \(words)")
        }
        if let wanted = example.agency, wanted != ruling.agency?.id ?? "triage" {
            wrong.append("agency \(wanted) expected, but \(explain(ruling))")
        }
        if let wanted = example.place, wanted != ruling.places.first?.code {
            let found = ruling.places.first.map { "\($0.code) \($0.name)" } ?? "no place"
            wrong.append("place \(wanted) expected, but found \(found)")
        }
        for copy in example.copies where !ruling.copies.contains(where: { $0.id == copy }) {
            wrong.append("a copy to \(copy) expected, but there is none")
        }
        for flag in example.flags where !ruling.flags.contains(flag) {
            wrong.append("flag \(flag) expected, but not set")
        }
        if let wanted = example.kind, wanted != ruling.kind.rawValue {
            wrong.append("kind \(wanted) expected, but it is \(ruling.kind.rawValue)")
        }
        if let wanted = example.isConfidential, wanted != ruling.isConfidential {
            wrong.append("confidential: \(wanted) expected, but it is \(ruling.isConfidential)")
        }
        if wrong.isEmpty, !isCounterExample(example, source.id), !mentions(source.id, ruling) {
            wrong.append("the rule itself did not speak; \(explain(ruling))")
        }
        return wrong.map { message in
            Finding(
                severity: .error, file: source.file, line: example.line,
                message: "the example of '\(source.id)' fails: \(message)")
        }
    }

    /// It shows where the rule must not decide.
    private func isCounterExample(_ example: RuleExample, _ rule: String) -> Bool {
        guard let agency = ruleBook.deciding.first(where: { $0.id == rule })?.agency
        else { return false }
        return example.agency.map { $0 != agency } ?? false
    }

    /// The rule decided, or added something.
    private func mentions(_ rule: String, _ ruling: Ruling) -> Bool {
        ruling.decision.because.contains { $0.rule == rule }
    }

    private func explain(_ ruling: Ruling) -> String {
        let topics = ruling.topics.prefix(3).map { "\($0.id) \($0.weight)" }
        let read = topics.isEmpty ? "no topic was read" : "read: \(topics.joined(separator: ", "))"
        guard let agency = ruling.agency, let rule = ruling.decision.rule else {
            let lost = ruling.decision.rejected.first.map { "; \($0.rule): \($0.why)" } ?? ""
            return "no rule decided (\(read)\(lost))"
        }
        let words = ruling.decision.because.first?.matched.map { "'\($0.text)'" } ?? []
        return "'\(rule)' chose \(agency.id) by \(words.joined(separator: ", ")) (\(read))"
    }
}

extension Complaint {
    /// A text as a complaint nobody sent, for examples and dry runs.
    package static func example(_ text: String, at moment: Date, channel: Channel = .sms)
        -> Complaint
    {
        Complaint(
            id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), tracking: "",
            channel: channel, account: "example", externalId: "", receivedAt: moment,
            reporter: nil, text: text)
    }
}

extension Condition {
    /// Topics that can make the condition hold.
    fileprivate var topicsAskedFor: Set<String> {
        switch self {
        case .topics(let topics, _), .mentions(let topics): topics
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.topicsAskedFor) }
        default: []
        }
    }
}
