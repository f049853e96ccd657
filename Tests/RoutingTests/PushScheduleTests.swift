// When a webhook comes again, what an answer means, and how hard a receiver is pressed.
import Delivery
import Foundation
import ServiceKit
import Testing

@testable import RoutingService

@Suite struct PushScheduleTests {
    private let schedule = PushSchedule(waits: PushPart.standardRetries)

    @Test func tenTriesOverThreeDays() {
        var waits: [Double] = []
        var passed = Duration.zero
        for tries in 1... {
            guard
                let wait = schedule.wait(
                    afterTries: tries, passed: passed, retryAfter: nil, random: 0)
            else { break }
            waits.append(wait / .seconds(1))
            passed += wait
        }
        #expect(waits == [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
    }

    @Test func laterButNeverEarlierThanPlanned() {
        let latest = schedule.wait(afterTries: 1, passed: .zero, retryAfter: nil, random: 1)
        #expect(latest == .seconds(6))
        #expect(
            schedule.wait(afterTries: 1, passed: .zero, retryAfter: .seconds(600), random: 0)
                == .seconds(600))
        #expect(
            schedule.wait(afterTries: 1, passed: .zero, retryAfter: .seconds(9_999_999), random: 0)
                == PushSchedule.retryAfterMax)
    }

    /// Tries because the receiver was back are no reason to give a message up early.
    @Test func noMessageDiesBeforeItsTime() {
        #expect(
            schedule.wait(afterTries: 40, passed: .seconds(3600), retryAfter: nil, random: 0)
                == .seconds(86_400))
        #expect(
            schedule.wait(afterTries: 4, passed: .seconds(1_000_000), retryAfter: nil, random: 0) != nil,
            "the service was stopped for long: the tries are still to be made")
    }

    @Test(arguments: [
        ("120", 120.0), ("0", 0), ("-1", nil), ("soon", nil), ("999999999", 86_400),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
        ("Sun, 66 Nov 1994 08:49:37 GMT", nil),
    ] as [(String, Double?)])
    func whatRetryAfterAsks(text: String, seconds: Double?) {
        let now = Date(timeIntervalSince1970: 784_111_740)
        #expect(PushOutcome.retryAfter(text, at: now).map { $0 / .seconds(1) } == seconds)
    }

    @Test(arguments: [200, 204, 299, 301, 307, 400, 410, 429, 500, 502, 503, 504])
    func whatAStatusMeans(status: Int) {
        let outcome = PushOutcome(
            FetchResponse(status: status, headers: [:], body: Data()), at: .now)
        switch outcome {
        case .taken: #expect((200..<300).contains(status))
        case .gone: #expect(status == 410)
        case .failed(let why, let told, let isAway, _):
            #expect(told == status && why.contains("\(status)"))
            #expect(isAway == [429, 502, 503, 504].contains(status))
        }
    }

    private func result(_ taken: Int, failing: Bool, away: Bool = false) -> PushResult {
        let entry = PushEntry(cursor: 1, assignment: "", at: .now, isChange: false, body: "", tried: nil)
        return PushResult(
            taken: Array(repeating: entry, count: taken),
            failed: failing
                ? (entry, .failed(why: "", status: 500, isAway: away)) : nil)
    }

    @Test func aProcessThatBeginsDoesNotKnowOfAnOutage() {
        var pace = PushPace()
        #expect(!pace.judge(result(0, failing: true), random: 0).endsOutage)
        #expect(pace.judge(result(1, failing: false), random: 0).endsOutage)
        #expect(!pace.judge(result(1, failing: false), random: 0).endsOutage)
    }

    @Test func aReceiverThatFailsIsLeftAloneAndThenMetGently() {
        var pace = PushPace()
        var limits: [Int] = []
        for _ in 0..<6 {
            limits.append(pace.limit)
            _ = pace.judge(result(1, failing: false), random: 0)
        }
        #expect(limits == [1, 2, 4, 8, 16, 16])
        // One that only fails a message is not paused, until it fails so many.
        let pauses = (0..<6).map { _ in pace.judge(result(0, failing: true), random: 1).pause }
        #expect(pauses == [.zero, .zero, .zero, .zero, .seconds(16), .seconds(32)])
        #expect(pace.limit == 1)
        #expect(pace.judge(result(1, failing: false), random: 0).endsOutage)
        #expect(!pace.judge(result(1, failing: false), random: 0).endsOutage)
        #expect(pace.judge(result(0, failing: true, away: true), random: 1).pause == .seconds(1))
    }
}
