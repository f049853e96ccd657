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
            let sender: String? = if case .null = row["sender"] { nil } else { row.text("sender") }
            let envelope = Envelope(
                via: row.text("via"), sender: sender,
                recipients: row.text("recipients").split(separator: " ").map(String.init))
            _ = try await reception.take(
                row.blob("body"), envelope, now: Date(microseconds: row.int("received_at")))
            try await store.write { transaction in
                try transaction.execute("DELETE FROM mail_tray WHERE seq = ?", [row["seq"]])
            }
        }
    }
}
