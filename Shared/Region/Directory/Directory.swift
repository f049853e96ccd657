// The directory of a region on a day, as it is shown and exported: agencies with their heirs and ladders,
// units at their places, counters, villages, pledges, agreements.
import Complaints
import Language
package import Rules

/// What a region pack says of its institutions, on a day. Keys are those of the files.
package struct Directory: Codable, Sendable {
    /// The days of a paper or an office.
    package struct Days: Codable, Sendable {
        @ExplicitNull var from: String?
        @ExplicitNull var to: String?
        /// Whether the day of the directory is one of them.
        var inForce: Bool

        init(_ span: DaySpan, on day: Day) {
            (from, to) = (span.from?.text, span.to?.text)
            inForce = span.contains(day)
        }

        private enum CodingKeys: String, CodingKey {
            case from = "valid_from"
            case to = "valid_to"
            case inForce = "in_force"
        }
    }

    /// A contact: the post, never the person.
    package struct Post: Codable, Sendable {
        var office: String
        var rank: ContactRank
        @ExplicitNull var phone: String?
        @ExplicitNull var email: String?
        @ExplicitNull var sk: String?
        var days: Days
        var state: Contact.State
        @ExplicitNull var source: String?
    }

    /// An agency or a unit.
    package struct Office: Codable, Sendable {
        package var id: String
        package var name: String
        var kind: String
        @ExplicitNull var scope: String?
        var per: String
        var days: Days
        /// Who does its work on the day: itself, or those that follow it.
        var current: [String]
        var successor: [String]
        var formerNames: [[String: String]]
        @ExplicitNull var overseer: String?
        @ExplicitNull var sk: String?
        /// Up the ladder: whoever of them has a valid SK and a number or address is written to.
        package var contacts: [Post]
        /// Of what exists once per place.
        package var offices: [Branch]
        @ExplicitNull var source: String?

        private enum CodingKeys: String, CodingKey {
            case id, name, kind, scope, per, days, current, successor, overseer, sk, contacts, offices, source
            case formerNames = "former_names"
        }
    }

    /// One of the offices of what exists once per place.
    package struct Branch: Codable, Sendable {
        package var place: String
        package var name: String
        package var contacts: [Post]
    }

    /// A counter of one agency in the house of another.
    package struct Desk: Codable, Sendable {
        var id: String
        var name: String
        var at: String
        var agency: String
        var services: [String]
        var days: Days
        @ExplicitNull var source: String?
    }

    /// A desa or kelurahan.
    package struct Village: Codable, Sendable {
        package var code: String
        package var name: String
        var level: String
        var flags: [String]
        /// Ids of pledges in force that bind it.
        var pledges: [String]
    }

    /// A public pledge.
    package struct Promise: Codable, Sendable {
        package var id: String
        var by: String
        var places: [String]
        var agencies: [String]
        var text: String
        @ExplicitNull var indicator: String?
        var days: Days
        @ExplicitNull var source: String?
    }

    /// An agreement with another institution.
    package struct Paper: Codable, Sendable {
        package var id: String
        var name: String
        var agencies: [String]
        var parties: [String]
        @ExplicitNull var memorandum: String?
        @ExplicitNull var number: String?
        var shares: [String]
        var days: Days
        @ExplicitNull var source: String?
    }

    var region: String
    var name: String
    /// The local day all `in_force`, `state` and `current` are said for.
    package var on: String
    package var agencies: [Office]
    package var units: [Office]
    var counters: [Desk]
    package var villages: [Village]
    package var pledges: [Promise]
    package var agreements: [Paper]
}

extension RegionPack {
    /// The directory on a day.
    package func directory(on day: Day) -> Directory {
        func days(_ span: DaySpan) -> Directory.Days { Directory.Days(span, on: day) }
        return Directory(
            region: id, name: name, on: day.text,
            agencies: agencies.map { agency in
                Directory.Office(
                    id: agency.id, name: agency.name(on: day), kind: agency.kind.rawValue,
                    scope: agency.scope, per: agency.per.rawValue, days: days(agency.validity),
                    current: heirs(of: agency.id, on: day).map(\.id), successor: agency.successors,
                    formerNames: agency.formerNames.map { ["name": $0.name, "until": $0.until.text] },
                    overseer: agency.overseer, sk: nil, contacts: posts(agency.id, nil, day),
                    offices: branches(agency.id, agency.per, agency.title, agency.name(on: day), day))
            },
            units: units.map { unit in
                Directory.Office(
                    id: unit.id, name: unit.name, kind: "unit", per: unit.per.rawValue,
                    days: days(unit.validity), current: unit.validity.contains(day) ? [unit.id] : [],
                    successor: [], formerNames: [], sk: unit.decree, contacts: posts(unit.id, nil, day),
                    offices: branches(unit.id, unit.per, unit.title, unit.name, day), source: unit.source)
            },
            counters: counters.map {
                Directory.Desk(
                    id: $0.id, name: $0.name, at: $0.at, agency: $0.agency, services: $0.services,
                    days: days($0.validity), source: $0.source)
            },
            villages: gazetteer.entries.filter(\.level.isVillage).map { entry in
                Directory.Village(
                    code: entry.code, name: entry.name, level: entry.level.rawValue,
                    flags: entry.flags.sorted(),
                    pledges: pledges(at: [entry.code], agency: nil, on: day).map(\.id))
            },
            pledges: pledges.map {
                Directory.Promise(
                    id: $0.id, by: $0.by, places: $0.places, agencies: $0.agencies, text: $0.text,
                    indicator: $0.indicator, days: days($0.validity), source: $0.source)
            },
            agreements: agreements.map {
                Directory.Paper(
                    id: $0.id, name: $0.name, agencies: $0.agencies, parties: $0.parties,
                    memorandum: $0.memorandum, number: $0.number,
                    shares: $0.shares.map(\.rawValue).sorted(), days: days($0.validity), source: $0.source)
            })
    }

    /// The posts of an office that are entered for just this place, or for all.
    private func posts(_ id: String, _ place: String?, _ day: Day) -> [Directory.Post] {
        posts(at: id, place: place).filter { $0.place == place }.map { contact in
            Directory.Post(
                office: contact.office, rank: contact.rank, phone: contact.phone, email: contact.email,
                sk: contact.decree, days: Directory.Days(contact.validity, on: day),
                state: contact.state(on: day), source: contact.source)
        }
    }

    /// One office for each place of the region where it exists.
    private func branches(
        _ id: String, _ per: OfficeScope, _ title: String?, _ name: String, _ day: Day
    ) -> [Directory.Branch] {
        gazetteer.entries.filter { entry in
            switch per {
            case .region: false
            case .kecamatan: entry.level == .kecamatan
            case .village: entry.level.isVillage
            }
        }.map { entry in
            Directory.Branch(
                place: entry.code, name: self.title(title, name, of: entry),
                contacts: posts(id, entry.code, day))
        }
    }
}
