// Many arrivals in one transaction: redeliveries among them leave no gap in the numbers and none in the
// books, on both databases.
import Complaints
import Delivery
import Foundation
import Store
import TestSupport
import Testing

@testable import Intake

@Suite struct ReceivingTests {
    private static let region = Intake.RegionIdentity(
        prefix: "HSS", timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)

    private static func withIntake(
        _ database: TestDatabase, _ body: (Intake) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("receiving")
        let url = try database.url(in: folder)
        let intake = try await Intake.open(
            database: url, region: region, data: folder.path, reserveMiB: 0)
        defer { intake.close() }
        try await body(intake)
    }

    private static func receive(_ arrivals: [Arrival], _ intake: Intake) async throws -> [Receipt] {
        try await intake.store.write { transaction in
            try Receiving.receive(
                arrivals.map { Incoming($0, region: region) }, prefix: "HSS", in: transaction)
        }
    }

    /// The running numbers in their trackings.
    private static func serials(_ receipts: [Receipt]) -> [Int] {
        receipts.compactMap { TrackingNumber($0.tracking)?.serial }
    }

    @Test(arguments: TestDatabase.allCases)
    func redeliveriesLeaveNoGap(_ database: TestDatabase) async throws {
        try await Self.withIntake(database) { intake in
            let first = try await Self.receive([arrival("a"), arrival("b")], intake)
            #expect(Self.serials(first) == [1, 2])
            func words(_ id: String, at seconds: Double) -> Arrival {
                arrival(
                    id, at: 1_795_303_964 + seconds, fingerprint: "words", window: .seconds(10))
            }
            let second = try await Self.receive(
                [
                    arrival("b"), words("c", at: 0), words("c", at: 1), words("twin", at: 2),
                    arrival("a"), arrival("e"), words("later", at: 60),
                ], intake)
            #expect(Self.serials(second) == [2, 3, 3, 3, 1, 4, 5])
            #expect(second.map(\.isNew) == [false, true, false, false, false, true, true])
            #expect(second[3].id == second[1].id && second[0].id == first[1].id)
            let third = try await Self.receive([words("stored", at: 63), arrival("f")], intake)
            #expect(Self.serials(third) == [5, 6])
            #expect(third.map(\.isNew) == [false, true])
            let stored = try await intake.store.read {
                try $0.query("SELECT external_id, tracking FROM journal ORDER BY tracking")
            }
            #expect(stored.map { $0.text("external_id") } == ["a", "b", "c", "e", "later", "f"])
            let ledger = try await intake.ledger()
            #expect(ledger.received == 11 && ledger.stored == 6 && ledger.redelivered == 5)
            #expect(ledger.isBalanced)
        }
    }

    /// How far a mailbox was read must not be written without its mails, nor they without it.
    @Test(arguments: TestDatabase.allCases)
    func whatIsWrittenBesideIsWrittenTogetherOrNotAtAll(_ database: TestDatabase) async throws {
        struct Lost: Error {}
        try await Self.withIntake(database) { intake in
            try await intake.store.write { try $0.execute("CREATE TABLE read_up_to (uid BIGINT)") }
            let receipts = try await intake.receive([arrival("a"), arrival("b"), arrival("a")]) {
                transaction, receipts in
                #expect(receipts.map(\.isNew) == [true, true, false])
                try transaction.execute("INSERT INTO read_up_to VALUES (3)")
            }
            #expect(Self.serials(receipts) == [1, 2, 1])
            await #expect(throws: Lost.self) {
                try await intake.receive([arrival("c")]) { transaction, _ in
                    try transaction.execute("INSERT INTO read_up_to VALUES (4)")
                    throw Lost()
                }
            }
            // Beside others that are committed with it.
            async let other = intake.receive(arrival("d"))
            await #expect(throws: Lost.self) {
                try await intake.receive([arrival("e")]) { _, _ in throw Lost() }
            }
            #expect(try await other.isNew)
            #expect(try await intake.receive([]) { transaction, _ in
                try transaction.execute("INSERT INTO read_up_to VALUES (5)")
            }.isEmpty)
            let uids = try await intake.store.read {
                try $0.query("SELECT uid FROM read_up_to ORDER BY uid").map { $0.int("uid") }
            }
            #expect(uids == [3, 5])
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 3 && ledger.redelivered == 1 && ledger.isBalanced)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whatWasDecidedAtTheEdgeIsCountedWhereItStands(_ database: TestDatabase) async throws {
        try await Self.withIntake(database) { intake in
            let large = [UInt8](repeating: 7, count: Chunks.bytesMax * 2 + 1)
            let batch = [
                arrival("take"), arrival("report", verdict: .ignore("a delivery report")),
                arrival("bad", verdict: .quarantine("unreadable")), arrival("large", body: large),
                arrival("report", verdict: .ignore("a delivery report")),
            ]
            let receipts = try await Self.receive(batch, intake)
            #expect(
                receipts.map(\.state) == [.received, .ignored, .quarantined, .received, .ignored])
            let ledger = try await intake.ledger()
            #expect(ledger.ignored == 1 && ledger.quarantined == 1 && ledger.waiting == 2)
            #expect(ledger.redelivered == 1 && ledger.isBalanced)
            let entries = try await intake.store.write {
                try Normalising.claim(
                    Claim(token: 1, now: Date.now.microseconds), in: $0)
            }
            #expect(entries.first { $0.externalID == "large" }?.body == large)
        }
    }
}
