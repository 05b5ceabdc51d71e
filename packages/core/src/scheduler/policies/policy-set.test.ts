import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlannedUnit, Step } from '../../graph/graph.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { buildPlanFixture } from '../../testing/plan-fixture.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { PolicySet } from './policy-set.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { graph } = buildPlanFixture(
  [
    { name: 'strict', target: 'copy', onFailure: 'stop' },
    { name: 'lax', target: 'copy' },
  ],
  registry,
);

function ended(index: number, status: 'succeeded' | 'failed' | 'unknown') {
  const unit = graph.units[index] as PlannedUnit;
  return { unit, step: unit.steps[0] as Step, status };
}

test('so many failures stop the run, and neither successes nor unknown outcomes count', () => {
  const statuses = fc.array(fc.constantFrom('succeeded', 'failed', 'unknown'), { maxLength: 20 });
  fc.assert(
    fc.property(statuses, fc.integer({ min: 1, max: 5 }), (drawn, maxFailures) => {
      const policies = new PolicySet({ graph, maxFailures });
      let failed = 0;
      for (const status of drawn) {
        if (status === 'failed') failed += 1;
        const reason = policies.stepEnded(ended(1, status));
        const isOver = status === 'failed' && failed >= maxFailures;
        expect(reason).toBe(isOver ? (failed === 1 ? '1 unit failed' : `${failed} units failed`) : undefined);
      }
    }),
  );
});

test('a migration that stops on failure is named before the number of failures', () => {
  const policies = new PolicySet({ graph, maxFailures: 1 });
  expect(policies.stepEnded(ended(0, 'failed'))).toBe('strict failed and its migration says on_failure: stop');
  expect(new PolicySet({ graph }).stepEnded(ended(1, 'failed'))).toBeUndefined();
});

test('the tightest cap on calls counts, and policies without a hold cost nothing', () => {
  const cap = (callsAtOnce: number) => ({ name: 'cap', create: () => ({ callsAtOnce }) });
  expect(new PolicySet({ graph }, [cap(3), cap(2)]).callsAtOnce).toBe(2);
  expect(new PolicySet({ graph, parallelism: 4 }).callsAtOnce).toBe(4);
  expect(new PolicySet({ graph }).callsAtOnce).toBeUndefined();
  expect(new PolicySet({ graph }).mayHold).toBe(false);
});
