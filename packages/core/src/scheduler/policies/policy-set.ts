import type { PlannedUnit, Step } from '../../graph/graph.ts';
import type { CallCap } from '../../limits/call-driver.ts';
import { POLICIES } from './policies.ts';
import type { EndedStep, Policy, PolicyDefinition, PolicyHold, PolicySettings, PolicyView } from './policy.ts';

export interface NamedHold extends PolicyHold {
  /** The policy that holds. */
  readonly policy: string;
}

/** The policies of one run. */
export class PolicySet {
  readonly #policies: readonly (Policy & { readonly name: string })[];

  constructor(settings: PolicySettings, definitions: readonly PolicyDefinition[] = POLICIES) {
    this.#policies = definitions.flatMap(({ name, create }) => {
      const policy = create(settings);
      return policy === undefined ? [] : [{ ...policy, name }];
    });
  }

  /** Whether any of them may keep a step from starting. */
  get mayHold(): boolean {
    return this.#policies.some(({ hold }) => hold !== undefined);
  }

  hold(step: Step, unit: PlannedUnit, view: PolicyView): NamedHold | undefined {
    for (const { name, hold } of this.#policies) {
      const held = hold?.(step, unit, view);
      if (held !== undefined) return { ...held, policy: name };
    }
    return undefined;
  }

  /** Every policy learns of it; the first reason to start nothing more counts. */
  stepEnded(ended: EndedStep): string | undefined {
    let first: string | undefined;
    for (const { stepEnded } of this.#policies) {
      const reason = stepEnded?.(ended);
      first ??= reason;
    }
    return first;
  }

  /** The tightest cap on calls over all accounts. */
  get cap(): CallCap | undefined {
    let tightest: CallCap | undefined;
    for (const { name, callsAtOnce } of this.#policies) {
      if (callsAtOnce === undefined || callsAtOnce >= (tightest?.callsAtOnce ?? Number.POSITIVE_INFINITY)) continue;
      tightest = { policy: name, callsAtOnce };
    }
    return tightest;
  }
}
