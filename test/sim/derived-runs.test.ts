import { expect, it } from 'vitest';
import { compareAgain, cutOver, exploreCommand, rollBack } from './derived-runs.ts';

/** Half a second each: a part of them, spread over the run, and all in the long tests. */
const MOST_POINTS = 40;

it.each([
  [
    'a comparison of what was applied',
    compareAgain,
    { results: { customers: 'equal', 'orders-2024': 'equal', 'orders-2025': 'equal' }, twice: [] },
  ],
  [
    'a cut-over',
    cutOver,
    {
      isFrozen: true,
      orders: ['orders-v2'],
      customers: ['customers-v1'],
      copies: [true, true],
      done: ['orders.approve-cutover', 'orders.freeze', 'orders.add-aliases', 'orders.confirm-clients'],
      twice: [],
    },
  ],
  [
    'a way back',
    rollBack,
    {
      isFrozen: false,
      orders: [],
      customers: ['customers-v1'],
      copies: [false, false],
      decided: ['orders begun', 'customers begun', 'orders ended', 'customers ended'],
    },
  ],
])('%s ends the same after a death at any commit or call, and any lost answer', async (_name, command, expected) => {
  const explored = await exploreCommand(command, MOST_POINTS);
  expect(explored.calm.found).toMatchObject(expected);
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBe(MOST_POINTS);
});
