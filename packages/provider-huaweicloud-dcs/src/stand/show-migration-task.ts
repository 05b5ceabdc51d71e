import type { Answer, Call } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { MigrationTask } from './migration-task.ts';
import { unknownTask } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';
import { showMembers, viewTask } from './view-task.ts';

/** What it says about a deleted task differs in the field, hence the setting. */
export function showMigrationTask(call: Call, service: HuaweicloudService): Answer {
  const task = service.state.task(call.params['task_id'] ?? '');
  if (task === null) throw unknownTask();
  if (task.phases.at(-1)?.kind === 'deleted') return showDeleted(task, call, service);
  return showTask(task, call, service);
}

/** The answer of Show, which Stop gives too. */
export function showTask(task: MigrationTask, call: Call, { world }: HuaweicloudService, effects: number = 0): Answer {
  return dcsAnswer(world, showMembers(viewTask(task, world, call.taskFaults), world.settings()), {
    effects,
  });
}

function showDeleted(task: MigrationTask, call: Call, { world }: HuaweicloudService): Answer {
  const settings = world.settings();
  if (settings.showDeleted === 'not-found') throw unknownTask();
  const status = settings.showDeleted === 'deleted' ? 'DELETED' : 'SUCCESS';
  return dcsAnswer(world, { ...showMembers(viewTask(task, world, call.taskFaults), settings), status });
}
