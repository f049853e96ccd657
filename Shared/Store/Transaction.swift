// What a transaction closure may do.

/// An open transaction. Valid only inside the closure it is given to; closures are synchronous, so no
/// network call can ever happen under a lock.
package protocol Transaction {
    var dialect: Dialect { get }

    /// What seals personal data, where the store was opened with it.
    var seal: Seal? { get }

    /// Runs one statement; `?` marks the arguments in order.
    /// - Returns: the number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int

    /// Runs one query (or a statement with RETURNING) and reads all rows.
    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row]

    /// Inserts rows; each has a value for each column of the insertion.
    @discardableResult
    func insert(_ insertion: Insertion, rows: [[SQLValue]]) throws(StoreError) -> Inserted

    /// Runs `UPDATE … WHERE column IN (…)` (or DELETE) for many numbers.
    ///
    /// - Parameter arguments: the values before the list.
    /// - Returns: the number of rows changed.
    @discardableResult
    func execute(
        _ sql: String, _ arguments: [SQLValue], where column: String, in numbers: [Int64]
    ) throws(StoreError) -> Int

    /// The rows of a table whose columns hold one of the keys: `SELECT … WHERE (a, b) IN (…)`. A column
    /// has keys of one kind, none of them NULL.
    func find(
        _ select: String, _ columns: [String], in keys: [[SQLValue]], _ suffix: String
    ) throws(StoreError) -> [Row]

    /// Wakes those who called ``Store/listen(_:_:)`` with this name, once this is committed.
    func notify(_ name: String) throws(StoreError)

    /// The same in this process only, where its own worker takes up what was written: other processes of the
    /// database look for themselves from time to time, and the server need not tell them of each commit.
    func notifyHere(_ name: String) throws(StoreError)
}

extension Transaction {
    /// For a column of personal data: sealed where the store has a ``Seal``, else as it is.
    ///
    /// - Parameter row: table and id of the row; a value opens only there.
    package func sealed(_ text: String, row: String) throws(StoreError) -> String {
        try seal?.seal(text, row: row) ?? text
    }

    /// What ``sealed(_:row:)`` stored, or a program from before there were keys.
    ///
    /// - Throws: `invalid` when it cannot be opened, with what to restore.
    package func opened(_ text: String, row: String) throws(StoreError) -> String {
        if let seal { return try seal.open(text, row: row) }
        guard !Seal.isSealed(text) else {
            throw StoreError(.invalid, "\(row) is sealed, and this program has no key file")
        }
        return text
    }

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

    /// Until the commit nobody else holds a lock of this name, in any process. A file has one writer anyway.
    package func lock(_ name: String) throws(StoreError) {
        guard dialect == .postgres else { return }
        _ = try query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", [.text(name)])
    }

    /// The same without a suffix.
    package func find(
        _ select: String, _ columns: [String], in keys: [[SQLValue]]
    ) throws(StoreError) -> [Row] {
        try find(select, columns, in: keys, "")
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
