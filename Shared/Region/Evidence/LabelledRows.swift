// Decided cases from a CSV file: the columns `text` and `agency`; others are ignored.
import Complaints
package import ServiceKit

/// A decided case as written in a file.
package struct LabelledRow: Sendable, Hashable {
    package var text: String
    package var agency: String
    /// From 1, where the row begins.
    package var line: Int

    package init(text: String, agency: String, line: Int) {
        self.text = text
        self.agency = agency
        self.line = line
    }
}

/// Reads a CSV file of decided cases: RFC 4180, comma or semicolon, with or without a byte-order mark.
package enum LabelledRows {
    /// Larger files are refused; an office's complaints of fifty years are smaller.
    package static let bytesMax = 256 * 1024 * 1024
    /// Problems told at once.
    static let problemsMax = 20

    /// - Parameter label: the column that says what is known of a text.
    /// - Throws: ``ConfigurationError`` with everything that is wrong: file, line, what to do.
    package static func read(
        _ text: String, file: String, label: String = "agency"
    ) throws(ConfigurationError) -> [LabelledRow] {
        var table = CSVTable(text)
        guard let header = table.next() else {
            throw ConfigurationError([
                YAMLProblem(
                    file: file, line: 1,
                    message: "is empty; it needs a first line with the columns text and \(label)")
            ])
        }
        let columns = header.cells.map { $0.trimmingWhitespace().lowercased() }
        guard let textColumn = columns.firstIndex(of: "text"),
            let agencyColumn = columns.firstIndex(of: label)
        else {
            let missing = ["text", label].filter { !columns.contains($0) }
            throw ConfigurationError([
                YAMLProblem(
                    file: file, line: 1,
                    message: "lacks the column \(missing.joined(separator: " and the column ")); "
                        + "it has: \(columns.prefix(20).joined(separator: ", "))")
            ])
        }
        var rows: [LabelledRow] = []
        var problems: [YAMLProblem] = []
        while let row = table.next(), problems.count < problemsMax {
            if row.isOpen {
                problems.append(
                    YAMLProblem(
                        file: file, line: row.quoteLine,
                        message: "a quotation mark is opened here and never closed"))
            } else if row.cells.count != columns.count {
                problems.append(
                    YAMLProblem(
                        file: file, line: row.line,
                        message: "has \(row.cells.count) columns, the first line has "
                            + "\(columns.count); put texts with commas in quotation marks"))
            } else {
                rows.append(
                    LabelledRow(
                        text: row.cells[textColumn],
                        agency: row.cells[agencyColumn].trimmingWhitespace().uppercased(),
                        line: row.line))
            }
        }
        if !problems.isEmpty { throw ConfigurationError(problems) }
        if rows.isEmpty {
            throw ConfigurationError(file: file, "holds a first line and no rows")
        }
        return rows
    }
}

/// The rows of a CSV text, one after the other.
private struct CSVTable {
    struct Row {
        var cells: [String] = []
        var line: Int
        /// The text ended inside a quotation.
        var isOpen = false
        var quoteLine = 0
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: CSVTable.mark) { place = CSVTable.mark.count }
        let header = bytes.prefix { $0 != CSVTable.newline }
        // Spreadsheets of an Indonesian locale part columns by semicolons.
        separator =
            header.contains(UInt8(ascii: ";")) && !header.contains(UInt8(ascii: ","))
            ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    /// Empty lines are passed over.
    mutating func next() -> Row? {
        while place < bytes.count {
            let row = read()
            if row.cells != [""] || row.isOpen { return row }
        }
        return nil
    }

    private mutating func read() -> Row {
        var row = Row(line: line)
        var cell: [UInt8] = []
        var isQuoted = false
        func end() {
            if !isQuoted, cell.last == UInt8(ascii: "\r") { cell.removeLast() }
            row.cells.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
            isQuoted = false
        }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == CSVTable.newline { line += 1 }
            switch byte {
            case CSVTable.quote where cell.isEmpty && !isQuoted:
                isQuoted = true
                row.quoteLine = line
                guard quotation(into: &cell) else {
                    row.isOpen = true
                    return row
                }
            case separator: end()
            case CSVTable.newline:
                end()
                return row
            // What a spreadsheet leaves between a closing quotation mark and the end of the line.
            case UInt8(ascii: "\r") where isQuoted: break
            default: cell.append(byte)
            }
        }
        end()
        return row
    }

    /// The inside of a quotation; `false` when it never ends.
    private mutating func quotation(into cell: inout [UInt8]) -> Bool {
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == CSVTable.newline { line += 1 }
            guard byte == CSVTable.quote else {
                cell.append(byte)
                continue
            }
            guard place < bytes.count, bytes[place] == CSVTable.quote else { return true }
            cell.append(CSVTable.quote)
            place += 1
        }
        return false
    }
}
