// One worker at a time, even across processes: a lease with an epoch that every write of its holder checks.

/// The right to be the only one who does something, for a limited time.
///
/// Times are microseconds since 1970 and come from the caller. Each take-over raises the epoch, so a holder
/// that slept through its expiry finds out in its next transaction (`verify`) and can write nothing.
package struct Lease: Sendable, Hashable {
    package let name: String
    package let holder: String
    package let epoch: Int64

    static let schema = Schema(
        name: "lease",
        migrations: [
            [
                """
                CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL,
                    epoch BIGINT NOT NULL, expires_at BIGINT NOT NULL)
                """
            ]
        ])

    /// Takes a free or expired lease, or renews the holder's own.
    ///
    /// A lease that ends later than any holder could have asked for was taken by a clock that has
    /// since been set back: it counts as expired, or it would be stuck until that time comes again.
    ///
    /// - Returns: `nil` when somebody else holds it.
    package static func acquire(
        _ name: String, holder: String, now: Int64, microseconds: Int64,
        in transaction: any Transaction
    ) throws(StoreError) -> Lease? {
        let rows = try transaction.query(
            """
            INSERT INTO lease (name, holder, epoch, expires_at) VALUES (?, ?, 1, ?)
            ON CONFLICT (name) DO UPDATE SET
                epoch = CASE WHEN lease.holder = excluded.holder
                    THEN lease.epoch ELSE lease.epoch + 1 END,
                holder = excluded.holder, expires_at = excluded.expires_at
            WHERE lease.holder = excluded.holder OR lease.expires_at <= ? OR lease.expires_at > ?
            RETURNING epoch
            """,
            [
                .text(name), .text(holder), .integer(now + microseconds), .integer(now),
                .integer(now + 2 * microseconds),
            ])
        return rows.first.map { Lease(name: name, holder: holder, epoch: $0.int("epoch")) }
    }

    /// Holds the lease's row until the commit, so that nobody can take over in between.
    ///
    /// - Throws: `leaseLost` when another holder has taken over since.
    package func verify(in transaction: any Transaction) throws(StoreError) {
        let current = try transaction.first(
            "SELECT holder, epoch FROM lease WHERE name = ?\(transaction.dialect.forUpdate)",
            [.text(name)])
        guard current?.int("epoch") == epoch, current?.text("holder") == holder else {
            throw StoreError(.leaseLost, "the lease '\(name)' belongs to another process now")
        }
    }

    /// Gives the lease back, so that another process need not wait for its expiry.
    package func release(in transaction: any Transaction) throws(StoreError) {
        try transaction.execute(
            "UPDATE lease SET expires_at = 0 WHERE name = ? AND holder = ? AND epoch = ?",
            [.text(name), .text(holder), .integer(epoch)])
    }
}
