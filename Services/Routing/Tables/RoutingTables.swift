// Routing's own tables: what was accepted, what was decided, and the feed.
import Store

enum RoutingTables {
    /// Times are microseconds since 1970; ids are lower-case text; bodies are JSON of the contract.
    ///
    /// `feed_head` gives the cursor: its row is locked until the commit, so cursors are commit-ordered
    /// and without gaps on every database.
    static let schema = Schema(
        name: "routing",
        migrations: [
            [
                """
                CREATE TABLE complaint (seq {autoid}, id TEXT NOT NULL UNIQUE,
                    tracking TEXT NOT NULL, body TEXT NOT NULL, accepted_at BIGINT NOT NULL,
                    state TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0)
                """,
                "CREATE INDEX complaint_state ON complaint (state, seq)",
                "CREATE INDEX complaint_tracking ON complaint (tracking)",
                """
                CREATE TABLE assignment (id TEXT PRIMARY KEY, complaint_id TEXT NOT NULL UNIQUE
                    REFERENCES complaint (id), status TEXT NOT NULL, body TEXT NOT NULL,
                    changed_at BIGINT NOT NULL)
                """,
                "CREATE INDEX assignment_status ON assignment (status, changed_at)",
                """
                CREATE TABLE history (id {autoid}, assignment_id TEXT NOT NULL
                    REFERENCES assignment (id), at BIGINT NOT NULL, actor TEXT NOT NULL,
                    action TEXT NOT NULL, request TEXT NOT NULL)
                """,
                "CREATE INDEX history_assignment ON history (assignment_id, id)",
                """
                CREATE TABLE feed (cursor BIGINT PRIMARY KEY, assignment_id TEXT NOT NULL,
                    body TEXT NOT NULL)
                """,
                "CREATE TABLE feed_head (one BIGINT PRIMARY KEY, cursor BIGINT NOT NULL)",
                "INSERT INTO feed_head (one, cursor) VALUES (1, 0)",
                "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
            ],
            [
                // Only what waits is looked up by its state.
                "DROP INDEX complaint_state",
                "CREATE INDEX complaint_accepted ON complaint (seq) WHERE state = 'accepted'",
            ],
        ])

    /// What a commit tells the decider, and the long polls, of this and of other processes.
    static let acceptedNotice = "accepted"
    static let feedNotice = "feed"
}

/// Where an accepted complaint stands.
enum ComplaintState: String, Sendable {
    /// On disk, waiting for the decider.
    case accepted
    case decided
    /// Flagged as spam: kept, never assigned.
    case spam
}
