// The tables of the radio service: programmes with their files, and every state left behind.
import Complaints
import Foundation
import Store

/// Reads and writes programmes.
struct ProgrammeTable: Sendable {
    let store: Store

    static let schema = Schema(
        name: "radio",
        migrations: [
            [
                """
                CREATE TABLE programme (id TEXT PRIMARY KEY, station TEXT NOT NULL,
                    title TEXT NOT NULL, aired_on TEXT NOT NULL, kind TEXT NOT NULL,
                    version BIGINT NOT NULL, filename TEXT NOT NULL, uploaded_by TEXT NOT NULL,
                    uploaded_at BIGINT NOT NULL, items_count BIGINT NOT NULL,
                    published_count BIGINT NOT NULL DEFAULT 0, content TEXT NOT NULL)
                """,
                "CREATE INDEX programme_aired ON programme (station, aired_on)",
                """
                CREATE TABLE programme_file (programme TEXT NOT NULL REFERENCES programme (id),
                    n BIGINT NOT NULL, bytes {blob} NOT NULL, PRIMARY KEY (programme, n))
                """,
                """
                CREATE TABLE programme_past (programme TEXT NOT NULL REFERENCES programme (id),
                    version BIGINT NOT NULL, items TEXT NOT NULL, edited_by TEXT NOT NULL,
                    edited_at BIGINT NOT NULL, PRIMARY KEY (programme, version))
                """,
            ],
            [
                """
                CREATE TABLE reading (id TEXT PRIMARY KEY,
                    programme TEXT NOT NULL REFERENCES programme (id), number BIGINT NOT NULL,
                    filename TEXT NOT NULL, uploaded_by TEXT NOT NULL, uploaded_at BIGINT NOT NULL)
                """,
                "CREATE INDEX reading_programme ON reading (programme, number)",
                """
                CREATE TABLE reading_file (reading TEXT NOT NULL REFERENCES reading (id),
                    part TEXT NOT NULL, n BIGINT NOT NULL, bytes {blob} NOT NULL,
                    PRIMARY KEY (reading, part, n))
                """,
                """
                INSERT INTO reading (id, programme, number, filename, uploaded_by, uploaded_at)
                    SELECT id, id, 1, filename, uploaded_by, uploaded_at FROM programme
                """,
                """
                INSERT INTO reading_file (reading, part, n, bytes)
                    SELECT programme, 'transcript', n, bytes FROM programme_file
                """,
                "DROP TABLE programme_file",
                "ALTER TABLE programme ADD COLUMN checked_count BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE programme_past ADD COLUMN ops TEXT NOT NULL DEFAULT '[]'",
                """
                CREATE TABLE speaker (station TEXT NOT NULL, label TEXT NOT NULL,
                    role TEXT NOT NULL, name TEXT NOT NULL, noted_by TEXT NOT NULL,
                    noted_at BIGINT NOT NULL, PRIMARY KEY (station, label))
                """,
                """
                CREATE TABLE review_place (operator TEXT NOT NULL, programme TEXT NOT NULL,
                    item TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (operator, programme))
                """,
            ],
        ])

    /// Bytes of the file per row (decision D3).
    static let rowBytesMax = 256 * 1024
    /// Programmes on one page of the list.
    static let listMax = 50
    /// Programmes of a station on three days that a new transcript is compared with.
    static let nearMax = 12
    /// States of a programme that can be gone back to.
    static let pastMax = 200
    /// Bytes that a change of a programme counts for in the queue of writes.
    private static let contentWeight = 64 * 1024

    /// One line of the list.
    struct Line: Sendable, Hashable {
        var id: String
        var station: String
        var title: String
        var airedOn: String
        var items: Int
        var checked: Int
        var published: Int
    }

    /// A file as it was uploaded.
    struct Reading: Sendable {
        /// From station, date and bytes: the same file has the same.
        var id: String
        var file: TranscriptFile
        var filename: String
        var by: String
    }

    // The queue's bound is for many small writes; one upload may be larger than all of it.
    private static let weightMax = 4 * 1024 * 1024

    /// Keeps a new programme with its file; `false` when it is known already.
    func insert(_ programme: StoredProgramme, _ reading: Reading, now: Date) async throws -> Bool {
        let content = try Wire.encode(programme)
        let weight = min(reading.file.count + content.count, Self.weightMax)
        return try await store.write(bytes: weight) { transaction in
            let added = try transaction.execute(
                """
                INSERT INTO programme (id, station, title, aired_on, kind, version, filename,
                    uploaded_by, uploaded_at, items_count, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """,
                [
                    .text(programme.id), .text(programme.station), .text(programme.title),
                    .text(programme.airedOn), .text(programme.kind.rawValue),
                    SQLValue(programme.version), .text(reading.filename), .text(reading.by),
                    .integer(Int64(now.timeIntervalSince1970)),
                    SQLValue(programme.publishable.count),
                    .text(String(decoding: content, as: UTF8.self)),
                ])
            guard added == 1 else { return false }
            try Self.keep(reading, of: programme.id, now: now, transaction)
            return true
        }
    }

    /// A new reading of a known programme; `false` when somebody changed it meanwhile.
    ///
    /// - Parameter reading: the file; the newest of the programme from now on.
    func replace(
        _ old: StoredProgramme, by new: StoredProgramme, _ reading: Reading?, now: Date
    ) async throws -> Bool {
        let weight = min((reading?.file.count ?? 0) + Self.contentWeight, Self.weightMax)
        return try await store.write(bytes: weight) { transaction in
            guard let current = try Self.load(old.id, transaction, toChange: true),
                current.version == old.version, current.receipts == old.receipts,
                current.sending == old.sending
            else { return false }
            // What came before cannot be undone into turns that are no longer there.
            try transaction.execute(
                "DELETE FROM programme_past WHERE programme = ?", [.text(old.id)])
            if let reading { try Self.keep(reading, of: old.id, now: now, transaction) }
            try Self.save(new, transaction)
            return true
        }
    }

    private static func keep(
        _ reading: Reading, of programme: String, now: Date, _ transaction: any Transaction
    ) throws {
        let last = try transaction.first(
            "SELECT COALESCE(MAX(number), 0) AS number FROM reading WHERE programme = ?",
            [.text(programme)])
        let number = (last?.int("number") ?? 0) + 1
        let added = try transaction.execute(
            """
            INSERT INTO reading (id, programme, number, filename, uploaded_by, uploaded_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(reading.id), .text(programme), .integer(number),
                .text(reading.filename), .text(reading.by),
                .integer(Int64(now.timeIntervalSince1970)),
            ])
        guard added == 1 else {
            // An older file is wanted again.
            try transaction.execute(
                "UPDATE reading SET number = ? WHERE id = ?", [.integer(number), .text(reading.id)])
            return
        }
        let parts = [
            (transcriptPart, reading.file.transcript), (companionPart, reading.file.companion ?? Data()),
        ]
        for (part, file) in parts {
            for (n, start) in stride(from: 0, to: file.count, by: rowBytesMax).enumerated() {
                let piece = file.dropFirst(start).prefix(rowBytesMax)
                try transaction.execute(
                    "INSERT INTO reading_file (reading, part, n, bytes) VALUES (?, ?, ?, ?)",
                    [.text(reading.id), .text(part), SQLValue(n), .blob(Array(piece))])
            }
        }
    }

    private static let transcriptPart = "transcript"
    private static let companionPart = "speakers"

    /// The newest file of a programme.
    func newestFile(of programme: String) async throws -> TranscriptFile? {
        try await store.read { transaction in
            let reading = try transaction.first(
                "SELECT id FROM reading WHERE programme = ? ORDER BY number DESC LIMIT 1",
                [.text(programme)])
            guard let reading else { return nil }
            func bytes(_ part: String) throws -> Data {
                try transaction.query(
                    "SELECT bytes FROM reading_file WHERE reading = ? AND part = ? ORDER BY n",
                    [reading["id"], .text(part)]
                ).reduce(into: Data()) { $0 += Data($1.blob("bytes")) }
            }
            let companion = try bytes(Self.companionPart)
            return TranscriptFile(
                transcript: try bytes(Self.transcriptPart),
                companion: companion.isEmpty ? nil : companion)
        }
    }

    /// The programme that this very file belongs to.
    func find(reading: String) async throws -> StoredProgramme? {
        try await store.read { transaction in
            let row = try transaction.first(
                "SELECT programme FROM reading WHERE id = ?", [.text(reading)])
            return try row.flatMap { try Self.load($0.text("programme"), transaction) }
        }
    }

    /// Programmes of a day and of those beside it, of which a new file may be another transcript: a recorder
    /// that writes after midnight dates it a day late, and shows are repeated.
    func find(station: String, around day: LocalDate) async throws -> [StoredProgramme] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT id FROM programme WHERE station = ? AND aired_on >= ? AND aired_on <= ?
                ORDER BY aired_on, uploaded_at LIMIT ?
                """,
                [
                    .text(station), .text(LocalDate(days: day.days - 1).description),
                    .text(LocalDate(days: day.days + 1).description), SQLValue(Self.nearMax),
                ]
            ).compactMap { try Self.load($0.text("id"), transaction) }
        }
    }

    func find(_ id: String) async throws -> StoredProgramme? {
        try await store.read { transaction in try Self.load(id, transaction) }
    }

    /// The newest programmes on air of which something was published, the oldest of them first.
    func published(station: String, limit: Int) async throws -> [StoredProgramme] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT content FROM programme WHERE station = ? AND kind = ? AND published_count > 0
                ORDER BY aired_on DESC, uploaded_at DESC LIMIT ?
                """, [.text(station), .text(Gathering.radio.rawValue), SQLValue(limit)]
            ).map { try Wire.decode(StoredProgramme.self, from: Data($0.text("content").utf8)) }.reversed()
        }
    }

    func list(station: String) async throws -> [Line] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT id, station, title, aired_on, items_count, checked_count, published_count
                FROM programme
                WHERE station = ? ORDER BY aired_on DESC, uploaded_at DESC LIMIT ?
                """, [.text(station), SQLValue(Self.listMax)]
            ).map {
                Line(
                    id: $0.text("id"), station: $0.text("station"), title: $0.text("title"),
                    airedOn: $0.text("aired_on"), items: Int($0.int("items_count")),
                    checked: Int($0.int("checked_count")),
                    published: Int($0.int("published_count")))
            }
        }
    }

    /// What an attempt to change a programme gave.
    enum Change: Sendable {
        case done(StoredProgramme)
        /// Somebody else was first; this is the newer state.
        case conflict(StoredProgramme)
        case missing
        case refused(EditProblem)
    }

    /// Applies corrections to the version they were made for; all or none.
    ///
    /// - Parameter besideOthers: they may also follow changes that others made since, to other items.
    func change(
        _ id: String, version: Int, edits: [Edit], editor: Editor, by: String, now: Date,
        besideOthers: Bool = false
    ) async throws -> Change {
        try await store.write(bytes: Self.contentWeight) { transaction in
            guard var programme = try Self.load(id, transaction, toChange: true) else { return .missing }
            if programme.version != version {
                guard besideOthers,
                    try Self.isUntouched(edits, since: version, by: by, programme, transaction)
                else { return .conflict(programme) }
            }
            let before = programme
            do {
                if edits.count == 1, edits[0].op == .undo {
                    guard try Self.restore(&programme, transaction) else {
                        return .refused(EditProblem("Tidak ada perubahan yang dapat dibatalkan."))
                    }
                } else {
                    for edit in edits { try editor.apply(edit, to: &programme) }
                    try Self.keepPast(before, edits, by: by, now: now, transaction)
                }
            } catch let problem as EditProblem {
                return .refused(problem)
            }
            programme.version += 1
            try Self.save(programme, transaction)
            return .done(programme)
        }
    }

    /// Whether the items that the corrections are about are still as they were at that version, but for what
    /// the same operator did.
    private static func isUntouched(
        _ edits: [Edit], since version: Int, by: String, _ programme: StoredProgramme,
        _ transaction: any Transaction
    ) throws -> Bool {
        let about = Set(edits.flatMap { ($0.items ?? []) + ($0.item.map { [$0] } ?? []) })
        guard !about.isEmpty, !edits.contains(where: { $0.op == .undo || $0.op == .move }) else {
            return false
        }
        let rows = try transaction.query(
            """
            SELECT version, items, edited_by FROM programme_past
            WHERE programme = ? AND version >= ? ORDER BY version
            """, [.text(programme.id), SQLValue(version)])
        guard rows.first?.int("version") == Int64(version) else { return false }
        let states = try rows.map {
            try Wire.decode([Item].self, from: Data($0.text("items").utf8))
        } + [programme.items]
        for (index, row) in rows.enumerated() where row.text("edited_by") != by {
            for id in about {
                let after = states[index + 1].first { $0.id == id }
                guard after != nil, after == states[index].first(where: { $0.id == id }) else {
                    return false
                }
            }
        }
        return about.allSatisfy { id in programme.items.contains { $0.id == id } }
    }

    /// Marks the items that are about to be sent. The version stays, nothing of the review changed.
    ///
    /// - Returns: the programme as it is sent; `nil` when it is not of that version any more.
    func beginSending(_ id: String, version: Int?) async throws -> StoredProgramme? {
        try await store.write(bytes: Self.contentWeight) { transaction in
            guard var programme = try Self.load(id, transaction, toChange: true) else { return nil }
            guard version == nil || version == programme.version else { return nil }
            let unsent = programme.publishable.map(\.id).filter { programme.receipts[$0] == nil }
            guard !unsent.isEmpty else { return programme }
            programme.sending = (programme.sending ?? []).union(unsent)
            try Self.save(programme, transaction)
            return programme
        }
    }

    /// Notes the receipts of what was sent.
    func noteReceipts(_ id: String, _ receipts: [String: ItemReceipt]) async throws {
        try await store.write(bytes: Self.contentWeight) { transaction in
            guard var programme = try Self.load(id, transaction, toChange: true) else { return }
            programme.receipts.merge(receipts) { first, _ in first }
            programme.sending?.subtract(receipts.keys)
            if programme.sending?.isEmpty == true { programme.sending = nil }
            try Self.save(programme, transaction)
        }
    }

    /// - Parameter toChange: holds the row until the commit, so that two processes cannot both start from its
    ///   old state.
    private static func load(
        _ id: String, _ transaction: any Transaction, toChange: Bool = false
    ) throws -> StoredProgramme? {
        let lock = toChange ? transaction.dialect.forUpdate : ""
        guard
            let row = try transaction.first(
                "SELECT content FROM programme WHERE id = ?\(lock)", [.text(id)])
        else { return nil }
        return try Wire.decode(StoredProgramme.self, from: Data(row.text("content").utf8))
    }

    private static func save(_ programme: StoredProgramme, _ transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE programme SET aired_on = ?, kind = ?, version = ?, items_count = ?,
                checked_count = ?, published_count = ?, content = ? WHERE id = ?
            """,
            [
                .text(programme.airedOn), .text(programme.kind.rawValue),
                SQLValue(programme.version), SQLValue(programme.publishable.count),
                SQLValue(programme.checkedCount),
                SQLValue(programme.receipts.count),
                .text(String(decoding: try Wire.encode(programme), as: UTF8.self)),
                .text(programme.id),
            ])
    }

    private static func keepPast(
        _ programme: StoredProgramme, _ edits: [Edit], by: String, now: Date,
        _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO programme_past (programme, version, items, ops, edited_by, edited_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(programme.id), SQLValue(programme.version),
                .text(String(decoding: try Wire.encode(programme.items), as: UTF8.self)),
                .text(String(decoding: try Wire.encode(edits), as: UTF8.self)),
                .text(by), .integer(Int64(now.timeIntervalSince1970)),
            ])
        try transaction.execute(
            "DELETE FROM programme_past WHERE programme = ? AND version <= ?",
            [.text(programme.id), SQLValue(programme.version - pastMax)])
    }

    /// Takes the items back to before the last change; `false` when there was none.
    ///
    /// - Throws: ``EditProblem`` where what was sent since would not be whole any more.
    private static func restore(
        _ programme: inout StoredProgramme, _ transaction: any Transaction
    ) throws -> Bool {
        let row = try transaction.first(
            "SELECT * FROM programme_past WHERE programme = ? ORDER BY version DESC LIMIT 1",
            [.text(programme.id)])
        guard let row else { return false }
        let items = try Wire.decode([Item].self, from: Data(row.text("items").utf8))
        for sent in programme.items where programme.isSent(sent.id) {
            guard items.contains(where: { $0.id == sent.id && $0.turns == sent.turns && $0.cut == sent.cut })
            else {
                throw EditProblem(
                    "Butir \(sent.id) sudah diterbitkan; perubahan sebelumnya tidak dapat dibatalkan.")
            }
        }
        programme.items = items
        try transaction.execute(
            "DELETE FROM programme_past WHERE programme = ? AND version = ?",
            [.text(programme.id), row["version"]])
        return true
    }
}
