// What was done to a programme, and by whom: for undoing, and for who comes second to the same item.
import Complaints
import Foundation
import Store

extension ProgrammeTable {
    /// An item as it was at a version, as far as it is remembered.
    func past(_ item: String, of id: String, at version: Int) async throws -> Item? {
        try await store.read { transaction in
            let row = try transaction.first(
                "SELECT items FROM programme_past WHERE programme = ? AND version = ?",
                [.text(id), SQLValue(version)])
            return try row.flatMap {
                try Wire.decode([Item].self, from: Data($0.text("items").utf8))
                    .first { $0.id == item }
            }
        }
    }

    /// A change of a programme.
    struct PastChange: Sendable {
        var edits: [Edit]
        var by: String
        var at: Date

        init(_ row: Row) throws {
            edits = try Wire.decode([Edit].self, from: Data(row.text("ops").utf8))
            by = row.text("edited_by")
            at = Date(timeIntervalSince1970: Double(row.int("edited_at")))
        }
    }

    /// The last change of a programme that can be undone.
    func lastChange(of id: String) async throws -> PastChange? {
        try await store.read { transaction in
            try transaction.first(
                """
                SELECT ops, edited_by, edited_at FROM programme_past WHERE programme = ?
                ORDER BY version DESC LIMIT 1
                """, [.text(id)]
            ).map(PastChange.init)
        }
    }

    /// What another operator last did since a version: to this item, else to any.
    func change(
        of item: String, in id: String, since version: Int, notBy name: String
    ) async throws -> PastChange? {
        try await store.read { transaction in
            let changes = try transaction.query(
                """
                SELECT ops, edited_by, edited_at FROM programme_past
                WHERE programme = ? AND version >= ? AND edited_by <> ? ORDER BY version DESC
                """, [.text(id), SQLValue(version), .text(name)]
            ).map(PastChange.init)
            let own = changes.first { change in
                change.edits.contains { $0.item == item || $0.items?.contains(item) == true }
            }
            return own ?? changes.first
        }
    }
}
