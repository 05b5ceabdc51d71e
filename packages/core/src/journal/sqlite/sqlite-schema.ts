/**
 * The tables of a state. `journal` is append-only; `seq` is its rowid, dense because nothing is ever deleted; `chain` is in
 * the last row of each commit. `state` has one row: whose state it is, covered by `mac`, and the head of the journal.
 * `inbox` takes messages from other processes without the writer's lock, each with its own `mac`.
 */
export const SQLITE_SCHEMA = `
  CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state_id TEXT NOT NULL,
    plan TEXT NOT NULL,
    digest_key BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    lock_generation INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    mac TEXT,
    last_seq INTEGER NOT NULL DEFAULT 0,
    chain TEXT
  ) STRICT;
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    rid TEXT NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    t INTEGER NOT NULL,
    kind TEXT NOT NULL,
    step TEXT,
    body TEXT NOT NULL,
    chain TEXT
  ) STRICT;
  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    mac TEXT
  ) STRICT;
`;

/**
 * The one fold of the journal that is kept beside it: `snapshot_head` names the parts of which it consists. `mac` covers
 * them together with the digest of the commit that it belongs to. Made by the first writer that saves one, so that states
 * without it need no other format.
 */
export const SQLITE_SNAPSHOT_TABLES = `
  CREATE TABLE IF NOT EXISTS snapshot_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    mac TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS snapshot_part (
    generation INTEGER NOT NULL,
    part INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (generation, part)
  ) STRICT;
`;

/** From format 1, which had no digests. */
export const SQLITE_SCHEMA_CHANGES_TO_2 = `
  ALTER TABLE state ADD COLUMN mac TEXT;
  ALTER TABLE state ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE state ADD COLUMN chain TEXT;
  ALTER TABLE journal ADD COLUMN chain TEXT;
  ALTER TABLE inbox ADD COLUMN mac TEXT;
`;
