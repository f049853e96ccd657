// A day of the calendar where the programme was aired.
import Complaints

/// A local calendar date, as days since 1970-01-01.
package struct LocalDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var days: Int64

    package init(days: Int64) { self.days = days }

    /// `YYYY-MM-DD`; `nil` for anything that is no date.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `nil` for a day that no month has.
    init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        guard CivilDate.from(daysSinceEpoch: days) == (year, month, day) else { return nil }
    }

    package static func < (a: LocalDate, b: LocalDate) -> Bool { a.days < b.days }

    /// 0 Monday … 6 Sunday.
    var weekday: Int { Int(((days + 3) % 7 + 7) % 7) }
    var year: Int { CivilDate.from(daysSinceEpoch: days).0 }
    var month: Int { CivilDate.from(daysSinceEpoch: days).1 }

    package var description: String {
        let (year, month, day) = CivilDate.from(daysSinceEpoch: days)
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }

    func adding(_ count: Int) -> LocalDate { LocalDate(days: days + Int64(count)) }

    /// The first day of this month, or of one so many months later.
    func firstOfMonth(later count: Int = 0) -> LocalDate {
        let months = year * 12 + month - 1 + count
        return LocalDate(
            days: CivilDate.daysSinceEpoch(year: months / 12, month: months % 12 + 1, day: 1))
    }

    var lastOfMonth: LocalDate { firstOfMonth(later: 1).adding(-1) }
    var lastOfYear: LocalDate { firstOfMonth(later: 13 - month).adding(-1) }
    /// Its Sunday.
    var lastOfWeek: LocalDate { adding(6 - weekday) }
}
