// A connection that is made when it is needed and made again when it was lost.

/// One thread's way to the database. Connects lazily; after a failure it waits longer and longer
/// before it tries again, and until then every use fails at once.
final class PostgresSession {
    let address: PostgresAddress
    private var connection: PostgresConnection?
    let times: PostgresTimes
    private let waitsForDisk: Bool
    private var pause: Duration
    private var notBefore = ContinuousClock.now
    private var lastFailure = ""

    /// - Parameter waitsForDisk: each commit does, before it is answered.
    init(_ address: PostgresAddress, _ times: PostgresTimes, waitsForDisk: Bool = true) {
        self.address = address
        self.times = times
        self.waitsForDisk = waitsForDisk
        pause = times.reconnectFirst
    }

    /// A live connection, outside any transaction.
    func open() throws(StoreError) -> PostgresConnection {
        if let connection, connection.isAlive() { return connection }
        connection = nil
        guard ContinuousClock.now >= notBefore else { throw StoreError(.unavailable, lastFailure) }
        do {
            let made = try PostgresConnection(address, times, waitsForDisk: waitsForDisk)
            pause = times.reconnectFirst
            connection = made
            return made
        } catch {
            notBefore = .now + pause
            pause = min(pause * 2, times.reconnectMax)
            lastFailure = error.message
            throw error
        }
    }

    /// When the next attempt to connect may be made.
    var nextAttempt: ContinuousClock.Instant { notBefore }

    func close() { connection = nil }
}
