import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BucketQueue } from './bucket-queue.ts';
import { PriorityQueue } from './priority-queue.ts';

test('gives what a heap gives, in the same order, however pushes and pops mix', () => {
  const push = fc.record({ kind: fc.constant('push' as const), priority: fc.integer({ min: -2, max: 5 }) });
  const pops = fc.record({ kind: fc.constant('pop' as const), count: fc.integer({ min: 1, max: 200 }) });
  const actions = fc.array(fc.oneof({ arbitrary: push, weight: 100 }, pops), { minLength: 1, maxLength: 600 });
  fc.assert(
    fc.property(actions, (drawn) => {
      const [queue, heap] = [new BucketQueue<number>(), new PriorityQueue<number>()];
      const expectSame = (): void => {
        const [given, expected] = [queue.pop(), heap.pop()];
        expect([given?.item, given?.priority]).toEqual([expected?.item, expected?.priority]);
      };
      for (const [index, action] of drawn.entries()) {
        if (action.kind === 'pop') for (let left = action.count; left > 0; left -= 1) expectSame();
        else for (const each of [queue, heap]) each.push(index, action.priority);
        expect(queue.size).toBe(heap.size);
      }
      while (heap.size > 0) expectSame();
      expect(queue.pop()).toBeUndefined();
    }),
  );
});
