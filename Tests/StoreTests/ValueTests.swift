// Values, statements and migrations that must come to the same on every database.
import Foundation
import Store
import Testing

@Suite struct ValueTests {
    @Test(arguments: Backend.all) func sameStatementTakesEveryKindOfValue(
        _ backend: Backend
    ) async throws {
        try await backend.withStore { store, _ in
            let kinds: [[SQLValue]] = [
                [.null, .null], [.text("kata"), .blob([])], [.text(""), .blob([0, 255])],
                [.text("?'\"\\ $1 \u{1F600}"), .null],
            ]
            try await store.write { transaction in
                try transaction.execute(
                    "CREATE TABLE thing (n BIGINT, t TEXT, b \(Self.blob(transaction)))")
                for (index, kind) in kinds.enumerated() {
                    try transaction.execute(
                        "INSERT INTO thing (n, t, b) VALUES (?, ?, ?)", [SQLValue(index)] + kind)
                }
                try transaction.insert(
                    Insertion(into: "thing", ["n": .integer, "t": .text, "b": .blob]),
                    rows: kinds.enumerated().map { [SQLValue($0 + 10)] + $1 })
            }
            let rows = try await store.read {
                try $0.query("SELECT t, b FROM thing ORDER BY n LIMIT ?", [8])
            }
            #expect(rows.map { [$0["t"], $0["b"]] } == kinds + kinds)
        }
    }

    private static func blob(_ transaction: any Transaction) -> String {
        transaction.dialect.render("{blob}")
    }

    @Test(arguments: Backend.all) func numbersComeBackAsNumbers(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let rows: [[SQLValue]] = [
                [.integer(.max), 1, .real(0.1)], [.integer(.min), 2, .real(-1e300)], [0, 3, .null],
            ]
            let row = try await store.write { transaction in
                try transaction.execute(
                    "CREATE TABLE number (big BIGINT, small INTEGER, r DOUBLE PRECISION)")
                try transaction.insert(
                    Insertion(into: "number", ["big": .integer, "small": .integer, "r": .real]),
                    rows: rows)
                return try transaction.first(
                    """
                    SELECT MAX(big) AS max, MIN(big) AS min, SUM(small) AS sum, COUNT(*) AS n,
                        AVG(small + ?) AS avg, MIN(r) AS r, COUNT(r) AS known, SUM(small) > 5 AS yes,
                        LENGTH('kata é') AS length, SUM(CAST(small AS BIGINT) * 1000000000) AS large
                    FROM number
                    """, [1])
            }
            #expect(row?.int("max") == .max)
            #expect(row?.int("min") == .min)
            #expect(row?.int("sum") == 6)
            #expect(row?.int("n") == 3)
            #expect(row?.double("avg") == 3)
            #expect(row?.double("r") == -1e300)
            #expect(row?.int("known") == 2)
            #expect(row?.int("yes") == 1)
            #expect(row?.int("length") == 6)
            #expect(row?.int("large") == 6_000_000_000)
        }
    }

    @Test(arguments: Backend.all) func keysOfEveryKindAreFound(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            try await store.write { transaction in
                try transaction.insert(
                    Insertion(into: "note", ["word": .text]), rows: (0..<10).map { [.text("\($0)")] })
            }
            let found = try await store.read { transaction in
                try transaction.find(
                    "SELECT word FROM note", ["id", "word"],
                    in: (1...20).map { [SQLValue($0), .text("\($0 - 1)")] }, "ORDER BY id")
            }
            #expect(found.map { $0.text("word") } == (0..<10).map { "\($0)" })
        }
    }

    /// What a caller must not swallow: PostgreSQL ends a transaction with its first failed
    /// statement.
    @Test(arguments: Backend.all) func swallowedFailureIsNeverAcknowledgedAndLost(
        _ backend: Backend
    ) async throws {
        try await backend.withStore { store, _ in
            let acknowledged = await withTaskGroup(of: String?.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write { transaction in
                                try transaction.execute(
                                    "INSERT INTO note (word) VALUES (?)", [.text("\(number)")])
                                guard number % 10 == 0 else { return }
                                _ = try? transaction.execute(
                                    "INSERT INTO note (word) VALUES (NULL)")
                            }
                            return "\(number)"
                        } catch {
                            return nil
                        }
                    }
                }
                return await group.reduce(into: Set<String>()) {
                    if let word = $1 { $0.insert(word) }
                }
            }
            let rows = try await store.read { try $0.query("SELECT word FROM note") }
            #expect(Set(rows.map { $0.text("word") }) == acknowledged)
            #expect(acknowledged.count >= 36)
        }
    }

    @Test(arguments: Backend.all) func failedMigrationLeavesNothing(_ backend: Backend) async throws
    {
        try await backend.withURL { url in
            let half = Schema(
                name: "half",
                migrations: [["CREATE TABLE first (n BIGINT)", "CREATE TABLE first (n BIGINT)"]])
            await #expect(throws: StoreError.self) {
                _ = try await Store.open(url, schemas: [half])
            }
            let whole = Schema(name: "half", migrations: [["CREATE TABLE first (n BIGINT)"]])
            let store = try await Store.open(url, schemas: [whole])
            defer { store.close() }
            let rows = try await store.read { try $0.query("SELECT n FROM first") }
            #expect(rows.isEmpty)
        }
    }

    @Test(arguments: Backend.all) func manyProcessesMayStartAtOnce(_ backend: Backend) async throws
    {
        try await backend.withURL { url in
            let schema = Schema(
                name: "once",
                migrations: [["CREATE TABLE once (n BIGINT)"], ["INSERT INTO once (n) VALUES (1)"]])
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try await Store.open(url, schemas: [schema])
                        defer { store.close() }
                        return try await store.read { try $0.query("SELECT n FROM once").count }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts == [1, 1, 1, 1, 1, 1])
        }
    }

    @Test(arguments: Backend.all) func messagesLeaveTheArgumentsOut(_ backend: Backend) async throws
    {
        try await backend.withStore { store, _ in
            let secret = SQLValue.text("rahasia-warga")
            try await store.write { try $0.execute("INSERT INTO note (word) VALUES (?)", [secret]) }
            let wrong = [
                "INSERT INTO note (word) VALUES (?)", "SELECT * FROM absent WHERE word = ?",
                "INSERT INTO note (word, id) VALUES ('x', CAST(? AS TEXT))",
                "SELECT word FROM note WHERE id = ?",
            ]
            for sql in wrong {
                do {
                    try await store.write { _ = try $0.query(sql, [secret]) }
                } catch {
                    #expect(!"\(error)".contains("rahasia"), "\(sql)")
                    #expect(error is StoreError)
                }
            }
        }
    }
}
