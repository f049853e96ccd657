// The push of the feed: all receivers of a configuration, and what runs for them.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Store

struct Push: Sendable {
    let receivers: [PushReceiver]
    let senders: [PushSender]

    /// - Throws: what is wrong with a secret.
    static func receivers(_ parts: [PushPart]) throws(ConfigurationError) -> [PushReceiver] {
        var receivers: [PushReceiver] = []
        for part in parts { receivers.append(try PushReceiver(part)) }
        return receivers
    }

    /// Makes the receivers known to the database.
    init(
        _ parts: [PushPart], store: Store, packs: CurrentPack, metrics: Metrics, logger: Logger
    ) async throws {
        let receivers = try Self.receivers(parts)
        self.receivers = receivers
        let own = Date.now.microseconds
        try await store.write { transaction in
            try PushTable.register(receivers, now: try transaction.now(own), in: transaction)
            guard transaction.dialect == .sqlite else { return }
            // Of a file there is but one process: what an earlier one held is free.
            for name in receivers.map(\.name) {
                for lane in PushSender.Lane.allCases {
                    try transaction.execute(
                        "UPDATE lease SET expires_at = 0 WHERE name = ?",
                        [.text(PushSender.leaseName(name, lane))])
                }
            }
        }
        senders = receivers.flatMap { receiver in
            PushSender.Lane.allCases.map { lane in
                // A connection of its own, so that one that hangs holds nobody else up.
                let fetcher = Fetcher()
                return PushSender(
                    receiver: receiver, lane: lane, store: store, packs: packs, metrics: metrics,
                    logger: logger,
                    fetch: { (request) async throws(FetchError) in try await fetcher.fetch(request) })
            }
        }
        let names = Set(receivers.map(\.name))
        metrics.refresh {
            guard let told = try? await store.read({ try PushTable.summaries(named: names, in: $0) })
            else { return }
            for one in told {
                metrics.gauge("mendengar_push_behind", ["receiver": one.name], Double(one.behind))
                metrics.gauge("mendengar_push_waiting", ["receiver": one.name], Double(one.waiting))
                metrics.gauge("mendengar_push_dead", ["receiver": one.name], Double(one.dead))
            }
        }
    }

    /// Something new is in the feed, or a person has sent something on its way again.
    func ring() {
        for sender in senders { sender.bell.ring() }
    }
}
