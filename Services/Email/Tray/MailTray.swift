// Mails as they came by LMTP, on disk and answered for, until they are read and in the journal: whoever
// delivers waits for the disk and not for the parser.
import Complaints
import Delivery
import Foundation
import Intake
import Logging
import Store
import Synchronization

/// The tray of mails that nobody has read yet: a folder of files beside the database.
///
/// It is for one process with a database of its own on the same disk. Where several share one on a server, a
/// mail is journalled there before it is acknowledged, so that any of them may be lost with its disk.
struct MailTray: Sendable {
    static let schema = Schema(name: "mail_tray", migrations: [FormerTray.schema, TrayReader.schema])

    /// Read and journalled together; a single larger one goes alone.
    static let batchMax = 128
    static let batchBytesMax = 1 << 20
    /// A mail whose reading has ended the process so often is quarantined.
    static let attemptsMax = 3
    /// Nobody waits for what the reader notes: it may go along with another's commit.
    static let grace = Claim.grace

    private let intake: Intake
    private let folder: URL
    private let writer: TrayWriter
    private let reader: TrayReader
    private let counts: Counts
    private let waitingBytesMax: Int
    /// Rung when something lies in it.
    let arrivals: Bell

    /// - Parameters:
    ///   - data: the folder of the service's data.
    ///   - waitingBytesMax: when so much waits, who delivers waits for the parser as well.
    /// - Throws: when nothing can be written there: found at start, not at the first mail.
    init(_ intake: Intake, data: URL, waitingBytesMax: Int = 256 << 20, logger: Logger) throws {
        self.intake = intake
        self.waitingBytesMax = waitingBytesMax
        folder = data.appending(path: "email-tray")
        try DurableFile.make(folder)
        try TrayFile.create(TrayFile.nextNumber(in: folder), in: folder).remove()
        let arrivals = Bell()
        self.arrivals = arrivals
        counts = Counts(bytes: DurableFile.bytes(of: TrayFile.list(folder)))
        writer = TrayWriter(folder) { [counts] bytes in
            counts.kept(bytes)
            arrivals.ring()
        }
        reader = TrayReader(intake.store, folder, writer, logger)
    }

    /// Whether a mail can be laid here; if not, it is to be read at once.
    func takes(_ mail: Content, _ envelope: Envelope) -> Bool {
        mail.memoryCount > 0 && mail.memoryCount <= Content.memoryBytesMax
            && TrayRecord.fits(envelope) && bytesWaiting < waitingBytesMax
    }

    /// Whether a burst of mails has room in it.
    var isHalfEmpty: Bool { bytesWaiting < waitingBytesMax / 2 }

    /// Lays a small mail in it and returns when it is on disk.
    ///
    /// - Throws: ``StoreError``: the sender must keep it and come again.
    func put(_ body: [UInt8], _ envelope: Envelope, now: Date = .now) async throws {
        guard intake.hasRoom else {
            throw StoreError(.noSpace, "the reserve of the disk is reached")
        }
        try await writer.keep(TrayMail(receivedAt: now, envelope: envelope, body: body))
        counts.put()
    }

    /// About what waits to be read, in bytes.
    var bytesWaiting: Int { counts.bytesWaiting }

    /// Mails laid in it so far, by this process.
    var putSoFar: Int { counts.putSoFar }

    /// The oldest mails. After a crash each that was in hand then is handled alone, so that one that ends
    /// the process takes no other with it.
    func next() async throws -> [TrayMail] {
        let mails = try await reader.next()
        // Another process may have read what this one has counted, or left what it has not.
        if mails.isEmpty { counts.set(DurableFile.bytes(of: TrayFile.list(folder))) }
        return mails
    }

    /// The mails that were given last are not read, for no fault of theirs.
    func postpone() async throws { try await reader.postpone() }

    /// Journals what was read of mails, which are done with by the same transaction.
    func journal(_ arrivals: [Arrival], of mails: [TrayMail]) async throws -> [Receipt] {
        let step = await reader.step(to: mails)
        let receipts = try await intake.receive(arrivals) { transaction, _ in try step(transaction) }
        counts.read(await reader.done(mails))
        return receipts
    }

    /// Keeps what waits, and lets go of the files.
    func close() async {
        writer.stop()
        await reader.close()
    }

    /// Numbers that many change.
    private final class Counts: Sendable {
        private let bytes: Atomic<Int>
        private let mails = Atomic(0)

        init(bytes: Int) { self.bytes = Atomic(bytes) }

        /// Never less than nothing: what another process has left is not among what this one has counted.
        var bytesWaiting: Int { max(0, bytes.load(ordering: .relaxed)) }
        var putSoFar: Int { mails.load(ordering: .relaxed) }

        func set(_ count: Int) { bytes.store(count, ordering: .relaxed) }
        func kept(_ count: Int) { bytes.add(count, ordering: .relaxed) }
        func read(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }
        func put() { mails.add(1, ordering: .relaxed) }
    }
}
