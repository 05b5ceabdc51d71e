import { type Answer, type Call, Refusal, textListOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { hasEnded, type MigrationTask, snapshotAt } from './migration-task.ts';
import { requireFreeTarget } from './read-configuration.ts';
import { invalidParameter, requireBody, unknownTask, wrongState } from './read-request.ts';
import { followCopy, transferOf } from './real-phases.ts';
import type { HuaweicloudService } from './service.ts';
import { buildMigratingPhase } from './set-online-migration-task.ts';
import { startStopping } from './stop-migration-task.ts';

/** Source: Huawei Cloud DCS API reference, BatchRestartOnlineMigrationTasks. */
const MAX_BATCH_IDS = 50;

/** 200 even when members failed; a member's success means accepted, not stopped. */
export function batchStopMigrationTasks(call: Call, service: HuaweicloudService): Answer {
  return runBatch(call, service, (task) => {
    startStopping(task, service.world, service.world.durationMs('dcsStopMs', `${task.name}/${task.phases.length}`));
  });
}

/** Starts stopped or failed tasks again with their stored configuration. */
export function batchRestartOnlineMigrationTasks(call: Call, service: HuaweicloudService): Answer {
  return runBatch(call, service, (task) => {
    const { world, state } = service;
    const snapshot = snapshotAt(task, world.nowMs());
    const { configuration } = snapshot;
    const isRestartable = hasEnded(snapshot) && snapshot.word !== 'SUCCESS' && task.kind === 'online';
    if (!isRestartable || configuration === null) throw wrongState(snapshot.word);
    requireFreeTarget(configuration.target, task.taskId, state);
    const { failure, damage } = call.taskFaults;
    const phase = buildMigratingPhase(task, configuration, { world, failure });
    const transfer = failure === null ? transferOf(task)?.restart(damage) : undefined;
    task.phases.push(transfer === undefined ? phase : followCopy(phase, transfer));
    state.hold(configuration.target, task);
  });
}

interface MemberResult {
  readonly task_id: string;
  readonly result: 'success' | 'failed';
  readonly error_code?: string;
  readonly error_msg?: string;
}

function runBatch(call: Call, service: HuaweicloudService, act: (task: MigrationTask) => void): Answer {
  const ids = textListOf(requireBody(call), 'migration_tasks');
  if (ids === null || ids.length === 0 || ids.length > MAX_BATCH_IDS) throw invalidParameter('migration_tasks');
  const results = ids.map((id) => runMember(id, service, act));
  const effects = results.filter((member) => member.result === 'success').length;
  return dcsAnswer(service.world, { migration_tasks: results }, { effects });
}

function runMember(id: string, { state }: HuaweicloudService, act: (task: MigrationTask) => void): MemberResult {
  try {
    const task = state.task(id);
    if (task === null || task.phases.at(-1)?.kind === 'deleted') throw unknownTask();
    act(task);
    return { task_id: id, result: 'success' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { task_id: id, result: 'failed', error_code: error.code, error_msg: error.message };
  }
}
