// SQLite behind Store, through GRDB: WAL, synchronous=FULL, one writer and a few readers.
import Foundation
import GRDB

/// One SQLite file.
struct SQLiteDriver: Driver {
    let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let path: String
    /// The opened file, as the file system knows it.
    private let identity: FileIdentity?
    private let listeners = Listeners()

    /// How long another process (the administrator's command) may hold the write lock.
    static let busySeconds = 5.0
    static let readersMax = 4

    /// Opens or creates the file and its folder.
    init(path: String) throws(StoreError) {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.maximumReaderCount = Self.readersMax
        configuration.label = "store"
        self.path = path
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB chooses NORMAL for WAL, which loses commits at a power cut (decision D2).
            let level = try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            identity = FileIdentity(path)
            guard level == 2 else {
                throw StoreError(
                    .unavailable, "\(path): SQLite refuses synchronous=FULL, so commits could be lost")
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(translated(error).code, "\(path): \(translated(error).message)")
        } catch {
            throw StoreError(.unavailable, "\(path): \(error.localizedDescription)")
        }
    }

    func commit(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError) {
        // Writing into a file that was deleted or replaced would be lost with the process.
        guard identity != nil, FileIdentity(path) == identity else {
            throw StoreError(.unavailable, "\(path) was deleted or replaced; restart the service")
        }
        let notices = Notices()
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    try body(SQLiteTransaction(db: db, notices: notices))
                    return .commit
                }
            }
            listeners.tell(notices.names)
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw translated(error)
        } catch {
            throw StoreError(.unavailable, "\(error)")
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { db in try body(SQLiteTransaction(db: db, notices: Notices())) }
        } catch let error as DatabaseError {
            throw translated(error)
        }
    }

    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) {
        listeners.add(name, heard)
    }

    func close() {
        try? pool.close()
    }
}

/// Which file a path leads to: device and inode.
private struct FileIdentity: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// What a transaction wants to be heard of once it is committed.
private final class Notices {
    var names: Set<String> = []
}

/// One transaction on one connection.
private struct SQLiteTransaction: BatchTransaction {
    let db: Database
    let notices: Notices
    var dialect: Dialect { .sqlite }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        do {
            let before = db.totalChangesCount
            try db.cachedStatement(sql: sql).execute(arguments: bind(arguments))
            return db.totalChangesCount - before
        } catch {
            throw failure(error, sql)
        }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row] {
        do {
            let statement = try db.cachedStatement(sql: sql)
            let names = Dictionary(
                statement.columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
            let count = statement.columnCount
            return try GRDB.Row.fetchAll(statement, arguments: bind(arguments)).map { row in
                Row(columns: names, values: (0..<count).map { value(row[$0] as DatabaseValue) })
            }
        } catch {
            throw failure(error, sql)
        }
    }

    func notify(_ name: String) { notices.names.insert(name) }

    func savepoint(_ body: () throws -> Void) throws {
        do {
            try db.inSavepoint {
                try body()
                return .commit
            }
        } catch let error as DatabaseError {
            throw translated(error)
        }
    }

    private func failure(_ error: any Error, _ sql: String) -> StoreError {
        guard let error = error as? DatabaseError else { return StoreError(.invalid, "\(error)") }
        let translated = translated(error)
        return translated.code == .invalid
            ? StoreError(.invalid, "\(translated.message) in: \(sql)") : translated
    }

    private func bind(_ arguments: [SQLValue]) -> StatementArguments {
        StatementArguments(
            arguments.map { argument -> (any DatabaseValueConvertible)? in
                switch argument {
                case .null: nil
                case .integer(let number): number
                case .real(let number): number
                case .text(let text): SQLValue.storable(text)
                case .blob(let bytes): Data(bytes)
                }
            })
    }

    private func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .blob(Array(data))
        }
    }
}

/// SQLite's result codes by what the caller must do. The message leaves the arguments out: they may be
/// a citizen's words.
private func translated(_ error: DatabaseError) -> StoreError {
    let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_FULL: StoreError(.noSpace, "the disk is full")
    case .SQLITE_CONSTRAINT: StoreError(.constraint, detail)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB,
        .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PERM, .SQLITE_AUTH:
        StoreError(.unavailable, detail)
    default: StoreError(.invalid, detail)
    }
}
