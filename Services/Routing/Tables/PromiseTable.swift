// Which promises made on air are late, so that rules may ask for them: where, in which programme, by whom. No
// words and nobody's name.
import Complaints
import Foundation
import Language
import Region
import Rules
import Store

enum PromiseTable {
    /// One row for each place of an assignment that owes a late promise.
    static let migration = [
        """
        CREATE TABLE late_promise (assignment_id TEXT NOT NULL, place TEXT NOT NULL, agency TEXT,
            title TEXT NOT NULL, station TEXT NOT NULL, PRIMARY KEY (assignment_id, place))
        """
    ]

    /// Rows that rules look at: more than any regency owes.
    static let rowsMax = 5000

    /// Keeps the list up to date with an assignment that is stored.
    static func note(_ assignment: Assignment, in transaction: any Transaction) throws(StoreError) {
        let complaint = assignment.complaint
        guard let programme = complaint.programme else { return }
        let id = SQLValue.text(assignment.id.text)
        try transaction.execute("DELETE FROM late_promise WHERE assignment_id = ?", [id])
        guard assignment.promises.contains(where: { $0.state == .late }) else { return }
        for place in Set(complaint.places.filter { $0.confidence >= Gazetteer.certain }.map(\.code)) {
            try transaction.execute(
                """
                INSERT INTO late_promise (assignment_id, place, agency, title, station)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    id, .text(place), SQLValue(assignment.agency?.id), .text(programme.title),
                    .text(complaint.account),
                ])
        }
    }

    /// Lists what was late before there was a list.
    static func fill(_ store: Store) async throws {
        try await Filling.run("promises-filled", on: store) { assignment, _, transaction in
            try note(assignment, in: transaction)
        }
    }

    /// All that are late; none where no rule of the pack asks.
    static func late(
        askedBy region: RegionPack, in transaction: any Transaction
    ) throws(StoreError) -> [LatePromise] {
        guard region.books.contains(where: \.asksForPromises) else { return [] }
        return try transaction.query(
            "SELECT place, agency, title, station FROM late_promise ORDER BY assignment_id, place LIMIT ?",
            [SQLValue(rowsMax)]
        ).map {
            LatePromise(
                programme: [$0.text("title"), $0.text("station")], agency: $0.optionalText("agency"),
                places: [$0.text("place")])
        }
    }
}
