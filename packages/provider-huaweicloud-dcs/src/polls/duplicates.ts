import type { Verdict } from '@waybill/core';
import { type NamedTask, parseListedTask } from '../reconcile/find-existing-tasks.ts';
import { tokenOf } from '../reconcile/task-token.ts';
import type { ListedTask } from './list-tasks.ts';
import type { Duplicate, TaskFacts } from './task-facts.ts';
import { isTerminalPhase, taskPhase } from './task-status.ts';

/**
 * Notes with each of `facts` the other tasks of the list that carry its mark. Two runs on two copies of a state make them,
 * or a create that was sent again because the first one showed up too late.
 */
export function addDuplicates(facts: Map<string, TaskFacts>, rows: readonly ListedTask[]): void {
  const byMark = Map.groupBy(
    rows.flatMap((row) => parseListedTask(row) ?? []),
    markOf,
  );
  byMark.delete(undefined);
  for (const tasks of byMark.values()) {
    if (tasks.length === 1) continue;
    for (const { id } of tasks) {
      const own = facts.get(id);
      const duplicates = tasks.filter((other) => other.id !== id).map((other) => duplicateOf(other));
      if (own !== undefined) facts.set(id, { ...own, duplicates });
    }
  }
}

function markOf({ name, description }: NamedTask): string | undefined {
  const token = tokenOf(description);
  return token === undefined ? undefined : `${token} ${name}`;
}

function duplicateOf({ id, status }: NamedTask): Duplicate {
  return { task_id: id, status };
}

/**
 * A duplicate that copies, or has copied, fails the wait: both tasks write to one target, and an operator must know. One
 * that only waits for its configuration is never configured, and is worth a warning.
 */
export function judgeDuplicates(facts: TaskFacts, verdict: Verdict): Verdict {
  const { duplicates = [] } = facts;
  if (duplicates.length === 0 || verdict.kind === 'failed') return verdict;
  const copying = duplicates.filter(({ status }) => hasCopied(status));
  const idle = duplicates.filter(({ status }) => ['creating', 'idle'].includes(taskPhase(status)));
  const tasks = [facts, ...(copying.length > 0 ? copying : idle)];
  if (tasks.length === 1) return verdict;
  const named = tasks.map(({ task_id, status }) => `${task_id} (${status})`).join(' and ');
  if (copying.length === 0) {
    const warning = `${tasks.length} tasks carry this unit's mark: ${named}. Only the first was configured. Delete the others: their machines are billed.`;
    return verdict.kind === 'pending' && verdict.warning === undefined ? { ...verdict, warning } : verdict;
  }
  const isStillRunning = tasks.some(({ status }) => !isTerminalPhase(taskPhase(status)));
  return {
    kind: 'failed',
    status: facts.status,
    code: 'RUN_TASK_DUPLICATED',
    reason: `${tasks.length} tasks carry this unit's mark, and all of them write to its target: ${named}. Two copies of the state are in use, or the first task showed up too late.`,
    hint: 'Stop the other copy of the state permanently, and let the tasks end. Compare source and target, then accept the unit; or delete the task that is not wanted and retry.',
    isStillRunning,
    // Once the other task is deleted, the same wait ends well.
    isFinal: false,
  };
}

function hasCopied(status: string): boolean {
  return ['copying', 'steady', 'stopping', 'stopped', 'succeeded'].includes(taskPhase(status));
}
