import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { ActivitySlots } from '../limits/activity-slots.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { atOnce } from '../value/sliced.ts';
import type { LedgerChange } from './ledger-change.ts';
import { POLICIES } from './policies/policies.ts';
import type { PolicyDefinition } from './policies/policy.ts';
import { PolicySet } from './policies/policy-set.ts';
import type { ReadyStep } from './ready-step.ts';
import { Scheduler } from './scheduler.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

/** Units with an even number may start in even seconds only. */
const evenSeconds: PolicyDefinition = {
  name: 'even_seconds',
  create: () => ({
    hold: (_, { address }, { nowMs }) => {
      const isEven = Number(address.replace(/\D/gu, '')) % 2 === 0;
      const second = Math.floor(nowMs / 1_000);
      return isEven && second % 2 === 1 ? { detail: 'later', untilMs: (second + 1) * 1_000 } : undefined;
    },
  }),
};

function open({ plan, graph }: PlanFixture, active: number): Scheduler {
  const channel = { slots: new ActivitySlots({ active }), usefulBacklog: 100 };
  return new Scheduler({
    graph,
    providers: new Map([['it', { channel }]]),
    policies: new PolicySet({ plan, graph, registry }, [...POLICIES, evenSeconds]),
    recordOf: () => undefined,
    isSelected: () => true,
  });
}

test('a held step starts when its hold ends and never before, none is lost, and the places are kept', () => {
  const drawn = fc.record({
    units: fc.integer({ min: 1, max: 12 }),
    active: fc.integer({ min: 1, max: 4 }),
    waits: fc.array(fc.integer({ min: 1, max: 2_500 }), { minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(drawn, ({ units, active, waits }) => {
      const keys = Array.from({ length: units }, (_, key) => String(key));
      const fixture = buildPlanFixture([{ name: 'm', target: 'move', keys }], registry);
      const { graph } = fixture;
      const scheduler = open(fixture, active);
      let now = 0;
      const ready: ReadyStep[] = [];
      const admit = (change: LedgerChange): void => atOnce(scheduler.admitSliced(change, (step) => ready.push(step)));
      admit(scheduler.restore(EMPTY_CHECKPOINT, { retryFailed: false }));
      const working: ReadyStep[] = [];
      let ended = 0;
      for (let turn = 0; ended < graph.stepCount; turn += 1) {
        expect(turn).toBeLessThan(10_000);
        for (const step of ready.splice(0)) {
          if (step.kind === 'call' || step.kind === 'check') scheduler.enqueue(step, false);
          else working.push(step);
        }
        for (let step = scheduler.take('it', now); step !== undefined; step = scheduler.take('it', now)) {
          const isEven = Number(step.unit.replace(/\D/gu, '')) % 2 === 0;
          expect(isEven && Math.floor(now / 1_000) % 2 === 1).toBe(false);
          working.push(step);
        }
        const next = working.shift();
        now += waits[turn % waits.length] ?? 1;
        if (next !== undefined) {
          if (next.kind === 'call' || next.kind === 'check') scheduler.workEnded(next);
          admit(scheduler.succeeded(next, now).change);
          ended += 1;
        } else {
          expect(scheduler.holdsEnd.atMs).toBeLessThan(Number.POSITIVE_INFINITY);
          now = Math.max(now, scheduler.holdsEnd.atMs);
          scheduler.wake(now);
        }
      }
    }),
    { numRuns: 60 },
  );
});
