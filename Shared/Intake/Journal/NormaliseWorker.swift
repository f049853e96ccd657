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
    private let steps = SharedSteps(token: Int64.random(in: 1...Int64.max))

    /// Looks for work at least this often: rows whose process died become free without a ring.
    static let idleSeconds = 10
    /// More messages than this during one batch mean that they come in without pause.
    static let callersMax = 16
    /// Between two batches while messages come in without pause.
    static let breather = Duration.milliseconds(250)
    /// After a failure of the database.
    static let pauseSeconds = 1

    package init(intake: Intake, logger: Logger, normalise: @escaping Normaliser) {
        self.intake = intake
        self.logger = logger
        self.normalise = normalise
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let before = intake.store.urgentWrites
                do {
                    if try await step() {
                        // Those who wait for an acknowledgement come first; the thousand messages a
                        // second that are left are more than any regency sends.
                        let callers = intake.store.urgentWrites
                        if callers - before > Self.callersMax {
                            try? await Task.sleep(for: Self.breather)
                        }
                        continue
                    }
                    await intake.arrivals.wait(atMost: .seconds(Self.idleSeconds))
                } catch {
                    logger.error("normalising postponed", metadata: ["why": "\(error)"])
                    await intake.arrivals.wait(atMost: .seconds(Self.pauseSeconds))
                }
            }
        }
    }

    /// Handles one batch; `false` when nothing waits.
    package func step() async throws -> Bool {
        var event = NormaliseSteps.Event.begun
        do {
            while true {
                let action = steps.next(after: event, now: Date.now.microseconds)
                if case .finished(let hadWork) = action { return hadWork }
                event = try await perform(action)
            }
        } catch {
            _ = steps.next(after: .failed, now: Date.now.microseconds)
            throw error
        }
    }

    private func perform(
        _ action: NormaliseSteps.Action
    ) async throws -> NormaliseSteps.Event {
        switch action {
        case .recover:
            try await intake.recover()
            return .done
        case .claim(let claim, let tried):
            let releases = steps.isReleaseDue(.now)
            return .claimed(
                try await intake.store.write(grace: grace) { transaction in
                    try Normalising.claim(
                        claim, tried: tried, releasesExpired: releases,
                        folder: intake.largeFiles, in: transaction)
                })
        case .normalise(let entry):
            return .normalised(await normalise(entry))
        case .renew(let claim, let rows):
            try await intake.store.write { try Normalising.renew(claim, rows, in: $0) }
            return .done
        case .record(let results, let claim):
            let encoded = try Normalising.encode(results)
            let recorded = try await intake.store.write(
                bytes: results.count * 1024, grace: grace
            ) {
                try Normalising.record(results, claim, encoded: encoded, in: $0)
            }
            report(results, recorded: recorded)
            return .recorded(recorded)
        case .finished:
            return .done
        }
    }

    private var grace: Duration { steps.isStream ? Claim.grace : .zero }

    private func report(_ results: [(JournalEntry, Normalised)], recorded: Int) {
        if recorded < results.count {
            logger.warning(
                "another process took over", metadata: ["messages": "\(results.count - recorded)"])
        }
        for case (let entry, .quarantined(let why)) in results {
            logger.warning(
                "message quarantined",
                metadata: ["tracking": "\(entry.tracking)", "why": "\(why)"])
        }
    }
}

/// The steps of this worker, remembered from one batch to the next.
private final class SharedSteps: Sendable {
    private let steps: Mutex<NormaliseSteps>
    private let lastRelease = Mutex<ContinuousClock.Instant?>(nil)

    init(token: Int64) { steps = Mutex(NormaliseSteps(token: token)) }

    /// Once a second is often enough for what waits for minutes.
    func isReleaseDue(_ now: ContinuousClock.Instant) -> Bool {
        lastRelease.withLock { last in
            if let last, now - last < .seconds(1) { return false }
            last = now
            return true
        }
    }

    var isStream: Bool { steps.withLock { $0.isStream } }

    func next(after event: NormaliseSteps.Event, now: Int64) -> NormaliseSteps.Action {
        steps.withLock { $0.next(after: event, now: now) }
    }
}
