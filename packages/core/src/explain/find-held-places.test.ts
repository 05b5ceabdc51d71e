import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { RunResult } from '../run/run-result.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture, PlanFixture } from '../testing/plan-fixture.ts';
import { defined } from '../value/defined.ts';
import { findHeldPlaces, type HeldPlaces } from './find-held-places.ts';

const TASK_MS = 600_000;

/** Units of three targets; of some the task outlasts the wait, so that they fail and keep their places. */
const drawn = fc.record({
  active: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  activePerTarget: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  units: fc.array(
    fc.record({
      target: fc.nat(2),
      kind: fc.constantFrom('move', 'copy'),
      outlasts: fc.boolean(),
      isRefused: fc.boolean(),
      needs: fc.option(fc.nat(6), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  runtimeMs: fc.option(fc.integer({ min: 1_000, max: 900_000 }), { nil: undefined }),
});

it('names whom a run that came to its end named, and says that all is held exactly when the next run could do nothing', async () => {
  const seen = { held: 0, allHeld: 0, partly: 0 };
  await fc.assert(
    fc.asyncProperty(drawn, async ({ active, activePerTarget, units, runtimeMs }) => {
      const world = new RunWorld({ taskDurationMs: TASK_MS });
      const refused = new Set(units.flatMap(({ isRefused }, index) => (isRefused ? [`u${index}`] : [])));
      world.vendor.fault = ({ arguments: { name } }) =>
        typeof name === 'string' && refused.has(name) ? 'fatal' : 'none';
      const migrations = units.map(
        ({ target, kind, outlasts, needs }, index): MigrationFixture => ({
          name: `u${index}`,
          target: kind,
          with: { target: `redis-${target}` },
          timeoutMs: outlasts ? 60_000 : 10 * TASK_MS,
          needs: needs === undefined || needs >= index ? [] : [`u${needs}`],
        }),
      );
      const limits = {
        ...defined({ active, activePerTarget }),
      };
      const fixture = world.plan(migrations, { limits });
      const first = await world.run(fixture, defined({ maxRuntimeMs: runtimeMs }));
      const held = heldIn(world, fixture);
      if (first.outcome !== 'stopped') expect(held.units.toSorted()).toEqual(first.heldPlaces.toSorted());
      const { pending, started, active: waiting } = first.counts.units;
      const next = await world.run(fixture);
      const canMove = pending + started + waiting > 0 && !held.isAllThatIsLeft;
      expect(canMove).toBe(progressOf(next) !== progressOf(first));
      seen.held += Number(held.units.length > 0);
      seen.allHeld += Number(held.isAllThatIsLeft);
      seen.partly += Number(held.units.length > 0 && canMove);
    }),
    { numRuns: 150, seed: 8 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(2);
});

it('says that work is left once a decision frees one of two places, although the other one is held still', async () => {
  const world = new RunWorld({ taskDurationMs: TASK_MS });
  const migrations = [{ name: 'm', target: 'move', keys: ['a', 'b', 'c'], timeoutMs: 60_000 }];
  const fixture = world.plan(migrations, { limits: { active: 2 } });
  await world.run(fixture);
  expect(heldIn(world, fixture)).toEqual({ units: ['m[a]', 'm[b]'], orphans: [], isAllThatIsLeft: true });
  await recordDecisions([{ kind: 'skip', unit: 'm[a]', reason: 'given up' }], {
    graph: fixture.graph,
    store: openMemoryStore(world.disk),
    clock: world.clock,
    owner: { host: 'host', pid: 1, user: 'tester' },
  });
  expect(heldIn(world, fixture)).toEqual({ units: [], orphans: [], isAllThatIsLeft: false });
  await world.run(fixture);
  expect(world.vendor.tasks.map(({ name }) => name)).toEqual(['m[a]', 'm[b]', 'm[c]']);
});

it('asks nothing of units that have succeeded, whose steps would be built for it', async () => {
  const world = new RunWorld({ taskDurationMs: TASK_MS });
  const fixture = world.plan([
    { name: 'done', target: 'move', keys: ['a', 'b'] },
    { name: 'slow', target: 'move', timeoutMs: 60_000 },
    { name: 'later', target: 'move', needs: ['slow'] },
  ]);
  await world.run(fixture);
  const units = fixture.graph.units.map((unit) => (unit.unit.migration.name === 'done' ? unbuilt(unit) : unit));
  const checkpoint = foldRecords(world.disk.records);
  const standing = computeStanding(fixture.graph, checkpoint, false);
  const unitsByAddress = new Map(units.map((unit) => [unit.address, unit]));
  const graph = { ...fixture.graph, units, unitsByAddress };
  expect(findHeldPlaces({ ...fixture, graph, registry: world.registry, checkpoint, standing }).units).toEqual([]);
});

function unbuilt(unit: PlannedUnit): PlannedUnit {
  return new Proxy(unit, {
    get: (target, name) =>
      name === 'steps' || name === 'activity'
        ? expect.fail(`${target.address} was built`)
        : Reflect.get(target, name, target),
  });
}

function heldIn(world: RunWorld, { plan, graph }: PlanFixture): HeldPlaces {
  const checkpoint = foldRecords(world.disk.records);
  const standing = computeStanding(graph, checkpoint, false);
  return findHeldPlaces({ plan, graph, registry: world.registry, checkpoint, standing });
}

/** Changes whenever a run gets anywhere. */
function progressOf({ counts, units }: RunResult): string {
  const failed = units.filter(({ status }) => status === 'failed').length;
  return JSON.stringify([counts.steps.done, failed]);
}
