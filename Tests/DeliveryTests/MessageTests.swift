// Messages to citizens in the database: once, few, to nobody who wants none, and followed until they arrive.
import Complaints
import Foundation
import Store
import TestSupport
import Testing

@testable import Delivery

@Suite struct MessageTests {
    private static let hour: Int64 = 3_600_000_000
    /// Real, because a server has its own clock.
    private let now = Date.now.microseconds - 1000

    private func withStore(
        _ database: TestDatabase = .sqlite, _ body: (Store) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("messages")
        let url = try database.url(in: folder)
        let store = try await Store.open(
            try DatabaseURL(url), schemas: [MessageTable.schema])
        defer { store.close() }
        try await body(store)
    }

    private func message(
        _ id: String, to recipient: String = "+6281250001001", _ kind: Message.Kind = .receipt
    ) -> Message {
        Message(
            id: id, account: "k", recipient: recipient, text: "Laporan \(id)", kind: kind,
            complaint: "HSS-26-1000001-0")
    }

    private func submit(
        _ message: Message, at time: Int64, perDay: Int = 3, in store: Store
    ) async throws -> Submission {
        try await store.write {
            try MessageTable.submit(
                message, MessageLimits(perRecipientPerDay: perDay), now: time, in: $0)
        }
    }

    private func claim(_ token: Int64, at time: Int64, in store: Store) async throws -> [String] {
        try await store.write { transaction in
            try MessageTable.claim(
                Claim(token: token, now: time), account: "k", limit: 10, in: transaction
            ).map(\.message.id)
        }
    }

    @Test func theSameIdIsOneMessage() async throws {
        try await withStore { (store) async throws -> Void in
            #expect(try await submit(message("a"), at: now, in: store) == .queued)
            #expect(try await submit(message("a"), at: now, in: store) == .known(.queued, recipient: "+6281250001001"))
            #expect(try await claim(1, at: now, in: store) == ["a"])
            // Another process gets what is claimed only when the claim is over.
            #expect(try await claim(2, at: now, in: store) == [])
            #expect(try await claim(2, at: now + 31_000_000, in: store) == ["a"])
        }
    }

    @Test func nobodyGetsMoreThanSoManyADay() async throws {
        try await withStore { (store) async throws -> Void in
            for id in ["a", "b", "c"] {
                #expect(try await submit(message(id), at: now, in: store) == .queued)
            }
            guard case .refused = try await submit(message("d"), at: now, in: store) else {
                Issue.record("a fourth message in a day")
                return
            }
            // What is known stays known, another citizen has his own count, and tomorrow is another day.
            #expect(try await submit(message("a"), at: now, in: store) == .known(.queued, recipient: "+6281250001001"))
            let other = message("e", to: "+6281250001002")
            #expect(try await submit(other, at: now, in: store) == .queued)
            let tomorrow = now + 25 * Self.hour
            #expect(try await submit(message("d"), at: tomorrow, in: store) == .queued)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whoWantsNoneGetsNone(_ database: TestDatabase) async throws {
        try await withStore(database) { (store) async throws -> Void in
            let (now, phone) = (now, "+6281250001001")
            _ = try await submit(message("a"), at: now, in: store)
            try await store.write {
                try MessageTable.perform([.stop(recipient: phone)], now: now, in: $0)
            }
            #expect(try await claim(1, at: now, in: store) == [])
            guard case .refused = try await submit(message("b"), at: now, in: store) else {
                Issue.record("a message to who wants none")
                return
            }
            try await store.write {
                try MessageTable.perform([.resume(recipient: phone)], now: now, in: $0)
            }
            #expect(try await submit(message("b"), at: now, in: store) == .queued)
        }
    }

    @Test func whatCannotBeSentWaitsLongerEachTimeAndIsGivenUp() async throws {
        try await withStore { (store) async throws -> Void in
            _ = try await submit(message("a"), at: now, in: store)
            var time = now
            for _ in 1...3 {
                let (at, claimed) = (
                    time, try await store.write { [time] in
                        try MessageTable.claim(
                            Claim(token: 1, now: time), account: "k", limit: 1, in: $0
                        ).map(\.seq)
                    })
                #expect(claimed.count == 1)
                try await store.write {
                    try MessageTable.postpone(
                        claimed, Claim(token: 1, now: at),
                        Backoff(first: .seconds(10), longest: .seconds(1000)), random: 1, in: $0)
                }
                #expect(try await claim(1, at: time, in: store) == [])
                time += 41_000_000
            }
            #expect(try await claim(1, at: now + 25 * Self.hour, in: store) == [])
            let state = try await store.read { try MessageTable.state(of: "a", in: $0)?.state }
            #expect(state == .failed)
        }
    }

    /// Reports may come before the answer, twice, or contradict themselves.
    @Test(arguments: TestDatabase.allCases)
    func reportsAreFollowed(_ database: TestDatabase) async throws {
        try await withStore(database) { (store) async throws -> Void in
            func report(_ report: DeliveryReport) async throws -> Bool {
                try await store.write {
                    try MessageTable.report(report, account: "k", in: $0)
                }
            }
            func settle(_ settlement: Settlement) async throws {
                let now = now
                try await store.write { transaction in
                    let claim = Claim(token: 1, now: now)
                    let claimed = try MessageTable.claim(
                        claim, account: "k", limit: 1, in: transaction)
                    try MessageTable.settle(
                        claimed.map { ($0.seq, settlement) }, claim, in: transaction)
                }
            }
            func state(_ id: String) async throws -> MessageState? {
                try await store.read { try MessageTable.state(of: id, in: $0)?.state }
            }
            _ = try await submit(message("a"), at: now, in: store)
            try await settle(.delivered(reference: "SM1"))
            #expect(try await state("a") == .sent)
            #expect(try await report(DeliveryReport("SM1", nil)))
            #expect(try await state("a") == .sent)
            #expect(try await report(DeliveryReport("SM1", .delivered)))
            #expect(try await report(DeliveryReport("SM1", .failed, why: "late")))
            #expect(try await state("a") == .delivered)
            #expect(try await report(DeliveryReport("SM2", .delivered)) == false)
            _ = try await submit(message("b"), at: now, in: store)
            #expect(try await report(DeliveryReport("b", .failed, why: "absent")))
            #expect(try await state("b") == .failed)
            _ = try await submit(message("c"), at: now, in: store)
            try await settle(.refused("no such number"))
            #expect(try await state("c") == .failed)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aQuestionIsRememberedForAWhile(_ database: TestDatabase) async throws {
        try await withStore(database) { (store) async throws -> Void in
            let now = now
            _ = try await submit(message("q", .question), at: now, in: store)
            func question(at time: Int64, account: String = "k") async throws -> String? {
                try await store.read {
                    try MessageTable.lastQuestion(
                        to: "+6281250001001", account: account, (time - 7 * 24 * Self.hour)..<time,
                        in: $0)?.complaint
                }
            }
            let asked = Date.now.microseconds
            // Not sent yet: nobody can be answering it.
            #expect(try await question(at: asked + 1) == nil)
            try await store.write { transaction in
                let claim = Claim(token: 1, now: now)
                let claimed = try MessageTable.claim(claim, account: "k", limit: 1, in: transaction)
                try MessageTable.settle(
                    claimed.map { ($0.seq, .delivered()) }, claim, in: transaction)
            }
            #expect(try await question(at: asked + 1) == "HSS-26-1000001-0")
            // Written before it was asked, after a week, to another account: no answer.
            #expect(try await question(at: now - Self.hour) == nil)
            #expect(try await question(at: asked + 8 * 24 * Self.hour) == nil)
            #expect(try await question(at: asked + 1, account: "other") == nil)
            // Answered in two messages, and then no more.
            try await store.write {
                try MessageTable.perform([.answered(question: "q")], now: asked, in: $0)
            }
            #expect(try await question(at: asked + 60_000_000) == "HSS-26-1000001-0")
            #expect(try await question(at: asked + 2 * Self.hour) == nil)
        }
    }

    @Test func anAccountSendsNoMoreThanSoManyADay() async throws {
        try await withStore { (store) async throws -> Void in
            let now = now
            func submit(_ id: String) async throws -> Submission {
                let message = message(id, to: "+62812\(id)")
                return try await store.write {
                    try MessageTable.submit(
                        message, MessageLimits(perAccountPerDay: 2), now: now, in: $0)
                }
            }
            #expect(try await submit("1") == .queued)
            #expect(try await submit("2") == .queued)
            guard case .refused = try await submit("3") else {
                Issue.record("a third message of an account in a day")
                return
            }
        }
    }

    /// Each in a transaction of its own, at the same time.
    @Test(arguments: TestDatabase.allCases)
    func manyAtOnceDoNotPassTheLimit(_ database: TestDatabase) async throws {
        try await withStore(database) { (store) async throws -> Void in
            let now = now
            let all = try await withThrowingTaskGroup(of: Submission.self) { group in
                for id in 0..<12 {
                    let message = message("m\(id)")
                    group.addTask {
                        try await store.write {
                            try MessageTable.submit(message, MessageLimits(), now: now, in: $0)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(all.count { $0 == .queued } == 3)
        }
    }
}
