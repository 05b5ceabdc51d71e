import type { Answer, Call, CopyOrder, JsonObject } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { isReleased } from './huaweicloud-state.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import {
  type Failure,
  isWorking,
  type MigrationTask,
  type Phase,
  snapshotAt,
  type TaskConfiguration,
} from './migration-task.ts';
import { readConfiguration, requireFreeTarget, requireUsable, wrongPassword } from './read-configuration.ts';
import { requireBody, requireTask, wrongState } from './read-request.ts';
import { followCopy, readSide } from './real-phases.ts';
import type { HuaweicloudService } from './service.ts';
import { statusWordOf } from './status-word.ts';

export type MigratingPhase = Extract<Phase, { readonly kind: 'migrating' }>;

/**
 * Configures a task and starts it; an ended task may be configured again.
 * Source: Open Telekom Cloud DCS API reference, SetOnlineMigrationTask.
 */
export function setOnlineMigrationTask(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = requireTask(call, state);
  const body = requireBody(call);
  const configuration = readConfiguration(body);
  const nowMs = world.nowMs();
  requireConfigurable(task, world);
  requireUsable(configuration.source, state);
  requireUsable(configuration.target, state);
  requireFreeTarget(configuration.target, task.taskId, state);

  const failure = call.taskFaults.failure ?? wrongPassword(body, state);
  const phase = buildMigratingPhase(task, configuration, { world, failure });
  const transfer = failure === null ? world.data?.copy(copyOrder(task, body, call)) : undefined;
  task.phases.push(transfer === undefined ? phase : followCopy(phase, transfer));
  task.resumeMode = configuration.resumeMode;
  task.unfinishedWord = call.taskFaults.statusWord ?? task.unfinishedWord;
  state.hold(configuration.target, task);
  const status = statusWordOf(snapshotAt(task, nowMs), world.settings());
  return dcsAnswer(world, { id: task.taskId, name: task.name, status, error: '' }, { effects: 1 });
}

function copyOrder({ name }: MigrationTask, body: JsonObject, call: Call): CopyOrder {
  return {
    name,
    source: readSide(body, 'source_instance'),
    target: readSide(body, 'target_instance'),
    follows: readConfiguration(body).method === 'incremental_migration',
    damage: call.taskFaults.damage,
  };
}

/** From now on the task migrates; its durations are fixed here. */
export function buildMigratingPhase(
  task: MigrationTask,
  configuration: TaskConfiguration,
  options: { world: HuaweicloudWorld; failure: Failure | null },
): MigratingPhase {
  const { world, failure } = options;
  const atMs = world.nowMs();
  const workName = `${task.name}/${task.phases.length}`;
  const syncedAtMs = atMs + world.durationMs('dcsFullSyncMs', workName);
  const caughtUpAtMs = syncedAtMs + world.durationMs('dcsCatchUpMs', workName);
  return { kind: 'migrating', atMs, syncedAtMs, caughtUpAtMs, configuration, failure };
}

/** The machine must be there, and nothing may be moving yet. */
function requireConfigurable(task: MigrationTask, world: HuaweicloudWorld): void {
  const nowMs = world.nowMs();
  const snapshot = snapshotAt(task, nowMs);
  if (isReleased(task, nowMs, world.settings().releaseIdleAfterMs)) throw wrongState('RELEASED');
  const hasMachine = snapshot.word !== 'CREATING' && !isFailedCreation(snapshot.phase);
  if (task.kind !== 'online' || !hasMachine || isWorking(snapshot)) throw wrongState(snapshot.word);
}

function isFailedCreation(phase: Phase): boolean {
  return phase.kind === 'creating' && phase.failure !== null;
}
