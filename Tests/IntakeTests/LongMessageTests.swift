// Long messages in pieces: whatever the order, however often a piece comes, one complaint; and none is waited
// for without end.
import Complaints
import Delivery
import Foundation
import Store
import TestSupport
import Testing

@testable import Intake

@Suite struct LongMessageTests {
    private static let second: Int64 = 1_000_000
    /// PostgreSQL has a clock of its own, which nobody sets.
    private static let start = Date.now.microseconds
    private static let window = Duration.seconds(900)

    private static func withDatabase(
        _ database: TestDatabase, _ body: (_ open: () async throws -> Intake) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("long")
        let url = try database.url(in: folder)
        try await body {
            try await Intake.open(
                database: url, region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path,
                reserveMiB: 0)
        }
    }

    /// One piece of a message: its body says what it is.
    private struct Sent {
        var key = "a"
        var number: Int
        var total: Int
        var text: String
        var after: Double = 0

        var arrival: Arrival {
            Arrival(
                channel: .sms, account: "k", externalID: UUID().uuidString,
                receivedAt: Date(microseconds: start).addingTimeInterval(after),
                body: Array("\(key) \(number) \(total) \(text)".utf8))
        }
    }

    /// Claims, reads and records once, as a worker does.
    ///
    /// - Returns: the texts that became complaints, each with a `!` when pieces are missing; `nil` when
    ///   nothing waited.
    @discardableResult
    private static func step(
        _ intake: Intake, token: Int64 = 1, after seconds: Int64 = 0
    ) async throws -> [String]? {
        let claim = Claim(token: token, now: start + seconds * second)
        let entries = try await intake.store.write { try Normalising.claim(claim, in: $0) }
        guard !entries.isEmpty else { return nil }
        let results = entries.map { ($0, normalised($0)) }
        _ = try await intake.store.write { try Normalising.record(results, claim, in: $0) }
        return results.compactMap { _, result in
            if case .complaint(let complaint, _, _) = result { complaint.text } else { nil }
        }
    }

    private static func words(_ entry: JournalEntry) -> [String] {
        String(decoding: entry.body, as: UTF8.self).split(separator: " ").map { String($0) }
    }

    private static func normalised(_ entry: JournalEntry) -> Normalised {
        let words = words(entry)
        guard entry.pieces.isEmpty else {
            let text = entry.pieces.sorted { $0.key < $1.key }.map { Self.words($0.value)[3] }.joined()
            return .complaint(
                entry.complaint(
                    text: entry.pieces.count < entry.piecesTotal ? text + "!" : text, reporter: nil))
        }
        return .piece(
            Piece(
                key: words[0], number: Int(words[1]) ?? 0, total: Int(words[2]) ?? 0,
                hash: words[3], window: window,
                again: .seconds(10)))
    }

    /// Everything that becomes of what waits.
    private static func all(_ intake: Intake, after seconds: Int64 = 0) async throws -> [String] {
        var texts: [String] = []
        while let more = try await step(intake, after: seconds) { texts += more }
        return texts
    }

    @Test(arguments: TestDatabase.allCases, [[1, 2, 3], [3, 2, 1], [2, 3, 1]])
    func anyOrder(database: TestDatabase, order: [Int]) async throws {
        try await Self.withDatabase(database) { open in
            let intake = try await open()
            defer { intake.close() }
            var receipts: [Receipt] = []
            for (place, number) in order.enumerated() {
                receipts.append(
                    try await intake.receive(
                        Sent(number: number, total: 3, text: "t\(number)").arrival))
                // Handled one by one: each waits on the disk for the others.
                #expect(try await Self.all(intake) == (place == 2 ? ["t1t2t3"] : []))
                let ledger = try await intake.ledger()
                #expect(ledger.isBalanced && ledger.waiting == (place == 2 ? 1 : place + 1))
            }
            let ledger = try await intake.ledger()
            #expect(ledger.ignored == 2 && ledger.stored == 3)
            let parcel = try #require(try await intake.claim(limit: 9).first)
            let complaint = try Wire.decode(Complaint.self, from: parcel.body)
            // The number of whichever piece came first.
            #expect(complaint.tracking == receipts[0].tracking)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aPieceThatComesAgainAddsNothing(database: TestDatabase) async throws {
        try await Self.withDatabase(database) { open in
            let intake = try await open()
            defer { intake.close() }
            for number in [1, 1, 2, 1, 2] {
                _ = try await intake.receive(
                    Sent(number: number, total: 2, text: "t\(number)").arrival)
            }
            #expect(try await Self.all(intake) == ["t1t2"])
            // Also after the message is complete.
            _ = try await intake.receive(Sent(number: 2, total: 2, text: "t2", after: 9).arrival)
            #expect(try await Self.all(intake) == [])
            #expect(try await Self.all(intake, after: 3600) == [])
            let ledger = try await intake.ledger()
            #expect(ledger.ignored == 5 && ledger.waiting == 1 && ledger.isBalanced)
        }
    }

    /// A person takes up again what was quarantined or refused: with all its pieces.
    @Test(arguments: TestDatabase.allCases)
    func aLongMessageIsTakenUpAgainWhole(database: TestDatabase) async throws {
        try await Self.withDatabase(database) { open in
            let intake = try await open()
            defer { intake.close() }
            for number in [1, 2] {
                _ = try await intake.receive(
                    Sent(number: number, total: 2, text: "t\(number)").arrival)
            }
            _ = try await Self.step(intake)
            let claim = Claim(token: 1, now: Self.start)
            let joined = try await intake.store.write { try Normalising.claim(claim, in: $0) }
            _ = try await intake.store.write {
                try Normalising.record(
                    joined.map { ($0, .quarantined("unreadable")) }, claim, in: $0)
            }
            let tracking = try #require(joined.first?.tracking)
            #expect(try await intake.retry(tracking: tracking))
            #expect(try await Self.all(intake) == ["t1t2"])
            #expect(try await intake.ledger().isBalanced)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aReferenceIsUsedAgain(database: TestDatabase) async throws {
        try await Self.withDatabase(database) { open in
            let intake = try await open()
            defer { intake.close() }
            // Another text under the same number: the first message will not be completed any more.
            for (number, text) in [(1, "old"), (1, "new"), (2, "er")] {
                _ = try await intake.receive(Sent(number: number, total: 2, text: text).arrival)
            }
            #expect(try await Self.all(intake).sorted() == ["newer", "old!"])
        }
    }

    @Test func longAfterAReferenceMeansAnotherMessage() async throws {
        try await Self.withDatabase(.sqlite) { open in
            let intake = try await open()
            defer { intake.close() }
            // Long after, a reference means another message, whatever its number.
            _ = try await intake.receive(Sent(number: 1, total: 2, text: "a", after: 5000).arrival)
            _ = try await intake.receive(Sent(number: 2, total: 2, text: "b", after: 6000).arrival)
            #expect(try await Self.all(intake) == ["a!"])
            #expect(try await Self.all(intake, after: 6000 + 901) == ["b!"])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whatCameLongAgoGoesOnAsItIs(database: TestDatabase) async throws {
        try await Self.withDatabase(database) { open in
            let intake = try await open()
            defer { intake.close() }
            for number in [2, 1] {
                _ = try await intake.receive(
                    Sent(number: number, total: 3, text: "t\(number)", after: -2000).arrival)
            }
            #expect(try await Self.all(intake) == ["t1t2!"])
            #expect(try await intake.ledger().isBalanced)
        }
    }

    @Test func whatIsMissingIsNotWaitedForWithoutEnd() async throws {
        try await Self.withDatabase(.sqlite) { open in
            let intake = try await open()
            defer { intake.close() }
            for number in [3, 1] {
                _ = try await intake.receive(
                    Sent(number: number, total: 3, text: "t\(number)").arrival)
            }
            #expect(try await Self.all(intake) == [])
            #expect(try await Self.all(intake, after: 899) == [])
            #expect(try await Self.all(intake, after: 901) == ["t1t3!"])
            #expect(try await intake.ledger().isBalanced)
            // The missing one comes after all: a complaint of its own, not lost.
            _ = try await intake.receive(Sent(number: 2, total: 3, text: "t2", after: 1000).arrival)
            #expect(try await Self.all(intake, after: 1000) == [])
            #expect(try await Self.all(intake, after: 2000) == ["t2!"])
            // A clock that was days ahead does not hold a piece for days.
            _ = try await intake.receive(
                Sent(key: "b", number: 1, total: 2, text: "x", after: 3 * 86_400).arrival)
            #expect(try await Self.all(intake, after: 2000) == ["x!"])
        }
    }

    /// Two processes, each with other pieces of the same messages.
    @Test func twoReplicasJoinEachMessageOnce() async throws {
        try await Self.withDatabase(.postgres) { open in
            let replicas = [try await open(), try await open()]
            defer { for replica in replicas { replica.close() } }
            var random = SeededRandom(seed: 7)
            let sent = (0..<40).flatMap { message in
                (1...4).map { Sent(key: "m\(message)", number: $0, total: 4, text: "\(message).\($0)") }
            }.shuffled(using: &random)
            for piece in sent { _ = try await replicas[0].receive(piece.arrival) }
            let texts = try await withThrowingTaskGroup(of: [String].self) { group in
                for (token, replica) in replicas.enumerated() {
                    group.addTask {
                        var texts: [String] = []
                        var idle = 0
                        while idle < 50 {
                            let found = try await Self.step(replica, token: Int64(token + 1))
                            idle = found == nil ? idle + 1 : 0
                            texts += found ?? []
                            await Task.yield()
                        }
                        return texts
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(
                texts.sorted()
                    == (0..<40).map { message in (1...4).map { "\(message).\($0)" }.joined() }.sorted())
            let ledger = try await replicas[0].ledger()
            #expect(ledger.waiting == 40 && ledger.ignored == 120 && ledger.isBalanced)
        }
    }
}
