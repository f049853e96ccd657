// Listens to a sheet of a workbook and makes rows of it (ECMA-376 part 1, section 18.3).
import Foundation

final class SheetPart: XMLSink {
    private let strings: SharedTexts
    private let styles: DateStyles
    private let startsIn1904: Bool
    private let limits: SheetLimits

    private(set) var problem: SheetError?
    /// Of the row that is being read.
    private(set) var number = 0
    private var rows: [SheetRow] = []
    private var cells: [SheetCell] = []
    private var column = -1
    private var kind = ""
    private var style = 0
    private var isFormula = false
    private var takes = false
    private var inPhonetic = false
    private var buffer: [UInt8] = []

    init(strings: SharedTexts, styles: DateStyles, startsIn1904: Bool, _ limits: SheetLimits) {
        self.strings = strings
        self.styles = styles
        self.startsIn1904 = startsIn1904
        self.limits = limits
    }

    /// The rows that are whole.
    func take() -> [SheetRow] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    func open(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "c":
            column = attributes["r"].flatMap { ColumnName.column(of: $0) } ?? column + 1
            kind = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            isFormula = false
            buffer.removeAll(keepingCapacity: true)
        case "v": takes = true
        case "t": takes = !inPhonetic
        case "f": isFormula = true
        case "rPh": inPhonetic = true
        case "row":
            let given = attributes["r"].flatMap { Int($0) } ?? 0
            number = (1...Self.rowNumberMax).contains(given) ? given : number + 1
            column = -1
            cells.removeAll(keepingCapacity: true)
        default: break
        }
    }

    func close(_ name: XMLName) {
        switch name {
        case "v", "t": takes = false
        case "rPh": inPhonetic = false
        case "c": endCell()
        case "row":
            while cells.last?.isEmpty == true, cells.last?.isFormula == false { cells.removeLast() }
            if !cells.isEmpty { rows.append(SheetRow(number: number, cells: cells)) }
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard takes else { return }
        guard buffer.count + bytes.count <= limits.cellBytes else {
            problem =
                problem
                ?? SheetError("a cell is longer than \(limits.cellBytes) bytes", row: number)
            return
        }
        buffer.append(contentsOf: bytes)
    }

    private func endCell() {
        guard column < limits.columns else {
            // What stands far to the right of a table is decoration as a rule: styles without a value.
            if !buffer.isEmpty {
                problem =
                    problem
                    ?? SheetError("there are more than \(limits.columns) columns", row: number)
            }
            return
        }
        guard !buffer.isEmpty || isFormula else { return }
        var cell = SheetCell(String(decoding: buffer, as: UTF8.self))
        cell.isFormula = isFormula
        switch kind {
        case "s":
            guard let index = Int(cell.text), let text = strings[index] else {
                problem =
                    problem
                    ?? SheetError(
                        "\(ColumnName.text(column))\(number) names a text that is not in the file; "
                            + "save it anew",
                        row: number)
                return
            }
            cell.text = text
        case "n": readNumber(&cell)
        case "e": cell.isMarkedAsError = true
        default: break
        }
        while cells.count < column { cells.append(.empty) }
        if cells.count == column { cells.append(cell) } else { cells[column] = cell }
    }

    private func readNumber(_ cell: inout SheetCell) {
        guard let number = Double(cell.text), number.isFinite else { return }
        cell.number = number
        cell.isDate = styles.isDate(style)
        if cell.isDate, startsIn1904 { cell.number = number + Self.days1904 }
        // 1.234567E6 stands for an id of seven digits.
        if number.rounded() == number, abs(number) < 1e15 { cell.text = "\(Int64(number))" }
    }

    /// No program writes a higher one; Excel stops at 1,048,576.
    private static let rowNumberMax = 1 << 30
    /// From 1899-12-30 to 1904-01-01.
    private static let days1904 = 1462.0
}
