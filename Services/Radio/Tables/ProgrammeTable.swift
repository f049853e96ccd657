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
            ]
        ])

    /// Bytes of the file per row (decision D3).
    static let rowBytesMax = 256 * 1024
    /// Programmes on one page of the list.
    static let listMax = 50

    /// One line of the list.
    struct Line: Sendable, Hashable {
        var id: String
        var station: String
        var title: String
        var airedOn: String
        var items: Int
        var published: Int
    }

    /// Keeps a new programme with its file; `false` when it is known already.
    func insert(
        _ programme: StoredProgramme, file: Data, filename: String, by: String, now: Date
    ) async throws -> Bool {
        let content = try Wire.encode(programme)
        // The queue's bound is for many small writes; one upload may be larger than all of it.
        let weight = min(file.count + content.count, 4 * 1024 * 1024)
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
                    SQLValue(programme.version), .text(filename), .text(by),
                    .integer(Int64(now.timeIntervalSince1970)),
                    SQLValue(programme.publishable.count),
                    .text(String(decoding: content, as: UTF8.self)),
                ])
            guard added == 1 else { return false }
            var start = file.startIndex
            var n = 0
            while start < file.endIndex {
                let end = min(start + Self.rowBytesMax, file.endIndex)
                try transaction.execute(
                    "INSERT INTO programme_file (programme, n, bytes) VALUES (?, ?, ?)",
                    [.text(programme.id), SQLValue(n), .blob(Array(file[start..<end]))])
                start = end
                n += 1
            }
            return true
        }
    }

    func find(_ id: String) async throws -> StoredProgramme? {
        try await store.read { transaction in try Self.load(id, transaction) }
    }

    func list(station: String) async throws -> [Line] {
        try await store.read { transaction in
            try transaction.query(
                """
                SELECT id, station, title, aired_on, items_count, published_count FROM programme
                WHERE station = ? ORDER BY aired_on DESC, uploaded_at DESC LIMIT ?
                """, [.text(station), SQLValue(Self.listMax)]
            ).map {
                Line(
                    id: $0.text("id"), station: $0.text("station"), title: $0.text("title"),
                    airedOn: $0.text("aired_on"), items: Int($0.int("items_count")),
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
    func change(
        _ id: String, version: Int, edits: [Edit], editor: Editor, by: String, now: Date
    ) async throws -> Change {
        try await store.write { transaction in
            guard var programme = try Self.load(id, transaction) else { return .missing }
            guard programme.version == version else { return .conflict(programme) }
            let before = programme
            do {
                if edits.count == 1, edits[0].op == .undo {
                    guard try Self.restore(&programme, transaction) else {
                        return .refused(EditProblem("Tidak ada perubahan yang dapat dibatalkan."))
                    }
                } else {
                    for edit in edits { try editor.apply(edit, to: &programme) }
                    try Self.keepPast(before, by: by, now: now, transaction)
                }
            } catch let problem as EditProblem {
                return .refused(problem)
            }
            programme.version += 1
            try Self.save(programme, transaction)
            return .done(programme)
        }
    }

    /// Notes the receipts of published items; the version stays, nothing of the review changed.
    func noteReceipts(_ id: String, _ receipts: [String: ItemReceipt]) async throws {
        try await store.write { transaction in
            guard var programme = try Self.load(id, transaction) else { return }
            programme.receipts.merge(receipts) { first, _ in first }
            try Self.save(programme, transaction)
        }
    }

    private static func load(
        _ id: String, _ transaction: any Transaction
    ) throws -> StoredProgramme? {
        guard
            let row = try transaction.first(
                "SELECT content FROM programme WHERE id = ?", [.text(id)])
        else { return nil }
        return try Wire.decode(StoredProgramme.self, from: Data(row.text("content").utf8))
    }

    private static func save(_ programme: StoredProgramme, _ transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE programme SET version = ?, items_count = ?, published_count = ?, content = ?
            WHERE id = ?
            """,
            [
                SQLValue(programme.version), SQLValue(programme.publishable.count),
                SQLValue(programme.receipts.count),
                .text(String(decoding: try Wire.encode(programme), as: UTF8.self)),
                .text(programme.id),
            ])
    }

    private static func keepPast(
        _ programme: StoredProgramme, by: String, now: Date, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO programme_past (programme, version, items, edited_by, edited_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(programme.id), SQLValue(programme.version),
                .text(String(decoding: try Wire.encode(programme.items), as: UTF8.self)),
                .text(by), .integer(Int64(now.timeIntervalSince1970)),
            ])
    }

    /// Takes the items back to before the last change; `false` when there was none.
    private static func restore(
        _ programme: inout StoredProgramme, _ transaction: any Transaction
    ) throws -> Bool {
        let row = try transaction.first(
            "SELECT * FROM programme_past WHERE programme = ? ORDER BY version DESC LIMIT 1",
            [.text(programme.id)])
        guard let row else { return false }
        programme.items = try Wire.decode([Item].self, from: Data(row.text("items").utf8))
        try transaction.execute(
            "DELETE FROM programme_past WHERE programme = ? AND version = ?",
            [.text(programme.id), row["version"]])
        return true
    }
}
