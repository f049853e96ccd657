// Free disk space below which a channel stops taking messages in, as Postfix does.
import Foundation
import Synchronization

/// Watches the free space of the file system that holds the data.
package final class Reserve: Sendable {
    /// Free bytes that must remain; 0 switches the check off.
    package let bytes: Int
    private let path: String
    private let last = Mutex<(checked: ContinuousClock.Instant, hasRoom: Bool)?>(nil)

    /// A look at the file system is good for this long.
    static let freshFor = Duration.milliseconds(500)

    package init(path: String, mebibytes: Int) {
        self.path = path
        bytes = mebibytes << 20
    }

    /// Whether there is room; an unreadable file system counts as room, the write will tell.
    package var hasRoom: Bool {
        guard bytes > 0 else { return true }
        let now = ContinuousClock.now
        return last.withLock { last in
            if let last, now - last.checked < Self.freshFor { return last.hasRoom }
            let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
            let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
            let hasRoom = free.map { $0 >= bytes } ?? true
            last = (now, hasRoom)
            return hasRoom
        }
    }
}
