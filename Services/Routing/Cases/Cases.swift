// Parts a complaint from its case, and brings two cases together: in one transaction, for good, with
// everything
// that changes in the feed.
import Complaints
import Duplicates
import Foundation
import HTTPTypes
import ServiceKit
import Store

enum Cases {
    /// A case that people make has at most so many complaints: each of them enters the feed anew.
    static let mergedMax = 500

    /// Takes a complaint out of a case with those that were linked to it, or answers a question with no.
    /// From then on no decision links it to any complaint of that case.
    ///
    /// - Parameters:
    ///   - key: id or tracking number of the complaint.
    ///   - cluster: id or tracking number of any complaint of the case.
    ///   - weights: what those are linked by who stay when what they were linked to goes.
    static func split(
        _ key: String, from cluster: String, actor: String, reason: String, at now: Date,
        weights: LinkWeights = .standard, in transaction: any Transaction
    ) throws -> [CaseMember] {
        let complaint = try known(key, in: transaction)
        let head = try known(cluster, in: transaction).head
        let members = try CaseTable.membersToChange(of: head, in: transaction)
        let isMember = members.contains { $0.number == complaint.number }
        let assignments = isMember
            ? try AssignmentTable.find(complaints: members.map(\.id), in: transaction) : [:]
        let parting = Parting(complaint, of: members, assignments)
        guard let first = parting.staying.first else { return members }
        for other in parting.staying {
            try CaseTable.part(complaint.number, other.number, actor: actor, at: now, in: transaction)
        }
        guard isMember else { return members }
        let corrected = try corrected(parting.going, assignments, weights, in: transaction)
        for one in parting.going {
            try CaseTable.move(one.number, to: complaint.number, in: transaction)
            try change(one.id, actor, "split", reason, now, transaction) { old in
                guard one.number != complaint.number else { return begun(old) }
                return (corrected[one.id] ?? old).map { moved($0, to: complaint) }
            }
        }
        guard complaint.number == head else { return parting.staying }
        let left = Set(parting.going.map(\.id))
        let alone = parting.staying.dropFirst().filter { one in
            assignments[one.id]?.duplicate.map { left.contains($0.of) } == true
        }
        let found = try likeliest(alone, among: parting.staying, weights, at: now, in: transaction)
        for one in parting.staying {
            try CaseTable.move(one.number, to: first.number, in: transaction)
            try change(one.id, actor, "split", reason, now, transaction) { old in
                guard one.number != first.number else { return begun(old) }
                if let judged = found[one.id] { return Duplicate(judged, cluster: first.id, weights) }
                guard alone.contains(one) else { return old.map { moved($0, to: first) } }
                return Duplicate(
                    cluster: first.id, of: first.id, relation: .sameIncident, score: unknownScore,
                    because: ["tetap bersama setelah \(complaint.tracking) dipisahkan oleh petugas"])
            }
        }
        return parting.staying
    }

    /// What is said of two complaints that only a person keeps together, and of which nothing can be read
    /// that speaks for it or against.
    private static let unknownScore = 0.5

    /// Who begins a case repeats nothing of it; what it names of another case stays true.
    private static func begun(_ link: Duplicate?) -> Duplicate? {
        link?.relation == .recurrence ? link : nil
    }

    private static func moved(_ link: Duplicate, to head: CaseMember) -> Duplicate {
        var link = link
        link.cluster = head.id
        return link
    }

    /// The links within a part of a case, where something was said in them that is true of the other part.
    private static func corrected(
        _ members: [CaseMember], _ assignments: [UUID: Assignment], _ weights: LinkWeights,
        in transaction: any Transaction
    ) throws -> [UUID: Duplicate] {
        guard members.count > 1 else { return [:] }
        let facts = try LinkTable.facts(of: members.map(\.number), in: transaction)
        var index = DuplicateIndex(weights: weights)
        var corrected: [UUID: Duplicate] = [:]
        for member in members {
            guard let mine = facts[member.number] else { continue }
            if let link = assignments[member.id]?.duplicate,
                let target = members.first(where: { $0.id == link.of }),
                let said = try LinkTable.features(of: member.number, to: target.number, in: transaction),
                let judged = index.corrected(
                    mine, to: UInt32(truncatingIfNeeded: target.number), said: said)
            {
                var found = Duplicate(judged, cluster: link.cluster, weights)
                found.relation = link.relation
                corrected[member.id] = found
            }
            index.insert(mine)
        }
        return corrected
    }

    /// The likeliest earlier complaint of the same case for each of some, written down as a link.
    private static func likeliest(
        _ some: [CaseMember], among members: [CaseMember], _ weights: LinkWeights, at now: Date,
        in transaction: any Transaction
    ) throws -> [UUID: LinkJudgement] {
        guard !some.isEmpty else { return [:] }
        let facts = try LinkTable.facts(of: members.map(\.number), in: transaction)
        var index = DuplicateIndex(weights: weights)
        var found: [UUID: LinkJudgement] = [:]
        for member in members {
            guard let mine = facts[member.number] else { continue }
            if some.contains(member), let judged = index.likeliest(mine) {
                found[member.id] = judged
                try LinkTable.link(member.number, judged, weights, at: now, in: transaction)
            }
            index.insert(mine)
        }
        return found
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
            try bring(
                joined, to: head, actor: actor, reason: reason, score: 1,
                because: "digabung oleh petugas", at: now, in: transaction)
        }
        return first + second
    }

    /// Makes cases one that a decision has found to be: one complaint fits each of them well. What a person
    /// has parted or moved in between stays as it is, and the decider is told.
    ///
    /// - Parameters:
    ///   - heads: the numbers of their first complaints.
    ///   - score: how well the complaint fits the one it fits least.
    static func join(
        _ heads: [UInt32], by complaint: UUID, score: Double, at now: Date, in transaction: any Transaction
    ) throws {
        let heads = heads.map(Int64.init).sorted()
        guard let first = heads.first else { return }
        for other in heads.dropFirst() {
            let kept = try CaseTable.membersToChange(of: first, in: transaction)
            let joining = try CaseTable.membersToChange(of: other, in: transaction)
            guard let head = kept.first, head.number == first,
                try !CaseTable.isParted(kept.map(\.number), joining.map(\.number), in: transaction)
            else {
                for one in joining {
                    try CaseTable.move(one.number, to: other, in: transaction)
                }
                continue
            }
            for one in joining {
                try bring(
                    one, to: head, actor: LinkTable.machine, reason: "\(complaint.text) fits both cases",
                    score: score, because: "satu laporan cocok dengan kedua kasus", at: now, in: transaction)
            }
        }
    }

    private static func bring(
        _ joined: CaseMember, to head: CaseMember, actor: String, reason: String, score: Double,
        because: String, at now: Date, in transaction: any Transaction
    ) throws {
        try CaseTable.move(joined.number, to: head.number, in: transaction)
        try change(joined.id, actor, "merge", reason, now, transaction) { old in
            guard var duplicate = old, duplicate.relation != .recurrence else {
                return Duplicate(
                    cluster: head.id, of: head.id, relation: .sameIncident, score: score,
                    because: [because])
            }
            duplicate.cluster = head.id
            return duplicate
        }
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
