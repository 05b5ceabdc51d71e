import { type TakenApproval, takeRequests } from '../decisions/take-requests.ts';
import type { Step } from '../graph/graph.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import type { RuledGates } from './ruled-gates.ts';
import type { RunActivity } from './run-activity.ts';
import { sleepOrStop } from './sleep-or-stop.ts';
import type { StepContextSources } from './step-contexts.ts';

/** How often messages of other processes (approvals) are looked for. */
const INBOX_INTERVAL_MS = 1_000;

export interface RunInboxOptions extends StepContextSources {
  readonly activity: RunActivity;
  readonly ruled: RuledGates;
  readonly onApproved: (approval: TakenApproval) => void;
  /** A gate with a rule was approved by one more. */
  readonly onRuled: (approval: TakenApproval) => void;
  /** As many approved as its rule asks for. */
  readonly onOpened: (gate: Step, by: readonly string[]) => void;
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
    const { activity, parts, records, ruled, onApproved, onRuled, onCancelled } = this.#options;
    activity.enter();
    try {
      const taken = await takeRequests(parts.lease, {
        record: (body) => records.write(body),
        waitingGate: (address) => this.#gateAt(address),
        neededOf: (gate) => ruled.ruleOf(gate)?.count,
        nowMs: () => parts.clock.now(),
      });
      const { cancelledBy } = taken;
      for (const approval of taken.approvals) onApproved(approval);
      for (const approval of taken.ruled) {
        ruled.approved(approval.step);
        onRuled(approval);
      }
      await this.#openRuled();
      if (cancelledBy !== undefined && mayCancel) onCancelled(cancelledBy);
    } finally {
      activity.leave();
    }
  }

  /** Also those whose approvals count only since a moment ago, or were taken by a run that died. */
  async #openRuled(): Promise<void> {
    const { records, ruled, onOpened } = this.#options;
    for (const { gate, verdict } of ruled.open((step) => this.#isWaiting(step))) {
      const by = verdict.counted.map((approval) => approval.by);
      await records.write({ kind: 'gate.opened', step: gate.address, by });
      ruled.opened(gate);
      onOpened(gate, by);
    }
  }

  #isWaiting(step: Step): boolean {
    return needsApproval(step) && this.#options.scheduler.ledger.status(step.address) === 'gated';
  }

  /** Also by an address that it had when the approval was posted. */
  #gateAt(address: string): Step | undefined {
    const step = this.#options.parts.graph.stepsByAddress.get(address);
    return step !== undefined && this.#isWaiting(step) ? step : undefined;
  }
}
