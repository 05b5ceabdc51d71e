import { type Answer, type Call, textListOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { isWorking, snapshotAt } from './migration-task.ts';
import { invalidParameter, requireBody, wrongState } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/** All or none; unknown ids are no mistake. Source: Open Telekom Cloud DCS API reference, DeleteMigrationTask. */
export function deleteMigrationTask(call: Call, { world, state }: HuaweicloudService): Answer {
  const ids = textListOf(requireBody(call), 'task_id_list');
  if (ids === null || ids.length === 0) throw invalidParameter('task_id_list');
  const atMs = world.nowMs();
  const tasks = [...new Set(ids)]
    .map((id) => state.task(id))
    .filter((task) => task !== null)
    .filter((task) => task.phases.at(-1)?.kind !== 'deleted');
  for (const task of tasks) {
    const snapshot = snapshotAt(task, atMs);
    if (isWorking(snapshot)) throw wrongState(snapshot.word);
  }
  for (const task of tasks) {
    task.phases.push({ kind: 'deleted', atMs });
    state.removeFromList(task);
  }
  return dcsAnswer(world, { task_id_list: ids }, { effects: tasks.length });
}
