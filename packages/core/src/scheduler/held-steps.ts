import { defined } from '../value/defined.ts';
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
  /** When it ends by itself. Absent: only when a unit ends. */
  readonly untilMs?: number;
  /** The run ends rather than waits until then. Absent: it waits. */
  readonly endsRun?: true;
}

/** Steps that a policy keeps from starting, by what releases them. */
export class HeldSteps {
  readonly #scopes = new Map<string, Scope>();

  add(held: HeldStep, hold: NamedHold): void {
    const { policy, untilMs, endsRun = false, detail } = hold;
    const key = keyOf(hold);
    const known = this.#scopes.get(key);
    if (known === undefined) this.#scopes.set(key, { policy, detail, endsRun, untilMs, steps: [held] });
    else {
      known.steps.push(held);
      known.untilMs = untilMs;
    }
  }

  /** How many steps each policy holds, and why. */
  get counts(): readonly HoldCount[] {
    return [...this.#scopes.values()].map(({ policy, detail, steps, untilMs, endsRun }) => ({
      policy,
      detail,
      steps: steps.length,
      ...defined({ untilMs }),
      ...(endsRun ? { endsRun } : {}),
    }));
  }

  /** When the first hold ends by itself, and the first of those that a run waits for; infinite where none does. */
  get ends(): HoldEnds {
    if (this.#scopes.size === 0) return NO_END;
    const all = [...this.#scopes.values()];
    return { atMs: firstEnd(all), waitedForAtMs: firstEnd(all.filter(({ endsRun }) => !endsRun)) };
  }

  /** Takes out the steps of every scope whose first step may start now, or is held by something else. */
  release(holdOf: (step: ReadyStep) => NamedHold | undefined): readonly HeldStep[] {
    const released: HeldStep[] = [];
    for (const [key, scope] of this.#scopes) {
      const [first] = scope.steps;
      const hold = first === undefined ? undefined : holdOf(first.step);
      if (hold !== undefined && keyOf(hold) === key) {
        scope.untilMs = hold.untilMs;
        scope.detail = hold.detail;
        continue;
      }
      released.push(...scope.steps);
      this.#scopes.delete(key);
    }
    return released;
  }
}

function keyOf({ policy, scope = '' }: NamedHold): string {
  return `${policy}\n${scope}`;
}

export interface HoldEnds {
  readonly atMs: number;
  readonly waitedForAtMs: number;
}

const NO_END: HoldEnds = { atMs: Number.POSITIVE_INFINITY, waitedForAtMs: Number.POSITIVE_INFINITY };

function firstEnd(scopes: readonly Scope[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...scopes.map(({ untilMs = Number.POSITIVE_INFINITY }) => untilMs));
}

interface Scope {
  readonly policy: string;
  detail: string;
  readonly endsRun: boolean;
  untilMs: number | undefined;
  readonly steps: HeldStep[];
}
