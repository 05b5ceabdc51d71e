import {
  assertInvariant,
  defined,
  type Json,
  type Observation,
  type PollHistory,
  type PollItem,
  type Verdict,
} from '@waybill/core';
import { combineVerdicts } from './combine-verdicts.ts';
import { judgeDuplicates } from './duplicates.ts';
import { COPY_GOALS, GOALS, type TaskView } from './goals.ts';
import { mayBeOldEnd, UNTOLD_MS } from './new-end.ts';
import { NOT_LISTED, type TaskFacts } from './task-facts.ts';
import { failed, pending } from './verdicts.ts';
import { wantedTaskIds } from './wanted-task-ids.ts';

/** What an observation means for a wait. A wait for several tasks is over when each of them is where it should be. */
export function judgeTask(item: PollItem, observation: Observation | undefined, history: PollHistory): Verdict {
  const ids = wantedTaskIds(item.arguments);
  if (ids.length === 0) {
    return { kind: 'failed', status: NOT_LISTED, reason: 'The wait names no task: the call before it returned no id.' };
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
  if (facts?.forbidden !== undefined) return judgeForbidden(facts, facts.forbidden);
  if (facts === undefined || !mayBeOldEnd(item, facts, view.history)) {
    const verdict = goal(view);
    return facts !== undefined && COPY_GOALS.has(item.goal) ? judgeDuplicates(facts, verdict) : verdict;
  }
  const { waitedMs, sinceReadyMs = waitedMs } = view.history;
  return sinceReadyMs < UNTOLD_MS ? pending(facts) : judgeUntold(facts);
}

/** The next round would be refused too, until the permission is granted. */
function judgeForbidden(facts: TaskFacts, { code, hint }: NonNullable<TaskFacts['forbidden']>): Verdict {
  const reason = `Task ${facts.task_id} cannot be observed, and may still be running: ${facts.problem ?? code}`;
  return {
    kind: 'failed',
    status: facts.status,
    code,
    reason,
    ...defined({ hint: hint ?? undefined }),
    isStillRunning: true,
  };
}

/** Nothing shows that the call was executed, although it was accepted. */
function judgeUntold(facts: TaskFacts): Verdict {
  return failed(
    facts,
    `Task ${facts.task_id} has shown ${facts.status} since before it was restarted, and has not changed for ${UNTOLD_MS / 60_000} minutes. It cannot be determined whether it has run again.`,
    'Check its log and compare both sides, then accept the unit, or redo it. `waybill resume --retry-failed` waits for it once more.',
    { isStillRunning: true },
  );
}

/** With several tasks a status text holds one word per task, in their order (see `combineVerdicts`). */
function ownHistory(history: PollHistory, index: number, count: number): PollHistory {
  if (count === 1) return history;
  return { ...history, statuses: history.statuses.map((status) => status.split(', ')[index] ?? NOT_LISTED) };
}
