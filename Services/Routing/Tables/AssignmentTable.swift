// Assignments with their history, and the feed they enter.
import Complaints
import Foundation
import Store

enum AssignmentTable {
    /// Who acts when no person does.
    static let machine = "routing"

    private static let new = Insertion(
        into: "assignment",
        [
            "id": .text, "complaint_id": .text, "status": .text, "body": .text,
            "changed_at": .integer,
        ])
    private static let feed = Insertion(
        into: "feed",
        [
            "cursor": .integer, "assignment_id": .text, "body": .text, "at": .integer,
            "again": .integer,
        ])
    private static let step = Insertion(
        into: "history",
        [
            "assignment_id": .text, "at": .integer, "actor": .text, "action": .text,
            "request": .text,
        ])

    static func find(_ id: String, in transaction: any Transaction) throws -> Assignment? {
        try read(
            in: transaction,
            transaction.first(
                "SELECT id, body FROM assignment WHERE id = ?", [.text(id.lowercased())]))
    }

    /// Holds the assignment until the commit, so that two steps cannot both start from its old state.
    static func findToChange(
        _ id: String, in transaction: any Transaction
    ) throws -> Assignment? {
        try read(
            in: transaction,
            transaction.first(
                "SELECT id, body FROM assignment WHERE id = ?\(transaction.dialect.forUpdate)",
                [.text(id.lowercased())]))
    }

    static func find(complaint: UUID, in transaction: any Transaction) throws -> Assignment? {
        try read(
            in: transaction,
            transaction.first(
                "SELECT id, body FROM assignment WHERE complaint_id = ?", [.text(complaint.text)]))
    }

    /// How the assignments of these complaints stand; none of what is not decided.
    static func standing(
        of complaints: [UUID], in transaction: any Transaction
    ) throws -> [UUID: Status] {
        try transaction.find(
            "SELECT complaint_id, status FROM assignment", ["complaint_id"],
            in: complaints.map { [.text($0.text)] }
        ).reduce(into: [:]) {
            if let id = UUID(text: $1.text("complaint_id")) { $0[id] = Status(rawValue: $1.text("status")) }
        }
    }

    /// The assignments of these complaints.
    static func find(
        complaints: [UUID], in transaction: any Transaction
    ) throws -> [UUID: Assignment] {
        try transaction.find(
            "SELECT id, body FROM assignment", ["complaint_id"], in: complaints.map { [.text($0.text)] }
        ).reduce(into: [:]) {
            let assignment = try read($1.text("body"), of: $1.text("id"), in: transaction)
            $0[assignment.complaint.id] = assignment
        }
    }

    /// The steps of these assignments, each in their order.
    static func histories(
        of assignments: [UUID], in transaction: any Transaction
    ) throws -> [UUID: [HistoryEntry]] {
        try transaction.find(
            "SELECT * FROM history", ["assignment_id"],
            in: assignments.map { [.text($0.text)] }, " ORDER BY id"
        ).reduce(into: [:]) {
            guard let id = UUID(text: $1.text("assignment_id")) else { return }
            $0[id, default: []].append(HistoryEntry($1))
        }
    }

    /// Where a page of ``standing(_:after:limit:bytesMax:in:)`` ended.
    struct Mark: Sendable, Equatable {
        /// Microseconds since 1970.
        var changedAt: Int64
        var id: String
    }

    /// A page of those that stand at a status, the longest waiting first; at least one, however long.
    ///
    /// - Parameter bytesMax: the page ends here even below its limit.
    /// - Returns: the page, and where the next begins; `nil` on the last.
    static func standing(
        _ status: Status, after mark: Mark?, limit: Int, bytesMax: Int,
        in transaction: any Transaction
    ) throws -> (page: [Assignment], next: Mark?) {
        let rows = try transaction.query(
            """
            SELECT id, changed_at, LENGTH(body) AS size FROM assignment
            WHERE status = ? AND (changed_at, id) > (?, ?) ORDER BY changed_at, id LIMIT ?
            """,
            [
                .text(status.rawValue), .integer(mark?.changedAt ?? -1), .text(mark?.id ?? ""),
                SQLValue(limit + 1),
            ])
        let taken = rows.prefix(limit).page(bytesMax: bytesMax)
        let next = taken.count == rows.count ? nil : taken.last
        return (
            try taken.compactMap { try find($0.text("id"), in: transaction) },
            next.map { Mark(changedAt: $0.int("changed_at"), id: $0.text("id")) }
        )
    }

    private static func read(in transaction: any Transaction, _ row: Row?) throws -> Assignment? {
        try row.map { row in
            try read(row.text("body"), of: row.text("id"), in: transaction)
        }
    }

    /// An assignment from the column `body` of its row.
    static func read(
        _ body: String, of id: String, in transaction: any Transaction
    ) throws -> Assignment {
        let opened = try transaction.opened(body, row: sealRow(id))
        return try Wire.decode(Assignment.self, from: Data(opened.utf8))
    }

    /// One row of the feed, as it goes out.
    static func fed(_ row: Row, in transaction: any Transaction) throws(StoreError) -> FeedItem {
        FeedItem(
            cursor: row.int("cursor"),
            body: try transaction.opened(
                row.text("body"), row: sealRow(row.text("assignment_id"))))
    }

    /// What a body is sealed for: one of the feed opens as that of its assignment.
    static func sealRow(_ id: String) -> String { "assignment/\(id.lowercased())" }

    private static func sealed(
        _ assignment: Assignment, in transaction: any Transaction
    ) throws -> String {
        try transaction.sealed(
            String(decoding: try Wire.encode(assignment), as: UTF8.self),
            row: sealRow(assignment.id.text))
    }

    /// Stores a new state of an assignment.
    static func save(
        _ assignment: Assignment, at now: Date, in transaction: any Transaction
    ) throws {
        let body = try sealed(assignment, in: transaction)
        try transaction.execute(
            """
            INSERT INTO assignment (id, complaint_id, status, body, changed_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body,
                changed_at = excluded.changed_at
            """,
            [
                .text(assignment.id.text), .text(assignment.complaint.id.text),
                .text(assignment.status.rawValue), .text(body), .integer(now.microseconds),
            ])
        try CivicTable.note([assignment], at: now, in: transaction)
        try PromiseTable.note(assignment, in: transaction)
    }

    /// Stores an assignment that somebody has changed and puts it at the end of the feed, with its new
    /// cursor.
    static func enterFeed(
        _ assignment: Assignment, at now: Date, in transaction: any Transaction
    ) throws -> Assignment {
        var assignment = assignment
        assignment.cursor = try cursors(1, in: transaction)
        try save(assignment, at: now, in: transaction)
        try transaction.insert(
            feed,
            rows: [
                [
                    .integer(assignment.cursor), .text(assignment.id.text),
                    .text(try sealed(assignment, in: transaction)), .integer(now.microseconds),
                    .integer(1),
                ]
            ])
        try transaction.notify(RoutingTables.feedNotice)
        return assignment
    }

    /// Stores new assignments in their order, each in the feed and with the first line of its history.
    static func enterFeed(
        new assignments: [Assignment], at now: Date, in transaction: any Transaction
    ) throws {
        guard !assignments.isEmpty else { return }
        let first = try cursors(assignments.count, in: transaction)
        var stored: [[SQLValue]] = []
        var fed: [[SQLValue]] = []
        var history: [[SQLValue]] = []
        for (offset, var assignment) in assignments.enumerated() {
            assignment.cursor = first + Int64(offset)
            assignment.version = 1
            let id = SQLValue.text(assignment.id.text)
            let body = SQLValue.text(try sealed(assignment, in: transaction))
            let at = SQLValue.integer(now.microseconds)
            stored.append([
                id, .text(assignment.complaint.id.text), .text(assignment.status.rawValue), body,
                at,
            ])
            fed.append([.integer(assignment.cursor), id, body, at, .integer(0)])
            history.append([
                id, at, .text(machine), .text(assignment.status.rawValue),
                .text(assignment.decision.rule ?? ""),
            ])
        }
        try transaction.insert(new, rows: stored)
        try transaction.insert(feed, rows: fed)
        try transaction.insert(step, rows: history)
        try LifeTable.begin(assignments, in: transaction)
        try CivicTable.note(assignments, at: now, in: transaction)
        try transaction.notify(RoutingTables.feedNotice)
    }

    /// The next cursors; the row is locked until the commit, so that they are commit-ordered and
    /// without gaps.
    private static func cursors(
        _ count: Int, in transaction: any Transaction
    ) throws(StoreError) -> Int64 {
        let head = try transaction.first(
            "UPDATE feed_head SET cursor = cursor + ? WHERE one = 1 RETURNING cursor",
            [SQLValue(count)])
        return (head?.int("cursor") ?? 0) - Int64(count) + 1
    }

    static func note(
        _ assignment: UUID, actor: String, action: String, request: String, from: String? = nil,
        to: String? = nil, at now: Date, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO history (assignment_id, at, actor, action, request, from_office, to_office)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(assignment.text), .integer(now.microseconds), .text(actor), .text(action),
                .text(request), SQLValue(from), SQLValue(to),
            ])
    }

    /// Where a move came from and went to; the steps are called as the contract calls what they lead to.
    static let moves = [
        "ALTER TABLE history ADD COLUMN from_office TEXT",
        "ALTER TABLE history ADD COLUMN to_office TEXT",
        "UPDATE history SET action = 'acknowledged' WHERE action = 'acknowledge'",
        "UPDATE history SET action = 'returned' WHERE action = 'returnBack'",
        "UPDATE history SET action = 'referred' WHERE action = 'refer'",
        "UPDATE history SET action = 'assigned' WHERE action = 'assign'",
        "UPDATE history SET action = 'in_progress' WHERE action LIKE 'report(%inProgress)'",
        "UPDATE history SET action = 'answered' WHERE action LIKE 'report(%answered)'",
        "UPDATE history SET action = 'closed' WHERE action LIKE 'report(%closed)'",
        "UPDATE history SET action = 'reopened' WHERE action LIKE 'report(%reopened)'",
    ]

    /// A request that somebody has made before.
    struct Repetition {
        var at: Date
        /// Nobody has asked for another step since.
        var isLast: Bool
    }

    private static let asked = Set(LifeStep.all.map(\.action))

    /// When somebody asked for a step in these very words; `nil` where nobody has.
    static func repetition(
        _ assignment: UUID, action: String, request: String, in transaction: any Transaction
    ) throws -> Repetition? {
        // What routing does by itself, a look at the reporter, a split: none is a step of the life.
        let steps = try transaction.query(
            """
            SELECT action, request, at FROM history WHERE assignment_id = ? AND actor <> ? ORDER BY id DESC
            """, [.text(assignment.text), .text(machine)]
        ).filter { asked.contains($0.text("action")) }
        let place = steps.firstIndex { $0.text("action") == action && $0.text("request") == request }
        return place.map {
            Repetition(at: Date(microseconds: steps[$0].int("at")), isLast: $0 == steps.startIndex)
        }
    }

    static func history(
        of assignment: UUID, in transaction: any Transaction
    ) throws -> [HistoryEntry] {
        try transaction.query(
            "SELECT * FROM history WHERE assignment_id = ? ORDER BY id", [.text(assignment.text)]
        ).map { HistoryEntry($0) }
    }
}

/// An assignment as it stood when it entered the feed.
struct FeedItem: Sendable {
    var cursor: Int64
    /// JSON of the contract.
    var body: String
}

/// One step in the life of an assignment.
struct HistoryEntry: Codable, Sendable {
    var at: Date
    var actor: String
    var action: String
    /// The request's body as sent.
    var request: String
    /// Of a move, the offices it went from and to, as ``AgencyRef/office``; none where a person must decide.
    var from: String?
    var to: String?

    /// By time; of one moment as they stand.
    static func inOrder(_ steps: [HistoryEntry]) -> [HistoryEntry] {
        steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }
}

extension HistoryEntry {
    fileprivate init(_ row: Row) {
        self.init(
            at: Date(microseconds: row.int("at")), actor: row.text("actor"), action: row.text("action"),
            request: row.text("request"), from: row.optionalText("from_office"),
            to: row.optionalText("to_office"))
    }
}
