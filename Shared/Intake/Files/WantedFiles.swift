// Messages whose files are being fetched: on the disk, by whichever process, and not for ever. Pure but for
// the transaction.
import Complaints
import Delivery
import Foundation
import Store

/// The files that are wanted.
///
/// A message that waits is a journal row in the state `fetching`. When all its files are there, or their time
/// is over, it is normalised again with ``JournalEntry/files``: a complaint does not wait long for a
/// picture.
enum WantedFiles {
    /// What `why` says of a row that is to be normalised with its files.
    static let fetched = "fetched"

    /// Between tries of one file.
    static let backoff = Backoff(first: .seconds(2), longest: .seconds(60))

    /// A row of the table.
    struct Wanted: Sendable {
        let seq: Int64
        let entry: Int64
        let account: String
        let reference: FileReference
        let attempts: Int
        let giveUpAt: Int64

        init(_ row: Row) throws {
            seq = row.int("seq")
            entry = row.int("entry")
            account = row.text("account")
            reference = try Wire.decode(
                FileReference.self, from: Data(row.text("reference").utf8))
            attempts = Int(row.int("attempts"))
            giveUpAt = row.int("give_up_at")
        }
    }

    /// Lets a message wait for its files.
    ///
    /// - Returns: changes of the counters.
    static func await(
        _ files: [FileReference], of entry: JournalEntry, within window: Duration, now: Int64,
        in transaction: any Transaction
    ) throws -> [String: Int] {
        let giveUpAt = now + Int64(window.milliseconds) * 1000
        for file in files {
            try transaction.execute(
                """
                INSERT INTO wanted_file (entry, account, reference, state, due, give_up_at)
                VALUES (?, ?, ?, 'wanted', ?, ?)
                """,
                [
                    .integer(entry.seq), .text(entry.account),
                    .text(String(decoding: try Wire.encode(file), as: UTF8.self)), .integer(now),
                    .integer(giveUpAt),
                ])
        }
        try transaction.execute(
            "UPDATE journal SET state = 'fetching', why = NULL WHERE seq = ?", [.integer(entry.seq)])
        try transaction.notify(Intake.filesNotice)
        return [JournalState.fetching.counter: 1]
    }

    /// Claims the next files to fetch.
    static func claim(
        _ claim: Claim, limit: Int, in transaction: any Transaction
    ) throws -> [Wanted] {
        let claim = try claim.onSharedClock(transaction)
        try giveUp(claim, in: transaction)
        let rows = try transaction.query(
            """
            SELECT * FROM wanted_file WHERE state = 'wanted' AND due <= ? AND \(Claim.isFree)
            ORDER BY due, seq LIMIT ?
            """ + transaction.dialect.skipLocked,
            [.integer(claim.now)] + claim.freeArguments + [SQLValue(limit)])
        try claim.hold(rows.map { $0.int("seq") }, of: "wanted_file", in: transaction)
        return try rows.map { try Wanted($0) }
    }

    /// Files given up per claim.
    private static let givenUpMax = 64

    /// Those whose time is over are not waited for, however many stand before them.
    private static func giveUp(_ claim: Claim, in transaction: any Transaction) throws {
        let rows = try transaction.query(
            """
            SELECT * FROM wanted_file
            WHERE state = 'wanted' AND give_up_at <= ? AND \(Claim.isFree)
            ORDER BY seq LIMIT ?
            """ + transaction.dialect.skipLocked,
            [.integer(claim.now)] + claim.freeArguments + [SQLValue(givenUpMax)])
        for row in rows {
            try settle(try Wanted(row), "missing", why: "not fetched in time", in: transaction)
            try goOn(row.int("entry"), in: transaction)
        }
    }

    /// Records what came of a try, if the file is still ours; the last file lets its message go on.
    static func record(
        _ outcome: FileOutcome, of wanted: Wanted, _ claim: Claim, random: Double,
        in transaction: any Transaction
    ) throws {
        guard try claim.held([wanted.seq], of: "wanted_file", in: transaction) == [wanted.seq] else {
            return
        }
        let now = try transaction.now(claim.now)
        switch outcome {
        case .fetched(let file):
            let attachment = try AttachmentStore.describe(file)
            try AttachmentStore.keep(file, as: attachment, in: transaction)
            try settle(
                wanted, "kept", attachment: String(decoding: try Wire.encode(attachment), as: UTF8.self),
                in: transaction)
        case .again where now < wanted.giveUpAt:
            let wait = backoff.delay(failures: wanted.attempts + 1, random: random)
            try transaction.execute(
                """
                UPDATE wanted_file SET attempts = attempts + 1, due = ?, claim_until = 0 WHERE seq = ?
                """,
                [
                    .integer(min(now + Int64(wait.milliseconds) * 1000, wanted.giveUpAt)),
                    .integer(wanted.seq),
                ])
            return
        case .again(let why), .missing(let why):
            try settle(wanted, "missing", why: why, in: transaction)
        }
        try goOn(wanted.entry, in: transaction)
    }

    private static func settle(
        _ wanted: Wanted, _ state: String, why: String? = nil, attachment: String? = nil,
        in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE wanted_file SET state = ?, why = ?, attachment = ? WHERE seq = ?",
            [.text(state), SQLValue(why), SQLValue(attachment), .integer(wanted.seq)])
    }

    private static func goOn(
        _ entry: Int64, in transaction: any Transaction
    ) throws(StoreError) {
        // The message's row is locked first: two processes that fetch its last two files must not both
        // see the other's one missing.
        let row = try transaction.first(
            "SELECT state FROM journal WHERE seq = ?" + transaction.dialect.forUpdate,
            [.integer(entry)])
        let left = try transaction.first(
            "SELECT COUNT(*) AS n FROM wanted_file WHERE entry = ? AND state = 'wanted'",
            [.integer(entry)])
        guard row?.text("state") == JournalState.fetching.rawValue, left?.int("n") == 0 else { return }
        try transaction.execute(
            """
            UPDATE journal SET state = 'received', why = ?, attempts = 0, claim_until = 0
            WHERE seq = ?
            """, [.text(fetched), .integer(entry)])
        try Counter.raise(
            [JournalState.fetching.counter: -1, JournalState.received.counter: 1], in: transaction)
        try transaction.notify(Intake.journalNotice)
    }

    /// What has become of the files of these messages.
    static func files(
        of entries: [Int64], in transaction: any Transaction
    ) throws -> [Int64: FetchedFiles] {
        let rows = try transaction.find(
            "SELECT entry, seq, state, why, attachment FROM wanted_file", ["entry"],
            in: entries.map { [.integer($0)] })
        var files: [Int64: FetchedFiles] = [:]
        for row in rows.sorted(by: { $0.int("seq") < $1.int("seq") }) {
            if let kept = row.optionalText("attachment") {
                files[row.int("entry"), default: FetchedFiles()].attachments.append(
                    try Wire.decode(Attachment.self, from: Data(kept.utf8)))
            } else {
                files[row.int("entry"), default: FetchedFiles()].missing.append(row.text("why"))
            }
        }
        return files
    }
}
