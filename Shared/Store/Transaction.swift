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

/// The few places where SQLite and PostgreSQL want other words for the same thing.
package enum Dialect: Sendable {
    case sqlite

    /// Replaces `{autoid}`, `{blob}` in a migration.
    package func render(_ sql: String) -> String {
        switch self {
        case .sqlite:
            sql.replacing("{autoid}", with: "INTEGER PRIMARY KEY AUTOINCREMENT")
                .replacing("{blob}", with: "BLOB")
        }
    }
}
