import { describe, expect, it } from 'vitest';
import { buildSimulationModel } from '../estimate/build-simulation-model.ts';
import { simulateRun } from '../estimate/simulate-run.ts';
import { EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import { POLICIES } from '../scheduler/policies/policies.ts';
import { computeStanding } from '../standing/standing.ts';
import { canary } from '../testing/internal/canary-policy.ts';
import { lateStart } from '../testing/internal/late-start-policy.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { explainStep } from './explain-step.ts';

const HOUR_MS = 3_600_000;
const MIGRATIONS = [{ name: 'm', target: 'move', keys: ['a', 'b', 'c'] }];

describe('a policy that is one file and one line in the list', () => {
  const policies = [...POLICIES, canary];

  it('is followed by the run', async () => {
    const world = new RunWorld({ latencyMs: 500 });
    const { outcome } = await world.run(world.plan(MIGRATIONS), { policies });
    expect(outcome).toBe('succeeded');
    const ends = world.events
      .filter(({ kind }) => kind === 'unit.succeeded')
      .map((event) => ('unit' in event ? event.unit : ''));
    expect(ends[0]).toBe('m[a]');
    const started = world.events.findIndex((event) => event.kind === 'step.started' && event.unit !== 'm[a]');
    expect(started).toBeGreaterThan(world.events.findIndex(({ kind }) => kind === 'unit.succeeded'));
  });

  it('is followed by the estimate', () => {
    const world = new RunWorld();
    const fixture = world.plan(MIGRATIONS);
    const model = buildSimulationModel({ ...fixture, registry: world.registry, policies });
    const run = simulateRun(model, { sample: 0, samples: 1 });
    const spans = fixture.graph.units.map(({ steps }) => steps.map((step) => run?.traces[model.of(step).index]));
    const firstEndsMs = Math.max(...(spans[0] ?? []).map((trace) => trace?.endsMs ?? 0));
    expect(firstEndsMs).toBeGreaterThan(0);
    for (const [first] of spans.slice(1)) expect(first?.startsMs).toBeGreaterThanOrEqual(firstEndsMs);
    expect(run?.traces.every((trace) => trace !== undefined)).toBe(true);
  });

  it('is the reason that --why shows, until it lets the unit start', async () => {
    const world = new RunWorld();
    const fixture = world.plan(MIGRATIONS);
    const explain = (checkpoint = EMPTY_CHECKPOINT) => {
      const standing = computeStanding(fixture.graph, checkpoint, false);
      const { reasons } = explainStep('m[b].create', {
        ...fixture,
        registry: world.registry,
        checkpoint,
        standing,
        policies,
      });
      return reasons[0];
    };
    expect(explain()).toMatchObject({ hold: 'policy', detail: 'canary: m[a] goes first' });
    const stopping = new AbortController();
    await world.run(fixture, {
      policies,
      signal: stopping.signal,
      onEvent: ({ kind }) => {
        if (kind === 'unit.succeeded') stopping.abort();
      },
    });
    expect(explain(foldRecords(world.disk.records))?.hold).toBe('no-run');
  });

  it('that holds by the time is woken by it, in the run and in the estimate', async () => {
    const world = new RunWorld();
    const startMs = world.clock.now();
    const late = [...POLICIES, lateStart(startMs + HOUR_MS)];
    const fixture = world.plan(MIGRATIONS);
    expect((await world.run(fixture, { policies: late })).outcome).toBe('succeeded');
    expect(world.events.find(({ kind }) => kind === 'step.started')?.at).toBe(startMs + HOUR_MS);
    const model = buildSimulationModel({ ...fixture, registry: world.registry, policies: late, startsAtMs: startMs });
    const starts = simulateRun(model, { sample: 0, samples: 1 })?.traces.map((trace) => trace?.startsMs ?? 0);
    expect(Math.min(...(starts ?? []))).toBe(HOUR_MS);
  });

  it('is in the result where it holds steps until the end', async () => {
    const world = new RunWorld();
    const never = { name: 'never', create: () => ({ hold: () => ({ detail: 'nothing starts before June' }) }) };
    const result = await world.run(world.plan(MIGRATIONS), { policies: [...POLICIES, never] });
    expect(result.units.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    expect(result.held).toEqual([{ policy: 'never', detail: 'nothing starts before June', steps: 3 }]);
    expect((await world.run(world.plan(MIGRATIONS))).held).toBeUndefined();
  });
});
