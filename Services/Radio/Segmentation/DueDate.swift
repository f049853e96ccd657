// "Besok pagi", "tiga hari", "Rabu depan": a promise made on air becomes a date.
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
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        guard description == text else { return nil }
    }

    package static func < (a: LocalDate, b: LocalDate) -> Bool { a.days < b.days }

    /// 0 Monday … 6 Sunday.
    var weekday: Int { Int(((days + 3) % 7 + 7) % 7) }

    package var description: String {
        let (year, month, day) = CivilDate.from(daysSinceEpoch: days)
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }

    func adding(_ count: Int) -> LocalDate { LocalDate(days: days + Int64(count)) }

    var lastOfMonth: LocalDate {
        let (year, month, _) = CivilDate.from(daysSinceEpoch: days)
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return LocalDate(days: CivilDate.daysSinceEpoch(year: next.0, month: next.1, day: 1) - 1)
    }
}

/// Finds by when something was promised.
enum DueDate {
    private static let weekdays: [String: Int] = [
        "senin": 0, "sanayan": 0, "selasa": 1, "salasa": 1, "rabu": 2, "arba": 2, "kamis": 3,
        "jumat": 4, "jum'at": 4, "jumahat": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
    ]
    private static let numbers: [String: Int] = [
        "satu": 1, "se": 1, "dua": 2, "tiga": 3, "talu": 3, "empat": 4, "ampat": 4, "lima": 5,
        "enam": 6, "tujuh": 7, "pitu": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10,
        "sapuluh": 10, "sebelas": 11, "empat belas": 14,
    ]
    private static let weeks: [String: Int] = [
        "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    ]
    private static let months: [String: Int] = [
        "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7,
        "agustus": 8, "september": 9, "oktober": 10, "november": 11, "nopember": 11, "desember": 12,
    ]
    /// Before a duration these say that it has passed, not that it is promised.
    private static let past: Set<String> = ["sudah", "selama", "tiap", "setiap", "saban", "hampir"]

    /// The latest date a turn promises; `nil` when it promises none.
    static func find(in tokens: [Token], airedOn: LocalDate) -> LocalDate? {
        var found: [LocalDate] = []
        for index in tokens.indices {
            if let date = date(tokens, index, airedOn) { found.append(date) }
        }
        return found.max()
    }

    private static func date(_ tokens: [Token], _ index: Int, _ aired: LocalDate) -> LocalDate? {
        func word(_ offset: Int) -> String {
            let at = index + offset
            return tokens.indices.contains(at) ? tokens[at].word : ""
        }
        let this = word(0)
        // "Jangan lusa, besok": what is refused is no date.
        if word(-1) == "jangan" || (word(-2) == "jangan" && !tokens[index - 1].endsClause) {
            return nil
        }
        switch this {
        case "besok", "isuk", "bsk", "esok": return aired.adding(1)
        case "seminggu", "saminggu", "sepekan":
            // "Dua kali seminggu" says how often.
            let isOften = word(-1) == "kali" || word(-1).last == "x"
            return past.contains(word(-1)) || isOften ? nil : aired.adding(7)
        case "lusa": return aired.adding(2)
        case "sekarang", "wayahini": return word(-1) == "sampai" ? nil : aired
        case "malam", "sore", "siang", "hari", "pagi":
            if ["ini", "nini", "ngini"].contains(word(1)), !past.contains(word(-1)) {
                // "Tiga hari ini" is no day, but as long as it says.
                return this == "hari" && number(word(-1)) != nil
                    ? duration(word(-1), word(-2), 1, aired) : aired
            }
        case "hr": break
        case "bulan":
            if word(1) == "ini" { return aired.lastOfMonth }
            if word(1) == "depan" { return aired.lastOfMonth.adding(1).lastOfMonth }
            if let month = months[word(1)], word(2) != "lalu" { return endOf(month, aired) }
        case "akhir":
            if word(1) == "bulan" {
                return word(2) == "depan"
                    ? aired.lastOfMonth.adding(1).lastOfMonth : aired.lastOfMonth
            }
            if let month = months[word(1)] { return endOf(month, aired) }
            if word(1) == "tahun" { return endOf(12, aired) }
            if word(1) == "pekan" { return endOfWeek(aired) }
        case "pekan", "minggu":
            // "Hari Minggu" is Sunday, "minggu ini" is this week.
            if word(-1) != "hari", word(-1) != "malam" {
                // "Minggu pertama September" ends on the seventh.
                if let week = weeks[word(1)], let month = months[word(2)] {
                    return dayOfMonth(week * 7, month, aired)
                }
                if word(1) == "ini", number(word(-1)) == nil { return endOfWeek(aired) }
                if word(1) == "depan" { return aired.adding(7) }
                return duration(word(-1), word(-2), 7, aired)
            }
        case "pada":
            if let month = months[word(1)] { return endOf(month, aired) }
        case "tanggal", "tgl":
            if let day = number(word(1)), (1...31).contains(day) {
                return dayOfMonth(day, months[word(2)], aired, year: Int(word(3)))
            }
        default: break
        }
        // "15 Juni": a day with its month; "malam Minggu" is Saturday's.
        if let day = Int(this), (1...31).contains(day), let month = months[word(1)],
            !["tanggal", "tgl"].contains(word(-1)), !past.contains(word(-1)), word(-1) != "sejak"
        {
            return dayOfMonth(day, month, aired, year: Int(word(2)))
        }
        if this == "malam", word(1) == "minggu" {
            return aired.adding((5 - aired.weekday + 7) % 7)
        }
        if this == "hari" || this == "hr" {
            let next = word(1)
            if ["jadi", "sekali", "lalu", "yang", "dalam"].contains(next), next != "dalam" {
                return nil
            }
            return duration(word(-1), word(-2), 1, aired)
        }
        if this == "jam", word(-1) == "24" || word(-1).hasSuffix("x24") {
            let count = Int(word(-1).prefix { $0.isNumber }) ?? 1
            let days = word(-1) == "24" ? Int(word(-2).prefix { $0.isNumber }) ?? 1 : count
            return aired.adding(days)
        }
        if let target = weekdays[this], this != "minggu" || word(-1) == "hari" {
            if word(1) == "lalu" || word(1) == "kemarin" || word(2) == "lalu" { return nil }
            if tokens[index].endsClause, word(1) == "" { return nil }
            // "Hari Senin yang akan datang".
            if word(1) == "yang", word(2) == "akan" || word(2) == "datang" {
                return aired.adding(target == aired.weekday ? 7 : (target - aired.weekday + 7) % 7)
            }
            if ["tiap", "setiap", "sejak", "dari", "saban", "malam"].contains(word(-1))
                || ["tiap", "setiap", "sejak", "saban"].contains(word(-2))
            {
                return nil
            }
            let isNextWeek = ["minggu", "pekan"].contains(word(1)) && word(2) == "depan"
            if word(1) == "depan" || isNextWeek {
                let monday = aired.adding(7 - aired.weekday)
                return monday.adding(target)
            }
            let ahead = (target - aired.weekday + 7) % 7
            return aired.adding(ahead == 0 && word(1) != "ini" ? 7 : ahead)
        }
        return nil
    }

    private static func number(_ word: String) -> Int? { numbers[word] ?? Int(word) }

    /// The last day of a month, this year's or the next.
    private static func endOf(_ month: Int, _ aired: LocalDate) -> LocalDate? {
        dayOfMonth(1, month, aired.adding(-31))?.lastOfMonth
    }

    private static func duration(
        _ number: String, _ before: String, _ unit: Int, _ aired: LocalDate
    ) -> LocalDate? {
        guard let count = numbers[number] ?? Int(number), (1...120).contains(count),
            !past.contains(before)
        else { return nil }
        return aired.adding(count * unit)
    }

    /// Friday: dates on air are working days; on a weekend, the Sunday.
    private static func endOfWeek(_ date: LocalDate) -> LocalDate {
        date.adding(date.weekday <= 4 ? 4 - date.weekday : 6 - date.weekday)
    }

    private static func dayOfMonth(
        _ day: Int, _ month: Int?, _ aired: LocalDate, year said: Int? = nil
    ) -> LocalDate? {
        let (year, current, _) = CivilDate.from(daysSinceEpoch: aired.days)
        // A year that is said is meant; one that has passed promises nothing.
        if let said, let month, (1990...2100).contains(said) {
            let days = CivilDate.daysSinceEpoch(year: said, month: month, day: day)
            return days < aired.days ? nil : LocalDate(days: days)
        }
        var date = LocalDate(
            days: CivilDate.daysSinceEpoch(year: year, month: month ?? current, day: day))
        if date < aired {
            let next =
                month != nil
                ? (year + 1, month ?? 1)
                : current == 12 ? (year + 1, 1) : (year, current + 1)
            date = LocalDate(
                days: CivilDate.daysSinceEpoch(year: next.0, month: next.1, day: day))
        }
        return date
    }
}
