// Many rows of one table in one go, each driver in the way that costs it least: SQLite steps a few prepared
// statements through the rows, PostgreSQL takes one array a column.

/// A statement that inserts any number of rows.
///
/// ```swift
/// static let notes = Insertion(into: "note", ["word": .text, "at": .integer])
/// try transaction.insert(Self.notes, rows: [["one", 1], ["two", 2]])
/// ```
package struct Insertion: Sendable {
    /// What a column holds; NULL fits in each.
    package enum Kind: Sendable {
        case text, integer, real, blob
    }

    let kinds: [Kind]
    /// For so many rows, the most first, with a `?` for each value. Of the work for a statement, such as
    /// the next number of an AUTOINCREMENT, many rows take a share.
    let someRows: [(count: Int, sql: String)]
    /// For all rows, with a `?` for the array of each column.
    let allRows: String

    /// - Parameters:
    ///   - columns: names and kinds, in the order of the values.
    ///   - suffix: `ON CONFLICT …` and `RETURNING …`.
    package init(
        into table: String, _ columns: KeyValuePairs<String, Kind>, _ suffix: String = ""
    ) {
        kinds = columns.map(\.value)
        let head = "INSERT INTO \(table) (\(columns.map(\.key).joined(separator: ", ")))"
        let marks = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let arrays = kinds.map { "CAST(? AS \($0.arrayType))" }.joined(separator: ", ")
        someRows = [16, 4, 1].map { count in
            let rows = Array(repeating: marks, count: count).joined(separator: ", ")
            return (count, "\(head) VALUES \(rows) \(suffix)")
        }
        allRows = "\(head) SELECT * FROM UNNEST(\(arrays)) \(suffix)"
    }
}

/// What became of an ``Insertion``.
package struct Inserted: Sendable {
    /// Rows inserted or, by `ON CONFLICT DO UPDATE`, changed.
    package internal(set) var changed = 0
    /// Of `RETURNING`, in no promised order.
    package internal(set) var returned: [Row] = []
}

extension Insertion.Kind {
    /// PostgreSQL's name of an array of it.
    var arrayType: String {
        switch self {
        case .text: "TEXT[]"
        case .integer: "BIGINT[]"
        case .real: "DOUBLE PRECISION[]"
        case .blob: "BYTEA[]"
        }
    }
}
