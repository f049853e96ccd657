// The tray of mails as it was until it became files: rows of the database, which are read once more.
import Complaints
import Foundation
import Intake
import Store

/// Journals the mails that an earlier release has accepted and not read.
enum FormerTray {
    static let schema = [
        """
        CREATE TABLE mail_tray (seq {autoid}, claim BIGINT NOT NULL DEFAULT 0,
            claim_until BIGINT NOT NULL DEFAULT 0, attempts BIGINT NOT NULL DEFAULT 0,
            received_at BIGINT NOT NULL, via TEXT NOT NULL, sender TEXT,
            recipients TEXT NOT NULL, bytes BIGINT NOT NULL, body {blob} NOT NULL)
        """
    ]

    /// Takes in what lies there, in its order. A mail that another process takes in as well is known by its
    /// identity.
    static func empty(into reception: Reception) async throws {
        let store = reception.intake.store
        let oldest = "SELECT * FROM mail_tray ORDER BY seq LIMIT 1"
        while let row = try await store.read({ try $0.first(oldest) }) {
            // A mail that ends the process is not met for ever; a trouble of ours is no fault of the mail.
            try await add(1, to: row, store)
            do {
                do {
                    try await journal(try await arrival(of: row, reception), of: row, reception)
                } catch let error as StoreError where !error.isPassing {
                    let why = "could not be journalled: \(error)"
                    try await journal(try unreadable(row, why, reception), of: row, reception)
                }
            } catch {
                try? await add(-1, to: row, store)
                throw error
            }
            try await store.write { transaction in
                try transaction.execute("DELETE FROM mail_tray WHERE seq = ?", [row["seq"]])
            }
        }
    }

    private static func add(_ attempts: Int, to row: Row, _ store: Store) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE mail_tray SET attempts = attempts + ? WHERE seq = ?",
                [SQLValue(attempts), row["seq"]])
        }
    }

    private static func journal(
        _ arrival: Arrival, of row: Row, _ reception: Reception
    ) async throws {
        let receipt = try await reception.intake.receive(arrival)
        reception.count(arrival, receipt, envelope(of: row))
    }

    private static func arrival(of row: Row, _ reception: Reception) async throws -> Arrival {
        let attempts = row.int("attempts")
        guard attempts < MailTray.attemptsMax else {
            return try unreadable(row, "reading it ended the process \(attempts) times", reception)
        }
        return try await reception.arrival(
            of: Content(row.blob("body")), envelope(of: row), now: received(row))
    }

    private static func unreadable(
        _ row: Row, _ why: String, _ reception: Reception
    ) throws -> Arrival {
        try reception.unreadable(Content(row.blob("body")), why: why, envelope(of: row), received(row))
    }

    private static func received(_ row: Row) -> Date { Date(microseconds: row.int("received_at")) }

    private static func envelope(of row: Row) -> Envelope {
        let sender: String? = if case .null = row["sender"] { nil } else { row.text("sender") }
        return Envelope(
            via: row.text("via"), sender: sender,
            recipients: row.text("recipients").split(separator: " ").map(String.init))
    }
}
