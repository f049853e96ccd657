// Fills a list that is made of assignments with those that were stored before there was the list.
import Complaints
import Foundation
import Store

enum Filling {
    /// Assignments in one transaction.
    static let rows = 500

    /// Walks through all assignments; once, and from where it was left.
    ///
    /// - Parameters:
    ///   - name: of the list; kept when it is filled.
    ///   - note: lists one, with the time of its last change.
    static func run(
        _ name: String, on store: Store,
        _ note: @escaping @Sendable (Assignment, Date, any Transaction) throws -> Void
    ) async throws {
        var after = ""
        while let last = try await store.write({ [after] in try fill(name, after: after, note, in: $0) }) {
            after = last
        }
    }

    /// - Returns: where the next batch begins; `nil` when there is none.
    private static func fill(
        _ name: String, after: String, _ note: (Assignment, Date, any Transaction) throws -> Void,
        in transaction: any Transaction
    ) throws -> String? {
        guard
            try transaction.first("SELECT value FROM counter WHERE name = ?", [.text(name)]) == nil
        else { return nil }
        let found = try transaction.query(
            "SELECT id, body, changed_at FROM assignment WHERE id > ? ORDER BY id LIMIT ?",
            [.text(after), SQLValue(rows)])
        for row in found {
            // What cannot be read now is not listed; the feed and the sweep say so where it matters.
            guard let assignment = try? AssignmentTable.read(
                row.text("body"), of: row.text("id"), in: transaction)
            else { continue }
            try note(assignment, Date(microseconds: row.int("changed_at")), transaction)
        }
        if found.count < rows { _ = try ComplaintTable.nextSerial(name, in: transaction) }
        return found.count < rows ? nil : found.last?.text("id")
    }
}
