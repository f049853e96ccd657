// The complaints Routing has accepted, in the order of acceptance.
import Complaints
import Foundation
import Store

enum ComplaintTable {
    /// - Returns: `false` when the id is known already.
    static func insert(
        _ complaint: Complaint, at now: Date, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO complaint (id, tracking, body, accepted_at, state)
            VALUES (?, ?, ?, ?, 'accepted') ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(complaint.id.text), .text(complaint.tracking),
                .text(String(decoding: try Wire.encode(complaint), as: UTF8.self)),
                .integer(now.microseconds),
            ]) == 1
    }

    static func tracking(of id: UUID, in transaction: any Transaction) throws -> String? {
        try transaction.first("SELECT tracking FROM complaint WHERE id = ?", [.text(id.text)])?
            .text("tracking")
    }

    /// By id or tracking number.
    static func find(_ key: String, in transaction: any Transaction) throws -> Complaint? {
        let tracking = TrackingNumber(key)?.description ?? key
        return try transaction.first(
            "SELECT body FROM complaint WHERE id = ? OR tracking = ?",
            [.text(key.lowercased()), .text(tracking)]
        ).map { try Wire.decode(Complaint.self, from: Data($0.text("body").utf8)) }
    }

    /// The oldest undecided ones; at least one, however long.
    static func undecided(
        limit: Int, bytesMax: Int, in transaction: any Transaction
    ) throws -> [Complaint] {
        let sizes = try transaction.query(
            """
            SELECT seq, LENGTH(body) AS size FROM complaint WHERE state = 'accepted'
            ORDER BY seq LIMIT ?
            """, [SQLValue(limit)])
        var bytes = 0
        var complaints: [Complaint] = []
        for row in sizes {
            bytes += Int(row.int("size"))
            if !complaints.isEmpty, bytes > bytesMax { break }
            let found = try transaction.first(
                "SELECT body FROM complaint WHERE seq = ?", [row["seq"]])
            guard let found else { continue }
            complaints.append(
                try Wire.decode(Complaint.self, from: Data(found.text("body").utf8)))
        }
        return complaints
    }

    static func set(
        _ state: ComplaintState, _ id: UUID, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "UPDATE complaint SET state = ? WHERE id = ?",
            [.text(state.rawValue), .text(id.text)])
    }

    /// Tracking numbers for what comes in here first (Open311, counter, import).
    static func nextSerial(_ name: String, in transaction: any Transaction) throws -> Int {
        let row = try transaction.first(
            """
            INSERT INTO counter (name, value) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value
            """, [.text(name)])
        return Int(row?.int("value") ?? 0)
    }
}

extension UUID {
    /// Lower case, as on the wire.
    var text: String { uuidString.lowercased() }
}

extension Date {
    /// Microseconds since 1970, as stored.
    var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }
}
