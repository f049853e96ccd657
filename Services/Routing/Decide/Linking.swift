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

    /// Reads the window back, in order of acceptance.
    static func rebuilt(
        _ region: RegionPack, now: Date, in transaction: any Transaction
    ) throws -> Linking {
        var linking = Linking(tokenizer: region.tokenizer)
        let since = now.addingTimeInterval(-Double(DuplicateIndex.windowDays) * 86_400)
        let rows = try transaction.query(
            """
            SELECT complaint.body AS complaint, assignment.body AS assignment
            FROM complaint JOIN assignment ON assignment.complaint_id = complaint.id
            WHERE complaint.accepted_at >= ? ORDER BY complaint.seq
            """, [.integer(since.microseconds)])
        for row in rows {
            // One row that cannot be read must not stop the decider; it is only no link's target.
            guard
                let complaint = try? Wire.decode(
                    Complaint.self, from: Data(row.text("complaint").utf8)),
                let assignment = try? Wire.decode(
                    Assignment.self, from: Data(row.text("assignment").utf8))
            else { continue }
            linking.remember(complaint, assignment)
        }
        return linking
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
