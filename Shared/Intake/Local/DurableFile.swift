// A file that appears only when it is complete and on disk.
package import Foundation

/// Writes and finds such files.
package enum DurableFile {
    /// The file cannot be written; says which and why.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    /// Writes a file under a hidden name, syncs it, gives it its name and syncs the folder.
    ///
    /// What root writes belongs to whom the folder belongs: a service under another account must be
    /// able to read it and to take it away.
    ///
    /// - Parameter folder: created when it is missing, readable by its owner only.
    package static func write(
        _ bytes: [UInt8], name: String, in folder: URL
    ) throws(Failure) {
        try write(Content(bytes), name: name, in: folder)
    }

    /// The same for bytes of any size.
    package static func write(
        _ content: Content, name: String, in folder: URL
    ) throws(Failure) {
        try make(folder)
        let hidden = folder.appending(path: "." + name).path
        let descriptor = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(hidden) }
        defer { close(descriptor) }
        if geteuid() == 0, let owner = owner(of: folder) {
            fchown(descriptor, owner.user, owner.group)
        }
        var rest = content
        do {
            while let piece = try rest.popPiece() { try writeAll(piece, to: descriptor, hidden) }
        } catch {
            unlink(hidden)
            throw error as? Failure ?? Failure(description: "\(error)")
        }
        guard fsync(descriptor) == 0, rename(hidden, folder.appending(path: name).path) == 0 else {
            defer { unlink(hidden) }
            throw failure(hidden)
        }
        try sync(folder)
    }

    private static func writeAll(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String
    ) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            written += count
        }
    }

    /// The complete files of a folder, by name.
    package static func list(_ folder: URL, extension kind: String) -> [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == kind && $0.lastPathComponent.first != "." }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// The bytes of files together; one that is gone has none.
    package static func bytes(of files: [URL]) -> Int {
        files.reduce(0) { $0 + ((try? $1.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0) }
    }

    /// A name that sorts by time and is used once.
    package static func name(extension kind: String) -> String {
        let microseconds = UInt64(max(0, Date.now.timeIntervalSince1970) * 1_000_000)
        return "\(microseconds)-\(UUID().uuidString).\(kind)"
    }

    /// Makes a folder for such files when it is missing, readable by its owner only.
    package static func make(_ folder: URL) throws(Failure) {
        guard !FileManager.default.fileExists(atPath: folder.path) else { return }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(description: "\(folder.path): \(error.localizedDescription)")
        }
        if geteuid() == 0, let owner = owner(of: folder.deletingLastPathComponent()) {
            lchown(folder.path, owner.user, owner.group)
        }
    }

    /// Whom a file or folder belongs to; `nil` when it is not there.
    package static func owner(of folder: URL) -> (user: uid_t, group: gid_t)? {
        var status = stat()
        guard stat(folder.path, &status) == 0 else { return nil }
        return (status.st_uid, status.st_gid)
    }

    /// Returns when the names in a folder are on disk.
    package static func sync(_ folder: URL) throws(Failure) {
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure(folder.path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure(folder.path) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
