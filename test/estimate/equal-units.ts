import fc from 'fast-check';
import { expect } from 'vitest';
import { followRun, type Guess, SECOND_MS, wrongGuesses } from './follow-run.ts';
import { indices, planOf } from './plans.ts';

/** Runs of this many waves of tasks have shown one before a tenth of them is over. */
const WAVES = 12;

/**
 * Shorter tasks are over within a few polls, which come when they come: one poll more or less in each wave can be more than
 * a quarter of it.
 */
const LEAST_COPY_MS = 60 * SECOND_MS;

/** Every poll of a run is played: one of a week takes minutes of processor time. */
const LONGEST_RUN_MS = 10 * 3_600 * SECOND_MS;

const equalUnits = fc
  .record({
    active: fc.integer({ min: 1, max: 20 }),
    units: fc.integer({ min: 10, max: 200 }),
    copyMs: fc.integer({ min: LEAST_COPY_MS, max: 3_600 * SECOND_MS }),
    callMs: fc.integer({ min: 20, max: 3_000 }),
  })
  .map(({ active, units: drawn, copyMs, ...calls }) => {
    const units = Math.max(drawn, active);
    const longestMs = Math.floor(LONGEST_RUN_MS / Math.ceil(units / active));
    return { ...calls, active, units, copyMs: Math.max(LEAST_COPY_MS, Math.min(copyMs, longestMs)) };
  });

export interface CheckOptions {
  readonly seed: number;
  readonly numRuns: number;
  /**
   * Of the guesses of one run, those that fail the check.
   *
   * @default those beyond the bound of listed runs
   */
  readonly wrong?: (guesses: readonly Guess[]) => readonly string[];
}

/** Runs of equal units, drawn by `seed`, and asks at many moments of each how long it goes on. */
export async function checkEqualUnits({ wrong = wrongGuesses, ...options }: CheckOptions): Promise<void> {
  const property = fc.asyncProperty(equalUnits, async ({ active, units, copyMs, callMs }) => {
    const plan = planOf({ requests: '20/s', active }, { orders: indices(units) });
    const guesses = await followRun(plan, { callMs, copyMs, machineMs: 0 });
    expect(wrong(guesses)).toEqual([]);
    const late = guesses.filter(({ part, isLearned }) => part >= 0.1 && !isLearned);
    if (units >= active * WAVES) expect(late).toEqual([]);
  });
  await fc.assert(property, options);
}
