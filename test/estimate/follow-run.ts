import { compilePlan, foldRecords, type JsonObject } from '@waybill/core';
import { DurationLearner, forecastRun, type LearnedDurations } from '@waybill/core/internal';
import { expect } from 'vitest';
import { createTimedWorld, registry, type Times } from './timed-world.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;

/** Between two polls, of the plans that are followed. */
const LONGEST_INTERVAL_MS = 30 * SECOND_MS;

export interface Guess {
  /** Of the whole run. */
  readonly part: number;
  readonly saidMs: number;
  /** It rests on durations that were seen. */
  readonly isLearned: boolean;
  readonly trueMs: number;
}

/** Moments at which the forecast is asked, evenly over a run, whatever happens then. */
const MOMENTS = 24;

/** What a whole run of a plan teaches the next one. */
export async function learnFromRun(plan: JsonObject, times: Times): Promise<LearnedDurations> {
  const compiled = compile(plan);
  const world = createTimedWorld(compiled, times);
  await world.run();
  const learner = new DurationLearner({ ...compiled, registry });
  for (const record of world.records) learner.add(record);
  return learner.learned();
}

/** Runs a plan with the real engine on a virtual clock and asks at many moments how long it goes on. */
export async function followRun(
  plan: JsonObject,
  times: Times,
  learned: { readonly learned?: LearnedDurations } = {},
): Promise<readonly Guess[]> {
  const compiled = compile(plan);
  const world = createTimedWorld(compiled, times);
  const result = await world.run();
  expect(result.outcome).toBe('succeeded');
  const { records } = world;
  const [startsAt, endsAt] = [records[0]?.t ?? 0, records.at(-1)?.t ?? 0];
  return Array.from({ length: MOMENTS - 1 }, (_, index): Guess => {
    const part = (index + 1) / MOMENTS;
    const nowMs = startsAt + (endsAt - startsAt) * part;
    const checkpoint = foldRecords(records.filter(({ t }) => t <= nowMs));
    const forecast = forecastRun({ ...compiled, registry, checkpoint, underWay: { nowMs }, ...learned });
    const { remainingMs, basis } = forecast ?? { remainingMs: Number.POSITIVE_INFINITY, basis: 'learned' };
    return { part, saidMs: remainingMs, isLearned: basis === 'learned', trueMs: endsAt - nowMs };
  });
}

function compile(plan: JsonObject): NonNullable<ReturnType<typeof compilePlan>['compiled']> {
  const { compiled, diagnostics } = compilePlan(JSON.stringify(plan), { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  return compiled;
}

/** What is promised of the runs that are listed in tests: within a quarter of what is left, or ten seconds. */
export function wrongGuesses(guesses: readonly Guess[], tolerance = 0.25): readonly string[] {
  return guessesBeyond(guesses, tolerance, 10 * SECOND_MS);
}

/** What is promised of every run: within a third and a little more of what is left, or one poll and ten seconds. */
export function farGuesses(guesses: readonly Guess[]): readonly string[] {
  return guessesBeyond(guesses, 0.35, LONGEST_INTERVAL_MS + 10 * SECOND_MS);
}

/** Those that a bound is promised of. */
export function boundGuesses(guesses: readonly Guess[]): readonly Guess[] {
  return guesses.filter(({ part, isLearned }) => part >= 0.1 && isLearned);
}

function guessesBeyond(guesses: readonly Guess[], tolerance: number, leastMs: number): readonly string[] {
  return boundGuesses(guesses)
    .filter(({ saidMs, trueMs }) => Math.abs(saidMs - trueMs) > Math.max(trueMs * tolerance, leastMs))
    .map(({ part, saidMs, trueMs }) => `${Math.round(part * 100)} %: said ${saidMs / 1_000} s of ${trueMs / 1_000} s`);
}
