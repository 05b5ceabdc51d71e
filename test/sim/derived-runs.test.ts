import { expect, it } from 'vitest';
import { compareAgain, copyBack, cutOver, exploreCommand, rollBack } from './derived-runs.ts';

/** Half a second each: a part of them, spread over the run, and all in the long tests. */
const MOST_POINTS = 40;

/** Of both sources and both copies. */
const BROUGHT_BACK = { new: { n: 1 }, changed: { n: 2 }, deleted: null };

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
  [
    'a way back that brings what clients wrote to the copy',
    copyBack,
    {
      isFrozen: false,
      orders: [],
      customers: ['customers-v1'],
      copies: [true, true],
      frozenCopies: [true, true],
      documents: [BROUGHT_BACK, BROUGHT_BACK, BROUGHT_BACK, BROUGHT_BACK],
      isSame: [true, true],
      decided: ['orders begun', 'customers begun', 'orders ended', 'customers ended'],
    },
  ],
])('%s ends the same after a death at any commit or call, and any lost answer', async (_name, command, expected) => {
  const explored = await exploreCommand(command, MOST_POINTS);
  expect(explored.calm.found).toMatchObject(expected);
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBe(MOST_POINTS);
});
