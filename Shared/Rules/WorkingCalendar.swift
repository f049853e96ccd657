// Working days of a region: its zone, its week and its holidays.
package import Complaints
package import struct Foundation.Date

/// A calendar day as days since 1970-01-01.
package struct Day: Sendable, Hashable, Comparable {
    package var number: Int64

    package init(number: Int64) {
        self.number = number
    }

    package init(year: Int, month: Int, day: Int) {
        number = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
    }

    /// `2026-03-21`; `nil` for anything else and for dates that do not exist.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month, day: day)
        let back = CivilDate.from(daysSinceEpoch: number)
        guard back == (year, month, day) else { return nil }
    }

    package var year: Int { CivilDate.from(daysSinceEpoch: number).year }

    /// 1 Monday … 7 Sunday (ISO 8601).
    package var weekday: Int { Int((number + 3) % 7 + 7) % 7 + 1 }

    /// The earlier day first.
    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}

/// Which days are worked. Indonesian zones have no summer time, so an offset is the whole zone.
package struct WorkingCalendar: Sendable {
    /// Seconds east of UTC: 25 200 WIB, 28 800 WITA, 32 400 WIT.
    package let offset: Int
    /// ISO weekdays that are worked, 1 Monday … 7 Sunday; never empty.
    package let weekdays: Set<Int>
    package let holidays: Set<Day>
    /// Calendar days after the answer until a case is closed by itself.
    package static let closingDays: Int64 = 10
    /// No clock runs longer than this.
    package static let maximumDays = 400

    package init(offset: Int, weekdays: Set<Int> = [1, 2, 3, 4, 5], holidays: Set<Day>) {
        self.offset = offset
        self.weekdays = weekdays.isEmpty ? [1, 2, 3, 4, 5] : weekdays
        self.holidays = holidays
    }

    /// The years whose holidays are known.
    package var years: Set<Int> { Set(holidays.map(\.year)) }

    /// The local day of a moment.
    package func day(of moment: Date) -> Day {
        let local = moment.timeIntervalSince1970 + Double(offset)
        return Day(number: Int64((local / 86_400).rounded(.down)))
    }

    /// 23:59:59 local time of a day.
    package func end(of day: Day) -> Date {
        Date(timeIntervalSince1970: Double((day.number + 1) * 86_400 - 1 - Int64(offset)))
    }

    /// Neither a weekend nor a holiday of the region.
    package func isWorking(_ day: Day) -> Bool {
        weekdays.contains(day.weekday) && !holidays.contains(day)
    }

    /// The `count`-th working day after `day`; the day itself never counts. 0 moves a day off to the
    /// next working day.
    package func workingDay(_ count: Int, after day: Day) -> Day {
        var current = day
        var left = min(max(0, count), WorkingCalendar.maximumDays)
        if left == 0 { return onWorkingDay(current) }
        while left > 0 {
            current.number += 1
            if isWorking(current) { left -= 1 }
        }
        return current
    }

    private func onWorkingDay(_ day: Day) -> Day {
        var current = day
        while !isWorking(current) { current.number += 1 }
        return current
    }

    /// The deadlines of a complaint received at a moment, each the end of a working day in the region.
    package func due(receivedAt moment: Date, clock: Clock) -> Due {
        let received = day(of: moment)
        let respond = workingDay(clock.respondDays, after: received)
        let close = onWorkingDay(
            Day(number: respond.number + WorkingCalendar.closingDays))
        return Due(
            verifyBy: end(
                of: workingDay(min(clock.verifyDays, clock.respondDays), after: received)),
            respondBy: end(of: respond), closeBy: end(of: close))
    }
}
