import type { Check, CheckFinding } from '@waybill/core';
import { type Fields, fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexHealthResponse } from '../generated/answers.generated.ts';

/** Every primary shard of the copy is on a node, so that documents can be written: of a red index each write only waits. */
export const primariesActive: Check = {
  judge: (response, { index }) => judgeHealth(fieldsOf<ShowIndexHealthResponse>(response), textOf(index) ?? ''),
};

function judgeHealth(health: Fields<ShowIndexHealthResponse>, index: string): CheckFinding {
  const status = textOf(health.status) ?? '';
  if (status === 'green' || status === 'yellow')
    return { kind: 'passed', detail: `Every primary shard of ${index} is allocated.` };
  const detail = `${index} is ${status || 'of an unknown status'}: not all of its primary shards are allocated, so that documents cannot be written.`;
  if (status !== 'red' || !isAtRest(health)) return { kind: 'not-yet', detail };
  return {
    kind: 'failed',
    detail,
    hint: `GET /_cluster/allocation/explain with { "index": ${JSON.stringify(index)}, "shard": 0, "primary": true } says why: usually rules of index.routing.allocation in its settings, disabled allocation, or full disks. Once it is yellow or green, retry the unit.`,
  };
}

/** The cluster was given time, and does nothing about it. */
function isAtRest(health: Fields<ShowIndexHealthResponse>): boolean {
  const { timed_out: timedOut, initializing_shards: initializing, number_of_pending_tasks: pending } = health;
  return timedOut === true && initializing === 0 && pending === 0 && health.number_of_in_flight_fetch === 0;
}
