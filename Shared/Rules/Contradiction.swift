// Conditions that no complaint can satisfy: two parts of a rule that exclude each other.
import Complaints

extension Condition {
    /// Alternatives within alternatives are looked into so deep: people write no deeper, and each level
    /// multiplies the work.
    private static let depthMax = 2

    /// Two parts that cannot hold together; `nil` where none were found, which proves nothing.
    package var contradiction: (Condition, Condition)? { contradiction(depth: Self.depthMax) }

    private func contradiction(depth: Int) -> (Condition, Condition)? {
        let parts = conjuncts
        for (index, part) in parts.enumerated() {
            for earlier in parts[..<index] where part.excludes(earlier) { return (earlier, part) }
            let others = parts.indices.filter { $0 != index }.map { parts[$0] }
            switch part {
            case .not(let denied):
                if denied == .always { return (.always, part) }
                let covered = others.first { denied.covers($0) }
                if let covered { return (covered, part) }
                if !others.isEmpty, denied.covers(.all(others)) { return (.all(others), part) }
            case .any(let branches) where depth > 0:
                let isVain = branches.allSatisfy {
                    Condition.all([$0] + others).contradiction(depth: depth - 1) != nil
                }
                if isVain { return (others.first ?? part, part) }
            default: break
            }
        }
        return nil
    }

    /// Of what a complaint has only one of, both ask for another.
    private func excludes(_ other: Condition) -> Bool {
        switch (self, other) {
        case (.channel(let mine), .channel(let theirs)): mine.isDisjoint(with: theirs)
        case (.kind(let mine), .kind(let theirs)): mine.isDisjoint(with: theirs)
        case (.account(let mine), .account(let theirs)): mine.isDisjoint(with: theirs)
        case (.agency(let mine), .agency(let theirs)): mine.isDisjoint(with: theirs)
        case (.followup(let mine), .followup(let theirs)): mine != theirs
        case (.duplicate(let mine, _), .duplicate(let theirs, _)): mine.isDisjoint(with: theirs)
        case (.sender(let mine), .sender(let theirs)): mine.union(theirs) == [.anonymous, .known]
                && mine != theirs && mine.count == 1 && theirs.count == 1
        case (.time(let mine), .time(let theirs)): mine.excludes(theirs)
        case (.programme, .channel(let channels)), (.channel(let channels), .programme),
            (.commitment, .channel(let channels)), (.channel(let channels), .commitment):
            channels.isDisjoint(with: Channel.withProgrammes)
        default: false
        }
    }
}

extension Channel {
    /// What is told in a programme comes by these; an import brings what was told anywhere.
    static let withProgrammes: Set<Channel> = [.radio, .forum, .import]
}

extension TimeWindow {
    private static let minutes = 0..<24 * 60

    /// No moment lies in both.
    func excludes(_ other: TimeWindow) -> Bool {
        if let hours, let theirs = other.hours,
            !Self.minutes.contains(where: { hours.contains($0) && theirs.contains($0) })
        {
            return true
        }
        if !weekdays.isEmpty, !other.weekdays.isEmpty, weekdays.isDisjoint(with: other.weekdays) {
            return true
        }
        if let isWorkingDay, let theirs = other.isWorkingDay, isWorkingDay != theirs { return true }
        return !days.isEmpty && !other.days.isEmpty
            && !days.contains { mine in other.days.contains { mine.meets($0) } }
    }

    /// Spans longer than this hold a day of every sort.
    private static let spanDaysMax: Int64 = 60

    /// Whether some day of the window is of the sort it asks for; `true` where that is not sure.
    package func isPossible(in calendar: WorkingCalendar) -> Bool {
        if isWorkingDay == true, !weekdays.isEmpty, weekdays.isDisjoint(with: calendar.weekdays) {
            return false
        }
        guard !days.isEmpty, !weekdays.isEmpty || isWorkingDay != nil else { return true }
        return days.contains { span in
            guard let from = span.from, let to = span.to, to.number - from.number <= Self.spanDaysMax
            else { return true }
            return (from.number...to.number).map(Day.init(number:)).contains { day in
                (weekdays.isEmpty || weekdays.contains(day.weekday))
                    && (isWorkingDay == nil || isWorkingDay == calendar.isWorking(day))
            }
        }
    }
}

extension DaySpan {
    /// Whether some day lies in both.
    package func meets(_ other: DaySpan) -> Bool {
        let begins = [from, other.from].compactMap(\.self).max()
        let ends = [to, other.to].compactMap(\.self).min()
        return begins.flatMap { begin in ends.map { begin <= $0 } } ?? true
    }
}
