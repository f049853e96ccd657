// Cases: the complaints that belong together, as people settle them. A link is never deleted: each step
// is a row
// more, and what a person has parted stays apart.
import Complaints
import Foundation
import Store

/// A complaint in its case.
struct CaseMember: Sendable, Hashable {
    var number: Int64
    var id: UUID
    var tracking: String
    /// The number of the first complaint of its case.
    var head: Int64
}

enum CaseTable {
    private static let select = """
        SELECT complaint.seq AS seq, complaint.id AS id, complaint.tracking AS tracking,
            link_facts.head AS head
        FROM complaint JOIN link_facts ON link_facts.seq = complaint.seq
        """

    /// By id or tracking number; `nil` while it waits for a decision, and for spam.
    static func find(_ key: String, in transaction: any Transaction) throws -> CaseMember? {
        let tracking = TrackingNumber(key)?.description ?? key
        return try transaction.first(
            "\(select) WHERE complaint.id = ? OR complaint.tracking = ?",
            [.text(key.lowercased()), .text(tracking)]
        ).flatMap(member)
    }

    /// What a complaint that was decided before repeats, and how many its case had with it; `nil` for one
    /// that is not here, or not decided yet.
    static func standing(of complaint: UUID, in transaction: any Transaction) throws -> DryRuns.Answer? {
        guard let assignment = try AssignmentTable.find(complaint: complaint, in: transaction),
            let member = try find(complaint.text, in: transaction)
        else { return nil }
        let row = try transaction.first(
            "SELECT COUNT(*) AS n FROM link_facts WHERE head = ? AND seq <= ?",
            [.integer(member.head), .integer(member.number)])
        return DryRuns.Answer(duplicate: assignment.duplicate, count: Int(row?.int("n") ?? 1))
    }

    /// All complaints of a case, its first one first.
    static func members(of head: Int64, in transaction: any Transaction) throws -> [CaseMember] {
        try transaction.query(ofCase, [.integer(head)]).compactMap(member)
    }

    /// The same, held until the commit; nothing that only reads may do that on PostgreSQL.
    static func membersToChange(of head: Int64, in transaction: any Transaction) throws -> [CaseMember] {
        try transaction.query(ofCase + transaction.dialect.forUpdate, [.integer(head)]).compactMap(member)
    }

    private static let ofCase = "\(select) WHERE link_facts.head = ? ORDER BY complaint.seq"

    private static func member(_ row: Row) -> CaseMember? {
        UUID(uuidString: row.text("id")).map {
            CaseMember(
                number: row.int("seq"), id: $0, tracking: row.text("tracking"), head: row.int("head"))
        }
    }

    static func move(_ number: Int64, to head: Int64, in transaction: any Transaction) throws {
        try transaction.execute(
            "UPDATE link_facts SET head = ? WHERE seq = ?", [.integer(head), .integer(number)])
        try LinkTable.tell(.moved, number, head, in: transaction)
    }

    /// Says for good that two complaints are not about the same.
    static func part(
        _ a: Int64, _ b: Int64, actor: String, at now: Date, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO link_parted (a, b, actor, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (a, b) DO NOTHING
            """, [.integer(min(a, b)), .integer(max(a, b)), .text(actor), .integer(now.microseconds)])
        try answer([a, b], .parted, actor: actor, at: now, in: transaction)
        try LinkTable.tell(.parted, a, b, in: transaction)
    }

    /// Whether a person has said of a complaint of one case and one of another that they are not the same.
    static func isParted(
        _ some: [Int64], _ others: [Int64], in transaction: any Transaction
    ) throws -> Bool {
        let pairs = some.flatMap { a in others.map { b in (min(a, b), max(a, b)) } }
        return try !transaction.find(
            "SELECT a FROM link_parted", ["a", "b"], in: pairs.map { [.integer($0.0), .integer($0.1)] }
        ).isEmpty
    }

    /// A person brings together what was parted.
    static func unpart(_ a: Int64, _ b: Int64, in transaction: any Transaction) throws {
        let changed = try transaction.execute(
            "DELETE FROM link_parted WHERE a = ? AND b = ?",
            [.integer(min(a, b)), .integer(max(a, b))])
        if changed > 0 { try LinkTable.tell(.joined, a, b, in: transaction) }
    }

    /// What a person says of a pair: an open question is answered, and the answer is kept beside what
    /// was
    /// linked before.
    static func answer(
        _ pair: [Int64], _ decision: LinkTable.Decision, actor: String, at now: Date,
        in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE link SET answer = ?, answered_by = ?, answered_at = ?
            WHERE complaint = ? AND target = ? AND answer IS NULL
            """,
            [
                .text(decision.rawValue), .text(actor), .integer(now.microseconds),
                .integer(pair.max() ?? 0), .integer(pair.min() ?? 0),
            ])
    }

    /// A link, or a question, as it is shown: both ways.
    struct Shown: Codable, Sendable {
        var complaint: String
        var complaintTracking: String
        var target: String
        var targetTracking: String
        var relation: String
        var decision: String
        var score: Double
        var features: [String]
        var weights: String
        var actor: String
        var at: Date
        @ExplicitNull var answer: String?

        enum CodingKeys: String, CodingKey {
            case complaint, target, relation, decision, score, features, weights, actor, at, answer
            case complaintTracking = "complaint_tracking"
            case targetTracking = "target_tracking"
        }
    }

    private static let shown = """
        SELECT link.*, a.id AS complaint_id, a.tracking AS complaint_tracking, b.id AS target_id,
            b.tracking AS target_tracking
        FROM link JOIN complaint a ON a.seq = link.complaint JOIN complaint b ON b.seq = link.target
        """

    /// The links from and to a complaint, the newest first.
    static func links(
        of number: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [Shown] {
        try transaction.query(
            """
            \(shown) WHERE link.id IN (
                SELECT id FROM link WHERE complaint = ? UNION SELECT id FROM link WHERE target = ?)
            ORDER BY link.id DESC LIMIT ?
            """, [.integer(number), .integer(number), SQLValue(limit)]
        ).map(show)
    }

    /// Questions nobody has answered, the oldest first.
    static func questions(limit: Int, in transaction: any Transaction) throws -> [Shown] {
        try numberedQuestions(after: 0, limit: limit, in: transaction).map(\.shown)
    }

    /// The same with their numbers, behind one of them.
    static func numberedQuestions(
        after id: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [(id: Int64, shown: Shown)] {
        try transaction.query(
            """
            \(shown) WHERE link.decision = 'review' AND link.answer IS NULL AND link.id > ?
            ORDER BY link.id LIMIT ?
            """, [.integer(id), SQLValue(limit)]
        ).map { ($0.int("id"), show($0)) }
    }

    /// What people have said of pairs, after an id: what weights are fitted to.
    static func answered(
        after id: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [(id: Int64, features: String, isSame: Bool)] {
        try transaction.query(
            "SELECT id, features, answer FROM link WHERE answer IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
            [.integer(id), SQLValue(limit)]
        ).map { ($0.int("id"), $0.text("features"), $0.text("answer") == LinkTable.Decision.merged.rawValue) }
    }

    private static func show(_ row: Row) -> Shown {
        Shown(
            complaint: row.text("complaint_id"), complaintTracking: row.text("complaint_tracking"),
            target: row.text("target_id"), targetTracking: row.text("target_tracking"),
            relation: row.text("relation"), decision: row.text("decision"),
            score: (1 / (1 + exp2(-row.double("bits"))) * 1000).rounded(.down) / 1000,
            features: row.text("features").split(separator: " ").map(String.init),
            weights: row.text("weights"), actor: row.text("actor"),
            at: Date(timeIntervalSince1970: Double(row.int("at")) / 1_000_000),
            answer: row.optionalText("answer"))
    }
}
