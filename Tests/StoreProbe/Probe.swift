// What the probe does with its store.
import Foundation
import Store
import Synchronization

/// One line, written at once: nobody ever reads half of it.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

struct Probe {
    /// `name=value` arguments.
    struct Settings {
        var writers = 8
        /// Numbers `first..<first + count` are written.
        var first = 0
        var count = Int.max / 2
        var milliseconds = 60_000
        /// Of the store; 0 leaves its default.
        var waiting = 0
        var checkpointBytes = 0
        var logBytes = 0
        var bodyBytes = 400
        /// 1: the file is also open elsewhere, so that SQLite does not tidy its log when we close it; 2: and
        /// somebody reads in it for so long that the log often cannot be emptied.
        var beside = 0

        init(_ arguments: ArraySlice<String>) {
            for argument in arguments {
                let parts = argument.split(separator: "=")
                guard parts.count == 2, let value = Int(parts[1]) else { continue }
                switch parts[0] {
                case "writers": writers = value
                case "first": first = value
                case "count": count = value
                case "milliseconds": milliseconds = value
                case "waiting": waiting = value
                case "checkpoint": checkpointBytes = value
                case "log": logBytes = value
                case "body": bodyBytes = value
                case "beside": beside = value
                default: say("what is '\(argument)'?")
                }
            }
        }

        var limits: StoreLimits {
            var limits = StoreLimits()
            if waiting > 0 { limits.waitingWritesMax = waiting }
            if checkpointBytes > 0 { limits.sqlite.checkpointBytes = checkpointBytes }
            if logBytes > 0 { limits.sqlite.logBytesMax = logBytes }
            return limits
        }
    }

    let file: DatabaseURL
    let settings: Settings

    /// `effect` has no unique key: a write done twice shows there.
    static let schema = Schema(
        name: "probe",
        migrations: [
            [
                "CREATE TABLE numbered (id {autoid}, number BIGINT NOT NULL UNIQUE, body {blob})",
                "CREATE TABLE effect (id {autoid}, number BIGINT NOT NULL)",
            ]
        ])

    /// With a migration that takes a while.
    static let secondSchema = Schema(
        name: "probe",
        migrations: schema.migrations + [
            [
                """
                CREATE TABLE numbered_anew (id {autoid}, number BIGINT NOT NULL UNIQUE,
                    body {blob}, words TEXT NOT NULL)
                """,
                """
                INSERT INTO numbered_anew (number, body, words)
                SELECT number, body, 'migrated ' || number FROM numbered
                """,
                "DROP TABLE numbered",
                "ALTER TABLE numbered_anew RENAME TO numbered",
                "CREATE INDEX numbered_words ON numbered (words)",
            ]
        ])

    func migrate() async throws {
        say("opening")
        try await Store.open(file, schemas: [Self.secondSchema]).close()
        say("migrated")
    }

    func fill() async throws {
        let store = try await Store.open(file, schemas: [Self.schema])
        let count = settings.count
        try await store.write { transaction in
            try transaction.insert(
                Insertion(into: "numbered", ["number": .integer, "body": .blob]),
                rows: (0..<count).map { [SQLValue($0), .blob(Self.body($0, 40))] })
        }
        store.close()
        say("done")
    }

    /// Says `ok N` for each number acknowledged, `CODE milliseconds` for each refusal, then `done`.
    func write() async throws {
        let other = settings.beside == 0 ? nil : try await Store.open(file, schemas: [Self.schema])
        let reader = Task {
            while settings.beside > 1, !Task.isCancelled {
                _ = try? await other?.read { transaction in
                    _ = try transaction.query("SELECT count(*) FROM numbered")
                    usleep(300_000)
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        defer {
            reader.cancel()
            other?.close()
        }
        let store = try await Store.open(file, schemas: [Self.schema], limits: settings.limits)
        say("open")
        let numbers = Numbers(settings.first)
        let end = settings.first + settings.count
        let deadline = ContinuousClock.now + .milliseconds(settings.milliseconds)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<settings.writers {
                group.addTask {
                    while ContinuousClock.now < deadline {
                        let number = numbers.next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard number < end else { return }
                        await writeOne(number, store, deadline)
                    }
                }
            }
        }
        store.close()
        say("done")
    }

    /// The same number again until it is kept: a provider's retry.
    private func writeOne(
        _ number: Int, _ store: Store, _ deadline: ContinuousClock.Instant
    ) async {
        let body = Self.body(number, settings.bodyBytes)
        repeat {
            let start = ContinuousClock.now
            do {
                try await store.write(bytes: body.count) { transaction in
                    let new = try transaction.execute(
                        """
                        INSERT INTO numbered (number, body) VALUES (?, ?)
                        ON CONFLICT (number) DO NOTHING
                        """, [SQLValue(number), .blob(body)])
                    guard new == 1 else { return }
                    try transaction.execute(
                        "INSERT INTO effect (number) VALUES (?)", [SQLValue(number)])
                }
                say("ok \(number)")
                return
            } catch {
                let code = (error as? StoreError).map { "\($0.code)" } ?? "other"
                say("\(code) \((ContinuousClock.now - start) / .milliseconds(1)) \(error)")
                await lookBack(store)
                try? await Task.sleep(for: .milliseconds(5))
            }
        } while ContinuousClock.now < deadline
    }

    /// Whether what is stored can be read while nothing can be written.
    private func lookBack(_ store: Store) async {
        let row = try? await store.read {
            try $0.first("SELECT count(*) AS n, sum(length(body)) AS bytes FROM numbered")
        }
        say(row.map { "readable \($0.int("n"))" } ?? "unreadable")
    }

    private static func body(_ number: Int, _ bytes: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes / 2 + number % (bytes + 1))
    }
}

/// The next number that nobody has written.
private final class Numbers: Sendable {
    let next: Atomic<Int>

    init(_ first: Int) { next = Atomic(first) }
}
