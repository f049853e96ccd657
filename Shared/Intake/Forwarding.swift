// From the outbox to Routing: batches, in order, for as long as it takes.
import Complaints
package import Delivery
import Foundation
package import Logging
import Store

extension Intake: Outbox {
    /// Claims the oldest that wait, in the order they arrived.
    package func claim(limit: Int) async throws -> [Parcel] {
        let claim = Claim(token: sender, now: Date.now.microseconds)
        return try await store.write(grace: Claim.grace) { transaction in
            try Forwarding.claim(claim, limit: limit, in: transaction)
        }
    }

    /// Records the answers of Routing, in one transaction.
    package func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws {
        try await store.write(grace: Claim.grace) {
            _ = try Forwarding.settle(settlements, in: $0)
        }
    }

    /// Lets others try the parcels.
    package func release(_ parcels: [Parcel]) async throws {
        guard let token = parcels.first?.claim else { return }
        try await store.write { transaction in
            try Claim(token: token, now: 0).release(
                parcels.map(\.id), of: "outbox", in: transaction)
        }
    }

    /// Frees what an earlier process left claimed, where this is the only process.
    package func recover() async throws {
        guard store.dialect == .sqlite else { return }
        try await store.write { try Self.releaseAll(in: $0) }
    }

    static func releaseAll(in transaction: any Transaction) throws(StoreError) {
        try Claim.releaseAll(of: "journal", where: "state = 'received'", in: transaction)
        try Claim.releaseAll(of: "outbox", in: transaction)
    }

    /// Whether a complaint is still in the outbox.
    package func isWaiting(tracking: String) async throws -> Bool {
        try await store.read { transaction in
            try transaction.first(
                """
                SELECT outbox.seq FROM outbox JOIN journal ON journal.seq = outbox.seq
                WHERE journal.tracking = ?
                """, [.text(tracking)]) != nil
        }
    }

    /// The worker that forwards this channel's complaints to Routing.
    ///
    /// - Parameters:
    ///   - routingURL: base address, e.g. `http://127.0.0.1:8080`.
    ///   - token: bearer token of role `intake`.
    package func forwarder(
        routingURL: String, token: String, logger: Logger, backoff: Backoff = Backoff()
    ) -> OutboxWorker {
        let client = RoutingClient(baseURL: routingURL, token: token)
        return OutboxWorker(
            outbox: self, bell: departures, backoff: backoff, logger: logger
        ) { parcels in await client.send(parcels) }
    }
}

/// The outbox as pure steps of a transaction.
enum Forwarding {
    /// Complaints sent in one request, and their bytes together.
    static let batchMax = 100
    static let batchBytesMax = 1024 * 1024

    static func claim(
        _ claim: Claim, limit: Int, in transaction: any Transaction
    ) throws(StoreError) -> [Parcel] {
        let claim = try claim.onSharedClock(transaction)
        let rows = try transaction.query(
            """
            SELECT seq, LENGTH(complaint) AS bytes FROM outbox WHERE \(Claim.isFree)
            ORDER BY seq LIMIT ?
            """ + transaction.dialect.skipLocked,
            claim.freeArguments + [SQLValue(min(limit, batchMax))])
        var bytes = 0
        let seqs = rows.prefix { row in
            bytes += Int(row.int("bytes"))
            return bytes <= batchBytesMax
        }.map { $0.int("seq") }
        let chosen = seqs.isEmpty ? rows.prefix(1).map { $0.int("seq") } : seqs
        try claim.hold(chosen, of: "outbox", in: transaction)
        let parcels = try transaction.find(
            "SELECT seq, complaint FROM outbox", ["seq"], in: chosen.map { [.integer($0)] })
        return parcels.map {
            Parcel(id: $0.int("seq"), body: Data($0.text("complaint").utf8), claim: claim.token)
        }.sorted { $0.id < $1.id }
    }

    /// Only what is still ours is settled: a process that slept through its claim writes nothing.
    ///
    /// - Returns: how many were.
    static func settle(
        _ settlements: [(parcel: Parcel, settlement: Settlement)], in transaction: any Transaction
    ) throws(StoreError) -> Int {
        guard let token = settlements.first?.parcel.claim else { return 0 }
        let held = try Claim(token: token, now: 0).held(
            settlements.map(\.parcel.id), of: "outbox", in: transaction)
        var delivered: [Int64] = []
        for (parcel, settlement) in settlements where held.contains(parcel.id) {
            switch settlement {
            case .delivered: delivered.append(parcel.id)
            case .refused(let why):
                try transaction.execute(
                    "UPDATE journal SET state = 'refused', why = ? WHERE seq = ?",
                    [.text(why), .integer(parcel.id)])
            }
        }
        try transaction.execute(
            "UPDATE journal SET state = 'forwarded', why = NULL WHERE", [], where: "seq",
            in: delivered)
        try transaction.execute(
            "DELETE FROM outbox WHERE", [], where: "seq", in: held.sorted())
        try Counter.raise(
            [
                JournalState.waiting.counter: -held.count,
                JournalState.forwarded.counter: delivered.count,
                JournalState.refused.counter: held.count - delivered.count,
            ], in: transaction)
        return held.count
    }
}

/// Speaks `POST /v1/complaints`.
struct RoutingClient: Sendable {
    private let url: String
    private let token: String
    private let fetcher = Fetcher()

    init(baseURL: String, token: String) {
        url = baseURL + "/v1/complaints"
        self.token = token
    }

    private struct Answer: Decodable {
        var id: String?
        var status: String
        var why: String?
    }

    func send(_ parcels: [Parcel]) async -> Dispatch {
        var body = Data("[".utf8)
        for (index, parcel) in parcels.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body.append(parcel.body)
        }
        body.append(UInt8(ascii: "]"))
        let request = FetchRequest(
            "POST", url,
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")],
            body: body, timeout: .seconds(30))
        do {
            let response = try await fetcher.fetch(request)
            return await judge(response, parcels)
        } catch {
            return .postponed("Routing cannot be reached: \(error)", retryAfter: nil)
        }
    }

    private func judge(_ response: FetchResponse, _ parcels: [Parcel]) async -> Dispatch {
        let retryAfter = response.headers["retry-after"].flatMap { Int64($0) }
            .map { Duration.seconds(min($0, 3600)) }
        switch response.status {
        case 200:
            guard let answers = try? Wire.decode([Answer].self, from: response.body),
                answers.count == parcels.count
            else { return .postponed("Routing's answer cannot be read", retryAfter: nil) }
            return .settled(
                answers.map {
                    $0.status == "rejected" ? .refused($0.why ?? "rejected") : .delivered()
                })
        case 400, 413, 422:
            // One bad apple: find it by sending it alone, so that the others are not held up.
            if parcels.count > 1 { return await send([parcels[0]]) }
            return .settled([.refused("Routing answered \(response.status)")])
        case 401, 403:
            return .postponed(
                "Routing refuses our token: check routing_token and routing.tokens",
                retryAfter: retryAfter)
        default:
            return .postponed("Routing answered \(response.status)", retryAfter: retryAfter)
        }
    }
}
