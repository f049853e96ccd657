// The journal of a channel: acknowledge only what is on disk, answer a redelivery with the first receipt.
import Complaints
import Delivery
package import Foundation
package import Store

/// What the three channels share: receive raw, normalise, forward.
///
/// ```
/// receive -> journal (committed) -> acknowledge
///                 normalise -> outbox (same transaction) -> Routing
/// ```
package struct Intake: Sendable {
    /// Also for the channel's own tables.
    package let store: Store
    let region: RegionIdentity
    let reserve: Reserve
    /// Rung when something waits for the normaliser, and for the outbox.
    let arrivals = Bell()
    let departures = Bell()

    /// What tracking numbers need of the region.
    package struct RegionIdentity: Sendable {
        /// e.g. `HSS`.
        package var prefix: String
        package var timeZone: TimeZone

        package init(prefix: String, timeZone: TimeZone) {
            self.prefix = prefix
            self.timeZone = timeZone
        }
    }

    /// - Parameter store: opened with ``schema`` among its schemas.
    package init(store: Store, region: RegionIdentity, reserve: Reserve) {
        self.store = store
        self.region = region
        self.reserve = reserve
    }

    /// Opens a channel's database with the journal's tables and the channel's own.
    ///
    /// - Parameters:
    ///   - data: the folder whose free space is watched.
    ///   - schemas: the channel's own tables.
    package static func open(
        database: String, region: RegionIdentity, data: String, reserveMiB: Int,
        schemas: [Schema] = []
    ) async throws(StoreError) -> Intake {
        let store = try await Store.open(try DatabaseURL(database), schemas: [schema] + schemas)
        return Intake(
            store: store, region: region, reserve: Reserve(path: data, mebibytes: reserveMiB))
    }

    /// Commits what waits and closes the database.
    package func close() { store.close() }

    /// Journals an arrival and returns when it is on disk. A known key, or the same words within the
    /// window, gets the first receipt again.
    ///
    /// - Throws: ``StoreError``: `busy`, `noSpace` or `unavailable` mean the provider must keep it.
    package func receive(_ arrival: Arrival) async throws -> Receipt {
        guard reserve.hasRoom else {
            throw StoreError(.noSpace, "less than \(reserve.bytes >> 20) MiB of disk is free")
        }
        let region = region
        let receipt = try await store.write(bytes: arrival.body.count + 512) { transaction in
            _ = try Counter.next("received", in: transaction)
            if let known = try Self.known(arrival, in: transaction) {
                _ = try Counter.next("redelivered", in: transaction)
                return known
            }
            return try Self.insert(arrival, region: region, in: transaction)
        }
        if receipt.state == .received { arrivals.ring() }
        return receipt
    }

    private static func known(
        _ arrival: Arrival, in transaction: any Transaction
    ) throws -> Receipt? {
        let byKey = try transaction.first(
            """
            SELECT complaint_id, tracking, state FROM journal
            WHERE channel = ? AND account = ? AND external_id = ?
            """,
            [
                .text(arrival.channel.rawValue), .text(arrival.account),
                .text(arrival.externalID),
            ])
        if let byKey { return receipt(byKey, isNew: false) }
        guard let fingerprint = arrival.fingerprint, arrival.window > .zero else { return nil }
        let since = arrival.receivedAt.microseconds - Int64(arrival.window.milliseconds) * 1000
        let bySameWords = try transaction.first(
            """
            SELECT complaint_id, tracking, state FROM journal
            WHERE account = ? AND fingerprint = ? AND received_at >= ? ORDER BY seq LIMIT 1
            """, [.text(arrival.account), .text(fingerprint), .integer(since)])
        return bySameWords.map { receipt($0, isNew: false) }
    }

    private static func insert(
        _ arrival: Arrival, region: RegionIdentity, in transaction: any Transaction
    ) throws -> Receipt {
        let (state, why): (JournalState, String?) =
            switch arrival.verdict {
            case .take: (.received, nil)
            case .ignore(let why): (.ignored, why)
            case .quarantine(let why): (.quarantined, why)
            }
        let id = ComplaintID.derive(
            channel: arrival.channel, account: arrival.account, externalID: arrival.externalID)
        let tracking = try nextTracking(arrival, region: region, in: transaction)
        let isLarge = arrival.body.count > Chunks.bytesMax
        let row = try transaction.first(
            """
            INSERT INTO journal (channel, account, external_id, complaint_id, tracking, received_at,
                state, why, meta, body, fingerprint)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq
            """,
            [
                .text(arrival.channel.rawValue), .text(arrival.account), .text(arrival.externalID),
                .text(id.uuidString.lowercased()), .text(tracking),
                .integer(arrival.receivedAt.microseconds), .text(state.rawValue), SQLValue(why),
                .text(String(decoding: try Wire.encode(arrival.meta), as: UTF8.self)),
                .blob(isLarge ? [] : arrival.body), SQLValue(arrival.fingerprint),
            ])
        if isLarge, let seq = row?.int("seq") {
            let count = try Chunks.store(arrival.body, owner: "journal:\(seq)", in: transaction)
            try transaction.execute(
                "UPDATE journal SET body_chunks = ? WHERE seq = ?",
                [SQLValue(count), .integer(seq)])
        }
        return Receipt(id: id, tracking: tracking, isNew: true, state: state)
    }

    /// NNNNNN runs per service and local year.
    private static func nextTracking(
        _ arrival: Arrival, region: RegionIdentity, in transaction: any Transaction
    ) throws(StoreError) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = region.timeZone
        let year = calendar.component(.year, from: arrival.receivedAt)
        let digit = arrival.channel.trackingDigit
        let serial = try Counter.next("tracking-\(year)-\(digit)", in: transaction)
        return TrackingNumber(
            region: region.prefix, year: year, channelDigit: digit, serial: serial
        ).description
    }

    private static func receipt(_ row: Row, isNew: Bool) -> Receipt {
        Receipt(
            id: UUID(uuidString: row.text("complaint_id")) ?? UUID(),
            tracking: row.text("tracking"), isNew: isNew,
            state: JournalState(rawValue: row.text("state")) ?? .received)
    }
}
