import { type Answer, type Call, Refusal } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { snapshotAt } from './migration-task.ts';
import { requireTask, wrongState } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/**
 * Swaps the addresses of source and target during the incremental phase; both must be instances of the service.
 * Source: Huawei Cloud DCS API reference, ExchangeInstanceIp; DCS user guide, IP switching.
 */
export function exchangeInstanceIp(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = requireTask(call, state);
  const atMs = world.nowMs();
  const { word, taskStatus, configuration } = snapshotAt(task, atMs);
  if (word !== 'INCRMIGEATING' || taskStatus === 'EXCHANGING') throw wrongState(taskStatus ?? word);
  if (configuration?.source.id == null || configuration.target.id === null) {
    throw new Refusal(400, 'DCS.4855', 'The instances do not support exchanging their IP addresses.');
  }
  const endsAtMs = atMs + world.durationMs('dcsExchangeMs', `${task.name}/${task.phases.length}`);
  task.phases.push({ kind: 'exchanging', atMs, endsAtMs, failure: call.taskFaults.failure });
  return dcsAnswer(world, null, { status: 204, effects: 1 });
}

/** Swaps the addresses back after a successful exchange. */
export function rollbackExchangeInstanceIp(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = requireTask(call, state);
  const atMs = world.nowMs();
  const { word, taskStatus } = snapshotAt(task, atMs);
  if (taskStatus !== 'EXCHANGE_SUCCESS') throw wrongState(taskStatus ?? word);
  const endsAtMs = atMs + world.durationMs('dcsExchangeMs', `${task.name}/${task.phases.length}`);
  task.phases.push({ kind: 'rolling-back', atMs, endsAtMs });
  return dcsAnswer(world, null, { status: 204, effects: 1 });
}
