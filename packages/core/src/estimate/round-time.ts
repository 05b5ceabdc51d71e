import type { Limits } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';

/** How long one round of polls takes, and when in it the tasks were looked at. */
export interface RoundTime {
  /** From its start to its last answer. */
  readonly roundMs: number;
  /** From the moment that its list shows to its last answer. */
  readonly shownBeforeMs: number;
}

export interface RoundLane {
  readonly callMs: number;
  readonly limits: Pick<Limits, 'inFlight' | 'requests'>;
}

/**
 * The time of a round that serves waits with these goals: the calls of its list come one after another, those for single
 * tasks all at once after them, as far as the limits let them.
 */
export function roundTime(
  { callsOfRound }: Pick<Poll, 'callsOfRound'>,
  goals: readonly string[],
  { callMs, limits: { inFlight, requests } }: RoundLane,
): RoundTime {
  const [list, ...others] = callsOfRound(goals, goals);
  const details = others.reduce((sum, { calls }) => sum + calls, 0);
  const byRateMs = Math.max(0, details - requests.count) * (requests.intervalMs / requests.count);
  const detailsMs = Math.max(Math.ceil(details / inFlight) * callMs, byRateMs);
  return { roundMs: Math.max(1, list?.calls ?? 1) * callMs + detailsMs, shownBeforeMs: callMs / 2 + detailsMs };
}
