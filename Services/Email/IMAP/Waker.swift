// Wakes a thread that waits in poll(2), for good: a service that stops must not wait for a server.
import Foundation

/// Readable from the moment it is rung.
final class Waker: Sendable {
    let descriptor: Int32
    private let other: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe nothing is woken: every wait has its time-out besides.
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, other) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(other)
    }

    /// Whoever waits now or later returns at once.
    func wake() { _ = write(other, "!", 1) }

    var isAwake: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }
}
