import { describe, expect, test } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import { selectAll } from '../progress/selection.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';

const keys = (count: number) => Array.from({ length: count }, (_, number) => `k${number}`);

test('a large plan is taken over in slices, and its run does the same as one that takes it over at once', async () => {
  const paused = new RunWorld();
  const fixture = paused.plan([{ name: 'sums', target: 'tally', keys: keys(600) }]);
  let pauses = 0;
  const result = await paused.run(fixture, {
    pause: async () => {
      pauses += 1;
    },
  });
  const whole = new RunWorld();
  const expected = await whole.run(whole.plan([{ name: 'sums', target: 'tally', keys: keys(600) }]));
  expect(result.outcome).toBe('succeeded');
  expect(result.counts).toEqual(expected.counts);
  expect(paused.disk.records.map(({ kind }) => kind)).toEqual(whole.disk.records.map(({ kind }) => kind));
  // Ledger, numbers (three passes), the three passes of restoring, what is ready first, and at its end the numbers: two
  // pauses each; and one before the index of the units, which is a turn of its own.
  expect(pauses).toBe(19);
});

test('a process that dies between any two slices of its start leaves nothing that the next one does not finish', async () => {
  const migrations = [{ name: 'sums', target: 'moved', keys: keys(300) }];
  const ending = async (deaths: readonly number[]): Promise<unknown> => {
    const world = new RunWorld({ latencyMs: 10 });
    const fixture = world.plan(migrations, { limits: FAST });
    // Half of it is done and under way before: there is a checkpoint to take over.
    await world.run(fixture, { maxRuntimeMs: 30_000 });
    for (const death of deaths) expect(await dieAtPause(world, fixture, death)).toBe('died');
    const result = await world.run(fixture);
    const succeeded = world.disk.records.filter(({ kind }) => kind === 'step.succeeded').length;
    const { record: _number, ...counts } = result.counts;
    return { outcome: result.outcome, counts, tasks: world.vendor.tasks.length, succeeded };
  };
  const undisturbed = await ending([]);
  expect(undisturbed).toMatchObject({ outcome: 'succeeded', tasks: 300 });
  const pauses = await pausesOfResume(migrations);
  expect(pauses).toBeGreaterThan(5);
  for (let death = 1; death <= pauses; death += 1) expect(await ending([death, death])).toEqual(undisturbed);
});

/** How often a resumed run pauses while it begins. */
async function pausesOfResume(migrations: Parameters<RunWorld['plan']>[0]): Promise<number> {
  const world = new RunWorld({ latencyMs: 10 });
  const fixture = world.plan(migrations, { limits: FAST });
  await world.run(fixture, { maxRuntimeMs: 30_000 });
  let pauses = 0;
  await world.run(fixture, {
    pause: async () => {
      pauses += 1;
    },
  });
  return pauses;
}

/** Nothing of a dead process reaches the disk or the vendor. */
async function dieAtPause(world: RunWorld, fixture: PlanFixture, at: number): Promise<'died' | 'lived'> {
  let pauses = 0;
  let isDead = false;
  world.disk.onCommit = () => {
    if (isDead) throw new Error('the process is dead');
  };
  const run = world.run(fixture, {
    pause: async () => {
      pauses += 1;
      if (pauses < at) return;
      isDead = true;
      throw new Error('the process died');
    },
  });
  const ended = await run.then(
    () => 'lived' as const,
    () => 'died' as const,
  );
  world.disk.onCommit = () => {};
  world.disk.releaseLockOfDeadProcess();
  return ended;
}

describe('while a run begins, each turn looks at few units, however large the plan is', () => {
  test('in the first run', async () => {
    const world = new RunWorld({ latencyMs: 10 });
    const fixture = world.plan([{ name: 'copies', target: 'copy', keys: keys(20_000) }]);
    const turns = await turnsOfStart(world, fixture);
    expect(Math.max(...turns)).toBeLessThanOrEqual(MOST_UNITS);
    expect(turns.length).toBeGreaterThan(100);
  });

  test('in a run that is resumed while all of its tasks run', async () => {
    const world = new RunWorld({ latencyMs: 10, taskDurationMs: 3_600_000_000 });
    const fixture = world.plan([{ name: 'copies', target: 'copy', keys: keys(3_000) }], { limits: FAST });
    await runUntilWaiting(world, fixture, 3_000);
    const turns = await turnsOfStart(world, fixture);
    expect(Math.max(...turns)).toBeLessThanOrEqual(MOST_UNITS);
    expect(turns.length).toBeGreaterThan(15);
  });
});

/** Units in a slice, and some that the end of one and the beginning of the next have in common. */
const MOST_UNITS = 1_000;
const FAST = { requests: { count: 10_000, intervalMs: 1_000 }, inFlight: 1_000 };

async function runUntilWaiting(world: RunWorld, fixture: PlanFixture, count: number): Promise<void> {
  const stopping = new AbortController();
  let waiting = 0;
  await world.run(fixture, {
    signal: stopping.signal,
    onEvent: ({ kind }) => {
      if (kind === 'step.waiting') waiting += 1;
      if (waiting === count) stopping.abort();
    },
  });
  expect(waiting).toBe(count);
}

/** How many units each turn looks at, from the start of a run until it sends something or only waits; it ends there. */
async function turnsOfStart(world: RunWorld, fixture: PlanFixture): Promise<readonly number[]> {
  const turns: Set<string>[] = [];
  const stopping = new AbortController();
  const startedAt = world.clock.now();
  const look = (unit: string): void => {
    if (!stopping.signal.aborted && world.clock.now() === startedAt) turns.at(-1)?.add(unit);
  };
  await world.run(fixture, {
    graph: watchGraph(fixture.graph, look),
    selection: {
      ...selectAll(),
      includes: (unit) => {
        look(unit);
        return true;
      },
    },
    signal: stopping.signal,
    pause: async () => {
      turns.push(new Set());
    },
    onEvent: ({ kind }) => {
      if (kind === 'run.started') turns.push(new Set());
      if (kind === 'step.started') stopping.abort();
    },
    maxRuntimeMs: 1_000,
  });
  return turns.map(({ size }) => size);
}

/** Whatever is done with a unit asks for its steps, for their shape, or for one of them by its address. */
function watchGraph(graph: Graph, look: (unit: string) => void): Graph {
  const units = graph.units.map((unit) =>
    replaced(unit, {
      get steps() {
        look(unit.address);
        return unit.steps;
      },
      get shape() {
        look(unit.address);
        return unit.shape;
      },
    }),
  );
  const { stepsByAddress } = graph;
  return replaced(graph, {
    units,
    unitsByAddress: new Map(units.map((unit) => [unit.address, unit])),
    stepsByAddress: {
      has: (address) => stepsByAddress.has(address),
      keys: () => stepsByAddress.keys(),
      get: (address) => {
        const step = stepsByAddress.get(address);
        if (step !== undefined) look(step.unit);
        return step;
      },
    },
  });
}

/** The same but for some properties; the others may be computed. */
function replaced<Target extends object>(target: Target, changes: Partial<Target>): Target {
  return new Proxy(target, {
    get: (original, key): unknown => Reflect.get(key in changes ? changes : original, key),
  });
}
