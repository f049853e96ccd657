// Why an agency does not get a complaint: of each of its rules, what it asks for in vain.
package import Complaints
package import struct Foundation.Date
import Language
package import Rules

/// What became of one rule on one complaint.
package struct RuleFate: Sendable {
    package var rule: String
    package var agency: String
    /// What it asks for and does not find; empty when it holds.
    package var missing: [Condition]
    /// The same in Bahasa Indonesia.
    package var why: [String]
    /// It holds, but the agency cannot be named: it does not exist on that day, or its place is not known.
    package var refusal: String?
}

/// What speaks for an agency besides its rules.
package struct Standing: Sendable {
    /// From 1, among all that the learned decisions, or topics, speak for.
    package var rank: Int
    package var of: Int
}

extension RegionPack {
    /// Rules told of for one agency: those that lack least.
    package static let maximumFates = 5

    /// What became of the deciding rules of an agency, those that lack least first.
    ///
    /// - Parameters:
    ///   - agency: an agency's id; `nil` for the rules of all.
    ///   - named: only these rules, where given.
    ///   - moment: agencies must exist on that day.
    package func fates(
        of agency: String?, named: Set<String>? = nil, on complaint: Complaint, at moment: Date
    ) -> [RuleFate] {
        guard let book = book(on: calendar.day(of: complaint.receivedAt)) else { return [] }
        let facts = Understanding(complaint, self, book).facts
        let today = calendar.day(of: moment)
        let names = spokenNames
        let mine = book.deciding.filter { rule in
            (agency == nil || rule.agency == agency) && (named?.contains(rule.id) ?? true)
        }
        let fates = mine.enumerated().map { place, rule in
            let missing = rule.conditionWhenValid.conjuncts.filter { part in
                var evidence = Evidence()
                return !part.holds(facts, evidence: &evidence)
            }
            let refusal = missing.isEmpty ? rule.agency.flatMap { self.refusal($0, facts, today) } : nil
            return (
                place,
                RuleFate(
                    rule: rule.id, agency: rule.agency ?? "", missing: missing,
                    why: missing.map { $0.missing(names, facts) }, refusal: refusal)
            )
        }
        return fates.sorted { ($0.1.missing.count, $0.0) < ($1.1.missing.count, $1.0) }
            .prefix(named == nil ? Self.maximumFates : mine.count).map(\.1)
    }

    /// Where an agency stands in the ranking of a complaint; `nil` when nothing speaks for it.
    package func standing(of agency: String, on complaint: Complaint) -> Standing? {
        let agencies = ranking(of: complaint).agencies.filter { $0.score != 0 }
        return agencies.firstIndex { $0.agency == agency }
            .map { Standing(rank: $0 + 1, of: agencies.count) }
    }
}
