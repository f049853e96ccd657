// How far each mailbox has been read: the UID cursor is the truth, never the flags of the server.
import Store

/// Up to where a mailbox is in the journal.
struct MailboxCursor: Sendable, Hashable {
    /// Of the server's UIDs; when it changes, the mailbox is read from the start again.
    var uidValidity: UInt32
    var nextUID: UInt32
    /// Whose UIDs these are; a mailbox of the same name on another server is another mailbox.
    var source = ""

    static let schema = Schema(
        name: "email",
        migrations: [
            [
                """
                CREATE TABLE mailbox (name TEXT PRIMARY KEY, uidvalidity BIGINT NOT NULL,
                    next_uid BIGINT NOT NULL)
                """
            ],
            [
                "ALTER TABLE mailbox ADD COLUMN source TEXT NOT NULL DEFAULT ''",
                // Mails that are in the journal and still in the inbox.
                """
                CREATE TABLE mailbox_move (mailbox TEXT NOT NULL, uid BIGINT NOT NULL,
                    target TEXT NOT NULL, PRIMARY KEY (mailbox, uid))
                """,
            ],
        ])

    static func load(_ name: String, in transaction: any Transaction) throws -> MailboxCursor? {
        try transaction.first("SELECT * FROM mailbox WHERE name = ?", [.text(name)]).map {
            MailboxCursor(
                uidValidity: UInt32(truncatingIfNeeded: $0.int("uidvalidity")),
                nextUID: UInt32(truncatingIfNeeded: $0.int("next_uid")), source: $0.text("source"))
        }
    }

    /// Where to begin, and why not where it ended.
    ///
    /// - Parameter uidNext: what the server will give next, if it says so.
    static func start(
        from known: MailboxCursor?, uidValidity: UInt32, uidNext: UInt32?, source: String
    ) -> (cursor: MailboxCursor, why: String?) {
        let fresh = MailboxCursor(uidValidity: uidValidity, nextUID: 1, source: source)
        guard var known else { return (fresh, nil) }
        if known.source.isEmpty { known.source = source }
        guard known.source == source else {
            return (fresh, "the mailbox is another one than before (\(known.source))")
        }
        guard known.uidValidity == uidValidity else { return (fresh, "UIDVALIDITY changed") }
        // A server put back to an old state gives UIDs again that we know as read.
        if let uidNext, uidNext < known.nextUID {
            return (fresh, "the server counts from \(uidNext) again")
        }
        return (known, nil)
    }

    /// Begins to read from here; what is still to be moved belongs to other UIDs when they changed.
    func begin(
        _ name: String, dropsMoves: Bool, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO mailbox (name, uidvalidity, next_uid, source) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET uidvalidity = excluded.uidvalidity,
                next_uid = excluded.next_uid, source = excluded.source
            """,
            [
                .text(name), .integer(Int64(uidValidity)), .integer(Int64(nextUID)), .text(source),
            ])
        if dropsMoves {
            try transaction.execute("DELETE FROM mailbox_move WHERE mailbox = ?", [.text(name)])
        }
    }

    /// Goes on to behind `uid`, if it still stands where we left it.
    ///
    /// - Throws: `leaseLost` when it does not: somebody else has read on.
    func advance(_ name: String, to next: UInt32, in transaction: any Transaction) throws {
        let changed = try transaction.execute(
            "UPDATE mailbox SET next_uid = ? WHERE name = ? AND uidvalidity = ? AND next_uid = ?",
            [
                .integer(Int64(next)), .text(name), .integer(Int64(uidValidity)),
                .integer(Int64(nextUID)),
            ])
        guard changed == 1 else {
            throw StoreError(.leaseLost, "the mailbox '\(name)' was read on by another process")
        }
    }
}

/// A mail that is in the journal and has to leave the inbox.
struct MailboxMove: Sendable, Hashable {
    /// To which of the folders of the configuration.
    enum Target: String, Sendable { case processed, failed }

    var uid: UInt32
    var target: Target

    private static let insertion = Insertion(
        into: "mailbox_move", ["mailbox": .text, "uid": .integer, "target": .text],
        "ON CONFLICT (mailbox, uid) DO UPDATE SET target = excluded.target")

    /// At most so many are looked at in one go.
    static let pageMax = 2000

    static func add(_ moves: [MailboxMove], _ name: String, in transaction: any Transaction) throws {
        try transaction.insert(
            insertion,
            rows: moves.map {
                [.text(name), .integer(Int64($0.uid)), .text($0.target.rawValue)]
            })
    }

    /// What is still to be moved, above `uid`, in order.
    static func waiting(
        _ name: String, above uid: UInt32, in transaction: any Transaction
    ) throws -> [MailboxMove] {
        try transaction.query(
            "SELECT uid, target FROM mailbox_move WHERE mailbox = ? AND uid > ? ORDER BY uid LIMIT ?",
            [.text(name), .integer(Int64(uid)), SQLValue(pageMax)]
        ).map {
            MailboxMove(
                uid: UInt32(truncatingIfNeeded: $0.int("uid")),
                target: Target(rawValue: $0.text("target")) ?? .processed)
        }
    }

    static func done(
        _ uids: [UInt32], _ name: String, in transaction: any Transaction
    ) throws {
        guard !uids.isEmpty else { return }
        try transaction.execute(
            "DELETE FROM mailbox_move WHERE mailbox = ? AND", [.text(name)], where: "uid",
            in: uids.map { Int64($0) })
    }

    static func count(_ name: String, in transaction: any Transaction) throws -> Int {
        Int(
            try transaction.first(
                "SELECT COUNT(*) AS n FROM mailbox_move WHERE mailbox = ?", [.text(name)]
            )?.int("n") ?? 0)
    }
}
