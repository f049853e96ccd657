// Hands messages to the channels' `POST /v1/messages`: one worker for each that is configured.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Store

struct ChannelDesk: Sendable {
    let store: Store
    let metrics: Metrics
    let logger: Logger

    /// The worker of one channel; any number of processes may run one.
    func worker(of address: RoutingPart.ChannelAddress) throws(StoreError) -> some Service {
        let bell = Bell()
        try store.listen(NoticeTable.notice) { bell.ring() }
        let (fetcher, metrics) = (Fetcher(), metrics)
        return OutboxWorker(
            outbox: NoticeOutbox(store: store, channel: address.channel), bell: bell,
            limitMax: Self.parcelsMax, logger: logger
        ) { parcels in
            await Self.send(parcels, to: address, fetcher) { result in
                metrics.count(
                    "mendengar_routing_messages_total",
                    ["channel": address.channel, "result": result])
            }
        }
    }

    /// Messages in one try: each is a call of its own.
    static let parcelsMax = 16

    private struct Answer: Decodable {
        var status: String
        var why: String?
    }

    /// Those handed over before a failure are settled, the rest comes again; an id that is known is no
    /// second message.
    private static func send(
        _ parcels: [Parcel], to address: RoutingPart.ChannelAddress, _ fetcher: Fetcher,
        counted: (String) -> Void
    ) async -> Dispatch {
        var settlements: [Settlement] = []
        for parcel in parcels {
            let request = FetchRequest(
                "POST", address.url + "/v1/messages",
                headers: [
                    ("Authorization", "Bearer \(address.token.value)"),
                    ("Content-Type", "application/json"),
                ], body: parcel.body)
            do {
                switch judge(try await fetcher.fetch(request)) {
                case .settled(let settlement):
                    counted(settlement == .delivered() ? "sent" : "refused")
                    settlements.append(settlement)
                case .later:
                    // It is given back with those behind it, each to come again by itself.
                    return .settled(settlements)
                case .postponed(let why, let after):
                    guard settlements.isEmpty else { return .settled(settlements) }
                    return .postponed("\(address.channel): \(why)", retryAfter: after)
                }
            } catch {
                guard settlements.isEmpty else { return .settled(settlements) }
                return .postponed("\(address.channel) cannot be reached: \(error)", retryAfter: nil)
            }
        }
        return .settled(settlements)
    }

    enum Judgement: Sendable, Hashable {
        case settled(Settlement)
        /// Not today.
        case later
        case postponed(String, Duration?)
    }

    /// What an answer means. Pure.
    static func judge(_ response: FetchResponse) -> Judgement {
        let after = response.headers["retry-after"].flatMap { Int64($0) }
            .map { Duration.seconds(min(max($0, 0), 3600)) }
        switch response.status {
        case 200..<300:
            guard let answer = try? Wire.decode(Answer.self, from: response.body) else {
                return .postponed("the answer is none of a channel: check routing.channels", after)
            }
            if answer.status == "refused", answer.why?.hasSuffix(MessageTable.tomorrow) == true {
                return .later
            }
            return .settled(
                answer.status == "refused"
                    ? .refused(answer.why ?? "the channel refuses it") : .delivered())
        case 401, 403, 404, 405:
            return .postponed(
                "it answered \(response.status): check the url and token under routing.channels",
                after)
        case 408, 429: return .postponed("it answered \(response.status)", after)
        case 400..<500: return .settled(.refused("the channel answered \(response.status)"))
        default: return .postponed("it answered \(response.status)", after)
        }
    }
}

/// The messages for one channel.
struct NoticeOutbox: Outbox {
    let store: Store
    let channel: String
    private let token = Int64.random(in: 1...Int64.max)

    /// Between tries of one message.
    private static let backoff = Backoff(first: .seconds(5), longest: .seconds(15 * 60))

    init(store: Store, channel: String) {
        (self.store, self.channel) = (store, channel)
    }

    private func claim() -> Claim { Claim(token: token, now: Date.now.microseconds) }

    func claim(limit: Int) async throws -> [Parcel] {
        let (claim, channel) = (claim(), channel)
        return try await store.write(grace: Claim.grace) {
            try NoticeTable.claim(claim, channel: channel, limit: limit, in: $0)
        }
    }

    func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws {
        let (claim, now) = (claim(), Date.now)
        let settled = settlements.map { (seq: $0.parcel.id, settlement: $0.settlement) }
        try await store.write { try NoticeTable.settle(settled, claim, at: now, in: $0) }
    }

    func release(_ parcels: [Parcel]) async throws {
        let (claim, seqs) = (claim(), parcels.map(\.id))
        let random = Double.random(in: 0..<1)
        try await store.write {
            try NoticeTable.postpone(seqs, claim, Self.backoff, random: random, in: $0)
        }
    }

    func recover() async throws {
        guard store.dialect == .sqlite else { return }
        try await store.write {
            try Claim.releaseAll(of: "notice", where: "state = 'waiting'", in: $0)
        }
    }
}
