// While the database is away, what will not be sent again is kept beside it.
import Complaints
import Foundation
import Store
import Synchronization
import Testing

@testable import Intake

@Suite struct LocalJournalTests {
    private func withJournal(
        _ body: (Intake, LocalJournal, URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let journal = try LocalJournal(folder: folder.appending(path: "journal"))
        let intake = try await Intake.open(
            database: "sqlite:\(folder.path)/intake.sqlite",
            region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path, reserveMiB: 0,
            localJournal: journal)
        defer { intake.close() }
        try await body(intake, journal, folder)
    }

    /// Holds the only writing lock of the database, as a backup program gone mad would.
    @Test func aDatabaseThatIsAwayLosesNothingThatWillNotComeAgain() async throws {
        try await withJournal { intake, journal, folder in
            let database = folder.appending(path: "intake.sqlite").path
            let hidden = folder.appending(path: "away.sqlite").path
            try FileManager.default.moveItem(atPath: database, toPath: hidden)
            await #expect {
                _ = try await intake.receive(arrival("retried"))
            } throws: { ($0 as? StoreError)?.code == .unavailable }
            let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for id in 0..<20 {
                    group.addTask { try await intake.receiveOrKeep(arrival("\(id)", body: body)) }
                }
                return try await group.reduce(into: [Receipt]()) { $0.append($1) }
            }
            #expect(receipts.allSatisfy { $0.tracking.isEmpty && $0.isNew })
            let files = await journal.files()
            // They shared their syncs.
            #expect((1...19).contains(files.count))
            let drain = try #require(LocalJournalDrain(intake, logger: silent))
            await #expect(throws: StoreError.self) { try await drain.drain() }
            #expect(await journal.files() == files)

            try FileManager.default.moveItem(atPath: hidden, toPath: database)
            try await drain.drain()
            #expect(await journal.files().isEmpty)
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 20)
            // A redelivery, should the provider come again after all, finds them.
            let again = try await intake.receiveOrKeep(arrival("7"))
            #expect(!again.isNew && TrackingNumber(again.tracking) != nil)
        }
    }

    @Test func aFileThatWasTakenInTwiceDoublesNothing() async throws {
        try await withJournal { intake, journal, _ in
            _ = try await journal.keep(arrival("1"))
            let file = try #require(await journal.files().first)
            let copy = file.deletingLastPathComponent().appending(path: "0-copy.journal")
            try FileManager.default.copyItem(at: file, to: copy)
            try await LocalJournalDrain(intake, logger: silent)?.drain()
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 1 && ledger.redelivered == 1)
        }
    }

    @Test func aDamagedFileIsSetAsideAndHoldsUpNothing() async throws {
        try await withJournal { intake, journal, _ in
            _ = try await journal.keep(arrival("1"))
            try Data("[{".utf8).write(to: journal.folder.appending(path: "0-torn.journal"))
            try await LocalJournalDrain(intake, logger: silent)?.drain()
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 1)
            let left = try FileManager.default.contentsOfDirectory(atPath: journal.folder.path)
            #expect(left == ["0-torn.journal.unreadable"])
        }
    }

    /// It may belong to somebody else; here it is a folder, which root cannot read either.
    @Test func aFileThatCannotBeReadHoldsUpNothing() async throws {
        try await withJournal { intake, journal, _ in
            let strange = journal.folder.appending(path: "0-strange.journal")
            try FileManager.default.createDirectory(at: strange, withIntermediateDirectories: false)
            _ = try await journal.keep(arrival("1"))
            try await LocalJournalDrain(intake, logger: silent)?.drain()
            #expect(try await intake.ledger().stored == 1)
            #expect(await journal.files().map(\.lastPathComponent) == ["0-strange.journal"])
        }
    }

    /// A command beside the service writes here too, perhaps as root.
    @Test func anotherProcessIsCountedAndWritesForTheOwner() async throws {
        try await withJournal { intake, journal, folder in
            let ours = try LocalJournal(folder: journal.folder, bytesMax: 5000)
            chown(journal.folder.path, geteuid() == 0 ? 65534 : geteuid(), getegid())
            let others = try LocalJournal(folder: journal.folder)
            _ = try await others.keep(arrival("1", body: [UInt8](repeating: 1, count: 3000)))
            let file = try #require(await ours.files().first)
            let owner = try FileManager.default.attributesOfItem(atPath: file.path)[.ownerAccountID]
            let wanted = try FileManager.default.attributesOfItem(
                atPath: journal.folder.path)[.ownerAccountID]
            #expect(owner as? Int == wanted as? Int && owner != nil)
            await #expect {
                _ = try await ours.keep(arrival("2", body: [UInt8](repeating: 1, count: 1000)))
            } throws: { ($0 as? StoreError)?.code == .noSpace }
            try await LocalJournalDrain(intake, logger: silent)?.drain()
            #expect(try await intake.ledger().stored == 1)
            _ = await ours.files()
            _ = try await ours.keep(arrival("2", body: [UInt8](repeating: 1, count: 1000)))
        }
    }

    @Test func fullMeansFull() async throws {
        try await withJournal { _, _, folder in
            let small = try LocalJournal(folder: folder.appending(path: "small"), bytesMax: 2000)
            _ = try await small.keep(arrival("1"))
            await #expect {
                _ = try await small.keep(arrival("2", body: [UInt8](repeating: 1, count: 2000)))
            } throws: { ($0 as? StoreError)?.code == .noSpace }
        }
    }

    @Test func aFolderThatCannotBeWrittenIsFoundAtTheStart() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: StoreError.self) { _ = try LocalJournal(folder: file) }
        #expect(error?.message.contains(file.path) == true)
    }
}
