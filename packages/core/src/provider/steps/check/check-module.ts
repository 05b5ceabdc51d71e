import { defined } from '../../../value/defined.ts';
import type { ValueObject } from '../../../value/value.ts';
import { anObject, optional, text, withFields } from '../../shape.ts';
import type { ProviderPart } from '../provider-part.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule, StepRead } from '../step-module.ts';
import type { BesideRead, CheckBlueprint, Unreachable } from './check-blueprint.ts';

/** A read-only assertion. */
export interface CheckStep extends StepBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  /** With a connection only where that is not the step's own. */
  readonly beside?: BesideRead;
  /** What the check's judge should find; never sent. */
  readonly expect: ValueObject;
  /** Where the connection has to be reached: what is said where it is not. No part of what the step means. */
  readonly unreachable?: Unreachable;
}

/** Passes whatever is answered, and keeps the outputs of its operation. */
const ANSWERED = 'answered';

export interface CheckTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: true;
  readonly isAskedByPreflight: true;
  readonly usesTurn: true;
  readonly waitsOutside: false;
  readonly needsApproval: false;
  readonly isOwnWork: false;
}

export const checkModule: StepModule<CheckBlueprint, CheckStep, CheckTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: true,
    isAskedByPreflight: true,
    usesTurn: true,
    waitsOutside: false,
    needsApproval: false,
    isOwnWork: false,
  },
  shape: {
    operation: text,
    arguments: anObject,
    check: text,
    beside: optional(withFields({ operation: text, arguments: anObject, connection: optional(text) })),
    expect: optional(anObject),
    unreachable: optional(withFields({ what: text, hint: text })),
  },
  build: (base, { operation, arguments: args, check, beside, expect = {}, unreachable }) => {
    const also = beside === undefined ? {} : { beside: besideOf(beside, base) };
    return { ...base, kind: 'check', operation, arguments: args, check, ...also, expect, ...defined({ unreachable }) };
  },
  meaning: ({ operation, arguments: args, check, expect, beside }) => {
    return { operation, arguments: args, check, expect, ...defined({ beside: beside && { ...beside } }) };
  },
  describe: ({ operation }) => ({ operation }),
  argumentsOf: (step) => step.arguments,
  plannedReads: readsOf,
  callsOf: (step) => readsOf(step).map(({ connection: provider, operation }) => ({ provider, operation })),
  partsOf,
  namesOf: () => [],
  valuesOf: ({ arguments: args, expect, beside }) => [args, expect ?? null, beside?.arguments ?? null],
  keeps: ({ operation, check }, { field, name }, { operations, checks }) => {
    const kept = check === ANSWERED ? operations[operation]?.outputs : checks[check]?.outputs;
    return (field === 'outputs' || field === 'kept') && Object.hasOwn(kept ?? {}, name);
  },
  connectionsOf: ({ provider, beside }) =>
    beside?.connection === undefined ? [provider] : [provider, beside.connection],
};

function besideOf({ connection, ...read }: BesideRead, { provider }: StepBase): BesideRead {
  return connection === undefined || connection === provider ? read : { ...read, connection };
}

function readsOf({ provider, operation, arguments: args, beside }: CheckStep): readonly StepRead[] {
  const first = { connection: provider, operation, arguments: args };
  return beside === undefined ? [first] : [first, { connection: provider, ...beside }];
}

function partsOf({ operation, arguments: input, check, beside, expect = {} }: CheckBlueprint): readonly ProviderPart[] {
  const read = { kind: 'operations', name: operation, sends: 'a read', input } as const;
  const judge = { kind: 'checks', name: check, input, expect, isGivenSecond: beside !== undefined } as const;
  const own = check === ANSWERED ? [read] : [read, judge];
  if (beside === undefined) return own;
  const { connection, arguments: args } = beside;
  return [
    ...own,
    {
      kind: 'operations',
      name: beside.operation,
      sends: 'a read',
      input: args,
      isSecond: true,
      ...defined({ connection }),
    },
  ];
}
