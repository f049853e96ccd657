// The journal's side of normalising: which messages come next, and what became of them. Pure but for the
// transaction.
import Complaints
import Delivery
import Foundation
import Store

enum Normalising {
    /// Messages normalised per transaction, and their bodies together; a single larger one goes alone.
    static let batchMax = 128
    static let batchBytesMax = 1024 * 1024
    /// A message whose handling did not end this many times (the process died) is quarantined.
    static let attemptsMax = 3

    /// Claims the oldest messages that wait, and counts the attempt before it is made, so that a
    /// message that kills the process is found out.
    ///
    /// - Parameter tried: what this very process has tried before: that it lives shows that they are
    ///   no suspects.
    /// - Parameter releasesExpired: also gives up waiting for missing pieces of long messages.
    /// - Parameter folder: where the files of large messages lie.
    static func claim(
        _ claim: Claim, tried: Set<Int64> = [], releasesExpired: Bool = true,
        folder: URL = FileManager.default.temporaryDirectory, in transaction: any Transaction
    ) throws -> [JournalEntry] {
        let claim = try claim.onSharedClock(transaction)
        if releasesExpired {
            try Counter.raise(
                LongMessages.releaseExpired(now: claim.now, in: transaction), in: transaction)
        }
        // What this worker has claimed without learning so (the commit's answer was lost) is its own.
        // After a crash every suspect is handled alone, so that it takes no neighbour with it.
        func isOwn(_ row: Row) -> Bool {
            row.int("claim") == claim.token || tried.contains(row.int("seq"))
        }
        func isSuspect(_ row: Row) -> Bool { row.int("attempts") > 0 && !isOwn(row) }
        var rows = try waiting(claim, in: transaction)
        // What waits behind poison is claimed at once: nobody would ring for it again.
        while let first = rows.first, isSuspect(first), first.int("attempts") >= attemptsMax {
            try settle(
                first.int("seq"), .quarantined,
                "handling it ended the process \(attemptsMax) times", in: transaction)
            try Counter.raise(
                [JournalState.received.counter: -1, JournalState.quarantined.counter: 1],
                in: transaction)
            // Who claimed it may only be slow: what he brings back is refused.
            try claim.hold([first.int("seq")], of: "journal", in: transaction)
            rows.removeFirst()
            if rows.isEmpty { rows = try waiting(claim, in: transaction) }
        }
        let suspect = rows.first.map(isSuspect) ?? false
        var entries: [JournalEntry] = []
        var begun: [Int64] = []
        var bytes = 0
        for row in rows.prefix(suspect ? 1 : rows.count) {
            if !suspect, isSuspect(row) { break }
            bytes += Int(row.int("body_bytes")) + Int(row.int("body_chunks")) * Chunks.bytesMax
            if !entries.isEmpty, bytes > batchBytesMax { break }
            entries.append(try entry(row))
            if !isOwn(row) { begun.append(row.int("seq")) }
        }
        entries = try withBodies(entries, folder, in: transaction)
        entries = try withPieces(
            entries, rows.filter { $0.text("why") == LongMessages.joined }, folder, in: transaction)
        entries = try withFiles(
            entries, rows.filter { $0.text("why") == WantedFiles.fetched }, in: transaction)
        try claim.hold(begun, of: "journal", ", attempts = attempts + 1", in: transaction)
        let again = Set(entries.map(\.seq)).subtracting(begun).sorted()
        try claim.hold(again, of: "journal", in: transaction)
        return entries
    }

    private static func withBodies(
        _ entries: [JournalEntry], _ folder: URL, in transaction: any Transaction
    ) throws -> [JournalEntry] {
        let bodies = try transaction.find(
            "SELECT seq, body FROM journal", ["seq"],
            in: entries.filter { $0.chunks == 0 }.map { [.integer($0.seq)] })
        let bySeq = Dictionary(
            bodies.map { ($0.int("seq"), $0.blob("body")) }, uniquingKeysWith: { $1 })
        var entries = entries
        for index in entries.indices {
            let seq = entries[index].seq
            entries[index].content =
                try bySeq[seq].map { Content($0) }
                ?? Chunks.load(
                    owner: "journal:\(seq)", count: entries[index].chunks, in: transaction,
                    folder: folder)
        }
        return entries
    }

    /// Fills in the pieces of those that are normalised again.
    private static func withPieces(
        _ entries: [JournalEntry], _ joined: [Row], _ folder: URL, in transaction: any Transaction
    ) throws -> [JournalEntry] {
        guard !joined.isEmpty else { return entries }
        let pieces = try LongMessages.pieces(
            of: joined.map { $0.int("seq") }, in: transaction)
        let rows = try transaction.find(
            "SELECT \(columns) FROM journal", ["seq"], in: pieces.map { [.integer($0.seq)] })
        let found = try withBodies(rows.map(entry), folder, in: transaction)
        let bySeq = Dictionary(found.map { ($0.seq, $0) }, uniquingKeysWith: { $1 })
        return entries.map { entry in
            var entry = entry
            for piece in pieces where piece.lead == entry.seq {
                entry.pieces[piece.number] = bySeq[piece.seq]
                entry.piecesTotal = piece.total
            }
            return entry
        }
    }

    /// Fills in the files of those that waited for them.
    private static func withFiles(
        _ entries: [JournalEntry], _ fetched: [Row], in transaction: any Transaction
    ) throws -> [JournalEntry] {
        guard !fetched.isEmpty else { return entries }
        let files = try WantedFiles.files(of: fetched.map { $0.int("seq") }, in: transaction)
        return entries.map { entry in
            var entry = entry
            entry.files = files[entry.seq]
            return entry
        }
    }

    /// What `why` says of a row that a person takes up again, as an SQL expression: that it has its pieces,
    /// or its files; NULL for any other.
    static let whyAgain = """
        CASE WHEN EXISTS (SELECT 1 FROM long_message WHERE lead = journal.seq)
            THEN '\(LongMessages.joined)'
        WHEN EXISTS (SELECT 1 FROM wanted_file WHERE entry = journal.seq)
            THEN '\(WantedFiles.fetched)' END
        """

    private static let columns = """
        seq, complaint_id, tracking, channel, account, external_id, received_at, attempts, claim,
        meta, body_chunks, LENGTH(body) AS body_bytes, why
        """

    /// One message with its bytes, whatever became of it.
    static func stored(
        _ tracking: String, folder: URL, in transaction: any Transaction
    ) throws -> Stored? {
        let row = try transaction.first(
            "SELECT \(columns), state FROM journal WHERE tracking = ?", [.text(tracking)])
        guard let row else { return nil }
        let entries = try withPieces(
            withFiles(withBodies([entry(row)], folder, in: transaction), [row], in: transaction),
            [row], folder, in: transaction)
        return entries.first.map { entry in
            let why = row.text("why")
            return Stored(
                entry: entry, state: JournalState(rawValue: row.text("state")) ?? .received,
                why: why.isEmpty || why == LongMessages.joined ? nil : why)
        }
    }

    private static func waiting(
        _ claim: Claim, in transaction: any Transaction
    ) throws(StoreError) -> [Row] {
        try transaction.query(
            """
            SELECT \(columns) FROM journal WHERE state = 'received' AND \(Claim.isFree) ORDER BY seq LIMIT ?
            """ + transaction.dialect.skipLocked,
            claim.freeArguments + [SQLValue(batchMax)])
    }

    /// Holds on to those that are still ours for longer.
    static func renew(
        _ claim: Claim, _ rows: [Int64], in transaction: any Transaction
    ) throws(StoreError) {
        let held = try claim.held(rows, of: "journal", in: transaction)
        try claim.onSharedClock(transaction).hold(
            held.sorted(), of: "journal", in: transaction)
    }

    /// A complaint as it goes on the wire, with what is said there of its attachments.
    struct Encoded {
        let text: String
        let attachments: [Attachment]

        init(_ complaint: Complaint, _ files: [AttachmentFile]) throws(UnnamedFile.Failure) {
            var complaint = complaint
            var described: [Attachment] = []
            for file in files { described.append(try AttachmentStore.describe(file)) }
            complaint.attachments += described
            text = String(decoding: Wire.encode(complaint), as: UTF8.self)
            attachments = described
        }
    }

    /// The complaints by row: encoded and hashed before the transaction, so that nobody waits for it.
    static func encode(_ results: [(JournalEntry, Normalised)]) throws -> [Int64: Encoded] {
        var encoded: [Int64: Encoded] = [:]
        for case (let entry, .complaint(let complaint, let files, _)) in results {
            encoded[entry.seq] = try Encoded(complaint, files)
        }
        return encoded
    }

    private static let outbox = Insertion(
        into: "outbox", ["seq": .integer, "complaint": .text], "ON CONFLICT (seq) DO NOTHING")

    /// Records the results of those messages that are still ours.
    ///
    /// - Parameter encoded: what ``encode(_:)`` made of the results before the transaction.
    /// - Returns: how many were: the others have been claimed by another process since.
    static func record(
        _ results: [(JournalEntry, Normalised)], _ claim: Claim, encoded: [Int64: Encoded] = [:],
        in transaction: any Transaction
    ) throws -> Int {
        let held = try claim.held(results.map(\.0.seq), of: "journal", in: transaction)
        var changes: [String: Int] = [:]
        var outgoing: [[SQLValue]] = []
        var correspondence: [Correspondence] = []
        // In the order of their keys, so that two processes never wait for each other.
        let pieces = results.filter { held.contains($0.0.seq) }.compactMap { entry, result in
            if case .piece(let piece) = result { (entry, piece) } else { nil }
        }
        for (entry, piece) in pieces.sorted(by: { ($0.1.key, $0.0.seq) < ($1.1.key, $1.0.seq) }) {
            changes.add(try LongMessages.keep(piece, of: entry, in: transaction))
        }
        for (entry, result) in results where held.contains(entry.seq) {
            let state: JournalState
            switch result {
            case .piece: continue
            case .awaitsFiles(let files, let window):
                changes.add(
                    try WantedFiles.await(
                        files, of: entry, within: window, now: try transaction.now(claim.now),
                        in: transaction))
                continue
            case .complaint(let complaint, let files, let wanted):
                correspondence += wanted
                let ready = try encoded[entry.seq] ?? Encoded(complaint, files)
                for (file, attachment) in zip(files, ready.attachments) {
                    try AttachmentStore.keep(file, as: attachment, in: transaction)
                }
                outgoing.append([.integer(entry.seq), .text(ready.text)])
                state = .waiting
            case .ignored(let why, let wanted):
                correspondence += wanted
                state = .ignored
                try settle(entry.seq, state, why, in: transaction)
            case .quarantined(let why):
                state = .quarantined
                try settle(entry.seq, state, why, in: transaction)
            }
            changes[state.counter, default: 0] += 1
        }
        try transaction.insert(outbox, rows: outgoing)
        try transaction.execute(
            "UPDATE journal SET state = 'waiting', why = NULL WHERE", [], where: "seq",
            in: outgoing.compactMap { if case .integer(let seq) = $0[0] { seq } else { nil } })
        if !correspondence.isEmpty {
            try MessageTable.perform(
                correspondence, now: try transaction.now(claim.now), in: transaction)
        }
        changes.add([JournalState.received.counter: -held.count])
        try Counter.raise(changes, in: transaction)
        if !outgoing.isEmpty { try transaction.notify(Intake.outboxNotice) }
        return held.count
    }

    private static func settle(
        _ seq: Int64, _ state: JournalState, _ why: String?, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE journal SET state = ?, why = ? WHERE seq = ?",
            [.text(state.rawValue), SQLValue(why), .integer(seq)])
    }

    private static func entry(_ row: Row) throws -> JournalEntry {
        JournalEntry(
            seq: row.int("seq"), id: UUID(text: row.text("complaint_id")) ?? UUID(),
            tracking: row.text("tracking"),
            channel: Channel(rawValue: row.text("channel")) ?? .sms,
            account: row.text("account"), externalID: row.text("external_id"),
            receivedAt: Date(microseconds: row.int("received_at")),
            meta: JSONText.texts(row.text("meta")),
            content: Content([]), chunks: Int(row.int("body_chunks")))
    }
}
