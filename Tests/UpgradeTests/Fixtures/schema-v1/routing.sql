-- The routing database as release 1 made it, with a few rows.
CREATE TABLE schema_version (name TEXT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL,
    epoch BIGINT NOT NULL, expires_at BIGINT NOT NULL);
INSERT INTO schema_version VALUES ('lease', 1);
CREATE TABLE complaint (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    tracking TEXT NOT NULL, body TEXT NOT NULL, accepted_at BIGINT NOT NULL,
    state TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0);
CREATE INDEX complaint_state ON complaint (state, seq);
CREATE INDEX complaint_tracking ON complaint (tracking);
CREATE TABLE assignment (id TEXT PRIMARY KEY, complaint_id TEXT NOT NULL UNIQUE
    REFERENCES complaint (id), status TEXT NOT NULL, body TEXT NOT NULL,
    changed_at BIGINT NOT NULL);
CREATE INDEX assignment_status ON assignment (status, changed_at);
CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, assignment_id TEXT NOT NULL
    REFERENCES assignment (id), at BIGINT NOT NULL, actor TEXT NOT NULL,
    action TEXT NOT NULL, request TEXT NOT NULL);
CREATE INDEX history_assignment ON history (assignment_id, id);
CREATE TABLE feed (cursor BIGINT PRIMARY KEY, assignment_id TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE TABLE feed_head (one BIGINT PRIMARY KEY, cursor BIGINT NOT NULL);
INSERT INTO feed_head (one, cursor) VALUES (1, 0);
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO schema_version VALUES ('routing', 1);
INSERT INTO complaint (id, tracking, body, accepted_at, state) VALUES
    ('c1', 'HSS-1', '{}', 1763740800000001, 'decided'),
    ('c2', 'HSS-2', '{}', 1763740800000002, 'accepted');
INSERT INTO assignment VALUES ('a1', 'c1', 'assigned', '{}', 1763740800000003);
INSERT INTO history (assignment_id, at, actor, action, request) VALUES
    ('a1', 1763740800000004, 'case', 'accept', 'r1');
INSERT INTO feed VALUES (1, 'a1', '{}');
UPDATE feed_head SET cursor = 1;
