// A backup taken under load is one consistent state; a damaged one is refused wherever the damage is.
import Foundation
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct BackupTests {
    private static let schema = Schema(
        name: "rows",
        migrations: [["CREATE TABLE numbered (number BIGINT PRIMARY KEY, twice BIGINT, body {blob})"]])

    private static func open(_ path: String) async throws -> Store {
        try await Store.open(.sqlite(path: path), schemas: [schema])
    }

    private static func insert(_ number: Int, _ store: Store) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "INSERT INTO numbered VALUES (?, ?, ?)",
                [
                    SQLValue(number), SQLValue(2 * number),
                    .blob([UInt8](repeating: UInt8(number % 251), count: 3000)),
                ])
        }
    }

    private static func rows(_ path: String) async throws -> [Row] {
        let store = try await open(path)
        defer { store.close() }
        return try await store.read {
            try $0.query("SELECT * FROM numbered ORDER BY number")
        }
    }

    /// A closed database with some rows, and its backup.
    private func backedUp(
        _ folder: TemporaryFolder, rows: Int
    ) async throws -> (database: DatabaseURL, path: String, backup: String) {
        let path = folder.file("service.sqlite")
        let store = try await Self.open(path)
        for number in 0..<rows { try await Self.insert(number, store) }
        store.close()
        let backup = folder.file("backup.mendengar")
        try await Store.backup(.sqlite(path: path), to: backup)
        return (.sqlite(path: path), path, backup)
    }

    @Test func backupUnderLoadIsOneStateAndRestores() async throws {
        let folder = try TemporaryFolder("backup")
        let path = folder.file("service.sqlite")
        let backup = folder.file("backups-of-today")
        let store = try await Self.open(path)
        for number in 0..<1500 { try await Self.insert(number, store) }
        let isDone = Flag(), steps = Counter(), rows = Counter(), held = Counter()
        async let writer = {
            var number = 1500
            while !isDone.value.load(ordering: .relaxed) {
                try await Self.insert(number, store)
                rows.value.add(1, ordering: .relaxed)
                number += 1
            }
            return number
        }()
        // Between two steps the writer is not held up: the copy waits there until a row was committed.
        let report = try await Store.backup(.sqlite(path: path), to: backup) {
            steps.value.add(1, ordering: .relaxed)
            let before = rows.value.load(ordering: .relaxed), start = ContinuousClock.now
            while rows.value.load(ordering: .relaxed) < before + 1 {
                guard ContinuousClock.now - start < .seconds(20) else {
                    held.value.add(1, ordering: .relaxed)
                    return
                }
                usleep(200)
            }
        }
        isDone.value.store(true, ordering: .relaxed)
        let written = try await writer
        #expect(held.value.load(ordering: .relaxed) == 0, "no row could be committed between two steps")
        #expect(steps.value.load(ordering: .relaxed) >= 3, "too small to be copied in steps")
        store.close()

        let attributes = try FileManager.default.attributesOfItem(atPath: backup)
        #expect(attributes[.size] as? Int == report.bytes)
        #expect((attributes[.posixPermissions] as? Int ?? 0) & 0o077 == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
            !$0.contains(".part")
        })
        let restored = folder.file("new/restored.sqlite")
        try await Store.restore(backup, to: .sqlite(path: restored))
        let copy = try await Self.rows(restored)
        let original = try await Self.rows(path)
        #expect(original.count == written)
        #expect((1500..<written).contains(copy.count))
        #expect(copy == Array(original.prefix(copy.count)))
    }

    @Test func oneChangedByteAnywhereIsRefused() async throws {
        let folder = try TemporaryFolder("flip")
        let (_, _, backup) = try await backedUp(folder, rows: 60)
        let good = try Data(contentsOf: URL(filePath: backup))
        let seed = UInt64(Proof.size("MENDENGAR_SEED", short: 1))
        var random = SeededRandom(seed: seed)
        let target = folder.file("target.sqlite")
        // The seal's own bytes as well.
        let places =
            (0..<180).map { _ in Int.random(in: 0..<good.count, using: &random) }
            + (0..<20).map { _ in Int.random(in: good.count - 128..<good.count, using: &random) }
        for place in places {
            var bad = good
            bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try bad.write(to: URL(filePath: folder.file("bad")))
            await #expect("byte \(place), seed \(seed)") {
                try await Store.restore(folder.file("bad"), to: .sqlite(path: target))
            } throws: { error in
                (error as? StoreError)?.code == .invalid
            }
            try #require(!FileManager.default.fileExists(atPath: target))
        }
        for length in [0, 1, 127, 128, 129, good.count - 1] {
            try good.prefix(length).write(to: URL(filePath: folder.file("short")))
            await #expect(throws: StoreError.self, "\(length) bytes") {
                try await Store.restore(folder.file("short"), to: .sqlite(path: target))
            }
        }
        try await Store.restore(backup, to: .sqlite(path: target))
        #expect(try await Self.rows(target).count == 60)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains(".restore-") })
    }

    @Test func existingDatabaseIsReplacedOnlyWhenAskedAndNeverInUse() async throws {
        let folder = try TemporaryFolder("replace")
        let (database, path, backup) = try await backedUp(folder, rows: 5)
        await #expect {
            try await Store.restore(backup, to: database)
        } throws: { ($0 as? StoreError)?.code == .invalid }

        let store = try await Self.open(path)
        try await Self.insert(100, store)
        await #expect {
            try await Store.restore(backup, to: database, replacing: true)
        } throws: { ($0 as? StoreError)?.code == .busy }
        try await Self.insert(101, store)
        store.close()
        #expect(try await Self.rows(path).count == 7)

        // Another process, killed: its log stays behind and must not be taken for the new one's.
        let house = try FaultHouse("replace-running")
        let program = try house.start(["write", "writers=4"])
        try await program.writes("ok 20\n")
        await #expect {
            try await Store.restore(backup, to: .sqlite(path: house.database), replacing: true)
        } throws: { ($0 as? StoreError)?.code == .busy }
        try await program.killNow()
        #expect(FileManager.default.fileExists(atPath: house.database + "-wal"))
        try await Store.restore(backup, to: .sqlite(path: house.database), replacing: true)
        #expect(try await Self.rows(house.database).count == 5)

        try await Store.restore(backup, to: database, replacing: true)
        #expect(try await Self.rows(path).count == 5)
    }

    @Test func damagedDatabaseIsReplacedButNotBackedUp() async throws {
        let folder = try TemporaryFolder("damaged")
        let (database, path, backup) = try await backedUp(folder, rows: 50)
        var bytes = try Data(contentsOf: URL(filePath: path))
        // A page in the middle, then no database at all.
        bytes.replaceSubrange(40_960..<45_056, with: Data(repeating: 0x5A, count: 4096))
        try bytes.write(to: URL(filePath: path))
        await #expect {
            try await Store.backup(database, to: folder.file("second"))
        } throws: { "\($0)".contains("damaged") || "\($0)".contains("malformed") }
        #expect(!FileManager.default.fileExists(atPath: folder.file("second")))
        try folder.write(String(repeating: "rusak ", count: 2000), to: "service.sqlite")
        try folder.write("rusak", to: "service.sqlite-wal")
        try await Store.restore(backup, to: database, replacing: true)
        #expect(try await Self.rows(path).count == 50)
    }

    @Test func whatIsNotThereIsNotCreated() async throws {
        let folder = try TemporaryFolder("nothing")
        await #expect(throws: StoreError.self) {
            try await Store.backup(.sqlite(path: folder.file("no.sqlite")), to: folder.file("b"))
        }
        await #expect(throws: StoreError.self) {
            try await Store.restore(folder.file("no"), to: .sqlite(path: folder.file("t.sqlite")))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}

/// Counts across threads.
private final class Counter: Sendable {
    let value = Atomic(0)
}

private final class Flag: Sendable {
    let value = Atomic(false)
}
