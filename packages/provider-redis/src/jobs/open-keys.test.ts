import type { JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { fittingKeys, leftOpenIn, parseLeftOpen } from './open-keys.ts';

const open = (keys: readonly string[], others = 0): JsonObject => ({ keys: [...keys], others });

it('joins what slices have left open, each key once, by its database', () => {
  const left = leftOpenIn([
    { database: 0, open: open(['a', 'b']) },
    { database: 3, open: open(['a'], 2) },
    { database: 0, open: open(['b', 'c']) },
    { database: 5, open: open([]) },
    { database: 6, open: undefined },
  ]);
  expect(left).toEqual({
    databases: [
      { database: 0, keys: ['a', 'b', 'c'] },
      { database: 3, keys: ['a'] },
    ],
    others: 2,
  });
  expect(parseLeftOpen(JSON.parse(JSON.stringify(left)))).toEqual(left);
});

it('keeps as many as fit, and counts the others', () => {
  const large = Array.from({ length: 100 }, (_, at) => `${at}`.padEnd(1_000, '\0'));
  const { databases, others } = leftOpenIn([{ database: 0, open: open(large) }]);
  const kept = databases[0]?.keys.length ?? 0;
  expect(kept).toBeGreaterThan(5);
  expect(kept + others).toBe(100);
  expect(JSON.stringify(databases).length).toBeLessThan(66_000);
  expect(fittingKeys(['long'.repeat(9), 'a'], 10)).toEqual(['a']);
});

it('knows what an earlier version did not keep', () => {
  expect(parseLeftOpen(null)).toBeUndefined();
  expect(parseLeftOpen(undefined)).toBeUndefined();
});
