import { type CheckFinding, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { optionalText } from '../optional-text.ts';
import { isTerminalPhase, taskPhase } from '../poll/task-status.ts';
import { carriesToken } from '../reconcile/task-token.ts';
import { describeFree } from './describe-free.ts';

/**
 * Whether no other task writes to the target: the vendor forbids feeding one target from two tasks. The step expects
 * the `target` free, named by id or addresses. A task of another unit ends in its time and is waited for; anything else needs
 * a person.
 */
export function judgeTargetFree(response: Json, _args: JsonObject, expected: JsonObject): CheckFinding {
  const tasks =
    isJsonObject(response) && Array.isArray(response['migration_tasks']) ? (response['migration_tasks'] as Json[]) : [];
  const live = tasks.filter(isJsonObject).filter((task) => isLive(task) && isOnTarget(task, expected['target']));
  const foreign = live.filter((task) => !carriesToken(task['description']));
  if (foreign.length > 0) {
    return {
      kind: 'failed',
      detail: `The target is already used by ${names(foreign)}.`,
      hint: 'Stop that task, or wait for its end and run again: one target takes one task at a time.',
    };
  }
  if (live.length > 0)
    return { kind: 'not-yet', detail: `The target is used by ${names(live)}, created by a Waybill plan.` };
  return describeFree(response, tasks.length);
}

function isLive(task: JsonObject): boolean {
  const status = task['status'];
  return typeof status === 'string' && !isTerminalPhase(taskPhase(status));
}

/** Older answers call the addresses `target_instance_address`. */
function isOnTarget(task: JsonObject, target: Json | undefined): boolean {
  if (typeof target !== 'string') return false;
  if (task['target_instance_id'] === target) return true;
  const addresses = addressesOf(task['target_instance_addrs'] ?? task['target_instance_address']);
  return addressesOf(target).some((address) => addresses.includes(address));
}

function addressesOf(value: Json | undefined): readonly string[] {
  if (typeof value !== 'string') return [];
  return value.split(',').map((address) => address.trim());
}

function names(tasks: readonly JsonObject[]): string {
  return tasks
    .map((task) => ['task_name', 'task_id', 'status'].flatMap((field) => optionalText(task[field]) ?? []).join(' '))
    .join(', ');
}
