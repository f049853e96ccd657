// Fetches the files that messages wait for, one after the other.
import Complaints
import Delivery
import Foundation
package import Logging
import ServiceLifecycle
import Store

/// Works off the wanted files of a channel.
package struct FileWorker: Service {
    private let intake: Intake
    private let logger: Logger
    private let fetch: @Sendable (_ account: String, FileReference) async -> FileOutcome
    private let token = Int64.random(in: 1...Int64.max)

    /// Looks for work at least this often: a file whose next try is due rings no bell.
    static let idleSeconds = 2
    /// After a failure of the database.
    static let pauseSeconds = 1

    /// - Parameter fetch: tries once; never throws.
    package init(
        intake: Intake, logger: Logger,
        fetch: @escaping @Sendable (_ account: String, FileReference) async -> FileOutcome
    ) {
        self.intake = intake
        self.logger = logger
        self.fetch = fetch
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await recover()
            while !Task.isCancelled {
                do {
                    if try await step() { continue }
                    await intake.files.wait(atMost: .seconds(Self.idleSeconds))
                } catch {
                    logger.error("fetching postponed", metadata: ["why": "\(error)"])
                    await intake.files.wait(atMost: .seconds(Self.pauseSeconds))
                }
            }
        }
    }

    /// Frees what an earlier process left claimed, where this is the only one.
    private func recover() async throws {
        guard intake.store.dialect == .sqlite else { return }
        try await intake.store.write {
            try Claim.releaseAll(of: "wanted_file", where: "state = 'wanted'", in: $0)
        }
    }

    /// Fetches one file; `false` when none is due.
    package func step() async throws -> Bool {
        let claim = Claim(token: token, now: Date.now.microseconds)
        let wanted = try await intake.store.write(grace: Claim.grace) {
            try WantedFiles.claim(claim, limit: 1, in: $0)
        }
        guard let wanted = wanted.first else { return false }
        let outcome = await fetch(wanted.account, wanted.reference)
        if case .missing(let why) = outcome {
            logger.warning("file missing", metadata: ["account": "\(wanted.account)", "why": "\(why)"])
        }
        let random = Double.random(in: 0..<1)
        let now = Claim(token: token, now: Date.now.microseconds)
        try await intake.store.write {
            try WantedFiles.record(outcome, of: wanted, now, random: random, in: $0)
        }
        return true
    }
}
