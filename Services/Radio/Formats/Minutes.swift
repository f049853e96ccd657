// Minutes of a citizens' forum: points with who raised them, the answer and what was agreed; as numbered
// points, as a table, under the names of who spoke, or told in prose. What somebody said is a turn.

enum Minutes {
    static let format = TranscriptFormat(name: "minutes", recognises: recognises, parse: parse)

    /// Words of which one stands in the heading of minutes.
    private static let headings = [
        "notulen", "notula", "berita acara", "forum komunikasi", "forum konsultasi",
        "forum warga", "rembuk", "rembug", "temu warga", "musrenbang", "musyawarah", "musdes",
        "hasil kesepakatan", "risalah", "mimbar pelayanan", "catatan rapat", "hasil rapat",
        "catatan pertemuan", "dengar pendapat", "rapat warga", "pertemuan warga", "fkm ", "fkp ",
        "reses", "dialog warga", "jaring aspirasi", "catatan forum", "catatan temu", "laporan forum",
    ]
    /// What people do in minutes and not on air: "Halimah bertanya …".
    private static let reporting: Set<Substring> = [
        "menyampaikan", "mengusulkan", "bertanya", "menanyakan", "mengeluhkan", "mengadukan",
        "memohon", "menjelaskan", "menanggapi", "dijawab", "menjawab", "disepakati",
    ]

    private static let (longestHeading, fewestParagraphs, fewestDetails) = (80, 4, 6)
    private static let (longestTitle, fewestReports, longestSection) = (160, 4, 3)

    private static func recognises(_ source: SourceText) -> Bool {
        if source.gathering == .forum, source.archive == nil {
            let isChat = WhatsApp.format.recognises(source) && WhatsApp.posted(source.lines) == nil
            return !isChat && !isPresented(source.lines)
        }
        if FieldLabel.makeMinutes(source.lines.prefix(2000)) { return true }
        let filled = source.lines.lazy.map { LineForm.bare($0) }.filter { !$0.isEmpty }
        // Named in a title: further down, "musyawarah" may be spoken of on air.
        let titles = filled.prefix(30).enumerated().filter { index, line in
            let label = line.prefix(longestHeading).firstIndex(of: ":").map { String(line[..<$0]) }
            return (index < 5 || line.utf8.count < longestHeading && !line.utf8.contains(UInt8(ascii: "|")))
                && !(label.map(LabelTable.isKnown) ?? false)
        }
        guard titles.contains(where: { namesMinutes($1) }) else { return false }
        // "Notulasi Siaran Interaktif": of a programme, unless it is a table.
        let head = Array(source.lines.prefix(2000))
        if filled.prefix(3).contains(where: { $0.prefix(longestHeading).lowercased().contains("siaran") }) {
            return MinutesTable(head) != nil
        }
        let lines = MinutesForms.flattened(head)
        if isPresented(lines) { return false }
        if MinutesTable(lines) != nil { return true }
        if hasPoints(lines) { return true }
        // Without points: a heading at the top, then paragraphs or details, told by who wrote them down.
        guard
            filled.prefix(5).contains(where: { $0.utf8.count < longestTitle && namesMinutes($0) })
        else { return false }
        let reports = filled.prefix(2000).count { line in
            line.prefix(160).lowercased().split { !$0.isLetter }.contains { reporting.contains($0) }
        }
        if reports >= fewestReports { return true }
        let details = filled.count { [.bullet, .arrow, .detail].contains(LineForm.read($0).form.sign) }
        return details >= fewestDetails
            || filled.count { $0.utf8.count >= longestHeading } >= fewestParagraphs
                && LabelTable(source.lines.lazy.map { $0[...] }).distinct < 2
    }

    /// "NOTULASI SIARAN": somebody who presents speaks again and again.
    private static func isPresented(_ lines: [Substring]) -> Bool {
        let presented = lines.prefix(2000).count { line in
            let head = line.prefix(longestLabel).lowercased()
            // "Penyiar:", "Nisa (pembawa acara) |", "Aulia (Penyiar)"; not "Penyiar membacakan …".
            return presenting.contains { word in
                guard let found = head.firstRange(of: word) else { return false }
                let behind = head[found.upperBound...].prefix(3)
                return Timecode.trim(behind).isEmpty && line.count <= longestLabel
                    || behind.contains { ":|)-]".contains($0) }
            }
        }
        return presented >= fewestPresented
    }

    private static let presenting = ["penyiar", "pembawa acara", "announcer"]
    private static let (fewestPresented, longestLabel) = (4, 40)

    /// Lines that are counted, or that have signs.
    private static func hasPoints(_ lines: [Substring]) -> Bool {
        var begun: Set<LineForm.Sign> = []
        for line in lines {
            let form = LineForm.read(line).form
            guard let number = form.number else { continue }
            if number == 2, begun.contains(form.sign) { return true }
            if number == 1 { begun.insert(form.sign) }
        }
        return false
    }

    static func namesMinutes(_ line: Substring) -> Bool {
        let text = line.prefix(200).lowercased() + " "
        return headings.contains { text.contains($0) }
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var reader = Reader(source.lines, limits, warnings: source.warnings)
        try reader.read()
        var transcript = reader.builder.finish(format: format.name, encoding: source.encoding)
        transcript.told = .minutes
        return transcript
    }

    /// Reads one file, line by line: what each line does there is told later, by all of them together.
    private struct Reader {
        let lines: [Substring]
        let tables: [MinutesTable]
        /// The longest line; `nil` where no line is long enough to have been broken by its width.
        let width: Int?
        /// Whose name stands before most lines: who wrote them down, and none of those who speak.
        let notulis: String?
        var builder: TranscriptBuilder
        /// A label with nothing behind it.
        private var head: (label: String, form: LineForm, line: Int)?

        /// A line that is so much shorter than the longest had room for another word.
        private static let slack = 8
        private static let leastWidth = 70

        init(_ lines: [Substring], _ limits: TranscriptLimits, warnings: [ParseWarning]) {
            let posted = WhatsApp.posted(lines) ?? lines
            let lines = MinutesForms.flattened(posted)
            self.lines = lines
            tables = MinutesTable.all(lines)
            let longest = lines.lazy.map(\.utf8.count).max() ?? 0
            width = longest >= Self.leastWidth ? longest : nil
            notulis = Self.notulis(lines)
            builder = TranscriptBuilder(limits: limits, warnings: warnings)
        }

        private static func notulis(_ lines: [Substring]) -> String? {
            var (counts, filled): ([String: Int], Int) = ([:], 0)
            for line in lines where line.contains(where: \.isLetter) {
                filled += 1
                if let (label, _) = Minutes.label(LineForm.read(line).words, isMarked: true) {
                    counts[label, default: 0] += 1
                }
            }
            return counts.first { $0.value >= fewestNamed && $0.value * 2 > filled }?.key
        }

        private static let fewestNamed = 6

        mutating func read() throws(TranscriptError) {
            var isOpen = false
            for (offset, line) in lines.enumerated() {
                guard line.contains(where: { $0.isLetter || $0.isNumber }) else {
                    // A rule under a heading, or nothing at all.
                    builder.leaveBlank()
                    isOpen = false
                    continue
                }
                let table = tables.last { $0.line <= offset }
                if let table, offset > table.line, let row = table.row(line) {
                    try closeHead()
                    try add(row, LineForm.read(line).form, offset + 1)
                    isOpen = false
                    continue
                }
                let (form, words) = LineForm.read(line)
                if isOpen, goesOn(offset, form, words) {
                    try builder.extend(String(words), line: offset + 1)
                } else {
                    try add(words, form, offset + 1)
                }
                isOpen = true
            }
            try closeHead()
        }

        /// A label behind which nothing came.
        private mutating func closeHead() throws(TranscriptError) {
            guard let open = head else { return }
            head = nil
            try builder.add(speaker: nil, line: open.line, text: open.label, form: open.form)
        }

        /// The line before was full, or a point whose sentence has not ended; and this one begins nothing.
        private func goesOn(_ offset: Int, _ form: LineForm, _ words: Substring) -> Bool {
            if form.sign == .small, Minutes.label(words, isMarked: true) == nil {
                let (above, told) = LineForm.read(lines[offset - 1])
                let isPoint = [.number, .named, .letter, .detail, .bullet].contains(above.sign)
                if isPoint, form.indent > above.indent, !LineForm.isLoud(told), told.last?.isLetter == true {
                    return true
                }
            }
            guard let width, [.small, .capital, .digit, .quote].contains(form.sign) else { return false }
            let before = Timecode.trim(lines[offset - 1])
            guard let last = before.last, form.sign == .small || !".:;!?".contains(last) else { return false }
            let word = words.prefix { $0 != " " }
            return lines[offset - 1].utf8.count + 1 + word.utf8.count > width - Self.slack
        }

        private mutating func add(
            _ row: (number: Int?, cells: [MinutesTable.Cell]), _ form: LineForm, _ line: Int
        ) throws(TranscriptError) {
            var number = row.number
            for cell in row.cells {
                let form = LineForm(indent: form.indent, sign: .cell, number: number)
                try builder.add(speaker: cell.speaker, line: line, text: cell.text, form: form)
                number = nil
            }
        }

        private mutating func add(_ words: Substring, _ form: LineForm, _ line: Int) throws(TranscriptError) {
            let isMarked = form.sign != .capital && form.sign != .small
            // "SYAHRUJI:", and what he said on the next line.
            if let open = head, !isMarked, Minutes.label(words, isMarked: false) == nil {
                head = nil
                return try builder.add(
                    speaker: open.label, line: open.line, text: String(words), form: open.form)
            }
            try closeHead()
            guard let (label, rest) = Minutes.label(words, isMarked: isMarked), label != notulis else {
                let isOwn = notulis.map { words.hasPrefix($0 + ":") } ?? false
                let text = isOwn ? words.dropFirst((notulis ?? "").count + 1) : words
                return try builder.add(speaker: nil, line: line, text: String(text), form: form)
            }
            guard !rest.isEmpty else {
                head = (label, form, line)
                return
            }
            try builder.add(speaker: label, line: line, text: String(rest), form: form)
        }
    }

    /// "Usulan (Ibu Siti, Kandangan): …", "Camat Kandangan: …", "Tanggapan UPTD: …". Behind a mark any
    /// short name in capitals will do.
    private static func label(
        _ line: Substring, isMarked: Bool
    ) -> (label: String, rest: Substring)? {
        guard let colon = line.utf8.prefix(90).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let label = line[..<colon].foldingWhiteSpace()
        let rest = Timecode.trim(line[line.utf8.index(after: colon)...])
        let bare = label.prefix { $0 != "(" }.lowercased().split(separator: " ").map(String.init)
        guard let first = bare.first, bare.count <= 6, !label.contains(",") || label.contains("(")
        else { return nil }
        if FieldLabel.all.contains(first), bare.count <= 4 { return (label, rest) }
        // "- wakil pemuda (Alfi) : …": behind a mark whoever is named.
        if isMarked, bare.count <= 4, label.contains("("), SpeakerLabel(label).name != nil {
            return (label, rest)
        }
        guard LabelTable.looksLikeName(label), label.first?.isUppercase == true,
            isMarked || LabelTable.isKnown(label)
                || (bare.count > 1 || rest.isEmpty) && !LabelTable.isDenied(label)
        else { return nil }
        return (label, rest)
    }
}
