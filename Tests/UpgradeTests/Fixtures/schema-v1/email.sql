-- The email database as release 1 made it, with a few rows.
CREATE TABLE schema_version (name TEXT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL,
    epoch BIGINT NOT NULL, expires_at BIGINT NOT NULL);
INSERT INTO schema_version VALUES ('lease', 1);
CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, account TEXT NOT NULL,
    external_id TEXT NOT NULL, complaint_id TEXT NOT NULL, tracking TEXT NOT NULL,
    received_at BIGINT NOT NULL, state TEXT NOT NULL, why TEXT,
    attempts BIGINT NOT NULL DEFAULT 0, meta TEXT NOT NULL, body BLOB NOT NULL,
    body_chunks BIGINT NOT NULL DEFAULT 0, fingerprint TEXT,
    UNIQUE (channel, account, external_id));
CREATE INDEX journal_state ON journal (state, seq);
CREATE INDEX journal_fingerprint ON journal (account, fingerprint, received_at)
    WHERE fingerprint IS NOT NULL;
CREATE TABLE outbox (seq BIGINT PRIMARY KEY REFERENCES journal (seq),
    complaint TEXT NOT NULL);
CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, filename TEXT NOT NULL,
    media_type TEXT NOT NULL, bytes BIGINT NOT NULL, chunks BIGINT NOT NULL);
CREATE TABLE chunk (owner TEXT NOT NULL, n BIGINT NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (owner, n));
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO schema_version VALUES ('intake', 1);
INSERT INTO journal (channel, account, external_id, complaint_id, tracking, received_at, state, why, attempts, meta, body, fingerprint) VALUES
    ('sms', 'kannel', 'm1', 'c1', 'HSS-1', 1763740800000001, 'received', NULL, 1, '{}', x'6a616c616e', 'f1'),
    ('sms', 'kannel', 'm2', 'c2', 'HSS-2', 1763740800000002, 'received', NULL, 2, '{}', x'6a616c616e', NULL),
    ('sms', 'kannel', 'm3', 'c3', 'HSS-3', 1763740800000003, 'forwarded', NULL, 0, '{}', x'6a616c616e', 'f2'),
    ('sms', 'kannel', 'm4', 'c4', 'HSS-4', 1763740800000004, 'quarantined', 'cannot be read', 1, '{}', x'6a616c616e', NULL),
    ('sms', 'kannel', 'm5', 'c5', 'HSS-5', 1763740800000005, 'refused', 'no text', 2, '{}', x'6a616c616e', NULL);
INSERT INTO outbox VALUES (3, '{"id":"c3"}');
INSERT INTO attachment VALUES ('ab12', 'foto.jpg', 'image/jpeg', 3, 1);
INSERT INTO chunk VALUES ('ab12', 0, x'ffd8ff');
INSERT INTO counter VALUES ('tracking:2026', 5);
CREATE TABLE mailbox (name TEXT PRIMARY KEY, uidvalidity BIGINT NOT NULL,
    next_uid BIGINT NOT NULL);
INSERT INTO schema_version VALUES ('email', 1);
INSERT INTO mailbox VALUES ('aduan', 7, 42);
