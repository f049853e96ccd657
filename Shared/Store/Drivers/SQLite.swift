// SQLite behind Store, through GRDB: WAL, one writer whose log is synced beside it, and a few readers.
import Foundation
import Synchronization

/// One SQLite file.
///
/// **A failed sync is never repeated.** After an error the operating system may count the pages it
/// could not write as clean: a second fsync succeeds and they are still not on the disk. In a
/// write-ahead log that is treacherous. The frames of the failed commit can be read (from memory),
/// so everybody takes them for committed; later commits stand behind them, are synced and acknowledged;
/// and at a power cut recovery stops at the first frame that never reached the disk, and all of them are
/// gone. Therefore an I/O error breaks the handle. Before the next commit the file is opened anew, and
/// before anything is accepted the whole log is copied into the database file, which is synced, and the
/// log begins at its start again (`wal_checkpoint(TRUNCATE)`): nothing that may be missing on the disk is
/// in front of a later commit. Until then nothing is read either: what is seen could be gone tomorrow.
final class SQLiteDriver: Driver {
    let dialect = Dialect.sqlite
    let commitsDurably = false
    private let path: String
    private let limits: SQLiteLimits
    private let seal: Seal?
    /// The opened file, as the file system knows it.
    private let identity: FileIdentity
    private let state: Mutex<State>
    private let listeners = Listeners()

    private struct State {
        /// `nil` while it cannot be opened, and after `close()`.
        var handle: SQLiteHandle?
        /// The handle is proven: its log was emptied after the last failure.
        var isWritable = true
        /// A commit that can be read may not be on the disk.
        var isDoubtful = false
        var isClosed = false
        /// The earliest next attempt to open it anew.
        var retryAt: ContinuousClock.Instant?
        /// What was in the way the last time.
        var lastFailure: StoreError?
    }

    /// Opens or creates the file and its folder.
    ///
    /// - Throws: `unavailable` with the path; `noSpace` when the disk is full and a log is left.
    init(
        path: String, limits: SQLiteLimits = SQLiteLimits(), seal: Seal? = nil
    ) throws(StoreError) {
        self.path = path
        self.seal = seal
        self.limits = limits
        do throws(StoreError) {
            try FileSync.createFolder((path as NSString).deletingLastPathComponent)
        } catch {
            throw StoreError(error.code, "\(path): \(error.message)")
        }
        let handle = try SQLiteHandle(path: path, limits: limits)
        guard let identity = FileIdentity(path) else {
            throw StoreError(.unavailable, "\(path) disappeared")
        }
        self.identity = identity
        state = Mutex(State(handle: handle))
        // The process before this one may have ended with a failed sync.
        do {
            try handle.emptyLog(waiting: 0)
        } catch where handle.isBroken || error.code == .noSpace {
            handle.close()
            throw StoreError(error.code, "\(path): \(error.message)")
        } catch {
            // Somebody reads it. What stands in the log may not be on the disk, so nothing is written
            // behind it until he has ended.
            let isEmpty = (try? handle.isLogEmpty()) ?? false
            state.withLock { $0.isWritable = isEmpty }
        }
    }

    func commit(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError) {
        // Writing into a file that was deleted or replaced would be lost with the process. One stat
        // is 1 µs, a commit at least 60.
        guard FileIdentity(path) == identity else {
            throw StoreError(.unavailable, "\(path) was deleted or replaced; restart the service")
        }
        let handle = try writableHandle()
        let notices = SQLiteTransaction.Notices()
        do throws(StoreError) {
            try handle.write { session throws(StoreError) in
                try commit(body, session, notices)
                handle.committed(session)
            }
        } catch {
            throw handle.isBroken ? diskFailure(error) : error
        }
        listeners.tell(Set(notices.names))
    }

    func sync() throws(StoreError) {
        // One opened anew whose log is not emptied yet would sync, and prove nothing: the error has been
        // told to the one before.
        let handle = state.withLock { $0.isWritable && !$0.isDoubtful ? $0.handle : nil }
        do throws(StoreError) {
            guard let handle else {
                throw StoreError(.unavailable, "\(path): the disk failed before the commit was on it")
            }
            try handle.sync()
        } catch {
            // The writer may have opened the file anew meanwhile, and emptied the log.
            state.withLock { state in
                if state.handle === handle || !state.isWritable { state.isDoubtful = true }
            }
            throw diskFailure(error)
        }
    }

    private func commit(
        _ body: (any BatchTransaction) throws(StoreError) -> Void, _ session: SQLiteSession,
        _ notices: SQLiteTransaction.Notices
    ) throws(StoreError) {
        try session.run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body(SQLiteTransaction(session, notices, seal))
            // SQLite ends a transaction itself when the disk is full or fails; whoever swallowed
            // that error must not be told that his rows are kept.
            guard session.isInTransaction else {
                throw StoreError(.unavailable, "the transaction was lost")
            }
            try session.run("COMMIT")
        } catch {
            session.rollBack()
            throw error
        }
    }

    /// - Throws: `unavailable` while the disk fails, `noSpace` while it is full.
    private func writableHandle() throws(StoreError) -> SQLiteHandle {
        let now = ContinuousClock.now
        let (usable, old): (SQLiteHandle?, SQLiteHandle?) = try state.withLock {
            state throws(StoreError) in
            guard !state.isClosed else { throw StoreError(.unavailable, "\(path) is closed") }
            if let handle = state.handle, !handle.isBroken, state.isWritable { return (handle, nil) }
            if let retryAt = state.retryAt, now < retryAt {
                // Another process that only reads is no failure of the disk: who waits for it goes on.
                if let last = state.lastFailure, last.isLocked { throw last }
                throw StoreError(.unavailable, "\(path): the disk failed; it is tried again soon")
            }
            state.retryAt = now + .seconds(limits.reopenSeconds)
            state.isWritable = false
            defer { state.handle = nil }
            return (nil, state.handle)
        }
        if let usable { return usable }
        old?.close()
        let new = try SQLiteHandle(path: path, limits: limits)
        // It may read before it may write.
        state.withLock { $0.handle = new }
        do throws(StoreError) {
            try new.emptyLog(waiting: limits.busySeconds)
        } catch {
            let failure = diskFailure(error)
            state.withLock { $0.lastFailure = failure }
            throw failure
        }
        state.withLock { state in
            state.lastFailure = nil
            state.isWritable = true
            state.isDoubtful = false
            state.retryAt = nil
        }
        return new
    }

    /// A full disk shows itself in many errors; the caller waits for space in each case.
    private func diskFailure(_ error: StoreError) -> StoreError {
        var status = statvfs()
        guard error.code == .unavailable, statvfs(path, &status) == 0, status.f_bavail == 0 else {
            return error
        }
        return StoreError(.noSpace, "the disk is full: \(error.message)")
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        guard let handle = state.withLock({ $0.isDoubtful ? nil : $0.handle }) else {
            throw StoreError(.unavailable, "\(path) is not open, or its disk failed")
        }
        let seal = seal
        return try await handle.read { session in
            try body(SQLiteTransaction(session, SQLiteTransaction.Notices(), seal))
        }
    }

    /// Heard in this process only: processes that share a file look at it themselves.
    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) throws(StoreError) {
        listeners.add(name, heard)
    }

    func close() {
        let handle = state.withLock { state in
            state.isClosed = true
            defer { state.handle = nil }
            return state.handle
        }
        handle?.close()
    }
}

/// Which file a path leads to: device and inode.
struct FileIdentity: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
