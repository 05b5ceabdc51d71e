import type { CheckpointStore, Graph, InboxRequest } from '@waybill/core';

/** An approval that no run has taken yet. */
export type PostedApproval = Omit<Extract<InboxRequest, { kind: 'approve' }>, 'kind' | 'step'>;

/** By the address of the gate as the plan has it now; the first one where there are several. Takes no lock. */
export async function readPostedApprovals(
  store: CheckpointStore | undefined,
  { renames }: Pick<Graph, 'renames'>,
): Promise<ReadonlyMap<string, PostedApproval>> {
  const approvals = new Map<string, PostedApproval>();
  for (const request of (await store?.readPosted?.()) ?? []) {
    if (request.kind !== 'approve') continue;
    const { kind: _kind, step, ...approval } = request;
    const address = renames.step(step);
    // As whoever takes them does: the first counts.
    if (!approvals.has(address)) approvals.set(address, approval);
  }
  return approvals;
}
