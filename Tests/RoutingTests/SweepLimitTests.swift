// The bounds of the sweep and of its messages: what is put off, given up, or let past.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Testing
import TestSupport

@testable import RoutingService
@testable import Store

@Suite struct SweepLimitTests {
    private let rooms = RoutingTests()

    @Test("a sweep looks at no more than a batch, and the next goes on where it ended", arguments: TestDatabase.allCases)
    func batches(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let count = Sweeper.batchMax + 3
            let bodies = try (1...count).map {
                try rooms.complaint("\($0)", "kami menunggu jawaban surat kami")
            }
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: "[\(bodies.joined(separator: ","))]")
            try await house.decide()
            let sweeper = Sweeper(region: try RoutingTests.region.get())
            var seen: [[String]] = []
            for _ in 0..<3 {
                let due = try await house.store.write { try sweeper.look(at: .now, in: $0) }
                try await house.store.write { try sweeper.tell(due, at: .now, in: $0) }
                seen.append(due)
            }
            #expect(seen.map(\.count) == [Sweeper.batchMax, 3, 0])
            #expect(Set(seen.joined()).count == count)
        }
    }

    @Test("what no channel takes is given up after three days, with the reason in the history", arguments: TestDatabase.allCases)
    func givenUp(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try rooms.complaint("1", "Jalan rusak"))
            try await house.decide()
            let assignment = try #require(try await rooms.feed(house).items.first)
            let now = Date.now
            for (number, hours) in [NoticeTable.hoursMax - 1, NoticeTable.hoursMax + 1].enumerated() {
                try await house.store.write { transaction in
                    try NoticeTable.insert(
                        Notice(
                            id: "n\(number)", to: .init(phone: "+628110000001"), text: "x", kind: .status,
                            complaint: assignment.complaint.tracking),
                        channel: "sms", assignment: assignment.id, citizen: nil,
                        at: now - Double(hours * 3600), in: transaction)
                }
            }
            let outbox = NoticeOutbox(store: house.store, channel: "sms")
            try await outbox.release(try await outbox.claim(limit: 9))
            let rows = try await house.store.read { try $0.query("SELECT state, why FROM notice ORDER BY id") }
            #expect(rows.map { $0.text("state") } == ["waiting", "refused"])
            #expect(rows.last?.text("why") == "not sent within 72 hours")
            let told = try await house.call(
                .get, "/v1/complaints/\(assignment.complaint.tracking)", token: "case")
            #expect(told.text.contains("not sent within 72 hours"))
        }
    }

    // MARK: Steps of the decider

    /// With the lease, at rest; the next sweep is due after a minute.
    private func rested() -> (steps: DeciderSteps, lease: Lease) {
        let lease = Lease(name: "decider", holder: "h", epoch: 1)
        var steps = DeciderSteps(leaseSeconds: 600, sweepSeconds: 60)
        _ = steps.next(after: .acquired(lease), now: .zero)
        _ = steps.next(after: .rebuilt, now: .zero)
        _ = steps.next(after: .swept(isMore: false), now: .zero)
        return (steps, lease)
    }

    @Test("it rests no longer than until the next sweep, which comes though complaints never end")
    func comesRound() {
        var (steps, _) = rested()
        let none = ComplaintTable.Undecided()
        guard case .rest(let pause) = steps.next(after: .taken(none), now: .seconds(20)) else {
            Issue.record("it must rest")
            return
        }
        #expect(pause == .seconds(40))
        guard case .take = steps.next(after: .stored, now: .seconds(59)) else {
            Issue.record("complaints go first")
            return
        }
        guard case .sweep = steps.next(after: .stored, now: .seconds(60)) else {
            Issue.record("the sweep's time has come")
            return
        }
        // More is left: a complaint goes between, and without one the sweep goes on.
        guard case .take = steps.next(after: .swept(isMore: true), now: .seconds(61)),
            case .sweep = steps.next(after: .taken(none), now: .seconds(61))
        else {
            Issue.record("what is left is next when no complaint waits")
            return
        }
    }

    @Test("a sweep that fails keeps no complaint from being decided")
    func fails() {
        var (steps, lease) = rested()
        _ = steps.next(after: .stored, now: .seconds(60))
        guard case .rest = steps.next(after: .failed, now: .seconds(60)),
            case .acquire = steps.next(after: .rested, now: .seconds(61)),
            case .rebuild = steps.next(after: .acquired(lease), now: .seconds(61)),
            case .take = steps.next(after: .rebuilt, now: .seconds(61))
        else {
            Issue.record("after a failure complaints are taken before the next sweep")
            return
        }
    }
}
