import type { Graph, StepFailure } from '@waybill/core';
import { hasEffect } from '@waybill/core/internal';
import { outputsOfSteps } from '../documents/output-names.ts';
import { PLACEHOLDER } from './command-line.ts';
import type { Takeover } from './failed-next-steps.ts';

/** As all operations that answer the id of the task they create call it. */
const TASK_ID = 'task_id';

/**
 * What taking over the task of another state means for a unit: its first call, and the id of the task where the call
 * answers it; of several an operator has to choose. Where the call answers no id, the task is looked up.
 */
export function findTakeover(unit: string, failure: StepFailure | undefined, graph: Graph): Takeover | undefined {
  const call = graph.unitsByAddress.get(unit)?.steps.find(hasEffect);
  const ids = failure?.otherTasks ?? [];
  if (call === undefined || ids.length === 0) return undefined;
  if (!outputsOfSteps(call, graph).includes(TASK_ID)) return { step: call.address, outputs: [], choices: [] };
  const [id = '', ...others] = ids;
  return others.length === 0
    ? { step: call.address, outputs: [`${TASK_ID}=${id}`], choices: [] }
    : { step: call.address, outputs: [`${TASK_ID}=${PLACEHOLDER}`], choices: ids };
}
