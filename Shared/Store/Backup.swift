// A copy of a SQLite database while its service runs: consistent, checked, whole or not there at all.
import Foundation
import GRDB
import Synchronization

/// What a backup holds.
package struct BackupReport: Sendable, Hashable {
    /// Size of the file, in bytes.
    package let bytes: Int
    /// SHA-256 of the database in it, 64 lower-case hexadecimal digits.
    package let sha256: String
}

/// Bounds of backups, each with its default.
enum BackupLimits {
    /// Copied in one step; between two steps the writer has the disk.
    static let stepBytes = 1024 * 1024
    /// Of the time, so much is spent copying; the rest belongs to the service.
    static let share = 0.5
    /// After so many bytes the copy is synced, so that no large sync at the end holds up commits.
    static let syncBytes = 8 * 1024 * 1024
}

extension Store {
    /// Copies a database into one file, while its service runs and writes.
    ///
    /// The copy is the state at one moment (a read transaction is held throughout; meanwhile the
    /// log grows by what the service writes). It is made beside the target, read back and checked
    /// by `integrity_check`, synced, and takes the target's name only then: a backup that was there
    /// before stays until the new one is good. Behind the database stands a line with its SHA-256.
    ///
    /// - Parameter betweenSteps: called on the copying thread after each step, when commits go through.
    /// - Throws: `invalid` for a PostgreSQL address (use `pg_dump`), `noSpace`, `unavailable` when
    ///   there is no such database or it is damaged.
    @discardableResult
    package static func backup(
        _ source: DatabaseURL, to file: String, betweenSteps: @escaping @Sendable () -> Void = {}
    ) async throws(StoreError) -> BackupReport {
        guard case .sqlite(let path) = source else {
            throw StoreError(.invalid, "a PostgreSQL database is backed up by pg_dump")
        }
        // Opening would create it.
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.unavailable, "\(path): there is no such database")
        }
        do {
            return try await onThread {
                let part = file + ".part-\(getpid())"
                defer { for name in ["", "-journal", "-wal", "-shm"] { unlink(part + name) } }
                try copy(path, part, betweenSteps)
                let seal = try BackupSeal(ofDatabase: part)
                try seal.append(to: part)
                try rename(part, over: file)
                return BackupReport(bytes: seal.bytes + BackupSeal.lineBytes, sha256: seal.sha256)
            }
        } catch {
            throw StoreError(error, at: file)
        }
    }

    /// Runs what blocks for long on a thread of its own, off those that all tasks share.
    static func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    private static func copy(
        _ path: String, _ part: String, _ betweenSteps: @escaping () -> Void
    ) throws {
        var reading = GRDB.Configuration()
        reading.readonly = true
        reading.label = "backup"
        reading.busyMode = .timeout(SQLiteLimits().busySeconds)
        let from = try DatabaseQueue(path: path, configuration: reading)
        defer { try? from.close() }
        var writing = GRDB.Configuration()
        // Synced below, once it is complete.
        writing.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        let to = try DatabaseQueue(path: part, configuration: writing)
        defer { try? to.close() }
        chmod(part, 0o600)
        try from.read { source in
            // The first read fixes the state; from here on no commit restarts the copy.
            _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_master")
            try to.writeWithoutTransaction { target in
                let pageBytes = try Int.fetchOne(source, sql: "PRAGMA page_size") ?? 4096
                let pages = max(1, BackupLimits.stepBytes / pageBytes)
                var pace = BackupPace(part)
                try source.backup(to: target, pagesPerStep: CInt(pages)) { _ in
                    try pace.stepDone()
                    betweenSteps()
                }
                // A single file that any program can open, without a log beside it.
                _ = try String.fetchOne(target, sql: "PRAGMA journal_mode = DELETE")
                try checkIntegrity(target, of: path)
            }
        }
    }

    static func checkIntegrity(_ db: Database, of path: String) throws {
        let said = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
        guard said == ["ok"] else {
            throw StoreError(
                .unavailable, "\(path) is damaged: \(said.prefix(3).joined(separator: "; "))")
        }
    }

    /// Syncs `part`, gives it the name `file` and syncs the folder.
    static func rename(_ part: String, over file: String) throws(StoreError) {
        try FileSync.sync(part)
        guard Glibc.rename(part, file) == 0 else {
            throw StoreError(.unavailable, "\(file): \(FileSync.lastError)")
        }
        let folder = (file as NSString).deletingLastPathComponent
        try FileSync.sync(folder.isEmpty ? "." : folder)
    }
}

/// Keeps a backup from taking the disk away from commits.
private struct BackupPace {
    private let descriptor: Int32
    private var stepStart = ContinuousClock.now
    private var unsynced = 0

    init(_ path: String) { descriptor = open(path, O_RDONLY | O_CLOEXEC) }

    mutating func stepDone() throws {
        unsynced += BackupLimits.stepBytes
        if unsynced >= BackupLimits.syncBytes {
            unsynced = 0
            // Only to spread the work: what counts is the sync at the end.
            fdatasync(descriptor)
        }
        let taken = ContinuousClock.now - stepStart
        let pause = taken * (1 / BackupLimits.share - 1)
        Thread.sleep(forTimeInterval: min(pause / .seconds(1), 1))
        stepStart = .now
    }
}
