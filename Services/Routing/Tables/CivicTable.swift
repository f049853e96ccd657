// The public list of reports: which complaints Open311 shows, by service, state and time. It holds no words
// and nobody's name; what is shown of a complaint is made from its assignment each time.
import Complaints
import Foundation
import Store

/// A row of the public list.
struct CivicEntry: Sendable, Hashable {
    var complaint: UUID
    var tracking: String
    /// A topic's id, or ``CivicTable/otherService``.
    var service: String
    var requestedAt: Date
    var updatedAt: Date
    var isOpen: Bool
}

enum CivicTable {
    /// `print` names what was posted, to know it when it is posted again. `updated_at` never falls.
    static let migration = [
        """
        CREATE TABLE civic (complaint_id TEXT PRIMARY KEY, tracking TEXT NOT NULL,
            service TEXT NOT NULL, requested_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
            is_open BIGINT NOT NULL, shown BIGINT NOT NULL, print TEXT)
        """,
        "CREATE INDEX civic_requested ON civic (requested_at, tracking) WHERE shown = 1",
        "CREATE INDEX civic_updated ON civic (updated_at) WHERE shown = 1",
        "CREATE INDEX civic_tracking ON civic (tracking)",
        "CREATE INDEX civic_print ON civic (print) WHERE print IS NOT NULL",
        "CREATE INDEX history_at ON history (at)",
    ]

    /// The service of what is about none of the topics.
    static let otherService = "lainnya"

    /// Channels whose reports were made in public: by a civic app, on air, in a meeting. Who writes an SMS or
    /// a mail, or speaks at a counter, tells the office and not the world.
    static let publicChannels: Set<Channel> = [.open311, .radio, .forum]

    /// Whether a complaint may be shown to everybody: not what is confidential, made without a name, or kept
    /// back by a rule.
    static func isPublic(_ assignment: Assignment) -> Bool {
        let complaint = assignment.complaint
        guard publicChannels.contains(complaint.channel), let reporter = complaint.reporter else {
            return false
        }
        return !reporter.anonymous && !reporter.confidential && assignment.decision.hold != true
            && !complaint.flags.contains("confidential")
    }

    private static func isReport(_ assignment: Assignment) -> Bool {
        let complaint = assignment.complaint
        return publicChannels.contains(complaint.channel) && complaint.inReplyTo == nil
    }

    static func service(of complaint: Complaint) -> String {
        complaint.civic?.service ?? complaint.topics.first?.id ?? otherService
    }

    private static let upsert = Insertion(
        into: "civic",
        [
            "complaint_id": .text, "tracking": .text, "service": .text, "requested_at": .integer,
            "updated_at": .integer, "is_open": .integer, "shown": .integer,
        ],
        """
        ON CONFLICT (complaint_id) DO UPDATE SET service = excluded.service,
            is_open = excluded.is_open, shown = excluded.shown,
            updated_at = CASE WHEN civic.updated_at > excluded.updated_at
                THEN civic.updated_at ELSE excluded.updated_at END
        """)

    /// Keeps the list up to date with assignments that are stored.
    static func note(
        _ assignments: [Assignment], at now: Date, in transaction: any Transaction
    ) throws {
        // A follow-up is an update of a report, not a report.
        let listed = assignments.filter(isReport)
        guard !listed.isEmpty else { return }
        try transaction.insert(
            upsert,
            rows: listed.map { assignment in
                let complaint = assignment.complaint
                return [
                    .text(complaint.id.text), .text(complaint.tracking),
                    .text(service(of: complaint)), .integer(complaint.receivedAt.microseconds),
                    .integer(now.microseconds), .integer(assignment.status == .closed ? 0 : 1),
                    .integer(isPublic(assignment) ? 1 : 0),
                ]
            })
    }

    /// Lists what was posted before anybody has decided it.
    ///
    /// - Parameters:
    ///   - print: names the content.
    ///   - isPublic: `false` where its reporter asks for protection.
    static func post(
        _ complaint: Complaint, print: String, isPublic: Bool, in transaction: any Transaction
    ) throws {
        let at = SQLValue.integer(complaint.receivedAt.microseconds)
        try transaction.execute(
            """
            INSERT INTO civic (complaint_id, tracking, service, requested_at, updated_at, is_open,
                shown, print) VALUES (?, ?, ?, ?, ?, 1, ?, ?)
            """,
            [
                .text(complaint.id.text), .text(complaint.tracking), .text(service(of: complaint)),
                at, at, .integer(isPublic ? 1 : 0), .text(print),
            ])
    }

    /// The tracking number under which the same content was posted since a moment.
    static func posted(
        _ print: String, since moment: Date, in transaction: any Transaction
    ) throws(StoreError) -> String? {
        try transaction.first(
            """
            SELECT tracking FROM civic WHERE print = ? AND requested_at >= ?
            ORDER BY requested_at DESC LIMIT 1
            """, [.text(print), .integer(moment.microseconds)])?.text("tracking")
    }

    private static let columns =
        "complaint_id, tracking, service, requested_at, updated_at, is_open"

    /// By tracking number or complaint id; those that are not shown are not there.
    static func find(
        _ keys: [String], in transaction: any Transaction
    ) throws -> [CivicEntry] {
        let select = "SELECT \(columns), shown FROM civic"
        let keys = keys.map { SQLValue.text($0) }
        let rows = try transaction.find(select, ["tracking"], in: keys.map { [$0] })
            + transaction.find(select, ["complaint_id"], in: keys.map { [$0] })
        return rows.filter { $0.int("shown") == 1 }.compactMap(entry)
    }

    /// A page of those that fit, the earliest first.
    static func page(
        _ query: CivicQuery, without hidden: Set<String>, in transaction: any Transaction
    ) throws -> [CivicEntry] {
        var conditions = ["shown = 1"]
        var arguments: [SQLValue] = []
        func bound(_ column: String, _ range: (from: Date?, to: Date?)) {
            if let from = range.from {
                conditions.append("\(column) >= ?")
                arguments.append(.integer(from.microseconds))
            }
            if let to = range.to {
                conditions.append("\(column) <= ?")
                arguments.append(.integer(to.microseconds))
            }
        }
        bound("requested_at", query.requested)
        bound("updated_at", query.updated)
        func list(_ names: some Collection<String>, _ operation: String) {
            guard !names.isEmpty else { return }
            let marks = names.map { _ in "?" }.joined(separator: ", ")
            conditions.append("service \(operation) (\(marks))")
            arguments += names.map { .text($0) }
        }
        list(query.services, "IN")
        list(hidden.sorted(), "NOT IN")
        if let isOpen = query.isOpen {
            conditions.append("is_open = ?")
            arguments.append(.integer(isOpen ? 1 : 0))
        }
        return try transaction.query(
            """
            SELECT \(columns) FROM civic WHERE \(conditions.joined(separator: " AND "))
            ORDER BY requested_at, tracking LIMIT ? OFFSET ?
            """, arguments + [SQLValue(query.pageSize), SQLValue((query.page - 1) * query.pageSize)]
        ).compactMap(entry)
    }

    private static func entry(_ row: Row) -> CivicEntry? {
        UUID(text: row.text("complaint_id")).map {
            CivicEntry(
                complaint: $0, tracking: row.text("tracking"), service: row.text("service"),
                requestedAt: Date(microseconds: row.int("requested_at")),
                updatedAt: Date(microseconds: row.int("updated_at")), isOpen: row.int("is_open") == 1)
        }
    }

    /// The assignments of entries, by complaint; none while they wait for a decision.
    static func assignments(
        of entries: [CivicEntry], in transaction: any Transaction
    ) throws -> [UUID: Assignment] {
        let rows = try transaction.find(
            "SELECT id, body FROM assignment", ["complaint_id"],
            in: entries.map { [.text($0.complaint.text)] })
        return try rows.reduce(into: [:]) { known, row in
            let assignment = try AssignmentTable.read(
                row.text("body"), of: row.text("id"), in: transaction)
            known[assignment.complaint.id] = assignment
        }
    }

    /// A step in the life of a report that is shown.
    struct Step: Sendable {
        var id: Int64
        var complaint: CivicEntry
        var entry: HistoryEntry
    }

    /// The steps between two moments, both included, in their order.
    static func steps(
        from: Date, to: Date, limit: Int, offset: Int, in transaction: any Transaction
    ) throws -> [Step] {
        try transaction.query(
            """
            SELECT history.id, history.at, history.actor, history.action, history.request, civic.*
            FROM history JOIN assignment ON assignment.id = history.assignment_id
                JOIN civic ON civic.complaint_id = assignment.complaint_id
            WHERE history.at >= ? AND history.at <= ? AND civic.shown = 1
            ORDER BY history.at, history.id LIMIT ? OFFSET ?
            """,
            [.integer(from.microseconds), .integer(to.microseconds), SQLValue(limit), SQLValue(offset)]
        ).compactMap { row in
            entry(row).map { complaint in
                Step(
                    id: row.int("id"), complaint: complaint,
                    entry: HistoryEntry(
                        at: Date(microseconds: row.int("at")), actor: row.text("actor"),
                        action: row.text("action"), request: row.text("request")))
            }
        }
    }

    /// Lists the assignments from before there was a list.
    static func fill(_ store: Store) async throws {
        try await Filling.run("civic-filled", on: store) { try note([$0], at: $1, in: $2) }
    }
}
