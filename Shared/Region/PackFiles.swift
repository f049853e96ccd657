// Reads the files of a pack that hold plain facts: region, agencies, contacts, calendar.
import Language
import Rules
import ServiceKit

/// region.yaml.
struct RegionFile {
    /// Fixed offsets of the three zones of Indonesia, in seconds.
    static let offsets = [
        "Asia/Jakarta": 25_200, "Asia/Pontianak": 25_200, "Asia/Makassar": 28_800,
        "Asia/Jayapura": 32_400,
    ]

    /// Of decisions by learned evidence.
    static let defaultPrecision = 0.90

    var id = ""
    var name = ""
    var code = ""
    var timezone = ""
    var trackingPrefix = ""
    var triageDesk: YAMLValue?
    var usualAgencies: [YAMLValue] = []
    var evidencePrecision = RegionFile.defaultPrecision
    private var precisionValue: YAMLValue?
    var counterparts: [Counterpart] = []
    /// The folder of word lists and the file of the country's places, where the pack names its own.
    var language: String?
    var country: String?

    init(_ root: YAMLValue) {
        let map = root.map()
        language = map.optionalString("language")
        country = map.optionalString("country")
        id = map.string("id")
        name = map.string("name")
        code = map.string("code")
        trackingPrefix = map.string("tracking_prefix")
        let zones = Set(RegionFile.offsets.keys)
        if map.string("timezone").isEmpty == false {
            timezone = map.reference("timezone", to: zones, "timezone") ?? ""
        }
        if !trackingPrefix.isEmpty,
            trackingPrefix.count > 6 || !trackingPrefix.utf8.allSatisfy({ (65...90).contains($0) })
        {
            map.fail("tracking_prefix must be one to six capital letters", at: "tracking_prefix")
        }
        triageDesk = map.optionalMap("fallback").flatMap { fallback in
            defer { fallback.finish() }
            usualAgencies = fallback.optionalList("usual")
            return fallback.value("triage")
        }
        if let evidence = map.optionalMap("evidence") {
            precisionValue = evidence.value("precision")
            evidencePrecision = evidence.double("precision", default: evidencePrecision)
            evidence.finish()
        }
        counterparts = map.optionalList("counterparts").map { RegionFile.counterpart($0.map()) }
        map.finish()
    }

    /// The precision must be one the table knows a threshold for.
    func check(_ evidence: LearnedEvidence?) {
        guard let evidence, evidence.threshold(for: evidencePrecision) == nil else { return }
        let known = evidence.thresholds.map { "\($0.precision)" }.joined(separator: ", ")
        precisionValue?.fail(
            "evidence.yaml has no threshold for a precision of \(evidencePrecision); it has: "
                + (known.isEmpty ? "none, and decides nothing" : known))
    }

    private static func counterpart(_ map: YAMLMap) -> Counterpart {
        defer { map.finish() }
        return Counterpart(
            id: map.string("id"), name: map.string("name"),
            memorandum: map.optionalString("memorandum"), shares: map.strings("shares"),
            validFrom: map.day("valid_from"), validTo: map.day("valid_to"))
    }
}

/// agencies.yaml.
enum AgenciesFile {
    static func read(_ root: YAMLValue) -> [Agency] {
        var unique = Unique()
        var named: [(String?, YAMLMap)] = []
        let agencies = root.list().map { element in
            let map = element.map()
            defer { map.finish() }
            let id = map.string("id")
            unique.check(id, "agency", at: map)
            var agency = Agency(
                id: id, name: map.string("name"), kind: map.choice("kind", AgencyKind.self) ?? .opd,
                scope: map.string("scope", default: ""),
                per: map.choice("per", default: OfficeScope.region),
                title: map.optionalString("title"), flags: Set(map.strings("flags")),
                validFrom: map.day("valid_from"), validTo: map.day("valid_to"),
                clock: map.optionalMap("clock").map { clock($0) })
            agency.overseer = map.optionalString("overseer")
            if agency.overseer == id { map.fail("no agency oversees itself", at: "overseer") }
            named.append((agency.overseer, map))
            if agency.per != .region, agency.title?.contains("{place}") != true {
                map.fail("an agency per \(agency.per.rawValue) needs a title with {place}")
            }
            return agency
        }
        let known = Set(agencies.map(\.id))
        for (overseer, map) in named where overseer != nil {
            _ = map.reference("overseer", to: known, "agency")
        }
        return agencies
    }

    /// With the usual overseer where an agency names none.
    static func overseen(_ agencies: [Agency]) -> [Agency] {
        guard agencies.contains(where: { $0.id == Agency.usualOverseer }) else { return agencies }
        return agencies.map { agency in
            var agency = agency
            if agency.overseer == nil, agency.id != Agency.usualOverseer {
                agency.overseer = Agency.usualOverseer
            }
            return agency
        }
    }

    /// `{ verify: 3, respond: 14 }` in working days.
    static func clock(_ map: YAMLMap) -> Clock {
        defer { map.finish() }
        return Clock(
            verifyDays: map.int("verify", default: 3, in: 1...WorkingCalendar.maximumDays),
            respondDays: map.int("respond", default: 14, in: 1...WorkingCalendar.maximumDays))
    }
}

/// contacts.yaml.
enum ContactsFile {
    static func readUnits(_ map: YAMLMap) -> [Unit] {
        var unique = Unique()
        return map.optionalList("units").map { element in
            let map = element.map()
            defer { map.finish() }
            let id = map.string("id")
            unique.check(id, "unit", at: map)
            return Unit(
                id: id, name: map.string("name"),
                per: map.choice("per", default: OfficeScope.region),
                title: map.optionalString("title"), decree: map.optionalString("sk"))
        }
    }

    static func readContacts(_ map: YAMLMap, _ known: KnownNames) -> [Contact] {
        map.optionalList("contacts").map { element in
            let map = element.map()
            defer { map.finish() }
            return Contact(
                of: map.reference("of", to: known.recipients, "agency or unit") ?? "",
                place: map.reference("place", to: known.placeCodes, "place"),
                office: map.string("office"), phone: map.optionalString("phone"),
                email: map.optionalString("email"), decree: map.optionalString("sk"),
                validFrom: map.day("valid_from"), validTo: map.day("valid_to"))
        }
    }
}

/// calendar.yaml.
struct CalendarFile {
    enum Weekday: String, CaseIterable {
        case mon, tue, wed, thu, fri, sat, sun

        /// 1 Monday … 7 Sunday (ISO 8601).
        var number: Int { (Weekday.allCases.firstIndex(of: self) ?? 0) + 1 }
    }
    private enum HolidayKind: String, CaseIterable {
        case national, joint, local
    }

    var weekdays: Set<Int> = []
    var holidays: Set<Day> = []
    var clocks = Clocks(information: .information, complaint: .complaint, inspection: .inspection)

    init(_ root: YAMLValue) {
        let map = root.map()
        for day in map.words("working_days", Weekday.self) {
            weekdays.insert(day.number)
        }
        if weekdays.isEmpty { map.fail("working_days must name at least one of mon … sun") }
        if let clocks = map.optionalMap("clocks") {
            if let clock = clocks.optionalMap("information") {
                self.clocks.information = AgenciesFile.clock(clock)
            }
            if let clock = clocks.optionalMap("complaint") {
                self.clocks.complaint = AgenciesFile.clock(clock)
            }
            if let clock = clocks.optionalMap("inspection") {
                self.clocks.inspection = AgenciesFile.clock(clock)
            }
            clocks.finish()
        }
        for year in map.list("years") {
            let year = year.map()
            let number = year.int("year", default: 0, in: 2000...2200)
            _ = year.string("source")
            for holiday in year.list("holidays") {
                let holiday = holiday.map()
                _ = holiday.string("name")
                _ = holiday.choice("kind", HolidayKind.self)
                if let day = holiday.day("date") {
                    if day.year != number { holiday.fail("is not in \(number)", at: "date") }
                    holidays.insert(day)
                } else if !holiday.writtenKeys.contains("date") {
                    holiday.fail("a holiday lacks the key 'date'")
                }
                holiday.finish()
            }
            year.finish()
        }
        map.finish()
    }
}
