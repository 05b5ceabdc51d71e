import {
  type Json,
  type JsonObject,
  type LostCall,
  ProviderError,
  type ReadCall,
  type Reconciliation,
} from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { pageOfTasks, scriptedRead } from '../testing/scripted-read.ts';
import { findExistingTasks } from './find-existing-tasks.ts';
import { reconcileLostCall } from './reconcile-lost-call.ts';

const INTENDED_AT_MS = Date.UTC(2026, 0, 1);
const MARKED = 'moved [waybill:0123456789ab]';
const CREATE: JsonObject = { name: 'sessions-0123456789ab', description: MARKED };

describe('a lost create', () => {
  it('did not happen when nothing shows up until the settle time has passed', async () => {
    const { result, reads, elapsedMs } = await settle(lost('CreateOnlineMigrationTask', CREATE), () => []);
    expect(result.kind).toBe('did-not-happen');
    expect(elapsedMs).toBe(20_000);
    expect(reads.length).toBe(5);
    expect(reads[0]?.arguments).toMatchObject({ name: 'sessions-0123456789ab' });
  });

  it('is adopted as soon as the task shows up', async () => {
    const { result, elapsedMs } = await settle(lost('CreateOnlineMigrationTask', CREATE), (nowMs) =>
      nowMs < 12_000 ? [] : [task('new')],
    );
    expect(result).toMatchObject({ kind: 'happened', response: { instance_id: 'new' } });
    expect(elapsedMs).toBe(15_000);
  });

  it('gives an import back as its own answer would', async () => {
    const call = lost('CreateMigrationTask', { task_name: CREATE['name'] ?? '', description: MARKED });
    const { result } = await settle(call, () => [{ ...task('new'), status: 'MIGRATING' }]);
    expect(result).toMatchObject({ response: { id: 'new', name: 'sessions-0123456789ab', status: 'MIGRATING' } });
  });

  it('passes over longer names, tasks that were there before and tasks of other steps', async () => {
    const call = { ...lost('CreateOnlineMigrationTask', CREATE), existingIds: ['old'], takenIds: ['taken'] };
    const others = [task('longer', { task_name: 'sessions-0123456789ab-2' }), task('old'), task('taken')];
    expect((await settle(call, () => others)).result.kind).toBe('did-not-happen');
    expect((await settle(call, () => [...others, task('ours')])).result).toMatchObject({
      response: { instance_id: 'ours' },
    });
  });

  it('is found on a later page', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) =>
      task(`x${index}`, { task_name: `sessions-0123456789ab-${index}` }),
    );
    const { result } = await settle(lost('CreateOnlineMigrationTask', CREATE), () => [...many, task('last')]);
    expect(result).toMatchObject({ kind: 'happened', response: { instance_id: 'last' } });
  });

  it('accepts a list that shows no description, and asks a person about another description', async () => {
    const bare = task('bare', { description: null });
    expect((await settle(lost('CreateOnlineMigrationTask', CREATE), () => [bare])).result.kind).toBe('happened');
    const foreign = task('foreign', { description: 'by hand' });
    const { result } = await settle(lost('CreateOnlineMigrationTask', CREATE), () => [foreign]);
    expect(result).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('foreign') });
  });

  it('takes the oldest of several that carry the unit’s token, and names the others', async () => {
    const twins = [
      task('younger', { created_at: '2026-01-01T00:00:09.000Z' }),
      task('oldest', { created_at: '2026-01-01T00:00:01.000Z' }),
    ];
    for (const tasks of [twins, twins.toReversed()]) {
      const { result } = await settle(lost('CreateOnlineMigrationTask', CREATE), () => tasks);
      expect(result).toMatchObject({
        kind: 'happened',
        response: { instance_id: 'oldest' },
        evidence: expect.stringContaining('younger'),
      });
    }
  });

  it('cannot choose among several without a token', async () => {
    const plain = { name: 'sessions', description: 'moved' };
    const twins = ['a', 'b'].map((id) => task(id, { task_name: 'sessions', description: 'moved' }));
    const { result } = await settle(lost('CreateOnlineMigrationTask', plain), () => twins);
    expect(result).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('a, b') });
  });
});

describe('findExistingTasks', () => {
  it('finds the ids of equal names only, and nothing for other operations', async () => {
    const tasks = [task('a'), task('b', { task_name: 'sessions-0123456789ab-old' }), task('c')];
    const { read, reads } = scriptedRead({ ListMigrationTask: (args) => pageOfTasks(tasks, args) });
    expect(await findExistingTasks('CreateOnlineMigrationTask', CREATE, read)).toEqual(['a', 'c']);
    expect(await findExistingTasks('StopMigrationTask', { task_id: 'a' }, read)).toEqual([]);
    expect(reads).toHaveLength(1);
  });
});

describe('a lost SetOnlineMigrationTask', () => {
  const args: JsonObject = {
    task_id: 't1',
    migration_method: 'incremental_migration',
    source_instance: { addrs: '10.0.0.1:6379, 10.0.0.2:6379', password: 'hush' },
    target_instance: { id: 'target', password: 'hush' },
  };
  const configured: JsonObject = {
    status: 'FULLMIGRATING',
    migration_method: 'incremental_migration',
    source_instance: { addrs: '10.0.0.2:6379,10.0.0.1:6379' },
    target_instance: { id: 'target', addrs: '10.0.0.9:6379' },
  };

  it.each(['RUNNING', 'CREATING', 'RELEASED'])(
    'did not happen while the task is %s without a method',
    async (status) => {
      const { result, elapsedMs } = await settleShown('SetOnlineMigrationTask', args, () => ({
        status,
        migration_method: null,
      }));
      expect(result.kind).toBe('did-not-happen');
      expect(elapsedMs).toBe(20_000);
    },
  );

  it('happened when it becomes visible late', async () => {
    const { result } = await settleShown('SetOnlineMigrationTask', args, (nowMs) =>
      nowMs < 7_000 ? { status: 'RUNNING' } : configured,
    );
    expect(result).toMatchObject({ kind: 'happened', response: { id: 't1', status: 'FULLMIGRATING' } });
  });

  it.each([
    ['migration_method', { migration_method: 'full_amount_migration' }],
    ['source_instance', { source_instance: { addrs: '10.0.0.1:6379' } }],
    ['source_instance', { source_instance: null }],
    ['target_instance', { target_instance: { id: 'other' } }],
  ])('is undecided when %s is another one', async (name, difference) => {
    const { result } = await settleShown('SetOnlineMigrationTask', args, () => ({ ...configured, ...difference }));
    expect(result).toMatchObject({ kind: 'undecided', reason: expect.stringContaining(name) });
  });

  it('compares ids where ids were sent', async () => {
    const byId = { ...args, source_instance: { id: 'source' } };
    const shown = { ...configured, source_instance: { id: 'source', addrs: '10.9.9.9:6379' } };
    expect((await settleShown('SetOnlineMigrationTask', byId, () => shown)).result.kind).toBe('happened');
  });

  it('is told from an earlier run with the same configuration by what the task showed before', async () => {
    const before = { t1: { status: 'SUCCESS', updated_at: 'monday' } };
    const ended = { ...configured, status: 'SUCCESS', description: MARKED };
    const at = (updated: string) => ({ ...ended, updated_at: updated });
    const old = await settleShown('SetOnlineMigrationTask', args, () => at('monday'), before);
    expect(old).toMatchObject({ result: { kind: 'undecided' }, elapsedMs: 20_000 });
    const late = (nowMs: number) => at(nowMs < 7_000 ? 'monday' : 'tuesday');
    expect((await settleShown('SetOnlineMigrationTask', args, late, before)).result.kind).toBe('happened');
    const first = { t1: { status: 'RUNNING', updated_at: null } };
    const plain = { ...configured, status: 'SUCCESS' };
    expect((await settleShown('SetOnlineMigrationTask', args, () => plain, first)).result.kind).toBe('happened');
  });

  it('is not taken for done because an earlier run with the same configuration has ended', async () => {
    const ended = { ...configured, status: 'SUCCESS' };
    expect((await settleShown('SetOnlineMigrationTask', args, () => ended)).result.kind).toBe('undecided');
    const ours = { ...ended, description: MARKED };
    expect((await settleShown('SetOnlineMigrationTask', args, () => ours)).result.kind).toBe('happened');
    const changed = { ...ended, updated_at: '2026-01-01T00:10:00.000Z' };
    expect((await settleShown('SetOnlineMigrationTask', args, () => changed)).result.kind).toBe('happened');
    const vague = { ...ended, updated_at: '2026/01/01 00:10:00' };
    expect((await settleShown('SetOnlineMigrationTask', args, () => vague)).result.kind).toBe('undecided');
  });

  it('is undecided when the task is gone or at work without a method', async () => {
    const gone = await settleShown('SetOnlineMigrationTask', args, () => {
      throw new ProviderError('Instance job is not found.', {
        vendorCode: 'DCS.4133',
        class: 'not-found',
        effect: 'none',
      });
    });
    expect(gone.result.kind).toBe('undecided');
    expect((await settleShown('SetOnlineMigrationTask', args, () => ({ status: 'MIGRATING' }))).result.kind).toBe(
      'undecided',
    );
  });
});

describe('a lost exchange of addresses', () => {
  it.each([
    ['ExchangeInstanceIp', 'INCRMIGEATING', 'EXCHANGING', 'happened'],
    ['ExchangeInstanceIp', 'TERMINATED', 'EXCHANGE_SUCCESS', 'happened'],
    ['ExchangeInstanceIp', 'INCRMIGEATING', null, 'did-not-happen'],
    ['ExchangeInstanceIp', 'TERMINATED', null, 'undecided'],
    ['ExchangeInstanceIp', 'TERMINATED', 'ROLLBACK_SUCCESS', 'undecided'],
    ['ExchangeInstanceIp', 'INCRMIGEATING', 'EXCHANGE_FAILED', 'happened'],
    ['RollbackExchangeInstanceIp', 'TERMINATED', 'ROLLBACK_SUCCESS', 'happened'],
    ['RollbackExchangeInstanceIp', 'TERMINATED', 'ROLLBACKING', 'happened'],
    ['RollbackExchangeInstanceIp', 'TERMINATED', 'ROLLBACK_FAILED', 'undecided'],
    ['RollbackExchangeInstanceIp', 'TERMINATED', 'EXCHANGE_SUCCESS', 'did-not-happen'],
    ['RollbackExchangeInstanceIp', 'INCRMIGEATING', 'EXCHANGING', 'undecided'],
  ])('%s of a task that is %s with task_status %s: %s', async (operation, status, taskStatus, expected) => {
    const { result } = await settleShown(operation, { task_id: 't1' }, () => ({ status, task_status: taskStatus }));
    expect(result.kind).toBe(expected);
  });
});

describe('a lost stop', () => {
  it.each(['TERMINATING', 'TERMINATED', 'SUCCESS', 'RELEASED', 'MIGRATION_FAILED'])(
    'happened when the task is %s',
    async (status) => {
      const { result } = await settleShown('StopMigrationTask', { task_id: 't1' }, () => ({ status }));
      expect(result).toMatchObject({ kind: 'happened', response: { task_id: 't1', status } });
    },
  );

  it('did not happen while the task stays at work', async () => {
    const { result, elapsedMs } = await settleShown('StopMigrationTask', { task_id: 't1' }, () => ({
      status: 'INCRMIGEATING',
    }));
    expect(result.kind).toBe('did-not-happen');
    expect(elapsedMs).toBe(20_000);
  });

  it('of a batch is undecided when only a part is stopping', async () => {
    const answer = (_nowMs: number, id: string): JsonObject => ({
      status: id === 't1' ? 'TERMINATING' : 'INCRMIGEATING',
    });
    const { result } = await settleShown('BatchStopMigrationTasks', { migration_tasks: ['t1', 't2'] }, answer);
    expect(result.kind).toBe('undecided');
  });
});

describe('a lost restart', () => {
  const args = { migration_tasks: ['t1', 't2'] };
  const before = '2025-12-31T23:50:00.000Z';

  it('happened when every task is on its way', async () => {
    const { result } = await settleShown('BatchRestartOnlineMigrationTasks', args, () => ({ status: 'FULLMIGRATING' }));
    expect(result).toMatchObject({
      kind: 'happened',
      response: {
        migration_tasks: [
          { task_id: 't1', result: 'success' },
          { task_id: 't2', result: 'success' },
        ],
      },
    });
  });

  it('did not happen when every task has not changed since before the call', async () => {
    const { result } = await settleShown('BatchRestartOnlineMigrationTasks', args, () => ({
      status: 'TERMINATED',
      updated_at: before,
    }));
    expect(result.kind).toBe('did-not-happen');
  });

  it.each([[null], ['2026-01-01T00:00:01.000Z'], ['2025-12-31T23:59:30.000Z'], ['2025/12/31 23:50:00']])(
    'is undecided when an ended task was changed at %s',
    async (updatedAt) => {
      const shown = { status: 'TERMINATED', updated_at: updatedAt };
      expect((await settleShown('BatchRestartOnlineMigrationTasks', args, () => shown)).result.kind).toBe('undecided');
    },
  );

  it('is undecided when only a part is on its way', async () => {
    const answer = (_nowMs: number, id: string): JsonObject => ({
      status: id === 't1' ? 'FULLMIGRATING' : 'TERMINATED',
      updated_at: before,
    });
    expect((await settleShown('BatchRestartOnlineMigrationTasks', args, answer)).result.kind).toBe('undecided');
  });
});

describe('other lost calls', () => {
  it('leave no trace to look up', async () => {
    expect((await settle(lost('UpdateMigrationTask', { task_id: 't1' }), () => [])).result.kind).toBe('undecided');
  });

  it('are not settled by a read that fails', async () => {
    const work = settleShown('StopMigrationTask', { task_id: 't1' }, () => {
      throw new ProviderError('HTTP 500', { vendorCode: 'HTTP.500', class: 'transient', effect: 'none' });
    });
    await expect(work).rejects.toThrow('HTTP 500');
  });

  it('stop waiting when the run is cancelled', async () => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    const { read } = scriptedRead({ ListMigrationTask: (args) => pageOfTasks([], args) });
    const work = reconcileLostCall(
      lost('CreateOnlineMigrationTask', CREATE),
      { read, clock, signal: cancel.signal },
      { settleMs: 20_000 },
    );
    cancel.abort(new Error('cancelled'));
    await expect(clock.runUntil(work)).rejects.toThrow('cancelled');
  });
});

interface Settled {
  readonly result: Reconciliation;
  readonly reads: readonly { readonly arguments: JsonObject }[];
  readonly elapsedMs: number;
}

/** Settles a lost call against a project whose list depends on the time since the first look. */
async function settle(call: LostCall, tasksAt: (nowMs: number) => readonly JsonObject[]): Promise<Settled> {
  const clock = new VirtualClock(INTENDED_AT_MS);
  const { read, reads } = scriptedRead({
    ListMigrationTask: (args) => pageOfTasks(tasksAt(clock.monotonicMs()), args),
  });
  return { result: await run(call, read, clock), reads, elapsedMs: clock.monotonicMs() };
}

async function settleShown(
  operation: string,
  args: JsonObject,
  shownAt: (nowMs: number, id: string) => JsonObject,
  before?: JsonObject,
): Promise<Settled> {
  const clock = new VirtualClock(INTENDED_AT_MS);
  const { read, reads } = scriptedRead({
    ShowMigrationTask: ({ task_id: id }): Json => shownAt(clock.monotonicMs(), typeof id === 'string' ? id : ''),
  });
  return {
    result: await run({ ...lost(operation, args), before }, read, clock),
    reads,
    elapsedMs: clock.monotonicMs(),
  };
}

async function run(call: LostCall, read: ReadCall, clock: VirtualClock): Promise<Reconciliation> {
  const context = { read, clock, signal: new AbortController().signal };
  return await clock.runUntil(reconcileLostCall(call, context, { settleMs: 20_000 }));
}

function lost(operation: string, args: JsonObject): LostCall {
  return { operation, arguments: args, existingIds: [], takenIds: [], intendedAtMs: INTENDED_AT_MS };
}

function task(id: string, rest: JsonObject = {}): JsonObject {
  return { task_id: id, task_name: 'sessions-0123456789ab', status: 'CREATING', description: MARKED, ...rest };
}
