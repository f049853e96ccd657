// What a transaction closure may do.

/// An open transaction. Valid only inside the closure it is given to; closures are synchronous, so no
/// network call can ever happen under a lock.
package protocol Transaction {
    var dialect: Dialect { get }

    /// Runs one statement; `?` marks the arguments in order.
    /// - Returns: the number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int

    /// Runs one query (or a statement with RETURNING) and reads all rows.
    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row]

    /// Wakes those who called ``Store/listen(_:_:)`` with this name, once this is committed.
    func notify(_ name: String) throws(StoreError)
}

extension Transaction {
    @discardableResult
    /// Runs a statement without values; gives the number of rows changed.
    package func execute(_ sql: String) throws(StoreError) -> Int { try execute(sql, []) }

    /// Runs a query without values.
    package func query(_ sql: String) throws(StoreError) -> [Row] { try query(sql, []) }

    /// The first row, if any.
    package func first(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Row? {
        try query(sql, arguments).first
    }
}

extension Transaction {
    /// The time that all processes of this database agree on, in microseconds since 1970: a server's
    /// own clock, where there is a server.
    ///
    /// - Parameter own: this process's clock, good enough where it is the only one.
    package func now(_ own: Int64) throws(StoreError) -> Int64 {
        switch dialect {
        case .sqlite: own
        case .postgres:
            try first(
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now"
            )?.int("now") ?? own
        }
    }

    /// Rows in one statement at most: SQLite binds 32,766 values, PostgreSQL 65,535.
    package static var rowsPerStatementMax: Int { 256 }

    /// Inserts many rows in multi-row statements, cut into runs of 2^n rows so that few different
    /// statements have to be prepared.
    ///
    /// - Parameter suffix: `ON CONFLICT …` and `RETURNING …`.
    /// - Returns: the rows of RETURNING, in no promised order.
    @discardableResult
    package func insert(
        into table: String, _ columns: [String], rows: [[SQLValue]], _ suffix: String = ""
    ) throws(StoreError) -> [Row] {
        let head = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        let row = "(" + Array(repeating: "?", count: columns.count).joined(separator: ", ") + ")"
        var returned: [Row] = []
        var rest = rows[...]
        while !rest.isEmpty {
            let limit = min(rest.count, Self.rowsPerStatementMax)
            let count = 1 << (Int.bitWidth - 1 - limit.leadingZeroBitCount)
            let values = Array(repeating: row, count: count).joined(separator: ", ")
            returned += try query(
                "\(head)\(values) \(suffix)", rest.prefix(count).flatMap { $0 })
            rest = rest.dropFirst(count)
        }
        return returned
    }

    /// Runs `UPDATE … WHERE column IN (…)` (or DELETE) for many numbers.
    ///
    /// - Parameter arguments: the values before the list.
    /// - Returns: the number of rows changed.
    @discardableResult
    package func execute(
        _ sql: String, _ arguments: [SQLValue], where column: String, in numbers: [Int64]
    ) throws(StoreError) -> Int {
        var changed = 0
        var rest = numbers[...]
        while let last = rest.first {
            let part = rest.prefix(Self.rowsPerStatementMax)
            var count = 1
            while count < part.count { count *= 2 }
            let filled = part + Array(repeating: last, count: count - part.count)
            let marks = Array(repeating: "?", count: count).joined(separator: ", ")
            changed += try execute(
                "\(sql) \(column) IN (\(marks))", arguments + filled.map { .integer($0) })
            rest = rest.dropFirst(part.count)
        }
        return changed
    }

    /// The rows of a table whose columns hold one of the keys: `SELECT … WHERE (a, b) IN (…)`. A column
    /// has keys of one kind, none of them NULL.
    package func find(
        _ select: String, _ columns: [String], in keys: [[SQLValue]], _ suffix: String = ""
    ) throws(StoreError) -> [Row] {
        let names = columns.joined(separator: ", ")
        // PostgreSQL takes a bare `?` of a VALUES list for a text.
        let marks = keys.first?.map { key in
            if case .integer = key { "CAST(? AS BIGINT)" } else { "?" }
        }
        let row = "(" + (marks ?? []).joined(separator: ", ") + ")"
        var found: [Row] = []
        var rest = keys[...]
        while let last = rest.first {
            let part = rest.prefix(Self.rowsPerStatementMax)
            // Filled up with repetitions, for the same reason as above.
            var count = 1
            while count < part.count { count *= 2 }
            let filled = part + Array(repeating: last, count: count - part.count)
            let values = Array(repeating: row, count: count).joined(separator: ", ")
            found += try query(
                // SQLite looks into an index for a sub-select, but reads the whole table for a bare VALUES.
                "\(select) WHERE (\(names)) IN (SELECT * FROM (VALUES \(values)) AS key) \(suffix)",
                filled.flatMap { $0 })
            rest = rest.dropFirst(part.count)
        }
        return found
    }
}

/// The few places where SQLite and PostgreSQL want other words for the same thing.
package enum Dialect: Sendable {
    case sqlite
    case postgres

    /// Behind a SELECT: take only rows that no other process has taken, and hold them until the commit.
    package var skipLocked: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE SKIP LOCKED"
        }
    }

    /// Behind a SELECT: hold its rows until the commit.
    package var forUpdate: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE"
        }
    }

    /// Replaces `{autoid}`, `{blob}` in a migration.
    package func render(_ sql: String) -> String {
        switch self {
        case .sqlite:
            sql.replacing("{autoid}", with: "INTEGER PRIMARY KEY AUTOINCREMENT")
                .replacing("{blob}", with: "BLOB")
        case .postgres:
            sql.replacing(
                "{autoid}", with: "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
            ).replacing("{blob}", with: "BYTEA")
        }
    }
}
