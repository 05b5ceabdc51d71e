import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import { explainStep } from '../explain/explain-step.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { DeclaredLimits } from '../plan/plan.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture, PlanFixture } from '../testing/plan-fixture.ts';
import type { ApplyOptions } from './apply-options.ts';

const KEYS = ['a', 'b', 'c'];
const OWNER = { host: 'host', pid: 1, user: 'tester' };

describe('a run with own work', () => {
  it('does every slice once, sums up, and lets the next step go on', async () => {
    const { world, fixture } = open([{ name: 'm', target: 'moved', keys: KEYS }]);
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.data.ended.toSorted()).toEqual(
      KEYS.flatMap((key) => ['0', '1', '2'].map((slice) => `m[${key}]/${slice}`)),
    );
    expect(world.vendor.deleted).toHaveLength(3);
    expect(foldRecords(world.disk.records).steps.get('m[a].tally')?.outputs).toEqual({ total: 3 });
    const { slices } = world.vendor.data;
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.data.slices).toHaveLength(slices.length);
  });

  it('keeps the places of every connection that slices use, and uses them all', async () => {
    const two = fc.record({ it: fc.integer({ min: 1, max: 5 }), other: fc.integer({ min: 1, max: 5 }) });
    const uses = fc.constantFrom(['it'], ['other'], ['it', 'other'], ['other', 'it']);
    await fc.assert(
      fc.asyncProperty(two, fc.array(uses, { minLength: 3, maxLength: 6 }), async (places, used) => {
        const migrations = used.map((connections, index) => ({
          name: `m${index}`,
          target: 'tally',
          with: { slices: 6, connections },
        }));
        const { world, fixture } = open(migrations, { it: { slices: places.it }, other: { slices: places.other } });
        expect((await world.run(fixture)).outcome).toBe('succeeded');
        const { mostInUse, ended } = world.vendor.data;
        expect(mostInUse.get('it') ?? 0).toBeLessThanOrEqual(places.it);
        expect(mostInUse.get('other') ?? 0).toBeLessThanOrEqual(places.other);
        expect(ended).toHaveLength(6 * used.length);
        if (used.every((connections) => connections.join() === 'it')) expect(mostInUse.get('it')).toBe(places.it);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps no call waiting, and is kept waiting by none', async () => {
    const { world, fixture } = open(
      [
        { name: 'work', target: 'tally', keys: KEYS, with: { slices: 50 } },
        { name: 'calls', target: 'move', keys: KEYS },
      ],
      { it: { slices: 1, inFlight: 1 } },
    );
    await world.run(fixture);
    const doneAt = (unit: string): number =>
      world.events.findIndex((event) => event.kind === 'unit.succeeded' && event.unit === unit);
    for (const key of KEYS) expect(doneAt(`calls[${key}]`)).toBeLessThan(doneAt('work[a]'));
  });
});

describe('a process that dies', () => {
  it('at any commit, amid slices and between them: each slice is recorded once, and none is done after its record', async () => {
    const deaths = fc.array(fc.record({ after: fc.integer({ min: 1, max: 12 }), isWritten: fc.boolean() }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(deaths, fc.integer({ min: 1, max: 3 }), async (planned, slices) => {
        const { world, fixture } = open([{ name: 'm', target: 'moved', keys: KEYS, with: { slices: 4 } }], {
          it: { slices },
        });
        for (const death of planned) await dieDuring(world, fixture, death);
        expect((await world.run(fixture)).outcome).toBe('succeeded');
        const recorded = world.disk.records.flatMap((record) =>
          record.kind === 'slice.done' ? [`${record.step}/${record.slice}`] : [],
        );
        expect(recorded.toSorted()).toEqual(
          KEYS.flatMap((key) => [0, 1, 2, 3].map((slice) => `m[${key}].tally/${slice}`)),
        );
        expect(world.disk.records.filter(({ kind }) => kind === 'job.planned')).toHaveLength(3);
      }),
      { numRuns: 40 },
    );
  });

  it('is shown as at work while nobody knows better, and as ready after the run ended', async () => {
    const { world, fixture } = open([{ name: 'm', target: 'tally', with: { slices: 5 } }], { it: { slices: 1 } });
    await dieDuring(world, fixture, { after: 4, isWritten: true });
    const { graph } = fixture;
    const checkpoint = foldRecords(world.disk.records);
    const standing = computeStanding(graph, checkpoint);
    expect([standing.step('m.tally'), standing.unit('m')]).toEqual(['running', 'started']);
    const { reasons } = explainStep('m.tally', { ...fixture, registry: world.registry, checkpoint, standing });
    expect(reasons[0]?.detail).toBe('Own work: 2 of 5 slices are done.');
    await world.run(fixture, { maxRuntimeMs: 5_000 });
    const stopped = computeStanding(graph, foldRecords(world.disk.records));
    expect([stopped.step('m.tally'), stopped.unit('m')]).toEqual(['ready', 'started']);
  });
});

describe('a run that is stopped amid slices', () => {
  const STOPS: Readonly<Record<string, (world: RunWorld, atMs: number) => Partial<ApplyOptions>>> = {
    'by its deadline': (_, atMs) => ({ maxRuntimeMs: atMs }),
    'by a signal': (world, atMs) => {
      const stop = new AbortController();
      void world.clock.sleep(atMs).then(() => stop.abort());
      return { signal: stop.signal };
    },
    'from another process': (world, atMs) => {
      void world.clock.sleep(atMs).then(() => openMemoryStore(world.disk).post({ kind: 'cancel', by: 'tester' }));
      return {};
    },
  };

  it.each(Object.entries(STOPS))(
    '%s: no slice is at work when it has ended, and the next run continues',
    async (_, stop) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 90_000 }), async (atMs) => {
          const { world, fixture } = open([{ name: 'm', target: 'tally', keys: KEYS, with: { slices: 4 } }], {
            it: { slices: 1 },
          });
          const { outcome } = await world.run(fixture, stop(world, atMs));
          expect(outcome).toBe('stopped');
          expect(world.vendor.data.inUse.get('it') ?? 0).toBe(0);
          const before = world.disk.records.filter(({ kind }) => kind === 'slice.done').length;
          world.vendor.data.ended.length = 0;
          expect((await world.run(fixture)).outcome).toBe('succeeded');
          expect(world.vendor.data.ended).toHaveLength(12 - before);
        }),
        { numRuns: 12 },
      );
    },
  );
});

describe('a unit whose own work failed', () => {
  it('is retried with the slices that are left, or started over with all of them', async () => {
    const { world, fixture } = open([{ name: 'm', target: 'tally', keys: ['a', 'b'], with: { slices: 4 } }], {
      it: { slices: 1 },
    });
    const { data } = world.vendor;
    data.fault = (slice) => (slice.endsWith('/1') ? 'fatal' : 'none');
    const { units } = await world.run(fixture);
    expect(units.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect((await world.run(fixture)).outcome).toBe('failed');
    data.fault = () => 'none';
    await recordDecisions([{ kind: 'redo', unit: 'm[b]', reason: 'from the start' }], {
      graph: fixture.graph,
      store: openMemoryStore(world.disk),
      clock: world.clock,
      owner: OWNER,
    });
    const done = [...data.ended];
    data.ended.length = 0;
    expect((await world.run(fixture, { retryFailed: true })).outcome).toBe('succeeded');
    const again = ['0', '1', '2', '3'].map((slice) => `m[b]/${slice}`);
    const left = ['0', '1', '2', '3'].map((slice) => `m[a]/${slice}`).filter((slice) => !done.includes(slice));
    expect(data.ended.toSorted()).toEqual([...left, ...again]);
  });
});

describe('a unit whose work on results of other work failed', () => {
  const retries: Readonly<Record<string, (world: RunWorld, fixture: PlanFixture) => Promise<unknown>>> = {
    'with all that failed': (world, fixture) => world.run(fixture, { retryFailed: true }),
    'by an operator': async (world, fixture) => {
      await recordDecisions([{ kind: 'retry', unit: 'm', reason: 'mended' }], {
        graph: fixture.graph,
        store: openMemoryStore(world.disk),
        clock: world.clock,
        owner: OWNER,
      });
      await world.run(fixture);
    },
  };

  it.each(Object.entries(retries))(
    'finds them anew when it is retried %s, and keeps them until then',
    async (_, retry) => {
      const { world, fixture } = open([{ name: 'm', target: 'judged', with: { slices: 2 } }]);
      const { data } = world.vendor;
      data.fault = (slice) => (slice.startsWith('m.judge') ? 'fatal' : 'none');
      await world.run(fixture);
      await world.run(fixture);
      const tallied = ['m/0', 'm/1'];
      expect(data.ended.toSorted()).toEqual(tallied);
      data.fault = () => 'none';
      data.ended.length = 0;
      await retry(world, fixture);
      expect(data.ended.slice(0, 2).toSorted()).toEqual(tallied);
      expect(data.ended.slice(2).toSorted()).toEqual(['m.judge/0', 'm.judge/1']);
      expect((await world.run(fixture)).outcome).toBe('succeeded');
    },
  );
});

it('ends alone when its results do not fit, and other own work is done', async () => {
  const { world, fixture } = open([{ name: 'm', target: 'tally', keys: ['a', 'b'], with: { slices: 40 } }]);
  const long = 'x'.repeat(60_000);
  world.vendor.data.result = (slice) => (slice.startsWith('m[a]') ? { long } : { counted: 1 });
  const { units } = await world.run(fixture);
  expect(units.map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  expect(units[0]?.failure).toMatchObject({ code: 'RUN_JOB_TOO_LARGE' });
});

describe('own work over a connection that refuses', () => {
  it('waits for a later run, and leaves the other connection alone', async () => {
    const { world, fixture } = open([
      { name: 'both', target: 'tally', with: { connections: ['it', 'other'] } },
      { name: 'one', target: 'move' },
    ]);
    world.vendor.data.fault = (slice) => (slice.startsWith('both') ? 'unauthorized' : 'none');
    const { units, suspended } = await world.run(fixture);
    expect(units.map(({ status }) => status)).toEqual(['started', 'active']);
    expect(suspended.map(({ provider }) => provider)).toEqual(['it']);
    world.vendor.data.fault = () => 'none';
    expect((await world.run(fixture)).outcome).toBe('succeeded');
  });
});

/** Over two connections, `it` and `other`. */
function open(
  migrations: readonly MigrationFixture[],
  limits: Readonly<Record<string, DeclaredLimits>> = {},
): { readonly world: RunWorld; readonly fixture: PlanFixture } {
  const world = new RunWorld();
  const { plan, graph } = world.plan(migrations);
  const entry = (alias: string) =>
    [alias, { alias, type: 'fake', config: {}, limits: limits[alias] ?? {}, polling: {} }] as const;
  const providers = new Map([entry('it'), entry('other')]);
  return { world, fixture: { plan: { ...plan, providers }, graph } };
}

class Dead extends Error {}

/** The process dies at its n-th commit, before or after that is durable. */
async function dieDuring(
  world: RunWorld,
  fixture: PlanFixture,
  { after, isWritten }: { readonly after: number; readonly isWritten: boolean },
): Promise<void> {
  let commits = 0;
  world.disk.onCommit = (phase) => {
    if (phase === 'before') commits += 1;
    if (commits >= after && phase === (isWritten ? 'after' : 'before')) throw new Dead();
  };
  try {
    await world.run(fixture);
  } catch (error) {
    if (!(error instanceof Error) || !(error.cause instanceof Dead)) throw error;
    world.disk.releaseLockOfDeadProcess();
  } finally {
    world.disk.onCommit = () => {};
  }
}
