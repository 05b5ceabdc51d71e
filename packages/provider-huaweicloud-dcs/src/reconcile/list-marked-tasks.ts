import { defined, type MarkedTask, type ReadCall } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { collectTasks, type ListedTask } from '../polls/list-tasks.ts';
import { isTerminalPhase, taskPhase } from '../polls/task-status.ts';
import { parseListedTask } from './find-existing-tasks.ts';
import { howToEnd } from './how-to-end.ts';
import { tokenOf, unitMarkOf } from './task-token.ts';

/** Every task of the project whose description says that a unit created it. */
export async function listMarkedTasks(read: ReadCall): Promise<readonly MarkedTask[]> {
  return await collectTasks(read, parseMarkedTask);
}

function parseMarkedTask(row: ListedTask): MarkedTask | undefined {
  const task = parseListedTask(row);
  const unitToken = tokenOf(task?.description);
  const phase = taskPhase(task?.status ?? '');
  if (task === undefined || unitToken === undefined || phase === 'deleted') return undefined;
  const unitMark = unitMarkOf(task.description);
  const machine = textOf(row.ecs_tenant_private_ip);
  const ending = howToEnd(task.id, phase);
  const createdAtMs = Date.parse(task.createdAt ?? '');
  return {
    id: task.id,
    name: task.name,
    status: task.status,
    unitToken,
    isLive: !isTerminalPhase(phase),
    ...(phase === 'failed' ? { hasFailed: true } : {}),
    ...defined({
      unitMark,
      createdAtMs: Number.isNaN(createdAtMs) ? undefined : createdAtMs,
      machine: phase === 'released' ? undefined : machine,
      howToEnd: ending,
    }),
    ...(isTerminalPhase(phase)
      ? { deleteWith: { operation: 'DeleteMigrationTask', arguments: { task_id_list: [task.id] } } }
      : {}),
  };
}
