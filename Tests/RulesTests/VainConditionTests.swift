// Rules that can never hold, and rules that lose whatever is said.
import Complaints
import Language
import Testing

@testable import Rules

@Suite struct VainConditionTests {
    @Test(arguments: [
        Condition.all([.channel([.sms]), .channel([.email, .chat])]),
        .all([.kind([.question]), .not(.kind([.question, .praise]))]),
        .all([.topics(["a"], minimumWeight: 1), .not(.topics(["a", "b"], minimumWeight: 0.5))]),
        .all([.followup(true), .followup(false)]),
        .all([.sender([.anonymous]), .sender([.known])]),
        .all([.channel([.sms]), .any([.channel([.email]), .channel([.chat])])]),
        .all([
            .time(TimeWindow(hours: HourSpan("22:00-05:00"))),
            .time(TimeWindow(hours: HourSpan("08:00-16:00"))),
        ]),
        .all([
            .time(TimeWindow(days: [DaySpan(to: Day("2026-11-30"))])),
            .time(TimeWindow(days: [DaySpan(from: Day("2026-12-01"))])),
        ]),
        .not(.always),
    ])
    func whatExcludesEachOther(condition: Condition) {
        #expect(condition.contradiction != nil)
    }

    @Test(arguments: [
        // Two places may be named, two topics be as strong, and two promises be made.
        Condition.all([.places(["63.06.01"]), .places(["63.06.02"])]),
        .all([.topics(["a"], minimumWeight: 1), .topics(["b"], minimumWeight: 1)]),
        .all([.commitment(by: [], isDated: true), .commitment(by: [], isDated: false)]),
        .all([.topics(["a"], minimumWeight: 0.5), .not(.topics(["a"], minimumWeight: 1))]),
        .all([.channel([.sms]), .any([.channel([.email]), .kind([.question])])]),
        .all([
            .time(TimeWindow(hours: HourSpan("22:00-05:00"))),
            .time(TimeWindow(hours: HourSpan("04:00-16:00"))),
        ]),
        .all([.sender([.known]), .sender([.verified])]),
        .always,
    ])
    func whatMayComeTogether(condition: Condition) {
        #expect(condition.contradiction == nil)
    }

    @Test func aDayOfItsSortMustComeInIt() throws {
        let calendar = WorkingCalendar(offset: 28_800, holidays: [Day(year: 2026, month: 12, day: 25)])
        func window(_ from: String, _ to: String, weekdays: Set<Int> = [], working: Bool? = nil) -> TimeWindow {
            TimeWindow(weekdays: weekdays, isWorkingDay: working, days: [DaySpan(from: Day(from), to: Day(to))])
        }
        #expect(!window("2026-12-25", "2026-12-27", working: true).isPossible(in: calendar))
        #expect(window("2026-12-25", "2026-12-28", working: true).isPossible(in: calendar))
        #expect(!window("2026-12-01", "2026-12-03", weekdays: [7]).isPossible(in: calendar))
        #expect(window("2026-12-01", "2026-12-06", weekdays: [7]).isPossible(in: calendar))
        #expect(!TimeWindow(weekdays: [7], isWorkingDay: true).isPossible(in: calendar))
        #expect(TimeWindow(weekdays: [7], isWorkingDay: false).isPossible(in: calendar))
        #expect(TimeWindow(weekdays: [5, 7], isWorkingDay: true).isPossible(in: calendar))
    }

    private func rule(_ id: String, _ condition: Condition, priority: Int = 100) -> Rule {
        Rule(id: id, priority: priority, condition: condition, agency: id)
    }

    /// Who says phrase 2 has said phrase 1 as well.
    private func shadowed(_ rules: [Rule]) -> [String] {
        let search = ShadowSearch(RuleBook(id: "t", rules: rules)) { phrase in
            [Saying(text: "\(phrase)", phrases: phrase == 2 ? [1, 2] : [phrase])]
        }
        return search.shadowed(except: []).map { "\($0.rule.id)<\($0.winner.id)" }
    }

    @Test func aLongerPhraseBehindTheShorterOneItHoldsNeverDecides() {
        #expect(shadowed([rule("A", .words([1])), rule("B", .words([2]))]) == ["B<A"])
        #expect(shadowed([rule("A", .words([2])), rule("B", .words([1]))]) == [])
        #expect(shadowed([rule("A", .words([1])), rule("B", .words([2, 3]))]) == [])
        #expect(shadowed([rule("A", .words([1])), rule("B", .words([2]), priority: 10)]) == [])
    }

    @Test func aRuleThatWinsWhereAnotherMakesAnExceptionIsReached() {
        #expect(shadowed([rule("A", .all([.words([1]), .not(.words([3]))])), rule("B", .words([2]))]) == [])
        #expect(shadowed([rule("A", .all([.words([1]), .channel([.sms])])), rule("B", .words([2]))]) == [])
        #expect(shadowed([rule("A", .all([.words([1]), .kind([.complaint])])), rule("B", .words([2]))]) == [])
        #expect(
            shadowed([
                rule("A", .all([.words([1]), .followup(false)])),
                rule("B", .all([.words([1]), .not(.words([3]))])), rule("C", .words([2])),
            ]) == [])
        let both = Set(Channel.allCases)
        #expect(
            shadowed([
                rule("A", .all([.words([1]), .channel([.sms])])),
                rule("B", .all([.words([1]), .channel(both.subtracting([.sms]))])), rule("C", .words([2])),
            ]) == ["C<A"])
    }

    @Test("pairs of equal priority that share no word are looked at up to a limit, and only within a priority")
    func rivalsAreBounded() {
        func book(_ priority: (Int) -> Int) -> RuleBook {
            RuleBook(
                id: "t",
                rules: (0..<200).map { number in
                    var rule = rule("r\(number)", .words([number]), priority: priority(number))
                    rule.policy = .priority
                    return rule
                })
        }
        #expect(book { _ in 1 }.rivals().count == RuleBook.maximumRivals)
        #expect(book { $0 }.rivals().isEmpty)
        #expect(book { $0 / 2 }.rivals().map { [$0.rule.id, $0.other.id] }.first == ["r0", "r1"])
        #expect(book { $0 / 2 }.rivals().count == 100)
    }
}
