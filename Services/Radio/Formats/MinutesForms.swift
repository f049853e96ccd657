// Minutes that hold each matter in a form: a card with "Nama: …", "Isi: …", the row of a table of which every
// cell came out as a line of its own when it was pasted, a post with pictures for marks. All become numbered
// points, line for line.

enum MinutesForms {
    /// The lines with each form as a point with its details; as they were where there are no forms.
    static func flattened(_ lines: [Substring]) -> [Substring] {
        let lines = headed(lines).map(TypedLines.unbold)
        return cells(lines) ?? cards(lines) ?? pictured(lines) ?? upright(lines) ?? lines
    }

    /// "# Pembukaan", as notes mark their headings.
    private static func headed(_ lines: [Substring]) -> [Substring] {
        lines.map { line in
            let text = Timecode.trim(line.drop { $0 == "#" })
            guard line.first == "#", sections.contains(FieldLabel.first(String(text.prefix(longestName)))),
                !text.contains(":"), text.count <= longestName
            else { return line }
            return text.uppercased()[...]
        }
    }

    private static let sections = Set(
        words: """
            pembukaan penyampaian jalannya tanya diskusi dialog pembahasan tanggapan jawaban kesepakatan \
            hasil tindak rencana penutup usulan masukan aspirasi keluhan sambutan
            """)

    private static let fewestForms = 2

    // MARK: Tables whose heads stand on the left

    /// "| 1. | Penyampai | H. Sar'i |", "| | Uraian | … |", "| | Jawaban | … |": each field of a matter has a
    /// row.
    private static func upright(_ lines: [Substring]) -> [Substring]? {
        func row(_ line: Substring) -> (number: Int?, field: String, text: String)? {
            guard line.contains("|") else { return nil }
            let cells = MinutesTable.cells(line, "|", true)
            guard cells.count == 3, cells[0].isEmpty || Int(cells[0].filter(\.isNumber)) != nil
            else { return nil }
            return (Int(cells[0].filter(\.isNumber)), cells[1], cells[2])
        }
        var rows = lines.map(row)
        let fields = rows.count { $0.map { isField($0.field) } ?? false }
        let numbered = rows.count { $0?.number != nil }
        guard numbered >= fewestForms, fields >= numbered * 2,
            rows.allSatisfy({ $0?.number == nil || isField($0?.field ?? "") })
        else { return nil }
        var flat = lines
        for index in rows.indices {
            guard let row = rows[index] else { continue }
            // "Tindak lanjut | -".
            guard row.text.contains(where: { $0.isLetter || $0.isNumber }) else {
                flat[index] = ""
                continue
            }
            let words = row.field.isEmpty ? row.text : "\(row.field): \(row.text)"
            guard let number = row.number else {
                flat[index] = "   \(words)"
                continue
            }
            // "1. Sarkani (Pakan Kamis): Sawah kekeringan …" as soon as both are told.
            let isPerson = people.contains(FieldLabel.first(row.field))
            guard isPerson, index + 1 < rows.count, let next = rows[index + 1], next.number == nil,
                matters.contains(FieldLabel.first(next.field))
            else {
                flat[index] = "\(number). \(isPerson ? row.text : words)"
                continue
            }
            let parts = row.text.contains("(") ? [row.text] : row.text.split(separator: ",").map(String.init)
            let (name, phones) = named(parts.map { $0.foldingWhiteSpace() })
            flat[index] = "\(number). \(name): \(next.text)\(reach(phones))"
            rows[index + 1] = nil
            flat[index + 1] = ""
        }
        return flat
    }

    private static let people = Set(words: "penyampai nama pengusul penanya pelapor")
    private static let matters = FieldLabel.raising.union(["uraian"])

    private static func isField(_ field: String) -> Bool {
        uprightFields.contains(FieldLabel.first(field))
    }

    private static let uprightFields = FieldLabel.raising.union(FieldLabel.answering)
        .union(FieldLabel.agreeing).union(Set(words: "penyampai uraian nama asal pj pelaksana tambahan"))

    // MARK: Cells

    /// "No", "Penyampai", "Uraian", "Tanggapan", "Kesepakatan", each on its line, and the rows below them.
    private static func cells(_ lines: [Substring]) -> [Substring]? {
        guard let (columns, first) = heads(lines) else { return nil }
        var flat = lines
        var starts: [Int] = []
        var filled = 0
        for index in first..<lines.count {
            let text = Timecode.trim(lines[index])
            // "RT", "2": too soon for a row.
            if Int(text) == starts.count + 1, starts.isEmpty || filled >= fewestCells {
                starts.append(index)
                filled = 0
            } else if !text.isEmpty {
                filled += 1
            }
        }
        guard starts.count >= fewestForms else { return nil }
        for index in (first - columns.count)..<starts[0] { flat[index] = "" }
        for (number, start) in starts.enumerated() {
            let next = number + 1 < starts.count ? starts[number + 1] : lines.count
            // What stands below the last row is the end of the minutes.
            let last = number + 1 < starts.count
                ? next : (start + 1..<next).first { $0 > start + 2 && Paragraphs.isBlank(lines[$0]) } ?? next
            let filled = (start + 1..<last).filter { !Paragraphs.isBlank(lines[$0]) }
            flatten(lines, &flat, start, filled, columns, number + 1)
        }
        return flat
    }

    /// The columns, and the line below their names.
    private static func heads(_ lines: [Substring]) -> (columns: [MinutesTable.Column], first: Int)? {
        for index in lines.indices.prefix(200)
        where MinutesTable.column(lines[index].foldingWhiteSpace()) == .number {
            var columns = [MinutesTable.Column.number]
            while index + columns.count < lines.count, columns.count < mostColumns {
                let column = MinutesTable.column(lines[index + columns.count].foldingWhiteSpace())
                guard column != .other, column != .number else { break }
                columns.append(column)
            }
            guard columns.count >= fewestColumns, columns.contains(.matter) else { continue }
            return (columns, index + columns.count)
        }
        return nil
    }

    private static let (fewestColumns, mostColumns, fewestCells) = (4, 9, 2)
    /// What is longer is what somebody said; his name, village and number are not.
    private static let longestName = 50

    private static func flatten(
        _ lines: [Substring], _ flat: inout [Substring], _ start: Int, _ filled: [Int],
        _ columns: [MinutesTable.Column], _ number: Int
    ) {
        let ending = columns.reversed().prefix { [.agreed, .by, .due].contains($0) }.reversed()
        // A row of which every cell is a line has them in order; in others the first long one is said.
        let place = (columns.firstIndex(of: .matter) ?? 1) - 1
        let isWhole = filled.count == columns.count - 1 && filled.indices.contains(place)
        guard let matter = isWhole ? filled[place]
            : filled.first(where: { lines[$0].count > longestName }) ?? filled.dropFirst().first
        else { return }
        let names = filled.prefix { $0 < matter }.map { lines[$0].foldingWhiteSpace() }
        let ends = filled.drop { $0 <= matter }.suffix(ending.count)
        let hasEnd = ends.count == ending.count
        let (name, phones) = named(names)
        flat[start] = "\(number). \(name): \(lines[matter].foldingWhiteSpace())\(reach(phones))"[...]
        for index in filled.prefix(while: { $0 <= matter }) { flat[index] = "" }
        var label: Substring?
        for index in filled where index > matter && !(hasEnd && ends.contains(index)) {
            let text = Timecode.trim(lines[index])
            if text.last == ":", text.count <= longestName {
                (label, flat[index]) = (text.dropLast(), "")
            } else {
                flat[index] = "   Tanggapan\(label.map { " (\($0))" } ?? ""): \(text)"[...]
            }
        }
        guard hasEnd else { return }
        for (index, column) in zip(ends, ending) {
            let mark = column == .agreed ? "Kesepakatan" : column == .by ? "Penanggung jawab" : "Batas waktu"
            flat[index] = "   \(mark): \(Timecode.trim(lines[index]))"[...]
        }
    }

    /// Who it is, and the numbers that stand beside or behind the name.
    private static func named(_ cells: [String]) -> (name: String, phones: [String]) {
        var (names, phones): ([String], [String]) = ([], [])
        for cell in cells {
            guard OnAir.phone(in: cell) != nil,
                let digit = cell.firstIndex(where: { $0.isNumber || $0 == "+" })
            else {
                names.append(cell)
                continue
            }
            let name = cell[..<digit].trimmingSuffix { !$0.isLetter && $0 != ")" }
            if !name.isEmpty { names.append(name) }
            phones.append(String(cell[digit...]))
        }
        return (person(names), phones)
    }

    /// Numbers go among the words of the citizen, of whom they are.
    private static func reach(_ phones: [String]) -> String {
        phones.isEmpty ? "" : " (HP \(phones.joined(separator: ", ")))"
    }

    private static func person(_ names: [String]) -> String {
        guard let name = names.first else { return "Warga" }
        let rest = names.dropFirst().filter { !$0.hasPrefix("(") }.joined(separator: ", ")
        return rest.isEmpty || name.contains("(") ? name : "\(name) (\(rest))"
    }

    // MARK: Pictures

    /// "1️⃣ *Pak Udin (RT 2)*" and below it his words, "➡️ *Dinas PU:* …", "✅ *Hasil:* …".
    private static func pictured(_ lines: [Substring]) -> [Substring]? {
        let points = lines.map(keycap)
        guard points.count(where: { $0 != nil }) >= fewestForms else { return nil }
        var flat = lines
        for (index, line) in lines.enumerated() {
            guard let (number, rest) = points[index] else {
                if let marked = marked(line) { flat[index] = marked }
                continue
            }
            let words = index + 1 < lines.count && points[index + 1] == nil && marked(lines[index + 1]) == nil
                ? Timecode.trim(lines[index + 1]) : ""
            guard rest.count <= longestName, !rest.contains(":"), !words.isEmpty else {
                flat[index] = "\(number). \(rest)"[...]
                continue
            }
            let parts = rest.split(separator: ",").map { $0.foldingWhiteSpace() }
            let (name, phones) = named(parts)
            flat[index] = "\(number). \(name): \(words)\(reach(phones))"[...]
        }
        for index in lines.indices.dropFirst() where points[index - 1] != nil && points[index] == nil {
            if flat[index - 1].contains(": " + Timecode.trim(lines[index])) { flat[index] = "" }
        }
        return flat
    }

    private static func keycap(_ line: Substring) -> (number: Int, rest: Substring)? {
        LineForm.keycap(Timecode.trim(line)).map { ($0, withoutStars($1)) }
    }

    /// A line behind a picture: of an arrow an answer, of a tick what was agreed.
    private static func marked(_ line: Substring) -> Substring? {
        let text = Timecode.trim(line)
        guard let first = text.first, let scalar = first.unicodeScalars.first, scalar.value > 0x2000,
            scalar.properties.isEmoji || (0x2190...0x21FF).contains(scalar.value)
        else { return nil }
        let rest = withoutStars(text.dropFirst())
        switch scalar.value {
        case 0x27A1:
            let named = rest.replacing(":", with: "):", maxReplacements: 1)
            return rest.contains(":") ? "   Tanggapan (\(named)" : "   Tanggapan: \(rest)"
        case 0x2705, 0x2714:
            let isNamed = FieldLabel.agreeing.contains(FieldLabel.first(String(rest))) && rest.contains(":")
            return isNamed ? "   \(rest)" : "   Kesepakatan: \(rest)"
        default: return rest
        }
    }

    private static func withoutStars(_ text: Substring) -> Substring {
        Timecode.trim(text.replacing("*", with: "")[...])
    }

    // MARK: Cards

    /// "KARTU ASPIRASI No. 1", "Nama : …", "Desa : …", "Isi : …", "Dijawab (Bupati) : …", "Batas waktu : …".
    private static func cards(_ lines: [Substring]) -> [Substring]? {
        let fields = lines.map(field)
        let starts = fields.indices.filter { index in
            guard fields[index]?.label.lowercased() == "nama" else { return false }
            let head = fields[(index + 1)...].prefix(longestHead).prefix { field in
                field.map { !FieldLabel.answering.contains($0.name) && $0.name != "tanggapan" } ?? false
            }
            return head.contains { $0.map { raises($0.name) } ?? false }
        }
        guard starts.count >= fewestForms else { return nil }
        var flat = lines
        for (number, start) in starts.enumerated() {
            let next = number + 1 < starts.count ? starts[number + 1] : lines.count
            guard let matter = (start..<next).first(where: { fields[$0].map { raises($0.name) } ?? false })
            else { continue }
            let head = (start...matter).compactMap { fields[$0] }
            let place = head.first { places.contains($0.name) }?.words
            let names = [fields[start]?.words, place].compactMap { $0 }.filter { $0.contains { $0 != "-" } }
            let phones = head.filter { OnAir.phone(in: $0.words) != nil }
            // "Pekerjaan: nelayan": what the form says besides.
            let rest = head.filter { field in
                !phones.contains { $0.label == field.label } && !places.contains(field.name)
                    && field.name != "nama" && !raises(field.name) && field.words.contains(where: \.isLetter)
            }.map { " (\($0.label): \($0.words))" }.joined()
            let title = start > 0 && fields[start - 1] == nil && !Paragraphs.isBlank(lines[start - 1])
                ? start - 1 : start
            for index in title...matter { flat[index] = "" }
            let words = (fields[matter]?.words ?? "") + rest + reach(phones.map(\.words))
            flat[title] = "\(number + 1). \(person(names)): \(words)"[...]
            for index in matter + 1..<next {
                guard let field = fields[index] else {
                    if !lines[index].contains(where: \.isLetter) { flat[index] = "" }
                    continue
                }
                flat[index] = "   \(field.label): \(field.words)"[...]
            }
        }
        return flat
    }

    private static let longestHead = 7
    private static let places: Set<String> = ["desa", "alamat", "kelurahan", "asal"]

    /// "Perihal/Isi", "Isi penyampaian", "Keluhan".
    private static func raises(_ name: String) -> Bool {
        FieldLabel.raising.contains(name) && name != "warga" || name == "perihal"
    }

    private static func field(_ line: Substring) -> (name: String, label: String, words: String)? {
        let text = Timecode.trim(line)
        guard let colon = text.prefix(longestField).firstIndex(of: ":") else { return nil }
        let label = text[..<colon].foldingWhiteSpace()
        guard label.first?.isLetter == true, label.split(separator: " ").count <= 4 else { return nil }
        let words = text[text.index(after: colon)...].foldingWhiteSpace()
        let first = FieldLabel.first(label)
        // "Dijawab (Bupati)" is an answer, whatever the form calls it.
        let isAnswer = first == "dijawab" || first == "ditanggapi"
        return (first, isAnswer ? "Tanggapan" + label.dropFirst(first.count) : label, words)
    }

    private static let longestField = 34
}
