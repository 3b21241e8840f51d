-- What was let go stands in the ledger.
DROP TABLE erased;

-- What a checker typed and has not locked yet.
CREATE TABLE draft (
    control TEXT NOT NULL,
    round INTEGER NOT NULL,
    item TEXT NOT NULL,
    person TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (control, round, item, person)
) STRICT;

-- People who sign with a passphrase: Argon2id, as a PHC string.
CREATE TABLE passphrase (
    person TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) STRICT;
