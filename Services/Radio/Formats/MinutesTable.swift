// Minutes as a table: No, who, the matter, the answer, what was agreed, by whom, until when. Cells are set
// apart by bars, semicolons or the tabs of a document's table; a cell is a turn. Or a row is one: each who
// speaks has his own, and only the first of a matter its number.

/// The columns of a table of minutes.
struct MinutesTable {
    enum Column { case number, time, person, place, matter, answer, agreed, by, due, other }

    /// What is said in a row, and who says it.
    struct Cell {
        var speaker: String?
        var text: String
    }

    private let separator: Character
    private let isFramed: Bool
    private let columns: [Column]
    /// A row is what one of them said.
    private let isTalk: Bool
    /// "Masukan: …", "Jawaban: …": what a row is stands before its words, and who says it in another cell.
    private let isMarked: Bool
    /// The line of the heads.
    let line: Int

    private static let separators: [Character] = ["\t", "|", ";"]
    private static let heads: [(Column, Set<String>)] = [
        (.number, ["no", "nomor", "#", "butir"]),
        (.time, ["jam", "pukul", "pkl"]),
        (.answer, Set(words: "jawaban tanggapan penjelasan respon respons jawab")),
        (
            .agreed,
            Set(words: "sepakat kesepakatan disepakati hasil keputusan tindak rtl rencana solusi")
        ),
        (.by, Set(words: "oleh pj pic penanggung pelaksana penanggungjawab opd instansi")),
        (.due, Set(words: "batas tenggat target waktu kapan selesai tanggal jadwal")),
        (
            .matter,
            Set(
                words: """
                    pokok usulan usul masalah permasalahan keluhan pertanyaan uraian aspirasi aduan \
                    isi hal perihal masukan materi pengaduan saran disampaikan penyampaian
                    """)
        ),
        (
            .person,
            Set(
                words: """
                    nama pengusul penanya penyampai warga peserta pelapor pembicara siapa pengadu unsur \
                    pihak penutur
                    """)
        ),
        (.place, Set(words: "desa alamat asal kelurahan tempat kecamatan wilayah")),
    ]

    /// The tables of some minutes: one of what was raised, and often another, apart, of what was agreed.
    static func all(_ lines: [Substring]) -> [MinutesTable] {
        var tables: [MinutesTable] = []
        while tables.count < mostTables, let next = MinutesTable(lines, from: (tables.last?.line ?? -1) + 1) {
            if next.line > 0, let last = tables.last, last.holds(lines[next.line - 1]) { break }
            tables.append(next)
        }
        return tables
    }

    private static let mostTables = 4

    private func holds(_ line: Substring) -> Bool {
        Self.cells(line, separator, isFramed).count >= 2
    }

    /// The first line of which most cells name columns, with a matter or an agreement among them.
    init?(_ lines: [Substring], from start: Int = 0) {
        // How many cells each line has, worked out once however many lines look like heads.
        var widths: [String: [Int]] = [:]
        for index in lines.indices.dropFirst(start).prefix(200) {
            let line = lines[index]
            for separator in Self.separators {
                let isFramed = Timecode.trim(line).first == separator
                let cells = Self.cells(line, separator, isFramed)
                guard cells.count >= 3 else { continue }
                var columns = cells.map(Self.column)
                guard columns.count(where: { $0 != .other }) >= 2 else { continue }
                let rows = lines[(index + 1)...].prefix(Self.mostRowsAsked)
                let isTalk = Self.isTalk(rows, separator, isFramed, columns)
                // "uraian | siapa | kapan" is what was agreed, by whom and until when.
                if !isTalk, columns.contains(.due), !columns.contains(.agreed), !columns.contains(.answer) {
                    columns = columns.map { $0 == .matter ? .agreed : $0 == .person ? .by : $0 }
                }
                let isMarked = Self.isMarked(rows, separator, isFramed, columns)
                if isMarked, !columns.contains(.person), let last = columns.lastIndex(of: .other),
                    Self.holdsNames(rows, separator, isFramed, last)
                {
                    columns[last] = .person
                }
                let known = columns.count { $0 != .other }
                guard known >= 3, known * 2 > cells.count,
                    columns.contains(.matter) || columns.contains(.agreed)
                else { continue }
                // A line that only looks like heads: below it, rows are written another way.
                let kind = "\(separator) \(isFramed)"
                let width = widths[kind] ?? lines.map { Self.cells($0, separator, isFramed).count }
                widths[kind] = width
                let below = width[(index + 1)...]
                guard below.count(where: { $0 >= 3 }) * 2 >= below.count(where: { $0 >= 2 }) else { continue }
                (self.separator, self.columns, self.line) = (separator, columns, index)
                (self.isTalk, self.isMarked) = (isTalk, isMarked)
                self.isFramed = isFramed
                return
            }
        }
        return nil
    }

    /// Most rows name who speaks and have no number, or a time instead.
    private static func isTalk(
        _ lines: ArraySlice<Substring>, _ separator: Character, _ isFramed: Bool, _ columns: [Column]
    ) -> Bool {
        let number = columns.firstIndex(of: .number)
        guard let person = columns.firstIndex(of: .person), let matter = columns.firstIndex(of: .matter),
            !columns.contains(.answer), !columns.contains(.agreed),
            number != nil || columns.contains(.time)
        else { return false }
        let rows = lines.map { cells($0, separator, isFramed) }.filter { row in
            [person, matter].allSatisfy { $0 < row.count && row[$0].contains(where: \.isLetter) }
        }
        guard rows.count >= fewestRows else { return false }
        guard let number else { return true }
        return rows.count { number >= $0.count || $0[number].isEmpty } * 2 > rows.count
    }

    private static let (fewestRows, mostRowsAsked) = (4, 200)

    /// Most rows say what they are before their words.
    private static func isMarked(
        _ lines: ArraySlice<Substring>, _ separator: Character, _ isFramed: Bool, _ columns: [Column]
    ) -> Bool {
        guard let matter = columns.firstIndex(of: .matter), !columns.contains(.answer),
            !columns.contains(.agreed)
        else { return false }
        let said = lines.map { cells($0, separator, isFramed) }
            .filter { matter < $0.count && $0[matter].contains(where: \.isLetter) }.map { $0[matter] }
        let marked = said.count { mark($0) != nil }
        return marked >= fewestRows && marked * 2 > said.count
    }

    /// Most cells of a column are short and begin with a large letter.
    private static func holdsNames(
        _ lines: ArraySlice<Substring>, _ separator: Character, _ isFramed: Bool, _ column: Int
    ) -> Bool {
        let filled = lines.map { cells($0, separator, isFramed) }
            .filter { column < $0.count && $0[column].contains(where: \.isLetter) }.map { $0[column] }
        let names = filled.count {
            ($0.first(where: \.isLetter)?.isUppercase ?? false) && $0.split(separator: " ").count <= 6
        }
        return names * 4 >= filled.count * 3
    }

    /// "Tindak lanjut: draf disusun": the field's word and what stands behind it.
    private static func mark(_ cell: String) -> (word: String, rest: String)? {
        guard let colon = cell.prefix(30).firstIndex(of: ":") else { return nil }
        let word = FieldLabel.first(String(cell[..<colon]))
        guard FieldLabel.raising.contains(word) || FieldLabel.answering.contains(word)
            || FieldLabel.agreeing.contains(word) || word == "tambahan"
        else { return nil }
        return (word, cell[cell.index(after: colon)...].foldingWhiteSpace())
    }

    /// What a head names.
    static func column(_ cell: String) -> Column {
        let words = cell.lowercased().split { !$0.isLetter && $0 != "#" }.prefix(4).map(String.init)
        guard cell.count <= 40, let first = words.first else { return .other }
        return heads.first { $0.1.contains(first) }?.0
            ?? heads.first { !$0.1.isDisjoint(with: words) }?.0 ?? .other
    }

    /// - Parameter isFramed: a bar stands at both ends of a row; without, a cell is before the first one.
    static func cells(_ line: Substring, _ separator: Character, _ isFramed: Bool) -> [String] {
        var cells = line.split(separator: separator, omittingEmptySubsequences: false)
            .map { $0.foldingWhiteSpace() }
        // "| a | b |" has nothing outside; where the bar is set in, its cell is empty.
        if separator == "|", isFramed || line.first == "|", cells.first == "" { cells.removeFirst() }
        if separator == "|", cells.last == "" { cells.removeLast() }
        return cells
    }

    /// The cells of a row that somebody said, in the order of the columns, and the row's number.
    func row(_ line: Substring) -> (number: Int?, cells: [Cell])? {
        let cells = Self.cells(line, separator, isFramed)
        guard cells.count >= 2 else { return nil }
        if isTalk { return talk(cells) }
        if isMarked { return marked(cells) }
        var said: [Cell] = []
        var (number, person, place, by, due): (Int?, String?, String?, String?, String?)
        for (cell, column) in zip(cells, columns) where !cell.isEmpty {
            switch column {
            case .time: break
            case .number: number = Self.number(cell)
            case .person: person = cell
            case .place: place = cell
            case .by: by = cell
            case .due: due = cell
            case .matter: said.append(Cell(speaker: nil, text: cell))
            case .answer:
                let (label, rest) = Self.labelled(cell)
                said.append(Cell(speaker: label ?? "Tanggapan", text: rest))
            case .agreed: said.append(Cell(speaker: "Kesepakatan", text: cell))
            case .other: said.append(Cell(speaker: nil, text: cell))
            }
        }
        if let agreed = said.lastIndex(where: { $0.speaker == "Kesepakatan" }) {
            if let by { said[agreed].text += " PJ: " + by }
            if let due { said[agreed].text += (by == nil ? " " : ", ") + "batas " + due }
        }
        let speaker = Self.speaker(person, place)
        for index in said.indices where said[index].speaker == nil { said[index].speaker = speaker }
        if said.isEmpty, let speaker { said = [Cell(speaker: nil, text: speaker)] }
        return said.isEmpty ? nil : (number, said)
    }

    /// "3 | Sdr. Ilham (Karang Paci) | Tiang listrik …", "| Jwb PLN | …", "| SEPAKAT | … | 5 Des",
    /// "| -- istirahat -- | |".
    private func talk(_ cells: [String]) -> (number: Int?, cells: [Cell])? {
        func cell(_ column: Column) -> String { self.cell(column, of: cells) }
        let (person, due, by) = (cell(.person), cell(.due), cell(.by))
        let ending = [by.isEmpty ? nil : "PJ: " + by, due.isEmpty ? nil : "batas " + due].compactMap { $0 }
        let text = ([cell(.matter)] + ending).joined(separator: ending.count > 1 ? ", " : " ")
        let first = FieldLabel.first(person)
        guard !text.isEmpty, !first.isEmpty, !Paragraphs.isRemark(person[...]) else {
            let remark = (text.isEmpty ? person : text).split { "-–—*()".contains($0) }
                .joined(separator: "-").foldingWhiteSpace()
            return remark.isEmpty ? nil : (nil, [Cell(speaker: nil, text: "(\(remark))")])
        }
        if FieldLabel.agreeing.contains(first) {
            return (nil, [Cell(speaker: "Kesepakatan", text: text)])
        }
        let isAnswer = FieldLabel.answering.contains(first)
        let office = person.dropFirst(first.count).foldingWhiteSpace()
        let named = Self.speaker(person, cell(.place).isEmpty ? nil : cell(.place)) ?? person
        let speaker = isAnswer ? office.isEmpty ? "Tanggapan" : "Tanggapan (\(office))" : named
        return (Self.number(cell(.number)), [Cell(speaker: speaker, text: text)])
    }

    /// What a row has in a column; empty where it has nothing.
    private func cell(_ column: Column, of cells: [String]) -> String {
        columns.firstIndex(of: column).flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
    }

    private static func number(_ cell: String) -> Int? { Int(cell.filter(\.isNumber).prefix(4)) }

    /// "1 | Masukan: Akta belum jadi | Rahmad, Pakapuran Kecil", " | Jawaban: … | Kabid Capil".
    private func marked(_ cells: [String]) -> (number: Int?, cells: [Cell])? {
        let (matter, person) = (cell(.matter, of: cells), cell(.person, of: cells))
        let number = Self.number(cell(.number, of: cells))
        guard let (word, rest) = Self.mark(matter) else {
            let text = matter.isEmpty ? person : matter
            return text.isEmpty ? nil : (number, [Cell(speaker: Self.speaker(person, nil), text: text)])
        }
        // "Tindak lanjut: -".
        guard rest.contains(where: { $0.isLetter || $0.isNumber }) else { return (number, []) }
        if FieldLabel.agreeing.contains(word) {
            let by = person.isEmpty ? "" : " PJ: " + person
            return (number, [Cell(speaker: "Kesepakatan", text: rest + by)])
        }
        if FieldLabel.answering.contains(word) {
            let speaker = person.isEmpty ? "Tanggapan" : "Tanggapan (\(person))"
            return (number, [Cell(speaker: speaker, text: rest)])
        }
        let speaker = Self.speaker(person, nil)
        // "Penyuluh KUA" answers elsewhere; here he asks.
        let isOffice = speaker.map { [.official, .regent].contains(SpeakerLabel($0).role) } ?? false
        return (number, [Cell(speaker: isOffice ? "Masukan (\(person))" : speaker, text: rest)])
    }

    /// "Pak Irham / Mandala" and a column of villages become `Pak Irham (Mandala)`.
    private static func speaker(_ person: String?, _ place: String?) -> String? {
        guard let person else { return place.map { "Warga (\($0))" } }
        // "Ibu Mardiah, kader Ds. Muning Dalam".
        let sign: Character = person.contains("/") ? "/" : ","
        var parts = person.split(separator: sign, maxSplits: 1).map { $0.foldingWhiteSpace() }
        if let place { parts = [person, place] }
        guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains("(") else {
            return parts.first
        }
        return "\(parts[0]) (\(parts[1]))"
    }

    private static func labelled(_ cell: String) -> (label: String?, rest: String) {
        guard let colon = cell.prefix(50).firstIndex(of: ":") else { return (nil, cell) }
        let label = cell[..<colon].foldingWhiteSpace()
        guard LabelTable.looksLikeName(label) else { return (nil, cell) }
        return (label, cell[cell.index(after: colon)...].foldingWhiteSpace())
    }
}
