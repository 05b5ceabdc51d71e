import type { JsonObject, PollHistory, Verdict } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOALS } from './goals.ts';
import { judgeTask } from './judge-task.ts';
import { NOT_LISTED, parseTaskFacts, type TaskFacts } from './task-facts.ts';
import { taskPhase } from './task-status.ts';

type Expected = Verdict['kind'];

/** A task that was seen at work in this wait. */
const ON_ITS_WAY = { waitedMs: 40_000, statuses: ['FULLMIGRATING'] };

/** Goal → verdict of each documented status word, for a task that was never stale. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  configurable: {
    CREATING: 'pending',
    RUNNING: 'reached',
    MIGRATING: 'failed',
    FULLMIGRATING: 'failed',
    INCRMIGEATING: 'failed',
    SUCCESS: 'failed',
    TERMINATED: 'failed',
    RELEASED: 'failed',
  },
  migrated: {
    CREATING: 'pending',
    RUNNING: 'pending',
    MIGRATING: 'pending',
    FULLMIGRATING: 'pending',
    INCRMIGEATING: 'failed',
    INCRMIGRATING: 'failed',
    SUCCESS: 'reached',
    MIGRATION_SUCCESS: 'reached',
    TERMINATING: 'pending',
    TERMINATED: 'failed',
    RELEASED: 'failed',
  },
  incremental: {
    RUNNING: 'pending',
    MIGRATING: 'pending',
    FULLMIGRATING: 'pending',
    INCRMIGEATING: 'reached',
    INCRMIGRATING: 'reached',
    SUCCESS: 'failed',
    MIGRATION_SUCCESS: 'failed',
    TERMINATING: 'pending',
    TERMINATED: 'failed',
    RELEASED: 'failed',
  },
  lag: {
    FULLMIGRATING: 'pending',
    INCRMIGEATING: 'pending',
    SUCCESS: 'failed',
    TERMINATED: 'failed',
    RELEASED: 'failed',
  },
  stopped: {
    FULLMIGRATING: 'pending',
    INCRMIGEATING: 'pending',
    TERMINATING: 'pending',
    TERMINATED: 'reached',
    SUCCESS: 'reached',
    RELEASED: 'reached',
  },
  absent: { TERMINATED: 'pending', SUCCESS: 'pending', FAILED: 'pending', MIGRATING: 'pending', DELETED: 'reached' },
  restarted: {
    FULLMIGRATING: 'pending',
    TERMINATING: 'pending',
    INCRMIGEATING: 'reached',
    INCRMIGRATING: 'reached',
    SUCCESS: 'reached',
    TERMINATED: 'failed',
  },
};

describe('judgeTask', () => {
  const rows = Object.entries(TABLE).flatMap(([goal, words]) =>
    Object.entries(words).map(([status, expected]) => [goal, status, expected] as const),
  );

  it.each(rows)('waiting for %s: %s is %s', (goal, status, expected) => {
    expect(judge(goal, { status }, ON_ITS_WAY).kind).toBe(expected);
  });

  it.each(['configurable', 'migrated', 'incremental', 'lag', 'stopped', 'restarted', 'exchanged', 'rolled-back'])(
    'waiting for %s: every failure word fails, with the task’s message',
    (goal) => {
      for (const status of ['FAILED', 'MIGRATION_FAILED', 'ERROR']) {
        const verdict = judge(goal, { status, error_message: 'wrong password' }, ON_ITS_WAY);
        expect(verdict).toMatchObject({ kind: 'failed', status });
        expect(verdict.kind === 'failed' && verdict.reason).toContain('wrong password');
        const punctuated = judge(goal, { status, error_message: 'The migration failed.' }, ON_ITS_WAY);
        expect(punctuated).toMatchObject({ kind: 'failed', reason: expect.not.stringMatching(/\.\.|\.\)/) });
      }
      expect(judge(goal, { status: 'DELETED' }, { waitedMs: 40_000 }).kind).toBe('failed');
    },
  );

  it('never ends a wait because of a word that no document names', () => {
    const goals = Object.keys(GOALS);
    fc.assert(
      fc.property(
        fc.constantFrom(...goals),
        fc
          .oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[A-Z_]{3,20}$/))
          .filter((word) => taskPhase(word) === 'unknown' && word !== NOT_LISTED),
        fc.nat(10_000_000),
        fc.boolean(),
        (goal, status, waitedMs, mayBeStale) => {
          const verdict = judge(goal, { status }, { waitedMs }, { may_be_stale: mayBeStale });
          expect(verdict).toMatchObject({ kind: 'pending', status });
          if (goal !== 'absent') expect(verdict).toHaveProperty('warning');
        },
      ),
    );
  });

  it('counts a release as success only when success was seen', () => {
    const seen = judge('migrated', { status: 'RELEASED' }, { statuses: ['FULLMIGRATING', 'MIGRATION_SUCCESS'] });
    expect(seen.kind).toBe('reached');
    const unseen = judge('migrated', { status: 'RELEASED' }, { statuses: ['FULLMIGRATING'] });
    expect(unseen.kind === 'failed' && unseen.reason).toContain('not known');
  });

  it('says that a stopped migration was stopped outside of the run', () => {
    const verdict = judge('migrated', { status: 'TERMINATED' });
    expect(verdict.kind === 'failed' && verdict.reason).toContain('stopped outside of this run');
  });

  it('says of a replication that was stopped, and of no other end, that its work may have been done', () => {
    for (const goal of ['incremental', 'lag', 'migrated']) {
      for (const status of ['TERMINATED', 'RELEASED', 'FAILED']) {
        const isDoubtful = goal !== 'migrated' && status === 'TERMINATED';
        const verdict = judge(goal, { status });
        expect([goal, status, verdict.kind, 'mayBeDone' in verdict]).toEqual([goal, status, 'failed', isDoubtful]);
      }
    }
    const item = { goal: 'incremental', arguments: { task_ids: ['a', 'b'] } };
    const both = history({ statuses: ['INCRMIGEATING, INCRMIGEATING'] });
    expect(judgeTask(item, several('TERMINATED', 'TERMINATED'), both)).toMatchObject({ mayBeDone: true });
    for (const other of ['INCRMIGEATING', 'FAILED'])
      expect(judgeTask(item, several('TERMINATED', other), both)).not.toHaveProperty('mayBeDone');
  });

  it('waits for the end of a stop where a task of its own mark is being stopped, and takes another one for used', () => {
    const stopping = { status: 'TERMINATING' };
    expect(judge('configurable', { ...stopping, is_marked: true }).kind).toBe('pending');
    expect(judge('configurable', { status: 'TERMINATED', is_marked: true }).kind).toBe('reached');
    expect(judge('configurable', stopping).kind).toBe('failed');
  });

  it('says whether the task goes on although the wait has failed', () => {
    expect(judge('migrated', { status: 'INCRMIGEATING' })).toMatchObject({ kind: 'failed', isStillRunning: true });
    expect(judge('migrated', { status: 'FAILED' })).not.toHaveProperty('isStillRunning');
    const item = { goal: 'restarted', arguments: { task_ids: ['a', 'b'] } };
    const verdict = judgeTask(item, several('ERROR', 'FULLMIGRATING'), history({ statuses: ['MIGRATING, MIGRATING'] }));
    expect(verdict).toMatchObject({ kind: 'failed', isStillRunning: true });
  });

  it('warns when a task waits long for its configuration', () => {
    expect(judge('migrated', { status: 'RUNNING' }, { waitedMs: 10_000 })).not.toHaveProperty('warning');
    expect(judge('migrated', { status: 'RUNNING' }, { waitedMs: 130_000 })).toHaveProperty('warning');
  });

  it('fails early when the job that builds the machine has failed', () => {
    const verdict = judge('configurable', { status: 'CREATING', job_status: 'FAIL', fail_reason: 'no free address' });
    expect(verdict.kind === 'failed' && verdict.reason).toContain('no free address');
    expect(judge('configurable', { status: NOT_LISTED, job_status: 'FAIL' }).kind).toBe('failed');
    expect(judge('configurable', { status: 'CREATING', job_status: 'SUCCESS' }).kind).toBe('pending');
  });

  it('fails when the wait names no task', () => {
    const item = { goal: 'migrated', arguments: { task_id: null } };
    expect(judgeTask(item, undefined, history({})).kind).toBe('failed');
  });
});

describe('a task that is not in the list', () => {
  it('is what a wait for its absence wants', () => {
    expect(judge('absent', undefined).kind).toBe('reached');
  });

  it('may be too new to be listed, then a person must look', () => {
    expect(judge('configurable', undefined, { waitedMs: 59_000, statuses: [NOT_LISTED] })).toMatchObject({
      kind: 'pending',
      status: NOT_LISTED,
    });
    const resumed = { waitedMs: 5_000, sinceReadyMs: 61_000, statuses: [NOT_LISTED] };
    expect(judge('configurable', undefined, resumed).kind).toBe('failed');
    expect(judge('configurable', undefined, { ...resumed, sinceReadyMs: 59_000 }).kind).toBe('pending');
    expect(judge('configurable', undefined, { waitedMs: 61_000, statuses: [NOT_LISTED] }).kind).toBe('failed');
  });

  it('is given one more round when it was seen in the round before', () => {
    const later = { waitedMs: 3_600_000, statuses: ['INCRMIGEATING'] };
    expect(judge('migrated', undefined, later).kind).toBe('pending');
    expect(judge('migrated', undefined, { ...later, statuses: ['FULLMIGRATING', NOT_LISTED] }).kind).toBe('failed');
  });

  it('has not disappeared when the look at it failed', () => {
    const verdict = judge(
      'exchanged',
      { status: NOT_LISTED, problem: 'HTTP 500' },
      { waitedMs: 3_600_000, statuses: [NOT_LISTED] },
    );
    expect(verdict).toMatchObject({ kind: 'pending', warning: expect.stringContaining('HTTP 500') });
  });
});

describe('a task that is started again', () => {
  const stale = { may_be_stale: true };

  it('may still show the end of its first run', () => {
    expect(judge('migrated', { status: 'SUCCESS' }, { waitedMs: 5_000 }, stale).kind).toBe('pending');
    expect(judge('migrated', { status: 'TERMINATED' }, { waitedMs: 5_000 }, stale).kind).toBe('pending');
    expect(judge('restarted', { status: 'TERMINATED' }, { waitedMs: 5_000 }).kind).toBe('pending');
    expect(
      judge('restarted', { status: 'MIGRATION_FAILED' }, { waitedMs: 5_000, statuses: ['MIGRATION_FAILED'] }).kind,
    ).toBe('pending');
  });

  it('has not ended, however long it shows what it showed before', () => {
    const args = { ...stale, before: { a: { status: 'SUCCESS', updated_at: 'monday' } } };
    const old = { status: 'SUCCESS', updated_at: 'monday' };
    const seen = { waitedMs: 200_000, statuses: ['SUCCESS', 'FULLMIGRATING', 'SUCCESS'] };
    expect(judge('migrated', old, { waitedMs: 200_000 }, args).kind).toBe('pending');
    // Another copy of the vendor's data has shown more.
    expect(judge('migrated', old, seen, args).kind).toBe('pending');
    const untold = judge('migrated', old, { waitedMs: 300_000 }, args);
    expect(untold).toMatchObject({ kind: 'failed', isStillRunning: true });
    expect(untold.kind === 'failed' && untold.reason).toContain('cannot be determined');
  });

  it('has ended when it changed since, and was seen on its way or had time to show its status', () => {
    const args = { ...stale, before: { a: { status: 'SUCCESS', updated_at: 'monday' } } };
    const changed = { status: 'SUCCESS', updated_at: 'tuesday' };
    expect(judge('migrated', changed, { waitedMs: 5_000 }, args).kind).toBe('pending');
    expect(judge('migrated', changed, { waitedMs: 5_000, statuses: ['FULLMIGRATING'] }, args).kind).toBe('reached');
    expect(judge('migrated', changed, { waitedMs: 30_000 }, args).kind).toBe('reached');
    const failed = { ...changed, status: 'MIGRATION_FAILED' };
    expect(judge('migrated', failed, { waitedMs: 30_000 }, args).kind).toBe('failed');
  });

  it('has ended when it showed no end before', () => {
    const args = { ...stale, before: { a: { status: 'RUNNING', updated_at: null } } };
    expect(judge('migrated', { status: 'SUCCESS' }, { waitedMs: 0 }, args).kind).toBe('reached');
  });

  it('has ended when it was seen on its way, where the vendor says no time', () => {
    const seen = { waitedMs: 5_000, statuses: ['SUCCESS', 'FULLMIGRATING'] };
    expect(judge('migrated', { status: 'SUCCESS' }, seen, stale).kind).toBe('reached');
    expect(judge('migrated', { status: 'SUCCESS' }, { waitedMs: 60_000 }, stale).kind).toBe('pending');
    expect(judge('restarted', { status: 'TERMINATED' }, { waitedMs: 60_000 }).kind).toBe('pending');
    expect(judge('restarted', { status: 'TERMINATED' }, { waitedMs: 300_000 }).kind).toBe('failed');
    // A look that failed proves nothing.
    expect(judge('migrated', { status: 'SUCCESS', problem: 'reset' }, seen, stale).kind).toBe('pending');
  });

  it('needs no settle time when it is fresh', () => {
    expect(judge('migrated', { status: 'SUCCESS' }, { waitedMs: 0 }).kind).toBe('reached');
  });
});

describe('waiting for the lag', () => {
  const args = { max_lag: 100, lag_for_ms: 60_000 };
  const steady = { status: 'INCRMIGEATING' };

  it.each([
    ['no statistics yet', { offset: null }, undefined, { kind: 'pending', holds: false }],
    ['too far behind', { offset: 101 }, 0, { kind: 'pending', holds: false }],
    ['near, for the first time', { offset: 100 }, undefined, { kind: 'pending', holds: true }],
    ['near, not long enough', { offset: 3 }, 41_000, { kind: 'pending', holds: true }],
    ['near, long enough', { offset: 3 }, 40_000, { kind: 'reached', outputs: { offset: 3 } }],
  ])('%s', (_what, facts, heldSinceMs, expected) => {
    expect(judge('lag', { ...steady, ...facts }, { nowMs: 100_000, heldSinceMs }, args)).toMatchObject(expected);
  });

  it('is over at once when no time is asked for', () => {
    expect(judge('lag', { ...steady, offset: 7 }, {}, { max_lag: 7, lag_for_ms: 0 }).kind).toBe('reached');
  });

  it('has caught up when three polls in a row show no difference, whatever the time between them', () => {
    const none = { max_lag: 0, lag_for_ms: 0 };
    const after = (heldPolls: number) => judge('lag', { ...steady, offset: 0 }, { heldPolls }, none);
    expect(after(0)).toMatchObject({ kind: 'pending', holds: true, status: 'INCRMIGEATING (near in 1 poll)' });
    expect(after(1)).toMatchObject({ kind: 'pending', holds: true, status: 'INCRMIGEATING (near in 2 polls)' });
    expect(after(2)).toMatchObject({ kind: 'reached', status: 'INCRMIGEATING', outputs: { offset: 0 } });
    expect(judge('lag', { ...steady, offset: 1 }, { heldPolls: 2 }, none)).toMatchObject({ holds: false });
    expect(
      judge('lag', { ...steady, offset: 0 }, { heldPolls: 2, nowMs: 9, heldSinceMs: 0 }, { ...none, lag_for_ms: 10 })
        .kind,
    ).toBe('pending');
  });

  it('starts over when the task copies everything again', () => {
    expect(judge('lag', { status: 'FULLMIGRATING' }, { heldSinceMs: 0, nowMs: 90_000 }, args)).toMatchObject({
      kind: 'pending',
      holds: false,
    });
  });
});

describe('waiting for an exchange of addresses', () => {
  it.each([
    ['exchanged', null, 0, 'pending'],
    ['exchanged', 'EXCHANGING', 0, 'pending'],
    ['exchanged', 'EXCHANGE_SUCCESS', 0, 'reached'],
    ['exchanged', 'EXCHANGE_FAILED', 0, 'failed'],
    ['exchanged', 'ROLLBACK_SUCCESS', 0, 'pending'],
    ['rolled-back', 'EXCHANGE_SUCCESS', 0, 'pending'],
    ['rolled-back', 'ROLLBACKING', 0, 'pending'],
    ['rolled-back', 'ROLLBACK_SUCCESS', 0, 'reached'],
    ['rolled-back', 'EXCHANGE_FAILED', 5_000, 'pending'],
    ['rolled-back', 'ROLLBACK_FAILED', 61_000, 'failed'],
  ])('%s with task_status %s', (goal, taskStatus, waitedMs, expected) => {
    for (const status of ['INCRMIGEATING', 'TERMINATED', 'SUCCESS']) {
      expect(judge(goal, { status, task_status: taskStatus }, { waitedMs }).kind).toBe(expected);
    }
  });
});

describe('waiting for several tasks', () => {
  const item = { goal: 'restarted', arguments: { task_ids: ['a', 'b'] } };

  it('is over when all are there, failed when one has failed', () => {
    expect(judgeTask(item, several('INCRMIGEATING', 'FULLMIGRATING'), history({}))).toMatchObject({
      kind: 'pending',
      status: 'INCRMIGEATING, FULLMIGRATING',
      progress: 0.5,
    });
    expect(judgeTask(item, several('INCRMIGEATING', 'INCRMIGEATING'), history({}))).toMatchObject({
      kind: 'reached',
      outputs: { task_ids: ['a', 'b'] },
    });
    expect(
      judgeTask(item, several('INCRMIGEATING', 'ERROR'), history({ statuses: ['MIGRATING, MIGRATING'] })).kind,
    ).toBe('failed');
  });

  it('keeps the history of each apart', () => {
    const statuses = ['TERMINATED, FULLMIGRATING'];
    expect(judgeTask(item, several('SUCCESS', 'SUCCESS'), history({ statuses }))).toMatchObject({
      kind: 'pending',
      progress: 0.5,
    });
    const later = [...statuses, 'FULLMIGRATING, SUCCESS'];
    expect(judgeTask(item, several('SUCCESS', 'SUCCESS'), history({ statuses: later })).kind).toBe('reached');
  });

  it('waits until every one is absent', () => {
    const deletion = { goal: 'absent', arguments: { task_ids: ['a', 'b'] } };
    expect(judgeTask(deletion, { tasks: [null, facts({ task_id: 'b' })] }, history({})).kind).toBe('pending');
    expect(judgeTask(deletion, undefined, history({})).kind).toBe('reached');
  });
});

function judge(
  goal: string,
  task: Partial<TaskFacts> | undefined,
  past: Partial<PollHistory> = {},
  args: JsonObject = {},
): Verdict {
  const item = { goal, arguments: { task_id: 'a', ...args } };
  return judgeTask(item, task === undefined ? undefined : { tasks: [facts(task)] }, history(past));
}

function several(...statuses: readonly string[]): JsonObject {
  return { tasks: statuses.map((status, index) => facts({ task_id: ['a', 'b'][index] ?? '', status })) };
}

function facts(partial: Partial<TaskFacts>): TaskFacts {
  const parsed = parseTaskFacts({ task_id: 'a', status: 'MIGRATING' });
  if (parsed === undefined) throw new Error('a task with id and status is read');
  return { ...parsed, ...partial } as TaskFacts;
}

function history(partial: Partial<PollHistory>): PollHistory {
  return { waitedMs: 0, heldSinceMs: undefined, nowMs: 0, statuses: [], ...partial };
}
