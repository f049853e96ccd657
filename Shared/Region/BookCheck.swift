// Checks one rule book: rules that can never decide, rules that contradict each other, examples that fail.
import Complaints
import Foundation
import Language
import Rules

struct BookCheck {
    /// Sunday 2026-11-01, noon in Makassar, where an example names no other time: a day of no meaning.
    static let usualMoment = Date(timeIntervalSince1970: 1_793_664_000)

    let pack: RegionPack
    let book: RuleBook
    private let day: Day
    let sources: [RuleSource]
    private let byID: [String: RuleSource]
    private let rules: [String: Rule]

    /// - Parameter day: of rules whose days lie before it is warned.
    init(_ pack: RegionPack, _ book: RuleBook, day: Day) {
        self.pack = pack
        self.book = book
        self.day = day
        sources = pack.sources.filter { $0.book == book.header.folder }
        byID = Dictionary(sources.map { ($0.id, $0) }) { first, _ in first }
        rules = Dictionary((book.deciding + book.adding).map { ($0.id, $0) }) { first, _ in first }
    }

    func findings() -> [Finding] {
        let vain = VainRules(pack, book)
        var findings = vain.found.map { finding($0.severity, $0.rule, $0.message) }
        findings += conflicts(vain)
        findings += strangers()
        findings += past()
        for source in sources {
            if source.examples.isEmpty, source.form != .row {
                let what = source.form == .table ? "table" : "rule"
                findings.append(finding(.error, source.id, "the \(what) '\(source.id)' has no examples"))
            }
            for example in source.examples { findings += failures(of: example, in: source) }
        }
        return findings + rewritten()
    }

    /// Words of rules that are read as others, because texts are: "gk" stands for every way to say "tidak".
    private func rewritten() -> [Finding] {
        (book.deciding + book.adding).compactMap { rule in
            let words = rule.condition.phrasesAskedFor.sorted().flatMap { pack.phrases.rewritten($0) }
            guard !words.isEmpty else { return nil }
            let read = Set(words.map { "'\($0.written)' as '\($0.read)'" }).sorted()
            return finding(
                .note, rule.id,
                "words of the rule '\(rule.id)' are read as others: " + read.joined(separator: ", "))
        }
    }

    /// Rules of days on which their book does not decide.
    private func strangers() -> [Finding] {
        let days = book.header.validity
        return (book.deciding + book.adding).filter { rule in
            let isPast = rule.validity.to.flatMap { last in days.from.map { last < $0 } } ?? false
            let isLate = rule.validity.from.flatMap { first in days.to.map { $0 < first } } ?? false
            return isPast || isLate
        }.map { rule in
            finding(
                .error, rule.id,
                "the rule '\(rule.id)' can never hold: its days (\(rule.validity.text)) are none of "
                    + "its book's (\(days.text))")
        }
    }

    /// Rules whose last day is over, in a book that is not: one that a newer book follows keeps its own.
    private func past() -> [Finding] {
        let present = pack.books.lastIndex { $0.header.validity.from.map { $0 <= day } ?? true } ?? 0
        let isOver = pack.books[..<present].contains { $0.header.folder == book.header.folder }
        guard !isOver else { return [] }
        return (book.deciding + book.adding).compactMap { rule in
            guard let last = rule.lastDay, last < day else { return nil }
            return finding(
                .warning, rule.id,
                "the rule '\(rule.id)' holds no more: its last day was \(last.text); give it new days, or "
                    + "take it out")
        }
    }

    func finding(_ severity: Finding.Severity, _ rule: String, _ message: String) -> Finding {
        let source = byID[rule]
        return Finding(
            severity: severity, file: source?.file ?? "", line: source?.line ?? 0, message: message)
    }

    private func failures(of example: RuleExample, in source: RuleSource) -> [Finding] {
        let moment = moment(of: example, in: source)
        guard pack.book(on: pack.calendar.day(of: moment))?.header.folder == book.header.folder else {
            return [
                Finding(
                    severity: .error, file: source.file, line: example.line,
                    message: "the example of '\(source.id)' is of a day on which another rule book decides")
            ]
        }
        let complaint = example.given.complaint(example.text, at: moment)
        let late = example.given.late(in: pack.code)
        let ruling = pack.rule(on: complaint, at: moment, inCase: example.given.inCase, late: late)
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
        if let wanted = example.urgency, wanted != ruling.decision.urgency {
            let found = ruling.decision.urgency?.rawValue ?? "none"
            wrong.append("urgency \(wanted.rawValue) expected, but it is \(found)")
        }
        if let row = example.row, ruling.decision.rule != "\(source.id)/\(row)" {
            wrong.append("row \(row) expected, but \(explain(ruling))")
        }
        if wrong.isEmpty, !isCounterExample(example, source), !mentions(source, ruling) {
            wrong.append("the rule itself did not speak; \(explain(ruling))")
        }
        return wrong.map { message in
            Finding(
                severity: .error, file: source.file, line: example.line,
                message: "the example of '\(source.id)' fails: \(message)")
        }
    }

    /// A moment at which both the book and the rule hold.
    func moment(of example: RuleExample, in source: RuleSource) -> Date {
        let usual = pack.calendar.day(of: Self.usualMoment)
        let spans = [book.header.validity, rules[source.id]?.validity ?? DaySpan()]
        let begin = spans.compactMap(\.from).filter { $0 > usual }.max()
        let end = spans.compactMap(\.to).filter { $0 < usual }.min()
        let day = begin ?? end
        let noon = day.map { pack.calendar.end(of: $0).addingTimeInterval(-43_200) }
        return example.given.moment(in: pack.calendar, usual: noon ?? Self.usualMoment)
    }

    /// It shows where the rule, or the table, must not decide.
    private func isCounterExample(_ example: RuleExample, _ source: RuleSource) -> Bool {
        let own = source.form == .table
            ? book.deciding.filter { $0.id.hasPrefix(source.id + "/") }
            : [rules[source.id]].compactMap(\.self)
        let agencies = own.compactMap(\.agency)
        guard !agencies.isEmpty else { return false }
        return example.agency.map { !agencies.contains($0) } ?? false
    }

    /// The rule decided, or added something.
    private func mentions(_ source: RuleSource, _ ruling: Ruling) -> Bool {
        ruling.decision.because.contains {
            $0.rule == source.id || source.form == .table && $0.rule.hasPrefix(source.id + "/")
        }
    }

    private func explain(_ ruling: Ruling) -> String {
        let topics = ruling.topics.prefix(3).map { "\($0.id) \($0.weight)" }
        let read = topics.isEmpty ? "no topic was read" : "read: \(topics.joined(separator: ", "))"
        guard let agency = ruling.agency, let rule = ruling.decision.rule else {
            let lost = ruling.decision.rejected.first.map { "; '\($0.rule)' came closest" } ?? ""
            return "no rule decided (\(read)\(lost))"
        }
        let words = ruling.decision.because.first?.matched.map { "'\($0.text)'" } ?? []
        return "'\(rule)' chose \(agency.id) by \(words.joined(separator: ", ")) (\(read))"
    }
}
