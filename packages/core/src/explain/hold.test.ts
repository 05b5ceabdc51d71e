import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../events/event.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import type { DeclaredLimits } from '../plan/plan.ts';
import type { ApplyOptions } from '../run/apply-options.ts';
import type { ReadGauges } from '../run/gauges.ts';
import { selectUnits } from '../select/select-units.ts';
import { computeStanding } from '../standing/standing.ts';
import type { FakeFault } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture } from '../testing/plan-fixture.ts';
import { defined } from '../value/defined.ts';
import { explainStep } from './explain-step.ts';
import type { Explanation } from './explanation.ts';
import { describeHold, type Hold, type LiveFacts, type RunFacts } from './hold.ts';

interface Scene {
  readonly migrations?: readonly MigrationFixture[];
  readonly limits?: DeclaredLimits;
  readonly fault?: readonly FakeFault[];
  readonly options?: Partial<ApplyOptions>;
  readonly target?: readonly string[];
  /** The moment in the run at which it is asked. */
  readonly at: (event: RunEvent) => boolean;
}

const MOVES: readonly MigrationFixture[] = [{ name: 'm', target: 'move', keys: ['a', 'b', 'c'] }];
const isStarted = ({ kind }: RunEvent): boolean => kind === 'step.started';
/** Not at the first moment, when nothing has been answered. */
const isStartedLater = ({ kind, at }: RunEvent): boolean => kind === 'step.started' && at > Date.UTC(2026, 0, 1);
const isDone = ({ kind }: RunEvent): boolean => kind === 'step.succeeded';
const isWaiting = ({ kind }: RunEvent): boolean => kind === 'step.waiting';

/** Explains a step of a real run at a moment of it, as `status --why` beside the run would. */
async function explainDuring(address: string, scene: Scene): Promise<Explanation> {
  const world = new RunWorld({ latencyMs: 500 });
  const fixture = world.plan(scene.migrations ?? MOVES, defined({ limits: scene.limits }));
  const script = [...(scene.fault ?? [])];
  world.vendor.fault = () => script.shift() ?? 'none';
  const selection = selectUnits(fixture.graph, { target: scene.target ?? [] });
  let read: ReadGauges | undefined;
  let found: Explanation | undefined;
  await world.run(fixture, {
    ...scene.options,
    selection,
    onGauges: (reader) => {
      read = reader;
    },
    onEvent: (event) => {
      if (found !== undefined || !scene.at(event) || read === undefined) return;
      const gauges = read();
      const checkpoint = foldRecords(world.disk.records);
      const live: LiveFacts = { ...gauges, isSelected: selectUnits(fixture.graph, gauges.selection).includes };
      found = explainStep(address, {
        ...fixture,
        registry: world.registry,
        checkpoint,
        standing: computeStanding(fixture.graph, checkpoint, true),
        run: { kind: 'live', live },
      });
    },
  });
  if (found === undefined) throw new Error('the run never came to that moment');
  return found;
}

describe('what holds a step of a run that is going on', () => {
  test.each<readonly [Hold['kind'], string, Scene]>([
    ['active', 'm[c].create', { limits: { active: 1 }, at: isWaiting }],
    [
      'active-per-target',
      'm[c].create',
      {
        migrations: [{ name: 'm', target: 'move', keys: ['a', 'b', 'c'], with: { target: 'shared' } }],
        limits: { activePerTarget: 1 },
        at: isWaiting,
      },
    ],
    ['rate', 'm[c].create', { limits: { requests: { count: 1, intervalMs: 2_000 } }, at: isDone }],
    ['unproven', 'm[c].create', { limits: { inFlight: 4 }, at: isStarted }],
    ['in-flight', 'm[c].create', { limits: { inFlight: 1 }, at: isStartedLater }],
    ['calls-at-once', 'm[c].create', { options: { parallelism: 1 }, at: isDone }],
    [
      'throttled',
      'm[c].create',
      { fault: ['throttled'], limits: { inFlight: 1 }, at: ({ kind }) => kind === 'provider.throttled' },
    ],
    [
      'suspended',
      'm[c].create',
      { fault: ['unauthorized'], limits: { inFlight: 1 }, at: ({ kind }) => kind === 'provider.suspended' },
    ],
    [
      'stopping',
      'm[c].create',
      {
        fault: ['fatal'],
        limits: { inFlight: 1 },
        options: { maxFailures: 1 },
        at: ({ kind }) => kind === 'run.stopping',
      },
    ],
    ['not-selected', 'm[c].create', { target: ['m[a]'], at: isWaiting }],
  ])('%s', async (kind, address, scene) => {
    const [reason] = (await explainDuring(address, scene)).reasons;
    expect([reason?.hold, reason?.status]).toEqual([kind, 'ready']);
    expect(reason?.detail).toMatch(/^[A-Za-z].*\.?$/);
  });

  test('a unit whose checks and needs are open names them, and what the run says besides', async () => {
    const migrations: readonly MigrationFixture[] = [...MOVES, { name: 'n', target: 'copy', needs: ['m[*]'] }];
    const { reasons } = await explainDuring('n.create', { migrations, limits: { active: 1 }, at: isWaiting });
    expect(reasons[0]?.detail).toContain('n needs m[');
    expect(reasons.at(-1)?.status).not.toBe('blocked');
    const leftOut = await explainDuring('n.create', { migrations, target: ['m'], at: isWaiting });
    expect([leftOut.reasons[0]?.hold, leftOut.reasons[0]?.status]).toEqual(['not-selected', 'blocked']);
  });

  test('a gate waits for an operator', async () => {
    const migrations: readonly MigrationFixture[] = [{ name: 'g', target: 'gated' }];
    const { reasons } = await explainDuring('g.cutover', { migrations, at: ({ kind }) => kind === 'gate.waiting' });
    expect(reasons).toMatchObject([{ status: 'gated' }]);
  });
});

describe('what holds a step, by the state alone', () => {
  async function explainAfter(address: string, run: RunFacts, part: number): Promise<Explanation> {
    const world = new RunWorld();
    const fixture = world.plan(MOVES, { limits: { active: 1 } });
    await world.run(fixture);
    const checkpoint = foldRecords(world.disk.records.slice(0, part));
    const standing = computeStanding(fixture.graph, checkpoint, run.kind !== 'none');
    return explainStep(address, { ...fixture, registry: world.registry, checkpoint, standing, run });
  }

  test('a run that is gone: the next one starts it, unless an open task has its place', async () => {
    expect((await explainAfter('m[a].create', { kind: 'none' }, 1)).reasons[0]).toMatchObject({ hold: 'no-run' });
    expect((await explainAfter('m[c].create', { kind: 'none' }, 3)).reasons[0]).toMatchObject({ hold: 'active' });
  });

  test('a run that says nothing here: what is not known is said', async () => {
    const [reason] = (await explainAfter('m[a].create', { kind: 'silent' }, 1)).reasons;
    expect(reason).toMatchObject({ hold: 'not-reported' });
    expect(reason?.detail).toContain('Only the run knows');
  });
});

test('every hold is a sentence of its own', () => {
  const holds: readonly Hold[] = [
    { kind: 'not-selected' },
    { kind: 'stopping', reason: 'cancelled' },
    { kind: 'suspended', provider: 'search', code: 'X', message: 'refused' },
    { kind: 'unreachable', provider: 'search', reason: 'no route' },
    { kind: 'active', account: 'search', used: 5, limit: 5 },
    { kind: 'active-per-target', units: ['a', 'b'], limit: 1 },
    { kind: 'throttled', account: 'search', heldForMs: 2_300 },
    { kind: 'calls-at-once', policy: 'parallelism', limit: 2, waiting: 1 },
    { kind: 'rate', account: 'search', used: 10, allowed: 10, declared: 20, intervalMs: 1_000, waiting: 3 },
    { kind: 'unproven', provider: 'search', waiting: 2 },
    { kind: 'in-flight', account: 'search', limit: 4, waiting: 1 },
    { kind: 'turn', account: 'search', waiting: 0 },
    { kind: 'no-run' },
    { kind: 'not-reported' },
  ];
  expect(holds.map(describeHold)).toMatchInlineSnapshot(`
    [
      "The current run leaves its unit out (--target or --exclude).",
      "The run is stopping and starts nothing more: cancelled. The next run starts it.",
      "search is suspended, and nothing more is sent to it in this run: X: refused",
      "search cannot be reached, and one call at a time probes it: no route",
      "It waits for a place: 5 of 5 that active allows for search are taken.",
      "It waits for its target, which a, b uses; active_per_target is 1.",
      "search throttled: nothing is sent for 3s.",
      "All 2 calls at once that parallelism allows are under way; 1 call waits.",
      "The rate of search is exhausted: 10 of 10 calls in 1s (20 before it throttled); 3 wait for a turn.",
      "The credentials of search have not been accepted yet: one call at a time is sent, so that a refused key is not locked; 2 wait for a turn.",
      "All 4 calls at once that in_flight allows for search are in progress; 1 waits for a turn.",
      "It is sent with the next calls to search: no limit is reached; 0 wait for a turn.",
      "No run is in progress; the next one starts it.",
      "Nothing before it is open. Only the run knows which limit holds it back, and it has not reported here for some seconds.",
    ]
  `);
});
