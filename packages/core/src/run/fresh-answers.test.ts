import { expect, test } from 'vitest';
import type { RunResult } from '../run/run-result.ts';
import { RunWorld, type RunWorldOptions } from '../testing/internal/run-world.ts';
import type { MigrationFixture } from '../testing/plan-fixture.ts';

/** All of it happens within the ten seconds for which answers are shared. */
const TIMES: RunWorldOptions = { taskDurationMs: 4_000 };

async function run(migrations: readonly MigrationFixture[], options = TIMES) {
  const world = new RunWorld(options);
  // Own work that makes something.
  world.vendor.data.sliceMs = 1_000;
  world.vendor.data.result = (name) => {
    world.vendor.tasks.push({ id: name, name, createdAtMs: world.clock.now() });
    return { counted: 1 };
  };
  const result = await world.run(world.plan(migrations, { limits: { inFlight: 100 } }));
  const lists = world.vendor.calls.filter(({ operation }) => operation === 'ListTasks').length;
  return { world, failures: failuresOf(result), lists };
}

function failuresOf({ units }: RunResult): readonly string[] {
  return units.flatMap(({ address, status, failure }) =>
    status === 'succeeded' ? [] : [`${address} is ${status}: ${failure?.message}`],
  );
}

test.each([
  ['a call, and a remote task that ended', [{ name: 'm', target: 'watched', keys: ['a', 'b'] }]],
  ['own work', [{ name: 'm', target: 'recounted', keys: ['a', 'b'], with: { slices: 1 } }]],
  [
    'what the unit needs',
    [
      { name: 'other', target: 'seen', with: { name: 'one', status: 'ABSENT' } },
      { name: 'm', target: 'copy', with: { name: 'one' } },
      { name: 'after', target: 'seen', needs: ['m'], with: { name: 'one', status: 'SUCCESS' } },
    ],
  ],
] as const)('a check is not answered by what was asked for before the end of %s', async (_, migrations) => {
  expect((await run(migrations)).failures).toEqual([]);
});

test('with answers that take no time, so that no clock tells before from after', async () => {
  const migrations = [{ name: 'm', target: 'watched', keys: ['a', 'b', 'c'] }];
  expect((await run(migrations, { ...TIMES, latencyMs: 0 })).failures).toEqual([]);
});

test('an effect costs one answer at most: before any, and after tasks that ended in one poll, all units share one', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `${index}`);
  const alone = await run([{ name: 'm', target: 'seen', keys, with: { name: 'm', status: 'ABSENT' } }]);
  expect([alone.failures, alone.lists]).toEqual([[], 1]);
  const { failures, lists } = await run([{ name: 'm', target: 'watched', keys }]);
  expect(failures).toEqual([]);
  // One answer before, one after each create, one after the tasks; and two polls.
  expect(lists).toBeLessThanOrEqual(keys.length + 4);
});
