// Every database of every release becomes what a new one is, and keeps its rows.
import Foundation
import Delivery
import Intake
import ServiceKit
import TestSupport
import Testing

@testable import EmailService
@testable import RadioService
@testable import RoutingService
@testable import Store

@Suite struct UpgradeTests {
    /// The databases of the services and their schemas. A new release adds a folder of dumps.
    static let databases: [String: [Schema]] = [
        "channel": [Intake.schema],
        "email": [
            Intake.schema, MailboxCursor.schema, MailTray.schema, MessageTable.schema, ReplyKey.schema,
        ],
        "radio": [Intake.schema, Operators.schema, ProgrammeTable.schema],
        "routing": RoutingTables.schemas,
    ]

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    private static let dumps: [URL] = {
        let releases = try? FileManager.default.contentsOfDirectory(
            at: fixtures, includingPropertiesForKeys: nil)
        return (releases ?? []).flatMap { release in
            (try? FileManager.default.contentsOfDirectory(
                at: release, includingPropertiesForKeys: nil)) ?? []
        }.sorted { $0.path < $1.path }
    }()

    @Test func everyDatabaseOfTheFirstReleaseIsHere() {
        let first = Self.dumps.filter { $0.path.contains("/schema-v1/") }
        #expect(
            Set(first.map { $0.deletingPathExtension().lastPathComponent })
                == Set(Self.databases.keys))
    }

    @Test(arguments: dumps) func becomesTheCurrentSchemaAndKeepsItsRows(dump: URL) async throws {
        let name = dump.deletingPathExtension().lastPathComponent
        let schemas = try #require(Self.databases[name])
        let folder = try TemporaryFolder("upgrade")
        let old = folder.file("old.sqlite")
        let before = try await Self.load(dump, into: old)
        #expect(before.values.reduce(0, +) > before.count / 2, "a dump without rows proves nothing")

        let upgraded = try await Self.look(old, schemas)
        let fresh = try await Self.look(folder.file("fresh.sqlite"), schemas)
        #expect(upgraded.schema == fresh.schema)
        #expect(upgraded.versions == fresh.versions)
        // Files moved to the readings of their programme.
        let moved = ["programme_file": "reading_file"]
        for (old, count) in before {
            let table = moved[old] ?? old
            // Tables of running figures may gain rows.
            let kept = try #require(upgraded.counts[table], "\(table) is gone")
            #expect(table == "counter" ? kept >= count : kept == count, "\(table)")
        }
        #expect(upgraded.integrity == "ok")
    }

    /// Runs the statements of a dump; gives the rows of each table.
    private static func load(_ dump: URL, into path: String) async throws -> [String: Int] {
        let sql = try String(contentsOf: dump, encoding: .utf8)
        let driver = try SQLiteDriver(path: path)
        defer { driver.close() }
        try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
            for statement in sql.components(separatedBy: ";\n") where !statement.isEmpty {
                try transaction.execute(statement)
            }
        }
        return try await driver.read { try counts($0) }
    }

    private struct Looks: Sendable {
        var schema: Set<String>
        var versions: [String]
        var counts: [String: Int]
        var integrity: String?
    }

    /// Opens a database as its service does.
    private static func look(_ path: String, _ schemas: [Schema]) async throws -> Looks {
        let store = try await Store.open(.sqlite(path: path), schemas: schemas)
        defer { store.close() }
        return try await store.read { transaction in
            Looks(
                schema: Set(
                    try transaction.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
                        .map {
                            $0.text("sql").split(whereSeparator: \.isWhitespace)
                                .joined(separator: " ")
                        }),
                versions: try transaction.query(
                    "SELECT name || ' ' || version AS line FROM schema_version ORDER BY name"
                ).map { $0.text("line") },
                counts: try counts(transaction),
                integrity: try transaction.first("PRAGMA integrity_check")?.text("integrity_check"))
        }
    }

    private static func counts(_ transaction: any Transaction) throws -> [String: Int] {
        let tables = try transaction.query(
            """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'
            """)
        var counts: [String: Int] = [:]
        for table in tables.map({ $0.text("name") }) {
            counts[table] = Int(
                try transaction.first("SELECT count(*) AS n FROM \(table)")?.int("n") ?? 0)
        }
        return counts
    }
}
