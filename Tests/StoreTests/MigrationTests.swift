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

    /// Long form: `MENDENGAR_MIGRATION_ROWS=200000 MENDENGAR_MIGRATION_KILLS=20`.
    @Test func killedMigrationBeginsAgain() async throws {
        let seed = UInt64(Proof.size("MENDENGAR_SEED", short: 1))
        let rows = Proof.size("MENDENGAR_MIGRATION_ROWS", short: 50_000)
        let kills = Proof.size("MENDENGAR_MIGRATION_KILLS", short: 5)
        var random = SeededRandom(seed: seed)
        let house = try FaultHouse("migration")
        #expect(try await house.run(["fill", "count=\(rows)"]).count("done") == 1)
        // An undisturbed migration of a copy shows how many writes one takes.
        let kept = house.folder.file("kept.sqlite")
        try FileManager.default.copyItem(atPath: house.database, toPath: kept)
        let whole = try await house.run(["migrate"], environment: house.faults([:]))
        #expect(whole.count("migrated") == 1)
        let writes = try house.counted().writes
        try FileManager.default.removeItem(atPath: house.database)
        try FileManager.default.moveItem(atPath: kept, toPath: house.database)

        for kill in 1...kills {
            // The last third of them is the checkpoint after the commit.
            let place = Int.random(in: 10...(writes * 6 / 10), using: &random)
            let note: Comment = "killed at write \(place) of \(writes), seed \(seed)"
            let program = try house.start(
                ["migrate"], environment: house.faults(["KILL_AT_WRITE": place]),
                log: "migrate-\(kill).log")
            let end = try await program.ended(within: .seconds(60))
            #expect(end.bySignal && end.status == SIGKILL, note)
            let state = try await Self.state(house.database)
            #expect(state.version == 1, note)
            #expect(state.rows == rows, note)
            #expect(state.integrity == "ok", note)
        }
        #expect(try await house.run(["migrate"], log: "last.log").count("migrated") == 1)
        let state = try await Self.state(house.database)
        #expect(state.version == 2)
        #expect(state.migrated == rows)
    }

    private struct State: Sendable {
        var version = 0
        var rows = 0
        var migrated = 0
        var integrity = ""
    }

    private static func state(_ path: String) async throws -> State {
        let driver = try SQLiteDriver(path: path)
        defer { driver.close() }
        return try await driver.read { transaction in
            func number(_ sql: String) throws -> Int {
                try transaction.first(sql).map { Int($0.int("n")) } ?? -1
            }
            var state = State()
            state.version = try number(
                "SELECT version AS n FROM schema_version WHERE name = 'probe'")
            state.rows = try number("SELECT count(*) AS n FROM numbered")
            if state.version == 2 {
                state.migrated = try number(
                    "SELECT count(*) AS n FROM numbered WHERE words = 'migrated ' || number")
            }
            state.integrity =
                try transaction.first("PRAGMA integrity_check")?.text("integrity_check") ?? ""
            return state
        }
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
