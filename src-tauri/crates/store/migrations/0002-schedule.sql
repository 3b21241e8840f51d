-- Who asked for a run, and for which slot of which line.
ALTER TABLE run ADD COLUMN origin TEXT NOT NULL DEFAULT 'person' CHECK (origin IN ('person', 'schedule', 'watch'));
ALTER TABLE run ADD COLUMN job TEXT;
ALTER TABLE run ADD COLUMN slot TEXT;
ALTER TABLE run ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
CREATE INDEX run_unfinished ON run (state) WHERE state IN ('queued', 'running');
CREATE INDEX run_by_job ON run (control, job, queued_at);
CREATE INDEX run_by_time ON run (queued_at);

-- One row a line of the schedule: everything up to the anchor is settled.
CREATE TABLE timetable (
    control TEXT NOT NULL,
    job TEXT NOT NULL,
    line TEXT NOT NULL,
    zone TEXT NOT NULL,
    anchor TEXT NOT NULL,
    missed INTEGER NOT NULL DEFAULT 0,
    last_missed_at TEXT,
    PRIMARY KEY (control, job)
) STRICT;

-- Slots that came due. A slot starts at most one run at a time, and none after one that concluded.
CREATE TABLE slot (
    control TEXT NOT NULL,
    job TEXT NOT NULL,
    at TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'started', 'done', 'missed')),
    attempt INTEGER NOT NULL DEFAULT 1,
    not_before TEXT,
    run TEXT,
    PRIMARY KEY (control, job, at)
) STRICT;
CREATE INDEX slot_open ON slot (state) WHERE state IN ('due', 'started');
CREATE INDEX slot_by_time ON slot (at);

-- Runs of slots that passed with nobody there: the first, the last, and how many.
CREATE TABLE missed (
    control TEXT NOT NULL,
    job TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    slots INTEGER NOT NULL,
    PRIMARY KEY (control, job, first_at)
) STRICT;
CREATE INDEX missed_by_time ON missed (last_at);

-- Who runs the schedule. The epoch is the fencing token.
CREATE TABLE schedule_lease (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch INTEGER NOT NULL,
    kind TEXT NOT NULL,
    boot TEXT NOT NULL,
    pid INTEGER NOT NULL,
    start INTEGER NOT NULL,
    taken_at TEXT NOT NULL,
    -- Seconds since boot, a clock that goes on in sleep.
    renewed INTEGER NOT NULL,
    wanted INTEGER NOT NULL DEFAULT 0 CHECK (wanted IN (0, 1)),
    -- What the schedule last said of itself.
    pulse TEXT
) STRICT;

-- The empty control stands for all of them.
CREATE TABLE pause (
    control TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    person TEXT NOT NULL
) STRICT;

-- What was given up on, until a person retries or settles it, or it works again.
CREATE TABLE dead_letter (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'alert')),
    control TEXT NOT NULL,
    job TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT,
    run TEXT,
    settled_at TEXT,
    settled_by TEXT
) STRICT;
CREATE UNIQUE INDEX dead_letter_open ON dead_letter (kind, control, job) WHERE settled_at IS NULL;

-- What alerts were last told of a control.
CREATE TABLE told (
    control TEXT PRIMARY KEY,
    status TEXT NOT NULL
) STRICT;

-- Changes worth telling, kept until they stand in the outbox.
CREATE TABLE news (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    control TEXT NOT NULL,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;

-- One row a way and an alert: written with the change it is about, gone from the list when it arrived.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    way TEXT NOT NULL,
    target TEXT NOT NULL,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT,
    delivered_at TEXT,
    error TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (state) WHERE state = 'waiting';
CREATE INDEX outbox_by_time ON outbox (at);

-- What was there when a watched place was last looked at.
CREATE TABLE watched (
    control TEXT PRIMARY KEY,
    signature TEXT NOT NULL,
    looked_at TEXT NOT NULL
) STRICT;
