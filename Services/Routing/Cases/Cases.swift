// Parts a complaint from its case, and brings two cases together: in one transaction, for good, with
// everything
// that changes in the feed.
import Complaints
import Foundation
import HTTPTypes
import ServiceKit
import Store

enum Cases {
    /// A case that people make has at most so many complaints: each of them enters the feed anew.
    static let mergedMax = 500

    /// Takes a complaint out of a case, or answers a question with no. From then on no decision links
    /// it to any
    /// complaint of that case.
    ///
    /// - Parameters:
    ///   - key: id or tracking number of the complaint.
    ///   - cluster: id or tracking number of any complaint of the case.
    static func split(
        _ key: String, from cluster: String, actor: String, reason: String, at now: Date,
        in transaction: any Transaction
    ) throws -> [CaseMember] {
        let complaint = try known(key, in: transaction)
        let head = try known(cluster, in: transaction).head
        let members = try CaseTable.membersToChange(of: head, in: transaction)
        let others = members.filter { $0.number != complaint.number }
        if others.isEmpty { return members }
        for other in others {
            try CaseTable.part(complaint.number, other.number, actor: actor, at: now, in: transaction)
        }
        guard members.contains(where: { $0.number == complaint.number }) else { return others }
        let isFirst = complaint.number == head
        let newHead = isFirst ? others[0] : members[0]
        try CaseTable.move(complaint.number, to: complaint.number, in: transaction)
        if isFirst {
            for other in others { try CaseTable.move(other.number, to: newHead.number, in: transaction) }
        }
        try change(complaint.id, actor, "split", reason, now, transaction) { _ in nil }
        for other in others {
            try change(other.id, actor, "split", reason, now, transaction) { old in
                guard var duplicate = old, other.number != newHead.number else { return nil }
                guard isFirst || duplicate.of == complaint.id else { return duplicate }
                duplicate.cluster = newHead.id
                if duplicate.of == complaint.id { duplicate.of = newHead.id }
                return duplicate
            }
        }
        return others
    }

    /// Makes two cases one: that of the earlier complaint.
    static func merge(
        _ key: String, with other: String, actor: String, reason: String, at now: Date,
        in transaction: any Transaction
    ) throws -> [CaseMember] {
        let heads = try [known(key, in: transaction).head, known(other, in: transaction).head].sorted()
        let first = try CaseTable.membersToChange(of: heads[0], in: transaction)
        guard heads[0] != heads[1], let head = first.first else { return first }
        let second = try CaseTable.membersToChange(of: heads[1], in: transaction)
        guard first.count + second.count <= mergedMax else {
            throw Problem(
                .conflict, "case-too-large",
                "together the cases have \(first.count + second.count) complaints, more than \(mergedMax)")
        }
        for joined in second {
            for member in first {
                try CaseTable.unpart(member.number, joined.number, in: transaction)
                try CaseTable.answer(
                    [member.number, joined.number], .merged, actor: actor, at: now, in: transaction)
            }
            try CaseTable.move(joined.number, to: head.number, in: transaction)
            try change(joined.id, actor, "merge", reason, now, transaction) { old in
                guard var duplicate = old, duplicate.relation != .recurrence else {
                    return Duplicate(
                        cluster: head.id, of: head.id, relation: .sameIncident, score: 1,
                        because: ["digabung oleh petugas"])
                }
                duplicate.cluster = head.id
                return duplicate
            }
        }
        return first + second
    }

    private static func known(_ key: String, in transaction: any Transaction) throws -> CaseMember {
        guard let found = try CaseTable.find(key, in: transaction) else {
            throw Problem.notFound("there is no decided complaint '\(key)'")
        }
        return found
    }

    /// Changes an assignment's link; what does not change stays out of the feed.
    private static func change(
        _ complaint: UUID, _ actor: String, _ action: String, _ reason: String, _ now: Date,
        _ transaction: any Transaction, _ edit: (Duplicate?) -> Duplicate?
    ) throws {
        guard
            let found = try AssignmentTable.find(complaint: complaint, in: transaction),
            var assignment = try AssignmentTable.findToChange(found.id.text, in: transaction)
        else { return }
        let duplicate = edit(assignment.duplicate)
        guard duplicate != assignment.duplicate else { return }
        assignment.duplicate = duplicate
        try AssignmentTable.note(
            assignment.id, actor: actor, action: action, request: reason, at: now, in: transaction)
        _ = try AssignmentTable.enterFeed(assignment, at: now, in: transaction)
    }
}
