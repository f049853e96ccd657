// Schemas go forward from every released version, and a killed migration begins again.
import Foundation
@testable import Store
import TestSupport
import Testing

@Suite struct MigrationTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    @Test func everyReleasedStoreSchemaBecomesTheCurrentOne() async throws {
        let folder = try TemporaryFolder("upgrade")
        let releases = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path)
        #expect(releases.contains("schema-v1"))
        let fresh = try await Self.schema(of: folder.file("fresh.sqlite"))
        for release in releases {
            let path = folder.file("\(release).sqlite")
            try Self.load("\(release)/lease.sql", into: path)
            let store = try await Store.open(.sqlite(path: path), schemas: [])
            let lease = try await store.write { transaction in
                try Lease.acquire(
                    "decider", holder: "mendengar-2", now: 1_763_740_800_000_001,
                    microseconds: 10, in: transaction)
            }
            store.close()
            #expect(lease?.epoch == 4)
            #expect(try await Self.schema(of: path) == fresh, "\(release)")
        }
    }

    /// Long form: `MIGRATION_ROWS=200000 MIGRATION_KILLS=20`.
    @Test func killedMigrationBeginsAgain() async throws {
        let seed = UInt64(setting("FAULT_SEED", or: 1))
        let rows = setting("MIGRATION_ROWS", or: 100_000)
        let kills = setting("MIGRATION_KILLS", or: 5)
        var random = SeededRandom(seed: seed)
        let house = try FaultHouse("migration")
        #expect(try await house.run(["fill", "count=\(rows)"]).count("done") == 1)
        // The log that one migration fills, to know where it can be killed.
        let whole = rows * 100
        for kill in 1...kills {
            let limit = Int.random(in: 1...whole, using: &random)
            let program = try house.start(["migrate"], log: "migrate-\(kill).log")
            _ = try await eventually("\(limit) bytes of log, seed \(seed)") {
                house.logBytes >= limit || !program.isRunning ? true : nil
            }
            try await program.killNow()
            #expect(!program.output.contains("migrated"), "it was over: kill earlier")
            let driver = try SQLiteDriver(path: house.database)
            defer { driver.close() }
            let (version, count, integrity) = try await driver.read { transaction in
                (
                    try transaction.first("SELECT version FROM schema_version WHERE name = 'probe'"),
                    try transaction.first("SELECT count(*) AS n FROM numbered"),
                    try transaction.first("PRAGMA integrity_check")
                )
            }
            #expect(version?.int("version") == 1, "seed \(seed)")
            #expect(count?.int("n") == Int64(rows), "seed \(seed)")
            #expect(integrity?.text("integrity_check") == "ok", "seed \(seed)")
        }
        #expect(try await house.run(["migrate"], log: "last.log").count("migrated") == 1)
        let driver = try SQLiteDriver(path: house.database)
        defer { driver.close() }
        let right = try await driver.read { transaction in
            try transaction.first(
                "SELECT count(*) AS n FROM numbered WHERE words = 'migrated ' || number")
        }
        #expect(right?.int("n") == Int64(rows))
    }

    /// Fills a database from an SQL dump.
    static func load(_ name: String, into path: String) throws {
        let sql = try String(contentsOf: fixtures.appending(path: name), encoding: .utf8)
        let driver = try SQLiteDriver(path: path)
        defer { driver.close() }
        try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
            for statement in sql.split(separator: ";\n") {
                try transaction.execute(String(statement))
            }
        }
    }

    /// Every table and index of an opened store, as SQLite describes it.
    static func schema(of path: String) async throws -> Set<String> {
        let store = try await Store.open(.sqlite(path: path), schemas: [])
        defer { store.close() }
        return try await store.read { transaction in
            Set(
                try transaction.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").map {
                    $0.text("sql").split(whereSeparator: \.isWhitespace).joined(separator: " ")
                })
        }
    }
}

extension FaultHouse {
    /// The size of the write-ahead log.
    fileprivate var logBytes: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: database + "-wal")
        return attributes?[.size] as? Int ?? 0
    }
}
