// WhatsApp's export of a chat, of Android and iPhone, in Indonesian and English:
//   12/03/24 09.12 - Ibu Siti: …       [12/03/24, 09.12.33] Ibu Siti: …       3/12/24, 9:12 PM - Siti: …
// as text or in the archive that is shared with it. Times are seconds since the first message.
import Documents

enum WhatsApp {
    static let format = TranscriptFormat(name: "whatsapp", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        if let archive = source.archive { return chat(archive) != nil }
        let lines = source.lines.prefix(400)
        let heads = lines.count { Head($0) != nil }
        return heads >= 2 && (Head(lines.first ?? "") != nil || heads * 3 >= lines.count)
    }

    private static func chat(_ archive: ZipArchive) -> ZipArchive.Entry? {
        archive.entries.first {
            $0.name == "_chat.txt"
                || (!$0.name.contains("/") && $0.name.contains("WhatsApp")
                    && $0.name.hasSuffix(".txt"))
        }
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        if let archive = source.archive, let entry = chat(archive) {
            let text = SourceText(try archive.read(entry))
            guard text.archive == nil, recognises(text) else {
                throw .unreadable(line: 1, message: "\(entry.name) bukan ekspor WhatsApp.")
            }
            return try parse(text, limits)
        }
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        let heads = source.lines.map { Head($0) }
        let monthFirst = Self.monthFirst(heads.lazy.compactMap { $0 })
        var first: Double?
        var previous = 0.0
        /// Lines without a head belong to a message, or to what is no message.
        var isOpen = false
        for (offset, line) in source.lines.enumerated() {
            let number = offset + 1
            guard let head = heads[offset] else {
                if isOpen { try builder.extend(String(line), line: number) }
                continue
            }
            let time = head.seconds(monthFirst: monthFirst)
            if time == nil {
                builder.warn(number, "Tanggal tidak terbaca; pesannya tetap dipakai.")
            }
            first = first ?? time
            let start = time.flatMap { time in first.map { time - $0 } }
            if let start, start < previous { builder.warn(number, "Waktu mundur.") }
            previous = start ?? previous
            isOpen = false
            // Who joined and what is encrypted is nobody's message.
            guard let name = head.name else { continue }
            if let what = without(head.text) {
                builder.warn(number, what)
                continue
            }
            isOpen = !head.text.foldingWhiteSpace().isEmpty
            // "Wahyu joined", "You pinned a message": the program's own words have a mark before them.
            let isProgram = Timecode.trim(head.text).unicodeScalars.first == "\u{200E}"
            try builder.add(
                speaker: isProgram ? nil : name.foldingWhiteSpace(), start: start, line: number,
                text: String(head.text))
        }
        var transcript = builder.finish(format: format.name, encoding: source.encoding)
        transcript.told = .chat
        return transcript
    }

    /// The lines of minutes that one person posted in a group, with the others' names before their words;
    /// `nil` where several people talk.
    static func posted(_ lines: [Substring]) -> [Substring]? {
        let heads = lines.map { Head($0) }
        var (filled, sender): (Int, Substring?) = (0, nil)
        var counts: [Substring: Int] = [:]
        for (line, head) in zip(lines, heads) where !line.allSatisfy(\.isWhitespace) {
            if let head { sender = head.name }
            filled += 1
            if let sender { counts[sender, default: 0] += 1 }
        }
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            most.value >= fewestPosted, most.value * 3 > filled * 2
        else { return nil }
        return zip(lines, heads).map { line, head in
            guard let head else { return line }
            guard let name = head.name else { return "" }
            return name == most.key ? Timecode.trim(head.text) : "\(name): \(Timecode.trim(head.text))"
        }
    }

    private static let fewestPosted = 8

    /// Messages that have no words.
    private static func without(_ text: Substring) -> String? {
        let folded = text.foldingWhiteSpace().lowercased()
        let media = [
            "<media tidak disertakan>", "<media omitted>", "image omitted", "audio omitted",
            "video omitted", "sticker omitted", "gambar tidak disertakan", "audio tidak disertakan",
            "video tidak disertakan", "stiker tidak disertakan", "document omitted", "gif omitted",
        ]
        if media.contains(folded) || folded.hasPrefix("<attached:")
            || folded.hasPrefix("<terlampir:")
        {
            return "Lampiran tanpa teks dilewati."
        }
        let deleted = [
            "pesan ini dihapus", "pesan ini telah dihapus", "anda menghapus pesan ini",
            "this message was deleted", "you deleted this message",
        ]
        return deleted.contains { folded == $0 || folded == $0 + "." }
            ? "Pesan yang dihapus dilewati." : nil
    }

    /// 3/12 is the third of December, unless some date of the file can only be American.
    private static func monthFirst(_ heads: some Sequence<Head>) -> Bool {
        var (dayFirst, monthFirst) = (false, false)
        for head in heads {
            if head.date[0] > 12 { dayFirst = true }
            if head.date[1] > 12 { monthFirst = true }
        }
        return monthFirst && !dayFirst
    }

    /// The front of a line that begins a message.
    struct Head {
        var date: [Int]
        var clock: [Int]
        var isHalfDay = false
        var isAfternoon = false
        var name: Substring?
        var text: Substring

        init?(_ line: Substring) {
            var scanner = LineScanner(line)
            scanner.skipBlanks()
            let bracket = scanner.take("[")
            guard let date = scanner.numbers(separators: "/.-", count: 3) else { return nil }
            _ = scanner.take(",")
            scanner.skipBlanks()
            if scanner.takeWord("pukul") || scanner.takeWord("at") { scanner.skipBlanks() }
            guard let clock = scanner.numbers(separators: ":.", count: 2...3) else { return nil }
            (self.date, self.clock) = (date, clock)
            scanner.skipBlanks()
            for (mark, afternoon) in [("AM", false), ("PM", true), ("a.m.", false), ("p.m.", true)]
            where scanner.takeWord(mark) {
                (isHalfDay, isAfternoon) = (true, afternoon)
            }
            scanner.skipBlanks()
            guard scanner.take(bracket ? "]" : "-") else { return nil }
            scanner.skipBlanks()
            let rest = scanner.rest
            text = rest
            guard let colon = rest.utf8.prefix(120).firstIndex(of: UInt8(ascii: ":")) else {
                return
            }
            let after = rest[rest.utf8.index(after: colon)...]
            guard
                after.isEmpty || after.unicodeScalars.first?.isBlank == true
                    || after.unicodeScalars.first == "\u{200E}"
            else { return }
            name = rest[..<colon]
            text = after
        }

        /// Seconds since the year 2000, for differences.
        func seconds(monthFirst: Bool) -> Double? {
            var (day, month, year) = (date[0], date[1], date[2])
            if date[0] > 31 { (year, day) = (date[0], date[2]) }
            if monthFirst { (day, month) = (month, day) }
            if year < 100 { year += 2000 }
            var hour = clock[0]
            if isHalfDay { hour = hour % 12 + (isAfternoon ? 12 : 0) }
            let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard (1...12).contains(month), (2000...2199).contains(year),
                (1...lengths[month - 1]).contains(day), hour < 24, clock[1] < 60
            else { return nil }
            // Days by the civil calendar, with March as its first month.
            let years = month < 3 ? year - 1 : year
            let days =
                365 * years + years / 4 - years / 100 + years / 400
                + (153 * ((month + 9) % 12) + 2) / 5 + day
            return Double((days * 24 + hour) * 60 + clock[1]) * 60
                + Double(clock.count > 2 ? clock[2] : 0)
        }
    }
}

/// Steps over the front of a line.
struct LineScanner {
    private(set) var rest: Substring

    init(_ line: Substring) { rest = line }

    /// Blanks, and the marks of direction and narrow blanks that phones put between.
    mutating func skipBlanks() {
        while let first = rest.unicodeScalars.first,
            first.isBlank || (0x200B...0x200F).contains(first.value) || first == "\u{FEFF}"
        {
            rest = Substring(rest.unicodeScalars.dropFirst())
        }
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard rest.unicodeScalars.first == mark else { return false }
        rest = Substring(rest.unicodeScalars.dropFirst())
        return true
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard rest.prefix(word.count).lowercased() == word.lowercased() else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    mutating func numbers(separators: String, count: Int) -> [Int]? {
        numbers(separators: separators, count: count...count)
    }

    /// Numbers of one to four digits with separators between them.
    mutating func numbers(separators: String, count: ClosedRange<Int>) -> [Int]? {
        var found: [Int] = []
        var left = rest.utf8[...]
        while found.count < count.upperBound {
            let digits = left.prefix(5).prefix { $0.isDigit }
            guard (1...4).contains(digits.count), let number = Int(Substring(digits)) else { break }
            found.append(number)
            left = left[digits.endIndex...]
            rest = Substring(left)
            guard let mark = left.first, separators.utf8.contains(mark),
                found.count < count.upperBound, left.dropFirst().first?.isDigit == true
            else { break }
            left = left.dropFirst()
        }
        return count.contains(found.count) ? found : nil
    }
}
