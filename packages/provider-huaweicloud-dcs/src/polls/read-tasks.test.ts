import { type JsonObject, type PollItem, ProviderError } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOfTasks, scriptedRead } from '../testing/scripted-read.ts';
import { migrationTasksPoll } from './migration-tasks-poll.ts';
import { readTasks } from './read-tasks.ts';

describe('readTasks', () => {
  it('serves up to 1000 waiting tasks with one call', async () => {
    const tasks = listed(1_000, 'RUNNING');
    const { read, reads } = scriptedRead({ ListMigrationTask: (args) => pageOfTasks(tasks, args) });
    const observations = await readTasks(
      tasks.map((task) => waiting('migrated', task['task_id'])),
      { read, round: 0 },
    );
    expect(reads).toEqual([{ operation: 'ListMigrationTask', arguments: { offset: 0, limit: 1000 } }]);
    expect(observations.every((observation) => observation !== undefined)).toBe(true);
  });

  it('answers in the order of the items, with nothing for tasks that are not listed', async () => {
    const { read } = scriptedRead({ ListMigrationTask: (args) => pageOfTasks(listed(3, 'SUCCESS'), args) });
    const observations = await readTasks(
      [waiting('migrated', 't2'), waiting('absent', 'gone'), waiting('migrated', 't0')],
      { read, round: 0 },
    );
    expect(observations.map((observation) => taskOf(observation)?.['task_id'])).toEqual(['t2', undefined, 't0']);
    expect(observations[1]).toBeUndefined();
  });

  it('finds every task on whatever page it is, in overlapping pages, and stops when all are found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3_200 }), fc.nat(), async (size, pick) => {
        const tasks = listed(size, 'RUNNING');
        const { read, reads } = scriptedRead({ ListMigrationTask: (args) => pageOfTasks(tasks, args) });
        const wanted = size === 0 ? 'none' : `t${pick % size}`;
        const [observation] = await readTasks([waiting('migrated', wanted)], { read, round: 0 });
        expect(observation !== undefined).toBe(size > 0);
        const position = size === 0 ? 0 : pick % size;
        expect(reads.length).toBe(size === 0 ? 1 : Math.max(1, Math.ceil((position - 99) / 900)));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps no passwords and no fields that judging does not need', async () => {
    const task = {
      task_id: 't0',
      status: 'MIGRATING',
      source_instance: { password: 'hush' },
      data_source: '10.0.0.1:6379',
    };
    const { read } = scriptedRead({
      ListMigrationTask: () => ({ migration_tasks: [task] }),
      ShowMigrationTaskStats: () => ({ full_migration_progress: 1, source_instance: { password: 'hush' } }),
    });
    const observations = await readTasks([waiting('migrated', 't0')], { read, round: 0 });
    expect(JSON.stringify(observations)).not.toMatch(/hush|10\.0\.0\.1/);
  });

  it('reads statistics only of tasks that replicate, in any of their forms', async () => {
    const stats: Readonly<Record<string, JsonObject>> = {
      t0: { offset: '12' },
      t1: { offset: 7, full_migration_progress: 100 },
      t2: { offset: null },
    };
    const { read, reads } = scriptedRead({
      ListMigrationTask: (args) =>
        pageOfTasks([...listed(3, 'INCRMIGEATING'), { task_id: 't3', status: 'FULLMIGRATING' }], args),
      ShowMigrationTaskStats: (args) => stats[String(args['task_id'] as string)] ?? {},
    });
    const observations = await readTasks(
      ['t0', 't1', 't2', 't3'].map((id) => waiting('lag', id)),
      { read, round: 0 },
    );
    expect(observations.map((observation) => taskOf(observation)?.['offset'])).toEqual([12, 7, null, null]);
    expect(reads.filter((call) => call.operation === 'ShowMigrationTaskStats')).toHaveLength(3);
  });

  it('asks one copy in a round how far it is, each in its turn, and takes no offence', async () => {
    const { read, reads } = scriptedRead({
      ListMigrationTask: (args) =>
        pageOfTasks([...listed(7, 'FULLMIGRATING'), { task_id: 'done', status: 'SUCCESS' }], args),
      ShowMigrationTaskStats: (args) => {
        if (args['task_id'] !== 't1') return { full_migration_progress: '37', offset: null };
        throw new ProviderError('no statistics', {
          vendorCode: 'DCS.4000',
          class: 'fatal',
          effect: 'none',
          operation: 'ShowMigrationTaskStats',
        });
      },
    });
    const items = ['t0', 't1', 't2', 't3', 't4', 't5', 't6', 'done'].map((id) => waiting('migrated', id));
    const rounds = await Promise.all(
      [0, 1, 2, 7].map(async (round) => {
        const observations = await readTasks(items, { read, round });
        expect(observations.map((observation) => taskOf(observation)?.['problem'])).toEqual(items.map(() => null));
        return observations.flatMap((observation, index) =>
          taskOf(observation)?.['full_migration_progress'] === 37 ? [index] : [],
        );
      }),
    );
    expect(rounds).toEqual([[0], [], [2], [0]]);
    expect(reads.filter(({ operation }) => operation === 'ShowMigrationTaskStats')).toHaveLength(4);
  });

  it('looks at single tasks whose end in the list may be an old one, and believes the look', async () => {
    const ended = { task_id: 't0', status: 'SUCCESS', error_message: 'old' };
    const shown = { task_id: 't0', status: 'FULLMIGRATING', updated_at: 'tuesday' };
    const before = { t0: { status: 'SUCCESS', updated_at: 'monday' }, t1: { status: 'RUNNING', updated_at: 'monday' } };
    const { read, reads } = scriptedRead({
      ListMigrationTask: (args) => pageOfTasks([ended, { task_id: 't1', status: 'SUCCESS' }], args),
      ShowMigrationTask: () => shown,
    });
    const items = ['t0', 't1'].map((task_id) => ({
      goal: 'migrated',
      arguments: { task_id, may_be_stale: true, before },
    }));
    const observations = await readTasks(items, { read, round: 0 });
    expect(observations.map((observation) => taskOf(observation)?.['status'])).toEqual(['FULLMIGRATING', 'SUCCESS']);
    expect(taskOf(observations[0])).toMatchObject({ updated_at: 'tuesday', error_message: null });
    expect(reads.filter(({ operation }) => operation === 'ShowMigrationTask')).toHaveLength(1);
  });

  it('reads single tasks for an exchange of addresses, and no list when nothing else waits', async () => {
    const { read, reads } = scriptedRead({
      ShowMigrationTask: (args) => ({
        task_id: args['task_id'] ?? null,
        status: 'INCRMIGEATING',
        task_status: 'EXCHANGING',
        source_instance: { password: 'x' },
      }),
    });
    const observations = await readTasks([waiting('exchanged', 't0'), waiting('rolled-back', 't1')], {
      read,
      round: 0,
    });
    expect(observations.map((observation) => taskOf(observation)?.['task_status'])).toEqual([
      'EXCHANGING',
      'EXCHANGING',
    ]);
    expect(reads.map((call) => call.operation)).toEqual(['ShowMigrationTask', 'ShowMigrationTask']);
  });

  it('looks at five jobs in a round, each in its turn, and only while machines are being built', async () => {
    const tasks = [...listed(12, 'CREATING'), { task_id: 'ready', task_name: 'ready', status: 'RUNNING' }];
    const items = tasks.map((task) => ({
      goal: 'configurable',
      arguments: { task_id: task['task_id'] ?? null, job_id: `job-${String(task['task_id'] as string)}` },
    }));
    const looked = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { read, reads } = scriptedRead({
        ListMigrationTask: (args) => pageOfTasks(tasks, args),
        ShowJobInfo: () => ({ status: 'RUNNING' }),
      });
      await readTasks(items, { read, round });
      const jobs = reads
        .filter((call) => call.operation === 'ShowJobInfo')
        .map((call) => JSON.stringify(call.arguments['job_id']));
      expect(jobs).toHaveLength(5);
      for (const job of jobs) looked.add(job);
    }
    expect(looked.size).toBe(12);
    expect([...looked].join()).not.toContain('ready');
  });

  it('notices a failed job of a task that is not listed yet', async () => {
    const { read } = scriptedRead({
      ListMigrationTask: () => ({ migration_tasks: [] }),
      ShowJobInfo: () => ({ status: 'FAIL', fail_reason: 'quota' }),
    });
    const item = { goal: 'configurable', arguments: { task_id: 't0', job_id: 'j0' } };
    const [observation] = await readTasks([item], { read, round: 7 });
    const history = { waitedMs: 0, heldSinceMs: undefined, nowMs: 0, statuses: [] };
    expect(migrationTasksPoll.judge(item, observation, history)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('quota'),
    });
  });

  it('goes on for all others when one task’s details cannot be read', async () => {
    const { read } = scriptedRead({
      ListMigrationTask: (args) => pageOfTasks(listed(2, 'INCRMIGEATING'), args),
      ShowMigrationTaskStats: (args) => {
        if (args['task_id'] === 't0') throw failure('transient');
        return { offset: 0 };
      },
    });
    const observations = await readTasks([waiting('lag', 't0'), waiting('lag', 't1')], { read, round: 0 });
    expect(taskOf(observations[0])).toMatchObject({ offset: null, problem: 'it failed' });
    expect(taskOf(observations[1])).toMatchObject({ offset: 0, problem: null });
  });

  it('does not hide refused credentials or a failed list', async () => {
    const refused = scriptedRead({
      ShowMigrationTask: () => {
        throw failure('unauthorized');
      },
    });
    await expect(readTasks([waiting('exchanged', 't0')], { read: refused.read, round: 0 })).rejects.toThrow(
      ProviderError,
    );
    const broken = scriptedRead({
      ListMigrationTask: () => {
        throw failure('transient');
      },
    });
    await expect(readTasks([waiting('absent', 't0')], { read: broken.read, round: 0 })).rejects.toThrow(ProviderError);
  });

  it('gives up on a list that never ends', async () => {
    const { read } = scriptedRead({ ListMigrationTask: () => ({ migration_tasks: listed(1_000, 'SUCCESS') }) });
    await expect(readTasks([waiting('absent', 'x')], { read, round: 0 })).rejects.toMatchObject({
      vendorCode: 'ENDLESS_LIST',
    });
  });

  it('puts all waits of a project into one scope', () => {
    expect(migrationTasksPoll.scope({ task_id: 'a' })).toBe(migrationTasksPoll.scope({ task_ids: ['b'] }));
  });
});

function listed(count: number, status: string): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({ task_id: `t${index}`, task_name: `n${index}`, status }));
}

function waiting(goal: string, taskId: JsonObject[string] | undefined): PollItem {
  return { goal, arguments: { task_id: taskId ?? null } };
}

function taskOf(observation: JsonObject | undefined): JsonObject | undefined {
  const tasks = observation?.['tasks'] as readonly JsonObject[] | undefined;
  return tasks?.[0];
}

function failure(errorClass: 'transient' | 'unauthorized'): ProviderError {
  return new ProviderError('it failed', { vendorCode: 'X', class: errorClass, effect: 'none' });
}
