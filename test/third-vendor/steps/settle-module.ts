import { anObject, text } from '../../../packages/core/src/provider/shape.ts';
import type { BlueprintBase } from '../../../packages/core/src/provider/steps/blueprint-base.ts';
import type { StepBase } from '../../../packages/core/src/provider/steps/step-base.ts';
import type { StepModule } from '../../../packages/core/src/provider/steps/step-module.ts';
import type { ValueObject } from '../../../packages/core/src/value/value.ts';

/** A sixth kind of step: a task is left alone until it has settled. */
export interface SettleBlueprint extends BlueprintBase {
  readonly kind: 'settle';
  readonly poll: string;
  readonly task: ValueObject;
}

interface SettleStep extends StepBase {
  readonly kind: 'settle';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}

interface SettleTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: false;
  readonly isAskedByPreflight: false;
  readonly usesTurn: false;
  readonly waitsOutside: true;
  readonly needsApproval: false;
  readonly isOwnWork: false;
}

const GOAL = 'done';

export const settleModule: StepModule<SettleBlueprint, SettleStep, SettleTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: false,
    isAskedByPreflight: false,
    usesTurn: false,
    waitsOutside: true,
    needsApproval: false,
    isOwnWork: false,
  },
  shape: { poll: text, task: anObject },
  build: (base, { poll, task }) => ({ ...base, kind: 'settle', poll, goal: GOAL, arguments: task }),
  meaning: ({ poll, arguments: task }) => ({ poll, task }),
  describe: () => ({ goal: 'settled' }),
  argumentsOf: (step) => step.arguments,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: ({ poll, task }) => [{ kind: 'polls', name: poll, goal: GOAL, input: task }],
  namesOf: () => [],
  valuesOf: ({ task }) => [task],
  keeps: () => false,
  connectionsOf: ({ provider }) => [provider],
};
