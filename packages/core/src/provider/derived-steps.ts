import type { Blueprint } from './blueprint.ts';

/** Steps that a plan does not have, for a unit of it that was applied. */
export interface DerivedSteps {
  readonly kind: 'steps';
  readonly blueprint: Blueprint;
  /** What these steps mean for users of the data. */
  readonly impact: Impact;
}

/** There is nothing to be done with the unit as it is. `why` is one sentence, for users. */
export interface NotDerived {
  readonly kind: 'none';
  readonly why: string;
}

/**
 * The comparison of both sides of a unit. The outputs of its blueprint are what it noted of either side before it compared
 * them: they are recorded with its result, and `Kind.freshness` compares with them.
 */
export type Verification = (DerivedSteps & { readonly level: string }) | NotDerived;

/**
 * What reviewers read of a kind beside its checks, from the vendor's documents: one line each, of at most 160 characters;
 * empty where nothing is to be said.
 */
export interface Impact {
  /** What users of the data notice, and when: `None: the source stays writable.` */
  readonly downtime: string;
  /** How to roll back, and until when. */
  readonly wayBack: string;
  /**
   * What becomes of data even when every step succeeds, and no check can see: `What is written to the source meanwhile is
   * missing in the target.`
   *
   * @default nothing to be said
   */
  readonly risk?: string;
  /**
   * The steps during which users notice the downtime, by name: from when `from` starts (a gate: when it is approved) until
   * `until` has ended. Previews show then when, and for how long, it is expected.
   *
   * @default no step is known to cause it
   */
  readonly downtimeSteps?: { readonly from: string; readonly until: string };
}
