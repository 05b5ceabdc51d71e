import { createRegistry, type Graph, type Plan } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { RehearsalWorld } from '@waybill/rehearsal';

export const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

/** How long everything takes, in milliseconds. */
export interface Times {
  readonly callMs: number;
  readonly copyMs: number;
  readonly machineMs: number;
  /** By how much the durations of tasks differ. Default 0. */
  readonly jitter?: number;
}

/** The real engine, adapters and sandbox on a virtual clock, undisturbed, where everything takes as long as said. */
export function createTimedWorld(
  compiled: { readonly plan: Plan; readonly graph: Graph },
  times: Times,
  limits: { readonly parallelism?: number } = {},
): RehearsalWorld {
  const world = new RehearsalWorld({
    ...compiled,
    ...limits,
    registry,
    seed: 1,
    interrupt: () => 'none',
    travelMs: () => times.callMs / 2,
    commitMs: () => 0,
  });
  world.sandbox.control.setDurations({
    alicloudPendingMs: 0,
    alicloudRunningMs: times.copyMs,
    dcsMachineCreationMs: times.machineMs,
    dcsJobMs: times.machineMs,
    dcsFullSyncMs: times.copyMs,
    dcsImportMs: times.copyMs,
    jitterFraction: times.jitter ?? 0,
  });
  return world;
}
