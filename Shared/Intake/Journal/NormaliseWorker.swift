// Turns journalled messages into complaints, one after the other, in order of arrival. A message that
// cannot be read is quarantined and never holds up the next.
import Complaints
import Delivery
import Foundation
package import Logging
import ServiceLifecycle
import Store
import Synchronization

/// A channel's way to read its raw messages. Called off the database; must not throw.
package typealias Normaliser = @Sendable (JournalEntry) async -> Normalised

/// Drains the journal.
package struct NormaliseWorker: Service {
    let intake: Intake
    let logger: Logger
    let normalise: Normaliser
    private let tried = Tried()
    /// Names this worker in its claims.
    private let token = Int64.random(in: 1...Int64.max)

    /// Looks for work at least this often: rows whose process died become free without a ring.
    static let idleSeconds = 10

    package init(intake: Intake, logger: Logger, normalise: @escaping Normaliser) {
        self.intake = intake
        self.logger = logger
        self.normalise = normalise
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await step() { continue }
                    await intake.arrivals.wait(atMost: .seconds(Self.idleSeconds))
                } catch {
                    logger.error("normalising postponed", metadata: ["why": "\(error)"])
                    await intake.arrivals.wait(atMost: .seconds(1))
                }
            }
        }
    }

    /// Handles one batch; `false` when nothing waits.
    package func step() async throws -> Bool {
        var claim = Claim(token: token, now: Date.now.microseconds)
        let first = claim
        let before = tried.all
        let entries = try await intake.store.write(grace: Claim.grace) { transaction in
            try Normalising.claim(first, tried: before, in: transaction)
        }
        guard !entries.isEmpty else { return false }
        tried.add(entries.map(\.seq))
        var results: [(JournalEntry, Normalised)] = []
        for (index, entry) in entries.enumerated() {
            results.append((entry, await normalise(entry)))
            let now = Date.now.microseconds
            if now - claim.now > Int64(Claim.seconds) * 1_000_000 / 3 {
                // Long mails: what is not done yet must not look abandoned.
                claim = Claim(token: token, now: now)
                let renewed = claim
                let rest = entries[index...].map(\.seq) + results.map(\.0.seq)
                try await intake.store.write { transaction in
                    let held = try renewed.held(rest, of: "journal", in: transaction)
                    try renewed.onSharedClock(transaction).hold(
                        held.sorted(), of: "journal", in: transaction)
                }
            }
        }
        let (done, last) = (results, claim)
        let recorded = try await intake.store.write(
            bytes: done.count * 1024, grace: Claim.grace
        ) { transaction in
            try Normalising.record(done, last, in: transaction)
        }
        tried.remove(entries.map(\.seq))
        if recorded < done.count {
            logger.warning(
                "another process took over", metadata: ["messages": "\(done.count - recorded)"])
        }
        for case (let entry, .quarantined(let why)) in results {
            logger.warning(
                "message quarantined",
                metadata: ["tracking": "\(entry.tracking)", "why": "\(why)"])
        }
        return true
    }
}

/// What this process has begun to handle and not yet recorded. While it lives, a second try is the
/// database's fault and not the message's.
private final class Tried: Sendable {
    private let seqs = Mutex<Set<Int64>>([])

    var all: Set<Int64> { seqs.withLock { $0 } }

    func add(_ more: [Int64]) { seqs.withLock { $0.formUnion(more) } }

    func remove(_ done: [Int64]) { seqs.withLock { $0.subtract(done) } }
}
