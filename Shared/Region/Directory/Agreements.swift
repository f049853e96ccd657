// What was promised in public, and what may be shared with whom by agreement.
package import Complaints
package import Rules

/// A public pledge (Pakta Integritas, Desa Anti Maladministrasi): who promised what, and how it is measured.
package struct Pledge: Sendable, Hashable {
    package var id: String
    /// The office or village that pledged, in words.
    package var by: String
    /// Codes of the villages or kecamatan, and agencies, that it binds.
    package var places: [String]
    package var agencies: [String]
    package var text: String
    /// What is counted to see whether it is kept.
    package var indicator: String?
    /// From the day it was given to the day it ends.
    package var validity: DaySpan
    package var source: String?
}

/// What may be passed on about a complaint.
package enum SharedData: String, Sendable, Hashable, CaseIterable, Codable {
    /// The text with NIK, KK and telephone numbers masked, its places and topics.
    case text
    /// Files the citizen sent.
    case attachments
    /// Who complains: name, number, address. Never of who asked to be protected.
    case reporter
    /// What was done so far.
    case history
}

/// A memorandum (Nota Kesepahaman, PKS) with another institution: its parties, its days, what it shares.
package struct Agreement: Sendable, Hashable {
    package var id: String
    package var name: String
    /// Agencies of the pack it binds; none where the institution is no agency of the pack.
    package var agencies: [String]
    package var parties: [String]
    /// The title of the paper, and its number.
    package var memorandum: String?
    package var number: String?
    package var shares: Set<SharedData>
    package var validity: DaySpan
    package var source: String?
}

extension RegionPack {
    /// What may be passed on to an agency on a day; `nil` for agencies of the region, to which everything may
    /// go that the complaint's own protection allows.
    ///
    /// Outside the region it is the text alone, unless an agreement in force says more.
    package func sharing(with agency: String?, on day: Day) -> Sharing? {
        guard let agency = agency.flatMap({ self.agency($0) }), !agency.kind.isOfTheRegion else { return nil }
        let agreement = agreements.first { $0.agencies.contains(agency.id) && $0.validity.contains(day) }
        let shared = (agreement?.shares ?? []).union([.text])
        return Sharing(
            with: agency.id, data: SharedData.allCases.filter(shared.contains).map(\.rawValue),
            agreement: agreement.map { $0.number ?? $0.id })
    }

    /// The pledges that bind one of these places or this agency on a day.
    package func pledges(at codes: [String], agency: String?, on day: Day) -> [Pledge] {
        pledges.filter { pledge in
            pledge.validity.contains(day)
                && (pledge.places.contains { area in codes.contains { isInside($0, area) } }
                    || agency.map(pledge.agencies.contains) ?? false)
        }
    }
}
