import { expect, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { checkEqualUnits } from './equal-units.ts';
import { boundGuesses, farGuesses, followRun, type Guess, MINUTE_MS, SECOND_MS, wrongGuesses } from './follow-run.ts';
import { caches, indices, planOf } from './plans.ts';

const CALLS = { callMs: 200, machineMs: 2 * MINUTE_MS };

it.each(
  [1, 5, 20, 50].flatMap((active) =>
    [10, 50, 200, 500]
      .filter((units) => units <= active * 100)
      .flatMap((units) => [20 * SECOND_MS, 10 * MINUTE_MS].map((copyMs) => ({ active, units, copyMs }))),
  ),
)(
  '$units indices, $active at a time, of $copyMs ms each',
  async ({ active, units, copyMs }) => {
    const plan = planOf({ requests: '20/s', active }, { orders: indices(units) });
    expect(wrongGuesses(await followRun(plan, { ...CALLS, copyMs }))).toEqual([]);
  },
  600_000,
);

it.each([1, 3, 10].flatMap((targets) => [20, 100].map((units) => ({ units, targets }))))(
  '$units caches on $targets targets',
  async ({ units, targets }) => {
    const plan = planOf({ requests: '10/s', active_per_target: 1 }, { sessions: caches(units, targets) });
    expect(wrongGuesses(await followRun(plan, { ...CALLS, copyMs: 5 * MINUTE_MS }))).toEqual([]);
  },
  600_000,
);

const drawn = { moments: 0, missed: [] as string[] };

/** A run that is followed takes a second of processor time: all of these take some minutes. */
it.each(Array.from({ length: 20 }, (_, index) => LONG_SEED * 20 + index))(
  'equal units, limits, copies and calls drawn by seed %i',
  async (seed) => {
    const wrong = (guesses: readonly Guess[]): readonly string[] => {
      drawn.moments += boundGuesses(guesses).length;
      drawn.missed.push(...wrongGuesses(guesses).map((guess) => `seed ${seed}: ${guess}`));
      return farGuesses(guesses);
    };
    await checkEqualUnits({ seed, numRuns: 10, wrong });
  },
  1_200_000,
);

/**
 * Where the last tasks end just before a poll or just after it, and what is left is less than two intervals between polls, no
 * time is within the bound of both. What polls showed before does not tell which of both it will be.
 */
it('equal units that were drawn: at 999 of 1,000 moments within the bound', () => {
  expect(drawn.missed.length, drawn.missed.join('\n')).toBeLessThanOrEqual(Math.ceil(drawn.moments / 1_000));
});
