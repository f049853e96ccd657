// The tables every channel shares: journal, outbox, attachments and counters.
package import struct Foundation.Date
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
            ]
        ])
}

/// Bytes too large for one row, kept as a run of chunk rows in the same transaction (decision D3).
enum Chunks {
    static let bytesMax = 256 * 1024

    static func store(
        _ bytes: [UInt8], owner: String, in transaction: any Transaction
    ) throws(StoreError) -> Int {
        var n = 0
        var start = 0
        while start < bytes.count {
            let end = min(start + bytesMax, bytes.count)
            try transaction.execute(
                "INSERT INTO chunk (owner, n, bytes) VALUES (?, ?, ?)",
                [.text(owner), SQLValue(n), .blob(Array(bytes[start..<end]))])
            n += 1
            start = end
        }
        return n
    }

    static func load(
        owner: String, count: Int64, in transaction: any Transaction
    ) throws(StoreError) -> [UInt8] {
        guard count > 0 else { return [] }
        let rows = try transaction.query(
            "SELECT bytes FROM chunk WHERE owner = ? ORDER BY n", [.text(owner)])
        return rows.flatMap { $0.blob("bytes") }
    }
}

/// Running numbers, raised in the transaction that uses them.
enum Counter {
    static func next(_ name: String, in transaction: any Transaction) throws(StoreError) -> Int {
        let row = try transaction.first(
            """
            INSERT INTO counter (name, value) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value
            """, [.text(name)])
        return Int(row?.int("value") ?? 0)
    }

    static func value(_ name: String, in transaction: any Transaction) throws(StoreError) -> Int {
        Int(
            try transaction.first("SELECT value FROM counter WHERE name = ?", [.text(name)])?
                .int("value") ?? 0)
    }
}

extension Date {
    /// Microseconds since 1970, as stored.
    package var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }

    package init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
