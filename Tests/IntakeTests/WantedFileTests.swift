// Messages that wait for their files, on both databases: they go on with all of them, with some, or with none,
// and never wait for ever.
import Complaints
import Delivery
import Foundation
import Logging
import Store
import TestSupport
import Testing

@testable import Intake

@Suite struct WantedFileTests {
    private static let picture = AttachmentFile(
        filename: "foto.jpg", mediaType: "image/jpeg", bytes: [0xFF, 0xD8, 0xFF, 1])

    private static func withIntake(
        _ database: TestDatabase, _ body: (Intake) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("files")
        let url = try database.url(in: folder)
        let intake = try await Intake.open(
            database: url, region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path,
            reserveMiB: 0)
        defer { intake.close() }
        try await body(intake)
    }

    /// Two files each; complaints carry what came, and say how many did not.
    private static func normaliser(_ intake: Intake, window: Duration = .seconds(300)) -> NormaliseWorker {
        NormaliseWorker(intake: intake, logger: logger) { entry in
            guard let files = entry.files else {
                return .awaitsFiles(
                    [FileReference(place: "a"), FileReference(place: "b")], within: window)
            }
            var complaint = entry.complaint(
                text: "tanpa \(files.missing.count)", reporter: nil)
            complaint.attachments = files.attachments
            return .complaint(complaint)
        }
    }

    private static let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }

    private static func forwarded(_ intake: Intake) async throws -> [Complaint] {
        try await intake.claim(limit: 10).map { try Wire.decode(Complaint.self, from: $0.body) }
    }

    private static func receive(_ intake: Intake) async throws {
        _ = try await intake.receive(
            Arrival(
                channel: .sms, account: "k", externalID: "1", receivedAt: .now, body: Array("x".utf8)))
    }

    @Test(arguments: TestDatabase.allCases)
    func goesOnWithWhatCame(_ database: TestDatabase) async throws {
        try await Self.withIntake(database) { intake in
            try await Self.receive(intake)
            let normaliser = Self.normaliser(intake)
            while try await normaliser.step() {}
            #expect(try await intake.ledger().waiting == 1)
            #expect(try await Self.forwarded(intake).isEmpty)

            let worker = FileWorker(intake: intake, logger: Self.logger) { account, file in
                #expect(account == "k")
                return file.place == "a" ? .fetched(Self.picture) : .missing("gone")
            }
            #expect(try await worker.step())
            // One is still missing.
            #expect(try await normaliser.step() == false)
            #expect(try await worker.step())
            #expect(try await worker.step() == false)
            while try await normaliser.step() {}
            let complaints = try await Self.forwarded(intake)
            #expect(complaints.map(\.text) == ["tanpa 1"])
            let attachment = try #require(complaints.first?.attachments.first)
            #expect(attachment.mediaType == "image/jpeg" && attachment.bytes == 4)
            let stored = try #require(try await intake.attachment(sha256: attachment.sha256))
            #expect(stored.filename == Self.picture.filename)
            #expect(stored.mediaType == Self.picture.mediaType)
            #expect(try await stored.bytes() == Self.picture.content.bytes())
            #expect(try await intake.ledger().isBalanced)
        }
    }

    /// A provider that never answers holds up no complaint for ever.
    @Test(arguments: TestDatabase.allCases)
    func isNotWaitedForLongerThanItsWindow(_ database: TestDatabase) async throws {
        try await Self.withIntake(database) { intake in
            try await Self.receive(intake)
            let normaliser = Self.normaliser(intake, window: .zero)
            while try await normaliser.step() {}
            let worker = FileWorker(intake: intake, logger: Self.logger) { _, _ in .again("away") }
            while try await worker.step() {}
            while try await normaliser.step() {}
            #expect(try await Self.forwarded(intake).map(\.text) == ["tanpa 2"])
            #expect(try await intake.ledger().isBalanced)
        }
    }

    @Test func isTriedAgainLaterWhileThereIsTime() async throws {
        try await Self.withIntake(.sqlite) { intake in
            try await Self.receive(intake)
            let normaliser = Self.normaliser(intake)
            while try await normaliser.step() {}
            let worker = FileWorker(intake: intake, logger: Self.logger) { _, _ in .again("away") }
            for _ in 1...2 { #expect(try await worker.step()) }
            // Both wait for their next try.
            #expect(try await worker.step() == false)
            let rows = try await intake.store.read {
                try $0.query("SELECT attempts, state FROM wanted_file")
            }
            #expect(rows.map { $0.int("attempts") } == [1, 1])
            #expect(rows.allSatisfy { $0.text("state") == "wanted" })
            #expect(try await Self.forwarded(intake).isEmpty)
        }
    }

    /// What a person takes up again has its files already.
    @Test func aRetryKeepsTheFiles() async throws {
        try await Self.withIntake(.sqlite) { intake in
            try await Self.receive(intake)
            let normaliser = NormaliseWorker(intake: intake, logger: Self.logger) { entry in
                guard let files = entry.files else {
                    return .awaitsFiles([FileReference(place: "a")], within: .seconds(300))
                }
                return .quarantined("\(files.attachments.count)")
            }
            while try await normaliser.step() {}
            let worker = FileWorker(intake: intake, logger: Self.logger) { _, _ in
                .fetched(Self.picture)
            }
            while try await worker.step() {}
            while try await normaliser.step() {}
            let held = try #require(try await intake.held().first)
            #expect(held.why == "1")
            #expect(try await intake.retry(tracking: held.tracking))
            while try await normaliser.step() {}
            #expect(try await intake.held().first?.why == "1")
            #expect(try await worker.step() == false)
        }
    }

    /// A worker that slept through its claim writes nothing.
    @Test func aSleeperWritesNothing() async throws {
        try await Self.withIntake(.sqlite) { intake in
            try await Self.receive(intake)
            let normaliser = Self.normaliser(intake)
            while try await normaliser.step() {}
            let now = Date.now.microseconds
            try await intake.store.write { transaction in
                let sleeper = Claim(token: 1, now: now)
                let wanted = try WantedFiles.claim(sleeper, limit: 1, in: transaction)
                let later = Claim(token: 2, now: now + 31_000_000)
                #expect(try WantedFiles.claim(later, limit: 2, in: transaction).count == 2)
                try WantedFiles.record(
                    .fetched(Self.picture), of: wanted[0], sleeper, random: 0, in: transaction)
                let kept = try transaction.query("SELECT seq FROM wanted_file WHERE state = 'kept'")
                #expect(kept.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), ([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], "image/png"),
        (Array("GIF89a".utf8), "image/gif"), (Array("RIFF0000WEBPVP8".utf8), "image/webp"),
        (Array("%PDF-1.7".utf8), "application/pdf"), (Array("\0\0\0\u{18}ftyp3gp4".utf8), "video/3gpp"),
        (Array("\0\0\0\u{18}ftypisom".utf8), "video/mp4"), (Array("#!AMR\n".utf8), "audio/amr"),
        (Array("<html><script>".utf8), "application/octet-stream"),
        (Array("<svg xmlns=".utf8), "application/octet-stream"), ([], "application/octet-stream"),
        ([0xFF], "application/octet-stream"), (Array("RIFF".utf8), "application/octet-stream"),
    ] as [([UInt8], String)])
    func aFileIsWhatItsBytesSay(_ bytes: [UInt8], _ type: String) {
        #expect(FileType.of(bytes) == type)
    }
}
