import type { CallStep } from '../../graph/graph.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';

/** An operation with an effect. */
export type EffectOperation = Operation & { readonly recovery: Recovery };

/** One try of a call. */
export interface CallAttempt {
  readonly step: CallStep;
  readonly operation: EffectOperation;
  /** What the journal said of the step when the attempt began. */
  readonly earlier: StepState | undefined;
  /** From 1. */
  readonly attempt: number;
  readonly fingerprint: string;
  /** It repeats, with the same token, a call whose answer was lost: a refusal of it does not say what came of that one. */
  readonly isOpen: boolean;
  /** Its intent is written: it may have been sent. */
  isIntended: boolean;
}
