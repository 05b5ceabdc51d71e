import { describe, expect, it } from 'vitest';
import { buildSimulationModel } from '../estimate/build-simulation-model.ts';
import { simulateRun } from '../estimate/simulate-run.ts';
import { explainStep } from '../explain/explain-step.ts';
import { EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import type { Rollout } from '../plan/plan.ts';
import { buildPreview } from '../preview/build-preview.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture, PlanFixture } from '../testing/plan-fixture.ts';

const HOUR_MS = 3_600_000;
const MIGRATIONS = [{ name: 'm', target: 'move', keys: ['a', 'b'] }];

/** The world begins at midnight: two hours later in UTC, for one hour. */
const AT_TWO = { days: [1, 2, 3, 4, 5, 6, 7], fromMinutes: 120, toMinutes: 180, timezone: 'UTC' };
const OPENS = 'the window opens at Thu 2026-01-01 02:00 (UTC)';

function within(world: RunWorld, rollout: Rollout, migrations: readonly MigrationFixture[] = MIGRATIONS): PlanFixture {
  const { plan, graph } = world.plan(migrations);
  return { plan: { ...plan, rollout }, graph };
}

describe('a window that is closed', () => {
  it('ends the run as a gate does, and the result says when it opens', async () => {
    const world = new RunWorld();
    const startMs = world.clock.now();
    const result = await world.run(within(world, { windows: [AT_TWO] }));
    expect(result.outcome).toBe('gated');
    expect(result.stopReason).toBeUndefined();
    expect(result.held).toEqual([
      { policy: 'windows', detail: OPENS, steps: 2, untilMs: startMs + 2 * HOUR_MS, endsRun: true },
    ]);
    expect(world.vendor.calls).toEqual([]);
    expect(world.clock.now() - startMs).toBeLessThan(HOUR_MS);
  });

  it('is waited for by a run that is to wait, and by whoever is still busy', async () => {
    const world = new RunWorld();
    const fixture = within(world, { windows: [AT_TWO] });
    const startMs = world.clock.now();
    expect((await world.run(fixture, { waitsForWindows: true })).outcome).toBe('succeeded');
    expect(world.events.find(({ kind }) => kind === 'step.started')?.at).toBe(startMs + 2 * HOUR_MS);
  });

  it('is waited for while something else keeps the run going', async () => {
    const world = new RunWorld({ taskDurationMs: 26 * HOUR_MS });
    const startMs = world.clock.now();
    await world.clock.advance(2 * HOUR_MS);
    const fixture = within(world, { windows: [AT_TWO] }, [
      { name: 'm', target: 'copy', keys: ['a', 'b'], timeoutMs: 100 * HOUR_MS },
    ]);
    let created = 0;
    // The vendor has no room for the second one until the window is closed, and the task of the first one runs on.
    world.vendor.fault = ({ operation }) => {
      if (operation === 'ListTasks') return 'none';
      created += 1;
      return created > 1 && world.clock.now() < startMs + 3 * HOUR_MS ? 'busy' : 'none';
    };
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    const last = world.events.findLast(({ kind }) => kind === 'step.started');
    expect(last?.at).toBe(startMs + 26 * HOUR_MS);
  });

  it('lets a lost answer be looked up at any time', async () => {
    const world = new RunWorld();
    await world.clock.advance(2 * HOUR_MS);
    const fixture = within(world, { windows: [AT_TWO] }, [{ name: 'm', target: 'move', keys: ['a'] }]);
    world.vendor.fault = ({ operation }) => (operation === 'CreateTask' ? 'lost-after-effect' : 'none');
    await world.run(fixture, { maxRuntimeMs: 1 });
    world.vendor.fault = () => 'none';
    await world.clock.advance(4 * HOUR_MS);
    await world.run(fixture);
    const created = foldRecords(world.disk.records).steps.get('m[a].create');
    expect(created?.status).toBe('succeeded');
    expect(world.vendor.calls.filter(({ operation }) => operation === 'CreateTask')).toHaveLength(1);
  });

  it('is in the estimate, with its date in --why, and not asked of what it does not hold', async () => {
    const world = new RunWorld();
    const fixture = within(world, { windows: [AT_TWO] });
    const nowMs = world.clock.now();
    const parts = { ...fixture, registry: world.registry };
    const model = buildSimulationModel({ ...parts, startsAtMs: nowMs });
    const run = simulateRun(model, { sample: 0, samples: 1 });
    const starts = run?.traces.map((trace) => trace?.startsMs ?? 0) ?? [];
    expect(Math.min(...starts)).toBe(2 * HOUR_MS);
    const checkpoint = foldRecords(world.disk.records);
    const standing = computeStanding(fixture.graph, checkpoint, false);
    const { reasons } = explainStep('m[a].create', { ...parts, checkpoint, standing, nowMs });
    expect(reasons[0]).toMatchObject({ hold: 'policy', detail: `windows: ${OPENS}` });
    const open = explainStep('m[a].create', { ...parts, checkpoint, standing, nowMs: nowMs + 2 * HOUR_MS });
    expect(open.reasons[0]?.hold).toBe('no-run');
  });

  it('is named behind the checks that every run repeats', () => {
    const world = new RunWorld();
    const fixture = within(world, { windows: [AT_TWO] }, [{ name: 'm', target: 'watched' }]);
    const parts = { ...fixture, registry: world.registry, checkpoint: EMPTY_CHECKPOINT, nowMs: world.clock.now() };
    const standing = computeStanding(fixture.graph, EMPTY_CHECKPOINT, false);
    const { reasons } = explainStep('m.before', { ...parts, standing });
    expect(reasons[0]?.detail).toBe(
      `No run is in progress; the next one starts it. Behind its checks: windows: ${OPENS}`,
    );
  });
});

describe('own work', () => {
  it('that only reads needs no window, and what may write waits for one', async () => {
    const world = new RunWorld();
    const fixture = within(world, { windows: [AT_TWO] }, [{ name: 'm', target: 'tally', keys: ['a'] }]);
    expect((await world.run(fixture)).outcome).toBe('gated');
    const [[type, provider] = ['', undefined]] = world.registry;
    if (provider === undefined) throw new Error('the world has a provider');
    const { tally } = provider.jobs ?? {};
    if (tally === undefined) throw new Error('the fake provider has own work');
    const registry = new Map([[type, { ...provider, jobs: { tally: { ...tally, access: ['reads' as const] } } }]]);
    expect((await world.run(fixture, { registry })).outcome).toBe('succeeded');
  });
});

describe('windows of cut-overs', () => {
  it('without a cut-over in the plan are a warning of the preview', () => {
    const world = new RunWorld();
    const parts = { ...within(world, { cutoverWindows: [AT_TWO] }), registry: world.registry };
    const codes = buildPreview(parts).warnings.map(({ code, path }) => [code, path]);
    expect(codes).toEqual([['PREVIEW_NO_CUTOVER', 'rollout.cutover_windows']]);
    expect(buildPreview({ ...parts, plan: { ...parts.plan, rollout: { windows: [AT_TWO] } } }).warnings).toEqual([]);
  });

  it('and others that are closed are named with the time at which they open, while something is left to do', async () => {
    const world = new RunWorld();
    const fixture = within(world, { windows: [AT_TWO] });
    const parts = { ...fixture, registry: world.registry };
    const warningsAt = (nowMs: number, checkpoint = foldRecords(world.disk.records)) =>
      buildPreview({ ...parts, checkpoint, nowMs }).warnings.map(({ code, summary }) => [code, summary]);
    const startMs = world.clock.now();
    expect(warningsAt(startMs)).toEqual([['PREVIEW_WINDOW_CLOSED', OPENS]]);
    expect(warningsAt(startMs + 2 * HOUR_MS)).toEqual([]);
    await world.run(fixture, { waitsForWindows: true });
    expect(warningsAt(startMs)).toEqual([]);
  });
});
