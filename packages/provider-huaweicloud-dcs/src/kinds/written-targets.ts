import { defined, isValueObject, Reference, type ValueObject, type WrittenTarget } from '@waybill/core';
import { addressesOf } from './addresses-of.ts';

/**
 * The instance that a task fills: by its id, and by its addresses, which mean something within one network only. What is
 * known only at run time is left out.
 */
export function writtenInstance(args: ValueObject): readonly WrittenTarget[] {
  const target = args['target_instance'];
  if (!isValueObject(target)) return [];
  const { id, addrs } = target;
  const byId: readonly WrittenTarget[] =
    typeof id === 'string'
      ? [{ label: `the DCS instance ${id}`, identity: ['instance', id.toLowerCase()], path: ['target_instance', 'id'] }]
      : [];
  const byAddress = [...new Set(addressesOf(addrs).map((address) => address.toLowerCase()))].map(
    (address): WrittenTarget => ({
      label: `the Redis at ${address}`,
      identity: ['address', address],
      within: 'connection',
      path: ['target_instance', 'addrs'],
    }),
  );
  return [...byId, ...byAddress];
}

/** The same, by a task that exists: it can be started again when it has ended. */
export function writtenByTask(args: ValueObject): readonly WrittenTarget[] {
  const id = args['task_id'];
  const task = typeof id === 'string' || id instanceof Reference ? String(id) : undefined;
  return writtenInstance(args).map((target) => ({ ...target, ...defined({ task }) }));
}

/** A name that is given literally to a task. Names are not unique at the vendor, and a look-up by name could not tell the tasks apart. */
export function writtenName(args: ValueObject, field: 'name' | 'task_name'): readonly WrittenTarget[] {
  const name = args[field];
  if (typeof name !== 'string') return [];
  return [
    { label: `a task with the name ${name}`, identity: ['task name', name], within: 'connection', path: [field] },
  ];
}
