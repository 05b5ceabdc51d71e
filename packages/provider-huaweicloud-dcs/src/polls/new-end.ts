import type { JsonObject, PollHistory, PollItem } from '@waybill/core';
import { type EarlierState, earlierStateOf } from './earlier-state.ts';
import { NOT_LISTED, type TaskFacts } from './task-facts.ts';
import { isTerminalPhase, taskPhase } from './task-status.ts';

/** So long a task that has changed may still show its old status, where nothing else was seen in between. */
const SETTLE_MS = 30_000;
/** After this long without any change an operator must check: the call was accepted, and nothing shows it. */
export const UNTOLD_MS = 300_000;

/**
 * Whether the end that a task shows may be that of an earlier run: it was configured or restarted again, and lists and
 * even single looks keep showing the old end for a while, how long is not documented. Time alone proves nothing:
 *
 * - A task that showed no end before the call shows a new one now.
 * - `updated_at` differs from what it was before the call: new, once the task was seen on its way or `SETTLE_MS` have
 *   passed, because the status may follow later than the time.
 * - `updated_at` is what it was: old, whatever was seen in between, because looks may come from different copies.
 * - Where the vendor shows no `updated_at`: new once the task was seen on its way.
 */
export function mayBeOldEnd(item: PollItem, facts: TaskFacts, history: PollHistory): boolean {
  if (!canEndAgain(item) || !isEnd(facts.status) || taskPhase(facts.status) === 'deleted') return false;
  const earlier = earlierStateOf(facts.task_id, item.arguments['before']);
  if (earlier !== undefined && !isEnd(earlier.status)) return false;
  const wasSeenOnItsWay = history.statuses.some((status) => status !== NOT_LISTED && !isEnd(status));
  switch (hasChanged(facts, earlier)) {
    case 'yes':
      return !wasSeenOnItsWay && history.waitedMs < SETTLE_MS;
    case 'no':
      return true;
    case 'not-shown':
      return facts.problem !== null || !wasSeenOnItsWay;
  }
}

/** A list has no `updated_at`: whether an end is new takes a look at the single task. */
export function needsLookForNewEnd(item: PollItem, facts: TaskFacts): boolean {
  const earlier = earlierStateOf(facts.task_id, item.arguments['before']);
  return canEndAgain(item) && isEnd(facts.status) && (earlier === undefined || isEnd(earlier.status));
}

function canEndAgain(item: { readonly goal: string; readonly arguments: JsonObject }): boolean {
  return item.goal === 'restarted' || item.arguments['may_be_stale'] === true;
}

function isEnd(status: string): boolean {
  return isTerminalPhase(taskPhase(status));
}

function hasChanged(facts: TaskFacts, earlier: EarlierState | undefined): 'yes' | 'no' | 'not-shown' {
  if (facts.updated_at === null || earlier === undefined || earlier.updatedAt === null) return 'not-shown';
  return facts.updated_at === earlier.updatedAt ? 'no' : 'yes';
}
