// The open connections to one SQLite file: a writer, readers and a checkpointer. The writer's log is
// synced beside it.
import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// One opening of a SQLite file.
///
/// After an I/O error it is broken for good: ``SQLiteDriver`` closes it and opens another.
final class SQLiteHandle: Sendable {
    private let pool: DatabasePool
    private let path: String
    private let limits: SQLiteLimits
    private let health: SQLiteHealth
    private let checkpointer: SQLiteCheckpointer
    /// Open as long as the pool, which keeps the file where it is.
    private let log: SyncedFile
    /// By the connection's address; `nil` once closed.
    private let sessions: Mutex<[UInt: SQLiteSession]?> = Mutex([:])

    /// Set before the first connection of the process. A message takes and gives back some seventy pieces of
    /// memory in SQLite, each under the lock of a count that nobody reads.
    private static let keepsNoStatistics = sqlite_keep_no_memory_statistics() == SQLITE_OK

    var isBroken: Bool { health.isBroken.load(ordering: .acquiring) }

    /// Opens or creates the file.
    init(path: String, limits: SQLiteLimits) throws(StoreError) {
        self.path = path
        self.limits = limits
        let health = SQLiteHealth()
        self.health = health
        do {
            _ = Self.keepsNoStatistics
            let configuration = Self.configuration(limits)
            let pool = try Self.patiently(limits) {
                try DatabasePool(path: path, configuration: configuration)
            }
            self.pool = pool
            let pageBytes = try pool.writeWithoutTransaction { db in
                // With NORMAL a commit does not sync the log: ``sync()`` does, while the next one
                // is already written. The log is still synced before a checkpoint and when it begins
                // anew (sqlite.org/pragma.html#pragma_synchronous). Undo records of a batch are
                // bounded by it and never worth a file: in memory.
                try db.execute(
                    sql: """
                        PRAGMA synchronous = NORMAL;
                        PRAGMA cache_size = -\(limits.writerCacheBytes / 1024);
                        PRAGMA temp_store = MEMORY;
                        """)
                sqlite3_wal_hook(
                    db.sqliteConnection,
                    { health, _, _, frames in
                        if let health {
                            Unmanaged<SQLiteHealth>.fromOpaque(health).takeUnretainedValue()
                                .frames.store(Int(frames), ordering: .relaxed)
                        }
                        return SQLITE_OK
                    }, Unmanaged.passUnretained(health).toOpaque())
                return try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
            }
            let queue = try Self.patiently(limits) {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                // A connection that has not read yet does not know the log: its checkpoints do nothing.
                _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
                return queue
            }
            for settings in try Self.settings(pool, queue) where settings.synchronous < 1 {
                throw StoreError(
                    .unavailable, "SQLite refuses to sync its log, so commits could be lost")
            }
            log = try pool.writeWithoutTransaction { db in
                // SQLite follows links: the log lies beside the file that one leads to.
                try SyncedFile(
                    String(cString: sqlite3_filename_wal(sqlite3_db_filename(db.sqliteConnection, nil))))
            }
            checkpointer = SQLiteCheckpointer(
                queue, limits: limits, pageBytes: pageBytes,
                failed: { health.isBroken.store(true, ordering: .releasing) })
        } catch {
            throw StoreError(error, at: path)
        }
    }

    /// Opens while other processes open or close the same file. To change to a log, and to read it back,
    /// SQLite wants the file for itself and does not wait for it, whatever its time-out is
    /// (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode").
    private static func patiently<Value>(
        _ limits: SQLiteLimits, _ open: () throws -> Value
    ) throws -> Value {
        let deadline = ContinuousClock.now + .seconds(limits.busySeconds)
        while true {
            do {
                return try open()
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
            {
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    /// For every connection. Memory stays bounded by the page caches: no mapped file.
    private static func configuration(_ limits: SQLiteLimits) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(limits.busySeconds)
        configuration.maximumReaderCount = limits.readersMax
        configuration.label = "store"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = \(limits.pageBytes);
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA cache_size = -\(limits.readerCacheBytes / 1024);
                    PRAGMA mmap_size = 0;
                    """)
        }
        return configuration
    }

    /// Of the writer, the checkpointer and a reader.
    func settings() async throws -> [SQLiteSettings] {
        let reader = try await pool.read { try SQLiteSettings($0) }
        return try Self.settings(pool, checkpointer.queue) + [reader]
    }

    private static func settings(
        _ pool: DatabasePool, _ queue: DatabaseQueue
    ) throws -> [SQLiteSettings] {
        [try pool.writeWithoutTransaction(SQLiteSettings.init), try queue.read(SQLiteSettings.init)]
    }

    /// Runs `body` on the writing connection.
    func write(_ body: (SQLiteSession) throws(StoreError) -> Void) throws(StoreError) {
        let result: Result<Void, StoreError> = pool.writeWithoutTransaction { db in
            do throws(StoreError) {
                let session = try session(of: db)
                defer {
                    if session.hasFailed { health.isBroken.store(true, ordering: .releasing) }
                }
                try body(session)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Puts on the disk whatever was committed before. For one thread, beside the writer.
    ///
    /// - Throws: when it may not be there, and from then on.
    func sync() throws(StoreError) {
        do throws(StoreError) {
            try log.sync()
        } catch {
            health.isBroken.store(true, ordering: .releasing)
            throw error
        }
        // The log may also have failed under somebody else, and then the disk forgets what he wrote.
        guard !isBroken else { throw StoreError(.unavailable, "\(path): the disk failed") }
    }

    /// Runs `body` on a reading connection that sees one consistent state.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteSession) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { db in try body(self.session(of: db)) }
        } catch let error as DatabaseError {
            throw StoreError(error, at: path)
        }
    }

    /// After each commit: the checkpointer learns how long the log is; when it is too long, the
    /// writer copies what is left and begins it anew.
    func committed(_ session: SQLiteSession) {
        checkpointer.committed(frames: health.frames.load(ordering: .relaxed))
        guard checkpointer.takeRestart() else { return }
        // Readers of old states may stay; it is tried again when the log has grown further.
        _ = try? session.checkpoint(
            SQLITE_CHECKPOINT_RESTART, waiting: limits.restartSeconds,
            busySeconds: limits.busySeconds)
    }

    /// Copies the whole log into the database file and empties it.
    ///
    /// - Throws: `unavailable` also when another process reads or writes.
    func emptyLog(waiting seconds: Double) throws(StoreError) {
        try write { session throws(StoreError) in
            _ = try session.checkpoint(
                SQLITE_CHECKPOINT_TRUNCATE, waiting: seconds, busySeconds: limits.busySeconds)
        }
    }

    /// Whether nothing stands in the log; copies what can be copied beside readers.
    func isLogEmpty() throws(StoreError) -> Bool {
        var frames = 0
        try write { session throws(StoreError) in
            frames = try session.checkpoint(
                SQLITE_CHECKPOINT_PASSIVE, waiting: 0, busySeconds: limits.busySeconds).log
        }
        return frames == 0
    }

    /// Waits for readers, copies the log (unless the disk has failed) and closes.
    func close() {
        checkpointer.stop()
        if !isBroken { try? emptyLog(waiting: limits.restartSeconds) }
        // Behind the barrier no block runs, so nobody uses the statements that are dropped.
        try? pool.barrierWriteWithoutTransaction { _ in sessions.withLock { $0 = nil } }
        try? pool.close()
    }

    private func session(of db: Database) throws(StoreError) -> SQLiteSession {
        let address = UInt(bitPattern: db.sqliteConnection)
        let limit = limits.statementsMax
        let session: SQLiteSession? = sessions.withLock { sessions in
            guard let connection = OpaquePointer(bitPattern: address), sessions != nil else {
                return nil
            }
            if let known = sessions?[address] { return known }
            let new = SQLiteSession(connection, statementsMax: limit)
            sessions?[address] = new
            return new
        }
        guard let session else { throw StoreError(.unavailable, "\(path) is closed") }
        return session
    }
}

/// What the connections of a handle tell each other.
final class SQLiteHealth: Sendable {
    let isBroken = Atomic(false)
    /// Frames in the log after the last commit.
    let frames = Atomic(0)
}

/// How one connection is set.
struct SQLiteSettings: Sendable, Hashable {
    /// 1 is NORMAL, 2 is FULL, with which a commit itself syncs the log.
    let synchronous: Int
    /// Pages after which a commit would make a checkpoint; 0 is never.
    let autocheckpoint: Int
    /// Bytes of the file mapped into memory.
    let mapped: Int
    let cacheKiB: Int

    init(_ db: Database) throws {
        synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        autocheckpoint = try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") ?? -1
        mapped = try Int.fetchOne(db, sql: "PRAGMA mmap_size") ?? -1
        // Negative: in KiB, not in pages.
        cacheKiB = -(try Int.fetchOne(db, sql: "PRAGMA cache_size") ?? 0)
    }
}
