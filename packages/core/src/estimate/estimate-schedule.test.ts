import { describe, expect, it } from 'vitest';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import { createRegistry } from '../provider/registry.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { Estimate } from './estimate.ts';
import { type EstimateOptions, estimateSchedule } from './estimate-schedule.ts';
import { fixedDuration } from './expected-duration.ts';
import { learnDurations } from './learn-durations.ts';

const clock = new VirtualClock();
const registry = createRegistry([createFakeProvider(new FakeVendor(clock))]);
const STEADY = { wait: () => fixedDuration(60_000), call: () => fixedDuration(100) };

function keys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `k${index}`);
}

function fixtureOf(
  migrations: readonly MigrationFixture[],
  limits: NonNullable<Parameters<typeof buildPlanFixture>[2]>['limits'] = {},
): PlanFixture {
  return buildPlanFixture(migrations, registry, { limits });
}

function estimate(fixture: PlanFixture, more: Partial<EstimateOptions> = {}): Estimate {
  const estimated = estimateSchedule({ ...fixture, registry, ...more });
  if (estimated === undefined) throw new Error('there was nothing to estimate');
  return estimated;
}

/** Runs a plan for a while, and gives what its journal then holds. */
async function journalAfter(fixture: PlanFixture, maxRuntimeMs: number) {
  const world = new VirtualClock();
  const disk = new MemoryDisk('fixture', createSeededRandom(1));
  const store = openMemoryStore(disk);
  const work = applyPlan({
    ...fixture,
    registry: createRegistry([createFakeProvider(new FakeVendor(world, { taskDurationMs: 60_000, latencyMs: 100 }))]),
    store,
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock: world,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner: { host: 'host', pid: 1, user: 'tester' },
    maxRuntimeMs,
  });
  await world.runUntil(work);
  return { records: disk.records, checkpoint: (await readJournal(store)).checkpoint() };
}

describe('an estimate of own work', () => {
  const work = { name: 'm', target: 'tally', keys: keys(3), with: { slices: 8 } };

  it('takes as long as its slices need the places of their connections', () => {
    const times = [1, 2, 8, 100].map((slices) => estimate(fixtureOf([work], { slices })).schedule.p50_ms);
    // Slices that are expected to take 10 s, or twice that.
    const workMs = 3 * 8 * 10_000;
    for (const [index, slices] of [1, 2, 8].entries()) {
      expect(times[index]).toBeGreaterThan(workMs / slices / 2);
      expect(times[index]).toBeLessThan((workMs / slices) * 2.5);
    }
    expect(times.toSorted((left, right) => right - left)).toEqual(times);
  });

  it('takes as long as the data that checks have found, and as its slices took where some were seen', () => {
    const fixture = fixtureOf([{ ...work, keys: keys(1) }], { slices: 1 });
    const ofCount = (count: number, more: Partial<EstimateOptions> = {}) =>
      estimate(fixture, { amounts: new Map([['m[k0]', { of: 'rows', count }]]), ...more }).schedule;
    const unknown = estimate(fixture).schedule;
    const [usual, tenfold] = [ofCount(1_000), ofCount(10_000)];
    expect(usual).toEqual(unknown);
    expect(tenfold.p50_ms / unknown.p50_ms).toBeGreaterThan(9);
    expect(tenfold.p50_ms / unknown.p50_ms).toBeLessThan(10.1);
    expect(tenfold.durations[0]).toMatchObject({
      p50_ms: 100_000,
      source: 'a guess, scaled to what checks found',
    });
    const learned = {
      wait: () => undefined,
      call: () => undefined,
      slice: () => ({ p50Ms: 500, p90Ms: 600, observations: 5 }),
    };
    expect(ofCount(10_000, { learned })).toEqual(ofCount(1_000, { learned }));
  });

  it('says what a slice is assumed to take, and what is left of it', async () => {
    const fixture = fixtureOf([{ ...work, keys: keys(1) }], { slices: 1 });
    const { checkpoint } = await journalAfter(fixture, 45_000);
    expect(checkpoint.steps.get('m[k0].tally')?.job).toMatchObject({ sliceCount: 8, doneCount: 4 });
    const [whole, left] = [estimate(fixture), estimate(fixture, { checkpoint })].map(({ schedule }) => schedule);
    const [duration] = whole?.durations ?? [];
    expect(duration).toMatchObject({ title: 'a slice (count the data)', steps: 1, p50_ms: 10_000, basis: 'assumed' });
    expect(left?.p50_ms).toBeGreaterThan((whole?.p50_ms ?? 0) * 0.3);
    expect(left?.p50_ms).toBeLessThan((whole?.p50_ms ?? 0) * 0.7);
  });
});

describe('an estimate', () => {
  it('says what is guessed, and that raising a limit helps only where it binds', () => {
    const { schedule } = estimate(fixtureOf([{ name: 'copies', target: 'copy', keys: keys(20) }], { active: 2 }));
    expect(schedule.samples).toBe(25);
    expect(schedule.p90_ms).toBeGreaterThan(schedule.p50_ms);
    expect(schedule.durations).toEqual([
      {
        provider: 'it',
        title: 'wait for the task',
        steps: 20,
        p50_ms: 60_000,
        p90_ms: 120_000,
        basis: 'assumed',
        source: 'a guess',
      },
      expect.objectContaining({ title: 'an API call', steps: 20, basis: 'assumed' }),
    ]);
    expect(schedule.limits.map(({ limit, declared, raised_to }) => [limit, declared, raised_to])).toEqual([
      ['active', '2', '4'],
      ['requests', '1000/s', '2000/s'],
      ['in_flight', '8', '16'],
    ]);
    expect(schedule.limits[0]?.saves_ms).toBeGreaterThan(schedule.p50_ms / 4);
    expect(schedule.limits[1]?.saves_ms).toBe(0);
  });

  it('counts calls, polls included, and the most of them in one window', () => {
    const fixture = fixtureOf([{ name: 'moves', target: 'move', keys: keys(30) }], {
      requests: { count: 10, intervalMs: 1_000 },
    });
    const { schedule } = estimate(fixture, { expectations: STEADY });
    const calls = new Map(schedule.calls.map(({ operation, ...counted }) => [operation, counted]));
    expect(calls.get('CreateTask')).toEqual({ provider: 'it', calls: 30, peak: 10 });
    expect(calls.get('DeleteTask')).toMatchObject({ calls: 30 });
    // A look within each initial interval of 5 s while something changes, and later ones for a minute.
    expect(calls.get('ListTasks')?.calls).toBeGreaterThan(5);
    expect(calls.get('ListTasks')?.calls).toBeLessThan(20);
  });

  it('lets gates pass at once and counts them', () => {
    const { schedule, units } = estimate(fixtureOf([{ name: 'gated', target: 'gated' }]), { expectations: STEADY });
    expect(schedule.gates).toBe(1);
    expect(schedule.approvals).toEqual({ rounds: 1, p50_ms: schedule.p50_ms });
    expect(units.get('gated')?.endsMs).toBe(schedule.p50_ms);
    expect(schedule.p50_ms).toBeGreaterThan(60_000);
    expect(schedule.p50_ms).toBeLessThan(91_000);
  });

  it('shows the middle of a long critical path as one entry', () => {
    const fixture = fixtureOf([{ name: 'copies', target: 'copy', keys: keys(60) }], { active: 1 });
    const { schedule } = estimate(fixture, { expectations: STEADY });
    expect(schedule.critical_path).toHaveLength(50);
    const [merged] = schedule.critical_path.filter(({ steps }) => steps !== undefined);
    expect(merged).toMatchObject({ title: '71 more steps', steps: 71, held_by: 'active' });
    expect(schedule.critical_path[0]?.ready_ms).toBe(0);
    expect(schedule.critical_path.at(-1)?.ends_ms).toBe(schedule.p50_ms);
  });

  it('leaves out units that are not meant', () => {
    const fixture = fixtureOf([{ name: 'copies', target: 'copy', keys: keys(6) }]);
    const includes = (unit: string): boolean => unit === 'copies[k2]';
    const { units, schedule } = estimate(fixture, {
      selection: { target: ['copies[k2]'], exclude: [], leftOutCount: 5, includes },
    });
    expect([...units.keys()]).toEqual(['copies[k2]']);
    expect(schedule.durations[0]?.steps).toBe(1);
  });

  it('is the same for the same input', () => {
    const fixture = fixtureOf([{ name: 'copies', target: 'copy', keys: keys(50) }]);
    expect(estimate(fixture)).toEqual(estimate(fixture));
  });
});

describe('an estimate of a plan that was begun', () => {
  const fixture = fixtureOf([{ name: 'copies', target: 'copy', keys: keys(8) }], { active: 2 });

  it('starts where it stands: open tasks hold their places and what is done is done', async () => {
    const { checkpoint } = await journalAfter(fixture, 150_000);
    const states = [...checkpoint.steps].filter(([, { status }]) => status === 'succeeded').map(([address]) => address);
    const waited = states.filter((address) => address.endsWith('.await')).length;
    expect(waited).toBeGreaterThanOrEqual(2);
    expect(states.length - waited).toBe(waited + 2);
    const fresh = estimate(fixture, { expectations: STEADY });
    const { schedule, units } = estimate(fixture, { expectations: STEADY, checkpoint });
    expect(units.size).toBe(8 - waited);
    expect(schedule.calls.find(({ operation }) => operation === 'CreateTaskWithToken')?.calls).toBe(6 - waited);
    // Two at a time: a round of two takes over a minute.
    expect(fresh.schedule.p50_ms - schedule.p50_ms).toBeGreaterThan((waited / 2) * 60_000 - 10_000);
    const begins = [...units.values()].map(({ startsMs }) => startsMs).toSorted((left, right) => left - right);
    expect(begins.slice(0, 3)).toEqual([0, 0, expect.toSatisfy((startsMs: number) => startsMs > 55_000)]);
  });

  it('knows from it how long things take', async () => {
    const { records } = await journalAfter(fixture, 3_600_000);
    const learned = learnDurations(records, { ...fixture, registry });
    const { schedule } = estimate(fixture, { learned });
    expect(schedule.durations.map(({ basis, source }) => [basis, source])).toEqual([
      ['computed', '8 earlier waits'],
      ['computed', '8 earlier calls'],
    ]);
    const began = records.find(({ kind }) => kind === 'run.started')?.t ?? 0;
    const tookMs = (records.at(-1)?.t ?? 0) - began;
    expect(Math.abs(schedule.p50_ms / tookMs - 1)).toBeLessThan(0.1);
  });

  it('is none when nothing is left', async () => {
    const { checkpoint } = await journalAfter(fixture, 3_600_000);
    expect(estimateSchedule({ ...fixture, registry, checkpoint })).toBeUndefined();
  });
});
