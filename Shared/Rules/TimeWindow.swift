// When something was received, and the times a rule may ask for: hours, weekdays, working days, dates.
import Complaints
package import struct Foundation.Date

/// A moment as a clock on the wall of the region shows it.
package struct LocalMoment: Sendable, Hashable {
    package var day: Day
    /// Since midnight: 0 … 1439.
    package var minute: Int
    package var isWorkingDay: Bool

    package init(day: Day, minute: Int, isWorkingDay: Bool) {
        self.day = day
        self.minute = minute
        self.isWorkingDay = isWorkingDay
    }
}

/// Hours of a local day, the last minute not included; over midnight where it ends before it begins.
package struct HourSpan: Sendable, Hashable {
    /// Minutes since midnight: 0 … 1439, and 1 … 1440 for the end.
    package var from: Int
    package var to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    /// `08:00-16:30`, `22:00-05:00`; `nil` for anything else, and for a span of no length.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = HourSpan.minute(ends[0]), let to = HourSpan.minute(ends[1]),
            from != to, from < 1440, to > 0
        else { return nil }
        self.init(from: from, to: to)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isASCIIDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
        else { return nil }
        let all = hour * 60 + minute
        return all <= 1440 ? all : nil
    }

    /// Whether a minute of a day lies in it.
    package func contains(_ minute: Int) -> Bool {
        from < to ? from <= minute && minute < to : minute >= from || minute < to
    }

    package var text: String { "\(HourSpan.text(from))-\(HourSpan.text(to))" }

    private static func text(_ minute: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

/// Local days from one to another, both included; open where an end is `nil`.
package struct DaySpan: Sendable, Hashable {
    package var from: Day?
    package var to: Day?

    package init(from: Day? = nil, to: Day? = nil) {
        self.from = from
        self.to = to
    }

    /// Whether a day lies in it.
    package func contains(_ day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }

    /// Whether all days of the other lie in it.
    func contains(_ other: DaySpan) -> Bool {
        let begins = from.map { from in other.from.map { from <= $0 } ?? false } ?? true
        let ends = to.map { to in other.to.map { $0 <= to } ?? false } ?? true
        return begins && ends
    }

    /// In Bahasa Indonesia, for a trace.
    var spoken: String {
        switch (from, to) {
        case (let from?, let to?) where from == to: from.shortText
        case (let from?, let to?): "\(from.shortText) sampai \(to.shortText)"
        case (let from?, nil): "sejak \(from.shortText)"
        case (nil, let to?): "sampai \(to.shortText)"
        case (nil, nil): "hari apa pun"
        }
    }

    package var text: String {
        switch (from, to) {
        case (let from?, let to?) where from == to: from.text
        case (let from?, let to?): "\(from.text) to \(to.text)"
        case (let from?, nil): "from \(from.text)"
        case (nil, let to?): "until \(to.text)"
        case (nil, nil): "any day"
        }
    }
}

/// What a rule asks of the moment a complaint was received; all that is given must hold.
package struct TimeWindow: Sendable, Hashable {
    package var hours: HourSpan?
    /// ISO weekdays, 1 Monday … 7 Sunday; any where empty.
    package var weekdays: Set<Int>
    /// `true`: neither a weekend nor a holiday of the region.
    package var isWorkingDay: Bool?
    /// One of these; any where empty.
    package var days: [DaySpan]

    package init(
        hours: HourSpan? = nil, weekdays: Set<Int> = [], isWorkingDay: Bool? = nil,
        days: [DaySpan] = []
    ) {
        self.hours = hours
        self.weekdays = weekdays
        self.isWorkingDay = isWorkingDay
        self.days = days
    }

    /// Whether a moment lies in it.
    package func contains(_ moment: LocalMoment) -> Bool {
        if let hours, !hours.contains(moment.minute) { return false }
        if !weekdays.isEmpty, !weekdays.contains(moment.day.weekday) { return false }
        if let isWorkingDay, isWorkingDay != moment.isWorkingDay { return false }
        return days.isEmpty || days.contains { $0.contains(moment.day) }
    }

    /// The last of its days; `nil` where some of them have no end, or any day will do.
    var lastDay: Day? {
        let ends = days.compactMap(\.to)
        return ends.count == days.count ? ends.max() : nil
    }

    /// Whether it surely holds wherever the other does.
    func covers(_ other: TimeWindow) -> Bool {
        (hours == nil || hours == other.hours)
            && (weekdays.isEmpty || !other.weekdays.isEmpty && weekdays.isSuperset(of: other.weekdays))
            && (isWorkingDay == nil || isWorkingDay == other.isWorkingDay)
            && (days.isEmpty
                || !other.days.isEmpty
                    && other.days.allSatisfy { theirs in days.contains { $0.contains(theirs) } })
    }

    /// For who writes the rules: `22:00-05:00, sat, sun, no working day`.
    package var written: String {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        var parts = hours.map { [$0.text] } ?? []
        parts += weekdays.sorted().map { names[($0 - 1) % 7] }
        if let isWorkingDay { parts.append(isWorkingDay ? "working day" : "no working day") }
        parts += days.map(\.text)
        return parts.joined(separator: ", ")
    }

    /// For a trace: `pukul 22:00-05:00, Sabtu, Minggu, hari libur`.
    package var text: String {
        let names = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
        var parts = hours.map { ["pukul \($0.text)"] } ?? []
        parts += weekdays.sorted().map { names[($0 - 1) % 7] }
        if let isWorkingDay { parts.append(isWorkingDay ? "hari kerja" : "hari libur") }
        parts += days.map(\.spoken)
        return parts.joined(separator: ", ")
    }
}

extension Day {
    /// `2026-03-21`.
    package var text: String {
        let (year, month, day) = CivilDate.from(daysSinceEpoch: number)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}

extension WorkingCalendar {
    /// A moment on the region's clock. Indonesian zones have no summer time.
    package func local(_ moment: Date) -> LocalMoment {
        let day = day(of: moment)
        let local = moment.timeIntervalSince1970 + Double(offset)
        let second = Int((local - Double(day.number) * 86_400).rounded(.down))
        return LocalMoment(
            day: day, minute: min(max(0, second / 60), 1439), isWorkingDay: isWorking(day))
    }
}
