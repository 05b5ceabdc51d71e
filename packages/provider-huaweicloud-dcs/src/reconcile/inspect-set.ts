import { isJsonObject, type Json, type JsonObject, type LostCall, type ReadCall } from '@waybill/core';
import { type Look, undecided } from '@waybill/provider-kit';
import { addressesOf } from '../kinds/addresses-of.ts';
import { isTerminalPhase, taskPhase } from '../polls/task-status.ts';
import { lostTaskId } from './lost-task-ids.ts';
import { stateBefore } from './observe-before.ts';
import { type ShownInstance, type ShownTask, showTask } from './show-task.ts';
import { carriesToken } from './task-token.ts';

/**
 * Whether a task has taken the configuration of a lost SetOnlineMigrationTask: without a method it has none; with the
 * same method and the same instances it has ours. Passwords are not shown and cannot be compared.
 */
export async function inspectSet(lost: LostCall, read: ReadCall): Promise<Look> {
  const task = await showTask(lostTaskId(lost), read);
  if (task.migrationMethod === undefined) return unconfigured(task);
  const difference = findDifference(task, lost.arguments);
  if (difference !== undefined) {
    return undecided(`Task ${task.id} has a different configuration than the one sent (${difference} differs).`);
  }
  if (isTerminalPhase(task.phase) && !isOfThisCall(task, lost)) {
    const reason = `Task ${task.id} is ${task.status} with the same configuration: it may have ended before this call.`;
    // What it shows may be old: later looks may show more.
    return { kind: 'open', absent: { kind: 'undecided', reason } };
  }
  const response: Json = { id: task.id, status: task.status };
  const evidence = `Task ${task.id} is ${task.status} with the method and instances sent.`;
  return { kind: 'settled', result: { kind: 'happened', response, evidence } };
}

function unconfigured(task: ShownTask): Look {
  const isUntouched = task.phase === 'idle' || task.phase === 'creating' || isTerminalPhase(task.phase);
  if (!isUntouched) return undecided(`Task ${task.id} is ${task.status} but shows no migration method.`);
  const evidence = `Task ${task.id} is ${task.status} and has no configuration.`;
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence } };
}

/**
 * Its state has changed since before the call. Where that was not kept: a task of a unit is configured once, so its
 * configuration is this call's; any other may have run before.
 */
function isOfThisCall(task: ShownTask, lost: LostCall): boolean {
  const before = stateBefore(task.id, lost);
  if (before !== undefined && !isTerminalPhase(taskPhase(before.status))) return true;
  if (before?.updatedAt !== undefined && before.updatedAt !== null && task.updatedAt !== null)
    return task.updatedAt !== before.updatedAt;
  return carriesToken(task.description) || (task.updatedAtMs !== undefined && task.updatedAtMs > lost.intendedAtMs);
}

function findDifference(task: ShownTask, args: JsonObject): string | undefined {
  if (task.migrationMethod !== args['migration_method']) return 'migration_method';
  if (!isSameInstance(args['source_instance'], task.source)) return 'source_instance';
  if (!isSameInstance(args['target_instance'], task.target)) return 'target_instance';
  return undefined;
}

/** By id where one was sent; otherwise by addresses, whose order does not matter. */
function isSameInstance(sent: Json | undefined, shown: ShownInstance): boolean {
  if (!isJsonObject(sent)) return false;
  if (typeof sent['id'] === 'string') return sent['id'] === shown.id;
  const addresses = sortedAddresses(sent['addrs']);
  return addresses !== '' && addresses === sortedAddresses(shown.addrs);
}

function sortedAddresses(value: Json | undefined): string {
  return addressesOf(value).toSorted().join(',');
}
