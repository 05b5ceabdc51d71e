import type { ChosenOrphan, OrphanList, Sweep } from '@waybill/core';
import { deleteOrphans, listOrphans } from '@waybill/core/internal';
import type { PlanAccess } from './plan-access.ts';
import type { AskOptions } from './plan-handle.ts';

/** Remote tasks of the plan that no unit owns any more. Reads only. */
export async function listOrphanTasks(options: AskOptions, access: PlanAccess): Promise<OrphanList> {
  return await listOrphans(await access.sweep(options));
}

/**
 * Deletes those of the chosen tasks that are still orphans.
 *
 * @throws StateLockedError while a run is under way
 * @throws StateMissingError when the plan has no state
 */
export async function deleteOrphanTasks(
  chosen: readonly ChosenOrphan[],
  options: AskOptions,
  access: PlanAccess,
): Promise<Sweep> {
  const { owner } = access.surroundings;
  return await deleteOrphans({ ...(await access.sweep(options)), store: await access.expectState(), owner, chosen });
}
