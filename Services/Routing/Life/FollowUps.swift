// What a citizen's answer does: it says where, it ends a pause, it opens again what he is not content with.
import Complaints
import Duplicates
import Foundation
import Region
import Rules
import Store

enum FollowUps {
    /// Names in a trace that the answer belongs to an earlier report.
    static let rule = "follow_up"

    static func isFollowUp(_ assignment: Assignment) -> Bool {
        assignment.decision.because.first?.rule == rule
    }

    /// A complaint by its number, and the first complaint of the case it joins.
    struct Joined: Sendable {
        var number: Int64
        var head: Int64
    }

    /// A report that is answered.
    struct Report: Sendable {
        /// As it came.
        var complaint: Complaint
        /// Where it is.
        var assignment: Assignment
    }

    /// What came of looking for the report a complaint names; why it cannot be read.
    enum Answered: Sendable {
        case report(Report)
        case unreadable(String)
    }

    /// What a complaint that names an earlier report is.
    enum Answering: Sendable {
        /// An answer, by its number.
        case report(Report, by: Int64)
        /// Nobody can tell: it stands by itself.
        case unreadable(String)

        var isAnswer: Bool { if case .report = self { true } else { false } }
    }

    /// What is known of the reports that complaints name, by the ids of the complaints.
    struct Named: Sendable {
        /// Those that are decided.
        var answered: [UUID: Answered] = [:]
        /// Complaints whose reporter is protected in what they answer, and so in them.
        var protected: Set<UUID> = []
    }

    static func named(by complaints: [Complaint], in transaction: any Transaction) throws -> Named {
        var named = Named()
        for complaint in complaints {
            guard let name = complaint.inReplyTo else { continue }
            do {
                guard let earlier = try ComplaintTable.find(name, in: transaction),
                    earlier.id != complaint.id, !isStranger(complaint, earlier)
                else { continue }
                let known = try AssignmentTable.find(complaint: earlier.id, in: transaction)
                let isWithheld = known.map { $0.complaint.reporter == nil } ?? false
                if let reporter = earlier.reporter,
                    reporter.confidential || reporter.anonymous || isWithheld
                {
                    named.protected.insert(complaint.id)
                }
                guard let known else { continue }
                named.answered[complaint.id] = .report(Report(complaint: earlier, assignment: known))
            } catch let error as StoreError where error.code != .invalid {
                throw error
            } catch {
                // Nobody can tell whether who reported it is protected.
                named.protected.insert(complaint.id)
                named.answered[complaint.id] = .unreadable("\(error)")
            }
        }
        return named
    }

    /// Whether a draft is an answer. This is settled once, before anything is linked: whatever happens to
    /// the report until the answer is stored.
    static func answering(
        _ draft: Assignment, _ number: Int64, _ named: Named
    ) -> Answering? {
        switch named.answered[draft.complaint.id] {
        case .report(let report)?:
            isSameMatter(draft, report.assignment) ? .report(report, by: number) : nil
        case .unreadable(let why)?: .unreadable(why)
        case nil: nil
        }
    }

    /// Joins answers with the reports they belong to, which change by them. Pure but for the transaction.
    ///
    /// - Returns: the assignments as they are to be stored, and the complaints that join a case.
    static func join(
        _ drafted: [Drafted], _ region: RegionPack, at now: Date, in transaction: any Transaction
    ) throws -> (drafted: [Drafted], joined: [Joined]) {
        var (drafted, joined) = (drafted, [Joined]())
        try hold(drafted, in: transaction)
        for index in drafted.indices {
            guard let answering = drafted[index].answering, var answer = drafted[index].assignment
            else { continue }
            switch answering {
            case .unreadable(let why): answer.standsAlone(why)
            case .report(let report, let number):
                let head = try CaseTable.find(report.complaint.id.text, in: transaction)?.head
                joined.append(Joined(number: number, head: head ?? number))
                do {
                    try join(&answer, drafted[index].complaint, report, region, now, transaction)
                } catch let error as StoreError where error.code != .invalid {
                    throw error
                } catch {
                    answer.duplicate = duplicate(of: report.complaint, report.assignment)
                    answer.standsAlone("\(error)")
                }
            }
            drafted[index].outcome = .assigned(answer)
        }
        return (drafted, joined)
    }

    /// An answer as it would be joined with the report it belongs to; nothing is changed.
    static func foreseen(
        _ complaint: Complaint, _ answer: Assignment, _ report: Report, _ region: RegionPack,
        at now: Date, in transaction: any Transaction
    ) throws -> Assignment {
        var course = try LifeTable.course(
            of: report.assignment, region.calendar, at: now, in: transaction)
        let late = try PromiseTable.late(askedBy: region, in: transaction)
        _ = course.hear(complaint, answer.complaint, report.complaint, region, at: now, late: late)
        var joined = answer
        joined.takeAfter(course.assignment)
        joined.duplicate = duplicate(of: report.complaint, course.assignment)
        return joined
    }

    private static func duplicate(of earlier: Complaint, _ assignment: Assignment) -> Duplicate {
        Duplicate(
            cluster: assignment.duplicate?.cluster ?? earlier.id, of: earlier.id,
            relation: .sameReporter, score: 1, because: ["balasan atas \(earlier.tracking)"])
    }

    /// Holds the reports that are answered, all before the first is changed, as
    /// ``LifeTable/due(at:limit:in:)`` does.
    private static func hold(_ drafted: [Drafted], in transaction: any Transaction) throws {
        let ids = drafted.compactMap { one in
            if case .report(let report, _) = one.answering { report.complaint.id.text } else { nil }
        }
        guard transaction.dialect == .postgres, ids.count > 1 else { return }
        _ = try transaction.find(
            "SELECT id FROM assignment", ["complaint_id"], in: ids.map { [.text($0)] },
            transaction.dialect.forUpdate)
    }

    private static func join(
        _ answer: inout Assignment, _ complaint: Complaint, _ report: Report, _ region: RegionPack,
        _ now: Date, _ transaction: any Transaction
    ) throws {
        let earlier = report.complaint
        guard
            var course = try LifeTable.courseToChange(
                report.assignment.id.text, region.calendar, at: now, in: transaction)
        else { throw StoreError(.invalid, "there is no assignment of \(earlier.tracking)") }
        let late = try PromiseTable.late(askedBy: region, in: transaction)
        let change = course.hear(complaint, answer.complaint, earlier, region, at: now, late: late)
        try AssignmentTable.note(
            course.assignment.id, actor: AssignmentTable.machine, action: Passed.Action.followUp,
            request: JSONLine.text(
                ["complaint": complaint.tracking].merging(change.reopened ? ["opens": "again"] : [:]) { $1 }),
            at: now, in: transaction)
        if change.reopened { try LinkTable.close(earlier.id, false, in: transaction) }
        if change.entersFeed {
            course.assignment = try AssignmentTable.enterFeed(
                course.assignment, at: now, in: transaction)
        }
        // The sweep names the citizen.
        try LifeTable.save(course, next: now, citizen: nil, in: transaction)
        answer.takeAfter(course.assignment)
        answer.duplicate = duplicate(of: earlier, course.assignment)
    }

    /// So sure must it be that an answer is for another agency where it names no place; the few words of a
    /// reply are soon misread.
    static let otherMatterConfidence = 0.8

    /// A telephone that is not his who reported: whoever has seen the number cannot say where it is, or open
    /// it again. A reply by mail carries the token of what it answers, from whatever address it comes.
    private static func isStranger(_ complaint: Complaint, _ earlier: Complaint) -> Bool {
        guard let own = complaint.reporter?.phone, let his = earlier.reporter?.phone else { return false }
        return own != his
    }

    /// Who is asked about a street and writes about his school has begun another matter.
    private static func isSameMatter(_ answer: Assignment, _ earlier: Assignment) -> Bool {
        guard let own = answer.agency, let other = earlier.agency, own.id != other.id else { return true }
        return answer.complaint.places.isEmpty
            && answer.decision.confidence < otherMatterConfidence
    }

    private static let thanks: Set<String> = [
        "terima", "terimakasih", "tarima", "trims", "trim", "trm", "mksh", "makasih", "mkasih", "thanks",
        "thx", "alhamdulillah", "mantap", "ok", "oke", "okay", "sip", "siap", "baik", "ya", "iya", "inggih",
    ]
    private static let doubts: Set<String> = [
        "belum", "blm", "balum", "tidak", "tdk", "tak", "gak", "ga", "nggak", "kada", "kd", "kadada",
        "bukan", "masih", "msh", "lagi", "tapi", "tp", "cuma", "bohong", "kenapa", "kapan", "tolong",
    ]

    /// Nothing but thanks: what he wrote opens nothing again. In doubt he is not content.
    ///
    /// - Parameter read: the answer with the kind that was found.
    static func isContent(_ read: Complaint) -> Bool {
        let words = read.text.lowercased().split { !$0.isLetter }.map(String.init)
        return [.praise, .other].contains(read.kind) && words.contains(where: thanks.contains)
            && !words.contains(where: doubts.contains)
    }
}

extension Assignment {
    /// Notes that the report it names cannot be read.
    mutating func standsAlone(_ why: String) {
        decision.rejected.append(
            RejectedRule(rule: FollowUps.rule, why: "laporan yang dijawab tidak dapat dibaca: \(why)"))
    }

    /// An answer goes where the report is.
    fileprivate mutating func takeAfter(_ earlier: Assignment) {
        question = nil
        decision.because.insert(Reason(rule: FollowUps.rule, matched: []), at: 0)
        guard let agency = earlier.agency else { return }
        self.agency = agency
        sharing = earlier.sharing
        status = .assigned
        decision.mode = earlier.decision.mode
        decision.rule = nil
    }
}

extension Course {
    /// Whether the agency has not said yet that it has it.
    private var isUndecided: Bool {
        assignment.status == .triage || [.assigned, .referred].contains(assignment.status)
    }

    /// Takes what the citizen answers.
    ///
    /// - Parameters:
    ///   - answer: as it came.
    ///   - read: the same with the places and the kind found in it.
    ///   - original: the report it belongs to, as it came.
    ///   - late: promises made on air that are late.
    mutating func hear(
        _ answer: Complaint, _ read: Complaint, _ original: Complaint, _ region: RegionPack,
        at now: Date, late: [LatePromise] = []
    ) -> (entersFeed: Bool, reopened: Bool) {
        if isPaused {
            resume(region.calendar, at: now)
            changed()
            return (true, false)
        }
        if [.answered, .closed].contains(assignment.status) {
            guard let ended = record.endedAt, !FollowUps.isContent(read),
                region.calendar.day(of: now).number - region.calendar.day(of: ended).number
                    <= Life.closingDays
            else { return (false, false) }
            assignment.status = .reopened
            restart(region.calendar, at: now)
            owePromises(at: now, region.calendar)
            tell(.reopened, at: now)
            changed()
            return (true, true)
        }
        guard isUndecided, assignment.question != nil, !read.places.isEmpty else {
            return (false, false)
        }
        return (decideAgain(read.places, original, region, at: now, late: late), false)
    }

    private mutating func changed() {
        record.version += 1
        assignment.version = record.version
    }

    /// Decides with the place that is known now.
    private mutating func decideAgain(
        _ places: [Place], _ original: Complaint, _ region: RegionPack, at now: Date,
        late: [LatePromise]
    ) -> Bool {
        var complaint = original
        complaint.places = places
        let draft = Drafting.drafted(complaint, region: region, now: now, late: late).assignment
        guard draft.question != assignment.question else { return false }
        let old = assignment
        assignment.complaint.places = draft.complaint.places
        assignment.question = draft.question
        if record.news?.kind == .question { record.news = nil }
        // Never back to who has said no.
        let isRefused = draft.agency.map { record.refusedBy.contains($0.office) } ?? true
        if record.moves.isEmpty, !isRefused {
            assignment.agency = draft.agency
            assignment.copies = draft.copies
            assignment.sharing = draft.sharing
            assignment.decision = draft.decision
            assignment.status = .assigned
            assignment.classification = draft.classification
            record.respondFrom = original.receivedAt
            if let due = draft.due {
                let clock = region.calendar.clock(of: due, from: original.receivedAt)
                (record.verifyDays, record.respondDays) = (clock.verifyDays, clock.respondDays)
            }
            record.verifyFrom = now
            setDue(region.calendar)
        }
        guard assignment != old else { return false }
        tell(.forwarded, at: now)
        changed()
        return true
    }
}
