// The only door to a database: synchronous transaction closures, one writer that commits whatever is
// waiting together, readers beside it.
import Foundation

/// Bounds of a store, each with its default.
package struct StoreLimits: Sendable {
    /// Writes waiting for a commit; one more is answered ``StoreError/Code/busy``.
    package var waitingWritesMax = 4096
    /// Their bytes together.
    package var waitingBytesMax = 16 * 1024 * 1024
    /// Writes committed together.
    package var batchRowsMax = 256
    /// Writes that are worth a commit of their own while the disk still syncs the one before; fewer wait
    /// until it has.
    package var batchRowsEnough = 4
    /// Their bytes together; a single larger write is a batch of its own.
    package var batchBytesMax = 1024 * 1024
    /// On PostgreSQL: commits are synced beside the writer, as those of a file always are, and whoever waits
    /// for one is told no sooner than before. But for that moment other processes see what a crash of the
    /// server could undo: only where they commit something themselves before they act on what they saw.
    package var syncsBeside = false
    /// Of a SQLite file.
    package var sqlite = SQLiteLimits()

    package init() {}
}

/// An open database.
///
/// ```swift
/// let store = try await Store.open(url, schemas: [Intake.schema])
/// let receipt = try await store.write { transaction in … }   // returns after the disk has it
/// ```
package final class Store: Sendable {
    private let driver: any Driver
    private let writer: GroupCommit

    private init(driver: any Driver, limits: StoreLimits) {
        self.driver = driver
        writer = GroupCommit(driver: driver, limits: limits)
    }

    /// Opens the database and brings its schemas up to date.
    ///
    /// - Parameters:
    ///   - seal: seals the columns of personal data; see ``Transaction/sealed(_:row:)``.
    ///   - mayBeAway: a server that does not answer yet is no failure: it is asked again before
    ///     each use, and until then every use throws `unavailable`.
    /// - Throws: ``StoreError``; `newerSchema` when a newer program has been here.
    package static func open(
        _ url: DatabaseURL, schemas: [Schema], limits: StoreLimits = StoreLimits(),
        seal: Seal? = nil, mayBeAway: Bool = false
    ) async throws(StoreError) -> Store {
        let driver: any Driver
        switch url {
        case .sqlite(let path):
            driver = try SQLiteDriver(path: path, limits: limits.sqlite, seal: seal)
        case .postgres(let address):
            driver = try PostgresDriver(
                address, mayBeAway: mayBeAway, syncsBeside: limits.syncsBeside, seal: seal)
        }
        try driver.migrate { (transaction: any BatchTransaction) throws(StoreError) in
            try Migrator.migrate(schemas, transaction)
        }
        return Store(driver: driver, limits: limits)
    }

    /// Runs `body` in a transaction and returns when it is durable.
    ///
    /// Concurrent writes share a commit; an error thrown by `body` undoes only its own changes. `body`
    /// may be run twice (when another write of its batch failed): it must have no effect but its
    /// transaction's.
    ///
    /// - Parameters:
    ///   - bytes: rough size of what is written, for the queue's bound.
    ///   - grace: how long it may wait to share the commit of somebody in a hurry; work behind the
    ///     scenes so costs the disk nothing while messages come in.
    /// - Throws: what `body` throws, or ``StoreError`` when the commit failed or too much waits.
    @discardableResult
    package func write<Value: Sendable>(
        bytes: Int = 256, grace: Duration = .zero,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await submit(.alone { try body($0) }, bytes: bytes, grace: grace, as: Value.self)
    }

    /// A kind of write that handles all that wait for it in one go.
    ///
    /// `handle` gives one output for each input, in their order, and may be run again with each input
    /// alone when it throws.
    package func batchWriter<Input: Sendable, Output: Sendable>(
        _ handle: @escaping @Sendable (any Transaction, [Input]) throws -> [Output]
    ) -> BatchWriter<Input, Output> {
        BatchWriter(self, handle)
    }

    /// Queues a write and waits until it is durable.
    ///
    /// What is generic ends here: values pass the writer as `any Sendable`, because types made at run
    /// time for each message cost more than the message's row.
    func submit<Value: Sendable>(
        _ work: WriteJob.Work, bytes: Int, grace: Duration = .zero, as type: Value.Type
    ) async throws -> Value {
        let value = try await submit(
            work, bytes: bytes,
            latest: grace > .zero ? Date.now.addingTimeInterval(grace / .seconds(1)) : nil)
        guard let value = value as? Value else {
            throw StoreError(.invalid, "a write gave something else than a \(type)")
        }
        return value
    }

    private func submit(
        _ work: WriteJob.Work, bytes: Int, latest: Date?
    ) async throws -> any Sendable {
        try await withUnsafeThrowingContinuation {
            (continuation: UnsafeContinuation<any Sendable, any Error>) in
            do {
                try writer.submit(
                    WriteJob(work: work, bytes: bytes, latest: latest, waiter: continuation))
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Calls `heard` after each commit, of this or another process, that called
    /// ``Transaction/notify(_:)`` with this name. A call may be spurious; it comes on any thread.
    package func listen(
        _ name: String, _ heard: @escaping @Sendable () -> Void
    ) throws(StoreError) {
        try driver.listen(name, heard)
    }

    /// How the database differs from the other one.
    package var dialect: Dialect { driver.dialect }

    /// Runs `body` on one consistent state, without waiting for writers; returns when what it saw of this
    /// process's commits is on the disk.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        guard !driver.commitsDurably else { return try await driver.read(body) }
        return try await writer.syncer.read { try await driver.read(body) }
    }

    /// Writes that wait for a commit.
    package var waitingCount: Int { writer.waitingCount }

    /// Writes so far without a grace: somebody waited for each. Work behind the scenes sees by it when
    /// it should step back for a moment.
    package var urgentWrites: Int { writer.urgentTotal }

    /// Commits what waits and closes the database.
    package func close() {
        writer.stop()
        driver.close()
    }
}
