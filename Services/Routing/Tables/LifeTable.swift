// The records of assignments' lives, and when each must be looked at next.
import Complaints
import Foundation
import Rules
import Store

enum LifeTable {
    /// `next_at` is NULL only when nothing will ever happen again; `citizen` only while he has something to
    /// be told. A body is empty until the first look, which makes the record.
    static let migration = [
        """
        CREATE TABLE life (assignment_id TEXT PRIMARY KEY REFERENCES assignment (id),
            next_at BIGINT, calendar TEXT NOT NULL, citizen TEXT, body TEXT NOT NULL)
        """,
        "CREATE INDEX life_next ON life (next_at) WHERE next_at IS NOT NULL",
        "CREATE TABLE life_calendar (one BIGINT PRIMARY KEY, calendar TEXT NOT NULL)",
        "CREATE INDEX life_citizen ON life (citizen) WHERE citizen IS NOT NULL",
        """
        INSERT INTO life (assignment_id, next_at, calendar, body)
            SELECT id, 0, '', '' FROM assignment
        """,
        """
        CREATE TABLE notice (seq {autoid}, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL,
            assignment_id TEXT NOT NULL, citizen TEXT, body TEXT NOT NULL,
            created_at BIGINT NOT NULL, state TEXT NOT NULL, why TEXT,
            attempts BIGINT NOT NULL DEFAULT 0, due BIGINT NOT NULL,
            claim BIGINT NOT NULL DEFAULT 0, claim_until BIGINT NOT NULL DEFAULT 0)
        """,
        "CREATE INDEX notice_waiting ON notice (channel, due) WHERE state = 'waiting'",
        "CREATE INDEX notice_citizen ON notice (citizen, created_at) WHERE citizen IS NOT NULL",
    ]

    private static let new = Insertion(
        into: "life",
        ["assignment_id": .text, "next_at": .integer, "calendar": .text, "body": .text],
        "ON CONFLICT (assignment_id) DO NOTHING")

    /// New assignments are looked at by the next sweep; of one that is over nothing will happen.
    static func begin(_ assignments: [Assignment], in transaction: any Transaction) throws {
        try transaction.insert(
            new,
            rows: assignments.map {
                [.text($0.id.text), $0.status == .closed ? .null : 0, "", ""]
            })
    }

    /// An assignment with its record; it is held until the commit.
    static func courseToChange(
        _ id: String, _ calendar: WorkingCalendar, at now: Date, in transaction: any Transaction
    ) throws -> Course? {
        try AssignmentTable.findToChange(id, in: transaction).map {
            try course(of: $0, calendar, at: now, in: transaction)
        }
    }

    /// The course of an assignment that was read.
    static func course(
        of assignment: Assignment, _ calendar: WorkingCalendar, at now: Date,
        in transaction: any Transaction
    ) throws -> Course {
        let row = try transaction.first(
            "SELECT body FROM life WHERE assignment_id = ?", [.text(assignment.id.text)])
        let body = row?.text("body") ?? ""
        guard body.isEmpty else {
            return Course(
                assignment: assignment,
                record: try Wire.decode(LifeRecord.self, from: Data(body.utf8)))
        }
        return Course(beginning: assignment, calendar, at: now)
    }

    /// - Parameter citizen: who has something to be told.
    static func save(
        _ course: Course, next: Date?, citizen: String?, in transaction: any Transaction
    ) throws {
        let body = String(decoding: try Wire.encode(course.record), as: UTF8.self)
        try transaction.execute(
            """
            INSERT INTO life (assignment_id, next_at, calendar, citizen, body) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (assignment_id) DO UPDATE SET next_at = excluded.next_at,
                calendar = excluded.calendar, citizen = excluded.citizen, body = excluded.body
            """,
            [
                .text(course.assignment.id.text), SQLValue(next?.microseconds),
                .text(course.record.calendar), SQLValue(citizen), .text(body),
            ])
    }

    /// What must be looked at: its time has come. The assignments are held until the commit, all before the
    /// first is changed, so that nobody who changes one of them waits for us while we wait for him.
    static func due(
        at now: Date, limit: Int, in transaction: any Transaction
    ) throws -> [String] {
        let rows = try transaction.query(
            "SELECT assignment_id FROM life WHERE next_at <= ? ORDER BY next_at, assignment_id LIMIT ?",
            [.integer(now.microseconds), SQLValue(limit)])
        let ids = rows.map { $0.text("assignment_id") }
        if !ids.isEmpty {
            _ = try transaction.find(
                "SELECT id FROM assignment", ["id"], in: ids.map { [.text($0)] },
                transaction.dialect.forUpdate)
        }
        return ids
    }

    /// Another calendar than the last time: every open assignment must be looked at. Else nothing.
    static func adopt(_ calendar: String, in transaction: any Transaction) throws {
        let known = try transaction.first("SELECT calendar FROM life_calendar")?.text("calendar")
        guard known != calendar else { return }
        try transaction.execute(
            "UPDATE life SET next_at = 0 WHERE next_at IS NOT NULL AND calendar <> ?",
            [.text(calendar)])
        try transaction.execute(
            """
            INSERT INTO life_calendar (one, calendar) VALUES (1, ?)
            ON CONFLICT (one) DO UPDATE SET calendar = excluded.calendar
            """, [.text(calendar)])
    }

    /// Puts off what cannot be read now, so that it stops nothing else.
    static func postpone(
        _ id: String, until moment: Date, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            "UPDATE life SET next_at = ? WHERE assignment_id = ?",
            [.integer(moment.microseconds), .text(id)])
    }

    /// The assignments on which a citizen has something to be told, the longest waiting first.
    static func untold(
        _ citizen: String, limit: Int, in transaction: any Transaction
    ) throws -> [String] {
        try transaction.query(
            "SELECT assignment_id FROM life WHERE citizen = ? ORDER BY next_at, assignment_id LIMIT ?",
            [.text(citizen), SQLValue(limit)]
        ).map { $0.text("assignment_id") }
    }

    /// Open assignments for which nothing will ever happen by itself: there must be none.
    static func stuck(in transaction: any Transaction) throws -> Int {
        let row = try transaction.first(
            """
            SELECT COUNT(*) AS n FROM assignment LEFT JOIN life ON life.assignment_id = assignment.id
            WHERE assignment.status <> ? AND life.next_at IS NULL
            """, [.text(Status.closed.rawValue)])
        return Int(row?.int("n") ?? 0)
    }
}
