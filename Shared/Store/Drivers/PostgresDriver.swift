// PostgreSQL behind Store, through libpq: one writing connection, a few reading ones, one that
// listens.
import Foundation

/// One schema of one PostgreSQL database.
///
/// Safe because `writer` is touched only while `turn` is held; the rest is Sendable.
final class PostgresDriver: Driver, @unchecked Sendable {
    let dialect = Dialect.postgres
    let writer: PostgresSession
    private let turn = NSLock()
    private let readers: PostgresReaders
    private let listener: PostgresListener

    /// How often a transaction that lost against another one (deadlock) is made again.
    static let attemptsMax = 3

    /// Connects once, so that a wrong address or setting is found at the start.
    init(
        _ address: PostgresAddress, _ times: PostgresTimes = PostgresTimes()
    ) throws(StoreError) {
        writer = PostgresSession(address, times)
        readers = PostgresReaders(address, times)
        listener = PostgresListener(address, times)
        _ = try writer.open()
    }

    func commit(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError) {
        turn.lock()
        defer { turn.unlock() }
        var attempts = 0
        while true {
            let connection = try writer.open()
            let transaction = PostgresTransaction(connection, begin: PostgresTransaction.writing)
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
    func migrate(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError) {
        turn.lock()
        defer { turn.unlock() }
        let connection = try writer.open()
        let times = writer.times
        try connection.patiently(times.migration + times.silence) { () throws(StoreError) in
            let transaction = PostgresTransaction(connection, begin: PostgresTransaction.writing)
            do throws(StoreError) {
                try prepare(transaction, schema: connection.schema)
                try body(transaction)
                try transaction.commit()
            } catch {
                transaction.rollback()
                throw error
            }
        }
    }

    private func prepare(_ transaction: PostgresTransaction, schema: String) throws(StoreError) {
        try transaction.execute(
            "SET LOCAL statement_timeout = '\(writer.times.migration.wholeMilliseconds)ms'")
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
        try await readers.read(body)
    }

    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) throws(StoreError) {
        try listener.listen(name, heard)
    }

    func close() {
        listener.close()
        readers.close()
        turn.withLock { writer.close() }
    }
}
