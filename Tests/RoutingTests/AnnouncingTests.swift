// New reports are announced: to who wants to be told, in office hours; an emergency up the ladder at any hour
// until somebody acknowledges it.
import Complaints
import Foundation
import HTTPTypes
import Rules
import Store
import Testing
import TestSupport

@testable import Region
@testable import RoutingService

@Suite struct AnnouncingTests {
    private let rooms = RoutingTests()

    private func contact(
        _ of: String, _ office: String, _ number: Int, _ rank: ContactRank = .narahubung, isTold: Bool = false
    ) -> Contact {
        Contact(
            of: of, place: nil, office: office, rank: rank, phone: "+62811000000\(number)", email: nil, decree: nil,
            isTold: isTold, validFrom: nil, validTo: nil)
    }

    private func region(_ contacts: [Contact]) throws -> RegionPack {
        var region = try CourseTests.region.get()
        region.contacts = contacts
        return region
    }

    /// A course that begins at a moment, and whom it is announced to at each hour after.
    private func told(
        _ urgency: Urgency, _ contacts: [Contact], begins: Date, hours: [Double],
        acknowledgedAfter: Double = .infinity
    ) throws -> [String?] {
        let region = try region(contacts)
        let calendar = region.calendar
        var course = try CourseTests.course()
        course.assignment.agency = AgencyRef(id: "PUPR", name: "Dinas PUPR")
        course.assignment.decision.urgency = urgency
        course.record.verifyFrom = begins
        return hours.map { hour in
            let now = begins + hour * 3600
            if hour >= acknowledgedAfter { course.assignment.status = .acknowledged }
            let ladder = Announcing.ladder(course.assignment, region, on: calendar.day(of: now))
            return course.announce(to: ladder, at: now, calendar)?.office
        }
    }

    @Test("who asked for it is told once, when the office opens; who did not is left alone")
    func ordinary() throws {
        let night = try CourseTests.day("2026-11-24", 22)
        let own = [contact("PUPR", "narahubung", 1, isTold: true), contact("PUPR", "wakil", 2, .deputy)]
        #expect(try told(.normal, own, begins: night, hours: [0, 5, 10, 11, 12]) == [nil, nil, "narahubung", nil, nil])
        let silent = [contact("PUPR", "narahubung", 1)]
        #expect(try told(.normal, silent, begins: night, hours: [0, 10, 11]) == [nil, nil, nil])
    }

    @Test("an emergency goes up the ladder at any hour, half an hour each, until it is acknowledged")
    func emergency() throws {
        let night = try CourseTests.day("2026-11-24", 22)
        let ladder = [
            contact("SETDA", "koordinator", 3), contact("PUPR", "kepala", 4, .superior),
            contact("PUPR", "narahubung", 1), contact("PUPR", "wakil", 2, .deputy),
        ]
        #expect(try told(.immediate, ladder, begins: night, hours: [0, 0.4, 0.5, 1, 1.5, 2, 3])
            == ["narahubung", nil, "wakil", "kepala", "koordinator", nil, nil])
        #expect(try told(.immediate, ladder, begins: night, hours: [0, 0.5, 1, 1.5], acknowledgedAfter: 0.9)
            == ["narahubung", "wakil", nil, nil])
    }

    @Test("what an office has had for a day is no news; what moves is announced anew")
    func moved() throws {
        let region = try region([
            contact("PUPR", "a", 1, isTold: true), contact("DLH", "b", 2, isTold: true),
        ])
        let calendar = region.calendar
        let morning = try CourseTests.day("2026-11-24", 10)
        var course = try CourseTests.course()
        course.assignment.agency = AgencyRef(id: "PUPR", name: "Dinas PUPR")
        func announce(_ now: Date) -> String? {
            let ladder = Announcing.ladder(course.assignment, region, on: calendar.day(of: now))
            return course.announce(to: ladder, at: now, calendar)?.office
        }
        course.record.verifyFrom = morning - 25 * 3600
        #expect(announce(morning) == nil)
        course.record.verifyFrom = morning
        course.record.announced = nil
        #expect(announce(morning) == "a" && announce(morning + 60) == nil)
        course.assignment.agency = AgencyRef(id: "DLH", name: "DLH")
        #expect(announce(morning + 120) == "b")
    }

    @Test("the sweep sends it, notes whom, and wakes for the next on the ladder", arguments: TestDatabase.allCases)
    func sweep(on database: TestDatabase) async throws {
        let region = try region([contact("PLN", "siaga", 1), contact("SETDA", "koordinator", 3)])
        let sweeper = Sweeper(region: region, channels: ["sms"], messagesPerDay: 1)
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: "1"), tracking: "HSS-26-1000001-0",
            channel: .sms, account: "k", externalId: "1", receivedAt: .now, reporter: nil,
            text: "kabel listrik putus tergeletak di jalan desa Sungai Kupang, bahaya")
        let body = String(decoding: Wire.encode(complaint), as: UTF8.self)
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            _ = try await house.call(.post, "/v1/complaints", token: "intake", body: body)
            try await house.decide()
            let made = try #require(try await rooms.feed(house).items.first)
            #expect(made.agency?.id == "PLN" && made.decision.urgency == .immediate)
            func sent(_ now: Date) async throws -> Int {
                _ = try await house.store.write { try sweeper.look(at: now, in: $0) }
                return try await house.store.read { transaction in
                    Int(try transaction.first("SELECT COUNT(*) AS n FROM notice")?.int("n") ?? 0)
                }
            }
            let now = Date.now
            #expect(try await sent(now) == 1)
            #expect(try await sent(now + 60) == 1)
            #expect(try await sent(now + 1860) == 2)
            _ = try await house.call(
                .post, "/v1/assignments/\(made.id.text)/ack", token: "case", body: #"{"case_ref":"1"}"#)
            #expect(try await sent(now + 3700) == 2)
            let history = try await house.call(.get, "/v1/complaints/\(complaint.id.text)", token: "admin").text
            #expect(history.contains("announced") && history.contains("siaga") && history.contains("koordinator"))
        }
    }
}
