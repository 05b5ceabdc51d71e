import type { Step } from '../graph/graph.ts';
import type { InboxRequest, Lease } from '../journal/checkpoint-store.ts';
import type { GateApproved, RecordBody } from '../journal/record.ts';
import { MAX_SKEW_MS } from '../journal/step-state.ts';
import { defined } from '../value/defined.ts';

export interface TakenApproval {
  readonly step: Step;
  readonly by: string;
}

/** What other processes asked for, as far as it fits where the run stands. */
export interface TakenRequests {
  /** Of gates that one approval opens: the first of each. */
  readonly approvals: readonly TakenApproval[];
  /** Of gates with a rule: all of them, whether they count or not. */
  readonly ruled: readonly TakenApproval[];
  /** Who asked for the run to stop, if anybody did. */
  readonly cancelledBy: string | undefined;
}

export interface TakingRun {
  readonly record: (body: RecordBody) => Promise<void>;
  /** The gate at an address, if it waits. */
  readonly waitingGate: (address: string) => Step | undefined;
  /** How many approvals its rule asks for; undefined: it has none. */
  readonly neededOf: (gate: Step) => number | undefined;
  readonly nowMs: () => number;
}

/**
 * Takes the messages out of the inbox. Each approval of a gate that is waiting is journaled first; one that came for a
 * gate that is not waiting has no effect, because nobody approves what was not reached.
 */
export async function takeRequests(
  lease: Lease,
  { record, waitingGate, neededOf, nowMs }: TakingRun,
): Promise<TakenRequests> {
  const stored = await lease.readRequests();
  const approvals = new Map<string, TakenApproval>();
  const ruled: TakenApproval[] = [];
  let cancelledBy: string | undefined;
  for (const { request } of stored) {
    if (request.kind === 'cancel') cancelledBy = request.by;
    else {
      const step = waitingGate(request.step);
      if (step === undefined || approvals.has(step.address)) continue;
      const needed = neededOf(step);
      await record(recordOf(request, step.address, { needed, nowMs: nowMs() }));
      if (needed === undefined) approvals.set(step.address, { step, by: request.by });
      else ruled.push({ step, by: request.by });
    }
  }
  if (stored.length > 0) await lease.dropRequests(stored.map(({ id }) => id));
  return { approvals: [...approvals.values()], ruled, cancelledBy };
}

function recordOf(
  { by, reason, ticket, host, identity, atMs }: Extract<InboxRequest, { kind: 'approve' }>,
  step: string,
  { needed, nowMs }: { readonly needed: number | undefined; readonly nowMs: number },
): GateApproved & RecordBody {
  // What is dated further ahead keeps its time, by which it is known that it never counts.
  const givenMs = atMs === undefined || atMs > nowMs + MAX_SKEW_MS ? atMs : Math.min(atMs, nowMs);
  return {
    kind: 'gate.approved',
    step,
    by,
    ...defined({ needed, reason, ticket, host, identity, atMs: givenMs }),
  };
}
