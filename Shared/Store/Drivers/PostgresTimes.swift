// How long PostgreSQL and this side wait for each other before they give up.

/// Times of one database's connections, each with its default.
struct PostgresTimes: Sendable {
    /// The server ends a statement that runs or waits for a lock longer than this.
    var statement = Duration.seconds(30)
    /// The server ends a session that pauses this long inside a transaction, so that a stopped
    /// process holds its locks no longer. Shorter than a statement: whoever waits for the lock
    /// still gets it.
    var idleInTransaction = Duration.seconds(10)
    /// A server that says nothing at all gets so much longer than a statement may take.
    var silence = Duration.seconds(5)
    /// For a migration instead of `statement`; also for waiting until another process has migrated.
    var migration = Duration.seconds(3600)
    /// After a failed attempt to connect, the next one is made at the earliest after this …
    var reconnectFirst = Duration.milliseconds(100)
    /// … doubled each time up to this; until then every use fails at once.
    var reconnectMax = Duration.seconds(2)

    /// The oldest server these statements are tried with.
    static let serverVersionMin = 15
}

extension Duration {
    /// As `poll` and PostgreSQL's settings count.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
