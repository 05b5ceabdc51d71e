import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PriorityQueue } from './priority-queue.ts';

test('the highest priority comes first, and of equal ones the one that came first, however pushes and pops mix', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: 'pop' as const })), (actions) => {
      const queue = new PriorityQueue<number>();
      const model: { item: number; priority: number }[] = [];
      for (const [index, action] of actions.entries()) {
        if (action !== 'pop') {
          queue.push(index, action);
          model.push({ item: index, priority: action });
          continue;
        }
        const best = model.toSorted((one, other) => other.priority - one.priority || one.item - other.item)[0];
        expect(queue.pop()?.item).toBe(best?.item);
        if (best !== undefined) model.splice(model.indexOf(best), 1);
      }
      expect(queue.size).toBe(model.length);
    }),
  );
});
