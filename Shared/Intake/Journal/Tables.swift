// The tables every channel shares: journal, outbox, attachments and counters.
import Foundation
package import Store

extension Intake {
    /// Times are microseconds since 1970; ids and hashes are lower-case text.
    package static let schema = Schema(
        name: "intake",
        migrations: [
            [
                """
                CREATE TABLE journal (seq {autoid}, channel TEXT NOT NULL, account TEXT NOT NULL,
                    external_id TEXT NOT NULL, complaint_id TEXT NOT NULL, tracking TEXT NOT NULL,
                    received_at BIGINT NOT NULL, state TEXT NOT NULL, why TEXT,
                    attempts BIGINT NOT NULL DEFAULT 0, meta TEXT NOT NULL, body {blob} NOT NULL,
                    body_chunks BIGINT NOT NULL DEFAULT 0, fingerprint TEXT,
                    UNIQUE (channel, account, external_id))
                """,
                "CREATE INDEX journal_state ON journal (state, seq)",
                """
                CREATE INDEX journal_fingerprint ON journal (account, fingerprint, received_at)
                    WHERE fingerprint IS NOT NULL
                """,
                """
                CREATE TABLE outbox (seq BIGINT PRIMARY KEY REFERENCES journal (seq),
                    complaint TEXT NOT NULL)
                """,
                """
                CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, filename TEXT NOT NULL,
                    media_type TEXT NOT NULL, bytes BIGINT NOT NULL, chunks BIGINT NOT NULL)
                """,
                """
                CREATE TABLE chunk (owner TEXT NOT NULL, n BIGINT NOT NULL, bytes {blob} NOT NULL,
                    PRIMARY KEY (owner, n))
                """,
                "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
            ],
            [
                // Who works on a row, so that several processes can share one journal.
                "ALTER TABLE journal ADD COLUMN claim BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE journal ADD COLUMN claim_until BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE outbox ADD COLUMN claim BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE outbox ADD COLUMN claim_until BIGINT NOT NULL DEFAULT 0",
                // Only what waits for somebody is looked up by its state.
                "DROP INDEX journal_state",
                "CREATE INDEX journal_received ON journal (seq) WHERE state = 'received'",
                """
                CREATE INDEX journal_held ON journal (seq) WHERE state IN ('quarantined', 'refused')
                """,
                // The books are kept running: counting ten million rows takes a second.
                """
                INSERT INTO counter (name, value)
                    SELECT 'state:' || state, COUNT(*) FROM journal GROUP BY state
                """,
            ],
            [
                // Messages that come in several pieces. `lead` is the journal row they became; until then
                // pieces are missing.
                """
                CREATE TABLE long_message (id {autoid}, account TEXT NOT NULL, key TEXT NOT NULL,
                    total BIGINT NOT NULL, due BIGINT NOT NULL, lead BIGINT)
                """,
                "CREATE UNIQUE INDEX long_message_open ON long_message (account, key) WHERE lead IS NULL",
                "CREATE INDEX long_message_due ON long_message (due) WHERE lead IS NULL",
                "CREATE INDEX long_message_key ON long_message (account, key, due)",
                "CREATE INDEX long_message_lead ON long_message (lead)",
                """
                CREATE TABLE piece (seq BIGINT PRIMARY KEY REFERENCES journal (seq),
                    message BIGINT NOT NULL, n BIGINT NOT NULL, hash TEXT NOT NULL)
                """,
                "CREATE UNIQUE INDEX piece_message ON piece (message, n)",
            ],
            [
                // Files that messages wait for; `attachment` is what became of one.
                """
                CREATE TABLE wanted_file (seq {autoid}, entry BIGINT NOT NULL REFERENCES journal (seq),
                    account TEXT NOT NULL, reference TEXT NOT NULL, state TEXT NOT NULL, why TEXT,
                    attachment TEXT, attempts BIGINT NOT NULL DEFAULT 0, due BIGINT NOT NULL,
                    give_up_at BIGINT NOT NULL, claim BIGINT NOT NULL DEFAULT 0,
                    claim_until BIGINT NOT NULL DEFAULT 0)
                """,
                "CREATE INDEX wanted_file_due ON wanted_file (due) WHERE state = 'wanted'",
                "CREATE INDEX wanted_file_entry ON wanted_file (entry)",
            ],
        ])
}

/// Bytes too large for one row, kept as a run of chunk rows in the same transaction (decision D3).
enum Chunks {
    static let bytesMax = 256 * 1024

    /// - Returns: how many rows it took.
    static func store(
        _ content: Content, owner: String, in transaction: any Transaction
    ) throws -> Int {
        var n = 0
        try content.forEachPiece { piece in
            var rest = piece[...]
            while !rest.isEmpty {
                try transaction.execute(
                    "INSERT INTO chunk (owner, n, bytes) VALUES (?, ?, ?)",
                    [.text(owner), SQLValue(n), .blob(Array(rest.prefix(bytesMax)))])
                n += 1
                rest = rest.dropFirst(bytesMax)
            }
        }
        return n
    }

    /// - Parameter folder: where the file of a large one lies.
    static func load(
        owner: String, count: Int, in transaction: any Transaction, folder: URL
    ) throws -> Content {
        var sink = ContentSink(in: folder)
        for n in 0..<count {
            guard let bytes = try chunk(n, owner: owner, in: transaction) else {
                throw StoreError(.invalid, "row \(n) of \(count) of \(owner) is missing")
            }
            try sink.append(bytes)
        }
        return sink.content
    }

    /// One row; `nil` where there is none.
    static func chunk(
        _ n: Int, owner: String, in transaction: any Transaction
    ) throws(StoreError) -> [UInt8]? {
        try transaction.first(
            "SELECT bytes FROM chunk WHERE owner = ? AND n = ?", [.text(owner), SQLValue(n)]
        )?.blob("bytes")
    }
}

/// Running numbers, raised in the transaction that uses them.
///
/// On PostgreSQL a counter's row is locked until the commit. Every transaction raises its counters in the
/// order of their names, so that two processes never wait for each other.
enum Counter {
    private static let raising = Insertion(
        into: "counter", ["name": .text, "value": .integer],
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING name, value")

    /// Raises (or lowers) counters and gives their new values.
    @discardableResult
    static func raise(
        _ changes: [String: Int], in transaction: any Transaction
    ) throws(StoreError) -> [String: Int] {
        let rows = changes.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        return values(
            try transaction.insert(
                raising, rows: rows.map { [.text($0.key), SQLValue($0.value)] }
            ).returned)
    }

    static func all(in transaction: any Transaction) throws(StoreError) -> [String: Int] {
        values(try transaction.query("SELECT name, value FROM counter"))
    }

    private static func values(_ rows: [Row]) -> [String: Int] {
        Dictionary(rows.map { ($0.text("name"), Int($0.int("value"))) }, uniquingKeysWith: { $1 })
    }
}
