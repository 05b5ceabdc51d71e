import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Checkpoint, PlanChangedError } from '@waybill/core';
import { compareWithCheckpointSliced, findMovedConnections, inSlices, plannedIdentities } from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';

/**
 * Why a run of the plan as it is now would be refused: steps that were done or begun mean something else. What an operator
 * allows is of the plan that is shown, so it is asked before anybody is.
 */
export async function findPlanChange(
  { plan, graph, registry }: CompiledPlan,
  checkpoint: Checkpoint,
): Promise<PlanChangedError | undefined> {
  const comparison = await inSlices(compareWithCheckpointSliced(graph, plan.digest, checkpoint), nextTurn);
  const moved = findMovedConnections(graph, checkpoint, plannedIdentities(plan, registry));
  if (comparison.changed.length + moved.length === 0) return undefined;
  return new PlanChangedError(comparison, moved, graph);
}
