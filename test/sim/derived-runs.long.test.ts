import { expect, it } from 'vitest';
import { compareAgain, copyBack, cutOver, exploreCommand, rollBack } from './derived-runs.ts';

it.each([
  ['a comparison of what was applied', compareAgain],
  ['a cut-over', cutOver],
  ['a way back', rollBack],
  ['a way back that brings what clients wrote to the copy', copyBack],
])('%s ends the same after a death at every commit and call, and every lost answer', async (_name, command) => {
  const explored = await exploreCommand(command);
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBeGreaterThan(100);
});
