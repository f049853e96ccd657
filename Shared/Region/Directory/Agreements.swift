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
    /// The point on the map and the address of the matter, which may be where somebody lives.
    case position
    /// Who complains: name, number, address. Never of who asked to be protected.
    case reporter
    /// What was done so far.
    case history

    /// In Bahasa Indonesia.
    fileprivate var spoken: String {
        switch self {
        case .text: "isi laporan"
        case .attachments: "lampiran"
        case .position: "titik lokasi dan alamat"
        case .reporter: "identitas pelapor"
        case .history: "riwayat penanganan"
        }
    }
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
    /// Outside the region it is the text alone, unless agreements in force say more.
    package func sharing(with agency: String?, on day: Day) -> Sharing? {
        guard let agency = agency.flatMap({ self.agency($0) }), !agency.kind.isOfTheRegion else { return nil }
        let inForce = agreements(with: agency.id).filter { $0.validity.contains(day) }
        let shared = inForce.reduce(into: Set([SharedData.text])) { $0.formUnion($1.shares) }
        let names = inForce.map { $0.number ?? $0.id }.joined(separator: ", ")
        let (state, paper) = paper(with: agency, on: day)
        let withheld = SharedData.allCases.filter { !shared.contains($0) }.map(\.spoken)
        return Sharing(
            with: agency.id, data: SharedData.allCases.filter(shared.contains).map(\.rawValue),
            agreement: names.isEmpty ? nil : names, state: state,
            why: withheld.isEmpty ? nil : "\(paper). Tidak diteruskan: \(withheld.joined(separator: ", ")).")
    }

    /// All agreements with an agency, whatever their days.
    package func agreements(with agency: String) -> [Agreement] {
        agreements.filter { $0.agencies.contains(agency) }
    }

    /// How the best agreement with an agency stands on a day, and the same as a sentence for officers.
    private func paper(with agency: Agency, on day: Day) -> (state: AgreementState, sentence: String) {
        func named(_ agreement: Agreement) -> String {
            "Nota kesepahaman \(agreement.number ?? agreement.id) dengan \(agency.name(on: day))"
        }
        let known = agreements(with: agency.id)
        if let agreement = known.first(where: { $0.validity.contains(day) }) {
            return (.inForce, "\(named(agreement)) tidak mencakup semuanya")
        }
        let ended = known.filter { $0.validity.to.map { $0 < day } ?? false }
        if let last = ended.max(by: { ($0.validity.to ?? day) < ($1.validity.to ?? day) }),
            let end = last.validity.to
        {
            return (.expired, "\(named(last)) berakhir pada \(end.text)")
        }
        if let next = known.first, let start = next.validity.from {
            return (.notYet, "\(named(next)) baru berlaku pada \(start.text)")
        }
        return (.missing, "Belum ada nota kesepahaman dengan \(agency.name(on: day))")
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
