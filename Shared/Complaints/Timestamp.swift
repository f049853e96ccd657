// RFC 3339 times, written by hand: a formatter object per call costs more than the arithmetic.
package import struct Foundation.Date

/// RFC 3339 times on the wire (RFC 3339 section 5.6).
package enum Timestamp {
    /// `2026-11-21T23:32:44.123Z`: always UTC, always milliseconds.
    package static func format(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let (days, inDay) = milliseconds.dividedFloored(by: 86_400_000)
        let (year, month, day) = CivilDate.from(daysSinceEpoch: days)
        let seconds = Int(inDay / 1000)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        /// A mark and a number behind it, with zeros before.
        func append(_ mark: Unicode.Scalar?, _ number: Int, _ width: Int) {
            if let mark { text.append(UInt8(ascii: mark)) }
            var divisor = width == 4 ? 1000 : width == 3 ? 100 : 10
            while divisor > 0 {
                text.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
                divisor /= 10
            }
        }
        append(nil, year, 4)
        append("-", month, 2)
        append("-", day, 2)
        append("T", seconds / 3600, 2)
        append(":", seconds / 60 % 60, 2)
        append(":", seconds % 60, 2)
        append(".", Int(inDay % 1000), 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads an RFC 3339 time with any offset and any number of fraction digits.
    package static func parse(_ text: String) -> Date? {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"),
            let month = scanner.digits(2), scanner.skip("-"), let day = scanner.digits(2),
            (1...12).contains(month), (1...31).contains(day),
            scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.digits(2), scanner.skip(":"), let minute = scanner.digits(2),
            scanner.skip(":"), let second = scanner.digits(2),
            hour < 24, minute < 60, second < 61
        else { return nil }
        var fraction = 0.0
        if scanner.skip(".") {
            var scale = 0.1
            guard let first = scanner.digits(1) else { return nil }
            fraction = Double(first) * scale
            while let digit = scanner.digits(1) {
                scale /= 10
                fraction += Double(digit) * scale
            }
        }
        guard let offset = scanner.offsetSeconds(), scanner.isAtEnd else { return nil }
        let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }
}

/// Days and dates of the proleptic Gregorian calendar, without a calendar object.
package enum CivilDate {
    /// Days since 1970-01-01 (algorithm: H. Hinnant, "chrono-compatible low-level date algorithms").
    package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = Int64(shifted).dividedFloored(by: 400)
        let monthFromMarch = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date that many days after 1970-01-01.
    package static func from(daysSinceEpoch days: Int64) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (days + 719_468).dividedFloored(by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int64 {
    /// Quotient and remainder with the remainder never negative.
    func dividedFloored(by divisor: Int64) -> (Int64, Int64) {
        let remainder = self % divisor
        return remainder < 0
            ? (self / divisor - 1, remainder + divisor) : (self / divisor, remainder)
    }
}

/// Reads fixed-width digits from the front of a text.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func digits(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest = rest.dropFirst(count)
        return value
    }

    mutating func skip(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func offsetSeconds() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension Date {
    /// Microseconds since 1970, as stored.
    package var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }

    /// From ``microseconds``.
    package init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
