// Sends what waits in an outbox, oldest first, for as long as it takes: nothing is dropped because the
// other side is away.
package import Foundation
package import Logging
import ServiceLifecycle

/// One thing to send.
package struct Parcel: Sendable, Hashable {
    /// Its place in the queue.
    package let id: Int64
    package let body: Data
    /// Whose it is for the moment; the outbox knows what it means.
    package let claim: Int64

    package init(id: Int64, body: Data, claim: Int64 = 0) {
        self.id = id
        self.body = body
        self.claim = claim
    }
}

/// What became of a parcel that was handed over.
package enum Settlement: Sendable, Hashable {
    /// The other side's own name for it, where it gives one.
    case delivered(reference: String? = nil)
    /// The other side will never take it; a person must look. The text says why.
    case refused(String)
}

/// The result of one try with a batch.
package enum Dispatch: Sendable {
    /// Settlements of the first parcels, in their order. Those without one are given back, each to be tried
    /// later, and nothing else waits for them.
    case settled([Settlement])
    /// Nothing was settled: try the same parcels again, not before `retryAfter` if the other side asks so.
    case postponed(String, retryAfter: Duration?)
}

/// Where parcels wait.
package protocol Outbox: Sendable {
    /// Claims the oldest waiting parcels, in order, at most `limit`.
    func claim(limit: Int) async throws -> [Parcel]
    /// Records what became of them, durably.
    func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws
    /// Gives parcels back that could not be delivered now.
    func release(_ parcels: [Parcel]) async throws
    /// Called once before the first claim.
    func recover() async throws
}

/// Drains one outbox to one destination: a batch at a time, in order, backing off while it fails.
package struct OutboxWorker: Service {
    private let outbox: any Outbox
    private let bell: Bell
    private let backoff: Backoff
    private let limitMax: Int
    private let logger: Logger
    private let send: @Sendable ([Parcel]) async -> Dispatch

    /// Looks for work at least this often, should a ring ever be missed.
    package static let idleSeconds = 10

    /// - Parameters:
    ///   - bell: rung when something new waits.
    ///   - limitMax: parcels in one try at most; 1 where the other side may not be sent one twice.
    ///   - send: tries one batch; never throws, it postpones.
    package init(
        outbox: any Outbox, bell: Bell, backoff: Backoff = Backoff(),
        limitMax: Int = DeliveryPace.limitMaxDefault, logger: Logger,
        send: @escaping @Sendable ([Parcel]) async -> Dispatch
    ) {
        self.outbox = outbox
        self.bell = bell
        self.backoff = backoff
        self.limitMax = limitMax
        self.logger = logger
        self.send = send
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var steps = OutboxSteps(backoff: backoff, limitMax: limitMax)
            var action = OutboxSteps.first
            while let step = Task.isCancelled ? OutboxSteps.ending(action) : action {
                let event = await perform(step)
                action = steps.next(after: event, random: .random(in: 0..<1))
            }
        }
    }

    private func perform(_ action: OutboxSteps.Action) async -> OutboxSteps.Event {
        do {
            switch action {
            case .recover:
                try await outbox.recover()
            case .claim(let limit):
                return .claimed(try await outbox.claim(limit: limit))
            case .send(let parcels):
                return .answered(await send(parcels))
            case .settle(let settlements):
                try await outbox.settle(settlements)
            case .release(let parcels):
                try await outbox.release(parcels)
            case .rest:
                await bell.wait(atMost: .seconds(Self.idleSeconds))
            case .pause(let duration, let failures, let why):
                logger.warning(
                    "delivery postponed",
                    metadata: ["why": "\(why)", "failures": "\(failures)"])
                try? await Task.sleep(for: duration)
            }
            return .done
        } catch {
            return .failed("\(error)")
        }
    }
}
