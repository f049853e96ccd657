// Reads contacts.yaml, and the agreements of region.yaml.
import Rules
import ServiceKit

/// contacts.yaml: units, contacts, counters and pledges.
struct DirectoryFile {
    private(set) var contacts: [Contact] = []
    private(set) var counters: [Counter] = []
    private(set) var pledges: [Pledge] = []
    private let known: KnownNames
    /// How often each office exists.
    private let scopes: [String: OfficeScope]

    init(_ map: YAMLMap, _ known: KnownNames, _ agencies: [Agency], _ units: [Unit]) {
        self.known = known
        let offices = agencies.map { ($0.id, $0.per) } + units.map { ($0.id, $0.per) }
        scopes = Dictionary(offices) { first, _ in first }
        for element in map.optionalList("contacts") { readContact(element.map()) }
        var unique = Unique()
        counters = map.optionalList("counters").map { counter($0.map(), &unique) }
        unique = Unique()
        pledges = map.optionalList("pledges").map { pledge($0.map(), &unique) }
    }

    static func units(_ map: YAMLMap) -> [Unit] {
        var unique = Unique()
        return map.optionalList("units").map { element in
            let map = element.map()
            defer { map.finish() }
            let id = map.string("id")
            unique.check(id, "unit", at: map)
            return Unit(
                id: id, name: map.string("name"),
                per: map.choice("per", default: OfficeScope.region),
                title: map.optionalString("title"), decree: map.optionalString("sk"),
                validity: map.validity("valid_from", "valid_to"), source: map.optionalString("source"))
        }
    }

    /// `{ of, place, office, rank, phone, email, sk, valid_from, valid_to, notify, source, deputy: {…},
    /// escalation: [{…}] }`: who stands in and who is told last may stand within.
    private mutating func readContact(_ map: YAMLMap) {
        let of = map.reference("of", to: known.recipients, "agency or unit") ?? ""
        let place = map.reference("place", to: known.placeCodes, "place")
        if !map.writtenKeys.contains("of") { map.fail("a contact lacks the key 'of'") }
        checkPlace(of, place, map)
        let rank = map.choice("rank", default: ContactRank.narahubung)
        contacts.append(contact(map, of, place, rank))
        if let deputy = map.optionalMap("deputy") {
            contacts.append(contact(deputy, of, place, .deputy))
            deputy.finish()
        }
        for element in map.optionalList("escalation") {
            let superior = element.map()
            contacts.append(contact(superior, of, place, .superior))
            superior.finish()
        }
        map.finish()
    }

    private func contact(_ map: YAMLMap, _ of: String, _ place: String?, _ rank: ContactRank) -> Contact {
        let days = map.validity("valid_from", "valid_to")
        checkAddresses(map)
        return Contact(
            of: of, place: place, office: map.string("office"), rank: rank,
            phone: map.optionalString("phone"), email: map.optionalString("email"),
            decree: map.optionalString("sk"), isTold: map.bool("notify", default: false),
            validFrom: days.from, validTo: days.to,
            source: map.optionalString("source"), line: map.line)
    }

    /// Digits of a number somebody can dial: an emergency line, up to the longest of E.164.
    private static let digits = 3...15

    /// What cannot be dialled or written to would be found out when a reminder is due.
    private func checkAddresses(_ map: YAMLMap) {
        if let phone = map.optionalString("phone"),
            !Self.digits.contains(phone.count(where: \.isNumber))
                || !phone.allSatisfy({ $0.isASCII && ($0.isNumber || " +-().".contains($0)) })
        {
            map.fail("'\(phone)' is no telephone number like +62517123456", at: "phone")
        }
        guard let email = map.optionalString("email") else { return }
        let halves = email.split(separator: "@", omittingEmptySubsequences: false)
        let labels = halves.last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let isRight = halves.count == 2 && halves[0].isEmpty == false && labels.count > 1
            && labels.allSatisfy { !$0.isEmpty }
            && !email.contains(where: { $0.isWhitespace || "<>,;".contains($0) })
        if !isRight { map.fail("'\(email)' is no e-mail address like dinas@kabupaten.go.id", at: "email") }
    }

    /// A contact of one of many offices stands at a place of that level.
    private func checkPlace(_ of: String, _ place: String?, _ map: YAMLMap) {
        guard let place, let scope = scopes[of] else { return }
        let depth = place.split(separator: ".").count
        let isRight = switch scope {
        case .region: false
        case .kecamatan: depth == 3
        case .village: depth == 4
        }
        guard !isRight else { return }
        map.fail(
            scope == .region
                ? "'\(of)' exists once in the region: its contact needs no place"
                : "'\(of)' exists once per \(scope.rawValue), and '\(place)' is none", at: "place")
    }

    /// `{ id: mpp-dukcapil, name, at: DPMPTSP, agency: DISDUKCAPIL, services, valid_from, valid_to,
    /// source }`.
    private func counter(_ map: YAMLMap, _ unique: inout Unique) -> Counter {
        defer { map.finish() }
        let id = map.string("id")
        unique.check(id, "counter", at: map)
        for key in ["at", "agency"] where !map.writtenKeys.contains(key) {
            map.fail("the counter '\(id)' lacks the key '\(key)'")
        }
        return Counter(
            id: id, name: map.string("name"),
            at: map.reference("at", to: known.agencies, "agency") ?? "",
            agency: map.reference("agency", to: known.agencies, "agency") ?? "",
            services: map.strings("services"), validity: map.validity("valid_from", "valid_to"),
            source: map.optionalString("source"))
    }

    /// `{ id, by, places, agencies, date, text, indicator, valid_to, source }`.
    private func pledge(_ map: YAMLMap, _ unique: inout Unique) -> Pledge {
        defer { map.finish() }
        let id = map.string("id")
        unique.check(id, "pledge", at: map)
        let places = map.references("places", to: known.placeCodes, "place")
        let agencies = map.references("agencies", to: known.agencies, "agency")
        if places.isEmpty, agencies.isEmpty {
            map.fail("the pledge '\(id)' binds nobody: give `places` or `agencies`")
        }
        return Pledge(
            id: id, by: map.string("by"), places: places, agencies: agencies, text: map.string("text"),
            indicator: map.optionalString("indicator"), validity: map.validity("date", "valid_to"),
            source: map.optionalString("source"))
    }

    /// `{ id, name, agencies, parties, memorandum, number, shares, valid_from, valid_to, source }`.
    static func agreement(_ map: YAMLMap, _ known: KnownNames, _ unique: inout Unique) -> Agreement {
        defer { map.finish() }
        let id = map.string("id")
        unique.check(id, "counterpart", at: map)
        return Agreement(
            id: id, name: map.string("name"),
            agencies: map.references("agencies", to: known.agencies, "agency"),
            parties: map.strings("parties"), memorandum: map.optionalString("memorandum"),
            number: map.optionalString("number"), shares: Set(map.words("shares", SharedData.self)),
            validity: map.validity("valid_from", "valid_to"), source: map.optionalString("source"))
    }
}
