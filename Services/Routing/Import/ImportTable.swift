// Cases that came from another system, by its id for them, and what it last said of them. What they are and
// how they stand here is in the complaint and its assignment.
import Complaints
import Foundation
import Store

enum ImportTable {
    /// A schema of its own: it came later than Routing's first tables and changes apart from them.
    /// `body` is what the file said, sealed; NULL of a link that a person made.
    static let schema = Schema(
        name: "import",
        migrations: [
            [
                """
                CREATE TABLE imported (seq {autoid}, source TEXT NOT NULL, external_id TEXT NOT NULL,
                    complaint_id TEXT NOT NULL, standing TEXT NOT NULL, body TEXT NOT NULL,
                    at BIGINT NOT NULL, changed_at BIGINT NOT NULL, UNIQUE (source, external_id),
                    UNIQUE (complaint_id, source))
                """
            ],
            ImportQueue.migration,
        ])

    private static let new = Insertion(
        into: "imported",
        [
            "source": .text, "external_id": .text, "complaint_id": .text, "standing": .text,
            "body": .text, "at": .integer, "changed_at": .integer,
        ], "ON CONFLICT DO NOTHING")

    /// What is known of a case that came from elsewhere.
    struct Known: Sendable, Hashable {
        var source: String
        var externalID: String
        var complaint: UUID
        /// `nil`: only the link is known.
        var standing: StandingThere?
        /// What the file said, by field.
        var kept: [String: String]
    }

    /// What a body is sealed for.
    static func sealRow(_ complaint: String) -> String { "imported/\(complaint)" }

    /// Stores links; one that is there already stays.
    static func insert(
        _ known: [Known], at now: Date, in transaction: any Transaction
    ) throws {
        let at = SQLValue.integer(now.microseconds)
        try transaction.insert(
            new,
            rows: known.map { one in
                [
                    .text(one.source), .text(one.externalID), .text(one.complaint.text),
                    .text(one.standing?.rawValue ?? ""), .text(try sealed(one, in: transaction)),
                    at, at,
                ]
            })
    }

    /// Writes down what the other system says now.
    static func update(_ one: Known, at now: Date, in transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE imported SET standing = ?, body = ?, changed_at = ?
            WHERE source = ? AND external_id = ?
            """,
            [
                .text(one.standing?.rawValue ?? ""), .text(try sealed(one, in: transaction)),
                .integer(now.microseconds), .text(one.source), .text(one.externalID),
            ])
    }

    static func sealed(_ one: Known, in transaction: any Transaction) throws -> String {
        let body = String(decoding: try Wire.encode(one.kept), as: UTF8.self)
        return try transaction.sealed(body, row: sealRow(one.complaint.text))
    }

    static let columns = "source, external_id, complaint_id, standing, body"

    /// What is known of a source's cases with these ids, those included that wait to be decided.
    static func find(
        _ ids: [String], of source: String, in transaction: any Transaction
    ) throws -> [String: Known] {
        try ImportQueue.waiting(ids, of: source, in: transaction).reduce(
            into: try stored(ids, of: source, in: transaction)
        ) { $0[$1.externalID] = $1 }
    }

    /// The same without those that wait.
    static func stored(
        _ ids: [String], of source: String, in transaction: any Transaction
    ) throws -> [String: Known] {
        try transaction.find(
            "SELECT \(columns) FROM imported", ["source", "external_id"],
            in: ids.map { [.text(source), .text($0)] }
        ).reduce(into: [:]) {
            let known = try read($1, in: transaction)
            $0[known.externalID] = known
        }
    }

    /// What sources say of these complaints; of SP4N-LAPOR! first.
    static func find(
        complaints: [UUID], in transaction: any Transaction
    ) throws -> [UUID: Known] {
        try transaction.find(
            "SELECT \(columns) FROM imported", ["complaint_id"],
            in: complaints.map { [.text($0.text)] }
        ).reduce(into: [:]) { found, row in
            let known = try read(row, in: transaction)
            if found[known.complaint] == nil || known.source == CaseSource.sp4n.account {
                found[known.complaint] = known
            }
        }
    }

    /// The complaint that a source knows by an id; none while it waits to be decided.
    static func complaint(
        _ id: String, of source: String, in transaction: any Transaction
    ) throws -> Complaint? {
        let row = try transaction.first(
            "SELECT complaint_id FROM imported WHERE source = ? AND external_id = ?",
            [.text(source), .text(id)])
        return try row.flatMap { try ComplaintTable.find($0.text("complaint_id"), in: transaction) }
    }

    /// How other systems call a complaint.
    struct OtherID: Codable, Sendable, Hashable {
        /// `sp4n`, or the account of a column map.
        var source: String
        var id: String
    }

    /// How other systems call a complaint, and since when that is known.
    static func otherIDs(
        of complaint: Complaint, in transaction: any Transaction
    ) throws -> [(other: OtherID, step: HistoryEntry)] {
        try transaction.query(
            "SELECT source, external_id, at FROM imported WHERE complaint_id = ? ORDER BY seq",
            [.text(complaint.id.text)]
        ).map { row in
            let other = OtherID(source: row.text("source"), id: row.text("external_id"))
            // What did not come from there was linked by a person.
            let isImported = complaint.channel == .import && complaint.account == other.source
            return (
                other,
                HistoryEntry(
                    at: Date(microseconds: row.int("at")), actor: "admin",
                    action: isImported ? "imported" : "linked",
                    request: String(decoding: try Wire.encode(other), as: UTF8.self))
            )
        }
    }

    static func read(_ row: Row, in transaction: any Transaction) throws -> Known {
        let id = row.text("complaint_id")
        let body = try transaction.opened(row.text("body"), row: sealRow(id))
        return Known(
            source: row.text("source"), externalID: row.text("external_id"),
            complaint: UUID(text: id) ?? UUID(),
            standing: StandingThere(rawValue: row.text("standing")),
            kept: try Wire.decode([String: String].self, from: Data(body.utf8)))
    }
}
