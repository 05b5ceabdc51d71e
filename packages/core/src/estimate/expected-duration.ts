import { pollIntervalAfter } from '../limits/poll-pace.ts';
import type { AssumedDuration } from '../provider/assumed-duration.ts';
import type { Polling } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';
import { Distribution, type Spread } from './distribution.ts';
import type { LearnedDurations, LearnedSpread, SliceKind, WaitKind } from './learn-durations.ts';
import type { Basis } from './schedule.ts';

/** How long one kind of wait, or one call, is expected to take, and where that comes from. */
export interface ExpectedDuration extends Spread {
  readonly basis: Basis;
  readonly source: string;
  /**
   * From when it counts, of a wait: what was seen from the call that started the task, a guess from where the wait before
   * this one ended.
   */
  readonly countsFrom: 'start' | 'need';
  /** What a simulation draws from. */
  readonly distribution: Distribution;
}

const ASSUMED_CALL: AssumedDuration = {
  p50Ms: 200,
  p90Ms: 800,
  source: 'a guess: one request over the internet',
};
/** Half of what is not known of a wait concerns all waits of its kind: nobody knows yet how large the data is. */
const COMMON_SHARE = 0.5;

export function expectedWait(
  of: WaitKind & { readonly definition: Poll; readonly polling: Polling },
  learned: LearnedDurations | undefined,
): ExpectedDuration {
  const known = learned?.wait(of);
  if (known === undefined) return assumed(of.definition.assumedDuration(of.goal), COMMON_SHARE);
  const { p50Ms, p90Ms } = known;
  const untilSeen = { p50Ms: withoutPoll(p50Ms, of.polling), p90Ms: withoutPoll(p90Ms, of.polling) };
  return computed(known, 'waits', known.isWithoutPolls === true ? known : untilSeen);
}

/** One slice of own work. Half of what is not known is common to all: how large the data is. */
export function expectedSlice(
  of: SliceKind & { readonly assumedDuration: AssumedDuration },
  learned: LearnedDurations | undefined,
): ExpectedDuration {
  const known = learned?.slice(of);
  return known === undefined ? assumed(of.assumedDuration, COMMON_SHARE) : computed(known, 'slices', known);
}

export function expectedCall(providerType: string, learned: LearnedDurations | undefined): ExpectedDuration {
  const known = learned?.call(providerType);
  return known === undefined ? assumed(ASSUMED_CALL, 0) : computed(known, 'calls', known);
}

/** Draws exactly this long every time; for tests and comparisons. */
export function fixedDuration(ms: number): ExpectedDuration {
  return assumed({ p50Ms: ms, p90Ms: ms, source: 'given' }, 0);
}

function assumed({ p50Ms, p90Ms, source }: AssumedDuration, commonShare: number): ExpectedDuration {
  const distribution = new Distribution({ p50Ms, p90Ms }, commonShare);
  return { p50Ms, p90Ms, basis: 'assumed', source, countsFrom: 'need', distribution };
}

function computed(known: LearnedSpread, what: 'waits' | 'calls' | 'slices', drawn: Spread): ExpectedDuration {
  const { p50Ms, p90Ms, observations } = known;
  const source = `${observations} earlier ${what}`;
  return { p50Ms, p90Ms, basis: 'computed', source, countsFrom: 'start', distribution: new Distribution(drawn, 0) };
}

/**
 * What was observed ends with the poll that showed it, on average half an interval after the task was done. A simulation
 * adds its own polls, so this part is taken off, at most half of it all.
 */
function withoutPoll(observedMs: number, polling: Polling): number {
  return observedMs - Math.min(observedMs, pollIntervalAfter(observedMs, polling)) / 2;
}
