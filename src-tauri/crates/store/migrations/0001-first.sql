-- One row: who and where this workspace is.
CREATE TABLE workspace (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
    created_at TEXT NOT NULL,
    -- Counts every change of what is set up; exports carry it.
    revision INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL
) STRICT;

-- What a workspace file sets up: process, component, repository, backup.
CREATE TABLE entry (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT,
    payload TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    id TEXT PRIMARY KEY,
    control TEXT NOT NULL,
    kind TEXT NOT NULL,
    level TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('queued', 'running', 'finished', 'errored', 'cancelled', 'timed_out', 'interrupted')),
    queued_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    -- Who runs it: a process is known by boot, pid and start, so that a reused pid is not mistaken.
    owner_boot TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_start INTEGER NOT NULL,
    epoch INTEGER NOT NULL DEFAULT 1,
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    request TEXT NOT NULL,
    progress TEXT,
    verdict TEXT,
    document TEXT,
    error TEXT,
    evidence_seq INTEGER
) STRICT;

-- The control lock: one unfinished run a control.
CREATE UNIQUE INDEX run_one_unfinished ON run (control) WHERE state IN ('queued', 'running');
CREATE INDEX run_by_control ON run (control, queued_at);

-- Every transition, written before its effects are acted on.
CREATE TABLE run_event (
    run TEXT NOT NULL REFERENCES run (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (run, number)
) STRICT;

-- One conclusion about one level of one repository.
CREATE TABLE attempt (
    run TEXT NOT NULL REFERENCES run (id),
    control TEXT NOT NULL,
    repository TEXT NOT NULL,
    level TEXT NOT NULL,
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    payload TEXT NOT NULL,
    PRIMARY KEY (run, repository, level)
) STRICT;

CREATE INDEX attempt_by_control ON attempt (control, at);

-- Repositories as they were met: their own id, and whether this workspace made them.
CREATE TABLE repository (
    id TEXT PRIMARY KEY,
    engine_id TEXT NOT NULL,
    made_here INTEGER NOT NULL CHECK (made_here IN (0, 1)),
    first_seen_at TEXT NOT NULL
) STRICT;

-- The snapshot ledger, kept outside the repository it is about.
CREATE TABLE snapshot (
    repository TEXT NOT NULL,
    id TEXT NOT NULL,
    control TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    missing_since TEXT,
    files INTEGER,
    bytes INTEGER,
    manifest_sha256 TEXT,
    PRIMARY KEY (repository, id)
) STRICT;

CREATE INDEX snapshot_by_control ON snapshot (control, taken_at);

-- The pack ledger: what is stored, and when it was last read to the last byte.
CREATE TABLE pack (
    repository TEXT NOT NULL,
    id TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_read_at TEXT,
    intact INTEGER CHECK (intact IN (0, 1)),
    PRIMARY KEY (repository, id)
) STRICT;

-- The evidence ledger: appended only. The columns after `record` are for queries; `record` is the truth.
CREATE TABLE evidence (
    seq INTEGER PRIMARY KEY,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    record BLOB NOT NULL,
    at TEXT NOT NULL,
    clock TEXT NOT NULL,
    kind TEXT NOT NULL,
    control TEXT,
    run TEXT,
    verdict TEXT
) STRICT;

CREATE INDEX evidence_by_control ON evidence (control, seq);

CREATE TABLE ledger_head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
