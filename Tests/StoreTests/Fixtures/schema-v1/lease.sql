-- Store's own tables as version 1 made them.
CREATE TABLE schema_version (name TEXT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL,
    epoch BIGINT NOT NULL, expires_at BIGINT NOT NULL);
INSERT INTO schema_version VALUES('lease',1);
INSERT INTO lease VALUES('decider','mendengar-1',3,1763740800000000);
