// An assignment with the record of its life: each step makes the next from it. Pure.
import Complaints
import Foundation
import Region
import Rules

/// The course an assignment takes.
struct Course: Sendable, Hashable {
    var assignment: Assignment
    var record: LifeRecord

    /// What routing does not forget after a stop: older reports are no news to who made them.
    static let newsHours = 24.0

    init(assignment: Assignment, record: LifeRecord) {
        (self.assignment, self.record) = (assignment, record)
    }

    /// The course of an assignment that nobody has looked at yet. The citizen is told where it went, or
    /// asked where it is.
    init(beginning assignment: Assignment, _ calendar: WorkingCalendar, at now: Date) {
        self.init(assignment: assignment, record: LifeRecord(beginning: assignment, calendar, at: now))
        let isAgain = assignment.duplicate?.relation == .resend || FollowUps.isFollowUp(assignment)
        let age = now.timeIntervalSince(assignment.createdAt)
        guard !isAgain, [.triage, .assigned].contains(assignment.status),
            age < Self.newsHours * 3600
        else { return }
        tell(assignment.question == nil ? .forwarded : .question, at: now)
    }

    /// A step with what it needs.
    struct Request: Sendable {
        var step: LifeStep
        var agency: AgencyRef?
        var reason: String?
        var caseRef: String?
        /// What the agency has to say.
        var note: String?
        /// What is reported is that the citizen must say more.
        var awaitsCitizen = false
    }

    /// Why a step cannot be taken.
    enum Refusal: Error, Hashable {
        case forbidden(LifeStep, Status)
        /// It is referred to the office that has it.
        case alreadyThere(String)
    }

    /// Why something ended in triage, for its trace.
    static let pingPong = "bolak-balik antarinstansi"
    /// Names of what is no rule in a trace.
    static let returnRule = "return"
    static let referRule = "refer"
    static let assignRule = "assign"
    /// What a trace says of the ways between offices.
    static let moves: Set<String> = [returnRule, referRule, FlagName.pingPong]

    /// Whether the citizen is waited for.
    var isPaused: Bool { record.awaitingSince != nil }

    /// Whether the step may be taken from here.
    func allows(_ request: Request) -> Bool {
        if request.step == .report(.inProgress), assignment.status == .inProgress {
            return request.awaitsCitizen != isPaused
        }
        return Life.allows(request.step, from: assignment.status)
    }

    /// Takes a step.
    ///
    /// - Returns: whether others than who took it must learn of it.
    mutating func take(
        _ request: Request, _ region: RegionPack, at now: Date
    ) throws(Refusal) -> Bool {
        guard allows(request) else { throw .forbidden(request.step, assignment.status) }
        if request.step == .refer, request.agency?.office == assignment.agency?.office,
            let office = request.agency?.office
        {
            throw .alreadyThere(office)
        }
        if isPaused { resume(region.calendar, at: now) }
        if let reference = request.caseRef { assignment.caseRef = reference }
        switch request.step {
        case .acknowledge:
            assignment.status = .acknowledged
        case .report(let status):
            report(status, request, region.calendar, at: now)
        case .assign:
            place(at: request.agency, status: .assigned, mode: .manual, Self.assignRule)
            record.moves = []
            began(region, at: now, news: .forwarded)
        case .refer:
            send(to: request.agency, .referred, Self.referRule, request.reason, region, at: now)
        case .returnBack:
            var refused = Set(record.refusedBy)
            if let office = assignment.agency?.office { refused.insert(office) }
            let candidates = region.nextAgencies(
                after: assignment.decision, of: assignment.complaint, refusedBy: refused, at: now)
            let next = candidates.first { $0.isLikely }
            send(to: next?.office, .assigned, Self.returnRule, request.reason, region, at: now)
            assignment.decision.candidates = candidates.map(\.candidate)
            assignment.decision.confidence = assignment.agency == nil ? 0 : Self.share(of: next, candidates)
        }
        if assignment.sharing?.with != assignment.agency?.id {
            assignment.sharing = region.sharing(with: assignment.agency?.id, on: region.calendar.day(of: now))
        }
        record.version += 1
        assignment.version = record.version
        // What the reader of the feed says itself does not come back to it.
        return [.returnBack, .refer, .assign].contains(request.step)
    }

    /// What speaks for a candidate, of all that speaks for any, from 0 to 1.
    private static func share(
        of one: RegionPack.NextAgency?, _ all: [RegionPack.NextAgency]
    ) -> Double {
        let total = all.reduce(0) { $0 + max(0, $1.candidate.score) }
        guard let one, total > 0 else { return 0 }
        return (max(0, one.candidate.score) / total * 100).rounded() / 100
    }

    private mutating func report(
        _ status: Status, _ request: Request, _ calendar: WorkingCalendar, at now: Date
    ) {
        assignment.status = status
        if [.answered, .closed].contains(status) { keepPromises(at: now, calendar) }
        switch status {
        case .answered:
            record.endedAt = now
            tell(.answered, at: now)
            record.news?.note = request.note.map(CitizenTexts.note)
        case .closed:
            // An answer he has not been told yet says more than that it is closed.
            if record.news?.kind != .answered { tell(.closed, at: now) }
            record.endedAt = now
        case .inProgress, .reopened:
            if status == .reopened {
                restart(calendar, at: now)
                owePromises(at: now, calendar)
            }
            record.endedAt = nil
            if request.awaitsCitizen {
                record.awaitingSince = now
                record.wanted = request.note.map(CitizenTexts.note)
                assignment.awaiting = Self.citizen
                ask(at: now)
            }
        default: break
        }
    }

    /// The citizen is asked for more.
    mutating func ask(at now: Date) {
        record.asked += 1
        record.news = CitizenNews(kind: .awaited, at: now, note: record.wanted)
    }

    /// For ``Assignment/awaiting``.
    static let citizen = "citizen"

    /// The next office, or triage: when there is none, or it goes to and fro.
    private mutating func send(
        to office: AgencyRef?, _ status: Status, _ rule: String, _ reason: String?,
        _ region: RegionPack, at now: Date
    ) {
        let from = assignment.agency
        if let from {
            if !record.refusedBy.contains(from.office) { record.refusedBy.append(from.office) }
            record.movesInAll = (record.movesInAll ?? record.moves.count) + 1
            record.moves.append(LifeRecord.Move(from: from.office, to: office?.office))
            let told = rule == Self.referRule ? "dirujuk" : "dikembalikan"
            reject(rule, "\(told) oleh \(from.name): \(reason ?? "")")
        }
        if record.isOftenMoved {
            if !assignment.complaint.flags.contains(FlagName.pingPong) {
                reject(FlagName.pingPong, Self.pingPong)
                assignment.complaint.flags.append(FlagName.pingPong)
            }
            if let desk = region.triageDesk, !assignment.copies.contains(where: { $0.id == desk }) {
                assignment.copies.append(Copy(id: desk, place: nil, why: FlagName.pingPong))
            }
        }
        if let office, !record.isPingPong {
            place(at: office, status: status, mode: status == .referred ? .manual : .evidence, rule)
        } else {
            place(at: nil, status: .triage, mode: .triage, rule)
        }
        began(region, at: now, news: .moved)
    }

    /// Lines kept of a trace.
    static let rejectedMax = 12

    private mutating func reject(_ rule: String, _ why: String) {
        let older = assignment.decision.rejected.prefix(Self.rejectedMax - 1)
        assignment.decision.rejected = [RejectedRule(rule: rule, why: why)] + older
    }

    /// - Parameter why: names the step in the trace; the words that spoke for the office before speak for
    ///   none of the next.
    private mutating func place(
        at agency: AgencyRef?, status: Status, mode: DecisionMode, _ why: String
    ) {
        assignment.agency = agency
        assignment.status = status
        assignment.decision.mode = mode
        assignment.decision.rule = nil
        let kept = assignment.decision.because.filter { $0.rule == FollowUps.rule }
        assignment.decision.because = kept + [Reason(rule: why, matched: [])]
    }

    /// A new office has the time to look at it; the citizen's clock runs on.
    private mutating func began(_ region: RegionPack, at now: Date, news: CitizenNews.Kind) {
        record.verifyFrom = now
        assignment.caseRef = nil
        setDue(region.calendar)
        tell(news, at: now)
    }

    /// The clocks begin anew: the citizen is not content.
    mutating func restart(_ calendar: WorkingCalendar, at now: Date) {
        (record.verifyFrom, record.respondFrom, record.pausedDays) = (now, now, 0)
        record.endedAt = nil
        setDue(calendar)
    }

    /// The citizen has said more, or nobody waits for him any longer.
    mutating func resume(_ calendar: WorkingCalendar, at now: Date) {
        guard let since = record.awaitingSince else { return }
        record.pausedDays += calendar.workingDays(
            after: calendar.day(of: since), through: calendar.day(of: now))
        stopWaiting()
        setDue(calendar)
    }

    /// Nobody is asked for anything any more.
    mutating func stopWaiting() {
        (record.awaitingSince, record.wanted, record.asked) = (nil, nil, 0)
        assignment.awaiting = nil
        if record.news?.kind == .awaited { record.news = nil }
    }

    /// Makes the deadlines from the record.
    mutating func setDue(_ calendar: WorkingCalendar) {
        record.calendar = calendar.fingerprint
        assignment.due = calendar.due(
            record.clock, verifyFrom: record.verifyFrom, respondFrom: record.respondFrom,
            pausedDays: record.pausedDays)
    }

    /// The newest thing is told; the question where it is goes before where it has gone.
    mutating func tell(_ kind: CitizenNews.Kind, at now: Date) {
        if record.news?.kind == .question, [.forwarded, .moved].contains(kind) { return }
        record.news = CitizenNews(kind: kind, at: now)
    }
}
