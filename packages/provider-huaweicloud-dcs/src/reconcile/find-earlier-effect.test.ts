import type { EarlierEffect, Json, JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { pageOfTasks, scriptedRead } from '../testing/scripted-read.ts';
import { findEarlierEffect } from './find-earlier-effect.ts';

const DESCRIPTION = 'moved [waybill:0123456789ab] [waybill-unit:fedcba987654]';
const CREATE: JsonObject = { name: 'sessions-0123456789ab', description: DESCRIPTION };

describe('a create', () => {
  it('has not happened where no task carries its mark', async () => {
    const others = [task('x', { description: 'by hand' }), task('y', { task_name: 'sessions-0123456789ab-2' })];
    expect(await find('CreateOnlineMigrationTask', CREATE, others)).toEqual({ kind: 'none' });
  });

  it('has happened where one task does, also one of an older version', async () => {
    const ours = task('ours');
    const older = task('ours', { description: 'moved [waybill:0123456789ab]' });
    for (const found of [ours, older]) {
      expect(await find('CreateOnlineMigrationTask', CREATE, [found])).toMatchObject({
        kind: 'happened',
        response: { instance_id: 'ours' },
      });
    }
  });

  it('is undecided, and names both, where two tasks do', async () => {
    const found = await find('CreateOnlineMigrationTask', CREATE, [task('a'), task('b')]);
    expect(found).toMatchObject({
      kind: 'undecided',
      foundIds: ['a', 'b'],
      reason: expect.stringMatching(/a .* and b/),
    });
  });

  it('is undecided where the task does something else', async () => {
    const args = { task_name: CREATE['name'] ?? '', description: DESCRIPTION, target_instance: { id: 'wanted' } };
    const found = await find('CreateMigrationTask', args, [task('a', { target_instance_id: 'other' })]);
    expect(found).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('other, not wanted') });
    const described = await find('CreateOnlineMigrationTask', CREATE, [
      task('a', { description: `else ${DESCRIPTION}` }),
    ]);
    expect(described.kind).toBe('undecided');
  });

  it('passes over tasks of other steps, and asks nothing where the plan names the task itself', async () => {
    expect(await find('CreateOnlineMigrationTask', CREATE, [task('a')], ['a'])).toEqual({ kind: 'none' });
    const plain = { name: 'sessions', description: 'mine' };
    expect(await find('CreateOnlineMigrationTask', plain, [task('a', { task_name: 'sessions' })])).toEqual({
      kind: 'none',
    });
  });
});

describe('a configuration', () => {
  const args: JsonObject = {
    task_id: 'own',
    migration_method: 'full_amount_migration',
    source_instance: { addrs: '10.0.0.1:6379' },
    target_instance: { id: 'target' },
  };
  const configured = {
    status: 'FULLMIGRATING',
    migration_method: 'full_amount_migration',
    source_instance: { addrs: '10.0.0.1:6379' },
    target_instance: { id: 'target' },
  };

  it('is sent to the one task that waits for it', async () => {
    expect(await find('SetOnlineMigrationTask', args, [task('own')])).toEqual({ kind: 'none' });
  });

  it('is not sent while another task carries the same mark: the other is named', async () => {
    const found = await find('SetOnlineMigrationTask', args, [task('other'), task('own')]);
    expect(found).toMatchObject({ kind: 'undecided', foundIds: ['other'], reason: expect.stringContaining('own') });
  });

  it('asks for a new list where the shared one is from before the create, and for none where it shows the task', async () => {
    const asked = await findBetween([], [task('other'), task('own')]);
    expect(asked).toMatchObject({ kind: 'undecided', foundIds: ['other'] });
    expect(await findBetween([task('own')], [task('other'), task('own')])).toEqual({ kind: 'none' });
  });

  it('has happened where the task is at work as it says, and is undecided where it works otherwise', async () => {
    const listed = [task('own', { status: 'FULLMIGRATING' })];
    expect((await find('SetOnlineMigrationTask', args, listed, [], configured)).kind).toBe('happened');
    const elsewhere = { ...configured, target_instance: { id: 'elsewhere' } };
    expect((await find('SetOnlineMigrationTask', args, listed, [], elsewhere)).kind).toBe('undecided');
  });

  it('of a task without a mark is left to the vendor unless it is plainly under way', async () => {
    const ended = [task('own', { status: 'SUCCESS', description: 'mine' })];
    expect((await find('SetOnlineMigrationTask', args, ended, [], configured)).kind).toBe('none');
    const live = [task('own', { status: 'FULLMIGRATING', description: 'mine' })];
    expect((await find('SetOnlineMigrationTask', args, live, [], configured)).kind).toBe('happened');
  });
});

it('finds a stop and an exchange that have happened', async () => {
  const stopping = [task('own', { status: 'TERMINATING' })];
  expect((await find('StopMigrationTask', { task_id: 'own' }, stopping)).kind).toBe('happened');
  expect((await find('StopMigrationTask', { task_id: 'own' }, [task('own')])).kind).toBe('none');
  const exchanged = { status: 'TERMINATED', task_status: 'EXCHANGE_SUCCESS' };
  expect((await find('ExchangeInstanceIp', { task_id: 'own' }, [], [], exchanged)).kind).toBe('happened');
  const steady = { status: 'INCRMIGEATING' };
  expect((await find('ExchangeInstanceIp', { task_id: 'own' }, [], [], steady)).kind).toBe('none');
});

async function find(
  operation: string,
  args: JsonObject,
  tasks: readonly JsonObject[],
  takenIds: readonly string[] = [],
  shown: Json = {},
): Promise<EarlierEffect> {
  const { read } = scriptedRead({
    ListMigrationTask: (asked) => pageOfTasks(tasks, asked),
    ShowMigrationTask: () => shown,
  });
  return await findEarlierEffect({ operation, arguments: args, takenIds }, read, read);
}

/** A configuration, with a list that is shared and one that is asked for now. */
async function findBetween(shared: readonly JsonObject[], fresh: readonly JsonObject[]): Promise<EarlierEffect> {
  const [old, now] = [shared, fresh].map(
    (tasks) => scriptedRead({ ListMigrationTask: (asked) => pageOfTasks(tasks, asked) }).read,
  );
  if (old === undefined || now === undefined) throw new Error('there are two lists');
  return await findEarlierEffect(
    { operation: 'SetOnlineMigrationTask', arguments: { task_id: 'own' }, takenIds: [] },
    old,
    now,
  );
}

function task(id: string, more: JsonObject = {}): JsonObject {
  return {
    task_id: id,
    task_name: 'sessions-0123456789ab',
    description: DESCRIPTION,
    status: 'RUNNING',
    created_at: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}
