// What the probe does with its store.
import Foundation
import Store
import Synchronization

enum Probe {
    static let schema = Schema(
        name: "probe",
        migrations: [
            [
                "CREATE TABLE numbered (id {autoid}, number BIGINT NOT NULL UNIQUE, body {blob})"
            ]
        ])

    /// A migration whose statements take a while.
    static func secondVersion(rows: Int) -> Schema {
        let fill = """
            INSERT INTO numbered_anew (number, body, words)
            SELECT number, body, 'migrated ' || number FROM numbered WHERE number < \(rows)
            """
        return Schema(
            name: "probe",
            migrations: schema.migrations + [
                [
                    """
                    CREATE TABLE numbered_anew (id {autoid}, number BIGINT NOT NULL UNIQUE,
                        body {blob}, words TEXT NOT NULL)
                    """,
                    fill,
                    "DROP TABLE numbered",
                    "ALTER TABLE numbered_anew RENAME TO numbered",
                    "CREATE INDEX numbered_words ON numbered (words)",
                ]
            ])
    }

    /// Says `ok N` for each number acknowledged, `CODE milliseconds` for each refusal, `open` and `done`.
    static func write(
        _ file: DatabaseURL, writers: Int, first: Int, count: Int, milliseconds: Int
    ) async throws {
        let store = try await Store.open(file, schemas: [schema])
        say("open")
        let numbers = Numbers(first)
        let end = count == .max ? Int.max : first + count
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
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
    private static func writeOne(
        _ number: Int, _ store: Store, _ deadline: ContinuousClock.Instant
    ) async {
        let body = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 200 + number % 600)
        while true {
            let start = ContinuousClock.now
            do {
                try await store.write(bytes: body.count) { transaction in
                    try transaction.execute(
                        """
                        INSERT INTO numbered (number, body) VALUES (?, ?)
                        ON CONFLICT (number) DO NOTHING
                        """, [SQLValue(number), .blob(body)])
                }
                say("ok \(number)")
                return
            } catch {
                let code = (error as? StoreError).map { "\($0.code)" } ?? "other"
                say("\(code) \((ContinuousClock.now - start) / .milliseconds(1)) \(error)")
                guard ContinuousClock.now < deadline else { return }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}

/// The next number that nobody has written.
private final class Numbers: Sendable {
    let next: Atomic<Int>

    init(_ first: Int) { next = Atomic(first) }
}
