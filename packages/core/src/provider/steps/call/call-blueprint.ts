import type { ValueObject } from '../../../value/value.ts';
import type { BlueprintBase } from '../blueprint-base.ts';

/** One API call with an effect. */
export interface CallBlueprint extends BlueprintBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
  /**
   * The cut-over of its unit begins with it, unless it has begun before: it is started inside `cutover_windows:` alone, and whatever
   * follows it in its unit at any time.
   *
   * @default whether it `holds` something
   */
  readonly beginsCutover?: boolean;
  /**
   * What the effect keeps others from. `status` names it first, until the unit has succeeded or it was lifted.
   *
   * @default nothing
   */
  readonly holds?: {
    /** What cannot be done meanwhile, one line: `writes to the index orders are refused`. */
    readonly label: string;
    /** The vendor's call that lifts it by hand: `PUT /orders/_settings with { "index.blocks.write": null }`. */
    readonly lift: string;
    /** Name of the step that lifts it when the unit has failed, and when its run ends before: then it is a call as well. */
    readonly liftedBy: string;
    /**
     * Name of the step from whose success on it is kept, also when the unit fails: what lifts it leaves it as it is then.
     *
     * @default it is lifted whenever the unit fails
     */
    readonly keptOnce?: string;
    /**
     * Name of the check that nobody else has done the same before. It is asked again when the call is done again, once it was
     * lifted.
     *
     * @default nothing is asked again
     */
    readonly checkedBy?: string;
    /**
     * Name of the step that does the same again, so that it is held from then on.
     *
     * @default none
     */
    readonly renewedBy?: string;
    /**
     * Name of the step from whose success on nobody is kept from anything, whether or not it was lifted.
     *
     * @default only what lifts it ends it
     */
    readonly overOnce?: string;
    /**
     * Name of the call whose remote job `overOnce` waits for: what others have waited until it was sent is our own work.
     *
     * @default nothing is measured
     */
    readonly sentBy?: string;
    /**
     * After how many milliseconds it ends by itself.
     *
     * @default never
     */
    readonly endsAfterMs?: number;
  };
}

export type StepHold = NonNullable<CallBlueprint['holds']>;
