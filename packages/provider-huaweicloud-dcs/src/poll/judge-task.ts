import {
  assertInvariant,
  type Json,
  type Observation,
  type PollHistory,
  type PollItem,
  type Verdict,
} from '@waybill/core';
import { combineVerdicts } from './combine-verdicts.ts';
import { GOALS, type TaskView } from './goals.ts';
import { NOT_LISTED, type TaskFacts } from './task-facts.ts';
import { isTerminalPhase, taskPhase } from './task-status.ts';
import { pending } from './verdicts.ts';
import { wantedTaskIds } from './wanted-task-ids.ts';

/** After this long the end that a task shows is its present one, even if nothing else was seen in between. */
const STALE_MS = 30_000;

/** What an observation means for a wait. A wait for several tasks is over when each of them is where it should be. */
export function judgeTask(item: PollItem, observation: Observation | undefined, history: PollHistory): Verdict {
  const ids = wantedTaskIds(item.arguments);
  if (ids.length === 0) {
    return { kind: 'failed', status: NOT_LISTED, reason: 'The wait names no task: the call before it captured no id.' };
  }
  const seen = Array.isArray(observation?.['tasks']) ? (observation['tasks'] as readonly Json[]) : [];
  const verdicts = ids.map((id, index) => {
    const facts = seen[index] as TaskFacts | null | undefined;
    return judgeOne(item, {
      id,
      facts: facts ?? undefined,
      arguments: item.arguments,
      history: ownHistory(history, index, ids.length),
    });
  });
  return combineVerdicts(ids, verdicts);
}

function judgeOne(item: PollItem, view: TaskView): Verdict {
  const goal = GOALS[item.goal];
  assertInvariant(goal !== undefined, `migration-tasks has a goal ${item.goal}`);
  const { facts } = view;
  if (facts !== undefined && isPossiblyStale(item, facts, view.history)) return pending(facts);
  return goal(view);
}

/**
 * A task that is started a second time goes on showing the end of its first run for a moment. An end counts once the
 * task was seen on its way, or after `STALE_MS`.
 */
function isPossiblyStale(item: PollItem, facts: TaskFacts, history: PollHistory): boolean {
  if (item.goal !== 'restarted' && item.arguments['may_be_stale'] !== true) return false;
  if (!isTerminalPhase(taskPhase(facts.status)) || history.waitedMs >= STALE_MS) return false;
  return !history.statuses.some((status) => status !== NOT_LISTED && !isTerminalPhase(taskPhase(status)));
}

/** With several tasks a status text holds one word per task, in their order (see `combineVerdicts`). */
function ownHistory(history: PollHistory, index: number, count: number): PollHistory {
  if (count === 1) return history;
  return { ...history, statuses: history.statuses.map((status) => status.split(', ')[index] ?? NOT_LISTED) };
}
