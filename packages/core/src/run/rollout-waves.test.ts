import { describe, expect, it } from 'vitest';
import { buildSimulationModel } from '../estimate/build-simulation-model.ts';
import { simulateRun } from '../estimate/simulate-run.ts';
import { explainStep } from '../explain/explain-step.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import type { WaveShare, Waves } from '../plan/plan.ts';
import { selectUnits } from '../select/select-units.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture, PlanFixture } from '../testing/plan-fixture.ts';

const MINUTE_MS = 60_000;
const MIGRATIONS = [{ name: 'm', target: 'move', keys: ['a', 'b', 'c', 'd'] }];
const CANARY_AND_REST: readonly WaveShare[] = [{ kind: 'count', count: 1 }, { kind: 'rest' }];

function inWaves(
  world: RunWorld,
  waves: Partial<Waves> = {},
  migrations: readonly MigrationFixture[] = MIGRATIONS,
): PlanFixture {
  const { plan, graph } = world.plan(migrations);
  const rule: Waves = {
    shares: CANARY_AND_REST,
    soakMs: 0,
    maxFailures: { kind: 'count', count: 0 },
    order: { kind: 'plan' },
    ...waves,
  };
  return { plan: { ...plan, rollout: { waves: rule } }, graph };
}

/** Units in the order in which the first thing of them was started. */
function started(world: RunWorld): readonly string[] {
  return [...new Set(world.events.flatMap((event) => (event.kind === 'step.started' ? event.unit : [])))];
}

describe('waves', () => {
  it('start one after the other', async () => {
    const world = new RunWorld();
    const fixture = inWaves(world, {
      shares: [{ kind: 'count', count: 1 }, { kind: 'percent', percent: 50 }, { kind: 'rest' }],
    });
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    const at = (kind: string, unit: string) =>
      world.events.findIndex((event) => event.kind === kind && 'unit' in event && event.unit === unit);
    expect(started(world)).toEqual(['m[a]', 'm[b]', 'm[c]', 'm[d]']);
    expect(at('unit.succeeded', 'm[a]')).toBeLessThan(at('step.started', 'm[b]'));
    expect(at('step.started', 'm[c]')).toBeLessThan(at('unit.succeeded', 'm[b]'));
    expect(Math.max(at('unit.succeeded', 'm[b]'), at('unit.succeeded', 'm[c]'))).toBeLessThan(
      at('step.started', 'm[d]'),
    );
  });

  it('end the run while one soaks, and the result says until when', async () => {
    const world = new RunWorld();
    const fixture = inWaves(world, { soakMs: 30 * MINUTE_MS });
    const result = await world.run(fixture);
    expect([result.outcome, started(world)]).toEqual(['gated', ['m[a]']]);
    const [held] = result.held ?? [];
    expect(held).toMatchObject({ policy: 'waves', steps: 3, endsRun: true });
    expect(held?.detail).toMatch(/^waits for wave 1 of 2 to soak until Thu 2026-01-01 00:3\d \(UTC\)$/);
    const endedMs = Math.max(
      ...world.disk.records.flatMap((record) => (record.kind === 'step.succeeded' ? record.t : [])),
    );
    expect(held?.untilMs).toBeGreaterThanOrEqual(endedMs + 30 * MINUTE_MS);
    // A minute before that a resumed run ends again; a minute after it continues.
    await world.clock.advance(29 * MINUTE_MS);
    expect((await world.run(fixture)).outcome).toBe('gated');
    expect(started(world)).toEqual(['m[a]']);
    await world.clock.advance(2 * MINUTE_MS);
    expect((await world.run(fixture)).outcome).toBe('succeeded');
  });

  it('are waited for by a run that is to wait', async () => {
    const world = new RunWorld();
    expect((await world.run(inWaves(world, { soakMs: 30 * MINUTE_MS }), { waitsForWindows: true })).outcome).toBe(
      'succeeded',
    );
    const first = world.events.find((event) => event.kind === 'step.started' && event.unit === 'm[b]')?.at ?? 0;
    const last = world.events.find((event) => event.kind === 'unit.succeeded' && event.unit === 'm[a]')?.at ?? 0;
    expect(first - last).toBe(30 * MINUTE_MS);
  });

  it('that are not selected are waited for all the same', async () => {
    const world = new RunWorld();
    const fixture = inWaves(world);
    const selection = selectUnits(fixture.graph, { target: ['m[b]'] });
    const result = await world.run(fixture, { selection });
    expect(result.outcome).toBe('gated');
    expect(result.held).toMatchObject([{ detail: 'waits for wave 1 of 2: 1 of 1 unit has not ended' }]);
    expect(world.vendor.calls).toEqual([]);
  });
});

describe('a wave with too many failures', () => {
  const failing = (world: RunWorld, units: readonly string[]): void => {
    world.vendor.fault = ({ arguments: args }) =>
      units.some((unit) => JSON.stringify(args['name'] ?? '').startsWith(`"${unit}`)) ? 'fatal' : 'none';
  };

  it('starts nothing new, ends what runs, and continues once they are repaired', async () => {
    const world = new RunWorld();
    const shares: readonly WaveShare[] = [{ kind: 'count', count: 1 }, { kind: 'count', count: 2 }, { kind: 'rest' }];
    const fixture = inWaves(world, { shares });
    failing(world, ['m[b]']);
    const result = await world.run(fixture);
    expect(result.outcome).toBe('failed');
    expect(result.held?.at(-1)?.detail).toBe('wave 2 of 3 exceeded its budget: 1 of 2 units failed, 0 allowed');
    expect(result.units.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded', 'pending']);
    world.vendor.fault = () => 'none';
    // A run without a decision starts nothing.
    expect((await world.run(fixture)).outcome).toBe('failed');
    expect((await world.run(fixture, { retryFailed: true })).outcome).toBe('succeeded');
  });

  it('is none up to its budget', async () => {
    const world = new RunWorld();
    const fixture = inWaves(world, { maxFailures: { kind: 'count', count: 1 } });
    failing(world, ['m[a]', 'm[c]']);
    const result = await world.run(fixture);
    expect(result.held).toBeUndefined();
    expect(result.units.map(({ status }) => status)).toEqual(['failed', 'succeeded', 'failed', 'succeeded']);
  });
});

it('the estimate counts the soak, and --why says what is waited for', async () => {
  const world = new RunWorld();
  const fixture = inWaves(world, { soakMs: 30 * MINUTE_MS });
  const parts = { ...fixture, registry: world.registry };
  const nowMs = world.clock.now();
  const run = simulateRun(buildSimulationModel({ ...parts, startsAtMs: nowMs }), { sample: 0, samples: 1 });
  const traces = run?.traces ?? [];
  const ends = fixture.graph.steps.map(({ unit }, index) => [unit, traces[index]] as const);
  const endOfCanary = Math.max(...ends.flatMap(([unit, trace]) => (unit === 'm[a]' ? (trace?.endsMs ?? 0) : [])));
  const startOfRest = Math.min(...ends.flatMap(([unit, trace]) => (unit === 'm[a]' ? [] : (trace?.startsMs ?? 0))));
  expect(startOfRest).toBe(endOfCanary + 30 * MINUTE_MS);
  expect(run?.makespanMs).toBeGreaterThan(30 * MINUTE_MS);
  const why = () => {
    const checkpoint = foldRecords(world.disk.records);
    const standing = computeStanding(fixture.graph, checkpoint, false);
    return explainStep('m[b].create', { ...parts, checkpoint, standing, nowMs: world.clock.now() }).reasons[0]?.detail;
  };
  expect(why()).toBe('waves: waits for wave 1 of 2: 1 of 1 unit has not ended');
  await world.run(fixture);
  expect(why()).toMatch(/^waves: waits for wave 1 of 2 to soak until Thu 2026-01-01 00:3\d \(UTC\)$/);
});
