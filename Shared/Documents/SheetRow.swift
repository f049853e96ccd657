// What a row of a spreadsheet holds, and the bounds of a file of them.

/// A cell as it was written.
package struct SheetCell: Sendable, Hashable {
    /// Its text; of a number its digits.
    package var text: String
    /// Of a number: days since the spreadsheet's epoch, where it is shown as a date, else the number itself.
    package var number: Double?
    /// It is shown as a date or a time; then ``number`` counts days since 1899-12-30.
    package var isDate = false
    /// It is computed; the text is what the spreadsheet had kept of the result.
    package var isFormula = false

    /// The file itself says that it holds no value.
    var isMarkedAsError = false

    package init(_ text: String) { self.text = text }

    static let empty = SheetCell("")

    /// It holds a spreadsheet's error instead of a value, also where only its word was left of it (CSV).
    package var isError: Bool {
        isMarkedAsError || text.utf8.first == UInt8(ascii: "#") && Self.errors.contains(text)
            || text.hasPrefix("Err:") && Int(text.dropFirst(4)) != nil
    }

    /// ECMA-376 part 1, section 18.17.2.7, and what Excel has added since; LibreOffice has `Err:502` besides.
    private static let errors: Set<String> = [
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
        "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!",
    ]

    package var isEmpty: Bool { text.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}

/// A row with something in it.
package struct SheetRow: Sendable, Hashable {
    /// The row of the spreadsheet, or the line of the file where it begins; from 1.
    package var number: Int
    /// From column A on; cells behind the last one with something in it are left out.
    package var cells: [SheetCell]

    /// The cell of a column from 0; an empty one behind the end.
    package subscript(_ column: Int) -> SheetCell {
        cells.indices.contains(column) ? cells[column] : .empty
    }
}

/// Bounds of a file of rows.
package struct SheetLimits: Sendable {
    /// Of the file as it is.
    package var fileBytes = 512 * 1024 * 1024
    /// Of a part of an XLSX file, unpacked.
    package var unpackedBytes = 2 * 1024 * 1024 * 1024
    /// Rows with something in them.
    package var rows = 1_048_576
    package var columns = 256
    /// Of one cell. Excel allows 32,767 characters.
    package var cellBytes = 256 * 1024
    /// Texts that cells of an XLSX file share.
    package var sharedTexts = 8_000_000

    package init() {}
}

/// What is wrong with a file of rows, and what to do.
package struct SheetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Of the spreadsheet, or line of the file; `nil` where the file as a whole is meant.
    package var row: Int?
    package var message: String

    init(_ message: String, row: Int? = nil) {
        self.message = message
        self.row = row
    }

    package var description: String { row.map { "row \($0): \(message)" } ?? message }
}

/// Names of columns as spreadsheets show them.
package enum ColumnName {
    /// `A`, `Z`, `AA` of a column from 0.
    package static func text(_ column: Int) -> String {
        var rest = column
        var letters: [UInt8] = []
        repeat {
            letters.insert(UInt8(ascii: "A") + UInt8(rest % 26), at: 0)
            rest = rest / 26 - 1
        } while rest >= 0
        return String(decoding: letters, as: UTF8.self)
    }

    /// The column from 0 of a reference such as `AB12`; `nil` for what is none.
    static func column(of reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            let upper = byte & 0xDF
            guard (0x41...0x5A).contains(upper) else { break }
            column = column * 26 + Int(upper - 0x40)
            guard column <= 1 << 20 else { return nil }
        }
        return column > 0 ? column - 1 : nil
    }
}
