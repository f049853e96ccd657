// A database in memory whose every transaction is one synchronous step, for simulations: the same
// statements, no threads, and commits that fail or lose their answer on demand.
import GRDBSQLite

/// One SQLite database in memory, without the writer's thread and the readers of ``Store``.
///
/// A process that dies between two steps loses nothing but its memory: what was committed is here.
/// Used by tests only; it lives here because only Store knows the driver.
package final class SteppedStore {
    /// What becomes of one commit.
    package enum Commit: Sendable, Hashable {
        case succeeds
        /// Nothing of it is kept, and the caller learns so.
        case fails
        /// It is durable, and the caller is told that it failed.
        case losesAnswer
    }

    private let empty: OpaquePointer
    private let connection: OpaquePointer
    private let session: SQLiteSession
    /// Whom the last commit wanted to wake (``Transaction/notify(_:)``).
    package private(set) var notified: [String] = []

    package init(schemas: [Schema]) throws(StoreError) {
        empty = try Self.open()
        connection = try Self.open()
        session = SQLiteSession(connection, statementsMax: 256)
        let first = SQLiteSession(empty, statementsMax: 256)
        try Migrator.migrate(schemas, SQLiteTransaction(first))
        first.finalize()
        try reset()
    }

    deinit {
        session.finalize()
        sqlite3_close_v2(connection)
        sqlite3_close_v2(empty)
    }

    private static func open() throws(StoreError) -> OpaquePointer {
        var connection: OpaquePointer?
        let code = sqlite3_open(":memory:", &connection)
        guard code == SQLITE_OK, let connection else {
            throw StoreError(.unavailable, "SQLite error \(code)")
        }
        return connection
    }

    /// Makes it as new: the schemas, and no row.
    package func reset() throws(StoreError) {
        guard let copy = sqlite3_backup_init(connection, "main", empty, "main") else {
            throw StoreError(.unavailable, String(cString: sqlite3_errmsg(connection)))
        }
        sqlite3_backup_step(copy, -1)
        guard sqlite3_backup_finish(copy) == SQLITE_OK else {
            throw StoreError(.unavailable, String(cString: sqlite3_errmsg(connection)))
        }
        notified = []
    }

    /// Runs `body` in one transaction.
    ///
    /// - Throws: what `body` throws; `unavailable` when the commit is to fail or to lose its answer.
    package func write<Value>(
        _ commit: Commit = .succeeds, _ body: (any Transaction) throws -> Value
    ) throws -> Value {
        let notices = SQLiteTransaction.Notices()
        notified = []
        try session.run("BEGIN IMMEDIATE")
        let value: Value
        do {
            value = try body(SQLiteTransaction(session, notices))
            if commit == .fails { throw StoreError(.unavailable, "the commit failed") }
            try session.run("COMMIT")
        } catch {
            session.rollBack()
            throw error
        }
        notified = notices.names
        if commit == .losesAnswer { throw StoreError(.unavailable, "the answer was lost") }
        return value
    }
}
