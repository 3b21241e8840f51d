-- Bodies of artefacts that were let go: their hashes stay in the ledger.
CREATE TABLE erased (
    sha256 TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_by_kind ON evidence (control, kind, seq);
