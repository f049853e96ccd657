// By when something was promised on air: of the dates that are named, those that somebody is to keep.
import Language

enum DueDate {
    /// The latest date some words promise; `nil` when they promise none.
    static func find(in tokens: [Token], airedOn: LocalDate) -> LocalDate? {
        all(in: tokens, airedOn: airedOn).map(\.date).max()
    }

    /// Every date some words promise, with the words that name it.
    static func all(in tokens: [Token], airedOn: LocalDate) -> [SaidDate] {
        var found: [SaidDate] = []
        var first = 0
        // No date reaches beyond its sentence: "Enam bulan. Ini tidak boleh."
        for last in tokens.indices where tokens[last].endsSentence || last == tokens.count - 1 {
            defer { first = last + 1 }
            let range = first...last
            guard !tokens[last].asks, tokens[range].contains(where: { DateWords.mayBegin($0.word) })
            else { continue }
            let words = Array(tokens[range])
            let said = DateWords(words.map(\.word), airedOn: airedOn).all()
            guard !said.isEmpty else { continue }
            let sentence = Sentence(tokens: words, said: said)
            let promised = said.indices.filter(sentence.isPromised).map { said[$0] }
            // A whole programme without a full stop names too many to look at each beside each.
            let isOneSentence = promised.count <= mostOfSentence
            for var one in promised
            where !isOneSentence || !promised.contains(where: {
                $0.tellsExactly(one) || one.grain == .year && $0.grain != .year
            }) {
                one.range = one.range.lowerBound + first..<one.range.upperBound + first
                found.append(one)
            }
        }
        return found
    }

    private static let mostOfSentence = 24
}

/// A day that some words name.
struct SaidDate {
    /// How exactly it is named: of two that mean the same, the more exact one counts.
    enum Grain: Int { case year, month, week, span, weekday, day, dayOfMonth }

    /// The words, as positions.
    var range: Range<Int>
    var date: LocalDate
    var grain: Grain
    /// The first day it may be, where it names a time and not a day.
    var from: LocalDate?
    /// The calendar has no such day, or it has passed.
    var isReal = true

    /// "Akhir bulan ini saya kabari, tanggal tiga puluh paling lambat": the day is within the other's time.
    fileprivate func tellsExactly(_ other: SaidDate) -> Bool {
        guard grain == .dayOfMonth, other.grain.rawValue <= Grain.week.rawValue, date <= other.date
        else { return false }
        return other.from.map { $0 <= date } ?? false
    }
}

/// What is said around a date.
private struct Sentence {
    let tokens: [Token]
    let said: [SaidDate]

    private static let often = Set(words: "tiap setiap saban")
    private static let conditions = Set(
        words: "kalau kalo klo kl bila jika apabila mun misalnya misal seandainya andai")
    private static let refused = Set(
        words: "jangan bukan belum balum blm ingat usah janji menjanjikan hadir")
    private static let closing = Set(
        words: "ditutup tutupnya berakhir libur diliburkan diundur musrenbang umur hadir")
    private static let past = Set(words: "lalu kemarin kemaren kamarin tadi semalam samalam")
    private static let done = Set(words: "sudah sdh udah telah hudah sudahnya")
    private static let planned = Set(
        words: """
            dijadwalkan diagendakan direncanakan ditargetkan dijanjikan harus paling sebelum target lambat \
            selambatnya
            """)
    private static let open = Set(words: "pendaftaran mendaftar daftar")
    private static let beginning = Set(words: "mulai dibuka terhitung")
    private static let limits = Set(words: "waktu batas harus perbaiki kerja perbaikan")
    private static let until = Set(words: "sampai hingga sampe sd s/d s.d")
    private static let bills = Set(
        words: """
            tagihan rekening gaji honor iuran listrik insentif tunjangan bulan pasar shalat salat sholat solat
            """)
    private static let usual = Set(
        words: "biasanya normalnya selama sudah sdh hampir hanya cuma sejak baru untuk")

    private func word(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].word : "" }

    /// The words before a date, the next first, no further than its clause.
    private func before(_ range: Range<Int>, _ count: Int) -> [Token] {
        var found: [Token] = []
        var index = range.lowerBound - 1
        while index >= 0, found.count < count, !tokens[index].endsClause {
            found.append(tokens[index])
            index -= 1
        }
        return found
    }

    func isPromised(_ index: Int) -> Bool {
        let one = said[index]
        let lead = before(one.range, 6).map(\.word)
        let next = word(one.range.upperBound)
        let last = tokens[one.range.upperBound - 1]
        let endsHere = last.endsClause || last.endsSentence
        func led(_ words: Set<String>, _ count: Int) -> Bool {
            lead.prefix(count).contains(where: words.contains)
        }

        if led(Self.often, 3) || led(Self.refused, 2) || led(Self.not, 2) || led(Self.conditions, 1)
            || last.endsClause && led(Self.conditions, 6) || led(["tutup", "libur"], 1)
            || one.grain != .day && (led(Self.closing, 2) || led(Self.bills, 1))
        {
            return false
        }
        let second = word(one.range.upperBound + 1)
        if !endsHere {
            if Self.past.contains(next) || Self.closing.contains(next) { return false }
            // "Kamis yang lalu", "tanggal 20 bulan lalu", "besok kantor tutup".
            if Self.past.contains(second), ["yang", "minggu", "pekan", "bulan", "tahun"].contains(next) {
                return false
            }
            if ["tutup", "libur"].contains(second) { return false }
        }
        if isDone(one, lead) || isRefused(one) { return false }
        if let first = lead.first, Self.until.contains(first) {
            // "Saya beri waktu sampai tanggal 20".
            return isEnd(index) || lead.dropFirst().prefix(3).contains(where: Self.limits.contains)
        }
        if isBegin(index) { return isBegun(index) }
        switch one.grain {
        case .span: return isSpan(one, lead)
        case .weekday, .dayOfMonth, .month, .week:
            return lead.first != "sejak" && (lead.first != "dari" || one.grain == .weekday)
        case .day: return !DateWords.now.contains(word(one.range.lowerBound)) || isAtOnce(one)
        case .year: return true
        }
    }

    /// "Sudah kami kirim tim hari Senin", "Senin sudah kami cek", "hari ini kami sudah kirim": it is done.
    private func isDone(_ one: SaidDate, _ lead: [String]) -> Bool {
        let behind = (0..<4).map { word(one.range.upperBound + $0) }
        if let kami = behind.prefix(2).firstIndex(where: Self.we.contains) {
            if kami > 0, Self.done.contains(behind[kami - 1]) { return true }
            if one.grain == .day, Self.done.contains(behind[kami + 1]) { return true }
        }
        guard one.grain != .day, let at = lead.firstIndex(where: Self.done.contains) else { return false }
        if lead.contains(where: Self.planned.contains) { return false }
        let isOurs = at > 0 && (Self.we.contains(lead[at - 1]) || lead[at - 1].hasPrefix("di"))
        return (at < 3 || isOurs) && !Self.done.contains(behind[0])
    }
    private static let we = Set(words: "kami saya ulun sy")

    /// "Besok kami tidak bisa".
    private func isRefused(_ one: SaidDate) -> Bool {
        let behind = (0..<5).map { word(one.range.upperBound + $0) }
        return zip(behind, behind.dropFirst()).contains {
            Self.not.contains($0) && ["bisa", "sanggup", "kawa", "mungkin"].contains($1)
        }
    }
    private static let not = Set(words: "tidak tdk kada gak nggak ga belum")

    /// "Besok sampai Minggu kami kuras" is done by Sunday; "pendaftaran sampai tanggal 16" is no promise.
    private func isEnd(_ index: Int) -> Bool {
        guard index > 0, said[index - 1].range.upperBound + 1 == said[index].range.lowerBound,
            said[index - 1].grain != .weekday || said[index].grain != .weekday
        else { return false }
        if isBegun(index - 1) { return false }
        let lead = before(said[index - 1].range, 12)
        return !lead.contains { Self.open.contains($0.word) }
    }

    /// "Mulai Rabu sampai Jumat" is kept from Wednesday on.
    private func isBegun(_ index: Int) -> Bool {
        let lead = before(said[index].range, 6).map(\.word)
        return lead.prefix(3).contains(where: Self.beginning.contains)
            && !lead.contains(where: Self.open.contains)
    }

    /// The first day of "Senin sampai Kamis".
    private func isBegin(_ index: Int) -> Bool {
        guard index + 1 < said.count else { return false }
        let end = said[index].range.upperBound
        return end + 1 == said[index + 1].range.lowerBound && Self.until.contains(word(end))
    }

    /// A time that something takes: "dua kali seminggu" and "sudah tiga hari" promise nothing.
    private func isSpan(_ one: SaidDate, _ lead: [String]) -> Bool {
        let next = word(one.range.upperBound)
        if ["dalam", "dlm"].contains(lead.first ?? "") { return true }
        if Self.noEnd.contains(next) { return false }
        let isShort = word(one.range.lowerBound).hasPrefix("se") || word(one.range.lowerBound).hasPrefix("sa")
        if isShort, let counted = lead.first,
            counted.last == "x" || ["kali", "hari", "orang"].contains(counted)
        {
            return false
        }
        guard !lead.prefix(2).contains(where: Self.usual.contains) else { return false }
        let near = tokens[max(0, one.range.lowerBound - 6)..<min(tokens.count, one.range.upperBound + 6)]
        let isMonths = ["bulan", "bln", "sebulan", "sabulan"].contains(word(one.range.upperBound - 1))
        let isBound = lead.prefix(3).contains { ["paling", "maksimal", "tempo", "waktu"].contains($0) }
        // "Kami buka 24 jam".
        if word(one.range.lowerBound) == "24" { return isBound }
        return one.range.count > 2 || isBound || !isMonths && near.contains { Self.bounds.contains($0.word) }
    }
    private static let noEnd = Set(
        words: """
            sekali berturut-turut berturut dua tiga jadi lalu yang sebelumnya sesudahnya terakhir penuh \
            lebih sekaligus
            """)
    /// What makes a span of time one by the end of which something is done.
    private static let bounds = Set(
        words: """
            dalam paling lambat lama maksimal maksimum batas kurang target waktu minta mahadang harus musti \
            selesai tuntas tuntung beres sudah sdh beri kasih janji tempo jangka kami saya ulun diganti \
            dipasang diperbaiki kada kira-kira
            """)

    /// "Sekarang" is when somebody does it now, not how things are.
    private func isAtOnce(_ one: SaidDate) -> Bool {
        if one.range.count > 1 { return true }
        let near = tokens[max(0, one.range.lowerBound - 8)..<min(tokens.count, one.range.upperBound + 6)]
        return near.contains { Self.acts.contains($0.word) }
    }
    private static let acts = Set(
        words: """
            telepon telpon telp tlp hubungi kirim berangkat panggil perintahkan kontak meluncur langsung
            """)
}
