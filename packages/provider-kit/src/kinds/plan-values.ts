import { isValueObject, type Value, type ValueObject } from '@waybill/core';

/** Empty where a plan gives none. */
export function objectIn(value: Value | undefined): ValueObject {
  return isValueObject(value) ? value : {};
}

/** Alias of the connection that one side of a comparison names, or `own` where it names none. */
export function aliasIn(side: Value | undefined, own: string | undefined): string | undefined {
  const alias = objectIn(side)['connection'];
  return typeof alias === 'string' ? alias : own;
}
