import { type JsonObject, objectOf, Refusal, textOf, textOrNumberOf } from '@waybill/stand-kit';
import type { HuaweicloudState } from './huaweicloud-state.ts';
import type { Failure, TaskConfiguration, TaskInstance } from './migration-task.ts';

/** The configuration in a Set request that has passed its schema, without its passwords. */
export function readConfiguration(body: JsonObject): TaskConfiguration {
  const isIncremental = textOf(body, 'migration_method') === 'incremental_migration';
  return {
    method: isIncremental ? 'incremental_migration' : 'full_amount_migration',
    resumeMode: textOf(body, 'resume_mode') ?? 'auto',
    // The table says text, the sample has a number; both are accepted.
    bandwidthLimitMb: textOrNumberOf(body, 'bandwidth_limit_mb'),
    source: readInstance(body, 'source_instance'),
    target: readInstance(body, 'target_instance'),
  };
}

export function readInstance(body: JsonObject, name: string): TaskInstance {
  const instance = objectOf(body, name);
  return { id: textOf(instance, 'id'), addrs: textOf(instance, 'addrs'), name: textOf(instance, 'name') };
}

/** An instance given by id must exist and be running. */
export function requireUsable(instance: TaskInstance, state: HuaweicloudState): void {
  if (instance.id === null) return;
  const found = state.instance(instance.id);
  if (found === null) throw new Refusal(404, 'DCS.3022', 'The instance does not exist.');
  if ((found.status ?? 'RUNNING') !== 'RUNNING') throw new Refusal(400, 'DCS.4049', 'The instance is not running.');
}

/** One live task per target. Source: DCS user guide; the code is the catalogue's for a busy instance. */
export function requireFreeTarget(target: TaskInstance, taskId: string, state: HuaweicloudState): void {
  const holder = state.holderOf(target);
  if (holder === null || holder.taskId === taskId) return;
  throw new Refusal(400, 'DCS.4026', 'The instance is busy: another migration task is writing to it.');
}

/** A seeded instance with a password makes the migration fail when the request has another one. */
export function wrongPassword(body: JsonObject, state: HuaweicloudState): Failure | null {
  const isWrong = ['source_instance', 'target_instance'].some((side) => {
    const instance = objectOf(body, side);
    const id = textOf(instance, 'id');
    const expected = id === null ? undefined : state.instance(id)?.password;
    return expected !== undefined && textOf(instance, 'password') !== expected;
  });
  return isWrong ? { status: null, message: 'The password of the source or target Redis is incorrect.' } : null;
}
