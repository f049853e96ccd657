// Several processes share one journal: each message is handled by one of them, a dead one's messages become
// free, and a sleeper writes nothing.
import Complaints
import Delivery
import Foundation
import Store
import Synchronization
import Testing

@testable import Intake

@Suite struct ClaimTests {
    private static let second: Int64 = 1_000_000
    private let start: Int64 = 1_795_303_964 * second

    private func filled(
        _ count: Int, _ body: (Intake) async throws -> Void
    ) async throws {
        try await withIntake { intake, _ in
            for id in 0..<count {
                _ = try await intake.receive(arrival("\(id)", body: Array("\(id)".utf8)))
            }
            try await body(intake)
        }
    }

    private func entries(_ intake: Intake, _ claim: Claim) async throws -> [JournalEntry] {
        try await intake.store.write { try Normalising.claim(claim, in: $0) }
    }

    private func parcels(
        _ intake: Intake, _ claim: Claim, _ limit: Int
    ) async throws -> [Parcel] {
        try await intake.store.write { try Forwarding.claim(claim, limit: limit, in: $0) }
    }

    private func record(
        _ intake: Intake, _ entries: [JournalEntry], _ claim: Claim
    ) async throws -> Int {
        try await intake.store.write { transaction in
            try Normalising.record(
                entries.map { ($0, .complaint($0.complaint(text: "x", reporter: nil))) }, claim,
                in: transaction)
        }
    }

    @Test func aClaimedMessageIsNobodyElsesUntilTheClaimEnds() async throws {
        try await filled(3) { intake in
            let first = Claim(token: 1, now: start)
            let taken = try await entries(intake, first)
            #expect(taken.map(\.externalID) == ["0", "1", "2"])
            #expect(try await entries(intake, Claim(token: 2, now: start + Self.second)).isEmpty)
            let after = Claim(token: 3, now: start + Int64(Claim.seconds) * Self.second)
            // Suspects are handled alone: their first handler never came back.
            #expect(try await entries(intake, after).map(\.externalID) == ["0"])
        }
    }

    @Test func aSleeperThatWakesUpWritesNothing() async throws {
        try await filled(1) { intake in
            let sleeper = Claim(token: 1, now: start)
            let taken = try await entries(intake, sleeper)
            let other = Claim(token: 2, now: start + Int64(Claim.seconds) * Self.second)
            let retaken = try await entries(intake, other)
            #expect(retaken.count == 1)
            #expect(try await record(intake, taken, sleeper) == 0)
            #expect(try await intake.claim(limit: 10).isEmpty)
            #expect(try await record(intake, retaken, other) == 1)
            // Once more, late: the claim was used up.
            let parcels = try await intake.claim(limit: 10)
            #expect(parcels.count == 1)
            #expect(try await intake.ledger().waiting == 1)
        }
    }

    /// Found by the simulation: it was quarantined and forwarded, and the books did not balance.
    @Test func whatIsQuarantinedIsNotRecordedByASlowWorker() async throws {
        try await filled(2) { intake in
            func claim(_ number: Int64) -> Claim {
                Claim(token: number, now: start + number * Int64(Claim.seconds) * Self.second)
            }
            var slow: [JournalEntry] = []
            for number in Int64(1)...3 { slow = try await entries(intake, claim(number)) }
            #expect(slow.map(\.externalID) == ["0"])
            // The second came in the same first claim; it does not wait for another ring.
            #expect(try await entries(intake, claim(4)).map(\.externalID) == ["1"])
            #expect(try await record(intake, slow, claim(3)) == 0)
            let ledger = try await intake.ledger()
            #expect(ledger.quarantined == 1 && ledger.isBalanced)
        }
    }

    @Test func aClaimWhoseAnswerWasLostMakesNoSuspect() async throws {
        try await filled(2) { intake in
            for _ in 0..<5 {
                let again = try await entries(intake, Claim(token: 1, now: start))
                #expect(again.count == 2)
            }
        }
    }

    @Test func aClockThatWasADayAheadLeavesNoClaimBehind() async throws {
        try await filled(1) { intake in
            let day = 86_400 * Self.second
            let ahead = try await entries(intake, Claim(token: 1, now: start + day))
            let back = try await entries(intake, Claim(token: 2, now: start))
            #expect(ahead.count == 1 && back.count == 1)
        }
    }

    @Test func parcelsGoToOneSenderAndComeBackWhenItFails() async throws {
        try await filled(5) { intake in
            let worker = NormaliseWorker(intake: intake, logger: silent) { entry in
                .complaint(entry.complaint(text: "x", reporter: nil))
            }
            #expect(try await worker.step())
            let first = try await parcels(intake, Claim(token: 1, now: start), 2)
            let second = try await parcels(intake, Claim(token: 2, now: start), 10)
            #expect(first.count == 2 && second.count == 3)
            try await intake.release(first)
            let again = try await parcels(intake, Claim(token: 2, now: start), 2)
            #expect(again.map(\.id) == first.map(\.id))
            // The first sender's claim is over; only the second's answer counts.
            try await intake.settle(first.map { ($0, .refused("late")) })
            #expect(try await intake.ledger().refused == 0)
            try await intake.settle(again.map { ($0, .delivered()) })
            try await intake.settle(second.map { ($0, .delivered()) })
            let ledger = try await intake.ledger()
            #expect(ledger.forwarded == 5 && ledger.isBalanced)
        }
    }

    @Test func theRunningBooksAgreeWithTheRows() async throws {
        try await withIntake { intake, folder in
            for id in 0..<20 {
                _ = try await intake.receive(
                    arrival("\(id % 15)", verdict: id == 3 ? .ignore("report") : .take))
            }
            let worker = NormaliseWorker(intake: intake, logger: silent) { entry in
                entry.externalID == "4"
                    ? .quarantined("bad") : .complaint(entry.complaint(text: "x", reporter: nil))
            }
            #expect(try await worker.step())
            let parcels = try await intake.claim(limit: 3)
            try await intake.settle(parcels.map { ($0, .delivered()) })
            let running = try await intake.ledger()
            let url = DatabaseURL.sqlite(path: "\(folder)/intake.sqlite")
            #expect(try await Intake.ledger(of: url) == running)
            #expect(running.isBalanced)
            #expect(running.forwarded == 3 && running.quarantined == 1 && running.ignored == 1)
            try await intake.store.write {
                try $0.execute("UPDATE journal SET state = 'forwarded' WHERE state = 'ignored'")
            }
            await #expect(throws: StoreError.self) { try await Intake.ledger(of: url) }
        }
    }
}
