import { type Answer, type Call, objectOf, Refusal, textOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { MigrationTask, TaskConfiguration } from './migration-task.ts';
import { readInstance, requireFreeTarget, requireUsable, wrongPassword } from './read-configuration.ts';
import { requireBody } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/** Imports a backup and starts at once. Source: Huawei Cloud DCS API reference, CreateMigrationTask. */
export function createMigrationTask(call: Call, { world, state }: HuaweicloudService): Answer {
  const body = requireBody(call);
  const name = textOf(body, 'task_name') ?? '';
  const configuration: TaskConfiguration = {
    method: 'full_amount_migration',
    resumeMode: 'auto',
    bandwidthLimitMb: null,
    source: readInstance(body, 'source_instance'),
    target: readInstance(body, 'target_instance'),
  };
  if (configuration.source.id !== null && state.instance(configuration.source.id) === null) {
    throw new Refusal(404, 'DCS.3022', 'The instance does not exist.');
  }
  requireUsable(configuration.target, state);
  const taskId = world.random.uuid();
  requireFreeTarget(configuration.target, taskId, state);

  const createdAtMs = world.nowMs();
  const endsAtMs = createdAtMs + world.durationMs('dcsImportMs', name);
  const failure = call.taskFaults.failure ?? wrongPassword(body, state);
  const task: MigrationTask = {
    taskId,
    jobId: null,
    name,
    description: textOf(body, 'description'),
    kind: 'import',
    createdAtMs,
    hiddenUntilMs: createdAtMs + call.taskFaults.hiddenMs,
    network: null,
    backupFiles: objectOf(body, 'backup_files'),
    resumeMode: null,
    unfinishedWord: call.taskFaults.statusWord,
    phases: [{ kind: 'importing', atMs: createdAtMs, endsAtMs, configuration, failure }],
  };
  state.addTask(task);
  state.hold(configuration.target, task);
  return dcsAnswer(world, { id: taskId, name, status: 'MIGRATING', error: '' }, { effects: 1 });
}
