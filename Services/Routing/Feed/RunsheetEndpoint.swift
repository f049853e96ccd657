// `GET /v1/runsheet?station=&since=`: what a station's next programme is made from. What was promised on air
// and what became of it; and the new complaints of each agency, the most pressing first. It is read on air,
// so nothing in it tells who somebody is.
import Complaints
import Foundation
import Hummingbird
import Language
import Region
import Rules
import ServiceKit
import Store

struct RunsheetEndpoint: Sendable {
    let store: Store
    let packs: CurrentPack
    private var region: RegionPack { packs.pack }

    /// Without `since`: so many days back; never more than the most.
    static let daysDefault: Int64 = 7
    static let daysMax: Int64 = 92
    /// Complaints looked at, read in pages, so that a year's worth needs no more memory than a page.
    static let complaintsMax = 20_000
    static let pageRows = 500
    static let perAgencyMax = 10
    static let commitmentsMax = 200
    /// Characters of a text on the sheet.
    static let textMax = 280
    /// What must not be said on air; a house's number stays, or nobody finds the place.
    static let unspoken = PersonalData.unspoken.union([.name])

    struct Commitment: Codable, Sendable {
        var tracking: String
        var programme: String
        var airedOn: String
        var by: String
        var text: String
        @ExplicitNull var due: String?
        var state: CommitmentState
        /// It was kept, but after its day.
        var late: Bool
        /// Since when it is kept or broken off, and what was said of it.
        @ExplicitNull var at: Date?
        @ExplicitNull var note: String?
        /// Of the assignment that it is said of, and its number there.
        var assignment: String
        var n: Int
        var status: Status
        @ExplicitNull var agency: AgencyRef?
        @ExplicitNull var place: String?
        /// The complaint it answers; `nil` where its reporter is protected.
        @ExplicitNull var about: String?

        enum CodingKeys: String, CodingKey {
            case tracking, programme, by, text, due, state, late, at, note, assignment, n, status, agency
            case place, about
            case airedOn = "aired_on"
        }
    }

    struct News: Codable, Sendable {
        var tracking: String
        var channel: Channel
        var receivedAt: Date
        var text: String
        @ExplicitNull var place: String?
        var isEmergency: Bool
        /// How many told it, this one included.
        var toldBy: Int

        enum CodingKeys: String, CodingKey {
            case tracking, channel, text, place
            case receivedAt = "received_at"
            case isEmergency = "emergency"
            case toldBy = "told_by"
        }
    }

    struct OfAgency: Codable, Sendable {
        /// `nil`: in triage.
        @ExplicitNull var agency: AgencyRef?
        /// All new ones; `items` are the first of them.
        var count: Int
        var items: [News]
    }

    struct Sheet: Codable, Sendable {
        var station: String
        /// Local date.
        var since: String
        var commitments: [Commitment]
        var new: [OfAgency]
        /// There were more complaints than are looked at.
        var truncated = false
    }

    var endpoint: Endpoint {
        Endpoint(
            .get, "/v1/runsheet", "promises made on air and new complaints, for the next programme",
            roles: [.intake],
            .gives(
                Sheet.self,
                [
                    .query("station", .word, required: true),
                    .query(
                        "since", .either(.string(format: "date"), .string(like: "^$")),
                        "at most \(Self.daysMax) days ago"),
                ])
        ) { request, _ in
            let query = request.uri.queryParameters
            let station = String(query["station"] ?? "")
            guard !station.isEmpty else {
                throw Problem(.badRequest, "bad-parameter", "station is missing")
            }
            let now = Date.now
            let since = try since(query["since"].map(String.init), now)
            return .cached(
                try Wire.encode(try await sheet(station, since, now: now)), type: "application/json",
                for: request)
        }
    }

    private func since(_ text: String?, _ now: Date) throws -> Day {
        let today = region.calendar.day(of: now)
        guard let text, !text.isEmpty else { return Day(number: today.number - Self.daysDefault) }
        guard let day = Day(text), day <= today, today.number - day.number <= Self.daysMax else {
            throw Problem(
                .badRequest, "bad-parameter",
                "since must be a date like 2026-11-18, at most \(Self.daysMax) days ago")
        }
        return day
    }

    func sheet(_ station: String, _ since: Day, now: Date) async throws -> Sheet {
        var builder = RunsheetBuilder(
            station: station, since: since, today: region.calendar.day(of: now), calendar: region.calendar)
        let start = (since.number * 86_400 - Int64(region.calendar.offset)) * 1_000_000
        var (at, seq) = (start, Int64(-1))
        for page in 0... {
            if page == Self.complaintsMax / Self.pageRows {
                builder.isTruncated = true
                break
            }
            let (from, after) = (at, seq)
            let rows = try await store.read { transaction in
                try transaction.query(
                    """
                    SELECT complaint.seq, complaint.accepted_at, assignment.id, assignment.body
                    FROM complaint JOIN assignment ON assignment.complaint_id = complaint.id
                    WHERE complaint.accepted_at >= ?
                        AND (complaint.accepted_at, complaint.seq) > (?, ?)
                    ORDER BY complaint.accepted_at, complaint.seq LIMIT ?
                    """,
                    [.integer(start), .integer(from), .integer(after), SQLValue(Self.pageRows)]
                ).map {
                    (
                        $0.int("accepted_at"), $0.int("seq"),
                        try AssignmentTable.read(
                            $0.text("body"), of: $0.text("id"), in: transaction)
                    )
                }
            }
            for (_, _, assignment) in rows { builder.add(assignment) }
            guard rows.count == Self.pageRows, let last = rows.last else { break }
            (at, seq) = (last.0, last.1)
        }
        return builder.sheet
    }
}

/// Collects the sheet, assignment by assignment in the order of acceptance. Pure.
struct RunsheetBuilder {
    let station: String
    let since: Day
    let today: Day
    let calendar: WorkingCalendar
    var isTruncated = false
    private var commitments: [RunsheetEndpoint.Commitment] = []
    private var news: [String: (agency: AgencyRef?, items: [RunsheetEndpoint.News])] = [:]
    /// Case to where its first complaint stands: agency and index.
    private var cases: [UUID: (agency: String, index: Int)] = [:]

    init(station: String, since: Day, today: Day, calendar: WorkingCalendar) {
        (self.station, self.since, self.today, self.calendar) = (station, since, today, calendar)
    }

    mutating func add(_ assignment: Assignment) {
        let complaint = assignment.complaint
        if let programme = complaint.programme {
            guard complaint.account == station, Day(programme.airedOn).map({ $0 >= since }) == true
            else { return }
            for (response, promise) in zip(programme.responses, assignment.promises) {
                commitments.append(commitment(assignment, programme, response, promise))
            }
        } else if [.complaint, .aspiration, .question, .info].contains(complaint.kind),
            ![.answered, .closed].contains(assignment.status), let reporter = complaint.reporter,
            !reporter.confidential, !reporter.anonymous
        {
            // Who is protected is not read out, not even without a name.
            addNews(assignment)
        }
    }

    private mutating func addNews(_ assignment: Assignment) {
        let complaint = assignment.complaint
        let cluster = assignment.duplicate?.cluster ?? complaint.id
        if let known = cases[cluster] {
            news[known.agency]?.items[known.index].toldBy += 1
            return
        }
        let key = assignment.agency.map { $0.id + "/" + ($0.place ?? "") } ?? ""
        let line = RunsheetEndpoint.News(
            tracking: complaint.tracking, channel: complaint.channel,
            receivedAt: complaint.receivedAt, text: Self.spoken(complaint.text),
            place: complaint.places.first?.name,
            isEmergency: complaint.flags.contains(FlagName.emergency), toldBy: 1)
        var entry = news[key] ?? (assignment.agency, [])
        cases[cluster] = (key, entry.items.count)
        entry.items.append(line)
        news[key] = entry
    }

    private func commitment(
        _ assignment: Assignment, _ programme: Programme, _ response: Complaints.Response,
        _ promise: Commitment
    ) -> RunsheetEndpoint.Commitment {
        // What was answered before promises had a life of their own is kept.
        let isKept = assignment.commitments == nil && [.answered, .closed].contains(assignment.status)
        let reporter = assignment.complaint.reporter
        let isProtected = reporter == nil || reporter?.anonymous == true || reporter?.confidential == true
        return RunsheetEndpoint.Commitment(
            tracking: assignment.complaint.tracking, programme: programme.title,
            airedOn: programme.airedOn, by: response.by, text: Self.spoken(response.text),
            due: response.due, state: isKept ? .kept : Commitments.state(of: promise, on: today, calendar),
            late: promise.late, at: promise.at, note: promise.note.map(Self.spoken),
            assignment: assignment.id.text, n: promise.n, status: assignment.status,
            agency: assignment.agency,
            place: isProtected ? nil : assignment.complaint.places.first?.name,
            about: isProtected ? nil : Self.spoken(assignment.complaint.text))
    }

    /// Masked, and no longer than a host reads.
    private static func spoken(_ text: String) -> String {
        let masked = PersonalData.mask(text, RunsheetEndpoint.unspoken)
        guard masked.count > RunsheetEndpoint.textMax else { return masked }
        return masked.prefix(RunsheetEndpoint.textMax - 1) + "…"
    }

    var sheet: RunsheetEndpoint.Sheet {
        let groups = news.values.map { agency, items in
            RunsheetEndpoint.OfAgency(
                agency: agency, count: items.count,
                items: Array(items.sorted(by: Self.comesFirst).prefix(RunsheetEndpoint.perAgencyMax)))
        }
        let order: [CommitmentState] = [.late, .open, .brokenOff, .kept]
        let ranked = commitments.enumerated().sorted { a, b in
            let (first, second) = (a.element, b.element)
            if first.state != second.state {
                return (order.firstIndex(of: first.state) ?? 0) < (order.firstIndex(of: second.state) ?? 0)
            }
            let (due, other) = (first.due ?? "9999", second.due ?? "9999")
            return due != other ? due < other : a.offset < b.offset
        }.map(\.element)
        return RunsheetEndpoint.Sheet(
            station: station, since: Self.text(since),
            commitments: Array(ranked.prefix(RunsheetEndpoint.commitmentsMax)),
            new: groups.sorted {
                $0.count != $1.count ? $0.count > $1.count : ($0.agency?.name ?? "") < ($1.agency?.name ?? "")
            }, truncated: isTruncated)
    }

    /// Emergencies, then what most people tell, then what has waited longest.
    private static func comesFirst(
        _ a: RunsheetEndpoint.News, _ b: RunsheetEndpoint.News
    ) -> Bool {
        if a.isEmergency != b.isEmergency { return a.isEmergency }
        if a.toldBy != b.toldBy { return a.toldBy > b.toldBy }
        return a.receivedAt != b.receivedAt ? a.receivedAt < b.receivedAt : a.tracking < b.tracking
    }

    private static func text(_ day: Day) -> String {
        let (year, month, date) = CivilDate.from(daysSinceEpoch: day.number)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(date))"
    }
}
