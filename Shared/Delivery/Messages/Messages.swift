// The messages of one channel: asked for, sent by one worker for each account, followed until they arrive.
import Complaints
package import Foundation
package import Store

/// The door to a channel's outgoing messages.
package struct Messages: Sendable {
    private let store: Store
    package let limits: MessageLimits

    /// - Parameter store: opened with ``MessageTable/schema`` among its schemas.
    package init(store: Store, limits: MessageLimits = MessageLimits()) {
        self.store = store
        self.limits = limits
    }

    /// Takes a message and returns when it is on disk, unless its recipient wants none or has had enough.
    ///
    /// - Parameter state: `sent` for one that leaves with the answer to the provider's own call.
    package func submit(
        _ message: Message, state: MessageState = .queued
    ) async throws -> Submission {
        let (limits, now) = (limits, Date.now.microseconds)
        return try await store.write { transaction in
            try MessageTable.submit(message, limits, now: now, state: state, in: transaction)
        }
    }

    /// Does what a message that came in asks for.
    package func perform(_ correspondence: [Correspondence]) async throws {
        let now = Date.now.microseconds
        try await store.write { try MessageTable.perform(correspondence, now: now, in: $0) }
    }

    /// Takes what a provider reports; returns how many of them name a message of the account.
    package func report(_ reports: [DeliveryReport], account: String) async throws -> Int {
        try await store.write { transaction in
            var known = 0
            for report in reports
            where try MessageTable.report(report, account: account, in: transaction) { known += 1 }
            return known
        }
    }

    /// Where a message stands, and why; `nil` when its id is not known.
    package func state(of id: String) async throws -> (state: MessageState, why: String?)? {
        try await store.read { try MessageTable.state(of: id, in: $0) }
    }

    /// The message that the other side knows by `reference`; `nil` when none of ours has that name.
    package func named(_ reference: String, account: String) async throws -> Message? {
        try await store.read { try MessageTable.named(reference, account: account, in: $0) }
    }

    /// The first message to a recipient about a complaint: he has complained, or been asked.
    package func first(to recipient: String, about complaint: String) async throws -> Message? {
        try await store.read {
            try MessageTable.first(to: recipient, about: complaint, in: $0)
        }
    }

    /// The question that a citizen may be answering with a message of this moment.
    package func lastQuestion(
        to recipient: String, account: String, at moment: Date
    ) async throws -> (id: String, complaint: String)? {
        let end = moment.microseconds
        let start = end - Int64(Self.questionDays) * 24 * 3600 * 1_000_000
        return try await store.read {
            try MessageTable.lastQuestion(to: recipient, account: account, start..<end, in: $0)
        }
    }

    /// A message within so many days of a question answers it.
    package static let questionDays = 10

    /// What waits for one account, for an ``OutboxWorker``.
    ///
    /// - Parameter bell: rung when something new waits.
    package func outbox(of account: String, bell: Bell) throws(StoreError) -> some Outbox {
        try store.listen(MessageTable.notice) { bell.ring() }
        return AccountOutbox(store: store, account: account)
    }
}

/// The messages of one account.
private struct AccountOutbox: Outbox {
    let store: Store
    let account: String
    let token = Int64.random(in: 1...Int64.max)

    /// Between tries of one message: its number may be unreachable for a while.
    private static let backoff = Backoff(first: .seconds(5), longest: .seconds(15 * 60))

    private func claim() -> Claim { Claim(token: token, now: Date.now.microseconds) }

    func claim(limit: Int) async throws -> [Parcel] {
        let (claim, account) = (claim(), account)
        return try await store.write(grace: Claim.grace) { transaction in
            try MessageTable.claim(claim, account: account, limit: limit, in: transaction)
        }.map { Parcel(id: $0.seq, body: (try? Wire.encode($0.message)) ?? Data(), claim: claim.token) }
    }

    func settle(_ settlements: [(parcel: Parcel, settlement: Settlement)]) async throws {
        let claim = claim()
        let settled = settlements.map { (seq: $0.parcel.id, settlement: $0.settlement) }
        try await store.write { try MessageTable.settle(settled, claim, in: $0) }
    }

    func release(_ parcels: [Parcel]) async throws {
        let (claim, seqs) = (claim(), parcels.map(\.id))
        let random = Double.random(in: 0..<1)
        try await store.write {
            try MessageTable.postpone(seqs, claim, Self.backoff, random: random, in: $0)
        }
    }

    func recover() async throws {
        guard store.dialect == .sqlite else { return }
        try await store.write {
            try Claim.releaseAll(of: "message", where: "state = 'queued'", in: $0)
        }
    }
}
