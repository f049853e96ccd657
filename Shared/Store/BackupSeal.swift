// The line at the end of a backup by which a damaged one is known.
import Crypto
import Foundation

/// Size and SHA-256 of a database, written behind it as one line of fixed length.
///
/// SQLite takes the size of a database from its header, so a sealed file can still be opened as it is.
struct BackupSeal: Sendable, Hashable {
    /// Of the database without this line.
    let bytes: Int
    let sha256: String

    static let lineBytes = 128
    private static let chunkBytes = 1024 * 1024

    private init(bytes: Int, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// The seal that a database should have.
    init(ofDatabase path: String) throws(StoreError) {
        self = try Self.pour(path, bytes: Int.max) { _ throws(StoreError) in }
    }

    /// `mendengar-backup 1 sha256=… bytes=…`, filled with spaces and ended by a line feed.
    private var line: [UInt8] {
        let text = "mendengar-backup 1 sha256=\(sha256) bytes=\(bytes)"
        return Array(text.padding(toLength: Self.lineBytes - 1, withPad: " ", startingAt: 0).utf8)
            + [0x0A]
    }

    func append(to path: String) throws(StoreError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard file >= 0 else { throw StoreError(.unavailable, "\(path): \(FileSync.lastError)") }
        defer { close(file) }
        try Self.writeAll(line[...], to: file, path)
    }

    /// Copies the database out of a sealed file.
    ///
    /// - Throws: `invalid` when the file is no backup or a single byte of it was changed.
    static func unseal(_ backup: String, into path: String) throws(StoreError) {
        var status = stat()
        guard stat(backup, &status) == 0 else {
            throw StoreError(.unavailable, "\(backup): \(FileSync.lastError)")
        }
        let bytes = Int(status.st_size) - lineBytes
        guard bytes > 0 else { throw damaged(backup) }
        let target = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw StoreError(.unavailable, "\(path): \(FileSync.lastError)") }
        defer { close(target) }
        // What is hashed is what is written: the file cannot change in between.
        let seal = try pour(backup, bytes: bytes) { chunk throws(StoreError) in
            try writeAll(chunk, to: target, path)
        }
        guard try tail(of: backup) == seal.line, seal.bytes == bytes else { throw damaged(backup) }
    }

    private static func damaged(_ path: String) -> StoreError {
        StoreError(
            .invalid, "\(path) is damaged or no backup of Mendengar; nothing was restored from it")
    }

    private static func tail(of path: String) throws(StoreError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreError(.unavailable, "\(path): \(FileSync.lastError)") }
        defer { close(file) }
        lseek(file, -lineBytes, SEEK_END)
        var line = [UInt8](repeating: 0, count: lineBytes)
        let count = read(file, &line, lineBytes)
        return Array(line.prefix(max(0, count)))
    }

    /// Reads up to `bytes` and hands them on in chunks.
    private static func pour(
        _ path: String, bytes: Int, _ use: (ArraySlice<UInt8>) throws(StoreError) -> Void
    ) throws(StoreError) -> BackupSeal {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreError(.unavailable, "\(path): \(FileSync.lastError)") }
        defer { close(file) }
        var hash = SHA256()
        var done = 0
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while done < bytes {
            let count = read(file, &chunk, min(chunkBytes, bytes - done))
            guard count >= 0 else {
                throw StoreError(.unavailable, "\(path): \(FileSync.lastError)")
            }
            if count == 0 { break }
            hash.update(data: chunk[..<count])
            try use(chunk[..<count])
            done += count
        }
        let digits = hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return BackupSeal(bytes: done, sha256: digits.joined())
    }

    private static func writeAll(
        _ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String
    ) throws(StoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw StoreError(
                    errno == ENOSPC ? .noSpace : .unavailable, "\(path): \(FileSync.lastError)")
            }
            rest = rest.dropFirst(count)
        }
    }
}
