// Takes the local journal in once the database is back, the oldest message first.
import Delivery
import Foundation
package import Logging
import ServiceLifecycle
import Store

/// Drains the local journal; a file goes when all its messages are in the database.
package struct LocalJournalDrain: Service {
    let intake: Intake
    let journal: LocalJournal
    let logger: Logger

    /// How often it looks for files.
    package static let pause = Duration.seconds(2)

    /// `nil` when the intake has no local journal.
    package init?(_ intake: Intake, logger: Logger) {
        guard let journal = intake.localJournal else { return nil }
        self.intake = intake
        self.journal = journal
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await drain()
                } catch {
                    logger.warning("the local journal waits", metadata: ["why": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Takes in every file there is.
    package func drain() async throws {
        for file in await journal.files() {
            let read: [Arrival]?
            do {
                read = try journal.arrivals(in: file)
            } catch {
                // It holds up no other.
                logger.error(
                    "a file of the local journal cannot be read",
                    metadata: ["file": "\(file.path)", "why": "\(error.localizedDescription)"])
                continue
            }
            guard let arrivals = read else {
                logger.error("a file of the local journal is damaged", metadata: ["file": "\(file.path)"])
                try await journal.setAside(file)
                continue
            }
            for arrival in arrivals { _ = try await intake.receive(arrival) }
            try await journal.remove(file)
            logger.notice(
                "taken in from the local journal", metadata: ["messages": "\(arrivals.count)"])
        }
    }
}
