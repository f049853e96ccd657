// The journal's side of an arrival: what is known gets its first receipt again, what is new its number.
// Pure but for the transaction, and all that wait are taken in together.
import Complaints
import Delivery
import Foundation
import Store

enum Receiving {
    /// Takes arrivals in; one receipt for each, in their order.
    ///
    /// Nearly always all of them are new. They are counted, numbered and inserted as if they were; the
    /// unique key decides, and only when it knew one is looked up which.
    static func receive(
        _ incoming: [Incoming], prefix: String, in transaction: any Transaction
    ) throws -> [Receipt] {
        let states = Tally(incoming.lazy.map(\.state))
        let series = Tally(incoming.lazy.map(\.series))
        var changes = ["received": incoming.count]
        for (state, count) in states.counts { changes[state.counter] = count }
        for (one, count) in series.counts { changes[one.counter] = count }
        // First of all, because the counters' rows are locks: processes that share the database come
        // one after the other, and what the one before has stored is known to the next.
        let totals = try Counter.raise(changes, in: transaction)
        var numbers = Numbers(prefix: prefix)
        for (one, count) in series.counts {
            numbers.last.append((one, (totals[one.counter] ?? 0) - count))
        }
        let first = numbers
        var receipts = incoming.map {
            Receipt(
                id: $0.id, tracking: numbers.next($0.series), isNew: true, state: $0.state)
        }
        let twins = try Twins(incoming, in: transaction)
        let inserted = try transaction.insert(
            Incoming.insertion,
            rows: incoming.indices.filter { !twins.contains($0) }.map {
                incoming[$0].row(tracking: receipts[$0].tracking)
            })
        if inserted.changed < incoming.count {
            try correct(&receipts, incoming, twins, numbers: first, in: transaction)
        }
        for (one, receipt) in zip(incoming, receipts) where one.hasLargeBody && receipt.isNew {
            try storeChunks(one, in: transaction)
        }
        if zip(incoming, receipts).contains(where: { $0.state == .received && $1.isNew }) {
            try transaction.notifyHere(Intake.journalNotice)
        }
        return receipts
    }

    /// Gives redeliveries the receipt of the first one, takes them out of the books again, and closes
    /// the gaps they left in the numbers.
    private static func correct(
        _ receipts: inout [Receipt], _ incoming: [Incoming], _ twins: Twins, numbers: Numbers,
        in transaction: any Transaction
    ) throws {
        var numbers = numbers
        let stored = try storedRows(incoming, in: transaction)
        var firsts: [JournalKey: Int] = [:]
        var changes: [String: Int] = [:]
        for (index, one) in incoming.enumerated() {
            let key = one.key
            if let first = firsts[key] ?? twins.earlier[index] {
                receipts[index] = receipts[first]
                receipts[index].isNew = false
            } else if let twin = twins.stored[index] {
                receipts[index] = twin
            } else if let row = stored[key] {
                // A number is given once, so a row with this one is the row just inserted.
                if row.text("tracking") == receipts[index].tracking {
                    firsts[key] = index
                    let tracking = numbers.next(one.series)
                    if tracking != receipts[index].tracking {
                        receipts[index].tracking = tracking
                        try transaction.execute(
                            "UPDATE journal SET tracking = ? WHERE seq = ?",
                            [.text(tracking), row["seq"]])
                    }
                    continue
                }
                receipts[index] = Receipt(row)
            } else {
                throw StoreError(.invalid, "a message was neither stored nor known")
            }
            changes["redelivered", default: 0] += 1
            changes[one.state.counter, default: 0] -= 1
            changes[one.series.counter, default: 0] -= 1
        }
        try Counter.raise(changes, in: transaction)
    }

    static func storedRows(
        _ incoming: [Incoming], in transaction: any Transaction
    ) throws(StoreError) -> [JournalKey: Row] {
        let rows = try transaction.find(
            "SELECT seq, channel, account, external_id, complaint_id, tracking, state FROM journal",
            JournalKey.columns, in: incoming.map(\.key.values))
        return Dictionary(rows.map { (JournalKey($0), $0) }, uniquingKeysWith: { $1 })
    }

    private static func storeChunks(
        _ incoming: Incoming, in transaction: any Transaction
    ) throws {
        guard let seq = try storedRows([incoming], in: transaction)[incoming.key]?.int("seq") else {
            throw StoreError(.invalid, "a large message was not stored")
        }
        let count = try Chunks.store(
            incoming.arrival.content, owner: "journal:\(seq)", in: transaction)
        try transaction.execute(
            "UPDATE journal SET body_chunks = ? WHERE seq = ?", [SQLValue(count), .integer(seq)])
    }
}

/// How many there are of each of a few things.
private struct Tally<Thing: Equatable> {
    private(set) var counts: [(thing: Thing, count: Int)] = []

    init(_ things: some Sequence<Thing>) {
        for thing in things {
            if let place = counts.firstIndex(where: { $0.thing == thing }) {
                counts[place].count += 1
            } else {
                counts.append((thing, 1))
            }
        }
    }
}

/// The running numbers of one transaction.
private struct Numbers {
    let prefix: String
    /// The last number of each series: seldom more than one.
    var last: [(series: NumberSeries, serial: Int)] = []

    mutating func next(_ series: NumberSeries) -> String {
        let place = last.firstIndex { $0.series == series } ?? last.endIndex
        if place == last.endIndex { last.append((series, 0)) }
        last[place].serial += 1
        let serial = last[place].serial
        return TrackingNumber(
            region: prefix, year: series.year, channelDigit: series.digit, serial: serial
        ).description
    }
}

/// Arrivals that say the same words as an earlier one within its window, where the provider's id cannot
/// tell. One whose key is known is no twin: its key decides.
private struct Twins {
    /// Receipts of stored ones, by the place of their twin.
    var stored: [Int: Receipt] = [:]
    /// Places of earlier ones that came together with their twin.
    var earlier: [Int: Int] = [:]

    func contains(_ index: Int) -> Bool { stored[index] != nil || earlier[index] != nil }

    init(_ incoming: [Incoming], in transaction: any Transaction) throws(StoreError) {
        let candidates = incoming.indices.filter { incoming[$0].arrival.windowStart != nil }
        guard !candidates.isEmpty else { return }
        let known = try Receiving.storedRows(candidates.map { incoming[$0] }, in: transaction)
        for index in candidates where known[incoming[index].key] == nil {
            let arrival = incoming[index].arrival
            if let first = try Self.first(arrival, in: transaction) {
                stored[index] = Receipt(first)
            } else {
                earlier[index] = incoming[..<index].indices.first { place in
                    !contains(place) && incoming[place].key != incoming[index].key
                        && incoming[place].arrival.isTwin(of: arrival)
                }
            }
        }
    }

    private static func first(
        _ arrival: Arrival, in transaction: any Transaction
    ) throws(StoreError) -> Row? {
        guard let fingerprint = arrival.fingerprint, let since = arrival.windowStart else {
            return nil
        }
        return try transaction.first(
            """
            SELECT complaint_id, tracking, state FROM journal
            WHERE account = ? AND fingerprint = ? AND received_at >= ? ORDER BY seq LIMIT 1
            """, [.text(arrival.account), .text(fingerprint), .integer(since)])
    }
}

extension Receipt {
    /// Of a message that is known.
    fileprivate init(_ row: Row) {
        self.init(
            id: UUID(text: row.text("complaint_id")) ?? UUID(),
            tracking: row.text("tracking"), isNew: false,
            state: JournalState(rawValue: row.text("state")) ?? .received)
    }
}

extension Arrival {
    /// Where its content window begins, in microseconds; `nil` without a fingerprint or a window.
    fileprivate var windowStart: Int64? {
        guard fingerprint != nil, window > .zero else { return nil }
        return receivedAt.microseconds - Int64(window.milliseconds) * 1000
    }

    /// Whether `later` says the same words within its window.
    fileprivate func isTwin(of later: Arrival) -> Bool {
        guard let start = later.windowStart, let fingerprint = later.fingerprint else { return false }
        return account == later.account && self.fingerprint == fingerprint
            && receivedAt.microseconds >= start
    }
}
