// Which office comes next when the one that has a complaint says that it is not its to decide.
package import Complaints
package import struct Foundation.Date
import Language
package import Rules

extension RegionPack {
    /// A candidate with its office.
    package struct NextAgency: Sendable {
        package var candidate: Candidate
        package var office: AgencyRef
        /// So much speaks for it that it may get the complaint without a person: it was among the first.
        package var isLikely: Bool
    }

    /// The next candidates of a decision, the strongest first: of those kept with it, else of those its words
    /// speak for.
    ///
    /// - Parameters:
    ///   - offices: ``AgencyRef/office`` of those that have said no or sent it on; none of these.
    ///   - moment: agencies must exist on that day.
    /// - Returns: at most ``maximumCandidates``.
    package func nextAgencies(
        after decision: Decision, of complaint: Complaint, refusedBy offices: Set<String>,
        at moment: Date
    ) -> [NextAgency] {
        let today = calendar.day(of: moment)
        let book = book(on: today) ?? ruleBook
        let understanding = Understanding(complaint, self, book)
        let facts = understanding.facts
        let ranked = ranking(book.verdict(on: facts), facts, understanding.opinion(by: evidence))
            .map { Candidate(agency: $0.agency, score: $0.score) }
        let first = decision.candidates ?? Array(ranked.prefix(Self.maximumCandidates))
        var next: [NextAgency] = []
        for candidate in first + ranked where next.count < Self.maximumCandidates {
            guard !next.contains(where: { $0.candidate.agency == candidate.agency }),
                refusal(candidate.agency, facts, today) == nil,
                let office = reference(candidate.agency, facts, today), !offices.contains(office.office)
            else { continue }
            // Of a candidate with nothing to speak for it, only a person can say whether it is the one.
            let isLikely = candidate.score != 0 && first.contains { $0.agency == candidate.agency }
            next.append(NextAgency(candidate: candidate, office: office, isLikely: isLikely))
        }
        return next
    }

    /// The office of an agency that is in charge of a place; `nil` for an id the pack does not know.
    ///
    /// - Parameters:
    ///   - places: where the matter happens, the surest first.
    ///   - day: an agency that has ended is followed by its one successor.
    package func office(_ id: String, at places: [Place], on day: Day) -> AgencyRef? {
        agency(id).map { agency in
            reference(id, Facts(places: places), day) ?? AgencyRef(id: id, name: agency.name(on: day))
        }
    }
}
