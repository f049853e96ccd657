// Reads the files of a pack that hold plain facts: region, agencies, calendar.
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
    var agreements: [Agreement] = []
    private var agreementValues: [YAMLValue] = []
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
        agreementValues = map.optionalList("counterparts")
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

    /// Reads the agreements, once it is known which agencies there are.
    mutating func readAgreements(_ known: KnownNames) {
        var unique = Unique()
        agreements = agreementValues.map { DirectoryFile.agreement($0.map(), known, &unique) }
    }
}

/// agencies.yaml.
enum AgenciesFile {
    static func read(_ root: YAMLValue) -> [Agency] {
        var unique = Unique()
        var named: [(String?, YAMLMap)] = []
        var heirs: [(Agency, YAMLMap)] = []
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
                validFrom: nil, validTo: nil, clock: map.optionalMap("clock").map { clock($0) })
            let days = map.validity("valid_from", "valid_to")
            (agency.validFrom, agency.validTo) = (days.from, days.to)
            readSuccession(map, &agency)
            agency.overseer = map.optionalString("overseer")
            if agency.overseer == id { map.fail("no agency oversees itself", at: "overseer") }
            named.append((agency.overseer, map))
            heirs.append((agency, map))
            if agency.per != .region, agency.title?.contains("{place}") != true {
                map.fail("an agency per \(agency.per.rawValue) needs a title with {place}")
            }
            return agency
        }
        let known = Set(agencies.map(\.id))
        for (overseer, map) in named where overseer != nil && overseer != Agency.noOverseer {
            _ = map.reference("overseer", to: known, "agency")
        }
        for (_, map) in heirs { _ = map.references("successor", to: known, "agency") }
        checkCircles(heirs)
        return agencies
    }

    private static func readSuccession(_ map: YAMLMap, _ agency: inout Agency) {
        agency.successors = map.strings("successor")
        if !agency.successors.isEmpty, agency.validTo == nil {
            map.fail(
                "an agency with a successor needs the last day of its own: give `valid_to`", at: "successor")
        }
        agency.formerNames = map.optionalList("former_names").map { element in
            let former = element.map()
            defer { former.finish() }
            if !former.writtenKeys.contains("until") { former.fail("a former name lacks the key 'until'") }
            return FormerName(name: former.string("name"), until: former.day("until") ?? Day(number: 0))
        }.sorted { $0.until < $1.until }
    }

    /// An agency that is its own heir, or oversees who oversees it, by whatever way round.
    private static func checkCircles(_ agencies: [(agency: Agency, map: YAMLMap)]) {
        func check(_ key: String, _ what: String, _ next: [String: [String]]) {
            for (agency, map) in agencies {
                guard let circle = Succession.circle(from: agency.id, next) else { continue }
                map.fail("\(what) in a circle: \(circle.joined(separator: " -> "))", at: key)
                return
            }
        }
        check("successor", "agencies follow each other", Dictionary(
            agencies.map { ($0.agency.id, $0.agency.successors) }) { first, _ in first })
        check("overseer", "agencies oversee each other", Dictionary(
            agencies.map { ($0.agency.id, [$0.agency.overseer].compactMap(\.self)) }) { first, _ in first })
    }

    /// With the usual overseer where an agency names none.
    static func overseen(_ agencies: [Agency]) -> [Agency] {
        let isUsual = agencies.contains { $0.id == Agency.usualOverseer }
        return agencies.map { agency in
            var agency = agency
            if agency.overseer == nil, isUsual, agency.id != Agency.usualOverseer {
                agency.overseer = Agency.usualOverseer
            } else if agency.overseer == Agency.noOverseer {
                agency.overseer = nil
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
