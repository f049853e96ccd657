// The journal directory of mailgate: one file per mail, taken in when the service is there again.
import Foundation
import Intake
import Logging
import ServiceLifecycle

/// A folder of whole mails, each a file that appears only when it is complete and on disk.
struct Spool: Sendable {
    let folder: URL

    init(data: String) { folder = URL(filePath: data).appending(path: "email-spool") }

    /// Writes a mail and returns when it is on disk.
    func store(_ mail: Content) throws(DurableFile.Failure) {
        try DurableFile.write(mail, name: DurableFile.name(extension: "eml"), in: folder)
    }

    /// The mails that wait, the oldest first.
    func waiting() -> [URL] { DurableFile.list(folder, extension: "eml") }
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
            let mail = try Content(copying: file, in: reception.intake.largeFiles)
            _ = try await reception.take(mail, Envelope(via: "spool"))
            try FileManager.default.removeItem(at: file)
        }
    }
}
