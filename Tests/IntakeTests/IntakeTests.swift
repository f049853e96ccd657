// The journal: receipts, redeliveries, poison, forwarding, the books.
import Complaints
import Delivery
import Foundation
import Intake
import Logging
import Store
import Synchronization
import Testing

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func withIntake(
    reserveMiB: Int = 0, _ body: (Intake, String) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let intake = try await Intake.open(
        database: "sqlite:\(folder.path)/intake.sqlite",
        region: .init(prefix: "HSS", timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt),
        data: folder.path, reserveMiB: reserveMiB)
    defer { intake.close() }
    try await body(intake, folder.path)
}

func arrival(
    _ id: String, body: [UInt8] = [], at time: Double = 1_795_303_964,
    fingerprint: String? = nil, window: Duration = .zero, verdict: Arrival.Verdict = .take
) -> Arrival {
    Arrival(
        channel: .sms, account: "k", externalID: id,
        receivedAt: Date(timeIntervalSince1970: time), body: body, fingerprint: fingerprint,
        window: window, verdict: verdict)
}

private func echo(_ entry: JournalEntry) -> Normalised {
    .complaint(entry.complaint(text: String(decoding: entry.body, as: UTF8.self), reporter: nil))
}

@Suite struct ReceiveTests {
    @Test func concurrentRedeliveriesGetOneReceipt() async throws {
        try await withIntake { intake, _ in
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for number in 0..<320 {
                    group.addTask { try await intake.receive(arrival("\(number % 32)")) }
                }
                return try await group.reduce(into: [Receipt]()) { $0.append($1) }
            }
            #expect(receipts.count { $0.isNew } == 32)
            #expect(Set(receipts.map(\.tracking)).count == 32)
            let ledger = try await intake.ledger()
            #expect(ledger.received == 320 && ledger.stored == 32 && ledger.redelivered == 288)
            #expect(ledger.isBalanced)
        }
    }

    @Test func longIdsAreKeptAsTheirHash() async throws {
        try await withIntake { intake, _ in
            let long = String(repeating: "x", count: 9000)
            let first = try await intake.receive(arrival(long))
            let again = try await intake.receive(arrival(long))
            let other = try await intake.receive(arrival(long + "y"))
            #expect(first.tracking == again.tracking && !again.isNew)
            #expect(other.isNew && other.id != first.id)
            let longest = try await intake.store.read {
                try $0.first("SELECT MAX(LENGTH(external_id)) AS n FROM journal")?.int("n")
            }
            #expect(longest ?? 0 < 100)
        }
    }

    @Test func trackingNumbersRunPerLocalYear() async throws {
        try await withIntake { intake, _ in
            // 2026-12-31 16:30 UTC is already 2027 in WITA.
            let old = try await intake.receive(arrival("1", at: 1_798_700_000))
            let new = try await intake.receive(arrival("2", at: 1_798_734_600))
            #expect(old.tracking.hasPrefix("HSS-26-1000001-"))
            #expect(new.tracking.hasPrefix("HSS-27-1000001-"))
            #expect(TrackingNumber(new.tracking) != nil)
        }
    }

    @Test func windowEndsAndOnlyCountsWithAFingerprint() async throws {
        try await withIntake { intake, _ in
            func send(_ id: String, at time: Double) async throws -> Bool {
                try await intake.receive(
                    arrival(id, at: time, fingerprint: "f", window: .seconds(10))).isNew
            }
            let isNew = [
                try await send("1", at: 1000), try await send("2", at: 1009),
                try await send("3", at: 1011),
            ]
            #expect(isNew == [true, false, true])
        }
    }

    @Test func largeBodiesComeBackByteForByte() async throws {
        try await withIntake { intake, _ in
            let body = (0..<900_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            _ = try await intake.receive(arrival("1", body: body))
            let seen = Mutex<[UInt8]>([])
            let kept = Kept(seen)
            let worker = NormaliseWorker(intake: intake, logger: silent) { entry in
                kept.bytes.withLock { $0 = entry.body }
                return .ignored("seen")
            }
            #expect(try await worker.step())
            #expect(kept.bytes.withLock { $0 } == body)
        }
    }

    @Test func belowTheReserveNothingIsTaken() async throws {
        try await withIntake(reserveMiB: 1_048_576 * 64) { intake, _ in
            await #expect {
                _ = try await intake.receive(arrival("1"))
            } throws: { ($0 as? StoreError)?.code == .noSpace }
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 0)
        }
    }
}

private final class Kept: Sendable {
    let bytes: Mutex<[UInt8]>
    init(_ bytes: consuming Mutex<[UInt8]>) { self.bytes = bytes }
}

@Suite struct NormaliseTests {
    @Test func poisonNeverBlocksTheNext() async throws {
        try await withIntake { intake, _ in
            for id in ["a", "poison", "b"] {
                _ = try await intake.receive(arrival(id, body: Array(id.utf8)))
            }
            // The process died while handling the first batch: attempts are counted, nothing recorded.
            try await intake.store.write { transaction in
                try transaction.execute("UPDATE journal SET attempts = 1")
                try transaction.execute(
                    "UPDATE journal SET attempts = 3 WHERE external_id = 'poison'")
            }
            let worker = NormaliseWorker(intake: intake, logger: silent) { echo($0) }
            // Each suspect is handled alone; the one that died three times is set aside.
            for _ in 0..<4 { _ = try await worker.step() }
            let ledger = try await intake.ledger()
            #expect(ledger.quarantined == 1 && ledger.waiting == 2)
            #expect(try await intake.held().first?.why.contains("3 times") == true)
        }
    }

    @Test func aBatchIsBoundedByBytes() async throws {
        try await withIntake { intake, _ in
            for id in ["1", "2", "3"] {
                _ = try await intake.receive(
                    arrival(id, body: [UInt8](repeating: 1, count: 700_000)))
            }
            let worker = NormaliseWorker(intake: intake, logger: silent) { _ in .ignored("seen") }
            var left: [Int] = []
            while try await worker.step() { left.append(try await intake.ledger().waiting) }
            #expect(left == [2, 1, 0])
        }
    }

    @Test func quarantinedIsKeptAndCanBeRunAgain() async throws {
        try await withIntake { intake, _ in
            let receipt = try await intake.receive(arrival("1", body: Array("x".utf8)))
            let broken = NormaliseWorker(intake: intake, logger: silent) { _ in
                .quarantined("cannot read it")
            }
            #expect(try await broken.step())
            #expect(try await intake.held().map(\.why) == ["cannot read it"])
            #expect(try await intake.retry(tracking: receipt.tracking))
            #expect(try await intake.retry(tracking: receipt.tracking) == false)
            let mended = NormaliseWorker(intake: intake, logger: silent) { echo($0) }
            #expect(try await mended.step())
            #expect(try await intake.claim(limit: 100).count == 1)
        }
    }

    @Test func attachmentsAreStoredOnceUnderTheirHash() async throws {
        try await withIntake { intake, _ in
            let photo = [UInt8](repeating: 7, count: 600_000)
            for id in ["1", "2"] { _ = try await intake.receive(arrival(id)) }
            let worker = NormaliseWorker(intake: intake, logger: silent) { entry in
                .complaint(
                    entry.complaint(text: "foto", reporter: nil),
                    attachments: [.init(filename: "a.jpg", mediaType: "image/jpeg", bytes: photo)])
            }
            #expect(try await worker.step())
            let complaint = try Wire.decode(
                Complaint.self, from: try #require(try await intake.claim(limit: 100).first).body)
            let attachment = try #require(complaint.attachments.first)
            #expect(attachment.bytes == photo.count)
            let stored = try #require(try await intake.attachment(sha256: attachment.sha256))
            #expect(try await stored.bytes() == photo)
            #expect(try await intake.attachment(sha256: "00") == nil)
        }
    }
}

@Suite struct ForwardTests {
    @Test func inOrderAndSettledByAnswer() async throws {
        try await withIntake { intake, _ in
            for id in ["1", "2", "3"] {
                _ = try await intake.receive(arrival(id, body: Array(id.utf8)))
            }
            let worker = NormaliseWorker(intake: intake, logger: silent) { echo($0) }
            #expect(try await worker.step())
            let parcels = try await intake.claim(limit: 100)
            let texts = try parcels.map { try Wire.decode(Complaint.self, from: $0.body).text }
            #expect(texts == ["1", "2", "3"])
            try await intake.settle([
                (parcels[0], .delivered()), (parcels[1], .refused("text is empty")),
            ])
            let ledger = try await intake.ledger()
            #expect(ledger.forwarded == 1 && ledger.refused == 1 && ledger.waiting == 1)
            #expect(ledger.isBalanced)
        }
    }
}
