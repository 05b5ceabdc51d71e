import type { ValueObject } from '../../../value/value.ts';
import { anObject, text } from '../../shape.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';
import type { AwaitBlueprint } from './await-blueprint.ts';

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
  shape: { poll: text, goal: text, arguments: anObject },
  build: (base, { poll, goal, arguments: args }) => ({ ...base, kind: 'await', poll, goal, arguments: args }),
  meaning: ({ poll, goal, arguments: args }) => ({ poll, goal, arguments: args }),
  describe: ({ goal }) => ({ goal }),
  argumentsOf: (step) => step.arguments,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: ({ poll, goal, arguments: input }) => [{ kind: 'polls', name: poll, goal, input }],
  namesOf: () => [],
  valuesOf: (blueprint) => [blueprint.arguments],
  // What a wait finds is in its verdict, which no declaration names.
  keeps: (_, { field }) => field === 'outputs',
  connectionsOf: ({ provider }) => [provider],
};
