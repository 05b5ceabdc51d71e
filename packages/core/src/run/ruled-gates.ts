import { type GateVerdict, judgeGate } from '../approvals/judge-gate.ts';
import { ruleOfGate } from '../approvals/rule-of-gate.ts';
import type { Step } from '../graph/graph.ts';
import type { ApprovalRule } from '../plan/approval-rule.ts';
import type { RunParts } from './run-parts.ts';

type RuledParts = Pick<RunParts, 'approvals' | 'fold' | 'clock'>;

/** Gates that wait, and whose plan says who has to approve them. What their approvals amount to is asked of the journal each time. */
export class RuledGates {
  readonly #parts: RuledParts;
  /** Those that somebody approved: of others nothing can become of by itself. */
  readonly #approved = new Map<string, Step>();

  constructor(parts: RuledParts) {
    this.#parts = parts;
  }

  ruleOf(gate: Step): ApprovalRule | undefined {
    return ruleOfGate(this.#parts.approvals, gate);
  }

  /** A gate is reached. It may have been approved by as many as it takes before, in a run that died. */
  reached(gate: Step): void {
    if (this.ruleOf(gate) !== undefined && this.#approvalsOf(gate).length > 0) this.#approved.set(gate.address, gate);
  }

  /** An approval is in the journal. */
  approved(gate: Step): void {
    this.#approved.set(gate.address, gate);
  }

  /** Those that are open now; each is given until it is `opened`. */
  open(isWaiting: (gate: Step) => boolean): readonly { readonly gate: Step; readonly verdict: GateVerdict }[] {
    return [...this.#approved.values()].flatMap((gate) => {
      if (!isWaiting(gate)) {
        this.#approved.delete(gate.address);
        return [];
      }
      const verdict = this.verdictOf(gate);
      return verdict.isOpen ? [{ gate, verdict }] : [];
    });
  }

  opened(gate: Step): void {
    this.#approved.delete(gate.address);
  }

  /** Undefined for one without a rule. */
  ruledVerdictOf(gate: Step): GateVerdict | undefined {
    return this.ruleOf(gate) === undefined ? undefined : this.verdictOf(gate);
  }

  verdictOf(gate: Step): GateVerdict {
    return judgeGate(this.ruleOf(gate), this.#approvalsOf(gate), this.#parts.clock.now());
  }

  #approvalsOf({ address }: Step) {
    return this.#parts.fold.step(address)?.approvals ?? [];
  }
}
