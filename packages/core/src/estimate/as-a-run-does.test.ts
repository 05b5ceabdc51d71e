import { expect, it } from 'vitest';
import { foldRecords } from '../journal/checkpoint.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';
import { buildSimulationModel } from './build-simulation-model.ts';
import { fixedDuration } from './expected-duration.ts';
import { simulateRun } from './simulate-run.ts';

const TASK_MS = 60_000;
const CALL_MS = 100;
const expectations = { call: () => fixedDuration(CALL_MS), wait: () => fixedDuration(TASK_MS) };

it.each([1, 3, 100])('asks anew after each effect, with %d calls at once', async (inFlight) => {
  const world = new RunWorld({ taskDurationMs: TASK_MS, latencyMs: CALL_MS });
  const keys = Array.from({ length: 12 }, (_, key) => `${key}`);
  const migrations = [
    { name: 'm', target: 'watched', keys },
    { name: 'after', target: 'seen', needs: ['m[*]'], keys, with: { name: 'm[0]' } },
  ];
  const fixture = world.plan(migrations, { limits: { inFlight } });
  expect((await world.run(fixture)).outcome).toBe('succeeded');
  const made = world.vendor.calls.filter(({ operation }) => operation === 'ListTasks').length;
  const run = simulateRun(buildSimulationModel({ ...fixture, registry: world.registry, expectations }), {
    sample: 0,
    samples: 1,
  });
  const estimated = run?.calls.get('it')?.get('ListTasks')?.count ?? 0;
  expect(Math.abs(estimated - made), `estimated ${estimated}, made ${made}`).toBeLessThanOrEqual(2);
});

it('leaves their places to the tasks of units that left the plan', async () => {
  const world = new RunWorld({ taskDurationMs: TASK_MS });
  const plan = (keys: readonly string[], digest: string) =>
    world.plan([{ name: 'm', target: 'copy', keys }], { limits: { active: 2 }, digest });
  await world.run(plan(['a'], 'one'), { maxRuntimeMs: 10_000 });
  const checkpoint = foldRecords(world.disk.records);
  const edited = { ...plan(['c', 'd'], 'two'), registry: world.registry, expectations };
  const takesMs = [undefined, checkpoint].map((known) => {
    const model = buildSimulationModel({ ...edited, ...defined({ checkpoint: known }) });
    return simulateRun(model, { sample: 0, samples: 1 })?.makespanMs ?? 0;
  });
  const [atOnce = 0, oneByOne = 0] = takesMs;
  expect(atOnce).toBeGreaterThan(TASK_MS);
  expect(oneByOne).toBeGreaterThan(atOnce + TASK_MS);
});
