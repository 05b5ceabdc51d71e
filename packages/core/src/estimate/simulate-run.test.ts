import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastDurationMs } from '../preview/lower-bound.ts';
import { createRegistry } from '../provider/registry.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { atOnce } from '../value/sliced.ts';
import { buildSimulationModel } from './build-simulation-model.ts';
import type { AnsweredCall } from './event-calls.ts';
import { fixedDuration } from './expected-duration.ts';
import { findCriticalPath } from './find-critical-path.ts';
import { raiseLimits } from './raise-limits.ts';
import { type SimulatedRun, simulateRun, simulateRunSliced } from './simulate-run.ts';
import type { SimulationModel } from './simulation-model.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

const limits = fc.record({
  requests: fc.record({ count: fc.integer({ min: 1, max: 8 }), intervalMs: fc.constantFrom(1_000, 60_000) }),
  inFlight: fc.integer({ min: 1, max: 5 }),
  active: fc.integer({ min: 1, max: 4 }),
  activePerTarget: fc.integer({ min: 1, max: 2 }),
});
const migration = fc.record({
  target: fc.constantFrom('move', 'copy', 'gated'),
  units: fc.integer({ min: 1, max: 6 }),
  /** Several migrations may work on one target. */
  at: fc.constantFrom('redis-1', 'redis-2', undefined),
  needs: fc.array(fc.nat(20), { maxLength: 2 }),
});
const plan = fc.array(migration, { minLength: 1, maxLength: 4 });

type Drawn = readonly (typeof migration extends fc.Arbitrary<infer Value> ? Value : never)[];

function modelOf(
  drawn: Drawn,
  declared: typeof limits extends fc.Arbitrary<infer Value> ? Value : never,
  policies: readonly PolicyDefinition[] = [],
): SimulationModel {
  const migrations = drawn.map(({ target, units, at, needs }, index): MigrationFixture => {
    const keys = Array.from({ length: units }, (_, key) => `k${key}`);
    const needed = needs
      .filter((need) => need < index)
      .map((need) => (need % 2 === 0 ? `m${need}[*]` : `m${need}[k0]`));
    return {
      name: `m${index}`,
      target,
      keys,
      needs: [...new Set(needed)],
      with: defined({ target: at }),
    };
  });
  return buildSimulationModel({ ...buildPlanFixture(migrations, registry, { limits: declared }), registry, policies });
}

/** Holds everything until the first migration is over. */
const firstAlone: PolicyDefinition = {
  name: 'first_alone',
  create: ({ graph }) => {
    const first = graph.units.filter(({ unit }) => unit.migration.name === 'm0').map(({ address }) => address);
    return {
      hold: (_step, { unit }, { unitStatus }) =>
        unit.migration.name === 'm0' || first.every((address) => unitStatus(address) === 'succeeded')
          ? undefined
          : { detail: 'The first migration is not over.' },
    };
  },
};

/** Holds everything until an hour after the start. */
const inAnHour: PolicyDefinition = {
  name: 'in_an_hour',
  create: () => ({
    hold: (_step, _unit, { nowMs }) =>
      nowMs < 3_600_000 ? { detail: 'It is too early.', untilMs: 3_600_000 } : undefined,
  }),
};

interface Watched {
  readonly run: SimulatedRun;
  readonly calls: readonly AnsweredCall[];
}

function watch(model: SimulationModel): Watched {
  const calls: AnsweredCall[] = [];
  const run = simulateRun(model, { sample: 0, samples: 1, onAnswered: (call) => calls.push(call) });
  if (run === undefined) throw new Error('the run takes too many events');
  return { run, calls };
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

function mostAtOnce(spans: readonly Span[]): number {
  const overlapping = ({ fromMs }: Span): number =>
    spans.filter((other) => other.fromMs <= fromMs && fromMs < other.toMs).length;
  return Math.max(0, ...spans.map(overlapping));
}

function mostWithin(timesMs: readonly number[], windowMs: number): number {
  return Math.max(0, ...timesMs.map((from) => timesMs.filter((time) => time >= from && time < from + windowMs).length));
}

function taskSpans(model: SimulationModel, run: SimulatedRun): readonly (Span & { readonly target: string })[] {
  return model.graph.units.map((unit) => {
    const [opens, closes] = [unit.activity?.opens, unit.activity?.closes].map((name) => {
      const step = unit.steps.find((candidate) => candidate.name === name);
      return step === undefined ? undefined : run.traces[model.of(step).index];
    });
    return { fromMs: opens?.startsMs ?? 0, toMs: closes?.endsMs ?? 0, target: JSON.stringify(unit.activity?.target) };
  });
}

describe('a simulated run', () => {
  it('holds every limit and every need, does everything, and is no quicker than the rate allows', () => {
    fc.assert(
      fc.property(plan, limits, (drawn, declared) => {
        const model = modelOf(drawn, declared);
        const { run, calls } = watch(model);
        const { requests, inFlight, active, activePerTarget } = declared;
        for (const side of ['sentMs', 'answeredMs'] as const)
          expect(
            mostWithin(
              calls.map((call) => call[side]),
              requests.intervalMs,
            ),
          ).toBeLessThanOrEqual(requests.count);
        const flights = calls.map(({ sentMs, answeredMs }) => ({ fromMs: sentMs, toMs: answeredMs }));
        expect(mostAtOnce(flights)).toBeLessThanOrEqual(inFlight);
        const tasks = taskSpans(model, run);
        expect(mostAtOnce(tasks)).toBeLessThanOrEqual(active);
        for (const ofTarget of Map.groupBy(tasks, ({ target }) => target).values())
          expect(mostAtOnce(ofTarget)).toBeLessThanOrEqual(activePerTarget);
        expectOrder(model, run);
        const effects = model.steps.filter(({ step }) => step.kind === 'call').length;
        expect(run.makespanMs).toBeGreaterThanOrEqual(leastDurationMs(effects, requests));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    { from: 'it', to: 'that', asked: ['it', 'that'] },
    { from: 'that', to: 'it', asked: ['that', 'it'] },
    // What is the same call is made once.
    { from: 'that', to: 'that', asked: ['that'] },
  ])('sends the reads of a check one after the other, from $from to $to', ({ from, to, asked }) => {
    const migration = { name: 'orders', target: 'transfer', with: { from, to } };
    const fixture = buildPlanFixture([migration], registry, { others: { that: {} } });
    const { calls } = watch(buildSimulationModel({ ...fixture, registry }));
    const beforeEffects = calls.slice(
      0,
      calls.findIndex(({ operation }) => operation === 'CreateTask'),
    );
    expect(beforeEffects.map(({ provider }) => provider)).toEqual(asked);
    const [first, second] = beforeEffects;
    if (second !== undefined) expect(second.sentMs).toBeGreaterThanOrEqual(first?.answeredMs ?? Infinity);
  });

  it('is the same for the same input, and each sample is another one', () => {
    fc.assert(
      fc.property(plan, limits, (drawn, declared) => {
        const model = modelOf(drawn, declared);
        const again = modelOf(drawn, declared);
        expect(simulateRun(again, { sample: 3, samples: 9 })).toEqual(simulateRun(model, { sample: 3, samples: 9 }));
        // Two of them may end at the same poll; when each of their steps ended tells them apart.
        const others = [0, 1, 2].map((sample) =>
          String(simulateRun(model, { sample, samples: 3 })?.traces.map((trace) => trace?.endsMs)),
        );
        expect(new Set(others).size).toBe(3);
      }),
      { numRuns: 30 },
    );
  });

  it('has a critical path without gaps, from its start to its end', () => {
    fc.assert(
      fc.property(plan, limits, fc.subarray([firstAlone, inAnHour]), (drawn, declared, policies) => {
        const model = modelOf(drawn, declared, policies);
        const { run } = watch(model);
        const path = findCriticalPath(model, run);
        expect(path.at(-1)?.ends_ms).toBe(run.makespanMs);
        let reachedMs = 0;
        for (const { ready_ms, starts_ms, ends_ms, held_by } of path) {
          expect(ready_ms).toBeLessThanOrEqual(reachedMs);
          expect(starts_ms).toBeGreaterThanOrEqual(reachedMs);
          expect(ends_ms).toBeGreaterThanOrEqual(starts_ms);
          expect(held_by !== null).toBe(starts_ms > ready_ms);
          reachedMs = ends_ms;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('names the policy that held a step, and follows it to the end that released it', () => {
    const loose = {
      requests: { count: 100, intervalMs: 1_000 as const },
      inFlight: 50,
      active: 20,
      activePerTarget: 20,
    };
    const two: Drawn = [1, 2].map((units) => ({ target: 'copy', units, at: undefined, needs: [] }));
    const pathWith = (policy: PolicyDefinition) => {
      const model = modelOf(two, loose, [policy]);
      return findCriticalPath(model, watch(model).run);
    };
    const released = pathWith(firstAlone).map(({ step, held_by }) => [step.split('[')[0], held_by]);
    expect(released.findLast(([migration]) => migration === 'm0')).toEqual(['m0', null]);
    expect(released.find(([migration]) => migration === 'm1')).toEqual(['m1', 'first_alone']);
    expect(pathWith(inAnHour)[0]).toMatchObject({ held_by: 'in_an_hour', ready_ms: 0, starts_ms: 3_600_000 });
  });

  it('names the cap over all accounts where that holds calls, and not the limits of one', () => {
    const keys = Array.from({ length: 6 }, (_, key) => `k${key}`);
    const declared = { requests: { count: 100, intervalMs: 1_000 }, inFlight: 50 };
    const fixture = buildPlanFixture([{ name: 'copies', target: 'copy', keys }], registry, { limits: declared });
    const holdsWith = (parallelism: number) => {
      const model = buildSimulationModel({ ...fixture, registry, parallelism });
      return new Set(findCriticalPath(model, watch(model).run).flatMap(({ held_by }) => held_by ?? []));
    };
    expect(holdsWith(1)).toEqual(new Set(['parallelism']));
    expect(holdsWith(50).has('parallelism')).toBe(false);
  });

  it.each([
    ['one call tries the credentials, and not by places that are free', 50, 'credentials'],
    ['the places in flight are taken after that', 2, 'in_flight'],
  ])('is held while %s', (_, inFlight, holder) => {
    const keys = Array.from({ length: 12 }, (_each, key) => `k${key}`);
    const declared = { requests: { count: 1_000, intervalMs: 1_000 }, inFlight, active: 50 };
    const fixture = buildPlanFixture([{ name: 'copies', target: 'copy', keys }], registry, { limits: declared });
    const { run } = watch(buildSimulationModel({ ...fixture, registry }));
    const holds = run.traces.flatMap((trace) => (trace === undefined || trace.readyMs > 0 ? [] : (trace.heldBy ?? [])));
    expect(holds.at(-1)).toBe(holder);
  });

  it('is no slower with twice the limit, but for when somebody looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), limits, (units, declared) => {
        const keys = Array.from({ length: units }, (_, key) => `k${key}`);
        const fixture = buildPlanFixture([{ name: 'copies', target: 'copy', keys }], registry, { limits: declared });
        const expectations = { wait: () => fixedDuration(120_000), call: () => fixedDuration(100) };
        const model = buildSimulationModel({ ...fixture, registry, expectations });
        const { run } = watch(model);
        const slowdowns: number[] = [];
        const tried = raiseLimits(model, run, function* (raised) {
          const simulated = yield* simulateRunSliced(model, { sample: 0, samples: 1, limits: raised });
          const makespanMs = simulated?.makespanMs ?? 0;
          slowdowns.push(makespanMs - run.makespanMs);
          return makespanMs;
        });
        atOnce(tried);
        // As many looks may come late as there are rounds of tasks one after another.
        const rounds = Math.ceil(units / declared.active);
        expect(Math.max(0, ...slowdowns)).toBeLessThanOrEqual(rounds * 30_000);
      }),
      { numRuns: 60 },
    );
  });
});

function expectOrder(model: SimulationModel, run: SimulatedRun): void {
  const unitEnds = new Map<string, number>();
  for (const { index, unit } of model.steps)
    unitEnds.set(unit.address, Math.max(unitEnds.get(unit.address) ?? 0, run.traces[index]?.endsMs ?? Number.NaN));
  for (const { index, step, unit } of model.steps) {
    const readyMs = run.traces[index]?.readyMs ?? Number.NaN;
    for (const need of step.needs) {
      const needed = model.steps.find((other) => other.step.address === need);
      expect(readyMs).toBeGreaterThanOrEqual(run.traces[needed?.index ?? -1]?.endsMs ?? Number.NaN);
    }
    for (const need of unit.needs) {
      const units = need.endsWith('[*]')
        ? [...unitEnds.keys()].filter((address) => address.startsWith(need.slice(0, -2)))
        : [need];
      for (const address of units) expect(readyMs).toBeGreaterThanOrEqual(unitEnds.get(address) ?? Number.NaN);
    }
  }
}
