// Turns journalled messages into complaints, one after the other, in order of arrival. A message that
// cannot be read is quarantined and never holds up the next.
import Complaints
import Delivery
import Foundation
package import Logging
import ServiceLifecycle
import Store

/// A channel's way to read its raw messages. Called off the database; must not throw.
package typealias Normaliser = @Sendable (JournalEntry) async -> Normalised

/// Drains the journal.
package struct NormaliseWorker: Service {
    let intake: Intake
    let logger: Logger
    let normalise: Normaliser

    /// Messages normalised per transaction, and their bodies together; a single larger one goes alone.
    static let batchMax = 64
    static let batchBytesMax = 1024 * 1024
    /// A message whose handling did not end this many times (the process died) is quarantined.
    static let attemptsMax = 3
    /// Looks for work at least this often.
    static let idleSeconds = 30

    package init(intake: Intake, logger: Logger, normalise: @escaping Normaliser) {
        self.intake = intake
        self.logger = logger
        self.normalise = normalise
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await step() { continue }
                    await intake.arrivals.wait(atMost: .seconds(Self.idleSeconds))
                } catch {
                    logger.error("normalising postponed", metadata: ["why": "\(error)"])
                    await intake.arrivals.wait(atMost: .seconds(1))
                }
            }
        }
    }

    /// Handles one batch; `false` when nothing waits.
    package func step() async throws -> Bool {
        let entries = try await claim()
        guard !entries.isEmpty else { return false }
        var results: [(JournalEntry, Normalised)] = []
        for entry in entries { results.append((entry, await normalise(entry))) }
        try await record(results)
        return true
    }

    /// Counts the attempt before handling, so that a message that kills the process is found out.
    private func claim() async throws -> [JournalEntry] {
        try await intake.store.write { transaction in
            let rows = try transaction.query(
                """
                SELECT seq, complaint_id, tracking, channel, account, external_id, received_at,
                    attempts, meta, body_chunks, LENGTH(body) AS body_bytes
                FROM journal WHERE state = 'received' ORDER BY seq LIMIT ?
                """, [SQLValue(Self.batchMax)])
            // After a crash every suspect is handled alone, so that it takes no neighbour with it.
            let suspect = rows.first?.int("attempts") ?? 0 > 0
            var entries: [JournalEntry] = []
            var bytes = 0
            for row in rows.prefix(suspect ? 1 : rows.count) {
                if !suspect, row.int("attempts") > 0 { break }
                bytes += Int(row.int("body_bytes")) + Int(row.int("body_chunks")) * Chunks.bytesMax
                if !entries.isEmpty, bytes > Self.batchBytesMax { break }
                let seq = row.int("seq")
                guard row.int("attempts") < Self.attemptsMax else {
                    try transaction.execute(
                        "UPDATE journal SET state = 'quarantined', why = ? WHERE seq = ?",
                        [.text("handling it ended the process \(Self.attemptsMax) times"),
                            .integer(seq)])
                    continue
                }
                entries.append(try Self.entry(row, in: transaction))
                try transaction.execute(
                    "UPDATE journal SET attempts = attempts + 1 WHERE seq = ?", [.integer(seq)])
            }
            return entries
        }
    }

    private static func entry(_ row: Row, in transaction: any Transaction) throws -> JournalEntry {
        let seq = row.int("seq")
        let chunks = row.int("body_chunks")
        return JournalEntry(
            seq: seq, id: UUID(uuidString: row.text("complaint_id")) ?? UUID(),
            tracking: row.text("tracking"),
            channel: Channel(rawValue: row.text("channel")) ?? .sms,
            account: row.text("account"), externalID: row.text("external_id"),
            receivedAt: Date(microseconds: row.int("received_at")),
            meta: (try? Wire.decode([String: String].self, from: Data(row.text("meta").utf8)))
                ?? [:],
            body: chunks == 0
                ? try transaction.first(
                    "SELECT body FROM journal WHERE seq = ?", [.integer(seq)])?.blob("body") ?? []
                : try Chunks.load(owner: "journal:\(seq)", count: chunks, in: transaction))
    }

    private func record(_ results: [(JournalEntry, Normalised)]) async throws {
        try await intake.store.write { transaction in
            for (entry, result) in results {
                switch result {
                case .complaint(let complaint, let attachments):
                    try Self.enqueue(complaint, attachments, seq: entry.seq, in: transaction)
                case .ignored(let why):
                    try Self.settle(entry.seq, .ignored, why, in: transaction)
                case .quarantined(let why):
                    try Self.settle(entry.seq, .quarantined, why, in: transaction)
                }
            }
        }
        for case (let entry, .quarantined(let why)) in results {
            logger.warning(
                "message quarantined",
                metadata: ["tracking": "\(entry.tracking)", "why": "\(why)"])
        }
        intake.departures.ring()
    }

    private static func enqueue(
        _ complaint: Complaint, _ attachments: [AttachmentFile], seq: Int64,
        in transaction: any Transaction
    ) throws {
        var complaint = complaint
        for file in attachments {
            complaint.attachments.append(try AttachmentStore.keep(file, in: transaction))
        }
        try transaction.execute(
            "INSERT INTO outbox (seq, complaint) VALUES (?, ?) ON CONFLICT (seq) DO NOTHING",
            [.integer(seq), .text(String(decoding: try Wire.encode(complaint), as: UTF8.self))])
        try settle(seq, .waiting, nil, in: transaction)
    }

    private static func settle(
        _ seq: Int64, _ state: JournalState, _ why: String?, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE journal SET state = ?, why = ? WHERE seq = ?",
            [.text(state.rawValue), SQLValue(why), .integer(seq)])
    }
}
