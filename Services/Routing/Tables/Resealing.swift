// Seals what an older key sealed, or none, with the newest one: a few rows at a time, beside the service.
import Foundation
import Store

enum Resealing {
    /// Rows in one transaction.
    static let batch = 200

    /// A table with a sealed column.
    private struct Sealed: Sendable {
        var table: String
        /// In whose order the rows are walked through.
        var key: String
        /// The column that names what the body is sealed for.
        var id: String
        var first: SQLValue
        var column = "body"
        var row: @Sendable (String) -> String
    }

    private static let tables = [
        Sealed(
            table: "complaint", key: "seq", id: "id", first: .integer(-1),
            row: ComplaintTable.sealRow),
        Sealed(
            table: "assignment", key: "id", id: "id", first: .text(""),
            row: AssignmentTable.sealRow),
        Sealed(
            table: "feed", key: "cursor", id: "assignment_id", first: .integer(-1),
            row: AssignmentTable.sealRow),
        Sealed(table: "spam", key: "seq", id: "id", first: .integer(-1), row: SpamTable.sealRow),
        Sealed(
            table: "notice", key: "seq", id: "id", first: .integer(-1), row: NoticeTable.sealRow),
        Sealed(
            table: "imported", key: "seq", id: "complaint_id", first: .integer(-1),
            row: ImportTable.sealRow),
        Sealed(
            table: "photo_part", key: "seq", id: "name", first: .integer(-1), row: PhotoTable.sealRow),
        Sealed(
            table: "import_row", key: "seq", id: "complaint_id", first: .integer(-1),
            row: ImportTable.sealRow),
        Sealed(
            table: "import_row", key: "seq", id: "complaint_id", first: .integer(-1),
            column: "complaint", row: ComplaintTable.sealRow),
    ]

    /// How many rows it sealed. A row that somebody changes meanwhile is sealed by him.
    static func run(on store: Store, _ seal: Seal) async throws -> Int {
        var count = 0
        for table in tables {
            var after = table.first
            while true {
                let last = after
                let (next, changed) = try await store.write { transaction in
                    try reseal(table, after: last, seal, in: transaction)
                }
                count += changed
                guard let next else { break }
                after = next
            }
        }
        return count
    }

    /// The key of the last row looked at; `nil` at the end.
    private static func reseal(
        _ table: Sealed, after: SQLValue, _ seal: Seal, in transaction: any Transaction
    ) throws -> (next: SQLValue?, changed: Int) {
        let rows = try transaction.query(
            """
            SELECT \(table.key) AS place, \(table.id) AS id, \(table.column) AS body
            FROM \(table.table) WHERE \(table.key) > ? ORDER BY \(table.key) LIMIT ?
            """, [after, SQLValue(batch)])
        var next: SQLValue?
        var changed = 0
        for row in rows {
            let key: SQLValue =
                if case .text = after { .text(row.text("place")) } else {
                    .integer(row.int("place"))
                }
            next = key
            guard let body = row.optionalText("body"), !seal.isCurrent(body) else { continue }
            let name = table.row(row.text("id"))
            let sealed = try seal.seal(try seal.open(body, row: name), row: name)
            changed += try transaction.execute(
                """
                UPDATE \(table.table) SET \(table.column) = ?
                WHERE \(table.key) = ? AND \(table.column) = ?
                """,
                [.text(sealed), key, .text(body)])
        }
        return (next, changed)
    }
}
