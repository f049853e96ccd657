// Words and dates of the pages, as an Indonesian reader expects them.
import Complaints
import Foundation

/// Words and dates as an Indonesian reader expects them.
enum Words {
    private static let weekdays = [
        "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
    ]
    private static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ]

    /// `Rabu, 10 Maret 2021`.
    static func date(_ text: String) -> String {
        guard let date = LocalDate(text) else { return text }
        let (year, month, day) = CivilDate.from(daysSinceEpoch: date.days)
        return "\(weekdays[date.weekday]), \(day) \(months[month - 1]) \(year)"
    }

    static func time(_ seconds: Double) -> String {
        let whole = Int(seconds)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let minutes = "\(two(whole / 60 % 60)):\(two(whole % 60))"
        return whole >= 3600 ? "\(whole / 3600):\(minutes)" : minutes
    }

    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" }

    static func kind(_ kind: Kind) -> String {
        switch kind {
        case .complaint: "Pengaduan"
        case .question: "Pertanyaan"
        case .praise: "Ucapan terima kasih"
        case .aspiration: "Aspirasi"
        case .info: "Permintaan informasi"
        case .other: "Bukan laporan"
        }
    }

    /// In a forum nobody broadcasts and nobody telephones.
    static func role(_ role: Role?, in gathering: Gathering) -> String {
        switch role {
        case .host:
            switch gathering {
            case .radio: "Penyiar"
            case .forum: "Moderator"
            case .chat: "Admin grup"
            }
        case .regent: "Bupati"
        case .official: "Pejabat"
        case .caller: gathering == .radio ? "Penelepon" : "Warga"
        case .message: "Pesan"
        case nil: "Jawaban"
        }
    }

    /// `KADIS PUTR` as in the file reads better as `Kadis PUTR`.
    static func speaker(_ label: String) -> String {
        guard label == label.uppercased() else { return label }
        let titles: Set<String> = [
            "PENYIAR", "BUPATI", "WAKIL", "KADIS", "DIRUT", "DIREKTUR", "CAMAT", "KEPALA", "DINAS",
            "SOSIAL", "PENELEPON", "KESEHATAN", "PENDIDIKAN", "SEKDA", "LURAH", "WARGA",
        ]
        return label.split(separator: " ").map { word in
            titles.contains(String(word)) ? word.prefix(1) + word.dropFirst().lowercased() : word
        }.joined(separator: " ")
    }

    /// `10.42`, as clocks are written.
    static func clock(_ moment: Date, _ zone: TimeZone) -> String {
        let minutes = (Int(moment.timeIntervalSince1970) + zone.secondsFromGMT(for: moment)) / 60 % 1440
        return "\(minutes / 60).\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }

    static func channel(_ channel: Channel) -> String {
        switch channel {
        case .sms: "SMS"
        case .chat: "Obrolan"
        case .email: "Surel"
        case .radio: "Radio"
        case .forum: "Forum"
        case .counter: "Loket"
        case .open311, .import: "Daring"
        }
    }

    /// The beginning of a text, cut at a word.
    static func opening(_ text: String, _ length: Int) -> String {
        guard text.count > length else { return text }
        let start = text.prefix(length)
        let words = start[..<(start.lastIndex(of: " ") ?? start.endIndex)]
        // A full stop before the dots would be a fourth.
        guard let last = words.lastIndex(where: { $0.isLetter || $0.isNumber }) else { return words + "…" }
        return words[...last] + "…"
    }

    /// `…4471`: enough to recognise a number, too little to call it.
    static func covered(_ phone: String) -> String {
        phone.hasPrefix("…") ? phone : "…" + phone.suffix(4)
    }
}
