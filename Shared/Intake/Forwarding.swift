// From the outbox to Routing: batches, in order, for as long as it takes.
import Complaints
package import Delivery
import Foundation
package import Logging
import Store

extension Intake: Outbox {
    /// Complaints sent in one request, and their bytes together.
    static let batchMax = 100
    static let batchBytesMax = 1024 * 1024

    /// The oldest that wait, in the order they arrived.
    package func waiting() async throws -> [Parcel] {
        let rows = try await store.read { transaction in
            try transaction.query(
                "SELECT seq, complaint FROM outbox ORDER BY seq LIMIT ?",
                [SQLValue(Self.batchMax)])
        }
        var bytes = 0
        var parcels: [Parcel] = []
        for row in rows {
            let body = Data(row.text("complaint").utf8)
            if !parcels.isEmpty, bytes + body.count > Self.batchBytesMax { break }
            bytes += body.count
            parcels.append(Parcel(id: row.int("seq"), body: body))
        }
        return parcels
    }

    /// Records the answers of Routing, in one transaction.
    package func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws {
        try await store.write { transaction in
            for (parcel, settlement) in settlements {
                let (state, why): (JournalState, String?) =
                    switch settlement {
                    case .delivered: (.forwarded, nil)
                    case .refused(let why): (.refused, why)
                    }
                try transaction.execute(
                    "UPDATE journal SET state = ?, why = ? WHERE seq = ?",
                    [.text(state.rawValue), SQLValue(why), .integer(parcel.id)])
                try transaction.execute(
                    "DELETE FROM outbox WHERE seq = ?", [.integer(parcel.id)])
            }
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
                    $0.status == "rejected" ? .refused($0.why ?? "rejected") : .delivered
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
