import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { addressesOf } from '../kinds/addresses-of.ts';
import { type ListedTask, listedTasks } from '../polls/list-tasks.ts';
import { isTerminalPhase, taskPhase } from '../polls/task-status.ts';
import { carriesToken, tokenOf, unitMarkOf } from '../reconcile/task-token.ts';
import { describeFree } from './describe-free.ts';

/**
 * Whether no other task writes to the target: the vendor forbids feeding one target from two tasks. The step expects
 * the `target` free, named by id or addresses. A task of another unit ends in its time and is waited for; anything else
 * needs an operator. So does a task that was created for this very unit by another state: the work is under way, or done.
 * The unit's own tasks (by its `tokens`) are no obstacle: the create adopts them.
 */
export function judgeTargetFree(response: Json, _args: JsonObject, expected: JsonObject): CheckFinding {
  const tasks = listedTasks(response);
  const others = tasks.filter((task) => tokenOf(task.description) !== presentToken(expected));
  const sameWork = others.filter((task) => isOfAnotherState(task, expected));
  if (sameWork.length > 0) return describeSameWork(sameWork);
  const live = others.filter((task) => isLive(task) && isOnTarget(task, expected['target']));
  const foreign = live.filter((task) => !carriesToken(task.description));
  if (foreign.length > 0) {
    return {
      kind: 'failed',
      detail: `The target is already used by ${names(foreign)}.`,
      hint: 'Stop that task, or wait until it has ended and run again: a target takes one task at a time.',
    };
  }
  const own = live.filter((task) => isLeftBehind(task, expected));
  if (own.length > 0) {
    return {
      kind: 'failed',
      detail: `The target is still fed by ${names(own)}, which the unit had before it was started over, and which does not end by itself.`,
      hint: 'Stop that task in the console, then run `waybill resume --retry-failed`: one target takes one task at a time.',
    };
  }
  if (live.length > 0)
    return { kind: 'not-yet', detail: `The target is used by ${names(live)}, created by a Waybill plan.` };
  return describeFree(response, tasks.length);
}

function presentToken(expected: JsonObject): Json {
  return tokensOf(expected).at(-1) ?? null;
}

/** The present one, after those that the unit had before it was started over. */
function tokensOf(expected: JsonObject): readonly Json[] {
  return Array.isArray(expected['tokens']) ? expected['tokens'] : [];
}

/**
 * Created for the same unit of the same plan by a state that is not this one. Tasks of older versions say so by their
 * name alone, which counts on the same target. One that has failed did not do the work, and starting a unit over is a
 * decision to do it again.
 */
function isOfAnotherState(task: ListedTask, expected: JsonObject): boolean {
  const token = tokenOf(task.description);
  if (token === undefined || tokensOf(expected).includes(token)) return false;
  const mark = unitMarkOf(task.description);
  const isNamesake =
    task.task_name === `${textOf(expected['name']) ?? ''}-${token}` && isOnTarget(task, expected['target']);
  if (mark === undefined ? !isNamesake : mark !== expected['unit']) return false;
  const phase = taskPhase(textOf(task.status) ?? '');
  if (phase === 'failed' || phase === 'deleted') return false;
  return !isTerminalPhase(phase) || tokensOf(expected).length < 2;
}

/** No run stops it any more, and it replicates until somebody does. */
function isLeftBehind({ description, status }: ListedTask, expected: JsonObject): boolean {
  const token = tokenOf(description);
  return token !== undefined && tokensOf(expected).includes(token) && taskPhase(textOf(status) ?? '') === 'steady';
}

function describeSameWork(tasks: readonly ListedTask[]): CheckFinding {
  const live = tasks.filter(isLive);
  if (live.length > 0) {
    return {
      kind: 'failed',
      detail: `This unit is in progress in another state: ${names(live)}.`,
      hint: 'Continue with that state, or take its task over with `waybill state adopt PLAN --all` once nothing else runs it.',
      otherTasks: idsOf(live),
    };
  }
  return {
    kind: 'failed',
    detail: `This unit was carried out by another state: ${names(tasks)}.`,
    hint: 'Take its task over with `waybill state adopt PLAN --all`. `waybill redo` migrates everything once more, with a new task.',
    otherTasks: idsOf(tasks),
  };
}

function idsOf(tasks: readonly ListedTask[]): readonly string[] {
  return tasks.flatMap((task) => textOf(task.task_id) ?? []);
}

function isLive(task: ListedTask): boolean {
  const status = task.status;
  return typeof status === 'string' && !isTerminalPhase(taskPhase(status));
}

/** Older answers call the addresses `target_instance_address`. */
function isOnTarget(task: ListedTask, target: Json | undefined): boolean {
  if (typeof target !== 'string') return false;
  if (task.target_instance_id === target) return true;
  const addresses = addressesOf(task.target_instance_addrs ?? task.target_instance_address);
  return addressesOf(target).some((address) => addresses.includes(address));
}

function names(tasks: readonly ListedTask[]): string {
  return tasks
    .map((task) => [task.task_name, task.task_id, task.status].flatMap((field) => textOf(field) ?? []).join(' '))
    .join(', ');
}
