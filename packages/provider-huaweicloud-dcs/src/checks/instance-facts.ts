import type { Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowInstanceResponse } from '../generated/answers.generated.ts';

/** What ShowInstance says about an instance, as far as two of them are compared. Undefined: not said. */
export interface InstanceFacts {
  readonly mode: string | undefined;
  /** `6.0`. */
  readonly version: string | undefined;
  readonly port: number | undefined;
  readonly databaseCount: number | undefined;
  readonly maxMemoryMb: number | undefined;
  readonly usedMemoryMb: number | undefined;
  readonly isOpen: boolean | undefined;
  readonly hasTls: boolean | undefined;
  readonly isPublic: boolean;
}

/** Source: Huawei Cloud DCS API reference, "Querying a DCS Instance". Numbers and booleans come as such and as text. */
export function readInstanceFacts(response: Json | undefined): InstanceFacts {
  const instance = fieldsOf<ShowInstanceResponse>(response);
  return {
    mode: textOf(instance.cache_mode),
    version: textOf(instance.engine_version),
    port: numberOf(instance.port),
    databaseCount: numberOf(instance.db_number),
    maxMemoryMb: numberOf(instance.max_memory),
    usedMemoryMb: numberOf(instance.used_memory),
    isOpen: booleanOf(instance.no_password_access),
    hasTls: booleanOf(instance.enable_ssl),
    isPublic: booleanOf(instance.enable_publicip) === true || textOf(instance.publicip_address) !== undefined,
  };
}

/** A native cluster has one database, and a proxy instance has one unless more were switched on. */
export function hasOnlyDatabaseZero({ mode, databaseCount }: InstanceFacts): boolean {
  return mode === 'cluster' || databaseCount === 1;
}

/** Below zero when `left` is the earlier version; undefined when one of them is not known. Compares major and minor. */
export function compareVersions(left: string | undefined, right: string | undefined): number | undefined {
  const [first, second] = [partsOf(left), partsOf(right)];
  if (first === undefined || second === undefined) return undefined;
  return first.major - second.major || first.minor - second.minor;
}

function partsOf(version: string | undefined): { readonly major: number; readonly minor: number } | undefined {
  const match = /^(\d+)(?:\.(\d+))?/.exec(version ?? '');
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2] ?? 0) };
}

function numberOf(value: Json | undefined): number | undefined {
  const text = typeof value === 'number' ? value : textOf(value);
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? undefined : number;
}

function booleanOf(value: Json | undefined): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}
