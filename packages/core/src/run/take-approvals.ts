import type { Step } from '../graph/graph.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { RecordBody } from '../journal/record.ts';

/**
 * Takes approvals out of the inbox: each one for a gate that is waiting is journaled, then all that were looked at are
 * dropped. One that came for a gate that is not waiting is dropped without effect: nobody approves what was not reached.
 */
export async function takeApprovals(
  lease: Lease,
  record: (body: RecordBody) => Promise<void>,
  waitingGate: (address: string) => Step | undefined,
): Promise<readonly { readonly step: Step; readonly by: string }[]> {
  const stored = await lease.readRequests();
  if (stored.length === 0) return [];
  const approved = new Map<string, { readonly step: Step; readonly by: string }>();
  for (const { request } of stored) {
    const step = waitingGate(request.step);
    if (step === undefined || approved.has(step.address)) continue;
    await record({ kind: 'gate.approved', step: step.address, by: request.by });
    approved.set(step.address, { step, by: request.by });
  }
  await lease.dropRequests(stored.map(({ id }) => id));
  return [...approved.values()];
}
