// The run sheet: promises with what became of them, new complaints by agency, and nothing that names anybody.
import Complaints
import Foundation
import HTTPTypes
import Language
import Rules
import Store
import Testing
import TestSupport

@testable import RoutingService

@Suite struct RunsheetTests {
    private let rooms = RoutingTests()
    private let today = Day(year: 2026, month: 11, day: 25)

    private func told(
        _ number: Int, _ text: String, channel: Channel = .sms, status: Status = .assigned,
        agency: String? = "PUPR", cluster: UUID? = nil, flags: [String] = [],
        reporter: Reporter? = Reporter(name: "Rahmat", phone: "+6281211110000"),
        programme: Programme? = nil
    ) -> Assignment {
        let at = Date(timeIntervalSince1970: 1_795_500_000 + Double(number))
        let complaint = Complaint(
            id: UUID(), tracking: "HSS-26-\(1_000_000 + number)-0", channel: channel,
            account: programme == nil ? "kannel" : "amandit", externalId: "\(number)",
            receivedAt: at, reporter: reporter, text: text, programme: programme, flags: flags)
        return Assignment(
            cursor: 0, id: UUID(), complaint: complaint,
            agency: agency.map { AgencyRef(id: $0, name: "Dinas \($0)") }, copies: [],
            status: status, caseRef: nil,
            decision: Decision(
                mode: .rule, rule: "r", ruleBook: "hss", confidence: 1, because: [], rejected: []),
            duplicate: cluster.map {
                Duplicate(cluster: $0, of: $0, relation: .sameIncident, score: 1, because: [])
            }, due: nil, createdAt: at)
    }

    private func show(_ due: String?, _ airedOn: String = "2026-11-18") -> Programme {
        Programme(
            id: "p", title: "Bupati Mendengar", airedOn: airedOn, start: nil, end: nil,
            responses: [Response(by: "Bupati", text: "Kami perbaiki, hubungi 081211112222.", due: due)])
    }

    private func sheet(_ assignments: [Assignment]) -> RunsheetEndpoint.Sheet {
        var builder = RunsheetBuilder(
            station: "amandit", since: Day(number: today.number - 7), today: today,
            calendar: WorkingCalendar(offset: 28_800, holidays: []))
        for assignment in assignments { builder.add(assignment) }
        return builder.sheet
    }

    @Test func promisesAreKeptOpenOrLate() {
        let sheet = sheet([
            told(1, "jembatan", channel: .radio, status: .closed, programme: show("2026-11-20")),
            told(2, "jalan", channel: .radio, programme: show("2026-11-24")),
            told(3, "lampu", channel: .radio, programme: show("2026-11-25")),
            told(4, "air", channel: .radio, programme: show(nil)),
            told(5, "lama", channel: .radio, programme: show("2026-11-10", "2026-11-04")),
        ])
        #expect(sheet.commitments.map(\.state) == [.late, .open, .open, .kept])
        #expect(sheet.commitments.map(\.about) == ["jalan", "lampu", "air", "jembatan"])
        #expect(sheet.commitments.allSatisfy { !$0.text.contains("081211112222") })
        #expect(sheet.new.isEmpty)
    }

    @Test func newOnesAreRankedPerAgencyAndACaseIsReadOnce() throws {
        let first = told(1, "lampu jalan mati")
        let sheet = sheet([
            first, told(2, "jalan rusak"), told(3, "tiang roboh", flags: [FlagName.emergency]),
            told(4, "lampu mati juga", cluster: first.complaint.id),
            told(5, "sampah menumpuk", agency: "DLH"), told(6, "entah apa", agency: nil),
            told(7, "sudah dijawab", status: .answered),
        ])
        #expect(sheet.new.map { $0.agency?.id } == ["PUPR", nil, "DLH"])
        let roads = try #require(sheet.new.first)
        #expect(roads.items.map(\.text) == ["tiang roboh", "lampu jalan mati", "jalan rusak"])
        #expect(roads.items.map(\.toldBy) == [1, 2, 1] && roads.count == 3)
    }

    @Test func whoIsProtectedIsNotReadOutAndNobodyIsNamed() throws {
        let sheet = sheet([
            told(1, "pungli di kantor", reporter: nil),
            told(2, "pungli", reporter: Reporter(phone: "+628121", confidential: true)),
            told(3, "nama saya Rahmat Hidayat, nik 6306051203880001, jalan rusak"),
        ])
        #expect(sheet.new.first?.items.count == 1)
        let text = try #require(sheet.new.first?.items.first?.text)
        #expect(!text.contains("Rahmat") && !text.contains("6306051203880001"))
        #expect(text.contains("jalan rusak"))
    }

    @Test func aProtectedCallersWordsAreNotOnTheSheet() throws {
        var hidden = told(1, "pungli oleh Pak Anu di Kandangan", channel: .radio, programme: show(nil))
        hidden.complaint.reporter = nil
        let line = try #require(sheet([hidden]).commitments.first)
        #expect(line.about == nil && line.place == nil && !line.text.isEmpty)
    }

    @Test func longListsAreCut() {
        let many = (0..<50).map { told($0, String(repeating: "jalan rusak ", count: 60)) }
        let sheet = sheet(many)
        #expect(sheet.new.first?.count == 50)
        #expect(sheet.new.first?.items.count == RunsheetEndpoint.perAgencyMax)
        #expect(sheet.new.first?.items.first?.text.count == RunsheetEndpoint.textMax)
    }

    @Test(arguments: TestDatabase.allCases) func overTheWire(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let pages = RunsheetEndpoint.pageRows + 5
            var bodies: [String] = []
            for number in 1...pages {
                bodies.append(try rooms.complaint("\(number)", "jalan berlubang nomor \(number)"))
            }
            let taken = try await house.call(
                .post, "/v1/complaints", token: "intake", body: "[" + bodies.joined(separator: ",") + "]")
            #expect(taken.status == .ok)
            try await house.decide()
            let today = Day(number: Int64(Date.now.timeIntervalSince1970) / 86_400 - 1)
            let (year, month, day) = CivilDate.from(daysSinceEpoch: today.number)
            let since = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let answer = try await house.call(
                .get, "/v1/runsheet?station=amandit&since=\(since)", token: "intake")
            #expect(answer.status == .ok, "\(answer.text)")
            let sheet = try Wire.decode(RunsheetEndpoint.Sheet.self, from: Data(answer.text.utf8))
            let told = sheet.new.flatMap(\.items).map(\.toldBy).reduce(0, +)
            #expect(sheet.new.map(\.count).reduce(0, +) <= pages && told > 0)
            for wrong in ["", "?station=", "?station=a&since=kemarin", "?station=a&since=2020-01-01"] {
                let refused = try await house.call(.get, "/v1/runsheet" + wrong, token: "intake")
                #expect(refused.status == .badRequest, "\(wrong)")
            }
            #expect(try await house.call(.get, "/v1/runsheet?station=a", token: "case").status == .forbidden)
        }
    }
}
