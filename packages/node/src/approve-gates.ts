import { DecisionRefusedError, defined, type Graph, type Step } from '@waybill/core';
import {
  type ApprovalRule,
  type ApproverIdentity,
  approverKey,
  isApprover,
  judgeGate,
  lacksReason,
  needsApproval,
  ruleOfGate,
} from '@waybill/core/internal';
import { findPlanChange } from './find-plan-change.ts';
import type { PlanAccess } from './plan-access.ts';
import type { Approval } from './plan-handle.ts';
import { type RecordedState, readRecorded, type StatusReader } from './state/plan-status.ts';
import { asGateApproval, readPostedApprovals } from './state/posted-approvals.ts';

/**
 * Leaves approvals in the state, for the run under way or the next one: all or none.
 *
 * @throws DecisionRefusedError when one is no gate of the plan, does not wait now, or its rule does not let this approver open it
 * @throws PlanChangedError when steps that were done or begun mean something else since
 * @throws StateMissingError when the plan has no state
 */
export async function approveGates(
  gates: readonly string[],
  { by, reason, ticket, identity, recorded }: Approval,
  access: PlanAccess,
): Promise<void> {
  const { plan, graph } = access.compiled;
  const present = gates.map((gate) => gateAt(gate, graph, plan.name));
  const store = await access.expectState();
  if (present.length === 0) return;
  const approver = by ?? access.operator;
  for (const gate of present) refuseByRule(gate, ruleOfGate(plan.approvals, gate), { approver, reason });
  const { standing, checkpoint } = await recordedNow(recorded, await access.reader());
  const changed = await findPlanChange(access.compiled, checkpoint);
  if (changed !== undefined) throw changed;
  const early = present.find(({ address }) => standing.step(address) !== 'gated')?.address;
  if (early !== undefined)
    throw new DecisionRefusedError(
      `${early} does not wait for an approval: it is ${standing.step(early)}.`,
      'Approve a gate once a run has reached it; `status` lists those that wait.',
    );
  const { clock, owner } = access.surroundings;
  const known: ApproverIdentity = identity ?? { basis: by === undefined ? 'os-user' : 'flag' };
  const given = { by: approver, host: owner.host, identity: known, atMs: clock.now(), ...defined({ reason, ticket }) };
  for (const { address } of present) await store.post({ kind: 'approve', step: address, ...given });
}

function gateAt(
  address: string,
  { stepsByAddress }: Graph,
  plan: string,
): Extract<Step, { readonly isCutover: boolean }> {
  const step = stepsByAddress.get(address);
  if (step !== undefined && needsApproval(step)) return step;
  throw new DecisionRefusedError(
    `${address} is not a gate of plan ${plan}.`,
    "Pass the address of the gate's step, as the result of a run names it.",
  );
}

/** What would never count is not posted. A run that finds it all the same does not count it either. */
function refuseByRule(
  { address }: Pick<Step, 'address'>,
  rule: ApprovalRule | undefined,
  { approver, reason }: { readonly approver: string; readonly reason: string | undefined },
): void {
  if (rule === undefined) return;
  if (!isApprover(rule, approver))
    throw new DecisionRefusedError(
      `${approver} may not approve ${address}.`,
      `Its approvers are ${rule.approvers?.join(', ')}. Whoever of them approves says so: --as NAME on the command line, \`by\` in a program.`,
    );
  if (lacksReason(rule, reason))
    throw new DecisionRefusedError(
      `${address} was not approved: the plan asks for a reason.`,
      'Say why with --reason TEXT on the command line, or with `reason` in a program.',
    );
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

/**
 * Gates whose approval waits for a run to take it: where the plan has a rule, that of this approver, as far as it counts now. One that
 * has expired meanwhile can be given again.
 */
export async function pendingApprovals(access: PlanAccess, by: string = access.operator): Promise<ReadonlySet<string>> {
  const { plan, graph } = access.compiled;
  const posted = await readPostedApprovals(await access.state.existing(), graph);
  const nowMs = access.surroundings.clock.now();
  return new Set(
    [...posted].flatMap(([address, approvals]) => {
      const rule = ruleOfGate(plan.approvals, graph.stepsByAddress.get(address));
      if (rule === undefined) return [address];
      const mine = approvals.filter((approval) => approverKey(approval.by) === approverKey(by));
      return judgeGate(rule, mine.map(asGateApproval), nowMs).counted.length > 0 ? [address] : [];
    }),
  );
}
