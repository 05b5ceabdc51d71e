import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import { ActivitySlots } from './activity-slots.ts';

const unit = (index: number, target: number): PlannedUnit =>
  ({
    address: `u[${index}]`,
    activity: { target: `t${target}`, opens: 'create', closes: 'wait' },
  }) as unknown as PlannedUnit;

test('whoever opens only where there is room never has more open than the limits, and closing makes room again', () => {
  const actions = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 2 }), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(
      actions,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      (steps, active, activePerTarget) => {
        const slots = new ActivitySlots({ active, activePerTarget });
        const open = new Map<string, string>();
        for (const [index, target, opens] of steps) {
          const one = unit(index, target);
          if (!opens) {
            expect(slots.close(one.address)).toBe(open.get(one.address));
            open.delete(one.address);
          } else if (slots.whatIsFull(one) === undefined && !open.has(one.address)) {
            slots.open(one);
            slots.open(one);
            open.set(one.address, `t${target}`);
          }
          const onTarget = [...open.values()].filter((other) => other === `t${target}`).length;
          expect(slots.openCount).toBe(open.size);
          expect(open.size).toBeLessThanOrEqual(active);
          expect(onTarget).toBeLessThanOrEqual(activePerTarget);
          expect(slots.hasRoom).toBe(open.size < active);
          expect(slots.hasRoomAt(`t${target}`)).toBe(onTarget < activePerTarget);
        }
      },
    ),
  );
});

test('without limits there is always room', () => {
  const slots = new ActivitySlots({});
  for (let index = 0; index < 1_000; index += 1) {
    expect(slots.whatIsFull(unit(index, 0))).toBeUndefined();
    slots.open(unit(index, 0));
  }
  expect(slots.onTargetOf(unit(1_000, 0))).toHaveLength(1_000);
});
