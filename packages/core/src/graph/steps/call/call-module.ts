import type { CallBlueprint } from '../../../provider/blueprint.ts';
import { defined } from '../../../value/defined.ts';
import type { ValueObject } from '../../../value/value.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';

/** One API call with an effect. */
export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly holds?: CallBlueprint['holds'];
}

export interface CallTraits {
  readonly hasEffect: true;
  readonly isRepeatedOnResume: false;
  readonly isAskedByPreflight: false;
  readonly usesTurn: true;
  readonly waitsOutside: false;
  readonly needsApproval: false;
  readonly isOwnWork: false;
}

export const callModule: StepModule<CallBlueprint, CallStep, CallTraits> = {
  traits: {
    hasEffect: true,
    isRepeatedOnResume: false,
    isAskedByPreflight: false,
    usesTurn: true,
    waitsOutside: false,
    needsApproval: false,
    isOwnWork: false,
  },
  build: (base, { operation, arguments: args, holds }) => ({
    ...base,
    kind: 'call',
    operation,
    arguments: args,
    ...defined({ holds }),
  }),
  meaning: ({ operation, arguments: args }) => ({ operation, arguments: args }),
  describe: ({ operation }) => ({ operation }),
  argumentsOf: (step) => step.arguments,
  plannedReads: ({ operation, arguments: args, provider: connection }, provider) => {
    const read = provider.operations[operation]?.readBefore?.(args);
    return read === undefined ? [] : [{ ...read, connection }];
  },
  callsOf: ({ provider, operation }) => [{ provider, operation }],
  partsOf: ({ operation }) => [{ kind: 'operations', name: operation, sends: 'an effect' }],
  connectionsOf: ({ provider }) => [provider],
};
