// What the review page shows of a programme, as values for the template.
import Complaints

/// Fields of the review page.
struct ReviewModel {
    let fields: [String: Any]

    /// Below this an item is marked "perlu diperiksa".
    static let sureFrom = 0.75

    init(_ programme: StoredProgramme) {
        let unsure = programme.items.count {
            $0.kind != .other && $0.confidence < Self.sureFrom
        }
        let items = programme.items.enumerated().map { index, item in
            Self.item(item, at: index, in: programme)
        }
        fields = [
            "title": "Tinjau: \(programme.title)", "id": programme.id,
            "version": "\(programme.version)", "programmeTitle": programme.title,
            "date": Words.date(programme.airedOn), "items": items,
            "found": Self.found(programme),
            "turnCount": "\(programme.turns.count)",
            "hasUnsure": unsure > 0, "unsure": "\(unsure)",
            "canUndo": programme.version > 1,
            "hasWarnings": !programme.warnings.isEmpty,
            "warningCount": Words.count(programme.warnings.count, "catatan pembacaan"),
            "warnings": programme.warnings.map { ["line": "\($0.line)", "message": $0.message] },
            "isPublished": programme.isPublished,
            "publishCount": Words.count(programme.publishable.count, "laporan"),
            "hasPublishable": !programme.publishable.isEmpty,
        ]
    }

    /// `4 laporan, 1 ucapan terima kasih, dan 2 bagian lain`.
    private static func found(_ programme: StoredProgramme) -> String {
        let sent = programme.items.count { StoredProgramme.publishedKinds.contains($0.kind) }
        let praise = programme.items.count { $0.kind == .praise }
        let other = programme.items.count - sent - praise
        var parts = [Words.count(sent, "laporan")]
        if praise > 0 { parts.append(Words.count(praise, "ucapan terima kasih")) }
        if other > 0 { parts.append(Words.count(other, "bagian lain")) }
        guard parts.count > 1, let last = parts.popLast() else { return parts[0] }
        return parts.joined(separator: ", ") + (parts.count > 1 ? ", dan " : " dan ") + last
    }

    /// What list and receipts show of an item.
    static func summary(_ item: Item) -> [String: Any] {
        [
            "id": item.id, "kind": Words.kind(item.kind), "kindClass": item.kind.rawValue,
            "who": who(item), "place": item.placeText ?? "", "hasPlace": item.placeText != nil,
            "text": item.text, "when": when(item),
        ]
    }

    private static func item(
        _ item: Item, at index: Int, in programme: StoredProgramme
    ) -> [String: Any] {
        var fields = summary(item)
        let turns = item.turns.flatMap { Array(programme.turns[($0[0] - 1)...($0[1] - 1)]) }
        fields["programme"] = programme.id
        fields["isOther"] = item.kind == .other
        fields["isMatter"] = item.kind != .other
        fields["isUnsure"] = item.kind != .other && item.confidence < sureFrom
        fields["hasText"] = !item.text.isEmpty
        fields["isResumed"] = item.turns.count > 1
        fields["name"] = item.caller.name ?? ""
        fields["phone"] = item.caller.phone.map(Words.covered) ?? ""
        fields["hasPhone"] = item.caller.phone != nil
        fields["isAnonymous"] = item.caller.anonymous
        fields["canMerge"] = index > 0
        fields["tracking"] = programme.receipts[item.id]?.tracking ?? ""
        fields["isPublished"] = programme.receipts[item.id] != nil
        fields["kinds"] = Kind.allCases.map { kind in
            [
                "value": kind.rawValue, "label": Words.kind(kind), "selected": kind == item.kind,
            ] as [String: Any]
        }
        fields["answers"] = item.responses.map { response in
            [
                "by": Words.speaker(response.by), "text": response.text,
                "hasDue": response.due != nil, "due": response.due.map(Words.date) ?? "",
            ] as [String: Any]
        }
        fields["hasAnswers"] = !item.responses.isEmpty
        fields["opening"] = String((turns.first?.text ?? "").prefix(90))
        fields["turns"] = turns.enumerated().map { place, turn in
            [
                "n": "\(turn.n)",
                "speaker": turn.speaker.map(Words.speaker) ?? Words.role(turn.role),
                "text": OnAir.mask(turn.text), "canSplit": place > 0,
            ] as [String: Any]
        }
        return fields
    }

    private static func who(_ item: Item) -> String {
        if item.caller.anonymous { return "Minta tidak disebut namanya" }
        return item.caller.name ?? "Tanpa nama"
    }

    private static func when(_ item: Item) -> String {
        guard let start = item.start else {
            guard let first = item.turns.first?[0], let last = item.turns.last?[1] else {
                return "di tengah giliran"
            }
            return first == last ? "giliran \(first)" : "giliran \(first)–\(last)"
        }
        return item.end.map { "\(Words.time(start))–\(Words.time($0))" } ?? Words.time(start)
    }
}

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

    static func role(_ role: Role?) -> String {
        switch role {
        case .host: "Penyiar"
        case .regent: "Bupati"
        case .official: "Pejabat"
        case .caller: "Penelepon"
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

    /// `…4471`: enough to recognise a number, too little to call it.
    static func covered(_ phone: String) -> String {
        phone.hasPrefix("…") ? phone : "…" + phone.suffix(4)
    }
}
