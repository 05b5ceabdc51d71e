import type { Answer, Call } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { type MigrationTask, snapshotAt } from './migration-task.ts';
import { requireTask, wrongState } from './read-request.ts';
import { followStop, transferOf } from './real-phases.ts';
import type { HuaweicloudService } from './service.ts';
import { showTask } from './show-migration-task.ts';

/** Answers while the task is still TERMINATING. Source: Open Telekom Cloud DCS API reference, StopMigrationTask. */
export function stopMigrationTask(call: Call, service: HuaweicloudService): Answer {
  const task = requireTask(call, service.state);
  startStopping(task, service.world, service.world.durationMs('dcsStopMs', `${task.name}/${task.phases.length}`));
  return showTask(task, call, service, 1);
}

/** Answers when the task has stopped. Source: Huawei Cloud DCS API reference, StopMigrationTaskSync. */
export function stopMigrationTaskSync(call: Call, service: HuaweicloudService): Answer {
  const task = requireTask(call, service.state);
  startStopping(task, service.world, 0);
  return dcsAnswer(service.world, null, { status: 204, effects: 1 });
}

/** Throws unless data is moving and nobody has stopped it yet. */
export function startStopping(task: MigrationTask, world: HuaweicloudWorld, durationMs: number): void {
  const atMs = world.nowMs();
  const { word, taskStatus } = snapshotAt(task, atMs);
  const isMoving = word === 'FULLMIGRATING' || word === 'INCRMIGEATING' || word === 'MIGRATING';
  if (!isMoving || taskStatus === 'EXCHANGING') throw wrongState(word);
  const phase = { kind: 'stopping', atMs, endsAtMs: atMs + durationMs } as const;
  const transfer = transferOf(task);
  transfer?.stop();
  task.phases.push(transfer === undefined ? phase : followStop(phase, transfer));
}
