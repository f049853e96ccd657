// The bounds of one SQLite file: memory of its connections, size of its write-ahead log.

/// Bounds of a SQLite database, each with its default.
package struct SQLiteLimits: Sendable {
    /// Of a page of a new file, a power of two from 512 to 65,536; an older file keeps its own. Small rows
    /// want small pages, because a commit writes each page that it touches; rows of many kilobytes want few
    /// large ones (sqlite.org/intern-v-extern-blob.html).
    package var pageBytes = 4096
    /// How long another process (the administrator's command) may hold the write lock, in seconds.
    package var busySeconds = 5.0
    /// Connections that read at the same time; one more waits.
    package var readersMax = 4
    /// Page cache of the writing connection.
    package var writerCacheBytes = 4 * 1024 * 1024
    /// Page cache of each reading connection.
    package var readerCacheBytes = 1024 * 1024
    /// Prepared statements kept by each connection.
    package var statementsMax = 256
    /// Once so much of the log is not yet in the database file, the checkpointer copies it there.
    package var checkpointBytes = 8 * 1024 * 1024
    /// Without a commit for so long, in seconds, the checkpointer copies whatever is left.
    package var idleSeconds = 1.0
    /// A log of this size is finished and begun anew by the writer between two batches: under
    /// constant load the checkpointer never reaches its end.
    package var logBytesMax = 64 * 1024 * 1024
    /// How long the writer then waits for readers of old states, in seconds. When they stay longer,
    /// the log grows by another ``checkpointBytes`` before the next try.
    package var restartSeconds = 0.1
    /// After a failed attempt to reopen a database whose disk failed, in seconds, the next.
    package var reopenSeconds = 1.0

    package init() {}
}
