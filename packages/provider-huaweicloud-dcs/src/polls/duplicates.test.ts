import type { Verdict } from '@waybill/core';
import { expect, it } from 'vitest';
import { addDuplicates, judgeDuplicates } from './duplicates.ts';
import type { ListedTask } from './list-tasks.ts';
import { parseTaskFacts, type TaskFacts } from './task-facts.ts';

const MARK = '[waybill:0123456789ab] [waybill-unit:fedcba987654]';
const PENDING: Verdict = { kind: 'pending', status: 'MIGRATING' };
const REACHED: Verdict = { kind: 'reached', status: 'SUCCESS', outputs: {} };

it('names the other tasks of one mark, and no task of another unit or without a mark', () => {
  const rows = [
    row('own', 'MIGRATING'),
    row('other', 'SUCCESS'),
    { ...row('namesake', 'MIGRATING'), description: 'by hand' },
    { ...row('of-another', 'MIGRATING'), description: '[waybill:ffffffffffff]' },
  ];
  expect(factsOf('own', rows).duplicates).toEqual([{ task_id: 'other', status: 'SUCCESS' }]);
  for (const id of ['namesake', 'of-another']) expect(factsOf(id, rows).duplicates).toBeUndefined();
});

it.each(['MIGRATING', 'FULLMIGRATING', 'INCRMIGEATING', 'TERMINATING', 'TERMINATED', 'SUCCESS'])(
  'fails the wait, also one that is reached, when the other is %s, and names both and what to do',
  (status) => {
    const facts = factsOf('own', [row('own', 'SUCCESS'), row('other', status)]);
    for (const verdict of [PENDING, REACHED]) {
      const judged = judgeDuplicates(facts, verdict);
      expect(judged).toMatchObject({ kind: 'failed', code: 'RUN_TASK_DUPLICATED', isFinal: false });
      expect(JSON.stringify(judged)).toMatch(/own \(SUCCESS\) and other .*Stop the other copy/);
    }
  },
);

it('warns of one that is not configured, and says nothing of one that has failed or is gone', () => {
  const idle = factsOf('own', [row('own', 'MIGRATING'), row('other', 'RUNNING')]);
  expect(judgeDuplicates(idle, PENDING)).toMatchObject({ kind: 'pending', warning: expect.stringContaining('other') });
  expect(judgeDuplicates(idle, REACHED)).toEqual(REACHED);
  for (const status of ['FAILED', 'DELETED']) {
    const ended = factsOf('own', [row('own', 'MIGRATING'), row('other', status)]);
    expect(judgeDuplicates(ended, PENDING)).toEqual(PENDING);
  }
});

function factsOf(id: string, rows: readonly ListedTask[]): TaskFacts {
  const facts = new Map(rows.flatMap((each) => parseTaskFacts(each) ?? []).map((each) => [each.task_id, each]));
  addDuplicates(facts, rows);
  const found = facts.get(id);
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
}

function row(id: string, status: string) {
  return { task_id: id, task_name: 'sessions-0123456789ab', status, description: MARK };
}
