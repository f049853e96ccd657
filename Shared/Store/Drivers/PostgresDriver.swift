// PostgreSQL behind Store, through libpq: one writing connection, a few reading ones, one that
// listens, and one that syncs where the writer does not wait for that.
import Foundation
import Synchronization

/// One schema of one PostgreSQL database.
///
/// Safe because `writer` and `pending` are touched only while `turn` is held; the rest is Sendable.
final class PostgresDriver: Driver, @unchecked Sendable {
    let dialect = Dialect.postgres
    let writer: PostgresSession
    private let turn = NSLock()
    private let readers: PostgresReaders
    private let listener: PostgresListener
    /// Where the writer does not wait for the disk.
    private let syncing: PostgresSyncing?
    private let mayBeAway: Bool
    private let seal: Seal?
    /// What the tables still need, because the server was away at the start.
    private var pending: Migration?
    private let isMigrated = Atomic(true)

    /// How often a transaction that lost against another one (deadlock) is made again.
    static let attemptsMax = 3

    /// Connects once, so that a wrong address or setting is found at the start.
    ///
    /// - Parameters:
    ///   - mayBeAway: a server that does not answer at all is waited for.
    ///   - syncsBeside: see ``StoreLimits/syncsBeside``.
    init(
        _ address: PostgresAddress, _ times: PostgresTimes = PostgresTimes(),
        mayBeAway: Bool = false, syncsBeside: Bool = false, seal: Seal? = nil
    ) throws(StoreError) {
        writer = PostgresSession(address, times, waitsForDisk: !syncsBeside)
        syncing = syncsBeside ? PostgresSyncing(address, times) : nil
        self.seal = seal
        readers = PostgresReaders(address, times, seal)
        listener = PostgresListener(address, times)
        self.mayBeAway = mayBeAway
        do {
            _ = try writer.open()
        } catch {
            guard mayBeAway, PostgresConnection.isAway(address) else { throw error }
        }
    }

    /// `synchronous_commit` is checked when a connection is made.
    var commitsDurably: Bool { syncing == nil }

    func sync() throws(StoreError) { try syncing?.sync() }

    func commit(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError) {
        turn.lock()
        defer { turn.unlock() }
        try migratePending()
        try syncing?.begin()
        defer { syncing?.end() }
        var attempts = 0
        while true {
            let connection = try writer.open()
            let transaction = PostgresTransaction(
                connection, begin: PostgresTransaction.writing, seal: seal)
            // After a failure as well: it may be stored, and to look once too often does no harm.
            defer { listener.tellHere(Set(transaction.notificationsHere)) }
            do throws(StoreError) {
                try body(transaction)
                try transaction.commit()
                return
            } catch {
                transaction.rollback()
                attempts += 1
                guard transaction.isConflict, attempts < Self.attemptsMax else { throw error }
            }
        }
    }

    /// Of several processes that start at once one migrates, and the others find it done.
    func migrate(_ migration: @escaping Migration) throws(StoreError) {
        turn.lock()
        defer { turn.unlock() }
        pending = migration
        isMigrated.store(false, ordering: .releasing)
        do {
            try migratePending()
        } catch {
            guard mayBeAway, PostgresConnection.isAway(writer.address) else { throw error }
        }
    }

    private func migratePending() throws(StoreError) {
        guard let pending else { return }
        let connection = try writer.open()
        let times = writer.times
        try connection.patiently(times.migration + times.silence) { () throws(StoreError) in
            let transaction = PostgresTransaction(connection, begin: PostgresTransaction.writing)
            do throws(StoreError) {
                try prepare(transaction, schema: connection.schema)
                try pending(transaction)
                try transaction.commit()
            } catch {
                transaction.rollback()
                throw error
            }
        }
        self.pending = nil
        isMigrated.store(true, ordering: .releasing)
    }

    private func prepare(_ transaction: PostgresTransaction, schema: String) throws(StoreError) {
        try transaction.execute(
            "SET LOCAL statement_timeout = '\(writer.times.migration.wholeMilliseconds)ms'")
        if syncing != nil { try transaction.execute("SET LOCAL synchronous_commit = on") }
        // Held until the commit. Two numbers: this program's, and the schema's.
        try transaction.execute(
            "SELECT pg_advisory_xact_lock(\(Self.lockClass), hashtext(?))", [.text(schema)])
        guard writer.address.schema == schema else { return }
        // CREATE SCHEMA IF NOT EXISTS asks for the right to create even when there is nothing to
        // do.
        let found = try transaction.first(
            "SELECT nspname FROM pg_namespace WHERE nspname = ?", [.text(schema)])
        if found == nil { try transaction.execute("CREATE SCHEMA \"\(schema)\"") }
    }

    /// First key of our advisory locks: "mdgr" in ASCII.
    private static let lockClass = 0x6D64_6772

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        guard isMigrated.load(ordering: .acquiring) else {
            throw StoreError(.unavailable, "PostgreSQL has not answered since the start")
        }
        return try await readers.read(body)
    }

    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) throws(StoreError) {
        try listener.listen(name, heard)
    }

    func close() {
        listener.close()
        readers.close()
        turn.withLock { writer.close() }
        syncing?.close()
    }
}
