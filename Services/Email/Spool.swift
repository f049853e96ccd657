// The journal directory of mailgate: one file per mail, taken in when the service is there again.
import Foundation
import Logging
import ServiceLifecycle

/// A folder of whole mails, each a file that appears only when it is complete and on disk.
struct Spool: Sendable {
    let folder: URL

    init(data: String) { folder = URL(filePath: data).appending(path: "email-spool") }

    /// The mail cannot be kept here either.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Writes a mail and returns when it is on disk.
    func store(_ mail: [UInt8]) throws(Failure) {
        let name = "\(UInt64(Date.now.timeIntervalSince1970 * 1_000_000))-\(UUID().uuidString).eml"
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(description: "\(folder.path): \(error)")
        }
        let hidden = folder.appending(path: "." + name).path
        let descriptor = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(hidden) }
        defer { close(descriptor) }
        var written = 0
        while written < mail.count {
            let count = mail[written...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                unlink(hidden)
                throw failure(hidden)
            }
            written += count
        }
        guard fsync(descriptor) == 0, rename(hidden, folder.appending(path: name).path) == 0 else {
            unlink(hidden)
            throw failure(hidden)
        }
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure(folder.path) }
    }

    /// The mails that wait, the oldest first.
    func waiting() -> [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        let whole = (files ?? []).filter { file in
            file.pathExtension == "eml" && file.lastPathComponent.first != "."
        }
        return whole.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
}

/// Takes in what mailgate has left in the spool.
struct SpoolDrain: Service {
    let spool: Spool
    let reception: Reception
    let logger: Logger

    static let pause = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await drain()
                } catch {
                    logger.error("spooled mail postponed", metadata: ["why": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Takes in every mail that waits; a file is removed after its mail is in the journal.
    func drain() async throws {
        for file in spool.waiting() {
            let mail = Array(try Data(contentsOf: file))
            _ = try await reception.take(mail, Envelope(via: "spool"))
            try FileManager.default.removeItem(at: file)
        }
    }
}
