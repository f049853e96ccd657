// A report that is new to an office is announced to who wants to be told of each; an emergency to everybody
// up the ladder, one after the other, until somebody acknowledges it. Pure.
import Complaints
import Foundation
import Region
import Rules

/// How far a report has been announced at the office that has it.
struct Announced: Codable, Sendable, Hashable {
    var office: String
    /// Whose turn it is on the ladder.
    var next: Int
    /// When it is; `nil` when all have been told.
    var at: Date?
}

enum Announcing {
    /// Until the next on the ladder is told of an emergency that nobody has acknowledged, in minutes.
    static let urgentMinutes = 30.0
    /// What an office has had for longer is no news to it.
    static let newsHours = Course.newsHours
    /// For what waits in triage, where an office's name stands otherwise.
    private static let triage = "triage"

    /// Who is told, in order.
    static func ladder(_ assignment: Assignment, _ region: RegionPack, on day: Day) -> [Contact] {
        let own = assignment.agency.map { region.reachable(at: $0.id, place: $0.place, on: day) } ?? []
        guard assignment.decision.urgency == .immediate else { return Array(own.filter(\.isTold).prefix(1)) }
        let desk = region.triageDesk.map { region.reachable(at: $0, place: nil, on: day) } ?? []
        return own + desk.prefix(1)
    }

    /// What an officer reads: no word of the complaint, nor who made it.
    static func text(_ assignment: Assignment, _ calendar: WorkingCalendar) -> String {
        let tracking = assignment.complaint.tracking
        let office = assignment.agency?.name ?? "penelaahan"
        guard assignment.decision.urgency != .immediate else {
            return "DARURAT: laporan \(tracking) (\(office)). "
                + "Mohon segera ditangani dan dinyatakan diterima."
        }
        let by = assignment.due.map { ", paling lambat \(calendar.day(of: $0.verifyBy).shortText)" } ?? ""
        return "Laporan baru \(tracking) (\(office)). Mohon diverifikasi\(by)."
    }

    fileprivate static func office(of assignment: Assignment) -> String {
        assignment.agency?.office ?? triage
    }
}

extension Course {
    /// Whose turn it is to be told, if it is.
    mutating func announce(to ladder: [Contact], at now: Date, _ calendar: WorkingCalendar) -> Contact? {
        let isWaiting = Life.unverified.contains(assignment.status) || assignment.status == .triage
        guard isWaiting, !isPaused, now.timeIntervalSince(record.verifyFrom) < Announcing.newsHours * 3600
        else {
            record.announced?.at = nil
            return nil
        }
        let office = Announcing.office(of: assignment)
        var state = record.announced ?? Announced(office: office, next: 0, at: now)
        if state.office != office { state = Announced(office: office, next: 0, at: now) }
        defer { record.announced = state }
        guard let due = state.at, due <= now else { return nil }
        guard state.next < ladder.count else {
            state.at = nil
            return nil
        }
        let isUrgent = assignment.decision.urgency == .immediate
        let open = calendar.officeTime(from: now, hours: Reminders.hours)
        guard isUrgent || open == now else {
            state.at = open
            return nil
        }
        let contact = ladder[state.next]
        state.next += 1
        state.at = isUrgent && state.next < ladder.count ? now + Announcing.urgentMinutes * 60 : nil
        return contact
    }
}
