// The life of what was promised on air: open, kept, late, broken off; who is reminded, and what the run sheet shows.
import Complaints
import Foundation
import HTTPTypes
import Region
import Rules
import Testing
import TestSupport

@testable import RoutingService

@Suite struct CommitmentTests {
    private let rooms = RoutingTests()

    private func promised(_ days: [String?]) -> Programme {
        Programme(
            id: "p", title: "Bupati Mendengar", airedOn: "2026-11-18", start: nil, end: nil,
            responses: days.map { Response(by: "Bupati", text: "Kami perbaiki.", due: $0) })
    }

    private func course(_ days: [String?]) throws -> Course {
        var course = try CourseTests.course()
        course.assignment.complaint.programme = promised(days)
        return course
    }

    private func region() throws -> RegionPack { try CourseTests.region.get() }

    private func states(_ course: Course) -> [CommitmentState] { course.assignment.promises.map(\.state) }

    @Test("its day passes and it is late, once, with a line in the history; without a day it stays open")
    func late() throws {
        let calendar = try region().calendar
        var course = try course(["2026-11-25", nil])
        #expect(course.promiseEnds(calendar) == calendar.end(of: try #require(Day("2026-11-25"))) + 1)
        #expect(course.pass(to: try CourseTests.day("2026-11-25", 15), calendar).lines.isEmpty)
        #expect(states(course) == [.open, .open])
        let passed = course.pass(to: try CourseTests.day("2026-11-26", 1), calendar)
        #expect(passed.lines.map(\.action) == [Passed.Action.late])
        #expect(passed.lines.first?.request.contains("2026-11-25") == true)
        #expect(states(course) == [.late, .open] && !passed.entersFeed)
        #expect(course.pass(to: try CourseTests.day("2026-11-27", 1), calendar).lines.isEmpty)
    }

    @Test("an answer keeps it, in time or late; a citizen who is not content is owed it again")
    func answered() throws {
        let region = try region()
        var course = try course(["2026-11-25", "2026-12-24"])
        _ = try course.take(
            .init(step: .report(.answered)), region, at: try CourseTests.day("2026-11-26"))
        #expect(course.assignment.promises.map(\.state) == [.kept, .kept])
        #expect(course.assignment.promises.map(\.late) == [true, false])
        _ = try course.take(
            .init(step: .report(.reopened)), region, at: try CourseTests.day("2026-11-27"))
        #expect(states(course) == [.late, .open])
        #expect(course.assignment.promises.allSatisfy { !$0.late })
    }

    @Test("what somebody has said to be kept stays kept; said again it is nothing new; there is no third one")
    func settled() throws {
        let region = try region()
        let calendar = region.calendar
        var course = try course(["2026-11-25", "2026-11-30"])
        let day = try CourseTests.day("2026-11-24")
        #expect(course.settle(1, .kept, actor: "case", note: "ditambal", at: day, calendar) == true)
        #expect(course.settle(1, .kept, actor: "case", note: "ditambal", at: day, calendar) == false)
        #expect(course.settle(2, .brokenOff, actor: "admin", note: "tidak ada anggaran", at: day, calendar) == true)
        #expect(course.settle(3, .kept, actor: "case", note: nil, at: day, calendar) == nil)
        #expect(course.promiseClock(calendar) == nil)
        _ = try course.take(.init(step: .report(.answered)), region, at: day)
        _ = try course.take(.init(step: .report(.reopened)), region, at: day)
        #expect(states(course) == [.kept, .brokenOff])
        // Taken back after its day it is late.
        #expect(course.settle(1, .open, actor: "case", note: nil, at: day + 10 * 86_400, calendar) == true)
        #expect(states(course) == [.late, .brokenOff])
    }

    @Test("the agency is reminded on the working day before, the day after, and every week until it is kept")
    func reminded() throws {
        let region = try region()
        let calendar = region.calendar
        var course = try course(["2026-12-02"])
        _ = try course.take(.init(step: .acknowledge), region, at: CourseTests.received)
        func steps(_ from: Int64, _ days: Int64) -> [Int] {
            let first = Day(year: 2026, month: 11, day: 24).number
            return (from..<from + days).compactMap { number in
                course.pass(to: calendar.time(9, of: Day(number: first + number)), calendar).promise?.step
            }
        }
        #expect(steps(0, 7) == [])
        #expect(steps(7, 1) == [Reminders.Step.before])
        #expect(steps(8, 21) == [1, 2, 3, 4])
        let clock = try #require(course.promiseClock(calendar))
        #expect(Reminders.text(course.assignment, clock, 0, calendar).contains("dipenuhi sesuai janji siaran"))
        _ = course.settle(1, .kept, actor: "case", note: nil, at: .now, calendar)
        #expect(steps(29, 21) == [])
    }

    @Test("what is promised for tomorrow is reminded of at once")
    func tomorrow() throws {
        let calendar = try region().calendar
        let tomorrow = Day(number: calendar.day(of: CourseTests.received).number + 1)
        var course = try course([calendar.workingDay(0, after: tomorrow).text])
        let at = calendar.officeTime(from: CourseTests.received, hours: Reminders.hours)
        #expect(course.pass(to: at, calendar).promise?.step == Reminders.Step.before)
    }

    @Test("over the wire: marked with who and when, in the history, on the run sheet; wrong ones are refused", arguments: TestDatabase.allCases)
    func wire(on database: TestDatabase) async throws {
        let rooms = rooms
        let today = Day(number: Int64(Date.now.timeIntervalSince1970) / 86_400)
        let programme = Programme(
            id: "p", title: "Bupati Mendengar", airedOn: Day(number: today.number - 2).text, start: nil, end: nil,
            responses: [
                Response(by: "Bupati", text: "Ditambal.", due: Day(number: today.number + 20).text),
                Response(by: "Kadis", text: "Dilihat dulu.", due: nil),
            ])
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .radio, account: "amandit", externalID: "p/1"),
            tracking: "HSS-26-3000001-0", channel: .radio, account: "amandit", externalId: "p/1",
            receivedAt: .now, reporter: Reporter(name: "Warga"), text: "Jalan di Habirau berlubang",
            programme: programme)
        let body = String(decoding: Wire.encode(complaint), as: UTF8.self)
        try await rooms.withRouting(database) { house in
            _ = try await house.call(.post, "/v1/complaints", token: "intake", body: body)
            try await house.decide()
            let made = try #require(try await rooms.feed(house).items.first)
            #expect(made.commitments?.map(\.state) == [.open, .open])
            let path = "/v1/assignments/\(made.id.text)/commitments/"
            func say(_ n: String, _ body: String, token: String = "case") async throws -> (HTTPResponse.Status, String) {
                let answer = try await house.call(.post, path + n, token: token, body: body)
                return (answer.status, answer.text)
            }
            let kept = #"{"state":"kept","note":"sudah ditambal"}"#
            #expect(try await say("1", kept).0 == .ok)
            #expect(try await say("1", kept).0 == .ok)
            #expect(try await say("1", kept, token: "intake").0 == .forbidden)
            for (n, wrong, status) in [
                ("3", kept, HTTPResponse.Status.notFound), ("x", kept, .notFound),
                ("1", #"{"state":"late"}"#, .unprocessableContent), ("1", #"{"state":"done"}"#, .badRequest),
                ("2", #"{"state":"broken_off"}"#, .unprocessableContent),
                ("2", #"{"state":"kept","at":"2099-01-01T00:00:00Z"}"#, .unprocessableContent),
            ] {
                let answer = try await say(n, wrong)
                #expect(answer.0 == status, "\(n) \(wrong): \(answer)")
            }
            #expect(try await say("2", #"{"state":"broken_off","note":"bukan wewenang"}"#, token: "admin").0 == .ok)
            let history = try await house.call(.get, "/v1/complaints/\(complaint.id.text)", token: "case").text
            #expect(history.components(separatedBy: "\"commitment 1\"").count == 2, "kept once")
            #expect(history.contains("\"commitment 2\"") && history.contains("bukan wewenang"))
            let sheet = try await house.call(.get, "/v1/runsheet?station=amandit", token: "intake").text
            let read = try Wire.decode(RunsheetEndpoint.Sheet.self, from: Data(sheet.utf8))
            #expect(read.commitments.map(\.state) == [.brokenOff, .kept])
            #expect(read.commitments.map(\.n) == [2, 1] && read.commitments.last?.note == "sudah ditambal")
            // Said by its reader, it does not come back to it.
            #expect(try await rooms.feed(house).items.count == 1)
        }
    }
}
