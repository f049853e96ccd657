// A backup becomes the database again: never a damaged one, never under a running service.
import Foundation
import GRDB

extension Store {
    /// Puts the database of a backup in place.
    ///
    /// The backup is copied beside the target, compared with its seal and checked by
    /// `integrity_check`. Then the present database is locked against all others, its log is
    /// finished into it and removed, and the copy takes its name in one step: at each moment there
    /// is one whole database, the old or the new.
    ///
    /// - Parameter replacing: whether a database that is there may be replaced.
    /// - Throws: `invalid` for a damaged backup and when there is a database and `replacing` is
    ///   false; `busy` when a process uses it; `noSpace`, `unavailable`. Nothing was changed then.
    package static func restore(
        _ backup: String, to target: DatabaseURL, replacing: Bool = false
    ) async throws(StoreError) {
        guard case .sqlite(let path) = target else {
            throw StoreError(.invalid, "a PostgreSQL database is restored by pg_restore")
        }
        guard replacing || !FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.invalid, "\(path) is there already; say so if it shall be replaced")
        }
        do {
            try await onThread { try putInPlace(backup, path) }
        } catch {
            throw StoreError(error, at: path)
        }
    }

    private static func putInPlace(_ backup: String, _ path: String) throws {
        let part = path + ".restore-\(getpid())"
        defer { for name in ["", "-journal", "-wal", "-shm"] { unlink(part + name) } }
        let folder = (path as NSString).deletingLastPathComponent
        try FileSync.createFolder(folder)
        try BackupSeal.unseal(backup, into: part)
        try checkCopy(part, of: backup)
        // The longest step, before anybody is locked out.
        try FileSync.sync(part)
        try lockedOut(path) {
            // A log that stayed (of a damaged or deleted database) would be taken for ours.
            for name in ["-wal", "-shm", "-journal"] { unlink(path + name) }
            try FileSync.sync(folder.isEmpty ? "." : folder)
            try rename(part, over: path)
        }
    }

    private static func checkCopy(_ part: String, of backup: String) throws {
        let copy = try DatabaseQueue(path: part)
        try copy.read { try checkIntegrity($0, of: backup) }
        try copy.close()
    }

    /// Runs `body` while no other process can use the database that is there, if one is.
    private static func lockedOut(_ path: String, _ body: () throws -> Void) throws {
        guard FileManager.default.fileExists(atPath: path) else { return try body() }
        var configuration = GRDB.Configuration()
        configuration.busyMode = .immediateError
        configuration.allowsUnsafeTransactions = true
        do {
            let old = try DatabaseQueue(path: path, configuration: configuration)
            try old.inDatabase { db in
                // Every connection holds a shared lock on a database with a log, even at rest, so
                // this fails while anybody has it open. DELETE: the log is finished and removed.
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL;")
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                try db.execute(sql: "BEGIN EXCLUSIVE")
                defer { try? db.execute(sql: "ROLLBACK") }
                guard mode == "delete" else { throw inUse(path) }
                try body()
            }
            try old.close()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw inUse(path)
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: try lockedOutOfDamaged(path, body)
            default: throw error
            }
        }
    }

    /// SQLite does not lock what it cannot read: the same bytes are locked by hand.
    private static func lockedOutOfDamaged(_ path: String, _ body: () throws -> Void) throws {
        let file = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw StoreError(.unavailable, "\(path): \(FileSync.lastError)") }
        defer { Glibc.close(file) }
        // PENDING, RESERVED and SHARED of SQLite's locking (os.h): 512 bytes at 1 GiB.
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0000
        lock.l_len = 512
        guard fcntl(file, F_SETLK, &lock) == 0 else { throw inUse(path) }
        try body()
    }

    private static func inUse(_ path: String) -> StoreError {
        StoreError(.busy, "\(path) is in use by a running process; stop the service first")
    }
}
