// When somebody is reminded of a deadline, and who: narahubung, deputy, then the coordinating office. Pure.
import Complaints
import Foundation
import Region
import Rules

/// The steps of one deadline. Each is an hour of a working day.
enum Reminders {
    /// When the office opens; nobody is reminded at night or on a holiday.
    static let hours = 8..<16
    /// Working days after the deadline's first reminder until the coordinating office is told.
    static let escalateDays = 2
    /// Calendar days between reminders from then on: nothing is ever forgotten.
    static let repeatDays: Int64 = 7

    /// The working day before, the working day after, the coordinating office, and then every week.
    enum Step {
        static let before = 0
        static let after = 1
        static let escalate = 2
    }

    static func time(of step: Int, _ clock: OpenClock, _ calendar: WorkingCalendar) -> Date {
        let last = calendar.day(of: clock.by)
        let day =
            switch step {
            case ...Step.before: calendar.workingDay(before: last)
            case Step.after: calendar.workingDay(1, after: last)
            default: later(step, last, calendar)
            }
        return calendar.time(hours.lowerBound, of: day)
    }

    private static func later(_ step: Int, _ last: Day, _ calendar: WorkingCalendar) -> Day {
        let told = calendar.workingDay(1 + escalateDays, after: last)
        return calendar.workingDay(
            0, after: Day(number: told.number + repeatDays * Int64(step - Step.escalate)))
    }

    /// The last step that is due; `nil` while none is. Steps that were slept through are left out.
    static func due(
        from next: Int, _ clock: OpenClock, at now: Date, _ calendar: WorkingCalendar
    ) -> Int? {
        guard time(of: next, clock, calendar) <= now else { return nil }
        let elapsed = calendar.day(of: now).number - calendar.day(of: clock.by).number
        // No step comes oftener than once in a week, but for the first few.
        var step = max(next, Int(elapsed / repeatDays) - 1)
        while time(of: step + 1, clock, calendar) <= now { step += 1 }
        return step
    }

    /// Who is reminded at a step, each once.
    static func recipients(
        of step: Int, _ agency: AgencyRef?, _ region: RegionPack, on day: Day
    ) -> [Contact] {
        let desk = region.triageDesk.map { region.reachable(at: $0, place: nil, on: day) } ?? []
        let officers =
            agency.map { region.reachable(at: $0.id, place: $0.place, on: day) } ?? []
        let people: [Contact] =
            switch step {
            case ...Step.before: Array(officers.prefix(1))
            case Step.after: Array(officers.prefix(2))
            // Then their superiors, one more each time.
            default: Array(desk.prefix(1) + officers.prefix(2 + (step - Step.escalate)))
            }
        // Where nobody can be reached, the coordinating office is.
        let reached = people.isEmpty ? Array(desk.prefix(step <= Step.before ? 1 : 2)) : people
        return reached.reduce(into: []) { unique, contact in
            let isKnown = unique.contains { ($0.phone, $0.email) == (contact.phone, contact.email) }
            if !isKnown { unique.append(contact) }
        }
    }

    /// What an officer reads: no word of the complaint, nor who made it.
    static func text(_ assignment: Assignment, _ clock: OpenClock, _ step: Int, _ calendar: WorkingCalendar)
        -> String
    {
        let tracking = assignment.complaint.tracking
        let by = calendar.day(of: clock.by).shortText
        let office = assignment.agency?.name ?? "penelaahan"
        let task = switch clock.kind {
        case .respond: "dijawab"
        case .promise: "dipenuhi sesuai janji siaran"
        case .verify: assignment.agency == nil ? "ditentukan instansinya" : "diverifikasi"
        }
        let begin = switch step {
        case ...Step.before: "Pengingat: laporan \(tracking) mohon \(task) paling lambat \(by)"
        case Step.after: "Lewat tenggat \(by): laporan \(tracking) belum \(task)"
        default: "Eskalasi: laporan \(tracking) belum \(task), tenggat \(by)"
        }
        return "\(begin) (\(office))."
    }
}
