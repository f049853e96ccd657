// Reads on their own threads, each with its own connection and one consistent state; bounded.
import Foundation

/// The reading threads. They start when they are needed and end with the store.
///
/// Safe because everything mutable is touched only while `condition` is held; a session belongs to
/// its thread.
final class PostgresReaders: @unchecked Sendable {
    /// Reading connections.
    static let threadsMax = 4
    /// Reads that wait for one of them; one more is answered ``StoreError/Code/busy``.
    static let waitingMax = 1024

    /// What a thread does with its session, or with the reason why it cannot.
    private typealias Job = @Sendable (Result<PostgresSession, StoreError>) -> Void

    private let address: PostgresAddress
    private let times: PostgresTimes
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var threads = 0
    private var idle = 0
    private var isClosing = false

    private let seal: Seal?

    init(_ address: PostgresAddress, _ times: PostgresTimes, _ seal: Seal? = nil) {
        self.address = address
        self.times = times
        self.seal = seal
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job: Job = { [seal] session in
                continuation.resume(
                    with: Result { try Self.run(body, on: try session.get(), seal) })
            }
            do {
                try submit(job)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Lets running reads end, refuses those that wait, and returns when the threads are gone.
    func close() {
        condition.lock()
        isClosing = true
        let refused = waiting
        waiting = []
        condition.broadcast()
        while threads > 0 { condition.wait() }
        condition.unlock()
        for job in refused { job(.failure(Self.closed)) }
    }

    private static var closed: StoreError { StoreError(.unavailable, "the store is closed") }

    private static func run<Value>(
        _ body: (any Transaction) throws -> Value, on session: PostgresSession, _ seal: Seal?
    ) throws -> Value {
        let transaction = PostgresTransaction(
            try session.open(), begin: PostgresTransaction.reading, seal: seal)
        defer { transaction.end() }
        return try body(transaction)
    }

    private func submit(_ job: @escaping Job) throws(StoreError) {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosing else { throw Self.closed }
        guard waiting.count < Self.waitingMax else {
            throw StoreError(.busy, "\(waiting.count) reads are waiting already")
        }
        waiting.append(job)
        if waiting.count > idle, threads < Self.threadsMax {
            threads += 1
            let thread = Thread { self.loop() }
            thread.name = "store-reader"
            thread.stackSize = 1 << 20
            thread.start()
        } else {
            condition.signal()
        }
    }

    private func loop() {
        let session = PostgresSession(address, times)
        while let job = next() { job(.success(session)) }
        session.close()
        condition.lock()
        threads -= 1
        condition.broadcast()
        condition.unlock()
    }

    private func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        idle += 1
        defer { idle -= 1 }
        while waiting.isEmpty {
            if isClosing { return nil }
            condition.wait()
        }
        return waiting.removeFirst()
    }
}
