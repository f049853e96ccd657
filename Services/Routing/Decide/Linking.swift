// Links an assignment to the earlier one it repeats, with the index the decider owns.
import Complaints
import Duplicates
import Foundation
import Language
import Region
import Store

/// The decider's memory of recent complaints, rebuilt from the database at take-over.
struct Linking {
    private var index = DuplicateIndex()
    /// The cluster of each complaint still in the window.
    private var clusters: [UUID: UUID] = [:]
    private let tokenizer: Tokenizer

    init(tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Rows read back at a time: the window may hold a hundred thousand complaints.
    private static let pageRows = 500

    /// Reads the window back, in order of acceptance, page by page.
    static func rebuilt(_ region: RegionPack, now: Date, from store: Store) async throws -> Linking {
        var linking = Linking(tokenizer: region.tokenizer)
        let since = now.addingTimeInterval(-Double(DuplicateIndex.windowDays) * 86_400)
        var last: Int64 = 0
        while true {
            let after = last
            let rows = try await store.read { transaction in
                try transaction.query(
                    """
                    SELECT complaint.seq AS seq, complaint.id AS complaint_id,
                        complaint.body AS complaint, assignment.id AS assignment_id,
                        assignment.body AS assignment
                    FROM complaint JOIN assignment ON assignment.complaint_id = complaint.id
                    WHERE complaint.seq > ? AND complaint.accepted_at >= ?
                    ORDER BY complaint.seq LIMIT ?
                    """,
                    [.integer(after), .integer(since.microseconds), SQLValue(Self.pageRows)]
                ).map { Remembered($0, in: transaction) }
            }
            guard let end = rows.last?.seq else { return linking }
            last = end
            for row in rows { linking.remember(row) }
        }
    }

    private struct Remembered: Sendable {
        var seq: Int64
        var complaint: Complaint?
        var assignment: Assignment?

        init(_ row: Row, in transaction: any Transaction) {
            seq = row.int("seq")
            complaint = try? ComplaintTable.read(
                row.text("complaint"), of: row.text("complaint_id"), in: transaction)
            assignment = try? AssignmentTable.read(
                row.text("assignment"), of: row.text("assignment_id"), in: transaction)
        }
    }

    private mutating func remember(_ row: Remembered) {
        // One row that cannot be read must not stop the decider; it is only no link's target.
        guard let complaint = row.complaint, let assignment = row.assignment else { return }
        // Unread it was no target for links, and after a take-over it is none either.
        guard !Drafting.isUnprocessed(assignment) else { return }
        remember(complaint, assignment)
    }

    /// Adds the link to a draft and remembers it for the next ones.
    mutating func link(_ complaint: Complaint, _ draft: Assignment) -> Assignment {
        var draft = draft
        if let link = index.link(facts(complaint, draft)) {
            draft.duplicate = Duplicate(
                cluster: clusters[link.to] ?? link.to, of: link.to, relation: link.relation,
                score: (link.score * 100).rounded() / 100, because: link.because)
        }
        remember(complaint, draft)
        return draft
    }

    private mutating func remember(_ complaint: Complaint, _ assignment: Assignment) {
        clusters[complaint.id] = assignment.duplicate?.cluster ?? complaint.id
        index.insert(facts(complaint, assignment))
    }

    private func facts(_ complaint: Complaint, _ assignment: Assignment) -> LinkFacts {
        let village = assignment.complaint.places.first {
            $0.level == "desa" || $0.level == "kelurahan"
        }
        return LinkFacts(
            id: complaint.id, at: complaint.receivedAt,
            reporter: complaint.reporter?.phone ?? complaint.reporter?.email?.lowercased(),
            village: village.map { ($0.code, $0.confidence) },
            topic: assignment.complaint.topics.first?.id, text: assignment.complaint.text,
            tokenizer: tokenizer)
    }
}
