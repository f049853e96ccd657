// Counting with working days: how many lie between two days, when the office is open, which calendar it was.
package import Complaints
package import struct Foundation.Date

extension WorkingCalendar {
    /// Days looked at when working days are counted: more than any clock runs.
    private static let countedDaysMax: Int64 = 1500

    /// Working days after `start`, up to and with `end`; 0 where `end` is not later.
    package func workingDays(after start: Day, through end: Day) -> Int {
        var count = 0
        var day = start
        let last = min(end.number, start.number + Self.countedDaysMax)
        while day.number < last {
            day.number += 1
            if isWorking(day) { count += 1 }
        }
        return count
    }

    /// The working day before a day.
    package func workingDay(before day: Day) -> Day {
        var current = Day(number: day.number - 1)
        while !isWorking(current) { current.number -= 1 }
        return current
    }

    /// A full hour of a local day, 0 … 24.
    package func time(_ hour: Int, of day: Day) -> Date {
        Date(timeIntervalSince1970: Double(day.number * 86_400 + Int64(hour) * 3600 - Int64(offset)))
    }

    /// The moment itself when the office is open then, else when it opens next.
    ///
    /// - Parameter hours: from the hour it opens to the hour it closes.
    package func officeTime(from moment: Date, hours: Range<Int>) -> Date {
        let today = day(of: moment)
        if isWorking(today), moment < time(hours.upperBound, of: today) {
            return max(moment, time(hours.lowerBound, of: today))
        }
        return time(hours.lowerBound, of: workingDay(1, after: today))
    }

    /// The same for the same working days, in every process: FNV-1a in hex.
    package var fingerprint: String {
        let words =
            ["\(offset)"] + weekdays.sorted().map { "w\($0)" }
            + holidays.map(\.number).sorted().map { "\($0)" }
        let hash = words.joined(separator: " ").utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// The clock that gives these deadlines: how many working days they leave.
    package func clock(of due: Due, from moment: Date) -> Clock {
        let start = day(of: moment)
        return Clock(
            verifyDays: max(1, workingDays(after: start, through: day(of: due.verifyBy))),
            respondDays: max(1, workingDays(after: start, through: day(of: due.respondBy))))
    }

    /// The deadlines of an assignment that has moved or waited.
    ///
    /// - Parameters:
    ///   - verifyFrom: since when its agency has it.
    ///   - respondFrom: since when the citizen waits.
    ///   - pausedDays: working days that were spent waiting for the citizen.
    package func due(
        _ clock: Clock, verifyFrom: Date, respondFrom: Date, pausedDays: Int
    ) -> Due {
        let whole = Clock(
            verifyDays: clock.verifyDays, respondDays: clock.respondDays + max(0, pausedDays))
        var due = due(receivedAt: respondFrom, clock: whole)
        due.verifyBy = end(of: workingDay(clock.verifyDays, after: day(of: verifyFrom)))
        // An agency that got it late has at least the time to look at it.
        due.respondBy = max(due.respondBy, due.verifyBy)
        due.closeBy = max(due.closeBy, due.respondBy)
        return due
    }
}

extension Day {
    /// `11 Des 2026`, as it is written to citizens.
    package var shortText: String {
        let (year, month, day) = CivilDate.from(daysSinceEpoch: number)
        let months = [
            "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
        ]
        return "\(day) \(months[month - 1]) \(year)"
    }
}
