import { type TakenRequests, takeRequests } from '../decisions/take-requests.ts';
import type { Step } from '../graph/graph.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import type { RunActivity } from './run-activity.ts';
import { sleepOrStop } from './sleep-or-stop.ts';
import type { StepContextSources } from './step-contexts.ts';

/** How often messages of other processes (approvals) are looked for. */
const INBOX_INTERVAL_MS = 1_000;

export interface RunInboxOptions extends StepContextSources {
  readonly activity: RunActivity;
  readonly onApproved: (approval: TakenRequests['approvals'][number]) => void;
  readonly onCancelled: (by: string) => void;
}

/** What other processes ask of a run. */
export class RunInbox {
  readonly #options: RunInboxOptions;

  constructor(options: RunInboxOptions) {
    this.#options = options;
  }

  async watch(until: AbortSignal): Promise<void> {
    const { activity, parts } = this.#options;
    try {
      while (!until.aborted) {
        await sleepOrStop(parts.clock, INBOX_INTERVAL_MS, until);
        if (!until.aborted) await this.take({ mayCancel: true });
      }
    } catch (error) {
      activity.fail(error);
    }
  }

  /** Counted as work: a run must not end between the journaling of an approval and what follows from it. */
  async take({ mayCancel }: { readonly mayCancel: boolean }): Promise<void> {
    const { activity, parts, records, onApproved, onCancelled } = this.#options;
    activity.enter();
    try {
      const { approvals, cancelledBy } = await takeRequests(
        parts.lease,
        (body) => records.write(body),
        (address) => this.#gateAt(address),
      );
      for (const approval of approvals) onApproved(approval);
      if (cancelledBy !== undefined && mayCancel) onCancelled(cancelledBy);
    } finally {
      activity.leave();
    }
  }

  /** Also by an address that it had when the approval was posted. */
  #gateAt(address: string): Step | undefined {
    const { parts, scheduler } = this.#options;
    const step = parts.graph.stepsByAddress.get(address);
    const isWaiting = step !== undefined && needsApproval(step) && scheduler.ledger.status(step.address) === 'gated';
    return isWaiting ? step : undefined;
  }
}
