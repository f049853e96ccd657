// Wakes the long polls when the feed grows.
import Delivery
import Foundation
import Synchronization

/// Any number of listeners; each ring reaches all who listen at that moment.
final class FeedSignal: Sendable {
    private let bells = Mutex<[UUID: Bell]>([:])

    func ring() {
        for bell in bells.withLock({ Array($0.values) }) { bell.ring() }
    }

    /// Runs `body` with a bell that rings at every growth from now on.
    func listening<Value>(_ body: (Bell) async throws -> Value) async rethrows -> Value {
        let id = UUID()
        let bell = Bell()
        bells.withLock { $0[id] = bell }
        defer { bells.withLock { $0[id] = nil } }
        return try await body(bell)
    }
}
