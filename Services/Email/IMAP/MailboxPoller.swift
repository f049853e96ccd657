// Reads one IMAP mailbox for as long as the service lives: fetch, journal, then move.
import Complaints
import Delivery
import Foundation
import Intake
import Logging
import ServiceKit
import ServiceLifecycle
import Store

/// Polls a mailbox by its UID cursor.
///
/// The order is what makes it safe: a mail is moved only after it is in the journal, and the cursor
/// is written after the move. A crash in between reads a few mails again, which the journal answers
/// as redeliveries.
struct MailboxPoller: Service {
    struct Settings: Sendable {
        var name: String
        var server: IMAPServer
        var folder: String
        var processed: String
        var failed: String
        var pause: Duration
        var mailBytesMax: Int
    }

    let settings: Settings
    let reception: Reception
    let store: Store
    let logger: Logger
    /// This process among others that read the same mailbox.
    let holder = UUID().uuidString

    /// Mails listed at a time; the cursor is written after each list.
    static let listMax = 50
    /// Of a mail that is too large, this much is kept.
    static let headBytesMax = 256 << 10
    static let leaseMicroseconds: Int64 = 10 * 60 * 1_000_000
    static let pauseAfterErrorMax = Duration.seconds(300)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var errors = 0
            while !Task.isCancelled {
                do {
                    try await poll()
                    errors = 0
                } catch {
                    errors += 1
                    logger.error(
                        "mailbox not read",
                        metadata: ["mailbox": "\(settings.name)", "why": "\(error)"])
                }
                let pause = min(settings.pause * (1 << min(errors, 6)), Self.pauseAfterErrorMax)
                try? await Task.sleep(for: max(pause, settings.pause))
            }
        }
    }

    /// Takes in everything new; gives how many mails there were.
    @discardableResult
    func poll() async throws -> Int {
        guard let lease = try await acquire() else { return 0 }
        let worker = IMAPWorker(
            settings.server, folder: settings.folder,
            literalBytesMax: settings.mailBytesMax + Self.headBytesMax)
        do {
            let count = try await read(worker, lease)
            await worker.close()
            return count
        } catch {
            await worker.close()
            throw error
        }
    }

    private func read(_ worker: IMAPWorker, _ first: Lease) async throws -> Int {
        let validity = try await worker.open()
        var cursor = try await cursor(validity)
        var count = 0
        var lease = first
        while true {
            let listed = try await worker.list(from: cursor.nextUID, limit: Self.listMax)
            guard let last = listed.last, !Task.isCancelled else { return count }
            for listing in listed {
                try await take(listing, worker)
                count += 1
            }
            // UIDs end at 2^32 - 1; there is none after the last.
            cursor.nextUID = last.uid == .max ? .max : last.uid + 1
            try await save(cursor, lease)
            guard let renewed = try await acquire() else { return count }
            lease = renewed
        }
    }

    private func take(_ listing: IMAPMailbox.Listing, _ worker: IMAPWorker) async throws {
        let envelope = Envelope(via: "imap:\(settings.name)")
        let isTooLarge = listing.bytes > settings.mailBytesMax
        let content = try await worker.content(
            of: listing.uid, firstBytes: isTooLarge ? Self.headBytesMax : nil)
        guard let content else { return }
        let receipt: Receipt
        if isTooLarge {
            receipt = try await reception.takeTooLarge(
                head: content, bytes: listing.bytes, envelope)
        } else {
            receipt = try await reception.take(content, envelope)
        }
        let target = receipt.state == .quarantined ? settings.failed : settings.processed
        do {
            try await worker.move(listing.uid, to: target)
        } catch {
            // A refused move: the mail is in the journal and the cursor goes on, only the tidying
            // failed.
            guard error.code == .refused else { throw error }
            logger.warning(
                "mail not moved",
                metadata: ["mailbox": "\(settings.name)", "why": "\(error.description)"])
        }
    }

    /// A mailbox whose UIDs were given anew is read from the start; known mails are redeliveries.
    private func cursor(_ validity: UInt32) async throws -> MailboxCursor {
        let name = settings.name
        let known = try await store.read { try MailboxCursor.load(name, in: $0) }
        if let known, known.uidValidity == validity { return known }
        if known != nil {
            logger.notice(
                "UIDVALIDITY changed: reading from the start", metadata: ["mailbox": "\(name)"])
        }
        return MailboxCursor(uidValidity: validity, nextUID: 1)
    }

    private func save(_ cursor: MailboxCursor, _ lease: Lease) async throws {
        let name = settings.name
        try await store.write { transaction in
            try lease.verify(in: transaction)
            try cursor.save(name, in: transaction)
        }
    }

    private func acquire() async throws -> Lease? {
        let (name, holder) = ("mailbox:\(settings.name)", holder)
        let now = Date.now.microseconds
        return try await store.write { transaction in
            try Lease.acquire(
                name, holder: holder, now: now, microseconds: Self.leaseMicroseconds,
                in: transaction)
        }
    }
}
