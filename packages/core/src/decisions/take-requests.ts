import type { Step } from '../graph/graph.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { RecordBody } from '../journal/record.ts';
import { defined } from '../value/defined.ts';

/** What other processes asked for, as far as it fits where the run stands. */
export interface TakenRequests {
  readonly approvals: readonly { readonly step: Step; readonly by: string }[];
  /** Who asked for the run to stop, if anybody did. */
  readonly cancelledBy: string | undefined;
}

/**
 * Takes the messages out of the inbox. Each approval of a gate that is waiting is journaled first; one that came for a
 * gate that is not waiting has no effect, because nobody approves what was not reached.
 */
export async function takeRequests(
  lease: Lease,
  record: (body: RecordBody) => Promise<void>,
  waitingGate: (address: string) => Step | undefined,
): Promise<TakenRequests> {
  const stored = await lease.readRequests();
  const approvals = new Map<string, { readonly step: Step; readonly by: string }>();
  let cancelledBy: string | undefined;
  for (const { request } of stored) {
    if (request.kind === 'cancel') cancelledBy = request.by;
    else {
      const step = waitingGate(request.step);
      if (step === undefined || approvals.has(step.address)) continue;
      const { by, reason } = request;
      await record({ kind: 'gate.approved', step: step.address, by, ...defined({ reason }) });
      approvals.set(step.address, { step, by: request.by });
    }
  }
  if (stored.length > 0) await lease.dropRequests(stored.map(({ id }) => id));
  return { approvals: [...approvals.values()], cancelledBy };
}
