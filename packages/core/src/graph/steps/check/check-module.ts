import type { BesideRead, CheckBlueprint, Unreachable } from '../../../provider/blueprint.ts';
import { defined } from '../../../value/defined.ts';
import type { ValueObject } from '../../../value/value.ts';
import type { StepBase } from '../step-base.ts';
import type { ProviderPart, StepModule, StepRead } from '../step-module.ts';

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

function partsOf({ operation, check, beside }: CheckBlueprint): readonly ProviderPart[] {
  const judged: readonly ProviderPart[] = check === 'answered' ? [] : [{ kind: 'checks', name: check }];
  const second: readonly ProviderPart[] =
    beside === undefined ? [] : [{ ...readOf(beside), connection: beside.connection }];
  return [readOf({ operation }), ...judged, ...second];
}

function readOf({ operation }: Pick<BesideRead, 'operation'>): ProviderPart {
  return { kind: 'operations', name: operation, sends: 'a read' };
}
