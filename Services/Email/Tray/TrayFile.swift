// A file of the tray: whoever has it open has it alone, and loses it when it dies.
import CDispatch
import Foundation
import Intake

/// An open file of mails, locked for this process (flock(2)) until the value is gone.
final class TrayFile: Sendable {
    /// The disk did not do what it was asked to. Says where and why.
    struct Failure: Error, CustomStringConvertible {
        var description: String
        var isNoSpace = false
    }

    static let fileExtension = "tray"

    let path: String
    private let descriptor: Int32

    var name: String { URL(filePath: path).lastPathComponent }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// A new file, whose name is on the disk when this returns. It is locked before it can be found: who
    /// looks for files takes away what holds nothing.
    ///
    /// - Parameter number: its place among the others.
    static func create(_ number: Int, in folder: URL) throws(Failure) -> TrayFile {
        let digits = String(number)
        let place = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        let name = "\(place)-\(UUID().uuidString).\(fileExtension)"
        let hidden = folder.appending(path: "." + name).path
        let descriptor = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(hidden) }
        let file = TrayFile(folder.appending(path: name).path, descriptor)
        do {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(hidden, file.path) == 0
            else { throw failure(hidden) }
            try DurableFile.sync(folder)
        } catch {
            unlink(hidden)
            file.remove()
            throw error as? Failure ?? Failure(description: "\(error)")
        }
        return file
    }

    /// `nil` when another process has it, or has read it to its end.
    static func take(_ url: URL) throws(Failure) -> TrayFile? {
        let descriptor = open(url.path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(url.path)
        }
        let file = TrayFile(url.path, descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
        var status = stat()
        // Who had it before may have taken it away while we waited for nobody.
        guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else { return nil }
        return file
    }

    /// The number behind those of all files.
    static func nextNumber(in folder: URL) -> Int {
        let last = list(folder).last.flatMap { Int($0.lastPathComponent.prefix { $0 != "-" }) } ?? 0
        return min(last, numberMax - 1) + 1
    }

    /// What the digits of a name can say.
    private static let numberMax = 999_999_999_999

    /// All files, the oldest first.
    static func list(_ folder: URL) -> [URL] { DurableFile.list(folder, extension: fileExtension) }

    func length() throws(Failure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        return Int(status.st_size)
    }

    func write(_ bytes: [UInt8], at position: Int) throws(Failure) {
        do {
            try FileBytes.write(bytes, to: descriptor, at: position)
        } catch {
            throw Self.failure(path, error.code)
        }
    }

    /// Returns when what was written is on the disk. After a failure the file is not to be synced again:
    /// what was lost would be forgotten.
    func sync() throws(Failure) {
        guard fdatasync(descriptor) == 0 else { throw Self.failure(path) }
    }

    /// What there is of `range`.
    func read(_ range: Range<Int>) throws(Failure) -> [UInt8] {
        do {
            return try FileBytes.read(range, of: descriptor)
        } catch {
            throw Self.failure(path, error.code)
        }
    }

    /// Takes off what nobody was told of. If that fails too, the reader sets it aside.
    func cut(to length: Int) { _ = ftruncate(descriptor, off_t(length)) }

    func remove() { unlink(path) }

    /// Gives it a name that a person will notice, under which it is not looked for.
    func setAside() { rename(path, path + ".unreadable") }

    private static func failure(_ path: String, _ code: Int32 = errno) -> Failure {
        Failure(
            description: "\(path): \(String(cString: strerror(code)))",
            isNoSpace: code == ENOSPC || code == EDQUOT)
    }
}
