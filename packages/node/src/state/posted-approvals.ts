import { type CheckpointStore, type Graph, type InboxRequest, StateUnusableError } from '@waybill/core';
import { type GateApproval, messageOf } from '@waybill/core/internal';

/** An approval that no run has taken yet. */
export type PostedApproval = Omit<Extract<InboxRequest, { kind: 'approve' }>, 'kind' | 'step'>;

export interface PostedApprovals {
  readonly posted: ReadonlyMap<string, readonly PostedApproval[]>;
  /** Why they cannot be read; undefined: they were. */
  readonly postedFault: string | undefined;
}

/** For views: the status is where one looks when a state is damaged. The run that would take a message says it too. */
export async function findPostedApprovals(...where: Parameters<typeof readPostedApprovals>): Promise<PostedApprovals> {
  try {
    return { posted: await readPostedApprovals(...where), postedFault: undefined };
  } catch (error) {
    return { posted: new Map(), postedFault: messageOf(error) };
  }
}

/** By the address of the gate as the plan has it now, oldest first. Takes no lock. */
export async function readPostedApprovals(
  store: CheckpointStore | undefined,
  { renames }: Pick<Graph, 'renames'>,
): Promise<ReadonlyMap<string, readonly PostedApproval[]>> {
  const approvals = new Map<string, PostedApproval[]>();
  for (const request of (await store?.readPosted?.()) ?? []) {
    if (request.kind !== 'approve') continue;
    const { kind: _kind, step, ...approval } = request;
    if (store !== undefined && !isTime(approval.atMs)) throw timeless(store, step);
    const address = renames.step(step);
    approvals.set(address, [...(approvals.get(address) ?? []), approval]);
  }
  return approvals;
}

/** As the run that takes it will see it. */
export function asGateApproval({ atMs = Number.NaN, ...approval }: PostedApproval): GateApproval {
  return { ...approval, at: atMs };
}

function timeless({ location }: CheckpointStore, step: string): StateUnusableError {
  return new StateUnusableError(
    location,
    `the approval of ${step} does not say when it was posted`,
    'Copy the state back from a backup; docs/recovery.md says how.',
  );
}

/** Versions up to 0.1.0 did not say it. */
function isTime(atMs: unknown): boolean {
  return atMs === undefined || (typeof atMs === 'number' && !Number.isNaN(new Date(atMs).getTime()));
}
