// Makes the commits of PostgreSQL's writing connection durable from a second one, so that the writer works at
// the next batch while the server's disk syncs the last.
import Foundation
import Synchronization

/// The second connection of a writer that commits without waiting for the disk.
///
/// A commit that waits for the disk finds everything there that was committed before it: the log is synced
/// from its beginning. That holds while the server runs. After a crash what was committed and not synced is
/// gone, and a new connection would sync a log without it. A crash ends every connection, so a sync counts
/// only for commits that began when its connection was there.
///
/// Safe because `session`, `current` and `isLost` are used only by whoever holds `turn`.
final class PostgresSyncing: @unchecked Sendable {
    private let session: PostgresSession
    private let turn = NSLock()
    /// The connection that was there when the commits that wait for a sync began.
    private var current: PostgresConnection?
    /// It was lost while commits waited.
    private var isLost = false
    private let commits = Mutex((begun: 0, ended: 0, synced: 0))

    init(_ address: PostgresAddress, _ times: PostgresTimes) {
        session = PostgresSession(address, times)
    }

    /// Before each transaction that will not wait for the disk: makes sure of the connection.
    func begin() throws(StoreError) {
        // While it syncs it is there; when it is lost meanwhile, the sync fails.
        if turn.try() {
            defer { turn.unlock() }
            let connection = try session.open()
            if connection !== current {
                isLost = isLost || commits.withLock { $0.begun > $0.synced }
                current = connection
            }
        }
        commits.withLock { $0.begun += 1 }
    }

    /// The transaction that began last is over.
    func end() { commits.withLock { $0.ended += 1 } }

    /// Returns when the server's disk has every commit that was answered before the call.
    ///
    /// - Throws: when one of them may be gone; then whoever waits for a commit begun before must be refused.
    func sync() throws(StoreError) {
        turn.lock()
        defer { turn.unlock() }
        let ended = commits.withLock { $0.ended }
        do throws(StoreError) {
            let connection = try session.open()
            guard connection === current, !isLost else {
                throw StoreError(.unavailable, "PostgreSQL hung up before a commit was on its disk")
            }
            _ = try connection.send("BEGIN", [])
            // The commit of a transaction that has written nothing waits for nothing.
            _ = try connection.send("SELECT pg_logical_emit_message(true, 'mendengar', '')", [])
            _ = try connection.send("COMMIT", [])
            guard try connection.exchange()?.command == "COMMIT" else {
                throw StoreError(.unavailable, "PostgreSQL did not sync its log")
            }
            commits.withLock { $0.synced = ended }
        } catch {
            session.close()
            current = nil
            isLost = false
            commits.withLock { $0.synced = $0.begun }
            throw error
        }
    }

    func close() { turn.withLock { session.close() } }
}
