// What DOCX and ODT share: paragraphs become lines, rows of a table become lines with tabs; then the
// lines are read as if they were typed into a text file.

/// Collects the lines of a document while its XML is walked.
struct DocumentLines {
    private(set) var lines: [String] = []
    /// Paragraphs that are open: a text box stands inside of one.
    private var open: [String] = []
    private var tables = 0
    private var row: [[String]] = []

    mutating func append(_ text: String) {
        guard let last = open.indices.last else { return }
        open[last] += text
    }

    mutating func openParagraph() { open.append("") }

    mutating func closeParagraph() {
        guard let text = open.popLast() else { return }
        if tables > 0, let cell = row.indices.last {
            row[cell].append(text)
        } else {
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }

    mutating func openTable() { tables += 1 }
    mutating func closeTable() { tables = max(0, tables - 1) }
    /// Tables in a table belong to its cell.
    mutating func openRow() { if tables == 1 { row = [] } }
    mutating func openCell() { if tables == 1 { row.append([]) } }

    mutating func closeRow() {
        guard tables == 1 else { return }
        let filled = row.filter { $0.contains { !$0.foldingWhiteSpace().isEmpty } }
        if filled.count == 1, let only = filled.first {
            lines += only.flatMap { $0.split(separator: "\n").map(String.init) }
        } else if !filled.isEmpty {
            // A cell is one field, whatever is in it.
            let cells = row.map { $0.joined(separator: " ").foldingWhiteSpace() }
            lines.append(cells.joined(separator: "\t"))
        }
        row = []
    }

    /// Reads the lines as any other format of text.
    func read(
        as format: String, of gathering: Gathering, damage: Int?, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var warnings: [ParseWarning] = []
        if damage != nil {
            warnings.append(
                ParseWarning(
                    line: max(1, lines.count),
                    message: "Dokumen rusak; yang sesudah baris ini tidak terbaca."))
        }
        let source = SourceText(document: lines, warnings: warnings)
        var transcript = try TranscriptReader.read(source, limits, of: gathering)
        transcript.format = format
        return transcript
    }
}
