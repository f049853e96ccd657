// Rules of equal priority that contradict each other, each pair once, with a text on which both hold.
import Complaints
import Language
import Rules

extension BookCheck {
    /// Pairs of rules, whichever of the two is named first.
    private struct Pair: Hashable {
        let ids: Set<String>
        init(_ one: Rule, _ other: Rule) { ids = [one.id, other.id] }
    }

    /// What surely can hold together, what a text of their own words shows, and what an example shows.
    func conflicts(_ vain: VainRules) -> [Finding] {
        var told: Set<Pair> = []
        var findings: [Finding] = []
        func tell(_ one: Rule, _ other: Rule, _ text: String?) {
            guard findings.count < RuleBook.maximumConflicts, told.insert(Pair(one, other)).inserted
            else { return }
            findings.append(conflict(one, other, text))
        }
        for (one, other) in book.conflicts() { tell(one, other, vain.shared(by: one, and: other)) }
        for (one, other) in book.rivals() where findings.count < RuleBook.maximumConflicts {
            if let text = vain.shared(by: one, and: other) { tell(one, other, text) }
        }
        for source in sources {
            for example in source.examples {
                let complaint = example.given.complaint(example.text, at: moment(of: example, in: source))
                let facts = Understanding(
                    complaint, pack, book, inCase: example.given.inCase,
                    late: example.given.late(in: pack.code)
                ).facts
                if let (one, other) = book.conflict(on: facts) { tell(one, other, example.text) }
            }
        }
        return findings
    }

    /// - Parameter text: on which both hold.
    private func conflict(_ one: Rule, _ other: Rule, _ text: String?) -> Finding {
        let parts = [one, other].flatMap { $0.conditionWhenValid.conjuncts }.filter { !$0.isOnlyAboutText }
        let circumstances = Set(parts.map(\.written)).sorted().joined(separator: ", ")
        var shown = text.map { ", as for '\($0)'" } ?? ""
        if !circumstances.isEmpty { shown += (text == nil ? "," : "") + " with \(circumstances)" }
        return finding(
            .error, other.id,
            "the rules '\(one.id)' (\(one.agency ?? "")) and '\(other.id)' (\(other.agency ?? "")) "
                + "have the same priority and can both hold\(shown): give one a lower number")
    }
}
