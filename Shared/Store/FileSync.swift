// Making files and folders durable.
import Foundation

enum FileSync {
    static var lastError: String { String(cString: strerror(errno)) }

    /// Of the call that failed last.
    static func failure(_ path: String) -> StoreError {
        StoreError(errno == ENOSPC ? .noSpace : .unavailable, "\(path): \(lastError)")
    }

    /// Syncs a file or a folder.
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(.unavailable, "\(path): \(lastError)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw failure(path)
        }
    }

    /// Creates a folder and what is missing above it, each with its name on the disk: SQLite syncs
    /// the folder a database is in, but a folder is only there after a power cut when its parent
    /// was synced too.
    static func createFolder(_ path: String) throws(StoreError) {
        guard !path.isEmpty, !FileManager.default.fileExists(atPath: path) else { return }
        let parent = (path as NSString).deletingLastPathComponent
        try createFolder(parent)
        // Another process may have been faster.
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw failure(path)
        }
        try sync(parent.isEmpty ? "." : parent)
    }
}

/// An open file that is synced again and again.
final class SyncedFile: Sendable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StoreError(.unavailable, "\(path): \(FileSync.lastError)")
        }
    }

    deinit { close(descriptor) }

    /// Returns when the contents and the length of the file are on the disk.
    ///
    /// - Throws: `unavailable` or `noSpace`; never to be tried again on the same file.
    func sync() throws(StoreError) {
        guard fdatasync(descriptor) == 0 else {
            throw FileSync.failure(path)
        }
    }
}
