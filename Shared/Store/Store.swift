// The only door to a database: synchronous transaction closures, one writer that commits whatever is
// waiting together, readers beside it.
import Foundation
import Synchronization

/// Bounds of a store, each with its default.
package struct StoreLimits: Sendable {
    /// Writes waiting for a commit; one more is answered ``StoreError/Code/busy``.
    package var waitingWritesMax = 4096
    /// Their bytes together.
    package var waitingBytesMax = 16 * 1024 * 1024
    /// Writes committed together.
    package var batchRowsMax = 256
    /// Their bytes together; a single larger write is a batch of its own.
    package var batchBytesMax = 1024 * 1024

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
    /// - Throws: ``StoreError``; `newerSchema` when a newer program has been here.
    package static func open(
        _ url: DatabaseURL, schemas: [Schema], limits: StoreLimits = StoreLimits()
    ) async throws(StoreError) -> Store {
        let driver: any Driver
        switch url {
        case .sqlite(let path): driver = try SQLiteDriver(path: path)
        }
        try driver.commit { (transaction: any BatchTransaction) throws(StoreError) in
            try Migrator.migrate(schemas, transaction)
        }
        return Store(driver: driver, limits: limits)
    }

    /// Runs `body` in a transaction and returns when it is durable.
    ///
    /// Concurrent writes share a commit; each stands behind its own savepoint, so an error thrown by
    /// `body` undoes only its own changes.
    ///
    /// - Parameter bytes: rough size of what is written, for the queue's bound.
    /// - Throws: what `body` throws, or ``StoreError`` when the commit failed or too much waits.
    @discardableResult
    package func write<Value: Sendable>(
        bytes: Int = 256, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result = Mutex<Result<Value, any Error>?>(nil)
            let kept = Kept(result)
            let job = WriteJob(
                bytes: bytes,
                run: { transaction in
                    let value = Result { try body(transaction) }
                    kept.result.withLock { $0 = value }
                    _ = try value.get()
                },
                finish: { failure in
                    if let failure {
                        continuation.resume(throwing: failure)
                    } else if let value = kept.result.withLock({ $0 }) {
                        continuation.resume(with: value)
                    } else {
                        continuation.resume(throwing: StoreError(.unavailable, "was not run"))
                    }
                })
            do {
                try writer.submit(job)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Runs `body` on one consistent state, without waiting for writers.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await driver.read(body)
    }

    /// Commits what waits and closes the database.
    package func close() {
        writer.stop()
        driver.close()
    }
}

/// A value handed from the writer's thread to the one who waits.
private final class Kept<Value: Sendable>: Sendable {
    let result: Mutex<Result<Value, any Error>?>

    init(_ result: consuming Mutex<Result<Value, any Error>?>) {
        self.result = result
    }
}
