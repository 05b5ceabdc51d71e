import { defined } from '../../../value/defined.ts';
import type { ValueObject } from '../../../value/value.ts';
import { anObject, flag, optional, text, withFields } from '../../shape.ts';
import type { StepBase } from '../step-base.ts';
import type { NamedStep, StepModule } from '../step-module.ts';
import type { CallBlueprint, StepHold } from './call-blueprint.ts';

/** One API call with an effect. */
export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly holds?: StepHold;
  /** The cut-over of its unit begins with it, unless it has begun before. Absent: it does not. */
  readonly beginsCutover?: true;
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
  shape: {
    operation: text,
    arguments: anObject,
    beginsCutover: optional(flag),
    holds: optional(withFields({ label: text, lift: text, liftedBy: text })),
  },
  build: (base, { operation, arguments: args, holds, beginsCutover = holds !== undefined }) => ({
    ...base,
    kind: 'call',
    operation,
    arguments: args,
    ...defined({ holds }),
    ...(beginsCutover ? { beginsCutover } : {}),
  }),
  meaning: ({ operation, arguments: args }) => ({ operation, arguments: args }),
  describe: ({ operation }) => ({ operation }),
  argumentsOf: (step) => step.arguments,
  plannedReads: ({ operation, arguments: args, provider: connection }, provider) => {
    const read = provider.operations[operation]?.readBefore?.(args);
    return read === undefined ? [] : [{ ...read, connection }];
  },
  holdOf: ({ holds }) => holds,
  callsOf: ({ provider, operation }) => [{ provider, operation }],
  partsOf: ({ operation, arguments: input }) => [{ kind: 'operations', name: operation, sends: 'an effect', input }],
  namesOf: ({ holds }) => namedBy(holds),
  valuesOf: (blueprint) => [blueprint.arguments],
  keeps: ({ operation }, { field, name }, { operations }) => {
    const { recovery, outputs = {} } = operations[operation] ?? {};
    if (field === 'before') return recovery?.policy === 'inspect';
    if (field === 'existing') return recovery?.policy === 'lookup' || recovery?.policy === 'token';
    return field === 'outputs' && Object.hasOwn(outputs, name);
  },
  connectionsOf: ({ provider }) => [provider],
};

const NAMES = ['liftedBy', 'keptOnce', 'checkedBy', 'renewedBy', 'overOnce', 'sentBy'] as const;

function namedBy(holds: StepHold | undefined): readonly NamedStep[] {
  return NAMES.flatMap((member) => {
    const name = holds?.[member];
    return name === undefined ? [] : [{ at: `holds.${member}`, name }];
  });
}
