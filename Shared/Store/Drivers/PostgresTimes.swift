// How long PostgreSQL and this side wait for each other before they give up.

enum PostgresTimes {
    /// The server ends a statement that runs or waits for a lock longer than this.
    static let statementSeconds = 30
    /// The server ends a session that pauses this long inside a transaction, so that a stopped process
    /// holds its locks no longer. Shorter than a statement: whoever waits for the lock still gets it.
    static let idleInTransactionSeconds = 10
    /// This side gives a server that says nothing at all so much longer than a statement may take.
    static let answerSeconds = statementSeconds + 5
    /// Waiting time of a migration for another process that migrates, and for its own statements.
    static let migrationSeconds = 3600
    /// After a failed attempt to connect, the next one is made at the earliest after this …
    static let reconnectFirst = Duration.milliseconds(100)
    /// … doubled each time up to this; until then every use fails at once.
    static let reconnectMax = Duration.seconds(5)
    /// The oldest server these statements are tried with.
    static let serverVersionMin = 15
}
