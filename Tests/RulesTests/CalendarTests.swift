// Working days: weekends, holidays, the end of the year, the zone.
import Complaints
import Foundation
import Rules
import Testing

@Suite struct CalendarTests {
    static let wita = WorkingCalendar(
        offset: 28_800,
        holidays: Set(
            ["2026-12-24", "2026-12-25", "2027-01-01", "2027-01-05"].compactMap { Day($0) }))

    private func due(_ received: String, _ clock: Clock) throws -> [String] {
        let moment = try #require(Timestamp.parse(received))
        let due = Self.wita.due(receivedAt: moment, clock: clock)
        return [due.verifyBy, due.respondBy, due.closeBy].map { Timestamp.format($0) }
    }

    @Test func overChristmasAndTheNewYear() throws {
        // Wednesday 23 December in WITA; worked: 28, 29, 30, 31 December, 4 January.
        #expect(
            try due("2026-12-23T02:00:00Z", .information) == [
                "2026-12-30T15:59:59.000Z", "2027-01-04T15:59:59.000Z",
                "2027-01-14T15:59:59.000Z",
            ])
    }

    @Test func theDayIsTheOneInTheRegion() throws {
        // 23:30 WITA on Friday, and half an hour after midnight WITA on Saturday: the same clocks.
        let friday = try due("2026-11-20T15:30:00Z", .information)
        let saturday = try due("2026-11-20T16:30:00Z", .information)
        #expect(friday == saturday)
        #expect(friday[0] == "2026-11-25T15:59:59.000Z")
        // Sunday evening is still Sunday in WITA until 16:00 UTC.
        #expect(try due("2026-11-22T15:59:59Z", .information)[0] == "2026-11-25T15:59:59.000Z")
        #expect(try due("2026-11-22T16:00:00Z", .information)[0] == "2026-11-26T15:59:59.000Z")
    }

    @Test func aClosingDayOffMovesToTheNextWorkingDay() throws {
        // Respond Tuesday 15 December + 10 = Friday 25 December, a holiday: Monday 28.
        #expect(
            try due("2026-12-08T02:00:00Z", .information)[2] == "2026-12-28T15:59:59.000Z")
    }

    @Test(arguments: 0..<400)
    func everyDeadlineIsAWorkingDayAndCountsRight(offset: Int64) throws {
        let start = Day(number: 20_500 + offset)
        for count in 1...6 {
            let end = Self.wita.workingDay(count, after: start)
            #expect(Self.wita.isWorking(end))
            let between = (start.number + 1...end.number).filter {
                Self.wita.isWorking(Day(number: $0))
            }
            #expect(between.count == count)
        }
    }

    @Test func datesThatDoNotExistAreRefused() {
        for text in ["2026-02-29", "2026-13-01", "2026-1-01", "", "2026-04-31", "abcd-ef-gh"] {
            #expect(Day(text) == nil, "\(text)")
        }
        #expect(Day("2028-02-29")?.weekday == 2)
    }
}

@Suite struct WorkingTimeTests {
    private let wita = CalendarTests.wita

    @Test func countingIsTheInverseOfTheClock() throws {
        let start = try #require(Day("2026-12-20"))
        for days in 1...30 {
            let end = wita.workingDay(days, after: start)
            #expect(wita.workingDays(after: start, through: end) == days)
        }
        #expect(wita.workingDays(after: start, through: start) == 0)
        let received = try #require(Timestamp.parse("2026-12-20T02:00:00Z"))
        for clock in [Clock.information, .complaint, .inspection, Clock(verifyDays: 1, respondDays: 2)] {
            #expect(wita.clock(of: wita.due(receivedAt: received, clock: clock), from: received) == clock)
            #expect(
                wita.due(clock, verifyFrom: received, respondFrom: received, pausedDays: 0)
                    == wita.due(receivedAt: received, clock: clock))
        }
    }

    @Test func theOfficeIsOpenOnWorkingDaysOnly() throws {
        func open(_ text: String) throws -> String {
            Timestamp.format(
                wita.officeTime(from: try #require(Timestamp.parse(text)), hours: 8..<16))
        }
        // Wednesday 23 December, before, within and after the hours; Thursday and Friday are holidays.
        #expect(try open("2026-12-22T22:00:00Z") == "2026-12-23T00:00:00.000Z")
        #expect(try open("2026-12-23T05:00:00Z") == "2026-12-23T05:00:00.000Z")
        #expect(try open("2026-12-23T08:00:00Z") == "2026-12-28T00:00:00.000Z")
    }

    @Test func theFingerprintNamesTheWorkingDays() throws {
        let other = WorkingCalendar(
            offset: wita.offset, weekdays: wita.weekdays,
            holidays: wita.holidays.union([try #require(Day("2026-12-28"))]))
        let same = WorkingCalendar(offset: wita.offset, holidays: wita.holidays)
        #expect(same.fingerprint == wita.fingerprint && other.fingerprint != wita.fingerprint)
    }
}
