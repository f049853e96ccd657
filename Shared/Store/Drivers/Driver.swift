// What a database must be able to do to stand behind Store.
import Foundation

/// One database driver. A new one is done when the conformance suite in StoreTests passes on it.
protocol Driver: Sendable {
    var dialect: Dialect { get }

    /// Whether a commit is on the disk before anybody can read it. If not, ``sync()`` puts it there.
    var commitsDurably: Bool { get }

    /// Runs `body` in one transaction on the single writing connection and commits it.
    ///
    /// Called by one thread only. When it throws, nothing of the transaction is kept.
    func commit(_ body: (any BatchTransaction) throws(StoreError) -> Void) throws(StoreError)

    /// Puts on the disk whatever was committed before. Called by one thread only, beside the one that
    /// commits.
    ///
    /// - Throws: when it may not be there. It is not tried again: whoever waited for it is refused.
    func sync() throws(StoreError)

    /// Commits a migration durably: of several processes one at a time, and for as long as it
    /// takes. A driver opened while its server was away does it before the first use.
    func migrate(_ migration: @escaping Migration) throws(StoreError)

    /// Runs `body` on a reading connection that sees one consistent state.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value

    /// Calls `heard` after a commit, here or in another process, that notified `name`; may be
    /// spurious, comes on any thread.
    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) throws(StoreError)

    func close()
}

/// How long a start waits while another process brings the tables up to date.
private let migrationPatience = Duration.seconds(60)

/// Brings the tables up to date.
typealias Migration = @Sendable (any BatchTransaction) throws(StoreError) -> Void

extension Driver {
    func migrate(_ migration: @escaping Migration) throws(StoreError) {
        let deadline = ContinuousClock.now + migrationPatience
        while true {
            do {
                try commit(migration)
                return try sync()
            } catch {
                guard error.isLocked, ContinuousClock.now < deadline else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }
}

/// A transaction shared by several writers: each works behind its own savepoint.
protocol BatchTransaction: Transaction {
    /// Runs `body`; when it throws, only its own changes are undone and the error is handed on.
    ///
    /// - Throws: whatever `body` throws; a ``StoreError`` with ``StoreError/isFatal`` when the
    ///   whole transaction is lost.
    func savepoint(_ body: () throws -> Void) throws
}

extension StoreError {
    /// The transaction as a whole cannot be saved: the batch fails, not only one row.
    var isFatal: Bool { code == .noSpace || code == .unavailable }
}
