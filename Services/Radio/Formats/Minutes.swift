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
        if FieldLabel.makeMinutes(source.lines.prefix(2000)) { return true }
        let filled = source.lines.lazy.map { Outline.bare($0) }.filter { !$0.isEmpty }
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
        // "NOTULASI SIARAN": somebody who presents speaks again and again.
        let presented = lines.count { line in
            let head = line.prefix(longestLabel).lowercased()
            // "Penyiar:", "Nisa (pembawa acara) |", "Aulia (Penyiar)"; not "Penyiar membacakan …".
            return presenting.contains { word in
                guard let found = head.firstRange(of: word) else { return false }
                let behind = head[found.upperBound...].prefix(3)
                return Timecode.trim(behind).isEmpty && line.count <= longestLabel
                    || behind.contains { ":|)-]".contains($0) }
            }
        }
        if presented >= fewestPresented { return false }
        if MinutesTable(lines) != nil { return true }
        let outline = Outline(lines)
        if lines.count(where: { outline.point($0) != nil }) >= 2 { return true }
        // Without points: a heading at the top, then paragraphs or details, told by who wrote them down.
        guard
            filled.prefix(5).contains(where: { $0.utf8.count < longestTitle && namesMinutes($0) })
        else { return false }
        let reports = filled.prefix(2000).count { line in
            line.prefix(160).lowercased().split { !$0.isLetter }.contains { reporting.contains($0) }
        }
        if reports >= fewestReports { return true }
        let details = filled.count { Outline.inner($0) != nil }
        return details >= fewestDetails
            || filled.count { $0.utf8.count >= longestHeading } >= fewestParagraphs
                && LabelTable(source.lines.lazy.map { $0[...] }).distinct < 2
    }

    private static let presenting = ["penyiar", "pembawa acara", "announcer"]
    private static let (fewestPresented, longestLabel) = (4, 40)
    private static let openings: Set<String> = ["pembukaan", "sambutan"]

    /// So many paragraphs above the first number are what was said, not who was there.
    private static let leastTold = 6

    /// "20.15 Arbainah (Karang Jawa): Truk batu lewat …".
    private static func isTimed(_ line: Substring) -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0].first?.isNumber == true && Timecode.tolerant(words[0]) != nil
            && words[1].prefix(longestLabel).contains(":")
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

    /// Reads one file, line by line.
    private struct Reader {
        let lines: [Substring]
        let outline: Outline
        let tables: [MinutesTable]
        let paragraphs: Paragraphs
        var builder: TranscriptBuilder
        private var started = false
        /// The heading above the first point, where it is of an opening.
        private var opening: (line: Int, text: String)?
        /// The last turn may go on in the next line.
        private var isOpen = false
        /// Who speaks in the details that follow, from a line of its own.
        private var head: Head?

        private struct Head {
            var speaker: String
            /// Until something was said under it.
            var line: Int?
            var point: Int?
        }

        init(_ lines: [Substring], _ limits: TranscriptLimits, warnings: [ParseWarning]) {
            let lines = MinutesForms.flattened(lines)
            self.lines = lines
            outline = Outline(lines)
            tables = MinutesTable.all(lines)
            paragraphs = Paragraphs(lines)
            builder = TranscriptBuilder(limits: limits, warnings: warnings)
        }

        mutating func read() throws(TranscriptError) {
            // Without points everything after the first blank line is told; before a table only where it
            // sums up what was told.
            // Nor where much is told above the numbers: these list what was agreed.
            let points = lines.indices.filter { outline.point(lines[$0]) != nil }
            let blank = lines.firstIndex(where: Paragraphs.isBlank) ?? lines.count
            let above = points.first.map { first in
                lines[min(blank, first)..<first].count {
                    $0.utf8.count >= Minutes.longestHeading || Minutes.isTimed($0)
                }
            }
            let isNumbered = points.count >= 2 && above ?? 0 < Minutes.leastTold
            let isTold =
                tables.first.map { table in
                    lines[..<table.line].count { $0.utf8.count >= Minutes.longestHeading }
                        >= Minutes.fewestParagraphs
                } ?? true
            for (offset, line) in lines.enumerated() {
                let text = outline.point(line) == nil ? Outline.bare(line) : Timecode.trim(line)
                guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
                    // A rule under a heading, or nothing at all.
                    builder.leaveBlank()
                    isOpen = false
                    started = started || (!isNumbered && text.isEmpty && isTold)
                    continue
                }
                let table = tables.last { $0.line <= offset }
                if offset == table?.line {
                    started = true
                    continue
                }
                if outline.point(text) != nil || !isNumbered && FieldLabel.raises(line: line) {
                    if !started, let opening, hasHeading(behind: offset) {
                        try builder.add(speaker: nil, line: opening.line, text: opening.text)
                    }
                    started = true
                } else if !started, let words = heading(text) {
                    // "III. PEMBUKAAN": the points below it are nobody's matters.
                    let opens = Minutes.openings.contains(FieldLabel.first(String(words)))
                    opening = opens ? (offset + 1, String(words)) : nil
                }
                // Before the first point: place, date, who was there.
                guard started else { continue }
                if let table, offset > table.line, let row = table.row(line, sumsUp: isTold) {
                    try add(row, line: offset + 1)
                } else {
                    try add(text, offset)
                }
            }
        }

        /// The words of a numbered or loud heading.
        private func heading(_ text: Substring) -> Substring? {
            outline.heading(text) ?? (Outline.isLoud(text) ? text : nil)
        }

        /// Without another section, the points below the opening are all there are.
        private func hasHeading(behind offset: Int) -> Bool {
            lines[(offset + 1)...].contains { line in
                let text = Outline.bare(line)
                return text.contains(where: \.isLetter) && outline.point(line) == nil
                    && (outline.heading(line) != nil || Outline.isLoud(text))
            }
        }

        private mutating func add(
            _ row: (number: Int?, cells: [MinutesTable.Cell]), line: Int
        ) throws(TranscriptError) {
            var point = row.number
            for cell in row.cells {
                try builder.add(speaker: cell.speaker, line: line, text: cell.text, point: point)
                point = nil
            }
            (isOpen, head) = (false, nil)
        }

        private mutating func add(_ text: Substring, _ offset: Int) throws(TranscriptError) {
            let number = offset + 1
            if let words = heading(text),
                text.utf8.count < Minutes.longestHeading, outline.point(text) == nil,
                !isHead(text, offset, false)
            {
                try builder.add(speaker: nil, line: number, text: String(words))
                (isOpen, head) = (false, nil)
                return
            }
            let point = outline.point(text)
            let inner: (sort: Outline.Inner, rest: Substring)? =
                point == nil ? outline.below(text).map { (.detail, $0) } ?? Outline.inner(text) : nil
            // "IV. Penutup. Rapat ditutup …": what is said begins behind the number.
            let words = Outline.bare(
                point?.rest ?? inner?.rest ?? outline.heading(text) ?? text)
            if point != nil { head = nil }
            if point == nil, Paragraphs.isRemark(text), "([".contains(text.first ?? " ") {
                // "(tepuk tangan)": what happened, said by nobody.
                try builder.add(speaker: nil, line: number, text: String(text))
                isOpen = false
            } else if point == nil, inner == nil,
                let title = Minutes.title(words) ?? (isSection(words, offset) ? words : nil)
            {
                try builder.add(speaker: nil, line: number, text: String(title))
                (isOpen, head) = (false, nil)
            } else if inner == nil, isHead(words, offset, point != nil) {
                head = Head(
                    speaker: words.foldingWhiteSpace(), line: number, point: point?.number)
                isOpen = false
            } else if let (label, rest) = Minutes.label(words, isMarked: inner != nil || point != nil) {
                try flushHead(for: label)
                // "-> PU: …" below a point is what an office answers.
                let isAnswer = inner?.sort == .result && !FieldLabel.all.contains(
                    FieldLabel.first(label))
                try builder.add(
                    speaker: isAnswer ? "Tanggapan (\(label))" : label, line: number,
                    text: rest.isEmpty ? label : String(rest),
                    point: point?.number)
                isOpen = true
            } else if let inner {
                let own = inner.sort == .result ? "Kesepakatan" : head?.speaker
                try builder.add(
                    speaker: own, line: head?.line ?? number, text: String(words),
                    point: head?.point)
                head?.line = nil
                head?.point = nil
                isOpen = true
            } else if point != nil || !isOpen || paragraphs.begins(at: offset)
                || text.contains(" | ") || text.hasPrefix("|") || Minutes.follows(heading: offset, lines)
                || beginsSentence(offset) || Outline.mark(text, .arabic) != nil
            {
                // What stands below a name in capitals is what he said.
                let own = head?.line == nil ? nil : head
                try builder.add(
                    speaker: own?.speaker, line: own?.line ?? number, text: String(words),
                    point: point?.number ?? own?.point)
                head?.line = nil
                head?.point = nil
                isOpen = true
            } else {
                try builder.extend(String(words), line: number)
            }
        }

        /// "Tanggapan", "Jawaban dinas" below a blank line: what follows is that.
        private func isSection(_ words: Substring, _ offset: Int) -> Bool {
            let first = FieldLabel.first(String(words))
            // Details below it are the answer of one point.
            let isHead = offset + 1 < lines.count && Outline.inner(Outline.bare(lines[offset + 1])) != nil
            return offset > 0 && Paragraphs.isBlank(lines[offset - 1]) && !isHead
                && words.last?.isLetter == true && words.split(separator: " ").count <= Minutes.longestSection
                && (FieldLabel.answering.contains(first) || FieldLabel.agreeing.contains(first))
        }

        /// A name on a line of its own that speaks in no detail is told as it stands.
        private mutating func flushHead(for label: String) throws(TranscriptError) {
            guard let open = head, open.point != nil else { return }
            try builder.add(
                speaker: nil, line: open.line ?? 1, text: open.speaker, point: open.point)
            head = nil
        }

        /// "1. Kepala Desa Bago", "*Pak Ali* (Haratai)": a name, and below it what he said.
        private func isHead(_ words: Substring, _ offset: Int, _ isPoint: Bool) -> Bool {
            guard words.utf8.count < Minutes.longestHeading, let last = words.last,
                !".;:?!".contains(last), offset + 1 < lines.count
            else { return false }
            // "SPKT : papan diganti" says something, whatever stands below it.
            if let (_, rest) = Minutes.label(words, isMarked: isPoint), !rest.isEmpty { return false }
            let below = lines[offset + 1]
            if isPoint, Outline.isLoud(words), Outline.isPerson(words) {
                return below.first?.isWhitespace == true && !below.allSatisfy(\.isWhitespace)
            }
            guard let next = Outline.inner(Outline.bare(below)), next.sort == .detail || !isPoint
            else { return false }
            return Outline.inner(Outline.bare(words)) == nil
                && words.split(separator: " ").count <= 10
        }

        /// A line that is set in as the one before and begins like a sentence, after one that ended.
        private func beginsSentence(_ offset: Int) -> Bool {
            guard offset > 0 else { return false }
            let (line, before) = (lines[offset], Timecode.trim(lines[offset - 1]))
            guard let last = before.last, ".?!)".contains(last) else { return false }
            return Timecode.trim(line).first?.isUppercase == true
                && Outline.mark(before, .arabic) == nil
                && before.utf8.count < Minutes.longestHeading
        }
    }

    /// A long line under a short one that ends no sentence: the short one is a heading.
    private static func follows(heading offset: Int, _ lines: [Substring]) -> Bool {
        guard offset > 0, lines[offset].utf8.count >= longestHeading else { return false }
        let before = Timecode.trim(lines[offset - 1])
        guard before.utf8.count < longestHeading, let last = before.last, !".,;:".contains(last)
        else {
            return false
        }
        return offset < 2 || Timecode.trim(lines[offset - 2]).isEmpty
    }

    /// "usul & keluhan:": several fields and nothing behind them are a heading, whatever their letters.
    private static func title(_ line: Substring) -> Substring? {
        guard line.last == ":", line.utf8.count < longestHeading else { return nil }
        let words = line.lowercased().split { !$0.isLetter && $0 != "&" }.map(String.init)
        let named = words.count { FieldLabel.all.contains($0) }
        let isAll = words.allSatisfy { FieldLabel.all.contains($0) || ["&", "dan", "serta"].contains($0) }
        return named >= 2 && isAll ? line.dropLast() : nil
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
        else { return nil }
        return (label, rest)
    }
}
