import type { CheckBlueprint } from '../../../provider/blueprint.ts';
import { defined } from '../../../value/defined.ts';
import type { ValueObject } from '../../../value/value.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';

/** A read-only assertion. */
export interface CheckStep extends StepBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  readonly beside?: { readonly operation: string; readonly arguments: ValueObject };
  /** What the check's judge should find; never sent. */
  readonly expect: ValueObject;
}

export interface CheckTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: true;
  readonly isAskedByPreflight: true;
  readonly usesTurn: true;
  readonly waitsOutside: false;
  readonly needsApproval: false;
}

export const checkModule: StepModule<CheckBlueprint, CheckStep, CheckTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: true,
    isAskedByPreflight: true,
    usesTurn: true,
    waitsOutside: false,
    needsApproval: false,
  },
  build: (base, { operation, arguments: args, check, beside, expect = {} }) => {
    const also = defined({ beside });
    return { ...base, kind: 'check', operation, arguments: args, check, ...also, expect };
  },
  meaning: ({ operation, arguments: args, check, expect, beside }) => {
    return { operation, arguments: args, check, expect, ...defined({ beside }) };
  },
  describe: ({ operation }) => ({ operation }),
  argumentsOf: (step) => step.arguments,
  plannedRead: (step) => step,
};
