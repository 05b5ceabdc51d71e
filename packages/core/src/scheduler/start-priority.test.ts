import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Step } from '../graph/graph.ts';
import { PRIORITY } from '../limits/channel.ts';
import { startPriority } from './start-priority.ts';

const step = (height: number, needs: readonly string[]): Step => ({ height, needs }) as unknown as Step;

test('work under way goes before new work, and within both the longest way to the end goes first', () => {
  const heights = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(heights, heights, (one, other) => {
      const urgent = startPriority({ ...step(one, ['a']), isUrgent: true }, true);
      expect(urgent).toBeGreaterThan(startPriority(step(other, ['a']), true));
      expect(urgent).toBeLessThan(PRIORITY.settle);
      expect(startPriority(step(one, ['a']), false)).toBeGreaterThan(startPriority(step(other, []), false));
      expect(startPriority(step(one, []), true)).toBeGreaterThan(startPriority(step(other, []), false));
      for (const needs of [[], ['a']]) {
        const difference = startPriority(step(one, needs), false) - startPriority(step(other, needs), false);
        expect(Math.sign(difference)).toBe(Math.sign(one - other));
      }
    }),
  );
});
