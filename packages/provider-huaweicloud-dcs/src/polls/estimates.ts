import type { AssumedDuration, Poll } from '@waybill/core';
import type { GoalName } from './goals.ts';
import { COPY_GOALS } from './goals.ts';
import { PAGE_OVERLAP, PAGE_SIZE } from './list-tasks.ts';
import { COPIES_PER_ROUND, JOBS_PER_ROUND } from './read-tasks.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const MACHINE: AssumedDuration = {
  p50Ms: 5 * MINUTE_MS,
  p90Ms: 10 * MINUTE_MS,
  source: 'a guess: the vendor builds a migration machine and gives no time for it',
};
const COPY: AssumedDuration = {
  p50Ms: 15 * MINUTE_MS,
  p90Ms: 2 * 60 * MINUTE_MS,
  source: 'a guess: it depends on the amount of data, which no call shows in advance',
};
const CATCH_UP: AssumedDuration = {
  p50Ms: MINUTE_MS,
  p90Ms: 10 * MINUTE_MS,
  source: 'a guess: it depends on how much is written to the source meanwhile',
};
const STATUS_CHANGE: AssumedDuration = {
  p50Ms: 30 * SECOND_MS,
  p90Ms: 2 * MINUTE_MS,
  source: 'a guess: the task only changes its status',
};
/** Source: Huawei Cloud DCS user guide, "Switching DCS Instance IP Addresses". */
const EXCHANGE: AssumedDuration = {
  p50Ms: MINUTE_MS,
  p90Ms: 3 * MINUTE_MS,
  source: 'the user guide speaks of a source that is read-only for up to a minute',
};

const BY_GOAL: Readonly<Record<GoalName, AssumedDuration>> = {
  configurable: MACHINE,
  migrated: COPY,
  incremental: COPY,
  restarted: COPY,
  lag: CATCH_UP,
  stopped: STATUS_CHANGE,
  absent: STATUS_CHANGE,
  exchanged: EXCHANGE,
  'rolled-back': EXCHANGE,
};

/** For estimates only: nothing in a run depends on it. */
export function assumedDuration(goal: string): AssumedDuration {
  return BY_GOAL[goal as GoalName] ?? COPY;
}

/** The calls of `readTasks` for waits with these goals, when every page of the list has to be read. */
export const callsOfRound: Poll['callsOfRound'] = (goals, unfinished) => {
  const detailed = goals.filter((goal) => goal === 'exchanged' || goal === 'rolled-back').length;
  const machines = unfinished.filter((goal) => goal === 'configurable').length;
  const copies = unfinished.filter((goal) => COPY_GOALS.has(goal)).length;
  const lags = goals.filter((goal) => goal === 'lag').length;
  const listed = goals.length - detailed;
  const pages = listed === 0 ? 0 : Math.max(1, Math.ceil((listed - PAGE_OVERLAP) / (PAGE_SIZE - PAGE_OVERLAP)));
  return [
    { operation: 'ListMigrationTask', calls: pages },
    { operation: 'ShowMigrationTask', calls: detailed },
    { operation: 'ShowMigrationTaskStats', calls: lags + Math.min(COPIES_PER_ROUND, copies) },
    { operation: 'ShowJobInfo', calls: Math.min(JOBS_PER_ROUND, machines) },
  ].filter(({ calls }) => calls > 0);
};
