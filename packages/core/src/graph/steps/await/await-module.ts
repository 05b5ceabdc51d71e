import type { AwaitBlueprint } from '../../../provider/blueprint.ts';
import type { ValueObject } from '../../../value/value.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';

/** Waiting for a remote task. */
export interface AwaitStep extends StepBase {
  readonly kind: 'await';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}

export interface AwaitTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: false;
  readonly isAskedByPreflight: false;
  readonly usesTurn: false;
  readonly waitsOutside: true;
  readonly needsApproval: false;
  readonly isOwnWork: false;
}

export const awaitModule: StepModule<AwaitBlueprint, AwaitStep, AwaitTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: false,
    isAskedByPreflight: false,
    usesTurn: false,
    waitsOutside: true,
    needsApproval: false,
    isOwnWork: false,
  },
  build: (base, { poll, goal, arguments: args }) => ({ ...base, kind: 'await', poll, goal, arguments: args }),
  meaning: ({ poll, goal, arguments: args }) => ({ poll, goal, arguments: args }),
  describe: ({ goal }) => ({ goal }),
  argumentsOf: (step) => step.arguments,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: ({ poll }) => [{ kind: 'polls', name: poll }],
  connectionsOf: ({ provider }) => [provider],
};
