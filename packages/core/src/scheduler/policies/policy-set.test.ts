import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlannedUnit } from '../../graph/graph.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { buildPlanFixture } from '../../testing/plan-fixture.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { PolicySet } from './policy-set.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { plan, graph } = buildPlanFixture(
  [
    { name: 'strict', target: 'copy', onFailure: 'stop' },
    { name: 'lax', target: 'copy' },
    { name: 'many', target: 'copy', keys: ['a', 'b', 'c', 'd'] },
  ],
  registry,
);

function ended(index: number, status: 'succeeded' | 'failed' | 'unknown') {
  return { unit: graph.units[index] as PlannedUnit, status, atMs: 0, skippedUnits: [] };
}

test('so many failed units stop the run: steps of one count once, successes and unknown outcomes not at all', () => {
  const status = fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const);
  const ends = fc.array(fc.record({ unit: fc.integer({ min: 1, max: 5 }), status }), { maxLength: 20 });
  fc.assert(
    fc.property(ends, fc.integer({ min: 1, max: 5 }), (drawn, maxFailures) => {
      const policies = new PolicySet({ plan, graph, registry, maxFailures });
      const failed = new Set<number>();
      for (const end of drawn) {
        if (end.status === 'failed') failed.add(end.unit);
        const reason = policies.stepEnded(ended(end.unit, end.status));
        const isOver = end.status === 'failed' && failed.size >= maxFailures;
        expect(reason).toBe(isOver ? (failed.size === 1 ? '1 unit failed' : `${failed.size} units failed`) : undefined);
      }
    }),
  );
});

test('a migration that stops on failure is named before the number of failures', () => {
  const policies = new PolicySet({ plan, graph, registry, maxFailures: 1 });
  expect(policies.stepEnded(ended(0, 'failed'))).toBe('strict failed and its migration says on_failure: stop');
  expect(new PolicySet({ plan, graph, registry }).stepEnded(ended(1, 'failed'))).toBeUndefined();
});

test('the tightest cap on calls counts, and policies without a hold cost nothing', () => {
  const cap = (name: string, callsAtOnce: number) => ({ name, create: () => ({ callsAtOnce }) });
  expect(new PolicySet({ plan, graph, registry }, [cap('loose', 3), cap('tight', 2)]).cap).toEqual({
    policy: 'tight',
    callsAtOnce: 2,
  });
  expect(new PolicySet({ plan, graph, registry, parallelism: 4 }).cap).toEqual({
    policy: 'parallelism',
    callsAtOnce: 4,
  });
  expect(new PolicySet({ plan, graph, registry }).cap).toBeUndefined();
  expect(new PolicySet({ plan, graph, registry }).mayHold).toBe(false);
});
