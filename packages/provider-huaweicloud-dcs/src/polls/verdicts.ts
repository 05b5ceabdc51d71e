import { defined, type JsonObject, type Verdict } from '@waybill/core';
import type { TaskFacts } from './task-facts.ts';
import { taskPhase } from './task-status.ts';

type Pending = Extract<Verdict, { readonly kind: 'pending' }>;
type Failed = Extract<Verdict, { readonly kind: 'failed' }>;

export function pending(facts: TaskFacts, warning?: string): Pending {
  const note = warning ?? (facts.problem === null ? undefined : `This poll of the task failed: ${facts.problem}`);
  const progress = facts.full_migration_progress;
  return {
    kind: 'pending',
    status: facts.status,
    ...defined({ progress: progress === null ? undefined : Math.min(1, Math.max(0, progress / 100)), warning: note }),
  };
}

/** `details` are captured besides the task's id and status. */
export function reached(facts: TaskFacts, details: JsonObject = {}): Verdict {
  return {
    kind: 'reached',
    status: facts.status,
    outputs: { task_id: facts.task_id, status: facts.status, ...details },
  };
}

/** A wait can fail although its task keeps running, such as one that someone has configured anew. */
export function failed(
  facts: TaskFacts,
  reason: string,
  hint?: string,
  known: { readonly isStillRunning?: boolean } = {},
): Failed {
  const isStillRunning = known.isStillRunning ?? ['copying', 'steady', 'stopping'].includes(taskPhase(facts.status));
  return {
    kind: 'failed',
    status: facts.status,
    reason,
    ...defined({ hint }),
    ...(isStillRunning ? { isStillRunning } : {}),
  };
}
