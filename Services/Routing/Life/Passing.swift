// What time alone makes of an assignment: new deadlines, reminders, its end. Pure.
import Complaints
import Foundation
import Region
import Rules

/// What has come about.
struct Passed: Sendable {
    /// Lines for the history.
    var lines: [(action: String, request: String)] = []
    /// Its readers must learn of it.
    var entersFeed = false
    var isClosed = false
    var reminder: (clock: OpenClock, step: Int)?
    /// The same of what was promised on air.
    var promise: (clock: OpenClock, step: Int)?

    enum Action {
        static let recomputed = "recomputed"
        static let closed = "closed"
        static let withdrawn = "withdrawn"
        static let reminder = "reminder"
        static let late = "commitment late"
        static let announced = "announced"
        static let told = "told"
        static let untold = "not told"
        static let followUp = "follow_up"
        static let refused = "message refused"
    }
}

extension Course {
    /// The deadline that runs; `nil` while somebody else is waited for.
    func openClock(_ calendar: WorkingCalendar) -> OpenClock? {
        guard let due = assignment.due, !isPaused else { return nil }
        return switch assignment.status {
        case .triage, .assigned, .referred, .returned, .reopened:
            OpenClock(kind: .verify, by: due.verifyBy)
        case .acknowledged, .inProgress: OpenClock(kind: .respond, by: due.respondBy)
        case .answered, .closed: nil
        }
    }

    /// When it ends by itself; `nil` while it does not.
    func endsAt(_ calendar: WorkingCalendar) -> Date? {
        if let since = record.awaitingSince {
            return calendar.end(of: Day(number: calendar.day(of: since).number + Life.awaitingDays))
        }
        guard assignment.status == .answered, let answered = record.endedAt else { return nil }
        return calendar.end(of: Day(number: calendar.day(of: answered).number + Life.closingDays))
    }

    /// When the citizen is asked again; there is no such moment behind the end.
    private var asksAgainAt: Date? {
        guard let since = record.awaitingSince, Int64(record.asked) * Life.askAgainDays < Life.awaitingDays
        else { return nil }
        return since + Double(Int64(record.asked) * Life.askAgainDays * 86_400)
    }

    /// Which step of the running deadline is the next.
    private func nextReminder(_ clock: OpenClock, _ calendar: WorkingCalendar) -> Int {
        if let reminded = record.reminded, reminded.clock == clock { return reminded.next }
        // A clock shorter than its warning begins without it.
        let first = Reminders.time(of: Reminders.Step.before, clock, calendar)
        return first <= record.verifyFrom && first <= record.respondFrom
            ? Reminders.Step.after : Reminders.Step.before
    }

    /// When something is to be done next: there is always such a moment before the end.
    func nextStep(after now: Date, _ calendar: WorkingCalendar) -> Date? {
        var moments = [record.news?.at, record.announced?.at, endsAt(calendar), asksAgainAt]
            .compactMap(\.self)
        func add(_ step: Int, _ clock: OpenClock) {
            let time = Reminders.time(of: step, clock, calendar)
            moments.append(calendar.officeTime(from: max(time, now), hours: Reminders.hours))
        }
        if let clock = openClock(calendar) { add(nextReminder(clock, calendar), clock) }
        if let clock = promiseClock(calendar) {
            add(nextPromiseReminder(clock), clock)
            if let end = promiseEnds(calendar) { moments.append(end) }
        }
        return moments.min()
    }

    /// Lets the time pass.
    mutating func pass(to now: Date, _ calendar: WorkingCalendar) -> Passed {
        var passed = Passed()
        if assignment.due == nil, assignment.status != .closed { setDue(calendar) }
        if record.calendar != calendar.fingerprint { recompute(calendar, &passed) }
        if let end = endsAt(calendar), end <= now {
            let isWithdrawn = isPaused
            passed.lines.append(
                (isWithdrawn ? Passed.Action.withdrawn : Passed.Action.closed, ""))
            stopWaiting()
            assignment.status = .closed
            record.endedAt = now
            if record.news?.kind != .answered {
                tell(isWithdrawn ? .withdrawn : .closed, at: now)
            }
            record.version += 1
            assignment.version = record.version
            (passed.entersFeed, passed.isClosed) = (true, true)
        }
        if let again = asksAgainAt, again <= now { ask(at: now) }
        for promise in passPromises(to: now, calendar) {
            let fields = ["n": "\(promise.n)", "by": promise.by, "due": promise.due ?? ""]
            passed.lines.append((Passed.Action.late, JSONLine.text(fields)))
        }
        guard calendar.officeTime(from: now, hours: Reminders.hours) == now else { return passed }
        if let clock = openClock(calendar),
            let step = Reminders.due(from: nextReminder(clock, calendar), clock, at: now, calendar)
        {
            record.reminded = LifeRecord.Reminded(clock: clock, next: step + 1)
            passed.reminder = (clock, step)
        }
        if let clock = promiseClock(calendar),
            let step = Reminders.due(from: nextPromiseReminder(clock), clock, at: now, calendar)
        {
            record.promised = LifeRecord.Reminded(clock: clock, next: step + 1)
            passed.promise = (clock, step)
        }
        return passed
    }

    /// The calendar has changed: the same working days give other deadlines.
    private mutating func recompute(_ calendar: WorkingCalendar, _ passed: inout Passed) {
        let old = (due: assignment.due, calendar: record.calendar)
        setDue(calendar)
        guard assignment.due != old.due, assignment.status != .closed else {
            if assignment.status == .closed { assignment.due = old.due }
            return
        }
        func text(_ date: Date?) -> String { date.map(Timestamp.format) ?? "" }
        let change = [
            "calendar": record.calendar, "calendar_before": old.calendar,
            "verify_by": text(assignment.due?.verifyBy), "verify_by_before": text(old.due?.verifyBy),
            "respond_by": text(assignment.due?.respondBy),
            "respond_by_before": text(old.due?.respondBy),
        ]
        passed.lines.append((Passed.Action.recomputed, JSONLine.text(change)))
    }
}

/// A line of the history as JSON.
enum JSONLine {
    static func text(_ fields: [String: String]) -> String {
        (try? Wire.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
