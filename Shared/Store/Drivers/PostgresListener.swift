// Hears the NOTIFYs of other processes: one connection on its own thread, made again when it is
// lost.
import Foundation

/// One LISTEN on the schema's own channel; the payload is the name.
///
/// The channel is called like the schema, so two schemas of one database do not wake each other.
/// Safe because everything mutable is touched only while `lock` is held; the session belongs to the
/// thread.
final class PostgresListener: @unchecked Sendable {
    private let address: PostgresAddress
    private let times: PostgresTimes
    private let lock = NSCondition()
    private let listeners = Listeners()
    /// A pipe that ends the thread's waiting; both -1 while there is no thread.
    private var wake: (read: CInt, write: CInt) = (-1, -1)
    private var isClosing = false
    private var isRunning = false

    init(_ address: PostgresAddress, _ times: PostgresTimes) {
        self.address = address
        self.times = times
    }

    /// `heard` is also called once as soon as the database is listened to: something may have
    /// happened before.
    func listen(_ name: String, _ heard: @escaping @Sendable () -> Void) throws(StoreError) {
        lock.lock()
        defer { lock.unlock() }
        guard !isClosing else { throw StoreError(.unavailable, "the store is closed") }
        listeners.add(name, heard)
        if isRunning { return }
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw StoreError(.unavailable, "no file descriptor is left to listen to the database")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wake = (ends[0], ends[1])
        isRunning = true
        let wakened = ends[0]
        let thread = Thread { self.loop(wake: wakened) }
        thread.name = "store-listener"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Tells those of this process, without the server.
    func tellHere(_ names: Set<String>) { listeners.tell(names) }

    func close() {
        lock.lock()
        defer { lock.unlock() }
        isClosing = true
        guard isRunning else { return }
        _ = write(wake.write, [1], 1)
        while isRunning { lock.wait() }
        _ = Foundation.close(wake.read)
        _ = Foundation.close(wake.write)
    }

    private func loop(wake: CInt) {
        let session = PostgresSession(address, times)
        while !lock.withLock({ isClosing }) {
            do {
                let connection = try session.open()
                try connection.send("LISTEN \"\(connection.schema)\"")
                try connection.exchange()
                listeners.tellAll()
                try hear(connection, wake: wake)
            } catch {
                session.close()
                let pause = max(.zero, session.nextAttempt - .now)
                Self.wait([wake], milliseconds: Int32(clamping: pause.wholeMilliseconds + 1))
            }
        }
        session.close()
        lock.lock()
        isRunning = false
        lock.broadcast()
        lock.unlock()
    }

    /// Until the connection is lost (throws) or the wake pipe is written to.
    private func hear(_ connection: PostgresConnection, wake: CInt) throws(StoreError) {
        while !lock.withLock({ isClosing }) {
            listeners.tell(Set(try connection.takeNotifications()))
            Self.wait([connection.socket, wake], milliseconds: -1)
        }
    }

    private static func wait(_ descriptors: [CInt], milliseconds: Int32) {
        var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&entries, nfds_t(entries.count), milliseconds)
    }
}
