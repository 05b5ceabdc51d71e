import {
  type AppliedUnit,
  type CheckBlueprint,
  type ComparedSide,
  defined,
  isValueObject,
  type JsonObject,
  type KindInput,
  Reference,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { idOf } from './steps.ts';

export const SIDES = ['source', 'target'] as const;
export type SideName = (typeof SIDES)[number];

/** Of the servers whose addresses the plan, or the service, knows. */
const ALIASES: Readonly<Record<SideName, string>> = { source: 'redis.source', target: 'redis.target' };

/** See `Kind.addressedConnections`: for each side that `verify.connect` leaves out. */
export function addressedConnections({ verify }: ValueObject): Readonly<Record<string, string>> {
  if (!isValueObject(verify)) return {};
  const connect = objectIn(verify['connect']);
  return Object.fromEntries(
    SIDES.filter((side) => connect[side] === undefined).map((side) => [ALIASES[side], 'redis'] as const),
  );
}

/** By which a side is called; undefined where nothing says where it is. */
export function comparedSide(side: SideName, input: KindInput | AppliedUnit): Omit<ComparedSide, 'data'> | undefined {
  const connection = objectIn(objectIn(input.options['verify'])['connect'])[side];
  const namedAt = `verify.connect.${side}`;
  if (typeof connection === 'string') return { connection, namedAt };
  const address = addressOf(side, input);
  return address === undefined ? undefined : { connection: ALIASES[side], namedAt, address };
}

/** The step whose outputs say where an instance is, for a side that nothing else locates. */
export function addressSteps(input: KindInput): readonly CheckBlueprint[] {
  const connect = objectIn(objectIn(input.options['verify'])['connect']);
  return SIDES.flatMap((side): readonly CheckBlueprint[] => {
    const instance = input.with[`${side}_instance`];
    const id = idOf(instance);
    if (connect[side] !== undefined || id === undefined || addressesIn(instance) !== undefined) return [];
    return [
      {
        kind: 'check',
        name: stepOf(side),
        title: `the address of the ${side}, by its instance`,
        operation: 'ShowInstance',
        // As the check of the instance asks, so that one answer serves both.
        arguments: { instance_id: id },
        check: 'address-known',
        expect: { side, has_password: objectIn(instance)['password'] !== undefined },
      },
    ];
  });
}

function addressOf(side: SideName, input: KindInput | AppliedUnit): ComparedSide['address'] {
  const instance = input.with[`${side}_instance`];
  const { password } = objectIn(instance);
  const addresses = addressesIn(instance);
  if (addresses !== undefined)
    return {
      arguments: { addresses, ...defined({ password }) },
      origin: `the address in ${side}_instance.addrs`,
    };
  if (idOf(instance) === undefined) return undefined;
  const found = 'outputsOf' in input ? recorded(input.outputsOf(stepOf(side))) : referred(side);
  return found === undefined
    ? undefined
    : { arguments: { ...found, ...defined({ password }) }, origin: 'the address that ShowInstance gives' };
}

function addressesIn(instance: Value | undefined): Value | undefined {
  return isValueObject(instance) ? (instance['addrs'] ?? undefined) : undefined;
}

/** As of before the first effect: an exchange of addresses does not change what was noted. */
const NOTED = ['host', 'port', 'mode', 'tls'] as const;

function referred(side: SideName): ValueObject {
  return Object.fromEntries(NOTED.map((name) => [name, new Reference(['steps', stepOf(side), 'outputs', name])]));
}

function recorded(outputs: JsonObject | undefined): ValueObject | undefined {
  if (typeof outputs?.['host'] !== 'string') return undefined;
  return Object.fromEntries(NOTED.map((name) => [name, outputs[name] ?? null]));
}

function stepOf(side: SideName): string {
  return `address-${side}`;
}
