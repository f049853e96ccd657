// A file of rows as people hand it over: XLSX or CSV, told apart by its bytes, read row by row.
import Foundation

/// A file that can be read again and again.
package struct SheetFile: Sendable {
    /// What it turned out to be.
    package enum Format: String, Sendable {
        case xlsx, csv
    }

    package let format: Format
    /// What had to be guessed or mended to read it, in words.
    package let notes: [String]
    private let reader: Reader

    private enum Reader: Sendable {
        case xlsx(Workbook)
        case csv(CSVFile)
    }

    /// Looks at a file.
    ///
    /// - Parameter sheet: of a workbook, by its name; `nil` for the first that is not hidden.
    /// - Throws: ``SheetError`` for what is no such file, or one beyond the limits.
    package init(
        path: String, sheet: String? = nil, limits: SheetLimits = SheetLimits()
    ) throws(SheetError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SheetError("\(path) cannot be read: no such file, or no permission")
        }
        defer { try? handle.close() }
        let size = (try? handle.seekToEnd()) ?? 0
        guard size > 0 else { throw SheetError("\(path) is empty") }
        guard size <= UInt64(limits.fileBytes) else {
            throw SheetError("\(path) is larger than \(limits.fileBytes) bytes; split it")
        }
        try? handle.seek(toOffset: 0)
        let head = (try? handle.read(upToCount: 8)) ?? Data()
        if Archive.looksLikeZip(head) {
            let workbook = try Workbook(path: path, sheet: sheet, limits: limits)
            (format, notes, reader) = (.xlsx, workbook.notes, .xlsx(workbook))
        } else if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw SheetError(
                "\(path) is an old .xls file or has a password; save it as .xlsx without one")
        } else {
            let file = try CSVFile(path: path, limits: limits)
            (format, notes, reader) = (.csv, file.notes, .csv(file))
        }
    }

    /// Reads the rows that have something in them, in order.
    ///
    /// - Parameter body: `false` ends it.
    /// - Throws: ``SheetError`` with the row, or what `body` throws.
    package func rows(_ body: (SheetRow) throws -> Bool) throws {
        switch reader {
        case .xlsx(let workbook): try workbook.rows(body)
        case .csv(let file): try file.rows(body)
        }
    }
}
