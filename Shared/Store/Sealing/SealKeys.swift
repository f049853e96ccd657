// The file with the keys of personal data: made at the first start, added to when a key is changed.
import Crypto
import Foundation

/// The keys of an installation.
///
/// One line each: `find BASE64`, then `ID BASE64`, the newest first; 32 bytes, base64. Lines that
/// begin with `#` are for people. Whoever has the file and the database can read everything; whoever
/// loses the file can read nothing. So it is not part of a backup of the database, and has one of its own.
package struct SealKeys: Sendable {
    /// Bytes of a key: AES-256 (NIST SP 800-38D), HMAC-SHA256.
    package static let keyBytes = 32
    /// A file of keys changed every day would reach it after ten years.
    static let keysMax = 4_000
    private static let heading = """
        # Keys of the personal data of this installation. Without this file its data cannot be read:
        # keep a copy, apart from the backups. Made and changed by `mendengar keys`.

        """

    let find: SymmetricKey
    /// Newest first; never empty.
    let sealing: [(id: String, key: SymmetricKey)]

    /// Number of keys, and the id of the one that seals.
    package var count: Int { sealing.count }
    package var current: String { sealing[0].id }

    private init(find: SymmetricKey, sealing: [(id: String, key: SymmetricKey)]) {
        self.find = find
        self.sealing = sealing
    }

    /// New keys, in no file.
    package static func random() -> SealKeys {
        SealKeys(
            find: SymmetricKey(size: .bits256), sealing: [fresh()])
    }

    /// Reads the file; makes it when there is none.
    ///
    /// - Throws: `invalid` with file and line when it is damaged or open to others; `unavailable`, `noSpace`.
    package static func load(path: String) throws(StoreError) -> SealKeys {
        while true {
            if let keys = try read(path) { return keys }
            try FileSync.createFolder((path as NSString).deletingLastPathComponent)
            // Of two services that start at once one makes it, and the other reads that one.
            try random().write(to: path, replacing: false)
        }
    }

    /// Puts a new key in front, durably. What was sealed before stays readable by its key.
    package static func rotate(path: String) throws(StoreError) -> SealKeys {
        guard let keys = try read(path) else {
            throw StoreError(.unavailable, "\(path) does not exist yet: start a service first")
        }
        guard keys.count < keysMax else {
            throw StoreError(
                .invalid, "\(path) has \(keys.count) keys: reseal, then take out old ones")
        }
        let rotated = SealKeys(find: keys.find, sealing: [fresh()] + keys.sealing)
        try rotated.write(to: path, replacing: true)
        return rotated
    }

    /// A key under the name that its bytes give it: one of another installation has another.
    private static func fresh() -> (id: String, key: SymmetricKey) {
        let key = SymmetricKey(size: .bits256)
        return (id(of: key.withUnsafeBytes { Data($0) }), key)
    }

    private static func id(of bytes: Data) -> String {
        "k" + SHA256.hash(data: bytes).prefix(4).map { String(format: "%02x", $0) }.joined()
    }

    /// `nil` when there is no file.
    private static func read(_ path: String) throws(StoreError) -> SealKeys? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw FileSync.failure(path) }
            return nil
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StoreError(
                .invalid, "\(path) can be read by other users: chmod 600 it, and change the keys")
        }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { throw StoreError(.unavailable, "\(path) cannot be read") }
        return try parse(text, path)
    }

    private static func parse(_ text: String, _ path: String) throws(StoreError) -> SealKeys {
        var find: SymmetricKey?
        var sealing: [(id: String, key: SymmetricKey)] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])),
                bytes.count == keyBytes,
                parts[0] == "find" || parts[0] == id(of: bytes),
                !sealing.contains(where: { $0.id == parts[0] })
            else {
                throw StoreError(
                    .invalid, "\(path):\(index + 1): is no key; restore the file from its copy")
            }
            if parts[0] == "find" {
                find = SymmetricKey(data: bytes)
            } else {
                sealing.append((String(parts[0]), SymmetricKey(data: bytes)))
            }
        }
        guard let find, !sealing.isEmpty else {
            throw StoreError(
                .invalid,
                "\(path) lacks \(find == nil ? "the key 'find'" : "a key to seal with"); restore the file"
            )
        }
        return SealKeys(find: find, sealing: sealing)
    }

    private var text: String {
        func line(_ id: String, _ key: SymmetricKey) -> String {
            "\(id) \(key.withUnsafeBytes { Data($0) }.base64EncodedString())\n"
        }
        return Self.heading + line("find", find) + sealing.map { line($0.id, $0.key) }.joined()
    }

    /// Complete and on the disk under its name, or not there.
    ///
    /// - Parameter replacing: without it a file that is there already stays as it is.
    private func write(to path: String, replacing: Bool) throws(StoreError) {
        let part = "\(path).\(UUID().uuidString).part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSync.failure(part) }
        defer { unlink(part) }
        let bytes = Array(text.utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        let isSynced = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isSynced else { throw FileSync.failure(part) }
        if replacing {
            guard rename(part, path) == 0 else { throw FileSync.failure(path) }
        } else {
            guard link(part, path) == 0 || errno == EEXIST else { throw FileSync.failure(path) }
        }
        let folder = (path as NSString).deletingLastPathComponent
        try FileSync.sync(folder.isEmpty ? "." : folder)
    }
}
