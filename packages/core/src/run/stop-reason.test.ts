import { describe, expect, it } from 'vitest';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { RunEnded } from '../journal/record.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { RunCollector } from '../report/collect-runs.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { ApplyOptions } from './apply-options.ts';
import { asRunStop, RunStop, stopReasonOf } from './stop-reason.ts';

const KEYS = ['a', 'b', 'c'];
const LONG_MS = 3_600_000;

interface Case {
  readonly stop: RunEnded['stopReason'];
  readonly arrange?: (world: RunWorld) => Partial<ApplyOptions> | undefined;
  readonly outcome: RunEnded['outcome'];
  readonly onFailure?: 'stop';
}

const CASES: Readonly<Record<string, Case>> = {
  'refused credentials': {
    arrange: (world) => {
      world.vendor.fault = () => 'unauthorized';
      return {};
    },
    outcome: 'failed',
    stop: { kind: 'credentials', message: 'the credentials of it were refused' },
  },
  'a connection that cannot be used': {
    arrange: (world) => {
      world.vendor.fault = () => 'unusable';
      return {};
    },
    outcome: 'failed',
    stop: { kind: 'connection', message: 'the connection of it cannot be used' },
  },
  'a signal of the caller': {
    arrange: (world) => ({ signal: abortAfter(world, new Error('interrupted by SIGTERM')) }),
    outcome: 'stopped',
    stop: { kind: 'interrupted', message: 'interrupted by SIGTERM' },
  },
  'a signal without a reason': {
    arrange: (world) => ({ signal: abortAfter(world, undefined) }),
    outcome: 'stopped',
    stop: { kind: 'interrupted', message: 'stopped on request' },
  },
  'another process': {
    arrange: (world) => {
      const store = openMemoryStore(world.disk);
      void world.clock.sleep(60_000).then(() => store.post({ kind: 'cancel', by: 'kim@host-2' }));
      return {};
    },
    outcome: 'stopped',
    stop: { kind: 'cancelled', message: 'cancelled by kim@host-2' },
  },
  'the deadline': {
    arrange: () => ({ maxRuntimeMs: 90_000 }),
    outcome: 'stopped',
    stop: { kind: 'deadline', message: 'its maximum runtime of 90s was reached' },
  },
  'too many failed units': {
    arrange: (world) => {
      world.vendor.fault = ({ arguments: args }) => (args['name'] === 'many[a]' ? 'fatal' : 'none');
      return { maxFailures: 1 };
    },
    outcome: 'failed',
    stop: { kind: 'failures', message: '1 unit failed' },
  },
  'nothing, with failed units': {
    arrange: (world) => {
      world.vendor.fault = ({ arguments: args }) => (args['name'] === 'many[a]' ? 'fatal' : 'none');
      return {};
    },
    outcome: 'failed',
    stop: undefined,
  },
  'nothing, and all is done': { outcome: 'succeeded', stop: undefined },
};

function abortAfter({ clock }: RunWorld, reason: unknown): AbortSignal {
  const controller = new AbortController();
  void clock.sleep(60_000).then(() => controller.abort(reason));
  return controller.signal;
}

describe('the end of a run', () => {
  it.each(Object.entries(CASES))('by %s is journaled with its reason, and reported', async (_, { stop, ...given }) => {
    const world = new RunWorld({ taskDurationMs: LONG_MS });
    const fixture = world.plan([{ name: 'many', target: 'copy', keys: KEYS }]);
    const result = await world.run(fixture, given.arrange?.(world));
    expect([result.outcome, result.stopReason]).toEqual([given.outcome, stop]);
    const { lastRun } = foldRecords(world.disk.records);
    expect([lastRun?.ended?.outcome, lastRun?.ended?.stopReason]).toEqual([given.outcome, stop]);
    const collector = new RunCollector();
    for (const record of world.disk.records) collector.add(record);
    expect(collector.runs.at(-1)).toMatchObject(
      stop === undefined ? { outcome: given.outcome } : { stop_kind: stop.kind, stop_reason: stop.message },
    );
    if (stop === undefined) expect(JSON.stringify(collector.runs)).not.toContain('stop_');
  });

  it('by an error of which no step is the cause is journaled, cleaned, and resumed', async () => {
    const world = new RunWorld();
    const fixture = world.plan([{ name: 'many', target: 'move', keys: KEYS }]);
    const [provider] = world.registry.values();
    if (provider === undefined) throw new Error('the world has a provider');
    const tasks = provider.polls['tasks'];
    if (tasks === undefined) throw new Error('the fake provider has a poll');
    const judge = (): never => {
      throw new TypeError('no such field in hunter2-and-more');
    };
    const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
    const broken = new Map([[provider.type, { ...provider, polls: { tasks: { ...tasks, judge } } }]]);
    const options = { plan, readSecret: () => 'hunter2-and-more' };
    await expect(world.run(fixture, { ...options, registry: broken })).rejects.toThrow();
    expect(world.disk.records.at(-1)).toMatchObject({
      kind: 'run.ended',
      outcome: 'failed',
      stopReason: { kind: 'error', message: expect.stringContaining('no such field in [redacted]') },
    });
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(KEYS.length);
  });

  it('is not recorded by a run that lost its lock', async () => {
    const world = new RunWorld({ taskDurationMs: LONG_MS });
    const fixture = world.plan([{ name: 'many', target: 'move', keys: KEYS }]);
    const other = openMemoryStore(world.disk);
    void world.clock.sleep(60_000).then(() => other.breakLock());
    await expect(world.run(fixture)).rejects.toThrow();
    expect(world.disk.records.map(({ kind }) => kind)).not.toContain('run.ended');
  });
});

const refused = (kind: 'unauthorized' | 'unusable') =>
  new ProviderError('refused', { vendorCode: 'No', class: kind, effect: 'none' });

it('names every provider that was suspended; credentials come before connections', () => {
  const stopping = new AbortController().signal;
  const suspended = new Map([
    ['web', refused('unusable')],
    ['cache', refused('unauthorized')],
    ['search', refused('unauthorized')],
  ]);
  expect(stopReasonOf({ outcome: 'failed', stopping, suspended })).toEqual({
    kind: 'credentials',
    message: 'the credentials of cache, search were refused; the connection of web cannot be used',
  });
  expect(stopReasonOf({ outcome: 'succeeded', stopping, suspended })).toBe(undefined);
});

it('keeps the reason that it was stopped with', () => {
  const stop = new RunStop('deadline', 'too late');
  expect(asRunStop(stop)).toBe(stop);
  expect(asRunStop('a text')).toMatchObject({ kind: 'interrupted', message: 'stopped on request' });
});
