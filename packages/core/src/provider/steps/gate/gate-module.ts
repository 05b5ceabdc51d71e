import { a, text } from '../../shape.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';
import type { GateBlueprint } from './gate-blueprint.ts';

/** A stop until an operator approves. */
export interface GateStep extends StepBase {
  readonly kind: 'gate';
  readonly instruction: string;
  /** It leads clients to the target. */
  readonly isCutover: boolean;
}

export interface GateTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: false;
  readonly isAskedByPreflight: false;
  readonly usesTurn: false;
  readonly waitsOutside: false;
  readonly needsApproval: true;
  readonly isOwnWork: false;
}

export const gateModule: StepModule<GateBlueprint, GateStep, GateTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: false,
    isAskedByPreflight: false,
    usesTurn: false,
    waitsOutside: false,
    needsApproval: true,
    isOwnWork: false,
  },
  // It can take days.
  shape: {
    instruction: text,
    relies: a('an approval that relies on nothing', (value) => value === undefined),
  },
  build: (base, { instruction, isCutover = false }) => ({ ...base, kind: 'gate', instruction, isCutover }),
  meaning: ({ instruction }) => ({ instruction }),
  describe: ({ instruction }) => ({ instruction }),
  argumentsOf: () => undefined,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: () => [],
  namesOf: () => [],
  valuesOf: () => [],
  keeps: () => false,
  connectionsOf: ({ provider }) => [provider],
};
