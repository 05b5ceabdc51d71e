import type { Check, CheckFinding, Json } from '@waybill/core';
import { type Fields, fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexHealthResponse } from '../generated/answers.generated.ts';

/** All shards of the copy are there, as far as the cluster has nodes for them. */
export const indexActive: Check = {
  judge: (response: Json, { index }) => judgeHealth(fieldsOf<ShowIndexHealthResponse>(response), textOf(index) ?? ''),
};

function judgeHealth(health: Fields<ShowIndexHealthResponse>, index: string): CheckFinding {
  const status = textOf(health.status) ?? '';
  if (status === 'green') return { kind: 'passed', detail: `${index} is green.` };
  const nodes = count(health.number_of_data_nodes);
  const underWay = count(health.initializing_shards) + count(health.relocating_shards);
  const copies =
    (count(health.active_shards) + count(health.unassigned_shards)) / Math.max(1, count(health.active_primary_shards));
  if (status === 'yellow' && underWay === 0 && copies > nodes)
    return {
      kind: 'warning',
      detail: `${index} is yellow: ${nodes === 1 ? 'one node' : `${nodes} nodes`} cannot hold ${copies} copies of each shard.`,
      hint: 'Add nodes, or lower number_of_replicas.',
    };
  if (status === 'yellow' && underWay === 0 && isAtRest(health))
    return {
      kind: 'warning',
      detail: `${index} is yellow, and the cluster cannot allocate the replicas: allocation rules in its settings, or full disks, keep them from every node.`,
      hint: 'GET /_cluster/allocation/explain says why.',
    };
  return { kind: 'not-yet', detail: `${index} is still ${status || 'of unknown status'}.` };
}

/** It was waited for, and the cluster has nothing more to do: no replica waits for a node that has left, or for a decision. */
function isAtRest(health: Fields<ShowIndexHealthResponse>): boolean {
  const { timed_out: timedOut, delayed_unassigned_shards: delayed, number_of_pending_tasks: pending } = health;
  return timedOut === true && delayed === 0 && pending === 0 && health.number_of_in_flight_fetch === 0;
}

function count(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
