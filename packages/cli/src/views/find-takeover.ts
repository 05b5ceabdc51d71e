import type { Graph, StepFailure } from '@waybill/core';
import type { Takeover } from './next-steps.ts';
import { outputsOfSteps } from './output-names.ts';

/** As all operations that answer the id of the task they create call it. */
const TASK_ID = 'task_id';

/**
 * What taking over the task of another state means for a unit: its first call, and the id of the task where the call
 * answers it and there is one task alone. Otherwise the task is looked up.
 */
export function findTakeover(unit: string, failure: StepFailure | undefined, graph: Graph): Takeover | undefined {
  const call = graph.unitsByAddress.get(unit)?.steps.find((step) => step.kind === 'call');
  const ids = failure?.otherTasks ?? [];
  if (call?.kind !== 'call' || ids.length === 0) return undefined;
  const isClear = ids.length === 1 && outputsOfSteps(call, graph).includes(TASK_ID);
  return { step: call.address, outputs: isClear ? [`${TASK_ID}=${ids[0] ?? ''}`] : [] };
}
