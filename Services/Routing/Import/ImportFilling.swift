// One import's way into the queue: many short transactions, between which others write, and one at the end
// that shows all of it. Used on a thread of its own.
import Foundation
import Store

struct ImportFilling {
    private let store: Store
    private let rest: @Sendable (Double) -> Void
    private var run: Int64?

    /// The longest pause between two batches, in seconds.
    static let pauseMax = 0.25

    /// - Parameter rest: waits for so many seconds.
    init(_ store: Store, _ rest: @escaping @Sendable (Double) -> Void) {
        (self.store, self.rest) = (store, rest)
    }

    /// Writes a batch, and then leaves the database alone for as long as it took: SQLite has no queue for its
    /// write lock, so whoever asks again at once gets it before those who wait.
    mutating func add(_ entries: [ImportQueue.SealedEntry]) throws {
        guard !entries.isEmpty else { return }
        let (store, old, begun) = (store, run, Date.now)
        run = try OwnThread.wait {
            try await store.write(bytes: entries.reduce(0) { $0 + $1.bytes }) { transaction in
                let run = try old ?? ImportQueue.begin(at: .now, in: transaction)
                try ImportQueue.add(entries, to: run, at: .now, in: transaction)
                return run
            }
        }
        rest(min(Self.pauseMax, Date.now.timeIntervalSince(begun)))
    }

    /// Shows what was written.
    func finish() throws {
        guard let run else { return }
        let store = store
        try OwnThread.wait {
            try await store.write { try ImportQueue.finish(run, at: .now, in: $0) }
        }
    }

    /// Takes it back. One that is shown already stays: then only the answer was lost.
    func drop() throws {
        guard let run else { return }
        let store = store
        try OwnThread.wait {
            try await store.write { try ImportQueue.drop(run, at: .now, in: $0) }
            try await ImportQueue.clearLeftovers(in: store, at: .now)
        }
    }
}
