// `mendengar decide TEXT --region DIR`: what would be done with a complaint, and why.
package import ArgumentParser
import Complaints
import Foundation
import Region

/// Decides a text without storing anything. Exit status 0 also when the answer is triage.
package struct DecideCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Say which agency a complaint goes to, by which rule, and why.")

    @Argument(help: "The text of the complaint.")
    var text: String?

    @Option(help: "Instead of a text: a file with one text a line; prints one JSON decision a line.")
    var lines: String?

    @Option(help: "Instead of a text: a file with one complaint as JSON (wire v1).")
    var complaint: String?

    @Option(help: "The folder of the region pack.")
    var region: String

    @OptionGroup var arrival: ArrivalOptions

    @Flag(help: "Print the decision with its trace as JSON.")
    var json = false

    package init() {}

    package func validate() throws {
        guard [text, lines, complaint].compactMap(\.self).count == 1 else {
            throw ValidationError("give a text, or a file with --lines or --complaint")
        }
    }

    package func run() throws {
        let pack = try loadRegion(region)
        let now = arrival.moment
        func report(_ complaint: Complaint) -> DecideReport {
            DecideReport(
                Drafting.drafted(
                    complaint, region: pack, now: now, inCase: arrival.inCase, late: arrival.late(in: pack)
                ).assignment)
        }
        func report(_ text: String) -> DecideReport { report(arrival.complaint(text, at: now)) }
        if let lines {
            guard let data = FileManager.default.contents(atPath: lines) else {
                throw CommandProblem("\(lines) cannot be read: no such file, or no permission")
            }
            var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // What stands behind the last line break is a line only where something stands.
            if lines.last?.isEmpty == true { lines.removeLast() }
            for line in lines {
                let text = String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
                print(String(decoding: try Wire.encode(report(text)), as: UTF8.self))
            }
            return
        }
        let one = try complaint.map { report(try Self.read($0)) } ?? report(text ?? "")
        if json {
            try printJSON(one)
        } else {
            print(one.lines.joined(separator: "\n"))
        }
    }

    private static func read(_ file: String) throws -> Complaint {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandProblem("\(file) cannot be read: no such file, or no permission")
        }
        do {
            return try Wire.decode(Complaint.self, from: data)
        } catch {
            throw CommandProblem("\(file) is no complaint of wire v1: \(explainDecoding(error))")
        }
    }
}

/// A decision for people and programs.
private struct DecideReport: Encodable {
    var agency: AgencyRef?
    var status: Status
    var copies: [Copy]
    var decision: Decision
    var places: [Place]
    var topics: [TopicWeight]
    var kind: Kind
    var flags: [String]
    var confidential: Bool
    var question: String?
    var classification: Classification?
    var sharing: Sharing?
    var due: Due?

    init(_ assignment: Assignment) {
        let complaint = assignment.complaint
        agency = assignment.agency
        status = assignment.status
        copies = assignment.copies
        decision = assignment.decision
        places = complaint.places
        topics = complaint.topics
        kind = complaint.kind
        flags = complaint.flags
        confidential = complaint.flags.contains("confidential")
        question = assignment.question
        classification = assignment.classification
        sharing = assignment.sharing
        due = assignment.due
    }

    var lines: [String] {
        let rule = decision.rule ?? (decision.mode == .evidence ? "evidence" : "none")
        var lines = [
            "agency    \(agency.map { "\($0.id) \($0.name)" } ?? "none: triage")",
            "rule      \(rule)  (\(decision.ruleBook.prefix(24))…, "
                + "confidence \(decision.confidence))",
        ]
        if decision.referred == true { lines[0] += " (outside the region's authority)" }
        if let reason = decision.reason { lines.append("tell      \(reason)") }
        if decision.hold == true { lines.append("hold      the citizen is told nothing yet") }
        if let law = decision.legalBasis { lines.append("by        \(law)") }
        for reason in decision.because {
            let words = reason.matched.map { part in
                "'\(part.text)' \(part.start)-\(part.end)" + (part.weight.map { " +\($0)" } ?? "")
            }
            let told = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
            lines.append("because   \(reason.rule)\(told)")
        }
        if let candidates = decision.candidates {
            let named = candidates.map { "\($0.agency) \($0.score)" }
            lines.append("likely    \(named.joined(separator: ", "))")
        }
        lines += decision.rejected.map { "not       \($0.rule): \($0.why)" }
        lines += places.map { "place     \($0.code) \($0.name) (\($0.level), \($0.confidence))" }
        lines += topics.map { "topic     \($0.id) \($0.weight)" }
        lines += copies.map { copy in
            "copy      \(copy.id) \(copy.place ?? "") by \(copy.why)" + (copy.reason.map { ": \($0)" } ?? "")
        }
        lines.append("kind      \(kind.rawValue) \(flags.joined(separator: " "))")
        lines.append("urgency   \(decision.urgency?.rawValue ?? "normal")")
        if let question { lines.append("ask       \(question)") }
        if let classification { lines.append("class     \(classification.rawValue)") }
        if let sharing {
            let why = sharing.why.map { " (\($0))" } ?? ""
            lines.append("share     \(sharing.data.joined(separator: ", "))\(why)")
        }
        guard let due else { return lines }
        lines.append("verify    by \(Timestamp.format(due.verifyBy))")
        lines.append("respond   by \(Timestamp.format(due.respondBy))")
        lines.append("close     by \(Timestamp.format(due.closeBy))")
        return lines
    }
}
