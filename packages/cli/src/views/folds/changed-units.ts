import type { Graph } from '@waybill/core';
import type { PlanEdit } from '@waybill/core/internal';
import type { ChangedUnits } from './next-steps.ts';

/** Units with done steps that mean something else in the plan now, which nobody has accepted yet. */
export function changedUnits(edit: PlanEdit | undefined, graph: Graph): ChangedUnits {
  return { units: unitsOf(edit?.changed ?? [], graph), isSamePlan: edit?.isSamePlan ?? true };
}

/** Units with done steps that mean something else in the plan now, which were accepted as they were done. */
export function acceptedUnits(edit: PlanEdit | undefined, graph: Graph): readonly string[] {
  return unitsOf(edit?.accepted ?? [], graph);
}

function unitsOf(steps: readonly string[], graph: Graph): readonly string[] {
  return [...new Set(steps.flatMap((address) => graph.stepsByAddress.get(address)?.unit ?? []))];
}
