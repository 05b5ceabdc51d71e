import {
  type Answer,
  type Call,
  defined,
  isJsonObject,
  type KeyPlane,
  type PlaneWork,
  Refusal,
} from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { type MigrationTask, snapshotAt, type TaskConfiguration } from './migration-task.ts';
import { requireTask, wrongState } from './read-request.ts';
import { followExchange, followRollback, transferOf } from './real-phases.ts';
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
  const { failure } = call.taskFaults;
  const hosts = hostsIn(call);
  const phase = { kind: 'exchanging', atMs, endsAtMs, failure, ...defined({ hosts }) } as const;
  const work = failure === null ? exchangeOf(task, configuration, world.data) : undefined;
  if (failure === null && world.data === undefined) exchangeHosts(phase, world);
  task.phases.push(work === undefined ? phase : followExchange(phase, work));
  return dcsAnswer(world, null, { status: 204, effects: 1 });
}

/** Swaps the addresses back after a successful exchange. */
export function rollbackExchangeInstanceIp(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = requireTask(call, state);
  const atMs = world.nowMs();
  const { word, taskStatus, configuration } = snapshotAt(task, atMs);
  if (taskStatus !== 'EXCHANGE_SUCCESS') throw wrongState(taskStatus ?? word);
  const endsAtMs = atMs + world.durationMs('dcsExchangeMs', `${task.name}/${task.phases.length}`);
  const phase = { kind: 'rolling-back', atMs, endsAtMs } as const;
  // Nothing is copied back: what was written at the target meanwhile stays there.
  const work = exchangeOf(null, configuration, world.data);
  const exchanged = task.phases.findLast((candidate) => candidate.kind === 'exchanging');
  if (world.data === undefined) exchangeHosts({ hosts: exchanged?.hosts, endsAtMs }, world);
  task.phases.push(work === undefined ? phase : followRollback(phase, work));
  return dcsAnswer(world, null, { status: 204, effects: 1 });
}

/** What swaps real addresses, after the rest of the task's data. Undefined: nothing is real. */
function exchangeOf(
  task: MigrationTask | null,
  configuration: TaskConfiguration | null,
  data: KeyPlane | undefined,
): PlaneWork | undefined {
  const [sourceId, targetId] = [configuration?.source.id, configuration?.target.id];
  if (data === undefined || sourceId == null || targetId == null) return undefined;
  const transfer = task === null ? undefined : transferOf(task);
  return data.exchangeAddresses({ sourceId, targetId, ...defined({ transfer }) });
}

/** What is simulated elsewhere in the sandbox answers at the other address from then on. */
function exchangeHosts(
  { hosts, endsAtMs }: { readonly hosts?: readonly [string, string] | undefined; readonly endsAtMs: number },
  { addresses }: Pick<HuaweicloudWorld, 'addresses'>,
): void {
  if (hosts !== undefined) addresses?.exchange({ hosts, atMs: endsAtMs });
}

function hostsIn({ json }: Call): readonly [string, string] | undefined {
  const given = isJsonObject(json) ? json['exchanged_ip'] : undefined;
  const [one, other, ...more] = Array.isArray(given) ? given : [];
  return typeof one === 'string' && typeof other === 'string' && more.length === 0 ? [one, other] : undefined;
}
