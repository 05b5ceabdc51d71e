import {
  type Answer,
  type Call,
  type ImportOrder,
  type JsonObject,
  objectOf,
  Refusal,
  textOf,
} from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { MigrationTask, Phase, TaskConfiguration } from './migration-task.ts';
import { readInstance, requireFreeTarget, requireUsable, wrongPassword } from './read-configuration.ts';
import { requireBody } from './read-request.ts';
import { followImport, readBackup, readSide } from './real-phases.ts';
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
  const phase: Extract<Phase, { kind: 'importing' }> = {
    kind: 'importing',
    atMs: createdAtMs,
    endsAtMs,
    configuration,
    failure,
  };
  const transfer = failure === null ? world.data?.importBackup(importOrder(name, body, call)) : undefined;
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
    phases: [transfer === undefined ? phase : followImport(phase, transfer)],
  };
  state.addTask(task);
  state.hold(configuration.target, task);
  return dcsAnswer(world, { id: taskId, name, status: 'MIGRATING', error: '' }, { effects: 1 });
}

function importOrder(name: string, body: JsonObject, call: Call): ImportOrder {
  return {
    name,
    backup: readBackup(body),
    target: readSide(body, 'target_instance'),
    damage: call.taskFaults.damage,
  };
}
