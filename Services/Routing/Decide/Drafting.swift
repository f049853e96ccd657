// From a complaint and what the region pack says of it to the assignment that enters the feed. Pure.
import Complaints
import Foundation
import Language
import Region
import Rules

enum Drafting {
    /// The assignment of a complaint, whether or not it is a nuisance.
    static func draft(_ complaint: Complaint, region: RegionPack, now: Date) -> Assignment {
        drafted(complaint, region: region, now: now).assignment
    }

    /// The assignment of a complaint, and why it is put aside instead, where it is a nuisance. Masking comes
    /// first, so that the trace's offsets refer to the text as delivered.
    static func drafted(
        _ complaint: Complaint, region: RegionPack, now: Date, inCase: CaseFacts? = nil,
        late: [LatePromise] = []
    ) -> (assignment: Assignment, nuisance: Reason?) {
        var delivered = covered(complaint)
        let ruling = region.rule(on: delivered, at: now, inCase: inCase, late: late)
        delivered.places = ruling.places
        delivered.topics = ruling.topics
        delivered.kind = ruling.kind
        delivered.flags = ruling.flags
        let isProtected =
            ruling.isConfidential || complaint.reporter?.confidential == true
            || complaint.reporter?.anonymous == true
        if isProtected { delivered = anonymous(delivered) }
        var assignment = Assignment(
            cursor: 0, id: assignmentID(of: complaint), complaint: delivered,
            agency: ruling.agency, copies: ruling.copies, status: ruling.status, caseRef: nil,
            decision: ruling.decision, duplicate: nil, due: ruling.due,
            question: ruling.question, classification: ruling.classification, createdAt: now)
        assignment.commitments = Assignment.promises(of: complaint)
        assignment.sharing = region.sharing(with: ruling.agency?.id, on: region.calendar.day(of: now))
        return (OldCases.ended(assignment), ruling.nuisance)
    }

    /// Decided anew now that it is known what it repeats, where the rule book asks for that.
    static func redrafted(
        _ complaint: Complaint, _ linked: Assignment, region: RegionPack, now: Date, caseSize: Int,
        late: [LatePromise] = []
    ) -> Assignment {
        let book = region.book(on: region.calendar.day(of: complaint.receivedAt))
        guard let duplicate = linked.duplicate, book?.asksForCases == true else { return linked }
        let inCase = CaseFacts(relation: duplicate.relation, count: caseSize)
        var again = drafted(
            complaint, region: region, now: now, inCase: inCase, late: late
        ).assignment
        again.duplicate = duplicate
        return again
    }

    /// Who is protected in one report is so in his answer to it, which names it.
    static func protecting(_ complaint: Complaint, _ protected: Set<UUID>) -> Complaint {
        guard protected.contains(complaint.id) else { return complaint }
        var own = complaint
        own.reporter?.confidential = true
        if !own.flags.contains("confidential") { own.flags.append("confidential") }
        return own
    }

    /// Without the numbers that nobody outside may read.
    private static func covered(_ complaint: Complaint) -> Complaint {
        var covered = complaint
        covered.text = PersonalData.mask(complaint.text)
        covered.subject = complaint.subject.map { PersonalData.mask($0) }
        covered.civic?.address = complaint.civic?.address.map { PersonalData.mask($0) }
        return covered
    }

    /// Without the reporter, and without what may name him.
    static func anonymous(_ complaint: Complaint) -> Complaint {
        var anonymous = complaint
        anonymous.reporter = nil
        // A Message-ID may name the sender; the ids of other channels say nothing.
        if complaint.externalId.contains("@") {
            anonymous.externalId = ComplaintID.fingerprint(
                sender: complaint.account, receiver: "", time: "", bytes: complaint.externalId.utf8)
            anonymous.inReplyTo = nil
        }
        return anonymous
    }

    /// What may be shown of a complaint that nobody has decided.
    static func withheld(_ complaint: Complaint) -> Complaint { anonymous(covered(complaint)) }

    /// The assignment of a complaint that cannot be understood without ending the process: a person
    /// must look, and the complaints behind it go on.
    static func unprocessed(
        _ complaint: Complaint, region: RegionPack, now: Date
    ) -> Assignment {
        var withheld = complaint
        withheld.reporter = nil
        withheld.text = withheldText
        withheld.subject = nil
        var draft = draft(withheld, region: region, now: now)
        draft.agency = nil
        draft.copies = []
        draft.sharing = nil
        draft.status = .triage
        draft.decision.mode = .triage
        draft.decision.rule = nil
        draft.decision.because = []
        draft.complaint.flags.removeAll { $0 == FlagName.spam }
        draft.question = nil
        draft.decision.candidates = nil
        draft.decision.rejected = [
            RejectedRule(rule: "", why: "program berulang kali berhenti saat menangani laporan ini")
        ]
        return draft
    }

    private static let withheldText =
        "(Isi aduan tidak dapat diproses; lihat pesan aslinya di kanal penerima.)"

    /// Whether it is one of ``unprocessed(_:region:now:)``: nothing is known of what it says.
    static func isUnprocessed(_ assignment: Assignment) -> Bool {
        assignment.complaint.text == withheldText
    }

    /// One complaint, one assignment, one id: a repeated decision cannot double it.
    static func assignmentID(of complaint: Complaint) -> UUID {
        ComplaintID.derive(
            channel: complaint.channel, account: "assignment", externalID: complaint.id.text)
    }
}
