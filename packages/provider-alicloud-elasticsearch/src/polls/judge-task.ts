import type { Observation, PollHistory, PollItem, Verdict } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** The status of a wait whose task no list has shown yet. */
export const NOT_LISTED = 'not listed';

/** A task that is still missing after this long is worth a word: the vendor documents no delay. */
const LATE_AFTER_MS = 5 * 60 * 1_000;

/** Goals: `found` (the list shows the task), `succeeded`, and `absent` (the list shows it no more). */
export function judgeTask(item: PollItem, observation: Observation | undefined, history: PollHistory): Verdict {
  const isForAbsence = item.goal === 'absent';
  if (observation === undefined) {
    return isForAbsence ? { kind: 'reached', status: 'absent', outputs: {} } : judgeMissing(item, history);
  }
  if (Array.isArray(observation['candidates'])) return severalMatch(observation['candidates']);
  const taskId = textOf(observation['task_id']) ?? '';
  const status = textOf(observation['status']) ?? '';
  if (isForAbsence) return { kind: 'pending', status };
  if (item.goal === 'found') return { kind: 'reached', status, outputs: { task_id: taskId } };
  return judgeStatus(taskId, status, observation);
}

function judgeStatus(taskId: string, status: string, observation: Observation): Verdict {
  switch (observation['meaning']) {
    case 'succeeded':
      return { kind: 'reached', status, outputs: { task_id: taskId, status } };
    case 'failed':
      return {
        kind: 'failed',
        status,
        reason: `Data task ${taskId} ended with status ${status}. The API gives no reason.`,
        hint: 'Read the log of the task in the Elasticsearch console.',
      };
    case 'running':
      return { kind: 'pending', status };
    default:
      return {
        kind: 'pending',
        status,
        warning: `Data task ${taskId} has status "${status}", which no document names. It is treated as still running; the words that end a task can be set under statuses: in the provider's entry.`,
      };
  }
}

/**
 * A task that was seen once and is seen no more is neither a success nor a failure. One list without it may be stale; it
 * is gone when the look before did not show it either.
 */
function judgeMissing(item: PollItem, history: PollHistory): Verdict {
  const taskId = item.arguments['taskId'];
  const wasSeen = typeof taskId === 'string' || history.statuses.some((status) => status !== NOT_LISTED);
  const wasMissing = history.statuses.at(-1) === NOT_LISTED;
  if (wasSeen && wasMissing) {
    const name = typeof taskId === 'string' ? `Data task ${taskId}` : 'The data task';
    return {
      kind: 'failed',
      status: NOT_LISTED,
      reason: `${name} is no longer in the list. That is neither success nor failure: an operator must decide.`,
      hint: 'Compare the sink index with the source, and find out who deleted the task.',
    };
  }
  return {
    kind: 'pending',
    status: NOT_LISTED,
    ...((history.sinceReadyMs ?? history.waitedMs) < LATE_AFTER_MS
      ? {}
      : { warning: 'CreateDataTasks was accepted, but ListDataTasks has not shown the task for 5 minutes.' }),
  };
}

function severalMatch(candidates: readonly unknown[]): Verdict {
  return {
    kind: 'failed',
    status: 'several tasks match',
    reason: `Several tasks match that were not there before: ${candidates.join(', ')}. It cannot be determined which one is ours.`,
    isStillRunning: true,
    hint: 'Someone else may be copying the same index. Delete the tasks that are not wanted, then retry the unit.',
  };
}
