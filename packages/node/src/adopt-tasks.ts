import {
  type Adoption,
  type AdoptionSearch,
  type Decision,
  type JsonObject,
  recordDecisions,
  type StepWith,
} from '@waybill/core';
import { findAdoptions, isTaskShown } from '@waybill/core/internal';
import type { PlanAccess } from './plan-access.ts';
import type { AskOptions, FindOptions } from './plan-handle.ts';

/** Looks up at the vendors the tasks of units whose first call is not recorded. Reads only. */
export async function findTasksToAdopt(
  { isMeant = () => true, ...options }: FindOptions,
  access: PlanAccess,
): Promise<AdoptionSearch> {
  return await findAdoptions({ ...(await access.sweep(options)), isMeant });
}

/**
 * Takes over tasks that were found, in a state that is created where there is none.
 *
 * @throws StateLockedError while a run is under way
 */
export async function adoptTasks(found: readonly Adoption[], reason: string, access: PlanAccess): Promise<void> {
  const { plan, graph } = access.compiled;
  const { clock, owner } = access.surroundings;
  const decisions = found.map(({ step, outputs, existingIds, evidence }): Decision => {
    return { kind: 'adopt', step, outputs, existingIds, isFound: true, reason: `${reason} (${evidence})` };
  });
  const firstRun = { plan: plan.name, planDigest: plan.digest, stepCount: graph.stepCount, versions: {} };
  await recordDecisions(decisions, { graph, store: await access.openState(), clock, owner, firstRun });
}

/** Whether the vendor shows the task that the outputs of a call name. Undefined where it cannot be asked about it. */
export async function showsTask(
  named: { readonly step: StepWith<'hasEffect'>; readonly outputs: JsonObject },
  options: AskOptions,
  access: PlanAccess,
): Promise<boolean | undefined> {
  return await isTaskShown({ ...(await access.sweep(options)), ...named });
}
