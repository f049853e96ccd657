// Tables: CSV and TSV, with the separator that they use, a header in Indonesian or English or none,
// and times in any of the ways that spreadsheets and recognisers write them.

enum Table {
    static let format = TranscriptFormat(name: "csv", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool { layout(source.lines) != nil }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        guard let layout = layout(source.lines) else {
            throw .unreadable(line: 1, message: "kolom tabel tidak dikenal.")
        }
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var rows = Rows(source.lines, separator: layout.separator)
        rows.next = layout.firstRow
        var records: [(line: Int, cells: [String])] = []
        while let row = rows.row(&builder) {
            // A rule ("-----|---") is no row.
            let isRule = row.cells.allSatisfy { $0.allSatisfy { "-=+_ ".contains($0) } }
            if !isRule || row.cells.allSatisfy(\.isEmpty) { records.append(row) }
        }
        let scale = layout.scale(records.map(\.cells))
        let numbered = layout.numbersCalls(records.map(\.cells))
        var before: [String] = []
        for (line, written) in records {
            let cells = Rows.repeated(written, before)
            before = cells
            if let numbered, numbered < cells.count, !cells[numbered].isEmpty { builder.leaveBlank() }
            func cell(_ column: Int?) -> String {
                column.flatMap { $0 < cells.count ? cells[$0].foldingWhiteSpace() : nil } ?? ""
            }
            let text = cell(layout.text)
            if text.isEmpty, cells.contains(where: { !$0.foldingWhiteSpace().isEmpty }) {
                builder.warn(line, "Baris tabel tanpa teks dilewati.")
            }
            let start = scale.seconds(layout.isClock ? clock(cell(layout.start)) : cell(layout.start))
            if start == nil, layout.start != nil, !cell(layout.start).isEmpty {
                builder.warn(line, "Waktu tidak terbaca; teksnya tetap dipakai.")
            }
            let speaker = cell(layout.speaker)
            let isBreak = speaker.isEmpty && layout.speaker != nil && Paragraphs.beginsBreak(text[...])
                && text.split(separator: " ").count <= mostOfBreak
            try builder.add(
                speaker: speaker.isEmpty ? nil : speaker, start: start,
                end: scale.seconds(cell(layout.end)), line: line, text: isBreak ? "(\(text))" : text)
        }
        builder.checkTimes()
        if layout.isClock { builder.readClock() }
        builder.closeTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    private static let mostOfBreak = 10

    /// "20.01" in a column called Jam is a minute past eight.
    private static func clock(_ text: String) -> String {
        let parts = text.split(separator: ".")
        return parts.count == 2 && parts.allSatisfy { $0.count == 2 } ? text.replacing(".", with: ":") : text
    }

    /// Which column is what.
    struct Layout {
        var separator: UInt8
        var firstRow = 1
        var start: Int?
        var end: Int?
        var speaker: Int?
        var text = 0
        var names: [String] = []
        var isClock: Bool {
            start.map { names.indices.contains($0) && ["jam", "pukul"].contains(names[$0]) } ?? false
        }

        /// The column of numbers, where only the first row of a call has one.
        func numbersCalls(_ rows: [[String]]) -> Int? {
            guard let column = names.firstIndex(where: { ["no", "no.", "nomor"].contains($0) })
            else { return nil }
            let filled = rows.count { $0.count > column && !$0[column].isEmpty }
            return filled > 1 && filled * 2 < rows.count ? column : nil
        }

        /// How numbers are meant that are no times of the form 0:12.
        func scale(_ rows: [[String]]) -> Scale {
            guard let start else { return .seconds }
            if names.indices.contains(start),
                names[start].contains("ms") || names[start].contains("milli")
            {
                return .milliseconds
            }
            let cells = rows.lazy.compactMap { $0.count > start ? $0[start] : nil }
            let numbers = cells.compactMap { Scale.number($0) }
            guard let last = numbers.max(), last > 0 else { return .seconds }
            if numbers.count >= 3, last < 1 { return .days }
            let isWhole = numbers.allSatisfy { $0 == $0.rounded() }
            // Nobody broadcasts so long; and whisper's own table has this very header.
            let whisper =
                names == ["start", "end", "text"] || names == ["start", "end", "speaker", "text"]
            return isWhole && (last > 100_000 || whisper) ? .milliseconds : .seconds
        }
    }

    enum Scale {
        case seconds, milliseconds, days

        static func number(_ text: String) -> Double? {
            guard text.utf8.count <= 20 else { return nil }
            return Double(text.replacing(",", with: ".")).flatMap { $0.isFinite ? $0 : nil }
        }

        func seconds(_ text: String) -> Double? {
            if text.contains(":") { return Timecode.tolerant(text[...]) }
            if let number = Self.number(text) {
                switch self {
                case .seconds: return number
                case .milliseconds: return number / 1000
                case .days: return number * 86_400
                }
            }
            return Timecode.tolerant(text[...])
        }
    }

    private static let synonyms:
        (start: [String], end: [String], speaker: [String], text: [String]) = (
            [
                "start", "mulai", "waktu", "time", "begin", "jam", "start time", "waktu mulai",
                "menit",
                "timestamp", "start_time", "start (ms)", "mulai (ms)",
            ],
            [
                "end", "selesai", "akhir", "stop", "end time", "waktu selesai", "end_time",
                "end (ms)",
            ],
            [
                "speaker", "pembicara", "nama", "name", "narasumber", "penutur", "label", "suara",
                "siapa", "yang bicara", "kode",
            ],
            [
                "text", "teks", "isi", "ucapan", "transcript", "transkrip", "naskah", "pembicaraan",
                "uraian", "kalimat", "pesan", "message", "content", "isi pembicaraan", "isi siaran",
                "isi ucapan", "omongan", "isi percakapan", "percakapan", "perkataan", "kata-kata",
            ]
        )

    /// Where no column is called after the speaker.
    private static let shortSpeakers = ["oleh", "ins", "inisial", "pihak", "peran", "sumber"]
    /// What a sheet has besides.
    private static let besides = Set(
        words: "no no. nomor ket ket. keterangan catatan telp telp. telepon hp durasi line tanggal tgl")

    private static let separators = [
        UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "|"),
    ]
    /// A sheet has its title above the heads, and so many cells in them.
    private static let (titleLines, fewestHeads, mostRowsAsked) = (20, 3, 200)

    private static func layout(_ lines: [Substring]) -> Layout? {
        let filled = lines.prefix(titleLines).enumerated().filter { !$0.element.foldingWhiteSpace().isEmpty }
        guard let (offset, first) = filled.first else { return nil }
        for separator in separators where first.utf8.contains(separator) {
            if let heads = heads(first, separator, at: offset) { return heads }
        }
        for (offset, line) in filled.dropFirst() {
            // Minutes have tables of their own.
            if filled.contains(where: { $0.offset < offset && Minutes.namesMinutes($0.element) }) { break }
            for separator in separators where line.utf8.contains(separator) {
                guard let heads = heads(line, separator, at: offset), heads.speaker != nil,
                    isSheet(heads, lines.dropFirst(offset + 1).prefix(mostRowsAsked))
                else { continue }
                return heads
            }
        }
        for separator in separators where first.utf8.contains(separator) {
            if var bare = bare(Array(lines.dropFirst(offset).prefix(60)), separator) {
                bare.firstRow = offset
                return bare
            }
        }
        return nil
    }

    /// Every head is known, and most rows are as wide.
    private static func isSheet(_ heads: Layout, _ lines: ArraySlice<Substring>) -> Bool {
        let known = synonyms.start + synonyms.end + synonyms.speaker + synonyms.text + shortSpeakers
        let rows = lines.filter { !$0.allSatisfy(\.isWhitespace) }
        let wide = rows.count { Rows.simple($0, heads.separator).count + 1 >= heads.names.count }
        return heads.names.count >= fewestHeads && wide * 5 >= rows.count * 3
            && heads.names.allSatisfy { $0.isEmpty || known.contains($0) || besides.contains($0) }
    }

    /// A line of which the cells name the columns.
    private static func heads(_ line: Substring, _ separator: UInt8, at offset: Int) -> Layout? {
        let names = Rows.simple(line, separator).map { $0.foldingWhiteSpace().lowercased() }
        var layout = Layout(separator: separator, firstRow: offset + 1, names: names)
        layout.start = names.firstIndex { synonyms.start.contains($0) }
        layout.end = names.firstIndex { synonyms.end.contains($0) }
        layout.speaker =
            names.firstIndex { synonyms.speaker.contains($0) }
            ?? shortSpeakers.lazy.compactMap { names.firstIndex(of: $0) }.first
        guard let text = names.lastIndex(where: { synonyms.text.contains($0) }),
            layout.start != nil || layout.speaker != nil
        else { return nil }
        layout.text = text
        return layout
    }

    /// Without a header: a column or two of times in front, the words at the end.
    private static func bare(_ lines: [Substring], _ separator: UInt8) -> Layout? {
        let rows = lines.map { Rows.simple($0, separator) }.filter { $0.count >= 2 }
        let width = rows.first?.count ?? 0
        guard rows.count >= 3, rows.count * 10 >= lines.count * 8, (3...6).contains(width),
            separator != UInt8(ascii: ",") || rows.allSatisfy({ $0.count >= 3 })
        else { return nil }
        func times(_ column: Int) -> Bool {
            rows.count { row in
                row.count > column && Scale.seconds.seconds(row[column].foldingWhiteSpace()) != nil
            } * 10 >= rows.count * 8
        }
        guard times(0) else { return nil }
        let hasEnd = times(1)
        var layout = Layout(separator: separator, start: 0, end: hasEnd ? 1 : nil)
        layout.text = width - 1
        let middle = hasEnd ? 2 : 1
        if middle < width - 1 { layout.speaker = middle }
        return layout.text > (hasEnd ? 1 : 0) ? layout : nil
    }

    /// Rows of RFC 4180, in which a quoted field may hold line ends.
    struct Rows {
        private let lines: [Substring]
        private let separator: UInt8
        var next = 0
        /// Quotes that did not end; after a few, quotes are taken for letters.
        private var unclosed = 0

        /// Lines that one field may hold, and open quotes after which the file has another habit.
        private static let (mostLines, mostUnclosed) = (100, 3)

        init(_ lines: [Substring], separator: UInt8) {
            (self.lines, self.separator) = (lines, separator)
        }

        mutating func row(_ builder: inout TranscriptBuilder) -> (line: Int, cells: [String])? {
            while next < lines.count, lines[next].allSatisfy(\.isWhitespace) { next += 1 }
            guard next < lines.count else { return nil }
            let line = next + 1
            var text = String(lines[next])
            var taken = 1
            let most = unclosed < Self.mostUnclosed ? Self.mostLines : 1
            var isOpen = Self.isOpen(lines[next], false, separator)
            while isOpen, taken < most, next + taken < lines.count {
                text += "\n" + lines[next + taken]
                isOpen = Self.isOpen(lines[next + taken], true, separator)
                taken += 1
            }
            if isOpen {
                unclosed += 1
                builder.warn(line, "Tanda kutip tidak ditutup.")
                text = String(lines[next].replacing("\"", with: ""))
                taken = 1
            }
            next += taken
            return (line, Self.simple(text[...], separator))
        }

        /// Whether a quoted field goes on behind the end of the line.
        private static func isOpen(_ line: Substring, _ was: Bool, _ separator: UInt8) -> Bool {
            let line = withoutDittos(line, separator)
            var isOpen = was
            var atStart = !was
            for byte in line.utf8 {
                if byte == UInt8(ascii: "\"") {
                    if isOpen { isOpen = false } else if atStart { isOpen = true }
                    atStart = true
                } else {
                    atStart = byte == separator
                }
            }
            return isOpen
        }

        /// Stands for what the row above has.
        private static let ditto = "〃"

        /// The cells with those of the row above where a ditto mark stands.
        static func repeated(_ cells: [String], _ before: [String]) -> [String] {
            cells.enumerated().map { $1 == ditto && $0 < before.count ? before[$0] : $1 }
        }

        /// In tables made by hand `|"|` is a ditto mark, and no field is quoted.
        private static func withoutDittos(_ line: Substring, _ separator: UInt8) -> Substring {
            guard separator == UInt8(ascii: "|") || separator == UInt8(ascii: "\t") else { return line }
            let edge = Character(UnicodeScalar(separator))
            guard line.utf8.contains(UInt8(ascii: "\"")) else { return line }
            let cells = line.split(separator: edge, omittingEmptySubsequences: false)
            guard cells.contains(where: { $0.foldingWhiteSpace() == "\"" }) else { return line }
            let filled = cells.map { $0.foldingWhiteSpace() == "\"" ? ditto[...] : $0 }
            return filled.joined(separator: String(edge))[...]
        }

        /// The cells of one row.
        static func simple(_ line: Substring, _ separator: UInt8) -> [String] {
            let line = withoutDittos(line, separator)
            var cells: [String] = []
            var cell: [UInt8] = []
            var (quoted, wasQuoted) = (false, false)
            for byte in line.utf8 {
                if byte == UInt8(ascii: "\"") {
                    if quoted {
                        (quoted, wasQuoted) = (false, true)
                    } else if wasQuoted {
                        // Two quotes stand for one.
                        cell.append(byte)
                        (quoted, wasQuoted) = (true, false)
                    } else if cell.isEmpty {
                        quoted = true
                    } else {
                        cell.append(byte)
                    }
                } else if byte == separator, !quoted {
                    cells.append(String(decoding: cell, as: UTF8.self))
                    (cell, wasQuoted) = ([], false)
                } else {
                    cell.append(byte)
                    wasQuoted = false
                }
            }
            cells.append(String(decoding: cell, as: UTF8.self))
            return cells
        }
    }
}
