// Which office comes next when the one that has a complaint says that it is not its to decide.
package import Complaints
package import struct Foundation.Date
import Language
package import Rules

extension RegionPack {
    /// The next candidate of a decision: of those kept with it, else of those its words speak for.
    ///
    /// - Parameters:
    ///   - offices: ``AgencyRef/office`` of those that have said no or sent it on; never one of these.
    ///   - moment: agencies must exist on that day.
    /// - Returns: `nil` when a person must decide.
    package func nextAgency(
        after decision: Decision, of complaint: Complaint, refusedBy offices: Set<String>,
        at moment: Date
    ) -> AgencyRef? {
        let today = calendar.day(of: moment)
        let book = book(on: today) ?? ruleBook
        let understanding = Understanding(complaint, self, book)
        let facts = understanding.facts
        let candidates =
            decision.candidates
            ?? ranking(
                book.verdict(on: facts), facts, understanding.opinion(by: evidence)
            ).prefix(Self.maximumCandidates).map { Candidate(agency: $0.agency, score: $0.score) }
        // Of a candidate with nothing to speak for it, only a person can say whether it is the one.
        for candidate in candidates where candidate.score != 0 {
            guard refusal(candidate.agency, facts, today) == nil,
                let office = reference(candidate.agency, facts, today), !offices.contains(office.office)
            else { continue }
            return office
        }
        return nil
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
