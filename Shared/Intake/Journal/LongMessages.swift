// Messages that come in several pieces, joined in the journal: on the disk from the first piece on, in any
// order, by whichever process handles the last one.
import Complaints
import Delivery
import Foundation
import Store

/// What a journalled message says when it is one piece of a longer one.
package struct Piece: Sendable, Hashable {
    /// Equal for the pieces of one message: who, to whom, under which reference, in how many pieces.
    package var key: String
    /// From 1.
    package var number: Int
    package var total: Int
    /// Equal for the same piece come again under another id.
    package var hash: String
    /// How long after the first piece the others may come; then what is there goes on without them.
    package var window: Duration
    /// How long after the first piece one of a complete message is one that came again; later the same
    /// words under the same reference are a citizen's repetition.
    package var again: Duration

    package init(
        key: String, number: Int, total: Int, hash: String, window: Duration, again: Duration
    ) {
        self.key = key
        self.number = number
        self.total = total
        self.hash = hash
        self.window = window
        self.again = again
    }
}

/// The messages whose pieces wait for one another.
///
/// A piece is a journal row in the state `partial`. When the last one is there, or the time is over, the row
/// that came first is normalised again with all pieces at hand, and the others are settled as parts of
/// it: nothing is thrown away, and each arrival stays in the books.
enum LongMessages {
    /// Messages given up per claim.
    static let expiredMax = 64
    /// A later moment than this was set by a clock that has been set back since.
    static let windowMax = Duration.seconds(24 * 3600)

    /// What `why` says of a row that is to be normalised with all its pieces.
    static let joined = "joined"

    /// Keeps a piece, and lets the message go on when it was the last.
    ///
    /// - Returns: changes of the counters.
    static func keep(
        _ piece: Piece, of entry: JournalEntry, in transaction: any Transaction
    ) throws(StoreError) -> [String: Int] {
        let received = entry.receivedAt.microseconds
        if try wasJoined(piece, entry, in: transaction) {
            return try ignore(entry.seq, "piece \(piece.number) came again", in: transaction)
        }
        var changes: [String: Int] = [:]
        var message = try open(piece, entry, in: transaction)
        let same = try transaction.first(
            "SELECT hash FROM piece WHERE message = ? AND n = ?",
            [.integer(message.id), SQLValue(piece.number)])
        if let same, same.text("hash") == piece.hash {
            return try ignore(entry.seq, "piece \(piece.number) came again", in: transaction)
        }
        if same != nil || message.due < received {
            // Another text under a number that is taken, or long after: the reference is used again.
            changes = try release(message.id, message.total, in: transaction)
            message = try open(piece, entry, in: transaction)
        }
        try transaction.execute(
            "INSERT INTO piece (seq, message, n, hash) VALUES (?, ?, ?, ?)",
            [
                .integer(entry.seq), .integer(message.id), SQLValue(piece.number),
                .text(piece.hash),
            ])
        try transaction.execute(
            "UPDATE journal SET state = 'partial', why = NULL WHERE seq = ?", [.integer(entry.seq)])
        changes.add([JournalState.partial.counter: 1])
        let count = try transaction.first(
            "SELECT COUNT(*) AS n FROM piece WHERE message = ?", [.integer(message.id)])
        if count?.int("n") == Int64(message.total) {
            changes.add(try release(message.id, message.total, in: transaction))
        }
        return changes
    }

    /// Gives up waiting for what is missing, where the time is over.
    static func releaseExpired(
        now: Int64, in transaction: any Transaction
    ) throws(StoreError) -> [String: Int] {
        let expired = try transaction.query(
            """
            SELECT id, total FROM long_message WHERE lead IS NULL AND (due <= ? OR due > ?)
            ORDER BY id LIMIT ?
            """ + transaction.dialect.skipLocked,
            [
                .integer(now), .integer(now + windowMax.microseconds), SQLValue(expiredMax),
            ])
        var changes: [String: Int] = [:]
        for row in expired {
            changes.add(try release(row.int("id"), Int(row.int("total")), in: transaction))
        }
        return changes
    }

    /// Of the rows that are normalised again, all pieces by their number, and how many there should be.
    static func pieces(
        of leads: [Int64], in transaction: any Transaction
    ) throws(StoreError) -> [(lead: Int64, seq: Int64, number: Int, total: Int)] {
        try transaction.find(
            """
            SELECT m.lead AS lead, m.total AS total, p.seq AS seq, p.n AS n
            FROM long_message m JOIN piece p ON p.message = m.id
            """, ["lead"], in: leads.map { [.integer($0)] }
        ).map { ($0.int("lead"), $0.int("seq"), Int($0.int("n")), Int($0.int("total"))) }
    }

    /// By account, the pieces that wait for others.
    static func waiting(in transaction: any Transaction) throws(StoreError) -> [String: Int] {
        let rows = try transaction.query(
            """
            SELECT m.account AS account, COUNT(*) AS n
            FROM long_message m JOIN piece p ON p.message = m.id WHERE m.lead IS NULL
            GROUP BY m.account
            """)
        return Dictionary(
            rows.map { ($0.text("account"), Int($0.int("n"))) }, uniquingKeysWith: { $1 })
    }

    private static func wasJoined(
        _ piece: Piece, _ entry: JournalEntry, in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        try transaction.first(
            """
            SELECT p.seq FROM long_message m JOIN piece p ON p.message = m.id
            WHERE m.account = ? AND m.key = ? AND m.lead IS NOT NULL AND m.due >= ?
                AND p.n = ? AND p.hash = ?
            """,
            [
                .text(entry.account), .text(piece.key),
                // `due` is a window after the first piece.
                .integer(
                    entry.receivedAt.microseconds + min(piece.window, windowMax).microseconds
                        - piece.again.microseconds),
                SQLValue(piece.number), .text(piece.hash),
            ]) != nil
    }

    private static let opening = Insertion(
        into: "long_message",
        ["account": .text, "key": .text, "total": .integer, "due": .integer],
        // The row is locked: another process with another piece waits, and then sees this one.
        """
        ON CONFLICT (account, key) WHERE lead IS NULL DO UPDATE SET total = long_message.total
        RETURNING id, total, due
        """)

    private static func open(
        _ piece: Piece, _ entry: JournalEntry, in transaction: any Transaction
    ) throws(StoreError) -> (id: Int64, total: Int, due: Int64) {
        let row: [SQLValue] = [
            .text(entry.account), .text(piece.key), SQLValue(piece.total),
            .integer(entry.receivedAt.microseconds + min(piece.window, windowMax).microseconds),
        ]
        guard let found = try transaction.insert(opening, rows: [row]).returned.first else {
            throw StoreError(.invalid, "a long message was neither found nor made")
        }
        return (found.int("id"), Int(found.int("total")), found.int("due"))
    }

    /// The row that came first is normalised again; the others are parts of it.
    private static func release(
        _ message: Int64, _ total: Int, in transaction: any Transaction
    ) throws(StoreError) -> [String: Int] {
        let rows = try transaction.query(
            """
            SELECT p.seq AS seq, p.n AS n, j.tracking AS tracking
            FROM piece p JOIN journal j ON j.seq = p.seq WHERE p.message = ? ORDER BY p.seq
            """, [.integer(message)])
        guard let lead = rows.first else { return [:] }
        try transaction.execute(
            "UPDATE long_message SET lead = ? WHERE id = ?",
            [.integer(lead.int("seq")), .integer(message)])
        try transaction.execute(
            """
            UPDATE journal SET state = 'received', why = ?, attempts = 0, claim_until = 0
            WHERE seq = ?
            """, [.text(joined), .integer(lead.int("seq"))])
        for row in rows.dropFirst() {
            _ = try ignore(
                row.int("seq"), "piece \(row.int("n")) of \(total) of \(lead.text("tracking"))",
                in: transaction)
        }
        try transaction.notify(Intake.journalNotice)
        return [
            JournalState.partial.counter: -rows.count, JournalState.received.counter: 1,
            JournalState.ignored.counter: rows.count - 1,
        ]
    }

    private static func ignore(
        _ seq: Int64, _ why: String, in transaction: any Transaction
    ) throws(StoreError) -> [String: Int] {
        try transaction.execute(
            "UPDATE journal SET state = 'ignored', why = ? WHERE seq = ?",
            [.text(why), .integer(seq)])
        return [JournalState.ignored.counter: 1]
    }
}

extension [String: Int] {
    mutating func add(_ other: [String: Int]) { merge(other) { $0 + $1 } }
}

extension Duration {
    fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
