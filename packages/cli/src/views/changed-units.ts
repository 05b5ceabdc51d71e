import type { Graph, PlanEdit } from '@waybill/core';
import type { ChangedUnits } from './next-steps.ts';

/** Units with done steps that mean something else in the plan now. */
export function changedUnits(edit: PlanEdit | undefined, graph: Graph): ChangedUnits {
  const units = (edit?.redo ?? []).flatMap((address) => graph.stepsByAddress.get(address)?.unit ?? []);
  return { units: [...new Set(units)], isSamePlan: edit?.isSamePlan ?? true };
}
