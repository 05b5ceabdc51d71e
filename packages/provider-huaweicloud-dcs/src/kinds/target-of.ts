import { isValueObject, type Value, type ValueObject } from '@waybill/core';

/** What a task occupies at its target: the instance's id, or the addresses when there is no id. */
export function targetOf(args: ValueObject): Value | undefined {
  const target = args['target_instance'];
  if (!isValueObject(target)) return undefined;
  return target['id'] ?? target['addrs'] ?? undefined;
}
