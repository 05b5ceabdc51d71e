import { WaybillError } from '../errors.ts';
import type { JsonObject } from '../value/value.ts';

/**
 * What an operator says about a unit or step that a run could not bring to its end. Each is journaled with who and why, and
 * the next run continues from it.
 *
 * - `adopt`, `resolve`: an effect whose outcome is unknown did happen (with the outputs that later steps need), or not.
 * - `retry`: a failed unit is worked on again from where it failed.
 * - `skip`: a unit is given up, and what depends on it.
 * - `redo`: a unit is done again from the start, with new names and tokens, whatever was recorded of it.
 * - `accept`: a unit counts as done as it is, and what depends on it continues.
 */
export type Decision =
  | { readonly kind: 'resolve'; readonly step: string; readonly resolution: 'did-not-happen'; readonly reason: string }
  | AdoptDecision
  | { readonly kind: 'retry'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'redo'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'skip'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'accept'; readonly unit: string; readonly reason: string };

export interface AdoptDecision {
  readonly kind: 'adopt';
  readonly step: string;
  readonly outputs: JsonObject;
  readonly reason: string;
  /**
   * The task was looked up, so that the step need not have been tried.
   *
   * @default false
   */
  readonly isFound?: boolean;
  /** Ids that match the natural key of the effect, and are not its task. */
  readonly existingIds?: readonly string[];
}

/** The decision is malformed, or does not fit the status of the unit or step. Nothing was written. */
export class DecisionRefusedError extends WaybillError {
  constructor(message: string, hint: string) {
    super('RUN_DECISION_REFUSED', message, { hint });
  }
}
