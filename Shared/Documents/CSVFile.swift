// CSV as spreadsheets and old programs write it: `;`, `,` or tab, quoted fields with line ends in them.
import Foundation

struct CSVFile: Sendable {
    private let path: String
    private let limits: SheetLimits
    private let encoding: TextEncoding
    private let separator: UInt8
    let notes: [String]

    /// Rows looked at to find the separator: a table may begin below many rows that are none.
    private static let sampleRows = 1_200
    private static let separators = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]

    init(path: String, limits: SheetLimits) throws(SheetError) {
        self.path = path
        self.limits = limits
        let (encoding, notes) = try TextEncoding.detect(path: path)
        self.encoding = encoding
        self.notes = notes
        separator = try Self.separator(path, encoding, limits)
    }

    /// The one that parts the most rows into equally many cells, and into the most: a comma in a text parts
    /// only some, and each otherwise.
    private static func separator(
        _ path: String, _ encoding: TextEncoding, _ limits: SheetLimits
    ) throws(SheetError) -> UInt8 {
        var best = (weight: 0, separator: UInt8(ascii: ";"))
        for separator in separators {
            var counts: [Int: Int] = [:]
            var seen = 0
            do {
                try read(path, encoding, separator, limits) { row in
                    counts[row.cells.count, default: 0] += 1
                    seen += 1
                    return seen < sampleRows
                }
            } catch {
                // With another one it may be readable; if not, reading it says so.
                continue
            }
            let weight = counts.map { cells, rows in rows * (cells - 1) }.max() ?? 0
            if weight > best.weight { best = (weight, separator) }
        }
        return best.separator
    }

    func rows(_ body: (SheetRow) throws -> Bool) throws {
        try Self.read(path, encoding, separator, limits, body)
    }

    private static func read(
        _ path: String, _ encoding: TextEncoding, _ separator: UInt8, _ limits: SheetLimits,
        _ body: (SheetRow) throws -> Bool
    ) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SheetError("\(path) cannot be read any more")
        }
        defer { try? handle.close() }
        var decoder = encoding.decoder
        var scanner = CSVScanner(separator: separator, limits: limits)
        var rows = 0
        func hand(_ found: [SheetRow]) throws -> Bool {
            for row in found {
                rows += 1
                guard rows <= limits.rows else {
                    throw SheetError(
                        "there are more than \(limits.rows) rows; split the file", row: row.number)
                }
                guard try body(row) else { return false }
            }
            return true
        }
        while let data = try handle.read(upToCount: TextEncoding.chunkBytes), !data.isEmpty {
            guard try hand(try scanner.take(decoder.utf8(of: data))) else { return }
        }
        _ = try hand(try scanner.finish(decoder.rest()))
    }
}

/// Cuts bytes of UTF-8 into rows (RFC 4180, read leniently).
struct CSVScanner {
    private let separator: UInt8
    private let limits: SheetLimits
    private var cells: [SheetCell] = []
    private var cell: [UInt8] = []
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private enum Place { case start, plain, quoted, quoteInQuoted, afterCarriageReturn }
    private var place = Place.start
    private var isFirstRow = true

    private static let (quote, newline, ret) = (
        UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")
    )

    init(separator: UInt8, limits: SheetLimits) {
        self.separator = separator
        self.limits = limits
    }

    /// - Returns: the rows that ended in these bytes; empty ones are left out.
    mutating func take(_ bytes: [UInt8]) throws(SheetError) -> [SheetRow] {
        var rows: [SheetRow] = []
        for byte in bytes { try take(byte, &rows) }
        return rows
    }

    mutating func finish(_ bytes: [UInt8]) throws(SheetError) -> [SheetRow] {
        var rows = try take(bytes)
        if place == .quoted {
            throw SheetError("a quotation mark is opened here and never closed", row: quoteLine)
        }
        endRow(&rows)
        return rows
    }

    private mutating func take(_ byte: UInt8, _ rows: inout [SheetRow]) throws(SheetError) {
        if place == .quoted {
            if byte == Self.quote {
                place = .quoteInQuoted
            } else {
                if byte == Self.newline { line += 1 }
                try append(byte)
            }
            return
        }
        if place == .afterCarriageReturn {
            place = .start
            if byte == Self.newline { return }
        }
        switch byte {
        case Self.quote where place == .start:
            place = .quoted
            quoteLine = line
        case Self.quote where place == .quoteInQuoted:
            place = .quoted
            try append(byte)
        case separator:
            try endCell()
        case Self.newline, Self.ret:
            endRow(&rows)
            line += 1
            rowLine = line
            if byte == Self.ret { place = .afterCarriageReturn }
        default:
            if place == .start { place = .plain }
            try append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) throws(SheetError) {
        guard cell.count < limits.cellBytes else {
            let why =
                place == .quoted
                ? "a quotation mark is opened here and its field is longer than \(limits.cellBytes) bytes"
                : "a field is longer than \(limits.cellBytes) bytes"
            throw SheetError(why, row: place == .quoted ? quoteLine : rowLine)
        }
        cell.append(byte)
    }

    private mutating func endCell() throws(SheetError) {
        // Behind a separator another cell begins.
        guard cells.count + 1 < limits.columns else {
            throw SheetError("there are more than \(limits.columns) columns", row: rowLine)
        }
        cells.append(SheetCell(Self.unprotected(cell)))
        cell.removeAll(keepingCapacity: true)
        place = .start
    }

    private mutating func endRow(_ rows: inout [SheetRow]) {
        cells.append(SheetCell(Self.unprotected(cell)))
        cell.removeAll(keepingCapacity: true)
        place = .start
        defer { cells.removeAll(keepingCapacity: true) }
        // What Excel writes to tell itself the separator.
        let isHint = isFirstRow && cells.count <= 2 && cells[0].text.lowercased().hasPrefix("sep=")
        isFirstRow = false
        guard !isHint, cells.contains(where: { !$0.isEmpty }) else { return }
        rows.append(SheetRow(number: rowLine, cells: cells))
    }

    /// Without the apostrophe that ``CSVWriter`` puts before what a spreadsheet would compute.
    private static func unprotected(_ cell: [UInt8]) -> String {
        let isProtected =
            cell.count > 1 && cell[0] == UInt8(ascii: "'") && CSVWriter.computed.contains(cell[1])
        return String(decoding: isProtected ? cell[1...] : cell[...], as: UTF8.self)
    }
}
