import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import { ActivitySlots } from '../limits/activity-slots.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { ReadyStep } from './ready-step.ts';
import { StartQueue } from './start-queue.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const UNITS = 14;

const scenario = fc.record({
  active: fc.integer({ min: 1, max: 4 }),
  activePerTarget: fc.integer({ min: 1, max: 3 }),
  targets: fc.array(fc.nat(3), { minLength: UNITS, maxLength: UNITS }),
  priorities: fc.array(fc.nat(4), { minLength: UNITS, maxLength: UNITS }),
  actions: fc.array(fc.tuple(fc.constantFrom('push', 'push', 'close', 'fail'), fc.nat(UNITS)), { maxLength: 60 }),
});

interface Entry {
  readonly unit: PlannedUnit;
  readonly step: ReadyStep;
  readonly target: number;
  readonly priority: number;
}

describe('the start queue', () => {
  it('leaves no step waiting that has room, starts the first one first, and keeps to both limits', () => {
    fc.assert(
      fc.property(scenario, ({ active, activePerTarget, targets, priorities, actions }) => {
        const migrations = targets.map((target, index) => ({
          name: `u${index}`,
          target: 'copy',
          with: { target: `redis-${target}` },
        }));
        const { graph } = buildPlanFixture(migrations, registry);
        const entries = graph.units.map((unit, index): Entry => {
          return { unit, step: new ReadyStep(unit, 0), target: targets[index] ?? 0, priority: priorities[index] ?? 0 };
        });
        const slots = new ActivitySlots({ active, activePerTarget });
        const queue = new StartQueue(new Map([['it', { channel: { slots, usefulBacklog: 1_000 } }]]));
        const fresh = [...entries];
        const waiting = new Set<Entry>();
        const open = new Set<Entry>();
        const hasRoom = ({ target }: Entry): boolean =>
          open.size < active && [...open].filter((other) => other.target === target).length < activePerTarget;

        const takeAll = (): void => {
          for (;;) {
            const startable = [...waiting].filter(hasRoom).map(({ priority }) => priority);
            const step = queue.take('it', (candidate) => [...waiting].some((entry) => entry.step === candidate));
            if (step === undefined) break;
            const taken = [...waiting].find((entry) => entry.step === step);
            if (taken === undefined) throw new Error('only what waits is taken');
            expect(hasRoom(taken)).toBe(true);
            expect(taken.priority).toBe(Math.max(...startable));
            waiting.delete(taken);
            open.add(taken);
          }
          expect([...waiting].filter(hasRoom)).toEqual([]);
        };

        for (const [action, number] of actions) {
          const next = fresh[0];
          if (action === 'push' && next !== undefined) {
            fresh.shift();
            waiting.add(next);
            queue.push(next.step, next.priority);
          }
          const closing = [...open][number % Math.max(1, open.size)];
          if (action === 'close' && closing !== undefined) {
            open.delete(closing);
            queue.closeTask(closing.unit);
          }
          const failing = [...waiting][number % Math.max(1, waiting.size)];
          if (action === 'fail' && failing !== undefined) {
            waiting.delete(failing);
            queue.closeTask(failing.unit);
          }
          if (number % 3 !== 0) takeAll();
        }
        takeAll();
      }),
      { numRuns: 500 },
    );
  });
});
