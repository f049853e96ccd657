// One SQLite connection as Store uses it: prepared statements kept with their column names, values
// bound and read without a detour.
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// A connection and its prepared statements.
///
/// Safe because only blocks on the connection's own queue touch it, one at a time, and it is closed
/// behind a barrier when no block runs.
final class SQLiteSession: @unchecked Sendable {
    let connection: OpaquePointer
    private let statementsMax: Int
    private var prepared: [String: SQLitePrepared] = [:]
    /// An I/O error was seen: what the operating system still holds of this file may never reach
    /// the disk.
    private(set) var hasFailed = false

    init(_ connection: OpaquePointer, statementsMax: Int) {
        self.connection = connection
        self.statementsMax = statementsMax
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    /// Runs a statement to its end and hands on each row.
    func run(
        _ sql: String, _ arguments: [SQLValue] = [], _ row: (SQLitePrepared) -> Void = { _ in }
    ) throws(StoreError) {
        try run(sql, each: CollectionOfOne(arguments), row)
    }

    /// Runs a statement once for each list of arguments.
    func run(
        _ sql: String, each lists: some Sequence<[SQLValue]>, _ row: (SQLitePrepared) -> Void
    ) throws(StoreError) {
        let statement = try statement(sql)
        for arguments in lists {
            defer { statement.reset() }
            let bound = statement.bind(arguments)
            guard bound == SQLITE_OK else { throw failure(bound, sql) }
            while true {
                let code = sqlite3_step(statement.raw)
                if code == SQLITE_DONE { break }
                guard code == SQLITE_ROW else { throw failure(code, sql) }
                row(statement)
            }
        }
    }

    /// The rows changed by `body`.
    func changes(_ body: () throws(StoreError) -> Void) throws(StoreError) -> Int {
        let before = sqlite3_total_changes(connection)
        try body()
        return Int(sqlite3_total_changes(connection) - before)
    }

    /// Undoes the transaction, unless SQLite has done it already.
    func rollBack() {
        if isInTransaction { try? run("ROLLBACK") }
    }

    /// - Returns: the frames in the log and how many of them are in the database file.
    func checkpoint(_ mode: CInt, waiting seconds: Double, busySeconds: Double)
        throws(StoreError) -> (log: Int, copied: Int)
    {
        sqlite3_busy_timeout(connection, CInt(seconds * 1000))
        defer { sqlite3_busy_timeout(connection, CInt(busySeconds * 1000)) }
        var log: CInt = 0
        var copied: CInt = 0
        let code = sqlite3_wal_checkpoint_v2(connection, nil, mode, &log, &copied)
        guard code == SQLITE_OK else { throw failure(code, "checkpoint") }
        return (Int(log), Int(copied))
    }

    func finalize() {
        prepared.removeAll()
    }

    private func statement(_ sql: String) throws(StoreError) -> SQLitePrepared {
        if let known = prepared[sql] { return known }
        var raw: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &raw, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
        guard let raw else { throw StoreError(.invalid, "no statement in: \(sql)") }
        if prepared.count >= statementsMax { prepared.removeAll(keepingCapacity: true) }
        let statement = SQLitePrepared(raw)
        prepared[sql] = statement
        return statement
    }

    private func failure(_ code: CInt, _ sql: String) -> StoreError {
        let extended = sqlite3_extended_errcode(connection)
        // A misuse found before SQLite was asked leaves no code on the connection.
        let error = StoreError(
            sqlite: extended & 0xFF == code & 0xFF ? extended : code,
            String(cString: sqlite3_errmsg(connection)))
        if code & 0xFF == SQLITE_IOERR { hasFailed = true }
        return error.code == .invalid
            ? StoreError(.invalid, "\(error.message) in: \(sql)") : error
    }
}

/// One prepared statement and the names of its columns.
final class SQLitePrepared {
    let raw: OpaquePointer
    private var names: [String: Int]?
    private var reprepared: CInt = 0

    init(_ raw: OpaquePointer) { self.raw = raw }

    deinit { sqlite3_finalize(raw) }

    func reset() {
        sqlite3_reset(raw)
        // A bound text would be kept in memory until the next use.
        sqlite3_clear_bindings(raw)
    }

    /// The position of each column; kept until SQLite prepares the statement anew (`SELECT *` of a
    /// changed table).
    var columns: [String: Int] {
        let count = sqlite3_stmt_status(raw, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let names, count == reprepared { return names }
        var found: [String: Int] = [:]
        for index in 0..<sqlite3_column_count(raw) {
            if let name = sqlite3_column_name(raw, index) {
                found[String(cString: name)] = Int(index)
            }
        }
        names = found
        reprepared = count
        return found
    }

    /// - Returns: SQLite's result code.
    func bind(_ arguments: [SQLValue]) -> CInt {
        guard arguments.count == sqlite3_bind_parameter_count(raw) else { return SQLITE_RANGE }
        for (place, argument) in zip(CInt(1)..., arguments) {
            let code =
                switch argument {
                case .null: sqlite3_bind_null(raw, place)
                case .integer(let number): sqlite3_bind_int64(raw, place, number)
                case .real(let number): sqlite3_bind_double(raw, place, number)
                case .text(let text): bind(text, place)
                case .blob(let bytes): bind(bytes, place)
                }
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ text: String, _ place: CInt) -> CInt {
        var text = text
        let code: CInt? = text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(raw, place, "", 0, Self.copied)
            }
            guard memchr(start, 0, bytes.count) == nil else { return nil }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(
                    raw, place, $0, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
            }
        }
        return code ?? bind(SQLValue.storable(text), place)
    }

    private func bind(_ bytes: [UInt8], _ place: CInt) -> CInt {
        bytes.isEmpty
            ? sqlite3_bind_zeroblob(raw, place, 0)
            : sqlite3_bind_blob64(raw, place, bytes, UInt64(bytes.count), Self.copied)
    }

    /// SQLite's `SQLITE_TRANSIENT`: it copies the bytes before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The values of the row it stands on.
    func values() -> [SQLValue] {
        (0..<sqlite3_column_count(raw)).map(value)
    }

    private func value(_ column: CInt) -> SQLValue {
        switch sqlite3_column_type(raw, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(raw, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(raw, column))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(raw, column) else { return .text("") }
            let count = Int(sqlite3_column_bytes(raw, column))
            return .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(raw, column) else { return .blob([]) }
            let count = Int(sqlite3_column_bytes(raw, column))
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

extension StoreError {
    /// SQLite's result codes by what the caller must do. The message leaves the arguments out: they
    /// may be a citizen's words.
    init(sqlite code: CInt, _ message: String) {
        self =
            switch code & 0xFF {
            case SQLITE_FULL: StoreError(.noSpace, "the disk is full")
            case SQLITE_CONSTRAINT: StoreError(.constraint, message)
            case SQLITE_IOERR: StoreError(.unavailable, "\(message) (SQLite \(code))")
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM,
                SQLITE_PERM, SQLITE_AUTH, SQLITE_INTERRUPT, SQLITE_PROTOCOL:
                StoreError(.unavailable, message)
            case SQLITE_BUSY, SQLITE_LOCKED: StoreError(.unavailable, message, isLocked: true)
            default: StoreError(.invalid, message)
            }
    }

    init(_ error: any Error, at path: String) {
        self =
            switch error {
            case let error as StoreError: error
            case let error as DatabaseError:
                StoreError(
                    sqlite: error.extendedResultCode.rawValue,
                    "\(path): \(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")")
            default: StoreError(.unavailable, "\(path): \(error.localizedDescription)")
            }
    }
}
