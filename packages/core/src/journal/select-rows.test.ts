import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { selectRows } from './select-rows.ts';
import { SQLITE_SCHEMA, SQLITE_SCHEMA_CHANGES_TO_2 } from './sqlite/sqlite-schema.ts';

const FORMAT_1 = `CREATE TABLE journal (seq INTEGER PRIMARY KEY, rid TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL,
  t INTEGER NOT NULL, kind TEXT NOT NULL, step TEXT, body TEXT NOT NULL) STRICT`;
const INSERT = 'INSERT INTO journal (seq, rid, epoch, t, kind, step, body) VALUES (?, ?, ?, ?, ?, ?, ?)';

function fill(database: DatabaseSync): void {
  const insert = database.prepare(INSERT);
  insert.run(1, 'r1', 3, 10, 'run.started', null, '{"kind":"run.started"}');
  insert.run(2, 'r2', 3, 11, 'step.intent', 'a.create', '{"kind":"step.intent"}');
  insert.run(3, 'r3', 4, 12, 'step.succeeded', 'a.create', '{"kind":"step.succeeded"}');
}

it('gives rows as plain objects with the digest of their commit, in order and at most as many as asked for', () => {
  using database = new DatabaseSync(':memory:');
  database.exec(SQLITE_SCHEMA);
  fill(database);
  database.exec("UPDATE journal SET chain = 'digest' WHERE seq = 3");
  const select = selectRows(database, 2);
  expect(select(1, 9)).toStrictEqual([
    {
      seq: 2,
      rid: 'r2',
      epoch: 3,
      t: 11,
      kind: 'step.intent',
      step: 'a.create',
      body: '{"kind":"step.intent"}',
      chain: null,
    },
    {
      seq: 3,
      rid: 'r3',
      epoch: 4,
      t: 12,
      kind: 'step.succeeded',
      step: 'a.create',
      body: '{"kind":"step.succeeded"}',
      chain: 'digest',
    },
  ]);
  expect(select(0, 2).map(({ seq, step }) => [seq, step])).toEqual([
    [1, null],
    [2, 'a.create'],
  ]);
  expect(select(3, 9)).toEqual([]);
});

it('reads a journal of format 1 before and while it is migrated', () => {
  using database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE state (id INTEGER); CREATE TABLE inbox (id INTEGER); ${FORMAT_1}`);
  fill(database);
  const before = selectRows(database, 1)(0, 9);
  expect(before.map(({ seq, chain }) => [seq, chain])).toEqual([
    [1, null],
    [2, null],
    [3, null],
  ]);
  database.exec(SQLITE_SCHEMA_CHANGES_TO_2);
  expect(selectRows(database, 2)(0, 9)).toEqual(before);
});
