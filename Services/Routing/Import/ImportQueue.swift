// Cases of a file on their way: an import writes them here a few at a time, where nobody sees them; one short
// commit says that all are there, and the decider takes them among the complaints while no citizen waits.
import Complaints
import Foundation
import Region
import Rules
import Store

enum ImportQueue {
    /// `touched_at` is when its import last wrote. `complaint` is what is to be decided, sealed and without
    /// a tracking number; NULL where the case is here and only what is said of it is new.
    static let migration = [
        "CREATE TABLE import_run (id {autoid}, state TEXT NOT NULL, touched_at BIGINT NOT NULL)",
        """
        CREATE TABLE import_row (seq {autoid}, run BIGINT NOT NULL, source TEXT NOT NULL,
            external_id TEXT NOT NULL, complaint_id TEXT NOT NULL, standing TEXT NOT NULL,
            body TEXT NOT NULL, complaint TEXT)
        """,
        "CREATE INDEX import_row_run ON import_row (run, seq)",
        "CREATE INDEX import_row_case ON import_row (source, external_id)",
    ]

    /// How far a run is.
    private enum State: String {
        /// Its import writes. Nobody sees its rows.
        case filling
        /// All its rows are there: they count as taken in.
        case whole
        /// Its import failed, or died. Its rows go.
        case dropped

        var value: SQLValue { .text(rawValue) }
    }

    /// A case, and what its file says of it.
    struct Entry: Sendable {
        var known: ImportTable.Known
        /// `nil` where the case is here already.
        var complaint: Complaint?
    }

    /// An entry as it is written.
    struct SealedEntry: Sendable {
        fileprivate let values: [SQLValue]
        /// Of its texts.
        let bytes: Int
    }

    /// The run is not filled any more: another import took it for dead.
    struct Dropped: Error, CustomStringConvertible {
        let description =
            "this import stood still for so long that another one has cleared it away; nothing is stored: "
            + "run it again"
    }

    private static let new = Insertion(
        into: "import_row",
        [
            "run": .integer, "source": .text, "external_id": .text, "complaint_id": .text,
            "standing": .text, "body": .text, "complaint": .text,
        ])

    // MARK: Filling

    /// Seals an entry: the costly part, done before anything is locked.
    static func seal(_ entry: Entry, in transaction: any Transaction) throws -> SealedEntry {
        let body = try ImportTable.sealed(entry.known, in: transaction)
        let complaint = try entry.complaint.map {
            try transaction.sealed(
                String(decoding: Wire.encode($0), as: UTF8.self),
                row: ComplaintTable.sealRow($0.id.text))
        }
        return SealedEntry(
            values: [
                .text(entry.known.source), .text(entry.known.externalID),
                .text(entry.known.complaint.text), .text(entry.known.standing?.rawValue ?? ""),
                .text(body), complaint.map { .text($0) } ?? .null,
            ], bytes: body.utf8.count + (complaint?.utf8.count ?? 0))
    }

    /// Begins a run; gives its number.
    static func begin(at now: Date, in transaction: any Transaction) throws -> Int64 {
        let row = try transaction.first(
            "INSERT INTO import_run (state, touched_at) VALUES (?, ?) RETURNING id",
            [State.filling.value, .integer(try transaction.now(now.microseconds))])
        return row?.int("id") ?? 0
    }

    /// - Throws: ``Dropped``.
    static func add(
        _ entries: [SealedEntry], to run: Int64, at now: Date, in transaction: any Transaction
    ) throws {
        try change(run, to: .filling, at: now, in: transaction)
        try transaction.insert(new, rows: entries.map { [.integer(run)] + $0.values })
    }

    /// From now on all of its rows count.
    ///
    /// - Throws: ``Dropped``.
    static func finish(_ run: Int64, at now: Date, in transaction: any Transaction) throws {
        try change(run, to: .whole, at: now, in: transaction)
        try transaction.notify(RoutingTables.acceptedNotice)
    }

    /// Its rows will never count; ``clear(_:in:)`` deletes them.
    static func drop(_ run: Int64, at now: Date, in transaction: any Transaction) throws {
        try change(run, to: .dropped, at: now, in: transaction)
    }

    private static func change(
        _ run: Int64, to state: State, at now: Date, in transaction: any Transaction
    ) throws {
        let changed = try transaction.execute(
            "UPDATE import_run SET state = ?, touched_at = ? WHERE id = ? AND state = ?",
            [
                state.value, .integer(try transaction.now(now.microseconds)), .integer(run),
                State.filling.value,
            ])
        if changed == 0 { throw Dropped() }
    }

    // MARK: What broken imports have left

    /// An import that wrote nothing for so long is dead. The longest pause of a living one is the wait for
    /// the write lock, seconds; only one that was stopped comes back later, and is told to begin again.
    static let deadAfterSeconds = 600
    /// Rows deleted in one transaction.
    static let clearedMax = 500

    /// Deletes what imports have left that failed, or died some time ago: a few rows in each transaction.
    static func clearLeftovers(in store: Store, at now: Date) async throws {
        try await store.write { transaction in
            let limit = try transaction.now(now.microseconds) - Int64(deadAfterSeconds) * 1_000_000
            try transaction.execute(
                "UPDATE import_run SET state = ? WHERE state = ? AND touched_at < ?",
                [State.dropped.value, State.filling.value, .integer(limit)])
        }
        while try await store.write({ try clear(clearedMax, in: $0) }) {}
    }

    /// - Returns: `false` when nothing is left.
    private static func clear(_ limit: Int, in transaction: any Transaction) throws -> Bool {
        guard let run = try first(.dropped, in: transaction) else { return false }
        let rows = try transaction.query(
            "SELECT seq FROM import_row WHERE run = ? LIMIT ?", [.integer(run), SQLValue(limit)])
        try delete(rows, isLast: rows.count < limit, of: run, in: transaction)
        return true
    }

    private static func first(_ state: State, in transaction: any Transaction) throws -> Int64? {
        try transaction.first(
            "SELECT id FROM import_run WHERE state = ? ORDER BY id LIMIT 1", [state.value])?.int("id")
    }

    private static func delete(
        _ rows: [Row], isLast: Bool, of run: Int64, in transaction: any Transaction
    ) throws {
        if !rows.isEmpty {
            try transaction.execute(
                "DELETE FROM import_row WHERE", [], where: "seq", in: rows.map { $0.int("seq") })
        }
        if isLast {
            try transaction.execute("DELETE FROM import_run WHERE id = ?", [.integer(run)])
        }
    }

    // MARK: What counts as taken in

    /// What whole runs say of a source's cases with these ids, the last said last.
    static func waiting(
        _ ids: [String], of source: String, in transaction: any Transaction
    ) throws -> [ImportTable.Known] {
        guard try first(.whole, in: transaction) != nil else { return [] }
        return try transaction.find(
            "SELECT seq, \(ImportTable.columns) FROM import_row JOIN import_run ON import_run.id = run "
                + "AND state = '\(State.whole.rawValue)'",
            ["source", "external_id"], in: ids.map { [.text(source), .text($0)] }
        ).sorted { $0.int("seq") < $1.int("seq") }.map { try ImportTable.read($0, in: transaction) }
    }

    /// Cases that are taken in and not among the complaints yet.
    static func waitingCount(in transaction: any Transaction) throws -> Int {
        let row = try transaction.first(
            """
            SELECT COUNT(*) AS n FROM import_row JOIN import_run ON import_run.id = run
            WHERE state = ? AND complaint IS NOT NULL
            """, [State.whole.value])
        return Int(row?.int("n") ?? 0)
    }

    /// Takes the oldest waiting rows among the complaints. They are accepted now and not when their file was
    /// read: the memory of links needs numbers in the order of decisions.
    ///
    /// - Returns: `false` when no row waits.
    static func bringForward(
        atMost limit: Int, _ region: RegionPack, at now: Date, in transaction: any Transaction
    ) throws -> Bool {
        guard let run = try first(.whole, in: transaction) else { return false }
        let rows = try transaction.query(
            """
            SELECT seq, \(ImportTable.columns), complaint FROM import_row WHERE run = ?
            ORDER BY seq LIMIT ?
            """, [.integer(run), SQLValue(limit)])
        let entries = try rows.map { row in
            Entry(
                known: try ImportTable.read(row, in: transaction),
                complaint: try row.optionalText("complaint").map {
                    try ComplaintTable.read($0, of: row.text("complaint_id"), in: transaction)
                })
        }
        try take(entries, region, at: now, in: transaction)
        try delete(rows, isLast: rows.count < limit, of: run, in: transaction)
        return true
    }

    private static func take(
        _ entries: [Entry], _ region: RegionPack, at now: Date, in transaction: any Transaction
    ) throws {
        // A file has one source, and each case once.
        guard let source = entries.first?.known.source else { return }
        let before = try ImportTable.stored(
            entries.map(\.known.externalID), of: source, in: transaction)
        let here = try ComplaintTable.tracking(of: entries.map(\.known.complaint), in: transaction)
        var fresh: [Complaint] = []
        var links: [ImportTable.Known] = []
        for entry in entries {
            if var known = before[entry.known.externalID] {
                // A person may have linked it meanwhile: then it is his complaint that the file speaks of.
                (known.standing, known.kept) = (entry.known.standing, entry.known.kept)
                try ImportTable.update(known, at: now, in: transaction)
            } else {
                links.append(entry.known)
                if let complaint = entry.complaint, here[complaint.id] == nil { fresh.append(complaint) }
            }
        }
        try allot(&fresh, region, in: transaction)
        try ComplaintTable.insert(fresh, at: now, in: transaction)
        try ImportTable.insert(links, at: now, in: transaction)
    }

    /// Numbers of the year in which each came in, as for any other complaint.
    private static func allot(
        _ fresh: inout [Complaint], _ region: RegionPack, in transaction: any Transaction
    ) throws {
        let years = fresh.map { region.calendar.day(of: $0.receivedAt).year }
        let digit = Channel.import.trackingDigit
        for year in Set(years).sorted() {
            let rows = fresh.indices.filter { years[$0] == year }
            var serial = try ComplaintTable.nextSerials(
                "tracking-\(year)-\(digit)", rows.count, in: transaction)
            for row in rows {
                fresh[row].tracking =
                    TrackingNumber(
                        region: region.trackingPrefix, year: year, channelDigit: digit, serial: serial
                    ).description
                serial += 1
            }
        }
    }
}
