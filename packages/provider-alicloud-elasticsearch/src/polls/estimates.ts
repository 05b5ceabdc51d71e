import type { AssumedDuration, Poll } from '@waybill/core';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const COPY: AssumedDuration = {
  p50Ms: 15 * MINUTE_MS,
  p90Ms: 2 * 60 * MINUTE_MS,
  source: 'a guess: it depends on the size of the index, which no call shows in advance',
};
const LIST_CHANGE: AssumedDuration = {
  p50Ms: 10 * SECOND_MS,
  p90Ms: MINUTE_MS,
  source: 'a guess: the list of data tasks follows with some delay',
};

/** For estimates only: nothing in a run depends on it. */
export function assumedDuration(goal: string): AssumedDuration {
  return goal === 'found' || goal === 'absent' ? LIST_CHANGE : COPY;
}

/** One list serves all waits of an instance. */
export const callsOfRound: Poll['callsOfRound'] = (goals) =>
  goals.length === 0 ? [] : [{ operation: 'ListDataTasks', calls: 1 }];
