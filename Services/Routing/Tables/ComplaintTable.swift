// The complaints Routing has accepted, in the order of acceptance.
import Complaints
import Foundation
import Rules
import Store

enum ComplaintTable {
    private static let new = Insertion(
        into: "complaint",
        ["id": .text, "tracking": .text, "body": .text, "accepted_at": .integer, "state": .text],
        "ON CONFLICT (id) DO NOTHING")

    /// What a body is sealed for.
    static func sealRow(_ id: String) -> String { "complaint/\(id.lowercased())" }

    private static func read(_ row: Row, in transaction: any Transaction) throws -> Complaint {
        try read(row.text("body"), of: row.text("id"), in: transaction)
    }

    /// A complaint from the column `body` of its row.
    static func read(
        _ body: String, of id: String, in transaction: any Transaction
    ) throws -> Complaint {
        let opened = try transaction.opened(body, row: sealRow(id))
        return try Wire.decode(Complaint.self, from: Data(opened.utf8))
    }

    /// Reads the newest complaint: at the start, so that a lost key file is found before anything waits.
    static func checkSeal(in transaction: any Transaction) throws {
        _ = try transaction.first("SELECT id, body FROM complaint ORDER BY seq DESC LIMIT 1")
            .map { try read($0, in: transaction) }
    }

    /// Stores those that are not known yet, in their order.
    static func insert(
        _ complaints: [Complaint], at now: Date, in transaction: any Transaction
    ) throws {
        try transaction.insert(
            new,
            rows: complaints.map { complaint in
                let body = String(decoding: Wire.encode(complaint), as: UTF8.self)
                return [
                    .text(complaint.id.text), .text(complaint.tracking),
                    .text(try transaction.sealed(body, row: sealRow(complaint.id.text))),
                    .integer(now.microseconds), "accepted",
                ]
            })
        if !complaints.isEmpty { try transaction.notify(RoutingTables.acceptedNotice) }
    }

    /// Puts a complaint that was set aside behind all others, to be decided anew: its number and its time
    /// of acceptance must rise, because the memory of links goes by their order. The clocks run from
    /// `received_at`, which stays.
    static func acceptAgain(
        _ complaint: Complaint, at now: Date, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "DELETE FROM complaint WHERE id = ?", [.text(complaint.id.text)])
        try insert([complaint], at: now, in: transaction)
    }

    /// The tracking numbers of those that are known.
    static func tracking(
        of ids: [UUID], in transaction: any Transaction
    ) throws(StoreError) -> [UUID: String] {
        let rows = try transaction.find(
            "SELECT id, tracking FROM complaint", ["id"], in: ids.map { [.text($0.text)] })
        return rows.reduce(into: [:]) { known, row in
            if let id = UUID(uuidString: row.text("id")) { known[id] = row.text("tracking") }
        }
    }

    /// By id or tracking number.
    static func find(_ key: String, in transaction: any Transaction) throws -> Complaint? {
        try all(key, limit: 1, in: transaction).first
    }

    /// All that have this id or number, the oldest first: a channel restored from a backup may allot a number
    /// a second time, and both citizens ask by it.
    static func all(_ key: String, limit: Int = 10, in transaction: any Transaction) throws -> [Complaint] {
        let tracking = TrackingNumber(key)?.description ?? key
        return try transaction.query(
            "SELECT id, body FROM complaint WHERE id = ? OR tracking = ? ORDER BY seq LIMIT ?",
            [.text(key.lowercased()), .text(tracking), SQLValue(limit)]
        ).map { try read($0, in: transaction) }
    }

    /// Those of these ids that are here.
    static func find(_ ids: [UUID], in transaction: any Transaction) throws -> [Complaint] {
        try transaction.find(
            "SELECT id, body FROM complaint", ["id"], in: ids.map { [.text($0.text)] }
        ).map { try read($0, in: transaction) }
    }

    /// Complaints with an assignment that were accepted since a moment, in their order.
    static func page(
        after seq: Int64, since moment: Date, limit: Int, in transaction: any Transaction
    ) throws -> [(seq: Int64, complaint: Complaint)] {
        try transaction.query(
            """
            SELECT seq, id, body FROM complaint
            WHERE seq > ? AND accepted_at >= ? AND state = 'decided' ORDER BY seq LIMIT ?
            """, [.integer(seq), .integer(moment.microseconds), SQLValue(limit)]
        ).map { (seq: $0.int("seq"), complaint: try read($0, in: transaction)) }
    }

    /// Complaints on their way to a decision.
    struct Undecided: Sendable {
        var complaints: [Complaint] = []
        /// Handling them ended the process too often: they go to triage without being understood.
        var poison: [Complaint] = []
        var seqs: [Int64] = []
        /// Promises made on air that are late, where a rule asks for them.
        var late: [LatePromise] = []
        /// Although these may be none, there may be more.
        var isMore = false
        /// The reports that some of them name.
        var named = FollowUps.Named()
    }

    /// A complaint whose handling did not end this many times goes to triage as it is. Somebody who kills
    /// the process again and again must hit the same complaint so often, whose turn lasts milliseconds.
    static let attemptsMax = 4

    /// The oldest undecided ones; at least one, however long. The attempt is counted before it is
    /// made, and after a crash every suspect comes alone.
    ///
    /// - Parameter tried: what this very process has tried before: that it lives shows that they are
    ///   no suspects.
    static func undecided(
        limit: Int, bytesMax: Int, tried: Set<Int64>, in transaction: any Transaction
    ) throws -> Undecided {
        let rows = try transaction.query(
            """
            SELECT seq, attempts, LENGTH(body) AS size FROM complaint WHERE state = 'accepted'
            ORDER BY seq LIMIT ?
            """, [SQLValue(limit)])
        func isSuspect(_ row: Row) -> Bool {
            row.int("attempts") > 0 && !tried.contains(row.int("seq"))
        }
        let suspect = rows.first.map(isSuspect) ?? false
        var bytes = 0
        var seqs: [Int64] = []
        for row in rows.prefix(suspect ? 1 : rows.count) {
            if !suspect, isSuspect(row) { break }
            bytes += Int(row.int("size"))
            if !seqs.isEmpty, bytes > bytesMax { break }
            seqs.append(row.int("seq"))
        }
        let bodies = try transaction.find(
            "SELECT seq, id, body FROM complaint", ["seq"], in: seqs.map { [.integer($0)] })
        var complaints = try bodies.sorted { $0.int("seq") < $1.int("seq") }.map {
            try read($0, in: transaction)
        }
        complaints.removeLast(complaints.count - countBeforeAnswer(complaints))
        seqs.removeLast(seqs.count - complaints.count)
        if suspect, let first = rows.first, first.int("attempts") >= attemptsMax {
            return Undecided(poison: complaints, seqs: seqs)
        }
        try transaction.execute(
            "UPDATE complaint SET attempts = attempts + 1 WHERE", [], where: "seq",
            in: seqs.filter { !tried.contains($0) })
        return Undecided(complaints: complaints, seqs: seqs)
    }

    /// How many come before the first that answers one of them: what it answers is decided first.
    private static func countBeforeAnswer(_ complaints: [Complaint]) -> Int {
        var names: Set<String> = []
        for (place, complaint) in complaints.enumerated() {
            if let name = complaint.inReplyTo,
                names.contains(name.lowercased()) || names.contains(TrackingNumber(name)?.description ?? name)
            {
                return place
            }
            names.formUnion([complaint.id.text, complaint.tracking])
        }
        return complaints.count
    }

    static func set(
        _ state: ComplaintState, _ ids: [UUID], in transaction: any Transaction
    ) throws(StoreError) {
        guard !ids.isEmpty else { return }
        let marks = Array(repeating: "?", count: ids.count).joined(separator: ", ")
        try transaction.execute(
            "UPDATE complaint SET state = ? WHERE id IN (\(marks))",
            [.text(state.rawValue)] + ids.map { .text($0.text) })
    }

    /// Tracking numbers for what comes in here first (Open311, counter, import).
    static func nextSerial(_ name: String, in transaction: any Transaction) throws -> Int {
        try nextSerials(name, 1, in: transaction)
    }

    /// The first of so many numbers in a row.
    static func nextSerials(_ name: String, _ count: Int, in transaction: any Transaction) throws -> Int {
        let row = try transaction.first(
            """
            INSERT INTO counter (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value
            """, [.text(name), SQLValue(count)])
        return Int(row?.int("value") ?? 0) - count + 1
    }
}
