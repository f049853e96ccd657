// The journal's side of an arrival: what is known gets its first receipt again, what is new its number.
// Pure but for the transaction, and all that wait are taken in together.
import Complaints
import Delivery
import Foundation
import Store

enum Receiving {
    /// Takes arrivals in; one receipt for each, in their order.
    static func receive(
        _ arrivals: [Arrival], region: Intake.RegionIdentity, in transaction: any Transaction
    ) throws -> [Receipt] {
        // First of all, because its row is a lock: processes that share the database come one after
        // the other, and what the one before has stored is known to the next.
        _ = try Counter.raise("received", by: arrivals.count, in: transaction)
        var receipts = try known(arrivals, in: transaction)
        var new: [NewRow] = []
        var firsts: [Key: Key] = [:]
        var changes: [String: Int] = [:]
        for arrival in arrivals {
            let key = Key(arrival)
            if receipts[key] == nil, firsts[key] == nil {
                receipts[key] = try storedTwin(arrival, in: transaction)
                firsts[key] = new.first { $0.arrival.isTwin(of: arrival) }.map { Key($0.arrival) }
            }
            guard receipts[key] == nil, firsts[key] == nil else {
                changes["redelivered", default: 0] += 1
                continue
            }
            let row = NewRow(arrival)
            changes[row.receipt.state.counter, default: 0] += 1
            firsts[key] = key
            new.append(row)
        }
        try number(&new, region: region, in: transaction)
        try insert(new, in: transaction)
        try Counter.change(changes, in: transaction)
        if changes[JournalState.received.counter] != nil {
            try transaction.notify(Intake.journalNotice)
        }
        var numbered = Dictionary(
            new.map { (Key($0.arrival), $0.receipt) }, uniquingKeysWith: { first, _ in first })
        return arrivals.compactMap { arrival in
            let key = Key(arrival)
            if let known = receipts[key] { return known }
            guard let first = firsts[key], let receipt = numbered[first] else { return nil }
            // Only the first of those that came together is new.
            numbered[first]?.isNew = false
            return receipt
        }
    }

    /// What makes an arrival the same as another.
    private struct Key: Hashable {
        let channel: String
        let account: String
        let externalID: String

        init(_ arrival: Arrival) {
            channel = arrival.channel.rawValue
            account = arrival.account
            externalID = arrival.externalID
        }

        init(_ row: Row) {
            channel = row.text("channel")
            account = row.text("account")
            externalID = row.text("external_id")
        }

        var values: [SQLValue] { [.text(channel), .text(account), .text(externalID)] }
    }

    private struct NewRow {
        let arrival: Arrival
        var receipt: Receipt
        var why: String?

        init(_ arrival: Arrival) {
            self.arrival = arrival
            let state: JournalState
            switch arrival.verdict {
            case .take: state = .received
            case .ignore(let reason): (state, why) = (.ignored, reason)
            case .quarantine(let reason): (state, why) = (.quarantined, reason)
            }
            receipt = Receipt(
                id: ComplaintID.derive(
                    channel: arrival.channel, account: arrival.account,
                    externalID: arrival.externalID),
                tracking: "", isNew: true, state: state)
        }
    }

    private static func known(
        _ arrivals: [Arrival], in transaction: any Transaction
    ) throws(StoreError) -> [Key: Receipt] {
        let rows = try transaction.find(
            "SELECT channel, account, external_id, complaint_id, tracking, state FROM journal",
            ["channel", "account", "external_id"], in: arrivals.map { Key($0).values })
        return Dictionary(rows.map { (Key($0), receipt($0)) }, uniquingKeysWith: { $1 })
    }

    /// The same words within the window, where the provider's id cannot tell.
    private static func storedTwin(
        _ arrival: Arrival, in transaction: any Transaction
    ) throws(StoreError) -> Receipt? {
        guard let fingerprint = arrival.fingerprint, let since = arrival.windowStart
        else { return nil }
        let stored = try transaction.first(
            """
            SELECT complaint_id, tracking, state FROM journal
            WHERE account = ? AND fingerprint = ? AND received_at >= ? ORDER BY seq LIMIT 1
            """, [.text(arrival.account), .text(fingerprint), .integer(since)])
        return stored.map { receipt($0) }
    }

    /// NNNNNN runs per service and local year.
    private static func number(
        _ rows: inout [NewRow], region: Intake.RegionIdentity, in transaction: any Transaction
    ) throws(StoreError) {
        struct Series: Hashable {
            var year: Int
            var digit: Int
        }
        var members: [Series: [Int]] = [:]
        for (place, row) in rows.enumerated() {
            let series = Series(
                year: region.year(of: row.arrival.receivedAt),
                digit: row.arrival.channel.trackingDigit)
            members[series, default: []].append(place)
        }
        let inOrder = members.sorted {
            ($0.key.year, $0.key.digit) < ($1.key.year, $1.key.digit)
        }
        for (series, places) in inOrder {
            let last = try Counter.raise(
                "tracking-\(series.year)-\(series.digit)", by: places.count, in: transaction)
            for (offset, place) in places.enumerated() {
                rows[place].receipt.tracking =
                    TrackingNumber(
                        region: region.prefix, year: series.year, channelDigit: series.digit,
                        serial: last - places.count + 1 + offset
                    ).description
            }
        }
    }

    private static func insert(
        _ rows: [NewRow], in transaction: any Transaction
    ) throws {
        let hasLarge = rows.contains { $0.arrival.body.count > Chunks.bytesMax }
        let stored = try transaction.insert(
            into: "journal",
            [
                "channel", "account", "external_id", "complaint_id", "tracking", "received_at",
                "state", "why", "meta", "body", "fingerprint",
            ],
            rows: rows.map { row in
                let arrival = row.arrival
                return Key(arrival).values + [
                    .text(row.receipt.id.uuidString.lowercased()), .text(row.receipt.tracking),
                    .integer(arrival.receivedAt.microseconds), .text(row.receipt.state.rawValue),
                    SQLValue(row.why),
                    .text(JSONText.encode(arrival.meta)),
                    .blob(arrival.body.count > Chunks.bytesMax ? [] : arrival.body),
                    SQLValue(arrival.fingerprint),
                ]
            }, hasLarge ? "RETURNING seq, channel, account, external_id" : "")
        guard hasLarge else { return }
        let places = Dictionary(
            stored.map { (Key($0), $0.int("seq")) }, uniquingKeysWith: { $1 })
        for row in rows where row.arrival.body.count > Chunks.bytesMax {
            guard let seq = places[Key(row.arrival)] else { continue }
            let count = try Chunks.store(
                row.arrival.body, owner: "journal:\(seq)", in: transaction)
            try transaction.execute(
                "UPDATE journal SET body_chunks = ? WHERE seq = ?", [SQLValue(count), .integer(seq)])
        }
    }

    private static func receipt(_ row: Row) -> Receipt {
        Receipt(
            id: UUID(uuidString: row.text("complaint_id")) ?? UUID(),
            tracking: row.text("tracking"), isNew: false,
            state: JournalState(rawValue: row.text("state")) ?? .received)
    }
}

extension Arrival {
    /// Where its content window begins, in microseconds; `nil` without a window.
    fileprivate var windowStart: Int64? {
        window > .zero ? receivedAt.microseconds - Int64(window.milliseconds) * 1000 : nil
    }

    /// Whether `later` says the same words within its window.
    fileprivate func isTwin(of later: Arrival) -> Bool {
        guard let start = later.windowStart, let fingerprint = later.fingerprint else { return false }
        return account == later.account && self.fingerprint == fingerprint
            && receivedAt.microseconds >= start
    }
}
