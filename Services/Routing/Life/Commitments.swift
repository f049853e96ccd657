// The life of what was promised on air: open, kept, late, broken off; by the calendar and by what the agency
// says. Pure.
import Complaints
import Foundation
import Region
import Rules

enum Commitments {
    /// The local day on which a promise must be kept: one for a day off may wait for the next working day.
    static func day(of promise: Commitment, _ calendar: WorkingCalendar) -> Day? {
        promise.due.flatMap { Day($0) }.map { calendar.workingDay(0, after: $0) }
    }

    /// Whether its day has passed.
    static func isPast(_ promise: Commitment, on today: Day, _ calendar: WorkingCalendar) -> Bool {
        day(of: promise, calendar).map { $0 < today } ?? false
    }

    /// How it stands on a day, whether or not a sweep has seen it.
    static func state(
        of promise: Commitment, on today: Day, _ calendar: WorkingCalendar
    ) -> CommitmentState {
        guard promise.state.isOwed else { return promise.state }
        return isPast(promise, on: today, calendar) ? .late : .open
    }
}

extension Course {
    /// The promise that is owed next; `nil` while the citizen is waited for, and when nothing is owed for a
    /// day.
    func promiseClock(_ calendar: WorkingCalendar) -> OpenClock? {
        guard !isPaused, ![.answered, .closed].contains(assignment.status) else { return nil }
        let days = assignment.promises.filter(\.state.isOwed).compactMap { Commitments.day(of: $0, calendar) }
        return days.min().map { OpenClock(kind: .promise, by: calendar.end(of: $0)) }
    }

    /// The step of its reminders that comes next: what is promised for tomorrow is reminded of at once.
    func nextPromiseReminder(_ clock: OpenClock) -> Int {
        if let reminded = record.promised, reminded.clock == clock { return reminded.next }
        return clock.by > record.respondFrom ? Reminders.Step.before : Reminders.Step.after
    }

    /// When a promise becomes late that nobody has kept.
    func promiseEnds(_ calendar: WorkingCalendar) -> Date? {
        assignment.promises.filter { $0.state == .open }
            .compactMap { Commitments.day(of: $0, calendar).map(calendar.end) }.min()
            .map { $0.addingTimeInterval(1) }
    }

    /// Promises whose day has passed become late.
    mutating func passPromises(to now: Date, _ calendar: WorkingCalendar) -> [Commitment] {
        let today = calendar.day(of: now)
        var late: [Commitment] = []
        var promises = assignment.promises
        for index in promises.indices where promises[index].state == .open {
            guard Commitments.isPast(promises[index], on: today, calendar) else { continue }
            promises[index].state = .late
            promises[index].at = now
            late.append(promises[index])
        }
        if !late.isEmpty { assignment.commitments = promises }
        return late
    }

    /// Says how a promise stands.
    ///
    /// - Returns: whether that is anything new; `nil` where there is no such promise.
    mutating func settle(
        _ number: Int, _ state: CommitmentState, actor: String, note: String?, at moment: Date,
        _ calendar: WorkingCalendar
    ) -> Bool? {
        var promises = assignment.promises
        guard let index = promises.firstIndex(where: { $0.n == number }) else { return nil }
        let isPast = Commitments.isPast(promises[index], on: calendar.day(of: moment), calendar)
        let meant = state.isOwed ? (isPast ? .late : .open) : state
        guard promises[index].state != meant || promises[index].note != note else { return false }
        promises[index].state = meant
        promises[index].late = meant == .kept && isPast
        (promises[index].at, promises[index].actor, promises[index].note) = (moment, actor, note)
        assignment.commitments = promises
        return true
    }

    /// An answer to the citizen keeps what was promised to him.
    mutating func keepPromises(at now: Date, _ calendar: WorkingCalendar) {
        change { promise in
            guard promise.state.isOwed else { return }
            promise.late = Commitments.isPast(promise, on: calendar.day(of: now), calendar)
            (promise.state, promise.at, promise.actor) = (.kept, now, nil)
        }
    }

    /// The citizen is not content: what nobody but the answer has said to be kept is owed again.
    mutating func owePromises(at now: Date, _ calendar: WorkingCalendar) {
        change { promise in
            guard promise.state == .kept, promise.actor == nil else { return }
            let isPast = Commitments.isPast(promise, on: calendar.day(of: now), calendar)
            (promise.state, promise.late, promise.at) = (isPast ? .late : .open, false, now)
        }
    }

    private mutating func change(_ body: (inout Commitment) -> Void) {
        var promises = assignment.promises
        guard !promises.isEmpty else { return }
        for index in promises.indices { body(&promises[index]) }
        if promises != assignment.promises { assignment.commitments = promises }
    }
}
