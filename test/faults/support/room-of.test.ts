import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  HARMLESS,
  LOST_AFTER,
  LOST_BEFORE,
  REFUSED,
  STRANGE_TASKS,
  TASK_FAILS,
  THROTTLED,
  WITHDRAWN,
} from './faults.ts';
import { roomOf } from './room-of.ts';
import { namedRow } from './row.ts';
import { SCENARIOS } from './scenarios.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const FAULTS = [
  ...HARMLESS,
  ...LOST_AFTER,
  ...LOST_BEFORE,
  REFUSED,
  ...STRANGE_TASKS,
  TASK_FAILS,
  ...THROTTLED,
  WITHDRAWN,
];
const rows = SCENARIOS.flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) =>
    FAULTS.map((fault) => ({ scenario, operation, role, fault, call: 1 }) as const),
  ),
);

test('every row names a folder that exists, and each sort of fault its own', () => {
  const rooms = new Set(rows.map(roomOf));
  for (const room of rooms) expect([room, existsSync(join(ROOT, room))]).toEqual([room, true]);
  expect(new Set([...rooms].map((room) => room.split('/').at(-1)))).toEqual(
    new Set(['answer', 'checks', 'polls', 'reconcile', 'session']),
  );
});

test('a failed row says in its name where to look', () => {
  const [row] = rows;
  if (row === undefined) throw new Error('there are rows');
  const [name] = namedRow(row, [{ why: 'as it is', applies: () => true, ending: () => 'succeeded' }]);
  expect(name).toContain(`as it is (${roomOf(row)})`);
});
