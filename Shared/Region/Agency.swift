// The offices of a region: agencies that decide, units that get copies, and who to reach there.
package import Rules

/// How often an office exists.
package enum OfficeScope: String, Sendable, Hashable, CaseIterable {
    /// Once in the region.
    case region
    /// Once in every kecamatan.
    case kecamatan
    /// Once in every desa or kelurahan.
    case village
}

/// An agency (OPD, BUMD, BUMN, vertical office …) a complaint can be assigned to.
package struct Agency: Sendable, Hashable {
    package var id: String
    package var name: String
    package var kind: AgencyKind
    package var scope: String
    package var per: OfficeScope
    /// The name of one office with `{place}`, where ``per`` is not the region.
    package var title: String?
    package var flags: Set<String>
    /// The agency exists from this day to that one (mergers and splits by SOTK); `nil` is open.
    package var validFrom: Day?
    package var validTo: Day?
    /// Its own clock for ordinary complaints, where it has one.
    package var clock: Clock?
    /// The agency that learns of complaints about it; `nil` where nobody does.
    package var overseer: String?

    /// Oversees every agency that names no other, where the pack has it.
    package static let usualOverseer = "INSPEKTORAT"

    /// Whether the appointment holds on that day.
    package func isValid(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }
}

/// What an agency belongs to.
package enum AgencyKind: String, Sendable, Hashable, CaseIterable {
    case opd, wilayah, bumd, bumn, vertikal, independen, pengawas, provinsi, pusat

    /// The regent may instruct it.
    var isOfTheRegion: Bool { [.opd, .wilayah, .bumd].contains(self) }
}

/// Somebody who gets copies without being an agency: UP3, Samping Desa.
package struct Unit: Sendable, Hashable {
    package var id: String
    package var name: String
    package var per: OfficeScope
    package var title: String?
    /// The decree (Surat Keputusan) that appoints it.
    package var decree: String?
}

/// A narahubung: the office to write to at an agency or unit, appointed by SK for a time.
package struct Contact: Sendable, Hashable {
    /// Agency or unit id.
    package var of: String
    /// Kemendagri code where the office exists once per place.
    package var place: String?
    /// The post, not the person.
    package var office: String
    package var phone: String?
    package var email: String?
    package var decree: String?
    package var validFrom: Day?
    package var validTo: Day?
}

/// A memorandum with another institution (Ombudsman, KPU): what may be shared with it.
package struct Counterpart: Sendable, Hashable {
    package var id: String
    package var name: String
    package var memorandum: String?
    package var shares: [String]
    package var validFrom: Day?
    package var validTo: Day?
}

/// A topic of the region with the agency that usually answers for it.
package struct Topic: Sendable, Hashable {
    package var id: String
    package var name: String
    package var agency: String
    /// Bribes, integrity, elections: complaints of different reporters are never linked without a
    /// person.
    package var isSensitive: Bool
    /// Ids it had before: who still uses one is told the new one.
    package var formerly: [String] = []
}
