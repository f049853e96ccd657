// From the server into the journal: fetch, journal with the cursor in one transaction, then move.
import Foundation
import Intake
import Logging
import Store

/// Reads one mailbox by its UID cursor, batch after batch; while one is journalled the next is fetched.
///
/// The order is what makes it safe: a mail is moved only after it is in the journal, and the cursor and
/// the moves still to be made are written with the mails in one transaction that also checks the lease. A
/// crash at any moment leaves mails that were not read, or moves that are made good at the next start.
actor MailboxReader {
    private let settings: MailboxPoller.Settings
    private let reception: Reception
    private let store: Store
    private let metrics: MailboxMetrics
    private let logger: Logger
    private var session: Session?
    private var troubles = FetchTroubles()
    /// What was listed together.
    private var page: [IMAPMailbox.Listing] = []
    /// Until when nothing is moved to a folder that refused.
    private var movesRest: [MailboxMove.Target: ContinuousClock.Instant] = [:]
    /// In the journal, and not moved yet.
    private var unmoved: [MailboxMove] = []
    /// Moved, but still among the moves to be made.
    private var moved: [UInt32] = []
    /// Moved at a time; less where a server was too slow for it.
    private var moveSetMax = mostMoves

    private struct Session {
        let worker: IMAPWorker
        let lease: Lease
        var cursor: MailboxCursor
        var nextTidying: ContinuousClock.Instant
    }

    /// UIDs whose sizes are asked for at a time.
    static let listMax = 500
    /// A batch is one transaction.
    static let batchMailsMax = 100
    static let batchBytesMax = 2 << 20
    /// Of a mail that is too large, this much is kept.
    static let headBytesMax = 256 << 10
    /// A move costs Dovecot a look through the whole folder, however many mails it moves: of 10,000 mails a
    /// hundred at a time leave in two minutes, two thousand at a time in five seconds.
    static let mostMoves = 2000
    static let fewestMoves = 50
    /// What a folder refused is offered again after this, and told again.
    static let moveRest = Duration.seconds(3600)

    init(
        settings: MailboxPoller.Settings, reception: Reception, store: Store,
        metrics: MailboxMetrics, logger: Logger
    ) {
        self.settings = settings
        self.reception = reception
        self.store = store
        self.metrics = metrics
        self.logger = logger
    }

    /// Opens the mailbox and makes good the moves that are missing.
    ///
    /// - Returns: whether the server can IDLE.
    func open(_ worker: IMAPWorker, _ lease: Lease) async throws -> Bool {
        let opened = try await worker.open()
        let name = settings.name
        let (cursor, why) = MailboxCursor.start(
            from: try await store.read { try MailboxCursor.load(name, in: $0) },
            uidValidity: opened.uidValidity, uidNext: opened.uidNext,
            source: settings.server.source(of: settings.folder))
        try await store.write { transaction in
            try lease.verify(in: transaction)
            try cursor.begin(name, dropsMoves: why != nil, in: transaction)
        }
        if let why {
            note(.notice, "reading from the start", why)
            troubles = FetchTroubles()
        }
        movesRest = [:]
        (unmoved, moved) = ([], [])
        session = Session(
            worker: worker, lease: lease, cursor: cursor, nextTidying: .now + Self.moveRest)
        try await tidy()
        return opened.canIdle
    }

    /// Takes in everything new; gives how many mails there were.
    func drain() async throws -> Int {
        var count = 0
        var emptyLooks = 0
        while let session, !Task.isCancelled {
            let uids = try await session.worker.uids(from: session.cursor.nextUID)
            metrics.waiting(uids.count)
            if uids.isEmpty {
                emptyLooks += 1
                guard await session.worker.hasNews(), emptyLooks < 2 else { break }
            } else {
                emptyLooks = 0
                count += try await take(uids)
            }
        }
        try await moveWaiting()
        try await forgetMoved()
        if let session, ContinuousClock.now >= session.nextTidying {
            self.session?.nextTidying = .now + Self.moveRest
            movesRest = [:]
            try await tidy()
        } else if count > 0 {
            try await countUnmoved()
        }
        return count
    }

    private func take(_ uids: [UInt32]) async throws -> Int {
        var count = 0
        for start in stride(from: 0, to: uids.count, by: Self.listMax) {
            guard let worker = session?.worker, !Task.isCancelled else { return count }
            let page = Array(uids[start..<min(start + Self.listMax, uids.count)])
            self.page = try await worker.sizes(of: page)
            var rest = self.page[...]
            var coming = fetch(cut(&rest))
            while let fetching = coming {
                let batch = try await fetching.value
                coming = Task.isCancelled ? nil : fetch(cut(&rest))
                do {
                    try await settle(batch)
                } catch {
                    _ = await coming?.result
                    throw error
                }
                count += batch.mails.count
                metrics.waiting(max(0, uids.count - count))
            }
            // Those at the end of the page may have vanished.
            if let last = page.last, !Task.isCancelled { try await pass(last) }
        }
        return count
    }

    /// The next batch: alone what is too large, and what has made trouble.
    private func cut(_ rest: inout ArraySlice<IMAPMailbox.Listing>) -> [IMAPMailbox.Listing] {
        var batch: [IMAPMailbox.Listing] = []
        var bytes = 0
        while let next = rest.first, batch.count < Self.batchMailsMax {
            let isAlone =
                next.bytes > settings.mailBytesMax || troubles.isSuspect(next.uid)
                || bytes + next.bytes > Self.batchBytesMax
            if isAlone, !batch.isEmpty { break }
            batch.append(next)
            bytes += next.bytes
            rest = rest.dropFirst()
            if isAlone { break }
        }
        return batch
    }

    /// Fetches beside the journalling of the batch before; `nil` when there is nothing to fetch.
    private func fetch(_ batch: [IMAPMailbox.Listing]) -> Task<FetchedBatch, any Error>? {
        guard let worker = session?.worker, !batch.isEmpty else { return nil }
        return Task { try await fetchNow(batch, worker) }
    }

    private func fetchNow(
        _ batch: [IMAPMailbox.Listing], _ worker: IMAPWorker
    ) async throws -> FetchedBatch {
        let last = batch.last?.uid ?? 0
        if batch.count == 1, troubles.isGivenUp(last) {
            note(.error, "a mail that the server does not give is left behind", "UID \(last)")
            return FetchedBatch(
                mails: [FetchedMail(uid: last, body: .withheld(troubles.lastReason))], last: last)
        }
        let mustProve = batch.count == 1 && troubles.hasLost(last)
        if mustProve { try await prove(worker, without: last) }
        do throws(IMAPError) {
            let mails = try await FetchedMail.fetch(batch, worker, settings)
            troubles.passed(batch.map(\.uid))
            return FetchedBatch(mails: mails, last: last)
        } catch {
            guard error.code != .stopped, error.code != .storage else { throw error }
            guard batch.count > 1 else {
                if error.isOfConnection {
                    troubles.lost(last, error.description, isProven: mustProve)
                } else {
                    troubles.failed(last, error.description)
                }
                throw error
            }
            troubles.suspect(upTo: last)
            // The connection is still good: one by one shows which it is.
            guard error.code == .refused else { throw error }
            var mails: [FetchedMail] = []
            for one in batch { mails += try await fetchNow([one], worker).mails }
            return FetchedBatch(mails: mails, last: last)
        }
    }

    /// Shows that a connection brings mails: the smallest other one of the page, or where there is none the
    /// header of this one. Nothing is made of it.
    ///
    /// - Throws: when it does not; then nothing is to be said of the mail.
    private func prove(_ worker: IMAPWorker, without uid: UInt32) async throws(IMAPError) {
        let other = page.filter { $0.uid != uid && $0.bytes <= settings.mailBytesMax }
            .min { $0.bytes < $1.bytes }
        do throws(IMAPError) {
            _ = try await worker.contents(
                of: [other?.uid ?? uid], section: other == nil ? "HEADER" : "",
                firstBytes: Self.headBytesMax)
        } catch {
            guard error.code == .refused else { throw error }
        }
    }

    /// Journals a batch; its mails are moved when there are enough.
    private func settle(_ batch: FetchedBatch) async throws {
        var letters: [MailForJournal] = []
        for mail in batch.mails { letters.append(try await mail.letter(reception, settings)) }
        do {
            try await journal(letters, upTo: batch.last)
        } catch let error as StoreError
            where letters.count > 1 && !error.isPassing && error.code != .leaseLost
        {
            // One of them is the reason; those before it need not wait.
            for letter in letters { try await journal([letter], upTo: letter.uid) }
            try await pass(batch.last)
        }
        if unmoved.count >= moveSetMax { try await moveWaiting() }
    }

    /// Journals with the cursor in one transaction.
    private func journal(_ letters: [MailForJournal], upTo last: UInt32) async throws {
        guard let session else { return }
        let (name, cursor, lease, moved) = (settings.name, session.cursor, session.lease, moved)
        // UIDs end at 2^32 - 1; there is none after the last.
        let next = last == .max ? .max : last + 1
        let receipts = try await reception.intake.receive(letters.map(\.arrival)) {
            transaction, receipts in
            try lease.verify(in: transaction)
            try cursor.advance(name, to: next, in: transaction)
            try MailboxMove.done(moved, name, in: transaction)
            try MailboxMove.add(MailForJournal.moves(letters, receipts), name, in: transaction)
        }
        self.session?.cursor.nextUID = next
        self.moved.removeFirst(moved.count)
        for (letter, receipt) in zip(letters, receipts) {
            reception.count(letter.arrival, receipt, letter.envelope)
        }
        unmoved += MailForJournal.moves(letters, receipts)
    }

    /// Nothing is left up to `uid`.
    private func pass(_ uid: UInt32) async throws {
        guard let session, uid >= session.cursor.nextUID else { return }
        try await journal([], upTo: uid)
    }

    private func moveWaiting() async throws {
        guard let session, !unmoved.isEmpty else { return }
        try await make(unmoved, session.worker)
        unmoved = []
    }

    /// Moves by sets. What a folder refuses stays where it is, and is offered again later.
    private func make(_ moves: [MailboxMove], _ worker: IMAPWorker) async throws {
        for target in [MailboxMove.Target.processed, .failed] {
            let uids = moves.filter { $0.target == target }.map(\.uid)
            guard !uids.isEmpty, movesRest[target].map({ $0 <= .now }) ?? true else { continue }
            do throws(IMAPError) {
                try await move(uids, to: settings.folder(target), worker)
            } catch {
                guard error.code == .refused else { throw error }
                movesRest[target] = .now + Self.moveRest
                note(
                    .warning, "mails not moved; they are in the journal, and tried again in an hour",
                    error.description)
            }
        }
    }

    /// A folder that is nearly full takes a part of what it refused as a whole.
    private func move(
        _ uids: [UInt32], to folder: String, _ worker: IMAPWorker
    ) async throws(IMAPError) {
        var rest = uids[...]
        var size = moveSetMax
        while !rest.isEmpty {
            let some = Array(rest.prefix(min(size, UIDSet.fitting(rest))))
            do throws(IMAPError) {
                try await worker.move(some, to: folder)
                moved += some
                rest = rest.dropFirst(some.count)
            } catch {
                if error.code == .timedOut { moveSetMax = max(Self.fewestMoves, moveSetMax / 4) }
                guard error.code == .refused, some.count > 1 else { throw error }
                size = some.count / 2
            }
        }
    }

    /// Makes the moves that a crash or a refusal left over. Only what we noted ourselves is touched: what
    /// people put back gets a new UID and is read as a redelivery.
    private func tidy() async throws {
        guard let session else { return }
        let name = settings.name
        var after: UInt32 = 0
        while true {
            let page = try await store.read { [after] in
                try MailboxMove.waiting(name, above: after, in: $0)
            }
            guard let last = page.last else { break }
            try await make(page, session.worker)
            try await forgetMoved()
            after = last.uid
        }
        try await countUnmoved()
    }

    private func countUnmoved() async throws {
        let name = settings.name
        metrics.unmoved(try await store.read { try MailboxMove.count(name, in: $0) })
    }

    private func forgetMoved() async throws {
        guard !moved.isEmpty, let lease = session?.lease else { return }
        let (name, uids) = (settings.name, moved)
        try await store.write { transaction in
            try lease.verify(in: transaction)
            try MailboxMove.done(uids, name, in: transaction)
        }
        moved.removeFirst(uids.count)
    }

    private func note(_ level: Logger.Level, _ message: Logger.Message, _ why: String) {
        logger.log(
            level: level, message, metadata: ["mailbox": "\(settings.name)", "why": "\(why)"])
    }
}
