-- No personal data here: bodies and pages lie sealed in files, `case_key` is an opaque key the caller makes.
CREATE TABLE submission (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    case_key TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    class INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT NOT NULL DEFAULT '',
    head_sha TEXT NOT NULL DEFAULT '',
    receipt TEXT
) STRICT;
CREATE INDEX submission_state ON submission (state, seq);
CREATE INDEX submission_case ON submission (case_key, seq);

CREATE TABLE file (
    submission TEXT NOT NULL REFERENCES submission (id),
    part INTEGER NOT NULL,
    sha TEXT NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    unlinked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (submission, part)
) STRICT;

CREATE TABLE part_sent (file TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (file, n)) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER NOT NULL,
    at_wall TEXT NOT NULL,
    at_mono REAL NOT NULL,
    boot_id TEXT NOT NULL,
    server_offset REAL,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX event_seq ON event (seq);

CREATE TABLE counter (epoch INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
