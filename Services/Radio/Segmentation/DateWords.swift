// How a day is named in speech: "besok", "Rabu depan", "dalam dua minggu", "tanggal dua puluh tiga Maret".
import Language

/// Reads the dates some words name, whatever is said of them.
struct DateWords {
    private let words: [String]
    private let aired: LocalDate

    init(_ words: [String], airedOn aired: LocalDate) {
        (self.words, self.aired) = (words, aired)
    }

    /// Those from the left to the right; what belongs together is one.
    func all() -> [SaidDate] {
        var found: [SaidDate] = []
        var index = 0
        while index < words.count {
            if let said = said(index) {
                if said.isReal, let last = found.last, last.isReal, let both = together(last, said) {
                    found[found.count - 1] = both
                } else {
                    found.append(said)
                }
                index = said.range.upperBound
            } else {
                index += 1
            }
        }
        return found.filter(\.isReal)
    }

    // MARK: Words

    private static let weekdays: [String: Int] = [
        "senin": 0, "sanayan": 0, "snin": 0, "selasa": 1, "salasa": 1, "slasa": 1, "rabu": 2, "arba": 2,
        "kamis": 3, "khamis": 3, "kmis": 3, "jumat": 4, "jumahat": 4, "sabtu": 5, "sbtu": 5,
        "ahad": 6, "minggu": 6,
    ]
    private static let months: [String: Int] = [
        "januari": 1, "jan": 1, "februari": 2, "pebruari": 2, "feb": 2, "maret": 3, "mar": 3, "april": 4,
        "apr": 4, "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agt": 8, "agust": 8,
        "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nopember": 11,
        "nov": 11, "nop": 11, "desember": 12, "des": 12,
    ]
    private static let orders: [String: Int] = [
        "pertama": 1, "kesatu": 1, "satu": 1, "kedua": 2, "dua": 2, "ketiga": 3, "tiga": 3, "keempat": 4,
        "empat": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    ]
    private static let partsOfDay = Set(
        words: "pagi siang sore malam subuh petang mlm sor mlam kamarian zuhur duhur asar")
    private static let selves = Set(words: "ini nini ngini nih")
    static let now = Set(words: "sekarang skrg skrang wayahini")
    private static let again = Set(words: "juga jua jg")
    private static let units: [String: (days: Int, months: Int)] = [
        "hari": (1, 0), "hr": (1, 0), "minggu": (7, 0), "mgg": (7, 0), "pekan": (7, 0), "bulan": (0, 1),
        "bln": (0, 1),
    ]
    private static let single: [String: (days: Int, months: Int)] = [
        "seminggu": (7, 0), "saminggu": (7, 0), "sepekan": (7, 0), "sebulan": (0, 1), "sabulan": (0, 1),
    ]
    /// Whether a date may begin with a word: most begin none, and are not looked at further.
    static func mayBegin(_ word: String) -> Bool {
        first.contains(word) || Numerals.begins(word)
    }

    /// What a date may begin with, numbers apart.
    private static let first = Set(
        words: """
            nanti habis setelah sesudah selesai sehabis imbah seusai usai jam pukul setengah besok bsk bsok \
            isuk esok besuk lusa tanggal tgl tgg tggl akhir awal pertengahan tengah ujung tutup triwulan tw \
            kuartal sebelum malem
            """
    ).union(now).union(partsOfDay).union(weekdays.keys).union(months.keys).union(units.keys)
        .union(single.keys)
    /// Between two words for one day: "Senin, tanggal 9", "pertengahan Oktober, tepatnya 13 Oktober".
    private static let between = Set(
        words: """
            hari pada yaitu tepatnya itu jam di paling lambat pas nanti tu tgl pagi siang sore malam ini
            """)

    private func word(_ index: Int) -> String { words.indices.contains(index) ? words[index] : "" }

    private func number(_ index: Int) -> (value: Int, words: Int)? {
        Numerals.number(in: words, at: index)
    }

    // MARK: Grammar

    private func said(_ index: Int) -> SaidDate? {
        guard Self.mayBegin(words[index]), !isName(index) else { return nil }
        return today(index) ?? near(index) ?? dayOfMonth(index) ?? month(index) ?? week(index)
            ?? weekday(index) ?? span(index)
    }

    /// "Jalan 17 Agustus", "Pasar Kamis", "SMP 1 Mei", "Ibu April": what is called so.
    private func isName(_ index: Int) -> Bool {
        if Self.called.contains(word(index - 1)) {
            return number(index) != nil || Self.weekdays[word(index)] != nil
                || Self.months[word(index)] != nil
        }
        return ["pak", "bu", "ibu", "bapak"].contains(word(index - 1)) && Self.months[word(index)] != nil
    }
    private static let called = Set(
        words: "jalan jl jln jembatan smp smpn sd sdn sma sman gang gg pasar lapangan taman kampung komplek")

    private func make(
        _ index: Int, _ count: Int, _ date: LocalDate?, _ grain: SaidDate.Grain, from: LocalDate? = nil
    ) -> SaidDate? {
        date.map {
            SaidDate(range: index..<min(index + count, words.count), date: $0, grain: grain, from: from)
        }
    }

    /// "Hari ini", "malam nanti", "habis siaran ini", "jam dua nanti", "sekarang juga", "dua jam lagi".
    private func today(_ index: Int) -> SaidDate? {
        let (this, next) = (word(index), word(index + 1))
        let isPart = Self.partsOfDay.contains(this)
        if isPart || ["hari", "hr"].contains(this), Self.selves.contains(next) {
            // "Tiga hari ini" is no day, but as long as it says.
            if !isPart, isNumber(before: index) || word(index - 1) == "beberapa" { return nil }
            return make(index, 2, aired, .day)
        }
        if isPart, next == "nanti" { return make(index, 2, aired, .day) }
        if this == "nanti", Self.partsOfDay.contains(next) { return make(index, 2, aired, .day) }
        if ["habis", "setelah", "sesudah", "selesai", "sehabis", "imbah", "seusai", "usai"].contains(this),
            ["siaran", "acara"].contains(next), Self.units[word(index - 1)] == nil
        {
            return make(index, Self.selves.contains(word(index + 2)) ? 3 : 2, aired, .day)
        }
        if Self.now.contains(this) { return make(index, Self.again.contains(next) ? 2 : 1, aired, .day) }
        if ["jam", "pukul"].contains(this), let (_, count) = number(index + 1) {
            let after = word(index + 1 + count)
            if ["nanti", "ini"].contains(after) { return make(index, count + 2, aired, .day) }
        }
        return soon(index)
    }

    /// "Dua jam lagi", "setengah jam sampai", "dalam satu jam".
    private func soon(_ index: Int) -> SaidDate? {
        let count = word(index) == "setengah" ? 1 : number(index)?.words ?? 0
        guard count > 0, ["jam", "menit"].contains(word(index + count)) else { return nil }
        let isLed = ["dalam", "dlm"].contains(word(index - 1))
        guard isLed || ["lagi", "sampai"].contains(word(index + count + 1)), number(index)?.value ?? 1 < 24
        else { return nil }
        return make(index, count + (isLed ? 1 : 2), aired, .day)
    }

    /// "Besok", "lusa" and the part of the day.
    private func near(_ index: Int) -> SaidDate? {
        let days: Int
        switch word(index) {
        case "besok", "bsk", "bsok", "isuk", "esok", "besuk": days = 1
        case "lusa": days = 2
        default: return nil
        }
        var count = 1
        while Self.partsOfDay.contains(word(index + count)) || word(index + count) == "pg" { count += 1 }
        return make(index, count, aired.adding(days), .day)
    }

    /// "Tanggal 20", "23 Maret", "Januari tanggal 11", "tanggal lima belas bulan depan".
    private func dayOfMonth(_ index: Int) -> SaidDate? {
        if let month = Self.months[word(index)], isDate(word(index + 1)),
            let (day, count) = number(index + 2), let date = day31(day, month)
        {
            return make(index, 2 + count, date, .dayOfMonth)
        }
        let led = isDate(word(index))
        let start = led ? index + 1 : index
        if let (date, count) = digits(start), word(start).contains(where: { "-./".contains($0) }) {
            return make(index, start + count - index, date, .dayOfMonth)
        }
        guard let (day, count) = number(start), (1...31).contains(day) else { return nil }
        var at = start + count
        if word(at) == "bulan" || word(at) == "bln", Self.months[word(at + 1)] != nil { at += 1 }
        if let month = Self.months[word(at)] {
            let said = year(at + 1)
            // "Tanggal tiga puluh satu April" is no day, and "satu April" not what was said.
            guard let date = day31(day, month, said?.year) else {
                var none = make(index, at + 1 + (said?.words ?? 0) - index, aired, .dayOfMonth)
                none?.isReal = false
                return none
            }
            return make(index, at + 1 + (said?.words ?? 0) - index, date, .dayOfMonth)
        }
        if let (date, count) = digits(start) { return make(index, start + count - index, date, .dayOfMonth) }
        guard led else { return nil }
        if word(at) == "bulan" || word(at) == "bln", let later = ["ini": 0, "depan": 1][word(at + 1)] {
            let first = aired.firstOfMonth(later: later)
            let date = LocalDate(year: first.year, month: first.month, day: day)
            return make(index, at + 2 - index, date, .dayOfMonth)
        }
        let first = aired.firstOfMonth()
        let next = aired.firstOfMonth(later: 1)
        let date = LocalDate(year: first.year, month: first.month, day: day)
            .flatMap { $0 < aired ? nil : $0 } ?? LocalDate(year: next.year, month: next.month, day: day)
        return make(index, at - index, date, .dayOfMonth)
    }

    /// "20/03/2026", "20-3-2026", "20.03.2026".
    private func digits(_ index: Int) -> (date: LocalDate?, words: Int)? {
        let joined = word(index).split { "-./".contains($0) }
        let parts = joined.count == 3 ? joined.map(String.init) : (index..<index + 3).map { word($0) }
        guard let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]),
            (1...31).contains(day), (1...12).contains(month), (1990...2100).contains(year)
        else { return nil }
        return (day31(day, month, year), joined.count == 3 ? 1 : 3)
    }

    private func isDate(_ word: String) -> Bool { ["tanggal", "tgl", "tgg", "tggl"].contains(word) }

    /// A day of a month: of this year or the next; one of the last months has passed and promises nothing.
    private func day31(_ day: Int, _ month: Int, _ said: Int? = nil) -> LocalDate? {
        if let said {
            return LocalDate(year: said, month: month, day: day).flatMap { $0 < aired ? nil : $0 }
        }
        guard let date = LocalDate(year: aired.year, month: month, day: day) else { return nil }
        if date >= aired { return date }
        guard aired.days - date.days > Self.passedDays else { return nil }
        return LocalDate(year: aired.year + 1, month: month, day: day)
    }
    /// A date this short a time ago is not the one of next year.
    private static let passedDays = 120

    /// "Bulan depan", "akhir Mei", "pertengahan bulan", "sebelum Juli", "triwulan dua", "akhir tahun".
    private func month(_ index: Int) -> SaidDate? {
        let this = word(index)
        let parts = ["akhir": 31, "awal": 1, "pertengahan": 15, "tengah": 15, "ujung": 31]
        if let part = parts[this] {
            if let (date, from, count) = monthSaid(index + 1, isMarked: true) {
                let first = date.firstOfMonth()
                let day = part == 31 ? date : first.adding(part - 1)
                return make(index, count + 1, day < aired ? nil : day, .month, from: part == 31 ? from : day)
            }
            guard word(index + 1) == "tahun", this == "akhir" else { return nil }
            let next = word(index + 2)
            if next == "depan" { return make(index, 3, aired.lastOfYear.adding(1).lastOfYear, .year) }
            return make(index, Self.selves.contains(next) ? 3 : 2, aired.lastOfYear, .year)
        }
        if this == "tutup", word(index + 1) == "tahun" { return make(index, 2, aired.lastOfYear, .year) }
        if ["triwulan", "tw", "kuartal"].contains(this), let quarter = Self.orders[word(index + 1)] {
            let year = quarter * 3 < aired.month ? aired.year + 1 : aired.year
            return make(
                index, 2, LocalDate(year: year, month: quarter * 3, day: 1)?.lastOfMonth, .year)
        }
        if this == "sebelum", let month = Self.months[word(index + 1)],
            !["habis", "berakhir", "selesai", "tuntung"].contains(word(index + 2))
        {
            guard let end = endOf(month) else { return nil }
            let before = end.firstOfMonth().adding(-1)
            return make(index, 2, before < aired ? end : before, .month)
        }
        guard let (date, from, count) = monthSaid(index, isMarked: isMarked(index)) else { return nil }
        // "Mulai Oktober" begins with it.
        let begins = word(index - 1) == "mulai" && from > aired
        return make(index, count, begins ? from : date, .month, from: from)
    }

    /// The month some words name, as its last day. Its name alone is enough where it is marked as a time.
    private func monthSaid(_ index: Int, isMarked: Bool) -> (LocalDate, from: LocalDate, count: Int)? {
        let isLed = word(index) == "bulan" || word(index) == "bln"
        let at = isLed ? index + 1 : index
        if isLed {
            for (word, later) in [("ini", 0), ("depan", 1), ("muka", 1)] where self.word(at) == word {
                let first = aired.firstOfMonth(later: later)
                return (first.lastOfMonth, first, 2)
            }
            if isMarked, Self.months[word(at)] == nil {
                return (aired.lastOfMonth, aired.firstOfMonth(), 1)
            }
        }
        let isWhole = word(at).utf8.count > 3 || word(at) == "mei"
        guard let month = Self.months[word(at)], isWhole || isLed, isLed || isMarked,
            word(at + 1) != "lalu", word(at + 1) != "kemarin"
        else { return nil }
        if let (year, count) = year(at + 1) {
            guard let first = LocalDate(year: year, month: month, day: 1), first.lastOfMonth >= aired
            else { return nil }
            return (first.lastOfMonth, first, at + 1 + count - index)
        }
        guard let end = endOf(month, isComing: ["nanti", "depan"].contains(word(at + 1))) else { return nil }
        return (end, end.firstOfMonth(), at + 1 - index)
    }

    /// "2027", "tahun 2027", "tahun depan".
    private func year(_ index: Int) -> (year: Int, words: Int)? {
        let isLed = word(index) == "tahun"
        if isLed, word(index + 1) == "depan" { return (aired.year + 1, 2) }
        guard let year = Int(word(isLed ? index + 1 : index)), (1990...2100).contains(year)
        else { return nil }
        return (year, isLed ? 2 : 1)
    }

    /// Whether what stands around the name of a month says that it is a time: "mulai Juli", "Januari nanti".
    private func isMarked(_ index: Int) -> Bool {
        Self.beforeMonths.contains(word(index - 1))
            || ["nanti", "ini", "depan", "paling", "insyaallah", "lah"].contains(word(index + 1))
            || year(index + 1) != nil
    }

    private static let beforeMonths = Set(
        words: "pada mulai kira-kira sekitar sebelum di insyaallah allah sampai habis selesai")

    /// The last day of a month, of this year or the next; `nil` for one that has just passed.
    private func endOf(_ month: Int, isComing: Bool = false) -> LocalDate? {
        let passed = aired.month - month
        guard passed <= 0 || passed > Self.passedMonths || isComing else { return nil }
        return LocalDate(year: passed > 0 ? aired.year + 1 : aired.year, month: month, day: 1)?.lastOfMonth
    }
    private static let passedMonths = 4

    /// "Minggu ini", "pekan depan", "akhir pekan", "minggu kedua Juni".
    private func week(_ index: Int) -> SaidDate? {
        let this = word(index)
        if this == "akhir", ["pekan", "minggu"].contains(word(index + 1)) {
            let saturday = aired.lastOfWeek.adding(-1)
            if word(index + 2) == "depan" { return make(index, 3, saturday.adding(7), .week) }
            return make(
                index, Self.selves.contains(word(index + 2)) ? 3 : 2, max(saturday, aired), .week)
        }
        if this == "awal", ["pekan", "minggu"].contains(word(index + 1)), word(index + 2) == "depan" {
            return make(index, 3, aired.lastOfWeek.adding(1), .week)
        }
        guard ["pekan", "minggu", "mgg"].contains(this) else { return nil }
        // "Hari Minggu" is Sunday, and "dua minggu" as long as it says.
        if ["hari", "hr", "malam", "mlm", "tiap", "setiap", "sampai"].contains(word(index - 1)) {
            return nil
        }
        let next = word(index + 1)
        if let order = Self.orders[next], let (month, _, count) = monthSaid(index + 2, isMarked: true) {
            let end = month.firstOfMonth().adding(order * 7 - 1)
            return make(
                index, 2 + count, end < aired ? nil : end, .week, from: end.adding(-6))
        }
        if isNumber(before: index) { return nil }
        if Self.selves.contains(next) {
            let count = Self.again.contains(word(index + 2)) ? 3 : 2
            return make(index, count, aired.lastOfWeek, .week, from: aired)
        }
        if ["depan", "dpn", "muka", "dapan"].contains(next) {
            return make(
                index, 2, aired.adding(7), .week, from: aired.lastOfWeek.adding(1))
        }
        return nil
    }

    /// "Rabu", "hari Jumat ini", "Senin depan", "malam Minggu" (the Saturday's).
    private func weekday(_ index: Int) -> SaidDate? {
        let isLed = ["hari", "hr"].contains(word(index))
        let isEve = ["malam", "mlm", "malem"].contains(word(index))
        let at = isLed || isEve ? index + 1 : index
        guard let day = Self.weekdays[word(at)] else { return nil }
        var count = at + 1 - index
        let next = word(index + count)
        if word(at) == "minggu", !isLed, !isEve {
            // Alone it is a week, or nothing.
            guard Self.partsOfDay.contains(next) || isDate(next)
                || ["sampai", "besok"].contains(word(index - 1))
            else { return nil }
        }
        let target = isEve ? (day + 6) % 7 : day
        var ahead = (target - aired.weekday + 7) % 7
        if ahead == 0, !isEve { ahead = 7 }
        while Self.partsOfDay.contains(word(index + count)) { count += 1 }
        switch word(index + count) {
        case "ini", "besok", "nanti":
            if word(index + count) == "ini", target == aired.weekday { ahead = 0 }
            count += 1
        case "berikutnya":
            ahead += 7
            count += 1
        case "depan", "dpn":
            ahead = 7 - aired.weekday + target
            count += 1
        case "yang" where word(index + count + 1) == "datang": count += 2
        case "yang" where word(index + count + 1) == "akan" && word(index + count + 2) == "datang": count += 3
        default: break
        }
        return make(index, count, aired.adding(ahead), .weekday)
    }

    /// "Dalam tiga hari", "dua minggu lagi", "3x24 jam", "seminggu"; "dua minggu dari besok".
    private func span(_ index: Int) -> SaidDate? {
        if let hours = hours(index) { return hours }
        var days = 0
        var months = 0
        var at = index
        if let one = Self.single[word(index)] {
            (days, months) = one
            at += 1
        } else if let (value, count) = number(index), let unit = Self.units[word(index + count)],
            (1...Self.most).contains(value), count == 1 || isWhole(index..<index + count)
        {
            (days, months) = (unit.days * value, unit.months * value)
            at += count + 1
        } else {
            return nil
        }
        if word(at) == "kerja" { at += 1 }
        var start = aired
        if ["dari", "sejak", "terhitung"].contains(word(at)) {
            let base = word(at) == "terhitung" && word(at + 1) == "dari" ? at + 2 : at + 1
            if let said = near(base) ?? today(base) {
                start = said.date
                at = said.range.upperBound
            }
        }
        if ["lagi", "ini", "kedepan"].contains(word(at)) { at += 1 }
        if word(at) == "ke", word(at + 1) == "depan" { at += 2 }
        let date = months == 0 ? start.adding(days) : later(start, months)
        return make(index, at - index, date, .span)
    }
    /// "Dua puluh satu" is a number; "satu dua" are two.
    private func isWhole(_ range: Range<Int>) -> Bool {
        range.contains { index in
            ["puluh", "plh", "belas", "balas", "likur"].contains { word(index).hasSuffix($0) }
        }
    }

    /// A promise of a longer time is none: "90 hari" of food, "365 hari" of a year.
    private static let most = 120

    private func later(_ date: LocalDate, _ months: Int) -> LocalDate {
        let first = date.firstOfMonth(later: months)
        let day = Int(date.days - date.firstOfMonth().days)
        return min(first.adding(day), first.lastOfMonth)
    }

    private func hours(_ index: Int) -> SaidDate? {
        // "1 x 24 jam" in one word, or in two or three.
        if let (times, count) = number(index), times <= 7, word(index + count) == "kali",
            let (hours, more) = number(index + count + 1), hours == 24,
            word(index + count + 1 + more) == "jam"
        {
            return make(index, count + more + 2, aired.adding(times), .span)
        }
        for count in 1...3 where word(index + count) == "jam" {
            let all = (index..<index + count).map { word($0) }.joined()
            guard all.hasSuffix("x24"), let times = Int(all.prefix { $0.isNumber }), (1...31).contains(times)
            else { continue }
            return make(index, count + 1, aired.adding(times), .day)
        }
        if word(index) == "24", word(index + 1) == "jam" { return make(index, 2, aired.adding(1), .span) }
        return nil
    }

    private func isNumber(before index: Int) -> Bool {
        (max(0, index - 3)..<index).contains { start in
            number(start).map { start + $0.words == index && $0.value <= Self.most } ?? false
        }
    }

    // MARK: What belongs together

    /// "Minggu depan hari Selasa", "Senin tanggal 24", "besok Rabu": one day, as exactly as it is named.
    private func together(_ a: SaidDate, _ b: SaidDate) -> SaidDate? {
        let gap = a.range.upperBound..<b.range.lowerBound
        guard gap.count <= 3, gap.allSatisfy({ Self.between.contains(word($0)) }) else { return nil }
        let range = a.range.lowerBound..<b.range.upperBound
        let (fine, coarse) = a.grain.rawValue > b.grain.rawValue ? (a, b) : (b, a)
        switch (fine.grain, coarse.grain) {
        case (.dayOfMonth, .dayOfMonth), (.weekday, .weekday), (.day, .day), (.span, _): return nil
        case (.day, .weekday):
            return SaidDate(range: range, date: fine.date, grain: .day)
        case (.dayOfMonth, .month) where !(coarse.date.firstOfMonth()...coarse.date).contains(fine.date):
            // "Bulan Januari, tanggal 7".
            let day = Int(fine.date.days - fine.date.firstOfMonth().days)
            return SaidDate(range: range, date: coarse.date.firstOfMonth().adding(day), grain: .dayOfMonth)
        case (.weekday, .week):
            let monday = coarse.date.adding(-coarse.date.weekday)
            let day = monday.adding(fine.date.weekday)
            return SaidDate(range: range, date: day < aired ? fine.date : day, grain: .weekday)
        default:
            return SaidDate(range: range, date: fine.date, grain: fine.grain)
        }
    }
}
