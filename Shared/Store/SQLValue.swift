// The five kinds of values SQL knows, and a row of them.

/// A value bound to a statement or read from a row.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    /// U+0000 is stored as U+FFFD: no SQL database keeps it in a text.
    case text(String)
    case blob([UInt8])
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }

    /// `nil` becomes NULL.
    package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
    package init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
    package init(_ number: Int) { self = .integer(Int64(number)) }
    /// The text as databases can keep it: without NUL.
    package static func storable(_ text: String) -> String {
        var bytes = text
        let hasNUL = bytes.withUTF8 { $0.contains(0) }
        return hasNUL ? text.replacing("\0", with: "\u{FFFD}") : text
    }

    package init(_ bytes: [UInt8]?) { self = bytes.map(SQLValue.blob) ?? .null }
}

/// One result row. Columns are found by name; a column of another type or NULL reads as `nil`.
package struct Row: Sendable, Hashable {
    /// Shared by all rows of one result.
    let columns: [String: Int]
    let values: [SQLValue]

    package subscript(_ column: String) -> SQLValue {
        columns[column].map { values[$0] } ?? .null
    }

    /// Text, or `nil` for NULL.
    package func optionalText(_ column: String) -> String? {
        if case .text(let text) = self[column] { text } else { nil }
    }

    /// A whole number, or `nil` for NULL.
    package func optionalInt(_ column: String) -> Int64? {
        if case .integer(let number) = self[column] { number } else { nil }
    }

    /// Empty when the column is NULL or of another type; the schema says NOT NULL where it matters.
    package func text(_ column: String) -> String { optionalText(column) ?? "" }

    /// 0 when the column is NULL or of another type.
    package func int(_ column: String) -> Int64 { optionalInt(column) ?? 0 }

    /// A number; 0 for NULL.
    package func double(_ column: String) -> Double {
        if case .real(let number) = self[column] { number } else { Double(int(column)) }
    }

    /// Bytes; none for NULL.
    package func blob(_ column: String) -> [UInt8] {
        if case .blob(let bytes) = self[column] { bytes } else { [] }
    }
}
