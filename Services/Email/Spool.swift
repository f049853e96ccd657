// The journal directory of mailgate: one file per mail, taken in when the service is there again.
import Foundation
import Intake
import Logging
import ServiceLifecycle

/// A folder of whole mails, each a file that appears only when it is complete and on disk.
struct Spool: Sendable {
    let folder: URL

    init(data: String) { folder = URL(filePath: data).appending(path: "email-spool") }

    /// Makes the folder, as whoever is to read it.
    func prepare() throws(DurableFile.Failure) { try DurableFile.make(folder) }

    /// Writes a mail and returns when it is on disk.
    ///
    /// - Throws: also when the service, to which the folder above belongs, could not read it.
    func store(_ mail: Content) throws(DurableFile.Failure) {
        let place = FileManager.default.fileExists(atPath: folder.path)
            ? folder : folder.deletingLastPathComponent()
        guard geteuid() == 0 || DurableFile.owner(of: place)?.user == geteuid() else {
            throw DurableFile.Failure(
                description: "\(place.path) belongs to another account: run mailgate as the service's")
        }
        try DurableFile.write(mail, name: DurableFile.name(extension: "eml"), in: folder)
    }

    /// The mails that wait, the oldest first.
    func waiting() throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        guard access(folder.path, R_OK | W_OK | X_OK) == 0 else {
            throw DurableFile.Failure(
                description: "\(folder.path): \(String(cString: strerror(errno)))")
        }
        return DurableFile.list(folder, extension: "eml")
    }
}

/// Takes in what mailgate has left in the spool.
struct SpoolDrain: Service {
    let spool: Spool
    let reception: Reception
    let logger: Logger

    static let pause = Duration.seconds(10)

    func run() async throws {
        do {
            try spool.prepare()
        } catch {
            logger.error("no spool for mailgate", metadata: ["why": "\(error)"])
        }
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

    /// Takes in every mail that waits; a file is removed after its mail is in the journal. One that cannot
    /// be read holds up none.
    func drain() async throws {
        for file in try spool.waiting() {
            do {
                let mail = try Content(copying: file.path, in: reception.intake.largeFiles)
                _ = try await reception.take(mail, Envelope(via: "spool"))
                try FileManager.default.removeItem(at: file)
            } catch {
                logger.error(
                    "spooled mail postponed",
                    metadata: ["file": "\(file.lastPathComponent)", "why": "\(error)"])
            }
        }
    }
}
