// Days and times as offices write them, in the region's zone: four styles, and a spreadsheet's numbers.
import Complaints
import Documents
import Foundation
import Rules

/// Reads the cells of a day and a time.
struct LocalMoment: Sendable, Hashable {
    /// Seconds east of UTC, where the text names no zone.
    var offset: Int
    /// The month stands before the day: `1/5/2024` is in January.
    var monthFirst = false

    /// Why a cell is no moment, and how to write it.
    struct Unreadable: Error, Hashable {
        var why: String
    }

    /// - Parameter time: of its own column; `nil` or empty: what the day says, else its beginning.
    func read(_ day: SheetCell, _ time: SheetCell?) throws(Unreadable) -> Date {
        try parse(day, time).moment
    }

    /// - Returns: the moment, and whether a time was said; else it is the beginning of the day.
    func parse(
        _ day: SheetCell, _ time: SheetCell?
    ) throws(Unreadable) -> (moment: Date, hasTime: Bool) {
        let text = day.text.trimmed
        if let moment = Timestamp.parse(text.replacing(" ", with: "T")) { return (moment, true) }
        let civil: (number: Int64, seconds: Int?, offset: Int?)
        if let serial = serial(day) {
            let days = serial.rounded(.down)
            let seconds = Int(((serial - days) * 86_400).rounded())
            civil = (Int64(days) - Self.epochSerial, seconds > 0 ? min(seconds, 86_399) : nil, nil)
        } else {
            civil = try written(text)
        }
        var (seconds, zone) = (civil.seconds, civil.offset)
        if let time, !time.isEmpty {
            let read = try clock(time)
            seconds = read.seconds
            zone = read.offset ?? zone
        }
        let local = civil.number * 86_400 + Int64(seconds ?? 0)
        return (Date(timeIntervalSince1970: Double(local - Int64(zone ?? offset))), seconds != nil)
    }

    /// 1970-01-01 as a spreadsheet counts days from 1899-12-30.
    private static let epochSerial: Int64 = 25_569
    /// Serials of the years 2000 to 2099; other plain numbers are no days.
    private static let serials = 36_526.0..<73_051.0

    private func serial(_ cell: SheetCell) -> Double? {
        let number = cell.number ?? Double(cell.text.trimmed)
        return number.flatMap { Self.serials.contains($0) ? $0 : nil }
    }

    // MARK: Written days

    private static let months: [String: Int] = [
        "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
        "agu": 8, "agt": 8, "ags": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11,
        "nop": 11,
        "des": 12, "dec": 12,
    ]
    private static let styles = "write it as 5 Jan 2024, 05/01/2024, 05-01-2024 or 2024-01-05"

    private func written(_ text: String) throws(Unreadable) -> (Int64, Int?, Int?) {
        var parts = Self.parts(text)[...]
        // "Jumat, 5 Januari 2024"
        if parts.count > 3, Self.weekdays.contains(parts[0].lowercased()) {
            parts = parts.dropFirst()
        }
        guard parts.count >= 3 else {
            throw Unreadable(why: "'\(text.prefix(40))' is no day; \(Self.styles)")
        }
        let three = parts.prefix(3).map { $0 }
        let (year, month, day) = try civil(three, text)
        guard (1...31).contains(day) else { throw Unreadable(why: "there is no day '\(text.prefix(40))'") }
        let limit = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        guard CivilDate.from(daysSinceEpoch: limit) == (year, month, day) else {
            throw Unreadable(why: "there is no day '\(text.prefix(40))'")
        }
        let rest = parts.dropFirst(3).map { $0 }
        if rest.isEmpty { return (limit, nil, nil) }
        let time = try clock(rest, text)
        return (limit, time.seconds, time.offset)
    }

    private func civil(_ parts: [String], _ text: String) throws(Unreadable) -> (Int, Int, Int) {
        if let month = Self.months[String(parts[1].lowercased().prefix(3))],
            let day = Int(parts[0]),
            let year = Self.year(parts[2])
        {
            return (year, month, day)
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else {
            throw Unreadable(why: "'\(text.prefix(40))' is no day; \(Self.styles)")
        }
        var (year, month, day): (Int?, Int, Int)
        if parts[0].count == 4 {
            (year, month, day) = (numbers[0], numbers[1], numbers[2])
        } else {
            (year, month, day) = (Self.year(parts[2]), numbers[1], numbers[0])
            if monthFirst { (month, day) = (day, month) }
        }
        guard let year, (1...12).contains(month) else {
            let hint =
                (1...12).contains(day) && month > 12
                ? "; if the month stands first, say `month_first: true` in a column map" : ""
            throw Unreadable(
                why: "'\(text.prefix(40))' has no month \(month)\(hint); \(Self.styles)")
        }
        return (year, month, day)
    }

    private static let weekdays: Set<String> = [
        "senin", "selasa", "rabu", "kamis", "jumat", "jum", "sabtu", "minggu", "ahad", "sen", "sel",
        "rab",
        "kam", "sab", "min",
    ]

    private static func year(_ text: String) -> Int? {
        guard let number = Int(text) else { return nil }
        return text.count == 4 ? number : text.count == 2 ? 2000 + number : nil
    }

    /// Runs of digits and of letters.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var wasDigit = false
        var isOpen = false
        for character in text {
            let isDigit = character.isASCII && character.isNumber
            guard isDigit || character.isLetter else {
                isOpen = false
                continue
            }
            if isOpen, wasDigit == isDigit {
                parts[parts.count - 1].append(character)
            } else {
                parts.append(String(character))
            }
            (wasDigit, isOpen) = (isDigit, true)
        }
        return parts
    }

    // MARK: Times

    private func clock(_ cell: SheetCell) throws(Unreadable) -> (seconds: Int, offset: Int?) {
        let text = cell.text.trimmed
        // "00.30" is half past midnight, and no share of a day.
        let share = cell.number ?? (text.hasPrefix("00") ? nil : Double(text))
        if let share, share.isFinite,
            (0..<(cell.isDate ? Self.serials.upperBound : 1)).contains(share)
        {
            return (min(86_399, Int(((share - share.rounded(.down)) * 86_400).rounded())), nil)
        }
        // "08.30" that a spreadsheet took for a number has lost its zeros.
        if let number = cell.number, !cell.isDate, (1..<24).contains(number) {
            let hundredths = Int((number * 100).rounded())
            return try clock(["\(hundredths / 100)", "\(hundredths % 100)"], cell.text)
        }
        return try clock(Self.parts(text), cell.text)
    }

    private static let zones = ["wib": 25_200, "wita": 28_800, "wit": 32_400]

    private func clock(_ parts: [String], _ text: String) throws(Unreadable) -> (
        seconds: Int, offset: Int?
    ) {
        var parts = parts
        // "2024-01-05T13:45"; "pukul 13.45"
        parts.removeAll { ["t", "pukul", "jam", "pkl"].contains($0.lowercased()) }
        let words = parts.filter { Int($0) == nil }.map { $0.lowercased() }
        let numbers = parts.compactMap { Int($0) }
        guard (1...3).contains(numbers.count),
            words.allSatisfy({ Self.zones[$0] != nil || ["am", "pm"].contains($0) })
        else { throw Unreadable(why: "'\(text.prefix(40))' is no time; write it as 13:45") }
        var hour = numbers[0]
        if words.contains("pm"), hour < 12 { hour += 12 }
        if words.contains("am"), hour == 12 { hour = 0 }
        let (minute, second) = (
            numbers.count > 1 ? numbers[1] : 0, numbers.count > 2 ? numbers[2] : 0
        )
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
            throw Unreadable(why: "there is no time '\(text.prefix(40))'")
        }
        return (hour * 3600 + minute * 60 + second, words.lazy.compactMap { Self.zones[$0] }.first)
    }
}
