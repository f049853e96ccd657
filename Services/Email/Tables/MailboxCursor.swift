// How far each mailbox has been read: the UID cursor is the truth, never the flags of the server.
import Store

/// Up to where a mailbox is in the journal.
struct MailboxCursor: Sendable, Hashable {
    /// Of the server's UIDs; when it changes, the mailbox is read from the start again.
    var uidValidity: UInt32
    var nextUID: UInt32

    static let schema = Schema(
        name: "email",
        migrations: [
            [
                """
                CREATE TABLE mailbox (name TEXT PRIMARY KEY, uidvalidity BIGINT NOT NULL,
                    next_uid BIGINT NOT NULL)
                """
            ]
        ])

    static func load(_ name: String, in transaction: any Transaction) throws -> MailboxCursor? {
        try transaction.first("SELECT * FROM mailbox WHERE name = ?", [.text(name)]).map {
            MailboxCursor(
                uidValidity: UInt32(truncatingIfNeeded: $0.int("uidvalidity")),
                nextUID: UInt32(truncatingIfNeeded: $0.int("next_uid")))
        }
    }

    func save(_ name: String, in transaction: any Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO mailbox (name, uidvalidity, next_uid) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
                uidvalidity = excluded.uidvalidity, next_uid = excluded.next_uid
            """,
            [.text(name), .integer(Int64(uidValidity)), .integer(Int64(nextUID))])
    }
}
