// What a rule may ask besides words and topics: nearness, sender, programme, promises, time, cases.
import Complaints
import Foundation
import Language
import Rules
import Testing

@Suite struct ConditionTests {
    private func holds(_ condition: Condition, _ facts: Facts) -> Bool {
        var evidence = Evidence()
        return condition.holds(facts, evidence: &evidence)
    }

    private let wita = WorkingCalendar(offset: 28_800, holidays: [Day(year: 2026, month: 12, day: 25)])

    private func received(_ text: String) throws -> Facts {
        var facts = Facts()
        facts.received = wita.local(try #require(Timestamp.parse(text)))
        return facts
    }

    @Test func wordsNearEachOtherInEitherOrder() {
        let near = Condition.near([1], [2], within: 2)
        #expect(holds(near, Facts(phrases: [1: [0..<1], 2: [3..<4]])))
        #expect(holds(near, Facts(phrases: [2: [0..<1], 1: [1..<2]])))
        #expect(!holds(near, Facts(phrases: [1: [0..<1], 2: [4..<5]])))
        #expect(!holds(near, Facts(phrases: [1: [0..<1]])))
        // One and the same word is not near itself.
        #expect(!holds(near, Facts(phrases: [1: [0..<1], 2: [0..<1]])))
    }

    @Test func aSentenceEndsNearness() {
        var facts = Facts(phrases: [1: [0..<2], 2: [3..<4]])
        #expect(holds(.near([1], [2], within: 5), facts))
        facts.sentences = [3]
        #expect(!holds(.near([1], [2], within: 5), facts))
    }

    @Test func nearWordsAreTheEvidence() {
        var evidence = Evidence()
        let facts = Facts(phrases: [1: [10..<11, 40..<41], 2: [12..<13]])
        #expect(Condition.near([1], [2], within: 3).holds(facts, evidence: &evidence))
        #expect(evidence.words == [10..<13])
    }

    @Test func aTextThatRepeatsTwoWordsForEverIsReadInBoundedTime() {
        let ones = (0..<100_000).map { $0 * 20..<$0 * 20 + 1 }
        let twos = (0..<100_000).map { $0 * 20 + 10..<$0 * 20 + 11 }
        let start = ContinuousClock.now
        #expect(!holds(.near([1], [2], within: 5), Facts(phrases: [1: ones, 2: twos])))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test(arguments: [
        // 23:59 and 00:00 in Makassar are 15:59 and 16:00 in UTC.
        ("2026-11-27T15:59:59Z", true, false), ("2026-11-27T16:00:00Z", false, true),
    ])
    func midnightIsTheRegions(at: String, isFriday: Bool, isSaturday: Bool) throws {
        let facts = try received(at)
        #expect(holds(.time(TimeWindow(weekdays: [5])), facts) == isFriday)
        #expect(holds(.time(TimeWindow(weekdays: [6])), facts) == isSaturday)
        #expect(holds(.time(TimeWindow(isWorkingDay: true)), facts) == isFriday)
        let lastDay = Day(year: 2026, month: 11, day: 27)
        #expect(holds(.time(TimeWindow(days: [DaySpan(to: lastDay)])), facts) == isFriday)
        // Both lie in the night.
        #expect(holds(.time(TimeWindow(hours: HourSpan("22:00-05:00"))), facts))
    }

    @Test func hoursEndBeforeTheirLastMinute() throws {
        let morning = Condition.time(TimeWindow(hours: HourSpan("08:00-16:30")))
        #expect(holds(morning, try received("2026-11-27T00:00:00Z")))
        #expect(holds(morning, try received("2026-11-27T08:29:59Z")))
        #expect(!holds(morning, try received("2026-11-27T08:30:00Z")))
        #expect(!holds(morning, Facts()))
        #expect(try received("2026-12-25T02:00:00Z").received?.isWorkingDay == false)
    }

    @Test(arguments: ["8:00-16:00", "08:00", "08:00-08:00", "24:00-05:00", "08:60-09:00", "08:00-25:00", ""])
    func whatAreNoHours(text: String) {
        #expect(HourSpan(text) == nil)
    }

    @Test func senderProgrammePromiseCaseAndFollowup() {
        var facts = Facts()
        facts.sender = [.known, .verified]
        #expect(holds(.sender([.verified, .official]), facts) && !holds(.sender([.anonymous]), facts))
        #expect(!holds(.programme([]), facts) && !holds(.commitment(by: [], isDated: nil), facts))
        facts.programme = ["bupati mendengar", "amandit"]
        #expect(holds(.programme([]), facts) && holds(.programme(["amandit"]), facts))
        #expect(!holds(.programme(["lain"]), facts))
        facts.promises = [OnAirPromise(by: "Wakil Bupati, HSS", due: nil)]
        #expect(holds(.commitment(by: ["bupati"], isDated: nil), facts))
        #expect(!holds(.commitment(by: ["bupati"], isDated: true), facts))
        #expect(!holds(.commitment(by: ["bup"], isDated: nil), facts))
        let either = Condition.latePromise(of: [.programme, .agency])
        #expect(!holds(either, facts))
        facts.latePromises = [LatePromise(programme: ["Amandit", "Lain"], agency: "PUPR", places: ["63.06"])]
        #expect(holds(either, facts) && !holds(.latePromise(of: [.agency]), facts))
        facts.programme = []
        facts.agency = "DLH"
        #expect(!holds(either, facts))
        facts.agency = "PUPR"
        #expect(holds(either, facts) && !holds(.latePromise(of: [.programme]), facts))
        #expect(!holds(.duplicate([.sameIncident], atLeast: 1), facts))
        facts.inCase = CaseFacts(relation: .sameIncident, count: 5)
        #expect(holds(.duplicate([.sameIncident], atLeast: 5), facts))
        #expect(!holds(.duplicate([.sameIncident], atLeast: 6), facts))
        #expect(!holds(.duplicate([.resend], atLeast: 1), facts))
        #expect(holds(.followup(false), facts) && !holds(.followup(true), facts))
    }

    @Test func anAgreementOfTheAgency() {
        var facts = Facts()
        #expect(!holds(.agreement([], covers: []), facts))
        facts.agreements = [
            AgreementFacts(id: "satu", shares: ["reporter"]), AgreementFacts(id: "dua", shares: ["history"]),
        ]
        #expect(holds(.agreement([], covers: []), facts) && holds(.agreement(["dua"], covers: []), facts))
        #expect(!holds(.agreement(["tiga"], covers: []), facts))
        #expect(holds(.agreement([], covers: ["reporter"]), facts))
        #expect(!holds(.agreement(["dua"], covers: ["reporter"]), facts))
        #expect(!holds(.agreement([], covers: ["reporter", "history"]), facts))
    }

    @Test func aLatePromiseIsAboutItsPlaceAndWhatLiesInIt() {
        let promise = LatePromise(programme: [], agency: nil, places: ["63.06.05"])
        #expect(promise.isAbout(["63.06.05.2001"]) && promise.isAbout(["63.06.01", "63.06.05"]))
        #expect(!promise.isAbout(["63.06.06.2001"]) && !promise.isAbout(["63.06"]) && !promise.isAbout([]))
    }

    @Test func whatCoversWhat() throws {
        let night = try #require(HourSpan("22:00-05:00"))
        #expect(Condition.words([1, 2]).covers(.near([1], [3], within: 4)))
        let both = Condition.latePromise(of: [.programme, .agency])
        #expect(both.covers(.latePromise(of: [.agency])) && !Condition.latePromise(of: [.agency]).covers(both))
        let paper = Condition.agreement(["a"], covers: ["reporter"])
        #expect(Condition.agreement([], covers: []).covers(paper) && !paper.covers(.agreement([], covers: [])))
        #expect(!Condition.near([1], [3], within: 4).covers(.words([1])))
        #expect(Condition.near([1, 2], [3], within: 4).covers(.near([3], [1], within: 4)))
        #expect(!Condition.near([1], [3], within: 3).covers(.near([1], [3], within: 4)))
        let anyNight = Condition.time(TimeWindow(hours: night))
        let saturdayNight = Condition.time(TimeWindow(hours: night, weekdays: [6]))
        #expect(anyNight.covers(saturdayNight) && !saturdayNight.covers(anyNight))
        let november = TimeWindow(
            days: [DaySpan(from: Day(year: 2026, month: 11, day: 1), to: Day(year: 2026, month: 11, day: 30))])
        let aDay = TimeWindow(
            days: [DaySpan(from: Day(year: 2026, month: 11, day: 7), to: Day(year: 2026, month: 11, day: 7))])
        #expect(Condition.time(november).covers(.time(aDay)) && !Condition.time(aDay).covers(.time(november)))
        #expect(Condition.programme([]).covers(.programme(["x"])))
        #expect(Condition.duplicate([.resend, .sameIncident], atLeast: 2).covers(.duplicate([.resend], atLeast: 3)))
    }
}
