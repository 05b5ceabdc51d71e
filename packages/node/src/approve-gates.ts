import { DecisionRefusedError, defined } from '@waybill/core';
import { needsApproval } from '@waybill/core/internal';
import { findPlanChange } from './find-plan-change.ts';
import type { PlanAccess } from './plan-access.ts';
import type { Approval } from './plan-handle.ts';
import { type RecordedState, readRecorded, type StatusReader } from './state/plan-status.ts';
import { readPostedApprovals } from './state/posted-approvals.ts';

/**
 * Leaves approvals in the state, for the run under way or the next one: all or none.
 *
 * @throws DecisionRefusedError when one is no gate of the plan, or does not wait now
 * @throws PlanChangedError when steps that were done or begun mean something else since
 * @throws StateMissingError when the plan has no state
 */
export async function approveGates(
  gates: readonly string[],
  { by, reason, recorded }: Approval,
  access: PlanAccess,
): Promise<void> {
  const { plan, graph } = access.compiled;
  const present = gates.map((gate) => {
    const step = graph.stepsByAddress.get(gate);
    if (step !== undefined && needsApproval(step)) return step.address;
    throw new DecisionRefusedError(
      `${gate} is not a gate of plan ${plan.name}.`,
      "Pass the address of the gate's step, as the result of a run names it.",
    );
  });
  const store = await access.expectState();
  if (present.length === 0) return;
  const { standing, checkpoint } = await recordedNow(recorded, await access.reader());
  const changed = await findPlanChange(access.compiled, checkpoint);
  if (changed !== undefined) throw changed;
  const early = present.find((gate) => standing.step(gate) !== 'gated');
  if (early !== undefined)
    throw new DecisionRefusedError(
      `${early} does not wait for an approval: it is ${standing.step(early)}.`,
      'Approve a gate once a run has reached it; `status` lists those that wait.',
    );
  const atMs = access.surroundings.clock.now();
  for (const step of present)
    await store.post({ kind: 'approve', step, by: by ?? access.operator, atMs, ...defined({ reason }) });
}

/** The journal can be long: it is folded again only where a run has written to it since the caller read it. */
async function recordedNow(recorded: RecordedState | undefined, reader: StatusReader): Promise<RecordedState> {
  const isCurrent = recorded !== undefined && !(await hasRecordsAfter(recorded.checkpoint.lastSeq, reader));
  return isCurrent ? recorded : await readRecorded(reader);
}

async function hasRecordsAfter(seq: number, { store }: StatusReader): Promise<boolean> {
  for await (const records of store?.read(seq) ?? []) if (records.length > 0) return true;
  return false;
}

/** Gates whose approval waits for a run to take it. */
export async function pendingApprovals(access: PlanAccess): Promise<ReadonlySet<string>> {
  const posted = await readPostedApprovals(await access.state.existing(), access.compiled.graph);
  return new Set(posted.keys());
}
