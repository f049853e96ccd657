// Where a typist puts the speaker: "Penyiar: …", "PENYIAR - …", "[Ririn] …", "NV<tab>…", "D) …", "H. …",
// ">> …". One file keeps one habit; it shows by labels that come again. "Pukul 09.15: …" is none.

/// What stands between a label and the words.
enum LabelHabit: Int, CaseIterable, Sendable {
    case colon, dash, tab, bracket, bar, slash, paren
    /// "H. …": initials with a full stop.
    case dot
    /// ">> …", "-- …", "== …": a sign for each voice.
    case sign

    /// Of the lines, so many must have such a label; what sentences may begin with as well, more.
    fileprivate var leastShare: Double { self == .dot || self == .sign ? 0.5 : 0.15 }
}

/// The labels one file really uses.
struct LabelTable {
    private var counts = Array(repeating: [String: Int](), count: LabelHabit.allCases.count)
    /// As ``counts``, without what stands in brackets: "Hendra (Garunggang)" comes once, "Hendra" again.
    private var names = Array(repeating: [String: Int](), count: LabelHabit.allCases.count)
    private var habit = LabelHabit.colon
    /// Nearly every line is labelled, so that a name that comes once is a label too.
    private var isDense = false
    /// Labels are written in small letters, roles as well as names.
    private var isSmall = false
    /// Habits besides the file's own that many lines have ("Ani= …" in a file of colons).
    private var others: [LabelHabit] = []
    /// Begins the lines of all who have no label: "P1: …" for a caller, "- …" for whoever answers him.
    private(set) var voiceSign: Character?

    /// From this share of the lines on, labels are the rule.
    private static let denseShare = 0.4
    private static let (fewestOthers, wordsOfSmall) = (3, 2)
    private static let (fewestSigned, leastSigned) = (6, 0.15)
    /// "P2" comes so often with a mark behind it that it is a label without one.
    private static let fewestNumbered = 3

    init(_ lines: some Sequence<Substring>) {
        var filled = 0
        var signed: [Substring] = []
        var small = Array(repeating: 0, count: LabelHabit.allCases.count)
        for line in lines {
            if !line.allSatisfy(\.isWhitespace) { filled += 1 }
            if Self.voiceSigned(line) != nil { signed.append(line) }
            let marks = LabelMarks(line)
            for habit in LabelHabit.allCases {
                guard let (label, _) = Self.candidate(line, habit, marks) else { continue }
                counts[habit.rawValue][Self.key(label), default: 0] += 1
                names[habit.rawValue][Self.key(Self.name(label)), default: 0] += 1
                if label.first?.isLowercase == true { small[habit.rawValue] += 1 }
            }
        }
        var best = 0
        for candidate in LabelHabit.allCases {
            let labels = counts[candidate.rawValue].filter {
                Self.isKnown($0.key) || ($0.value >= 2 && !Self.isDenied($0.key))
            }
            let score = labels.values.reduce(0, +)
            let isHabit =
                candidate == .colon
                || (labels.count >= 2 && Double(score) >= candidate.leastShare * Double(filled))
            if isHabit, score > best { (best, habit) = (score, candidate) }
        }
        isDense = Double(best) >= Self.denseShare * Double(filled) && habit != .dot && habit != .sign
        isSmall = small[habit.rawValue] * 2 > counts[habit.rawValue].values.reduce(0, +)
        let own = counts[habit.rawValue].filter { $0.value >= 2 }
        others = [LabelHabit.colon, .bar, .slash].filter { other in
            other != habit
                && counts[other.rawValue].reduce(0) { $0 + (own[$1.key] == nil ? 0 : $1.value) }
                    >= (other == .colon ? 1 : Self.fewestOthers)
        }
        guard habit != .sign, distinct > 0 else { return }
        let bare = signed.filter { split($0) == nil }
        if bare.count >= Self.fewestSigned, Double(bare.count) >= Self.leastSigned * Double(filled) {
            voiceSign = bare.first.flatMap { Timecode.trim($0).first }
        }
    }

    /// "- berapa hektar": a dash, a blank, and words.
    private static func voiceSigned(_ line: Substring) -> Substring? {
        let text = Timecode.trim(line)
        guard let first = text.first, "-–—".contains(first), text.dropFirst().first?.isWhitespace == true
        else { return nil }
        return signed(text)?.rest
    }

    /// The label of a line if it has one, and the words after it.
    func split(_ line: Substring) -> (label: String, rest: Substring)? {
        let marks = LabelMarks(line)
        if let (label, rest) = Self.candidate(line, habit, marks), accepts(label) { return (label, rest) }
        // A colon in a file of dashes: only for those who speak anyway, and for messages.
        for other in others {
            guard let (label, rest) = Self.candidate(line, other, marks) else { continue }
            if uses(label) > 0 || other != .colon && SpeakerLabel(label).role == .message {
                return (label, rest)
            }
        }
        if let found = withoutMark(line) { return found }
        guard voiceSign != nil, let rest = Self.voiceSigned(line) else { return nil }
        return ("-", rest)
    }

    /// "P2 baik. …", "P2 (basran) - …", "P3; …" in a file of "P2: …".
    private func withoutMark(_ line: Substring) -> (label: String, rest: Substring)? {
        let text = Timecode.trim(line)
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text[letters.endIndex...].prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(letters.count), (1...2).contains(digits.count),
            uses(String(letters + digits)) >= Self.fewestNumbered
        else { return nil }
        var end = digits.endIndex
        let after = text[end...]
        guard let next = after.first, next.isWhitespace || ";.,-–".contains(next) else { return nil }
        if Timecode.trim(after).first == "(",
            let close = after.prefix(Self.longestLabel).firstIndex(of: ")")
        {
            end = after.index(after: close)
        }
        let rest = text[end...].drop { $0.isWhitespace || ";:.,-–".contains($0) }
        return rest.isEmpty ? nil : (text[..<end].foldingWhiteSpace(), rest)
    }

    /// How often the file has this label.
    func uses(_ label: String) -> Int { counts[habit.rawValue][Self.key(label)] ?? 0 }

    private func accepts(_ label: String) -> Bool {
        let isDenied = Self.isDenied(label)
        let isAgain = names[habit.rawValue][Self.key(Self.name(label))] ?? 0 >= 2
        // "++" of who speaks only once.
        if isAgain && !isDenied || habit == .sign && label.count >= 2 { return true }
        if isSmall, isDense, habit == .colon, !isDenied, Self.mayBeSmall(label) { return true }
        // "Kepala dinas bilang: …" is a sentence; a label is written as a name or comes again.
        return (Self.isKnown(label) || (isDense && !isDenied && isCapitalised(label)))
            && (Self.looksLikeName(label) || isSmall && Self.isOffice(label))
    }

    /// "cowok", "bu yuliani", where nothing is written with capitals; not "masalahnya", "kata beliau".
    private static func mayBeSmall(_ label: String) -> Bool {
        let words = name(label).split(separator: " ").map(String.init)
        return words.count <= wordsOfSmall
            && !words.contains { $0.hasSuffix("nya") || saying.contains($0) }
    }

    private static let saying = Set(
        words: """
            kata jar ujar ucap bilang harapan permintaan alasan masalah saran usul keluhan tambah lanjut \
            tanya jawab pesan info
            """)

    /// "kadis pu", where nothing is written with capitals.
    private static func isOffice(_ label: String) -> Bool {
        let words = label.split(separator: " ")
        return words.count <= 3 && SpeakerLabel(String(words[0])).role != nil
    }

    private func isCapitalised(_ label: String) -> Bool {
        label.first { $0.isLetter }?.isUppercase ?? false
    }

    /// How many different labels the file uses.
    var distinct: Int { used.count }

    /// One line looks labelled: "… SMS dari / warga Simpur: lampu …" is how a sentence was broken.
    var isLone: Bool { used.values.reduce(0, +) == 1 }

    private var used: [String: Int] {
        counts[habit.rawValue].filter {
            Self.isKnown($0.key) || ($0.value >= 2 && !Self.isDenied($0.key))
        }
    }

    static func isKnown(_ label: String) -> Bool {
        if SpeakerLabel(label).role != nil { return true }
        let words = label.lowercased().split { !$0.isLetter }
        return words.count == 1 && ["speaker", "spk", "pembicara"].contains(words[0])
            && label.contains { $0.isNumber || $0 == "#" }
    }

    static func looksLikeName(_ label: String) -> Bool {
        let words = label.prefix { $0 != "(" }.split(separator: " ")
        return words.count == 1
            || (words.count == 2 && SpeakerLabel(String(words[1])).role != nil)
            || (words.count <= 5
                && words.allSatisfy { $0.first.map { $0.isUppercase || !$0.isLetter } ?? true })
    }

    /// The label without what stands in brackets.
    static func name(_ label: String) -> String {
        let outer = label.prefix { $0 != "(" }.foldingWhiteSpace()
        return outer.isEmpty ? label : outer
    }

    /// "T1" and "T2" are one kind of label.
    static func key(_ label: String) -> String {
        var key = String.UnicodeScalarView()
        var isInNumber = false
        for scalar in label.lowercased().unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            if !isDigit { key.append(scalar) } else if !isInNumber { key.append("#") }
            isInNumber = isDigit
        }
        return String(key)
    }

    private static let denied: Set<String> = [
        "catatan", "nb", "pukul", "jam", "note", "ket", "keterangan", "alamat", "telp", "telepon",
        "hp", "http", "https", "tanggal", "hari", "nomor", "no", "judul", "acara", "durasi",
        "narasi", "waktu", "tempat", "ps", "www", "nama", "begini", "intinya", "contoh",
        "contohnya", "misalnya", "pertama", "kedua", "ketiga", "keempat", "jadi", "artinya",
        "yaitu", "lokasi", "katanya", "bunyinya", "isinya", "tulisnya", "kesimpulannya",
        "satu", "dua", "tiga", "empat", "lima", "enam", "kelima", "keenam", "terakhir",
        "selanjutnya",
    ]

    static func isDenied(_ label: String) -> Bool {
        guard let first = label.lowercased().split(whereSeparator: { !$0.isLetter }).first else {
            return !isSign(label)
        }
        return denied.contains(String(first))
    }

    private static let (longestLabel, longestInitials, longestShort) = (60, 10, 8)
    /// Signs that typists set before words instead of a name.
    private static let signs = Set<Character>(">-=+*~#@<•–—/%")

    static func isSign(_ label: String) -> Bool { !label.isEmpty && label.allSatisfy(signs.contains) }

    /// ">> …": up to three signs of one kind and a blank; "-- azan --" is a remark.
    private static func signed(_ text: Substring) -> (label: String, rest: Substring)? {
        guard let first = text.first, signs.contains(first) else { return nil }
        let sign = text.prefix { $0 == first }
        let rest = text[sign.endIndex...]
        guard sign.count <= 3, rest.first?.isWhitespace == true, rest.contains(where: \.isLetter),
            text.last != first
        else { return nil }
        return (String(sign), rest)
    }

    private static func candidate(
        _ line: Substring, _ habit: LabelHabit, _ marks: LabelMarks
    ) -> (label: String, rest: Substring)? {
        guard marks.mayHold(habit) else { return nil }
        var text = Timecode.trim(line)
        if habit == .sign { return signed(text) }
        while let first = text.first, "-•*–".contains(first) {
            text = Timecode.trim(text.dropFirst())
        }
        // "#3 bc) …": the number of a message before its reader.
        if text.first == "#" { text = Timecode.trim(text.dropFirst().drop(while: \.isNumber)) }
        guard let first = text.first, first.isLetter || "[(<".contains(first) else { return nil }
        if habit == .bracket {
            guard let close = ["[": "]", "<": ">", "(": ")"][first],
                let end = text.prefix(longestLabel).firstIndex(of: Character(close))
            else { return nil }
            let rest = text[text.index(after: end)...]
            let inside = text[text.index(after: text.startIndex)..<end]
            // "(Acil, membaca) …": how he speaks is no part of who he is.
            return accept(inside.prefix { $0 != "," }, rest: rest)
        }
        var depth = 0
        var index = text.startIndex
        var length = 0
        while index < text.endIndex, length < longestLabel {
            let character = text[index]
            switch character {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            // Initials stand before the first blank.
            case " " where habit == .dot: return nil
            default: break
            }
            let next = text.index(after: index)
            if depth <= 0, length > 0, ends(text, index, habit) {
                return accept(text[..<index], rest: text[next...].drop { "-|>=/".contains($0) })
            }
            switch character {
            case "?", "!", ";", "\"", "“": if depth == 0 { return nil }
            default: break
            }
            index = next
            length += 1
        }
        return nil
    }

    /// Whether a label of this habit ends here.
    private static func ends(_ text: Substring, _ at: Substring.Index, _ habit: LabelHabit) -> Bool
    {
        let character = text[at]
        let next = text.index(after: at)
        let after = next < text.endIndex ? text[next] : " "
        switch habit {
        case .colon: return character == ":" && !after.isNumber && after != "/"
        case .dash:
            if character == "—" || character == "–" { return true }
            return character == "-" && after.isWhitespace
                && text[text.index(before: at)].isWhitespace
        case .tab: return character == "\t" || (character == " " && after == " ")
        case .bar: return character == "|" || character == "=" || character == ">"
        case .slash: return character == "/" && after != "/" && !after.isNumber
        // "D) …", "P1) …": initials only.
        case .paren:
            return character == ")" && after.isWhitespace
                && text.distance(from: text.startIndex, to: at) <= 4
        case .dot:
            return character == "." && after.isWhitespace
                && text[..<at].utf8.count <= longestInitials && !text[..<at].contains(" ")
        case .bracket, .sign: return false
        }
    }

    private static func accept(
        _ head: Substring, rest: Substring
    ) -> (label: String, rest: Substring)? {
        var label = head.foldingWhiteSpace()
        if let first = label.first, let last = label.last,
            (first == "[" && "])".contains(last)) || (first == "(" && last == ")")
        {
            label = String(label.dropFirst().dropLast())
        }
        let outer = label.prefix { $0 != "(" }
        let words = outer.split(separator: " ")
        guard let first = words.first, words.count <= 6, first.first?.isLetter == true else {
            return nil
        }
        // A full stop or comma belongs to a sentence, except in "H.", "Hj.", "Drs.", "Penelp. II".
        let isCounted = words.count == 1 || words[1].allSatisfy { $0.isNumber || "IVX".contains($0) }
        if first.hasSuffix("."), first.count > (isCounted ? longestShort : 4) { return nil }
        for word in words.dropFirst() where word.hasSuffix(".") && word.count > 4 { return nil }
        if outer.contains(",") { return nil }
        return (label, rest)
    }
}

/// Which habits' marks a line has, by its bytes and for all habits in one walk: most lines have few, and
/// letters are slow to walk through.
private struct LabelMarks {
    /// A bit a habit.
    private var found: UInt16 = 0

    /// Of a line, so many bytes may hold its label: times and blanks before it, and four bytes a letter.
    private static let reach = 512

    init(_ line: Substring) {
        var previous: UInt8 = 0
        for byte in line.utf8.prefix(Self.reach) {
            found |= Self.table[Int(byte)]
            if byte == 0x20, previous == 0x20 { found |= Self.bit(.tab) }
            previous = byte
        }
    }

    func mayHold(_ habit: LabelHabit) -> Bool { found & Self.bit(habit) != 0 }

    private static func bit(_ habit: LabelHabit) -> UInt16 { 1 << UInt16(habit.rawValue) }

    private static let table = {
        var table = [UInt16](repeating: 0, count: 256)
        for habit in LabelHabit.allCases {
            for byte in marks(of: habit) { table[Int(byte)] |= bit(habit) }
        }
        return table
    }()

    private static func marks(of habit: LabelHabit) -> [UInt8] {
        switch habit {
        case .colon: Array(":".utf8)
        // Longer dashes begin with E2.
        case .dash: Array("-".utf8) + [0xE2]
        case .tab: Array("\t".utf8)
        case .bracket: Array("[(<".utf8)
        case .bar: Array("|=>".utf8)
        case .slash: Array("/".utf8)
        case .paren: Array(")".utf8)
        case .dot: Array(".".utf8)
        case .sign: Array(">-=+*~#@</%".utf8) + [0xE2]
        }
    }
}
