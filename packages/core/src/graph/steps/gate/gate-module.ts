import type { GateBlueprint } from '../../../provider/blueprint.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';

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
  build: (base, { instruction, isCutover = false }) => ({ ...base, kind: 'gate', instruction, isCutover }),
  meaning: ({ instruction }) => ({ instruction }),
  describe: ({ instruction }) => ({ instruction }),
  argumentsOf: () => undefined,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: () => [],
  connectionsOf: ({ provider }) => [provider],
};
