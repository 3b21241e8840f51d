-- Probes by their pair and key, with where each stands and what was learned of its answers.
CREATE TABLE probe (
    number INTEGER PRIMARY KEY,
    control TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    contract TEXT,
    UNIQUE (control, key)
) STRICT;

-- One look: milliseconds since 1970; 0 passed, 1 anomaly, 2 inconclusive, 3 failed.
CREATE TABLE look (
    probe INTEGER NOT NULL REFERENCES probe (number) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    verdict INTEGER NOT NULL CHECK (verdict IN (0, 1, 2, 3)),
    milliseconds INTEGER,
    definite INTEGER NOT NULL CHECK (definite IN (0, 1)),
    PRIMARY KEY (probe, at)
) STRICT, WITHOUT ROWID;

-- One drill that was begun, with its plan as it stood then.
CREATE TABLE drill (
    id TEXT PRIMARY KEY,
    written TEXT NOT NULL,
    pair TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The program that carries it; none while nobody does.
    owner_boot TEXT,
    owner_pid INTEGER,
    owner_start INTEGER,
    evidence_seq INTEGER
) STRICT;

CREATE INDEX drill_by_pair ON drill (pair, created_at);

-- Its journal: an entry is here before anything is done about it.
CREATE TABLE drill_entry (
    drill TEXT NOT NULL REFERENCES drill (id),
    sequence INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (drill, sequence)
) STRICT;
