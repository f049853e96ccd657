// The people behind an agency id, by their posts: units that get copies, narahubung with their decree, the
// counters of a Mal Pelayanan Publik.
package import Rules

/// Somebody who gets copies without being an agency: UP3, Samping Desa.
package struct Unit: Sendable, Hashable {
    package var id: String
    package var name: String
    package var per: OfficeScope
    /// The name of one of them with `{place}`, where ``per`` is not the region.
    package var title: String?
    /// The decree (Surat Keputusan) that appoints it.
    package var decree: String?
    package var validity = DaySpan()
    /// Where this is known from.
    package var source: String?
}

/// Where somebody stands on the ladder of an office.
package enum ContactRank: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// The narahubung, who is reminded first.
    case narahubung
    /// Who stands in for the narahubung.
    case deputy
    /// Who is told when neither has acted.
    case superior

    /// The first to be reminded first.
    package static func < (a: ContactRank, b: ContactRank) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// A post to write to at an agency or unit, appointed by SK for a time.
package struct Contact: Sendable, Hashable {
    /// Agency or unit id.
    package var of: String
    /// Kemendagri code where the office exists once per place.
    package var place: String?
    /// The post, not the person.
    package var office: String
    package var rank = ContactRank.narahubung
    package var phone: String?
    package var email: String?
    /// Number of the decree that appoints it.
    package var decree: String?
    /// It is told of each new report, not only reminded.
    package var isTold = false
    package var validFrom: Day?
    package var validTo: Day?
    package var source: String?
    /// Line of contacts.yaml.
    package var line = 0

    /// The days of the appointment.
    package var validity: DaySpan { DaySpan(from: validFrom, to: validTo) }
    /// Whether there is a number or an address.
    package var isReachable: Bool { (phone ?? email) != nil }

    /// What an appointment is on a day.
    package enum State: String, Sendable, Codable, CaseIterable {
        case valid, expired
        case notYet = "not_yet"
    }

    /// What the appointment is on a day.
    package func state(on day: Day) -> State {
        if let validTo, validTo < day { return .expired }
        if let validFrom, day < validFrom { return .notYet }
        return .valid
    }
}

/// A counter where an agency serves in the house of another, as in a Mal Pelayanan Publik.
package struct Counter: Sendable, Hashable {
    package var id: String
    package var name: String
    /// Whose house it is.
    package var at: String
    /// Who answers for the counter.
    package var agency: String
    package var services: [String]
    package var validity: DaySpan
    package var source: String?
}

extension RegionPack {
    /// Who can be reached at an agency or unit on a day, up the ladder: the narahubung, who stands in, their
    /// superiors; of one rank in the order of the pack. Whose SK is not in force is left out.
    package func reachable(at agency: String, place: String?, on day: Day) -> [Contact] {
        posts(at: agency, place: place).filter { $0.isReachable && $0.state(on: day) == .valid }
    }

    /// The posts whose SK has expired by a day, where nobody of their rank has a valid one: their work falls
    /// to the next on the ladder.
    package func lapsed(at agency: String, place: String?, on day: Day) -> [Contact] {
        let posts = posts(at: agency, place: place)
        return posts.filter { post in
            post.state(on: day) == .expired
                && !posts.contains { $0.rank == post.rank && $0.state(on: day) == .valid }
        }
    }

    /// All posts of an office, up the ladder.
    package func posts(at agency: String, place: String?) -> [Contact] {
        let posts = contacts.filter { $0.of == agency && ($0.place == nil || $0.place == place) }
        return ContactRank.allCases.flatMap { rank in posts.filter { $0.rank == rank } }
    }
}
