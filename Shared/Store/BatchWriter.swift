// Many writes of one kind in a few statements: what gathered while the last commit was being synced goes
// to the database as one multi-row statement instead of one by one.

/// A kind of write that many callers make at the same time.
///
/// ```swift
/// let receiver = store.batchWriter { transaction, arrivals in … one result for each, in order … }
/// let receipt = try await receiver.write(arrival)          // returns after the disk has it
/// ```
package struct BatchWriter<Input: Sendable, Output: Sendable>: Sendable {
    private let store: Store
    private let kind: WriteKind

    init(
        _ store: Store, _ handle: @escaping @Sendable (any Transaction, [Input]) throws -> [Output]
    ) {
        self.store = store
        kind = WriteKind { transaction, inputs in
            let outputs = try handle(transaction, inputs.compactMap { $0 as? Input })
            guard outputs.count == inputs.count else {
                throw StoreError(
                    .invalid, "the handler gave \(outputs.count) results for \(inputs.count)")
            }
            return outputs
        }
    }

    /// Writes one input together with whatever else waits, and returns when it is durable.
    ///
    /// - Parameter bytes: rough size of what is written, for the queue's bound.
    /// - Throws: what the handler throws for this input alone, or ``StoreError``.
    package func write(_ input: Input, bytes: Int = 256) async throws -> Output {
        try await store.submit(.kind(kind, input), bytes: bytes, as: Output.self)
    }
}
