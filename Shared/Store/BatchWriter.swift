// Many writes of one kind in a few statements: what gathered while the last commit was being synced goes
// to the database as one multi-row statement instead of one by one.
import Synchronization

/// A kind of write that many callers make at the same time.
///
/// ```swift
/// let receiver = store.batchWriter { transaction, arrivals in … one result for each, in order … }
/// let receipt = try await receiver.write(arrival)          // returns after the disk has it
/// ```
package struct BatchWriter<Input: Sendable, Output: Sendable>: Sendable {
    private let store: Store
    private let kind: WriteKind
    private let handle: @Sendable (any Transaction, [Input]) throws -> [Output]

    /// An input on its way and what became of it.
    private final class Slot: Sendable {
        let input: Input
        let result = Mutex<Result<Output, any Error>?>(nil)

        init(_ input: Input) { self.input = input }
    }

    init(
        _ store: Store, _ handle: @escaping @Sendable (any Transaction, [Input]) throws -> [Output]
    ) {
        self.store = store
        self.handle = handle
        kind = WriteKind { transaction, slots in
            let slots = slots.compactMap { $0 as? Slot }
            let outputs = try handle(transaction, slots.map(\.input))
            for (slot, output) in zip(slots, outputs) {
                slot.result.withLock { $0 = .success(output) }
            }
        }
    }

    /// Writes one input together with whatever else waits, and returns when it is durable.
    ///
    /// - Parameter bytes: rough size of what is written, for the queue's bound.
    /// - Throws: what the handler throws for this input alone, or ``StoreError``.
    package func write(_ input: Input, bytes: Int = 256) async throws -> Output {
        let slot = Slot(input)
        let handle = handle
        return try await store.submit(
            bytes: bytes, kind: kind, slot: slot,
            run: { transaction in
                let result = Result { try handle(transaction, [slot.input]) }
                    .flatMap { outputs in
                        outputs.first.map(Result.success)
                            ?? .failure(StoreError(.invalid, "the handler gave no result"))
                    }
                slot.result.withLock { $0 = result }
                _ = try result.get()
            },
            result: { slot.result.withLock { $0 } })
    }
}
