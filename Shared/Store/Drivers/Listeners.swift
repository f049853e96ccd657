// Who wants to hear of which commits.
import Synchronization

/// The listeners of one process, by the name they listen for.
final class Listeners: Sendable {
    private let known = Mutex<[String: [@Sendable () -> Void]]>([:])

    func add(_ name: String, _ heard: @escaping @Sendable () -> Void) {
        known.withLock { $0[name, default: []].append(heard) }
    }

    /// Calls those who listen for one of the names.
    func tell(_ names: Set<String>) {
        guard !names.isEmpty else { return }
        let heard = known.withLock { known in names.flatMap { known[$0] ?? [] } }
        for heard in heard { heard() }
    }

    /// Calls everybody: something may have been missed.
    func tellAll() { tell(known.withLock { Set($0.keys) }) }
}
