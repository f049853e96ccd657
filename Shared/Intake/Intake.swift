// The journal of a channel: acknowledge only what is on disk, answer a redelivery with the first receipt.
import Complaints
import Delivery
package import Foundation
package import Store
import Synchronization

/// What the three channels share: receive raw, normalise, forward.
///
/// ```
/// receive -> journal (committed) -> acknowledge
///                 normalise -> outbox (same transaction) -> Routing
/// ```
package struct Intake: Sendable {
    /// Also for the channel's own tables.
    package let store: Store
    private let region: RegionIdentity
    let reserve: Reserve
    /// Where messages go when the database is away and their provider will not come again.
    package let localJournal: LocalJournal?
    /// Where large messages lie while they are taken in or read, without names.
    package let largeFiles: URL
    private let receiver: BatchWriter<Incoming, Receipt>
    /// Rung when something waits for the normaliser, and for the outbox.
    let arrivals = Bell()
    let departures = Bell()
    /// Rung when a file is wanted.
    let files = Bell()

    /// Names this process's sender in its claims.
    let sender = Int64.random(in: 1...Int64.max)

    /// What a commit tells the workers, of this and of other processes.
    static let journalNotice = "journal"
    static let outboxNotice = "outbox"
    static let filesNotice = "files"

    /// A provider that never retries is not left waiting longer than this for a database that hangs.
    static let patience = Duration.seconds(5)

    /// What tracking numbers need of the region.
    package struct RegionIdentity: Sendable {
        /// e.g. `HSS`.
        package let prefix: String
        /// The digit of its tracking numbers, where one service allots them for several channels.
        let digit: Int?
        private let years: LocalYears

        package init(prefix: String, timeZone: TimeZone, digit: Int? = nil) {
            self.prefix = prefix
            self.digit = digit
            years = LocalYears(timeZone)
        }

        func year(of date: Date) -> Int { years.year(of: date) }
    }

    /// - Parameters:
    ///   - store: opened with ``schema`` among its schemas.
    ///   - largeFiles: a folder on a disk, for large messages while they are read.
    package init(
        store: Store, region: RegionIdentity, reserve: Reserve, localJournal: LocalJournal? = nil,
        largeFiles: URL = FileManager.default.temporaryDirectory
    ) throws(StoreError) {
        self.store = store
        self.largeFiles = largeFiles
        self.reserve = reserve
        self.localJournal = localJournal
        self.region = region
        receiver = store.batchWriter { transaction, incoming in
            try Receiving.receive(incoming, prefix: region.prefix, in: transaction)
        }
        try store.listen(Self.journalNotice) { [arrivals] in arrivals.ring() }
        try store.listen(Self.outboxNotice) { [departures] in departures.ring() }
        try store.listen(Self.filesNotice) { [files] in files.ring() }
    }

    /// Opens a channel's database with the journal's tables and the channel's own.
    ///
    /// - Parameters:
    ///   - data: the folder whose free space is watched.
    ///   - localJournal: the folder for messages taken while the database is away; with it, also when
    ///     the service starts.
    ///   - syncsBeside: see ``StoreLimits/syncsBeside``. Journal and outbox bear it: whoever works on a row
    ///     claims it first, by a commit of his own.
    ///   - pageBytes: of a new SQLite file, where messages are long: see ``SQLiteLimits/pageBytes``.
    ///   - schemas: the channel's own tables.
    package static func open(
        database: String, region: RegionIdentity, data: String, reserveMiB: Int,
        localJournal: LocalJournal? = nil, syncsBeside: Bool = false, pageBytes: Int? = nil,
        schemas: [Schema] = []
    ) async throws(StoreError) -> Intake {
        var limits = StoreLimits()
        limits.syncsBeside = syncsBeside
        if let pageBytes { limits.sqlite.pageBytes = pageBytes }
        let store = try await Store.open(
            try DatabaseURL(database), schemas: [schema] + schemas, limits: limits,
            mayBeAway: localJournal != nil)
        return try Intake(
            store: store, region: region, reserve: Reserve(path: data, mebibytes: reserveMiB),
            localJournal: localJournal, largeFiles: largeFiles(data: data))
    }

    /// The folder for large messages that are being taken in or read.
    package static func largeFiles(data: String) -> URL {
        URL(filePath: data).appending(path: "large-tmp")
    }

    /// Whether a message may be taken in: the disk's reserve is untouched.
    package var hasRoom: Bool { reserve.hasRoom }

    /// What a channel needs to take a message in, for `/readyz`; each throws while it is not there.
    package var readiness: [(name: String, check: @Sendable () async throws -> Void)] {
        [
            ("the database", { _ = try await ledger() }),
            (
                "room on the disk",
                {
                    guard hasRoom else {
                        throw StoreError(.noSpace, "less than \(reserve.bytes >> 20) MiB of disk is free")
                    }
                }
            ),
        ]
    }

    /// Commits what waits and closes the database.
    package func close() { store.close() }

    /// Journals an arrival and returns when it is on disk. A known key, or the same words within the
    /// window, gets the first receipt again.
    ///
    /// - Throws: ``StoreError``: `busy`, `noSpace` or `unavailable` mean the provider must keep it.
    package func receive(_ arrival: Arrival) async throws -> Receipt {
        guard reserve.hasRoom else {
            throw StoreError(.noSpace, "less than \(reserve.bytes >> 20) MiB of disk is free")
        }
        return try await receiver.write(
            Incoming(arrival, region: region), bytes: arrival.content.memoryCount + 512)
    }

    /// Journals arrivals in one transaction together with what `beside` writes, such as how far a
    /// mailbox has been read: all of it is on disk when this returns, or nothing.
    ///
    /// - Parameter beside: gets the receipts in the order of the arrivals. May run twice.
    /// - Throws: as ``receive(_:)``, or what `beside` throws.
    package func receive(
        _ arrivals: [Arrival],
        beside: @escaping @Sendable (any Transaction, [Receipt]) throws -> Void
    ) async throws -> [Receipt] {
        guard reserve.hasRoom else {
            throw StoreError(.noSpace, "less than \(reserve.bytes >> 20) MiB of disk is free")
        }
        let incoming = arrivals.map { Incoming($0, region: region) }
        let bytes = arrivals.reduce(0) { $0 + $1.content.memoryCount + 512 }
        return try await store.write(bytes: bytes) { [prefix = region.prefix] transaction in
            let receipts = try Receiving.receive(incoming, prefix: prefix, in: transaction)
            try beside(transaction, receipts)
            return receipts
        }
    }

    /// Journals an arrival whose provider never retries: when the database is away, hangs or is full,
    /// the local journal takes it, and the receipt has no tracking number yet.
    ///
    /// - Throws: ``StoreError`` when the local journal cannot take it either.
    package func receiveOrKeep(_ arrival: Arrival) async throws -> Receipt {
        guard let localJournal else { return try await receive(arrival) }
        do {
            // Not awaited after its time: a write that succeeds late is found again as a redelivery
            // when the local journal is drained.
            return try await withTimeLimit(Self.patience) { try await receive(arrival) }
        } catch let error as StoreError where error.isPassing {
            return try await localJournal.keep(arrival)
        }
    }
}

/// The local year of a moment, remembered: asking a calendar for each message costs more than the rest.
private final class LocalYears: Sendable {
    private let timeZone: TimeZone
    private let last = Mutex<(interval: DateInterval, year: Int)?>(nil)

    init(_ timeZone: TimeZone) { self.timeZone = timeZone }

    func year(of date: Date) -> Int {
        last.withLock { last in
            if let last, last.interval.start <= date, date < last.interval.end { return last.year }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = timeZone
            let year = calendar.component(.year, from: date)
            if let interval = calendar.dateInterval(of: .year, for: date) {
                last = (interval, year)
            }
            return year
        }
    }
}

/// Runs `work` and stops waiting for it after `limit`; it goes on by itself.
private func withTimeLimit<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let outcome = FirstOutcome<Value>()
    return try await withCheckedThrowingContinuation { continuation in
        outcome.wait(continuation)
        // Not structured, on purpose: a group would wait for the work, which is what must not happen.
        let timer = Task {
            try await Task.sleep(for: limit)
            outcome.settle(.failure(StoreError(.unavailable, "no answer within \(limit)")))
        }
        Task {
            do {
                outcome.settle(.success(try await work()))
            } catch {
                outcome.settle(.failure(error))
            }
            timer.cancel()
        }
    }
}

/// The first of two results; the other is dropped.
private final class FirstOutcome<Value: Sendable>: Sendable {
    private let waiting = Mutex<CheckedContinuation<Value, any Error>?>(nil)

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
        waiting.withLock { $0 = continuation }
    }

    func settle(_ result: Result<Value, any Error>) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(with: result)
    }
}
