// The agencies of a region and its topics.
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
    /// Who does its work after ``validTo``: one after a merger, several after a split.
    package var successors: [String] = []
    /// What it was called before, each up to a day, the earliest first.
    package var formerNames: [FormerName] = []
    /// Its own clock for ordinary complaints, where it has one.
    package var clock: Clock?
    /// The agency that learns of complaints about it; `nil` where nobody does.
    package var overseer: String?

    /// Oversees every agency that names no other, where the pack has it.
    package static let usualOverseer = "INSPEKTORAT"

    /// In place of an id: nobody learns of complaints about it.
    static let noOverseer = "none"

    /// The days on which it exists.
    package var validity: DaySpan { DaySpan(from: validFrom, to: validTo) }

    /// Its name on a day.
    package func name(on day: Day) -> String { formerNames.first { day <= $0.until }?.name ?? name }
}

/// A name that an agency had.
package struct FormerName: Sendable, Hashable {
    package var name: String
    /// The last day of the name.
    package var until: Day
}

/// What an agency belongs to.
package enum AgencyKind: String, Sendable, Hashable, CaseIterable {
    case opd, wilayah, bumd, bumn, vertikal, independen, pengawas, provinsi, pusat

    /// The regent may instruct it.
    package var isOfTheRegion: Bool { [.opd, .wilayah, .bumd].contains(self) }
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
