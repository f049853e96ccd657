// Checks a region pack: what is wrong, and where, before it decides anything.
package import Complaints
package import Foundation
import Language
package import Rules
import ServiceKit

/// Something found in a region pack.
package struct Finding: Sendable, Hashable, Codable, CustomStringConvertible {
    /// `error` makes a pack unusable, `warning` does not; `note` says how something is understood.
    package enum Severity: String, Sendable, Hashable, Codable {
        /// The pack must not be used.
        case error
        case warning
        case note
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
    /// missing fallback, topics no rule asks for, contacts that cannot be reached.
    ///
    /// - Parameter day: on which appointments must be in force; today, unless told otherwise.
    package func check(on day: Day? = nil) -> [Finding] {
        var findings: [Finding] = []
        if triageDesk == nil {
            findings.append(
                Finding(
                    severity: .error, file: regionFile, line: 0,
                    message: "no fallback: give `fallback: { triage: AGENCY }`, "
                        + "the desk that clears what no rule decides"))
        }
        let day = day ?? calendar.day(of: Date())
        findings += gaps(on: day)
        for book in books { findings += BookCheck(self, book, day: day).findings() }
        findings += silentTopics()
        findings += DirectoryCheck(pack: self, day: day).findings()
        return findings.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    private var regionFile: String { directory + "/region.yaml" }

    /// Days before the first book, between two, and after the last, on which nothing is decided.
    private func gaps(on day: Day) -> [Finding] {
        let late = books.first.flatMap { first -> Finding? in
            guard let begin = first.header.validity.from, day < begin else { return nil }
            let file = "\(directory)/\(first.header.folder)/\(BookFiles.headerName)"
            return Finding(
                severity: .error, file: file, line: 0,
                message: "no rule book is in force on \(day.text): the first one begins on \(begin.text), "
                    + "and what comes before waits in triage; keep the present book beside it")
        }
        return [late].compactMap(\.self) + books.enumerated().compactMap { index, book in
            guard let last = book.header.validity.to else { return nil }
            let next = index + 1 < books.count ? books[index + 1].header.validity.from : nil
            let after = Day(number: last.number + 1)
            if let next, next <= after { return nil }
            return Finding(
                severity: .error, file: "\(directory)/\(book.header.folder)/\(BookFiles.headerName)", line: 0,
                message: "no rule book is in force from \(after.text)"
                    + (next.map { " until \($0.text)" } ?? "")
                    + ": what comes then waits in triage; move `effective_to`, or add the next book")
        }
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
