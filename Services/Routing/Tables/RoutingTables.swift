// Routing's own tables: what was accepted, what was decided, and the feed.
import ServiceKit
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
            links,
            [
                """
                CREATE TABLE spam (seq {autoid}, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
                    at BIGINT NOT NULL, released_at BIGINT, released_by TEXT)
                """,
                "CREATE INDEX spam_waiting ON spam (seq) WHERE released_at IS NULL",
                """
                INSERT INTO spam (id, body, at)
                    SELECT id, '', accepted_at FROM complaint WHERE state = 'spam'
                """,
            ],
            LifeTable.migration,
            push,
            CivicTable.migration,
            PromiseTable.migration,
            PhotoTable.migration,
            AssignmentTable.moves,
        ])

    /// All that the service keeps in its database.
    static let schemas = [schema, ImportTable.schema, StoredTokens.schema, Operators.schema]

    /// `head` is the `seq` of the first complaint of the case; `link` keeps every link and question
    /// with what it
    /// was made of, and what a person said of it.
    private static let links = [
        """
        CREATE TABLE link_facts (seq BIGINT PRIMARY KEY, head BIGINT NOT NULL,
            closed BIGINT NOT NULL DEFAULT 0, facts {blob} NOT NULL)
        """,
        "CREATE INDEX link_facts_head ON link_facts (head)",
        """
        CREATE TABLE link (id {autoid}, complaint BIGINT NOT NULL, target BIGINT NOT NULL,
            relation TEXT NOT NULL, decision TEXT NOT NULL, bits DOUBLE PRECISION NOT NULL,
            features TEXT NOT NULL, weights TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL,
            answer TEXT, answered_by TEXT, answered_at BIGINT)
        """,
        "CREATE INDEX link_complaint ON link (complaint)",
        "CREATE INDEX link_target ON link (target)",
        "CREATE INDEX link_question ON link (id) WHERE decision = 'review' AND answer IS NULL",
        "CREATE INDEX complaint_accepted_at ON complaint (accepted_at)",
        """
        CREATE TABLE link_parted (a BIGINT NOT NULL, b BIGINT NOT NULL, actor TEXT NOT NULL,
            at BIGINT NOT NULL, PRIMARY KEY (a, b))
        """,
        "CREATE TABLE link_event (id {autoid}, kind TEXT NOT NULL, a BIGINT NOT NULL, b BIGINT NOT NULL)",
        "CREATE TABLE link_secret (one BIGINT PRIMARY KEY, value {blob} NOT NULL)",
    ]

    /// `at` is when an entry came into the feed, unknown of those before; `again` is 1 when its assignment
    /// had been in it. A receiver has got everything up to `taken` but its letters: what failed and waits
    /// for its next try, or is dead.
    private static let push = [
        "ALTER TABLE feed ADD COLUMN at BIGINT",
        "ALTER TABLE feed ADD COLUMN again BIGINT NOT NULL DEFAULT 0",
        """
        UPDATE feed SET again = 1
            WHERE cursor NOT IN (SELECT MIN(cursor) FROM feed GROUP BY assignment_id)
        """,
        """
        CREATE TABLE push_receiver (name TEXT PRIMARY KEY, address TEXT NOT NULL,
            settings TEXT NOT NULL, taken BIGINT NOT NULL, why TEXT, disabled_at BIGINT,
            paused_until BIGINT NOT NULL DEFAULT 0, delivered BIGINT NOT NULL DEFAULT 0,
            delivered_at BIGINT)
        """,
        """
        CREATE TABLE push_letter (receiver TEXT NOT NULL, cursor BIGINT NOT NULL,
            state TEXT NOT NULL, attempts BIGINT NOT NULL, first_at BIGINT NOT NULL,
            last_at BIGINT NOT NULL, due_at BIGINT NOT NULL, away BIGINT NOT NULL, status BIGINT,
            why TEXT NOT NULL, PRIMARY KEY (receiver, cursor))
        """,
        "CREATE INDEX push_letter_due ON push_letter (receiver, due_at) WHERE state = 'waiting'",
    ]

    /// What a commit tells the decider, and the long polls, of this and of other processes.
    static let acceptedNotice = "accepted"
    static let feedNotice = "feed"
    /// A person has sent something on its way again.
    static let pushNotice = "push"
}

/// Where an accepted complaint stands.
enum ComplaintState: String, Sendable {
    /// On disk, waiting for the decider.
    case accepted
    case decided
    /// Taken for a nuisance: kept apart, not assigned until a person releases it.
    case spam
}
