import type { Json, JsonObject } from '../value/value.ts';
import type { DataAmount } from './data-amount.ts';
import type { FailedVerification } from './verification.ts';

/**
 * Judges the answer of a read by what the step expects. Pure. `beside` is the answer of the step's second read. A
 * `ProviderError` of class `not-found` of either read reaches `judgeNotFound`, with that read's arguments, when it is
 * there.
 */
export interface Check {
  readonly judge: (response: Json, args: JsonObject, expected: JsonObject, beside?: Json) => CheckFinding;
  /** `refusal`: what was said in place of an answer, without secrets; `code` is the vendor's own. */
  readonly judgeNotFound?: (
    args: JsonObject,
    expected: JsonObject,
    refusal?: { readonly code: string; readonly message: string },
  ) => CheckFinding;
  /**
   * What is kept of an answer: name → JSON pointer into `{ request, response, beside }`, such as `/response/settings`.
   * Later steps of the unit refer to it as `steps.<check>.outputs.<name>`, also those that run `always`; or as
   * `steps.<check>.kept.<name>`, which is null where the check has not been asked or was not answered. A check that is
   * repeated before the unit's first effect keeps the newer answer; after it the old one stays. A pointer that finds
   * nothing keeps `null`.
   *
   * @default nothing is kept
   */
  readonly outputs?: Readonly<Record<string, string>>;
}

/**
 * What later steps do because of a check, in a few words: `method remote`. A preview binds it: where a run of that preview
 * finds another one, the check fails.
 */
type Decision = string;

/**
 * What is wrong, as the code of the refusal that other reads meet because of it: `index_closed_exception`. Checks of a unit
 * with one cause are one finding of a preview, which names the others.
 */
type Cause = string;

export type CheckFinding =
  | {
      readonly kind: 'passed';
      readonly detail: string;
      readonly decision?: Decision;
      /**
       * What a reviewer should read although nothing is wrong, each without the name of the unit: how much there is, what is
       * left out. Every view of a preview shows them; units with the same one are shown together.
       *
       * @default nothing
       */
      readonly notes?: readonly string[];
      /** @default not known */
      readonly amount?: DataAmount;
      /**
       * Of a comparison of two sides that are equal: how thoroughly they were compared, in a word of the kind. A report says it.
       *
       * @default it is no comparison, or another step of the unit says more
       */
      readonly compared?: string;
      /**
       * Of such a comparison: how many documents or keys the copy is without, because the plan allows it.
       *
       * @default none
       */
      readonly omitted?: number;
    }
  /** Nothing that stops a run, but something an operator should know before it. */
  | {
      readonly kind: 'warning';
      readonly detail: string;
      readonly hint: string;
      readonly decision?: Decision;
      readonly notes?: readonly string[];
      readonly amount?: DataAmount;
      /** @default that of the refusal it was judged by, or one of its own */
      readonly cause?: Cause;
      /**
       * The answer does not say what was asked, and that is what the warning is about.
       *
       * @default false
       */
      readonly isUnknown?: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      readonly hint: string;
      /** Remote tasks of another state that do, or did, the work of this very unit. */
      readonly otherTasks?: readonly string[];
      /** Of a comparison of two sides: the run then ends as one whose verification found differences. */
      readonly result?: FailedVerification;
      /** @default that of the refusal it was judged by, or one of its own */
      readonly cause?: Cause;
    }
  /** The condition may pass by itself (an instance still starting): looked at again within the unit's time-out. */
  | { readonly kind: 'not-yet'; readonly detail: string };
