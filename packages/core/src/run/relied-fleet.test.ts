import { expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { StepBlueprint } from '../provider/blueprint.ts';
import type { Operation } from '../provider/operation.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { withSession } from '../testing/internal/broken-run.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';

const UNITS = 100;
/** Of all units together, what lies between the look and the call takes longer than the look holds. */
const PER_SECOND = 5;
const HOLDS_MS = 45_000;

const effect = (name: string, more: object = {}): StepBlueprint => ({
  kind: 'call',
  name,
  title: name,
  operation: name,
  arguments: {},
  ...more,
});
const look = (name: string, unit: string): StepBlueprint => ({
  kind: 'check',
  name,
  title: name,
  operation: 'compare',
  // Otherwise one answer would serve all units.
  arguments: { name, unit },
  check: 'compared',
});

it('many units that are let through a gate together each get from what holds for a while to their call in time', async () => {
  const world = new RunWorld();
  const sent: string[] = [];
  const registry = createRegistry([fleetProvider(world, sent)]);
  const keys = Array.from({ length: UNITS }, (_, index) => `u${index}`);
  const fixture = buildPlanFixture([{ name: 'm', target: 'held', keys }], registry, {
    limits: { requests: { count: PER_SECOND, intervalMs: 1_000 } },
  });
  expect((await world.run(fixture, { registry })).outcome).toBe('gated');
  for (const { address } of fixture.graph.units)
    await openMemoryStore(world.disk).post({ kind: 'approve', step: `${address}.gate`, by: 'tester' });
  const result = await world.run(fixture, { registry });
  expect(result.units.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(sent.filter((operation) => operation === 'compare')).toHaveLength(3 * UNITS);
});

function fleetProvider(world: RunWorld, sent: string[]) {
  const fake = createFakeProvider(world.vendor);
  const { taskId: _none, ...call } = fake.operations['CreateTask'] as Operation;
  const { move } = fake.kinds;
  if (move === undefined) throw new Error('the fake provider moves');
  const repeatable = (name: string): Operation => ({ ...call, name, outputs: {}, recovery: { policy: 'repeatable' } });
  const steps = (unit: string): readonly StepBlueprint[] => [
    { kind: 'gate', name: 'gate', title: 'wait', instruction: 'Approve it.' },
    effect('freeze'),
    look('frozen', unit),
    look('noted', unit),
    look('alias', unit),
    effect('switch', { relies: { on: 'frozen', forMs: HOLDS_MS, anew: ['frozen', 'alias'] } }),
    effect('lift', { always: true, needs: ['freeze', 'switch'] }),
  ];
  return withSession(
    {
      ...fake,
      operations: {
        ...Object.fromEntries(['freeze', 'switch', 'lift'].map((name) => [name, repeatable(name)])),
        compare: { ...(fake.operations['ListTasks'] as Operation), name: 'compare' },
      },
      kinds: {
        held: { ...move, name: 'held', outputs: [], expand: ({ address }) => ({ steps: steps(address), outputs: {} }) },
      },
      checks: { compared: { judge: () => ({ kind: 'passed', detail: 'equal' }) } },
    },
    () => ({
      call: (operation: string) => {
        sent.push(operation);
        return Promise.resolve({ response: {} });
      },
    }),
  );
}
