import type { NamedHold } from './policies/policy-set.ts';
import type { ReadyStep } from './ready-step.ts';

export interface HeldStep {
  readonly step: ReadyStep;
  readonly priority: number;
}

export interface HoldCount {
  readonly policy: string;
  readonly detail: string;
  readonly steps: number;
}

/** Steps that a policy keeps from starting, by what releases them. */
export class HeldSteps {
  readonly #scopes = new Map<string, Scope>();

  add(held: HeldStep, { policy, scope = '', untilMs = Number.POSITIVE_INFINITY, detail }: NamedHold): void {
    const key = `${policy}\n${scope}`;
    const known = this.#scopes.get(key);
    if (known === undefined) this.#scopes.set(key, { policy, detail, untilMs, steps: [held] });
    else {
      known.steps.push(held);
      known.untilMs = untilMs;
    }
  }

  /** How many steps each policy holds, and why. */
  get counts(): readonly HoldCount[] {
    return [...this.#scopes.values()].map(({ policy, detail, steps }) => ({ policy, detail, steps: steps.length }));
  }

  /** When the first hold ends by itself. */
  get endsAtMs(): number {
    if (this.#scopes.size === 0) return Number.POSITIVE_INFINITY;
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.#scopes.values()].map(({ untilMs }) => untilMs));
  }

  /** Takes out the steps of every scope whose first step may start now. */
  release(isHeld: (step: ReadyStep) => boolean): readonly HeldStep[] {
    const released: HeldStep[] = [];
    for (const [key, { steps }] of this.#scopes) {
      const [first] = steps;
      if (first !== undefined && isHeld(first.step)) continue;
      released.push(...steps);
      this.#scopes.delete(key);
    }
    return released;
  }
}

interface Scope {
  readonly policy: string;
  readonly detail: string;
  untilMs: number;
  readonly steps: HeldStep[];
}
