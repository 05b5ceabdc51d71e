/**
 * The tables of a state. `journal` is append-only; `seq` is its rowid, so it is dense as long as nothing is deleted, and
 * nothing ever is. `state` has one row. `inbox` takes messages from other processes without the writer's lock.
 */
export const SQLITE_SCHEMA = `
  CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state_id TEXT NOT NULL,
    plan TEXT NOT NULL,
    digest_key BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    lock_generation INTEGER NOT NULL DEFAULT 0,
    owner TEXT
  ) STRICT;
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    rid TEXT NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    t INTEGER NOT NULL,
    kind TEXT NOT NULL,
    step TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
  ) STRICT;
`;
